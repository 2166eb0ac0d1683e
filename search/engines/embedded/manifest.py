"""The index directory: `CURRENT` names what is current, `lock` says who writes, `*.segment` hold documents.

`CURRENT` is replaced by rename, so a reader sees the state before or after a change and nothing between. All
that it does not name is a leftover, and the next writer takes it away.
"""

import fcntl
import os
import re
import zlib
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

import msgspec

from search.documents import IndexSchema
from search.engine import SearchError
from search.engines.embedded.files import DamagedError, sync_directory

FORMAT = 1
"""Raised when older files cannot be read any more. They are refused with a plain sentence: build anew."""

CURRENT, LOCK, SUFFIX, UNFINISHED = "CURRENT", "lock", ".segment", ".new"
_SEGMENT = re.compile(r"[0-9a-f]{32}\.segment")


class SegmentEntry(msgspec.Struct, frozen=True):
    """A segment, and its rows that later segments made void."""

    name: str
    dead: bytes = b""
    """Row numbers, ascending, as little-endian 32-bit integers."""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """State of the index."""

    format: int = FORMAT
    sequence: int = 0
    schema: IndexSchema
    segments: tuple[SegmentEntry, ...] = ()
    """Oldest first; of two rows with one id the later holds."""


def read_manifest(file: IO[bytes], path: Path) -> Manifest:
    """Read `CURRENT`. Raises DamagedError."""
    checksum, _, text = file.read().partition(b"\n")
    if checksum != _checksum(text):
        raise DamagedError(path, "is damaged, or no index at all")
    try:
        found: dict[str, Any] = msgspec.json.decode(text)
        if found.get("format") != FORMAT:
            raise DamagedError(path, "is of another version")
        return msgspec.convert(found, Manifest)
    except (msgspec.MsgspecError, AttributeError) as error:
        raise DamagedError(path, "is of another version") from error


def write_manifest(directory: Path, manifest: Manifest) -> None:
    """Make a state the current one, for every process and for good."""
    text = msgspec.json.encode(manifest)
    fresh = directory / (CURRENT + UNFINISHED)
    with fresh.open("wb") as file:
        file.write(_checksum(text) + b"\n" + text)
        file.flush()
        os.fsync(file.fileno())
    fresh.rename(directory / CURRENT)
    sync_directory(directory)


def _checksum(text: bytes) -> bytes:
    return f"{zlib.crc32(text):08x}".encode()


def remove_leftovers(directory: Path, keep: set[str]) -> None:
    """Remove segments that are not in `keep`, and unfinished files. Readers keep what they have mapped."""
    for path in directory.iterdir():
        if path.name == CURRENT + UNFINISHED or (_SEGMENT.fullmatch(path.name) and path.name not in keep):
            path.unlink(missing_ok=True)


def new_segment_name() -> str:
    """A name that no segment ever had."""
    return f"{uuid4().hex}{SUFFIX}"


class WriterLock:
    """Held by the one process that may write; let go when the process ends, however it ends."""

    def __init__(self, directory: Path) -> None:
        """Take it. Raises SearchError when another process has it or the directory cannot be written."""
        try:
            directory.mkdir(parents=True, exist_ok=True)
            self._handle: int | None = os.open(directory / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise SearchError(
                f"The search index in {directory} cannot be written: {error.strerror}."
            ) from error
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            owner = os.read(self._handle, 32).decode(errors="replace").strip() or "unknown"
            os.close(self._handle)
            self._handle = None
            raise SearchError(
                f"The search index in {directory} is being written by another process (number {owner}). "
                "Only one may write at a time."
            ) from error
        os.ftruncate(self._handle, 0)
        os.pwrite(self._handle, str(os.getpid()).encode(), 0)

    def release(self) -> None:
        """Let it go; twice does no harm."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
