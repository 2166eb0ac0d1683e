"""Names for kinds of NumPy arrays, and what NumPy lacks: rows of ragged columns, and the first k of many."""

from collections.abc import Callable, Sequence
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.generic]
Rows = NDArray[np.int64]
"""Row numbers within a segment, ascending unless said otherwise."""
Mask = NDArray[np.bool_]
Quality = NDArray[np.uint8]
Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Ids = NDArray[np.bytes_]
"""UUIDs as 16 bytes; their order is the order of the UUIDs."""

ID_TYPE = np.dtype("S16")
NO_ROWS: Rows = np.empty(0, np.int64)
_CHUNK = 50_000
_KEPT_BYTES = 16 << 20


def keep_memory() -> None:
    """Have the C library keep what a search frees for the next one: a third of a large one's time.

    It would hand each large array back to the system, which has to clear that memory page by page when the
    next search asks for it. glibc keeps blocks up to the size of the largest that was ever freed.
    """
    np.empty(_KEPT_BYTES, np.uint8)


def ids_array(ids: Sequence[UUID]) -> Ids:
    """UUIDs as a column."""
    return np.frombuffer(b"".join(one.bytes for one in ids), ID_TYPE)


def uuid_of(item: bytes) -> UUID:
    """The UUID of an item of a column (NumPy cuts zero bytes from its end)."""
    return UUID(bytes=item.ljust(16, b"\0"))


def id_halves(ids: Ids) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """High and low halves of UUIDs, as numbers to sort by."""
    halves = np.ascontiguousarray(ids).view(">u8").reshape(-1, 2).astype(np.uint64)
    return halves[:, 0], halves[:, 1]


def smallest_type(highest: int) -> np.dtype[np.generic]:
    """The smallest unsigned type that holds a number."""
    return np.min_scalar_type(max(highest, 0))


def expand_ranges(starts: Integers, ends: Integers) -> Rows:
    """All whole numbers of the ranges [start, end), one range after the other."""
    lengths = ends - starts
    total = int(lengths.sum())
    if not total:
        return NO_ROWS
    offsets = np.cumsum(lengths) - lengths
    return np.repeat(starts - offsets, lengths) + np.arange(total)


def offsets_of(lengths: NDArray[np.integer]) -> Integers:
    """Where each of the ragged rows starts, and where the last one ends."""
    offsets = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=offsets[1:])
    return offsets


def take_ragged(data: Array, offsets: Integers, rows: Rows) -> Array:
    """The data of some ragged rows, one after the other; in chunks, to keep the memory needed small."""
    parts = [
        data[expand_ranges(offsets[chunk], offsets[chunk + 1])]
        for chunk in (rows[start : start + _CHUNK] for start in range(0, len(rows), _CHUNK))
    ]
    return np.concatenate(parts) if parts else data[:0]


def first_by_key(key: Floats, ids_at: Callable[[Rows], Ids], count: int) -> Rows:
    """Where the `count` smallest keys are, in order; equal keys by id, wherever the cut falls."""
    if count <= 0:
        return NO_ROWS
    if count >= len(key):
        chosen = np.arange(len(key))
    else:
        edge = np.partition(key, count - 1)[count - 1]
        inside = np.flatnonzero(key < edge)
        tied = np.flatnonzero(key == edge)
        chosen = np.concatenate([inside, tied[_smallest_ids(ids_at(tied), count - len(inside))]])
    high, low = id_halves(ids_at(chosen))
    return chosen[np.lexsort((low, high, key[chosen]))]


def _smallest_ids(ids: Ids, count: int) -> Rows:
    high, low = id_halves(ids)
    if count < len(ids):
        edge = np.partition(high, count - 1)[count - 1]
        candidates = np.flatnonzero(high <= edge)
    else:
        candidates = np.arange(len(ids))
    return candidates[np.lexsort((low[candidates], high[candidates]))][:count]
