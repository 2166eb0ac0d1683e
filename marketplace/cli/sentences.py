"""Errors as one plain sentence each, for standard error."""

# ruff: noqa: PLC0415, T201 - a command imports what it needs when it runs, and prints

import errno
import os
import sys
import tempfile
import traceback
from pathlib import Path

import click

from marketplace.kernel.errors import DomainError, InvalidError, OperatorError
from marketplace.kernel.settings import mask_url

_DISK = {
    errno.ENOSPC: "The disk is full",
    errno.EDQUOT: "The disk quota is used up",
    errno.EFBIG: "A file may not grow any further here",
    errno.EROFS: "The disk is read-only",
    errno.EACCES: "This account may not read or write it",
    errno.EPERM: "This account may not read or write it",
    errno.EMFILE: "Too many files are open",
    errno.EIO: "The disk has a fault",
}


def say(sentence: str) -> None:
    """Print a sentence on standard error."""
    try:
        print(sentence, file=sys.stderr, flush=True)
    except OSError:
        return


def sentence_for(error: BaseException) -> str:
    """What went wrong, in one sentence. One that nobody foresaw is written whole to a file."""
    if isinstance(error, InvalidError):
        first = error.problems[0]
        rest = f" (and {len(error.problems) - 1} more problems)" if len(error.problems) > 1 else ""
        return f"{first.field}: {first.message}{rest}"
    if isinstance(error, (OperatorError, DomainError)):
        return _sentence(str(error))
    if isinstance(error, click.ClickException):
        return _sentence(error.format_message())
    known = _database_sentence(error) or _disk_sentence(error)
    return known or _unforeseen(error)


def _disk_sentence(error: BaseException) -> str | None:
    if not isinstance(error, OSError) or error.errno not in _DISK:
        return None
    where = f": {error.filename}" if error.filename else ""
    return f"{_DISK[error.errno]}{where}."


def _database_sentence(error: BaseException) -> str | None:
    """Sentences for what asyncpg raises; it is loaded already when any of it can happen."""
    if "asyncpg" not in sys.modules:
        return None
    import asyncpg

    if isinstance(error, (asyncpg.DiskFullError, asyncpg.PostgresIOError)):
        return "The database's disk is full or has a fault."
    if isinstance(
        error, (asyncpg.InterfaceError, asyncpg.PostgresConnectionError, asyncpg.CannotConnectNowError)
    ):
        return f"The connection to the database was lost{_at()}."
    if isinstance(error, asyncpg.UndefinedTableError):
        return "The database is not up to date: run `marketplace migrate`."
    return None


def unreachable(error: BaseException) -> str:
    """Say that no connection to the database could be opened, and why."""
    return f"The database cannot be reached{_at()}: {_sentence(_reason(error))}"


def _reason(error: BaseException) -> str:
    if isinstance(error, TimeoutError):
        return "it does not answer in time"
    if isinstance(error, OSError):
        return error.strerror or "the connection was refused"
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__


def _at() -> str:
    url = os.environ.get("DATABASE_URL", "").strip()
    return f" at {mask_url(url)}" if url else ""


def _unforeseen(error: BaseException) -> str:
    folder = Path(tempfile.mkdtemp(prefix="hereabouts-error-"))
    path = folder / "error.txt"
    path.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    return f"Something went wrong that was not foreseen ({type(error).__name__}); the details are in {path}."


def _sentence(text: str) -> str:
    text = " ".join(text.split())
    return text if text.endswith((".", "!", "?")) else f"{text}."
