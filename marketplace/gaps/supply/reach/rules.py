"""Who reaches whom. Pure; in blocks, so that a nation fits into memory and a block into fast arithmetic.

A listing's travel area reaches all of it with weight 1: how far somebody comes is not the burden of whom they
come to. Of a named area each small area counts by the share of its postcodes that lies in it. People reach a
venue by bands of distance. The best of what applies counts, and the nearest small area always.
"""

from collections.abc import Iterator

import numpy as np

from marketplace.gaps.access.schemas import Floats, Indexes
from marketplace.gaps.supply.reach.schemas import Block
from marketplace.gaps.supply.rules import NEAREST_MILES, square_chords
from marketplace.gaps.supply.schemas import SupplyColumns, Terrain
from search.sphere import EARTH_MILES

WIDEST = 1.5
"""The widest bands that are tried, to see how much depends on them."""
MOST_CELLS = 2_000_000
"""Listings times areas of one block: 16 MB for each table of numbers."""
_CELL_MILES = 20.0
_SPREADS = np.array([5.0, 10.0, 20.0, 50.0])
"""Listings that go about as far are looked at together."""


def blocks(supply: SupplyColumns, terrain: Terrain, listings: Indexes) -> Iterator[Block]:
    """Each of the listings in exactly one block, with all areas it may reach by the widest bands."""
    if not len(listings) or not len(terrain):
        return
    far = _farthest(supply, terrain, listings)
    for together in _neighbours(supply, terrain, listings, far):
        chosen = listings[together]
        areas = _candidates(supply, terrain, chosen, far[together])
        if len(areas):
            step = max(1, MOST_CELLS // len(areas))
            for start in range(0, len(chosen), step):
                yield Block(listings=chosen[start : start + step], areas=areas)


def take(supply: SupplyColumns, rows: Indexes) -> SupplyColumns:
    """Some of the listings."""
    return SupplyColumns(
        ids=tuple(supply.ids[row] for row in rows.tolist()),
        vectors=supply.vectors[rows],
        is_venue=supply.is_venue[rows],
        miles=supply.miles[rows],
        named_sets=supply.named_sets,
        named=supply.named[rows],
        hours=supply.hours[rows],
        places=supply.places[rows],
        groups=supply.groups[rows],
        types=supply.types[rows],
    )


def same_reach(supply: SupplyColumns) -> tuple[Indexes, Indexes]:
    """The first listing of each reach that occurs, and the position among these of every listing.

    Base points lie on a grid and many name the same areas: whoever reaches the same is looked at once.
    """
    keys = np.column_stack(
        [np.nan_to_num(supply.vectors, nan=9.0), supply.is_venue, supply.miles, supply.named]
    )
    order, starts = _runs(keys)
    number = np.empty(len(order), dtype=np.int64)
    number[order] = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(order))))
    return order[starts], number


def _runs(keys: Floats) -> tuple[Indexes, Indexes]:
    """Rows in an order that brings equal ones together, and where each run of equal ones starts."""
    order = np.lexsort(keys.T)
    differs = (keys[order[1:]] != keys[order[:-1]]).any(axis=1)
    return order, np.flatnonzero(np.concatenate([[True][: len(order)], differs]))


def _farthest(supply: SupplyColumns, terrain: Terrain, listings: Indexes) -> Floats:
    venue = np.where(supply.is_venue[listings], terrain.edges.max(initial=0.0), 0.0)
    return np.maximum(np.maximum(supply.miles[listings], venue) * WIDEST, NEAREST_MILES)


def _neighbours(supply: SupplyColumns, terrain: Terrain, listings: Indexes, far: Floats) -> Iterator[Indexes]:
    """Positions of listings on the same square of ground that go about as far.

    One without a point stands in the middle of the areas that it names.
    """
    middles, sizes = _named_middles(supply, terrain)
    number, here = supply.named[listings], supply.vectors[listings]
    lost = np.isnan(here[:, 0])
    cells = np.floor(np.where(lost[:, None], middles[number], here) * (EARTH_MILES / _CELL_MILES))
    keys = np.column_stack([cells, np.searchsorted(_SPREADS, far), sizes[number], lost])
    order, starts = _runs(keys)
    yield from np.split(order, starts[1:])


def _named_middles(supply: SupplyColumns, terrain: Terrain) -> tuple[Floats, Floats]:
    """Of each combination of named areas, the middle and about how many small areas it has."""
    middles, sizes = np.zeros((len(supply.named_sets), 3)), np.zeros(len(supply.named_sets))
    for number, codes in enumerate(supply.named_sets):
        rows = [terrain.named[code].rows for code in codes if code in terrain.named]
        if rows:
            middles[number] = terrain.vectors[np.concatenate(rows)].mean(axis=0)
            sizes[number] = np.ceil(np.log2(1 + sum(map(len, rows))))
    return middles, sizes


def _candidates(supply: SupplyColumns, terrain: Terrain, listings: Indexes, far: Floats) -> Indexes:
    chosen = np.zeros(len(terrain), dtype=bool)
    points = supply.vectors[listings]
    points = points[~np.isnan(points[:, 0])]
    if len(points):
        # The chord is no longer than the way along the ground, so a box of that size holds all.
        room = far.max() / EARTH_MILES
        within = (terrain.vectors >= points.min(axis=0) - room) & (
            terrain.vectors <= points.max(axis=0) + room
        )
        chosen |= within.all(axis=1)
    for number in np.unique(supply.named[listings]):
        for code in supply.named_sets[number]:
            if code in terrain.named:
                chosen[terrain.named[code].rows] = True
    return np.flatnonzero(chosen)


def square_distances(supply: SupplyColumns, terrain: Terrain, block: Block) -> Floats:
    """Squares of the chords between listings (rows) and areas (columns); infinite for one without a point."""
    total = np.zeros((len(block.listings), len(block.areas)))
    for axis in range(3):
        here = supply.vectors[block.listings, axis]
        gap = np.subtract.outer(here, terrain.vectors[block.areas, axis])
        gap *= gap
        total += gap
    total[np.isnan(total[:, 0])] = np.inf
    return total


def weigh_block(
    supply: SupplyColumns, terrain: Terrain, block: Block, squares: Floats, factor: float
) -> Floats:
    """How much each area (columns) counts for each listing (rows), with reaches `factor` times as wide.

    `squares` are the `square_distances` of the block, which are the same for every factor.
    """
    miles, is_venue = supply.miles[block.listings], supply.is_venue[block.listings]
    limits = np.where(miles > 0, square_chords(miles * factor), -1.0)
    weights = (squares <= limits[:, None]).astype(np.float64)
    if is_venue.any():
        best = _weigh_venues(terrain, block, squares[is_venue], factor)
        weights[is_venue] = np.maximum(weights[is_venue], best)
    _reach_nearest(supply, block, squares, weights)
    _reach_named(supply, terrain, block, weights)
    return weights


def _weigh_venues(terrain: Terrain, block: Block, squares: Floats, factor: float) -> Floats:
    """Weights by the bands of the people of each area."""
    edges = square_chords(terrain.edges[block.areas] * factor)
    weights = np.zeros_like(squares)
    for band in range(len(terrain.weights) - 1, -1, -1):
        weights[squares <= edges[:, band]] = terrain.weights[band]
    return weights


def _reach_nearest(supply: SupplyColumns, block: Block, squares: Floats, weights: Floats) -> None:
    nearest = squares.argmin(axis=1)
    rows = np.flatnonzero(
        (squares[np.arange(len(squares)), nearest] <= square_chords(np.array(NEAREST_MILES)))
        & (supply.is_venue[block.listings] | (supply.miles[block.listings] > 0))
    )
    weights[rows, nearest[rows]] = 1.0


def _reach_named(supply: SupplyColumns, terrain: Terrain, block: Block, weights: Floats) -> None:
    numbers = supply.named[block.listings]
    for number in np.unique(numbers[numbers > 0]):
        shares = named_shares(terrain, supply.named_sets[number])[block.areas]
        rows = np.flatnonzero(numbers == number)
        weights[rows] = np.maximum(weights[rows], shares)


def named_shares(terrain: Terrain, codes: tuple[str, ...]) -> Floats:
    """The share of each small area that lies in any of the named areas.

    Postcode districts do not overlap, and so their shares add up; councils and nations hold areas whole.
    """
    shares = np.zeros(len(terrain))
    for code in codes:
        if code in terrain.named:
            shares[terrain.named[code].rows] += terrain.named[code].shares
    return np.minimum(shares, 1.0)


def people_in_reach(
    supply: SupplyColumns, terrain: Terrain, people: Floats, own: slice
) -> tuple[Floats, Floats]:
    """How much each area of some rows counts for each listing, and whom each is shared among everywhere.

    The first has a column for each of the rows, the second one for each care group.
    """
    first, number = same_reach(supply)
    place = np.zeros(len(supply), dtype=np.int64)
    place[first] = np.arange(len(first))
    weights = np.zeros((len(first), own.stop - own.start))
    in_reach = np.zeros((len(first), people.shape[1]))
    for block in blocks(supply, terrain, first):
        squares = square_distances(supply, terrain, block)
        found = weigh_block(supply, terrain, block, squares, 1.0)
        rows = place[block.listings]
        in_reach[rows] = found @ people[block.areas]
        inside = np.flatnonzero((block.areas >= own.start) & (block.areas < own.stop))
        weights[np.ix_(rows, block.areas[inside] - own.start)] = found[:, inside]
    return weights[number], in_reach[number]
