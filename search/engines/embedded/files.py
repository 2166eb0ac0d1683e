"""A file of named columns: written once, in full, then only read, memory-mapped.

Layout: magic bytes, length and checksum of a header in JSON, the header, then the columns, each at a multiple
of 64 bytes. Nothing in it is code. A file that was cut short, is of another version or is something else is
refused.
"""

import mmap
import os
import struct
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

import msgspec
import numpy as np

from search.engine import SearchError
from search.engines.embedded.arrays import Array

MAGIC = b"HEREIDX1"
_PREFIX = struct.Struct("<8sII")
_ALIGNMENT = 64
_CHECKED_WHEN_OPENED = 4 << 20
"""Bytes up to which the content is checked against its checksum by every reader."""


class _Column(msgspec.Struct, frozen=True):
    name: str
    dtype: str
    length: int
    offset: int


class _Header(msgspec.Struct, frozen=True):
    columns: list[_Column]
    start: int
    size: int
    checksum: int
    facts: msgspec.Raw


class DamagedError(SearchError):
    """A file of the index is not what was written."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            f"The search index in {path.parent} cannot be read: {path.name} {why}. "
            "Build it anew with `marketplace reindex`."
        )


def sync_directory(directory: Path) -> None:
    """Make new names in a directory survive a power cut."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_columns(path: Path, columns: Mapping[str, Array], facts: msgspec.Struct) -> None:
    """Write a file of one-dimensional columns, with some facts, and wait until it is on the disk."""
    flat = {name: np.ascontiguousarray(column) for name, column in columns.items()}
    told = msgspec.Raw(msgspec.json.encode(facts))
    described, offset, checksum = [], 0, 0
    for name, column in flat.items():
        described.append(_Column(name, column.dtype.str, len(column), offset))
        padded = -(-column.nbytes // _ALIGNMENT) * _ALIGNMENT
        checksum = zlib.crc32(bytes(padded - column.nbytes), zlib.crc32(column.view(np.uint8).data, checksum))
        offset += padded
    start = 0
    for _ in range(3):  # the header holds its own length: settled after the digits of `start` are
        header = msgspec.json.encode(_Header(described, start, offset, checksum, told))
        start = -(-(_PREFIX.size + len(header)) // _ALIGNMENT) * _ALIGNMENT
    with path.open("wb") as file:
        file.write(_PREFIX.pack(MAGIC, len(header), zlib.crc32(header)))
        file.write(header)
        _write_padded(file, flat, start)
        file.flush()
        os.fsync(file.fileno())


def _write_padded(file: BinaryIO, flat: Mapping[str, Array], start: int) -> None:
    file.write(bytes(start - file.tell()))
    for column in flat.values():
        file.write(column.view(np.uint8).data)
        file.write(bytes(-file.tell() % _ALIGNMENT))


class ColumnFile:
    """A file of columns, mapped. Its arrays stay good after the file's name is gone."""

    def __init__(self, path: Path, *, check: bool = False) -> None:
        """Map it; `check` compares the checksum of all of it. Raises FileNotFoundError, DamagedError."""
        self.path = path
        with path.open("rb") as file:
            prefix = file.read(_PREFIX.size)
            if len(prefix) < _PREFIX.size:
                raise DamagedError(path, "is cut short")
            magic, length, checksum = _PREFIX.unpack(prefix)
            if magic != MAGIC:
                raise DamagedError(path, "is of another version, or no index at all")
            header = self._read_header(file.read(length), checksum)
            self._header = header
            if os.fstat(file.fileno()).st_size != header.start + header.size:
                raise DamagedError(path, "is cut short")
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if check or header.size <= _CHECKED_WHEN_OPENED:
            self._check_content()
        self.facts = header.facts
        self.columns: dict[str, Array] = {
            column.name: np.frombuffer(
                self._map, np.dtype(column.dtype), column.length, header.start + column.offset
            )
            for column in header.columns
        }

    @property
    def size(self) -> int:
        """Bytes on the disk."""
        return self._header.start + self._header.size

    def _read_header(self, text: bytes, checksum: int) -> _Header:
        if zlib.crc32(text) != checksum:
            raise DamagedError(self.path, "has a damaged header")
        try:
            return msgspec.json.decode(text, type=_Header)
        except msgspec.MsgspecError as error:
            raise DamagedError(self.path, "has a header of another version") from error

    def _check_content(self) -> None:
        if zlib.crc32(memoryview(self._map)[self._header.start :]) != self._header.checksum:
            raise DamagedError(self.path, "is damaged")
