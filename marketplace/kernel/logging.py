"""Logs of events, never of people: no query string, postcode, body or address is written, at any level.

What is written of an error is its type and where in the code it happened; its message is left out, for
messages quote values. Other libraries' loggers are held to the unfilled words of warnings and worse, for
their arguments are addresses and SQL.
"""

import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog

from marketplace.kernel.settings import Settings

log = structlog.get_logger("marketplace")


def configure_logging(settings: Settings) -> None:
    """Set up structlog and the standard library's logging: plain lines on a terminal, JSON elsewhere."""
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    is_terminal = sys.stderr.isatty()
    renderer: Any = structlog.dev.ConsoleRenderer() if is_terminal else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            error_without_its_message,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        # One write for a line and its end: lines of several processes must not run into each other.
        logger_factory=lambda *_: structlog.WriteLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers = [_Foreign()]
    root.setLevel(max(level, logging.WARNING))


def error_without_its_message(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace `exc_info` by the error's type and the places in the code it came through."""
    info = event.pop("exc_info", None)
    if info is None or info is False:
        return event
    error = (
        info
        if isinstance(info, BaseException)
        else (info[1] if isinstance(info, tuple) else sys.exc_info()[1])
    )
    if error is not None:
        event.update(describe_error(error))
    return event


def describe_error(error: BaseException) -> dict[str, Any]:
    """Type of an error and of its causes, and where in the code it came through: no message, no values."""
    types: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(types) < 10:  # noqa: PLR2004 - a chain that long tells no more
        types.append(f"{type(cause).__module__}.{type(cause).__qualname__}")
        cause = cause.__cause__ or cause.__context__
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "error": types[0],
        "caused_by": types[1:],
        "at": [f"{f.filename}:{f.lineno} {f.name}" for f in frames],
    }


class _Foreign(logging.Handler):
    """Takes what other libraries log and writes its unfilled words only."""

    def emit(self, record: logging.LogRecord) -> None:
        words = record.msg if isinstance(record.msg, str) and record.args else "said something"
        values: dict[str, Any] = {"logger": record.name, "words": words}
        if record.exc_info and record.exc_info[1] is not None:
            values |= describe_error(record.exc_info[1])
        log.log(record.levelno, "library", **values)
