"""What a data directory was prepared for, so that the next start need not look again.

The file is written last, when database, places, listings and index are ready. It is only ever a short cut:
without it everything is looked at, and the database itself says which demonstration data it holds.
"""

import contextlib
import hashlib
import os
from pathlib import Path

import msgspec

from marketplace import __file__ as package_file

_NAME = "demo.json"


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """What is ready in a data directory."""

    listings: int
    council: str | None
    code: str
    """Stands for the code that prepared it: another version looks again."""
    places: str
    """Name of the list of places."""


def code_mark() -> str:
    """A mark that changes with every migration and every new version of the code's data."""
    root = Path(package_file).parent
    names = sorted(
        f"{path.relative_to(root)} {path.stat().st_size}"
        for pattern in (
            "**/piccolo_migrations/*.py",
            "taxonomies/**/*.csv",
            "listings/indexing/*.py",
            "pooling/finding/*.py",
        )
        for path in root.glob(pattern)
    )
    return hashlib.sha256("\n".join(names).encode()).hexdigest()


def read_prepared(data_dir: Path) -> Prepared | None:
    """What is ready there; None when that has to be looked at."""
    try:
        prepared = msgspec.json.decode((data_dir / _NAME).read_bytes(), type=Prepared)
    except (OSError, msgspec.MsgspecError):
        return None
    is_whole = (data_dir / "postgres" / "PG_VERSION").exists() and (
        data_dir / "places" / prepared.places
    ).is_dir()
    return prepared if is_whole and prepared.code == code_mark() else None


def write_prepared(data_dir: Path, prepared: Prepared) -> None:
    """Note that everything is ready."""
    partial = data_dir / f"{_NAME}.{os.getpid()}"
    partial.write_bytes(msgspec.json.encode(prepared))
    partial.replace(data_dir / _NAME)


def forget_prepared(data_dir: Path) -> None:
    """Have the next start look again."""
    with contextlib.suppress(OSError):
        (data_dir / _NAME).unlink(missing_ok=True)
