"""Works out access for many areas at once: care groups, kinds of support and units, and how sure it is."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import islice

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from marketplace.gaps.access.rules import middle, share_out
from marketplace.gaps.access.schemas import Floats, Indexes
from marketplace.gaps.runs.schemas import Key, Levels, Measured
from marketplace.gaps.schemas import Unit
from marketplace.gaps.supply.reach.rules import blocks, same_reach, square_distances, take, weigh_block
from marketplace.gaps.supply.reach.schemas import Block
from marketplace.gaps.supply.rules import GROUPS, support_types
from marketplace.gaps.supply.schemas import SupplyColumns, Terrain

PER_PEOPLE = 100
"""Access is told for so many people."""
NARROW, AS_STATED, WIDE = 0.5, 1.0, 1.5
FACTORS = (NARROW, WIDE, AS_STATED)
_UNITS = len(Unit)
_THREADS = 2
"""Arithmetic on whole tables leaves the interpreter free for another thread."""
_BATCH = 16
_COLUMNS = ("amounts", "low", "high", "reaching")


def measure_supply(supply: SupplyColumns, terrain: Terrain, people: Floats) -> Measured:
    """Access of every area to the supply, by care group, kind of support and unit.

    `people` has a row for each area and a column for each care group. For each care group all that is free
    and serves it is shared among its people in reach; an hour that several groups could have is in the
    figure of each of them, and so the figures of groups are never added.
    """
    shape = (len(terrain), len(support_types()), _UNITS, len(GROUPS))
    totals = [np.zeros((shape[0], shape[1] * shape[2] * shape[3])) for _ in range(len(FACTORS) + 1)]
    free = np.stack([np.nan_to_num(supply.hours), np.nan_to_num(supply.places)], axis=1)
    with_some = np.flatnonzero(free.sum(axis=1) > 0)
    first, number = same_reach(take(supply, with_some))
    by_reach = with_some[np.argsort(number, kind="stable")]
    starts = np.concatenate([[0], np.cumsum(np.bincount(number, minlength=len(first)))]).astype(np.int64)
    place_of = np.zeros(len(supply), dtype=np.int64)
    place_of[with_some[first]] = np.arange(len(first))
    reached = np.zeros(len(first), dtype=bool)

    def measure(block: Block) -> _Part:
        reaches = place_of[block.listings]
        offered = _offered(supply, free, by_reach, starts, reaches)
        return _measure_block(supply, terrain, people, block, offered)

    with ThreadPoolExecutor(_THREADS) as threads:
        for batch in _batches(blocks(supply, terrain, with_some[first])):
            for block, part in zip(batch, threads.map(measure, batch), strict=True):
                where = np.ix_(block.areas, part.used)
                for total, each in zip(totals, part.figures, strict=True):
                    total[where] += each
                reached[place_of[block.listings]] = part.reached
    narrow, wide, amounts = (PER_PEOPLE * total.reshape(shape) for total in totals[:-1])
    return Measured(
        amounts=amounts,
        low=np.minimum(np.minimum(narrow, wide), amounts),
        high=np.maximum(np.maximum(narrow, wide), amounts),
        reaching=totals[-1].reshape(shape),
        listings=len(with_some),
        unsaid=int((np.isnan(supply.hours) & np.isnan(supply.places)).sum()),
        unreached=int(np.diff(starts)[~reached].sum()),
    )


class _Part(Struct, frozen=True, kw_only=True):
    """What a block adds to the figures."""

    used: Indexes
    """Columns that it has anything in."""
    figures: tuple[Floats, ...]
    """A row for each area of the block: by each of FACTORS, and what reaches the area."""
    reached: NDArray[np.bool_]
    """Whether each listing of the block reaches any area."""


def _batches(found: Iterator[Block]) -> Iterator[list[Block]]:
    """Some at a time, so that no more than these wait to be added up."""
    while batch := list(islice(found, _BATCH)):
        yield batch


def _measure_block(
    supply: SupplyColumns, terrain: Terrain, people: Floats, block: Block, offered: Floats
) -> _Part:
    used = np.flatnonzero(offered.any(axis=0))
    offered = offered[:, used]
    squares = square_distances(supply, terrain, block)
    figures: list[Floats] = []
    for factor in FACTORS:
        weights = weigh_block(supply, terrain, block, squares, factor)
        in_reach = (weights @ people[block.areas])[:, used % len(GROUPS)]
        figures.append(weights.T @ share_out(offered, in_reach))
    # The last of FACTORS is as stated.
    return _Part(used=used, figures=(*figures, weights.T @ offered), reached=np.asarray(weights.any(axis=1)))


def _offered(
    supply: SupplyColumns, free: Floats, by_reach: Indexes, starts: Indexes, reaches: Indexes
) -> Floats:
    """What each reach offers: a column for each kind of support, unit and care group, in this order."""
    counts = starts[reaches + 1] - starts[reaches]
    ends = np.cumsum(counts)
    rows = by_reach[np.arange(ends[-1]) + np.repeat(starts[reaches] - ends + counts, counts)]
    types = (supply.types[rows, None] >> np.arange(len(support_types()), dtype=np.uint32) & 1).astype(float)
    groups = (supply.groups[rows, None] >> np.arange(len(GROUPS), dtype=np.uint32) & 1).astype(float)
    each = np.einsum("nt,nu,ng->ntug", types, free[rows], groups).reshape(len(rows), -1)
    return np.asarray(np.add.reduceat(each, ends - counts, axis=0))


def middles(
    amounts: Floats, people: Floats, places: Mapping[str, Sequence[slice]]
) -> dict[str, tuple[float, ...]]:
    """What half of the people of each place have at most, for kind of support, unit and care group in order.

    `places` are the areas of each, as ranges of rows.
    """
    flat = amounts.reshape(len(amounts), -1)
    found = {}
    for place, ranges in places.items():
        rows = np.concatenate([np.arange(each.start, each.stop) for each in ranges])
        own = people[rows]
        found[place] = tuple(
            middle(flat[rows, column], own[:, column % len(GROUPS)]) for column in range(flat.shape[1])
        )
    return found


def keys(types: Sequence[str]) -> tuple[Key, ...]:
    """What the figures of a place are for, in their order."""
    return tuple((group, kind, unit) for kind in types for unit in Unit for group in GROUPS)


def columns_of(measured: Measured, rows: slice) -> tuple[NDArray[np.float32], ...]:
    """A council's part of a run in single precision, as it is kept: a row for each of `keys`."""
    return tuple(
        np.ascontiguousarray(each[rows].reshape(rows.stop - rows.start, -1).T.astype(np.float32))
        for each in (measured.amounts, measured.low, measured.high, measured.reaching)
    )


def digest_of(area_set: str, area_codes: Sequence[str], parts: Sequence[NDArray[np.float32]]) -> bytes:
    """The same for the same figures of the same areas."""
    digest = hashlib.blake2b(repr((area_set, list(area_codes))).encode(), digest_size=16)
    for part in parts:
        digest.update(part.tobytes())
    return digest.digest()


def levels_of(parts: Sequence[NDArray[np.float32]]) -> dict[tuple[str, str, str], Levels]:
    """Figures by care group, kind of support and unit. Those that are 0 everywhere are left out."""
    return {
        (str(group), kind, str(unit)): Levels(
            **{name: tuple(part[at].tolist()) for name, part in zip(_COLUMNS, parts, strict=True)}
        )
        for at, (group, kind, unit) in enumerate(keys(support_types()))
        if any(part[at].any() for part in parts)
    }


def months_before(first: date, months: int) -> date:
    """First day of the month so many months before that of `first`."""
    number = first.year * 12 + first.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)
