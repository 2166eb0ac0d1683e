"""Which cells of the H3 grid are a council's small areas.

The finest size of cell is taken with which at most 250 cells hold postcodes, from about 36 square kilometres
(H3's resolution 6) to about a tenth of one (9). Cells with few postcodes are joined to a neighbour.
"""

import heapq
import math
from collections import defaultdict
from collections.abc import Iterator

import numpy as np
from h3.api import basic_int as h3
from msgspec import Struct

from marketplace.gaps.areas.schemas import Ring

RULES = 1
"""Raised whenever the areas that come out change, so that they are made anew."""
MOST_CELLS = 250
COARSEST, FINEST = 6, 9
FEWEST_POSTCODES = 20
SMALL_SHARE = 0.25
"""A cell with less than this share of the council's mean is joined to a neighbour."""
FEWEST_IN_TOWN = 150
"""On the two finest grids, whose cells are less than a square kilometre: about 3,500 people."""
FEWEST_AREAS = 12
"""Of a very small council fewer postcodes make an area, so that there are some."""
_STEPS = {6: 0.003, 7: 0.002, 8: 0.001, 9: 0.0005}
"""Degrees. Postcodes are put into squares before their cells are looked up, some 15 for a cell's width."""
_NEAR_DEGREES = 0.02
_ROUGH_STEP = 0.004
"""Good enough to count cells."""
_FAR = 1_000_000
"""More squares than there are from west to east."""
_GROWTH = 2.5
"""The next finer grid has at least so many times as many cells with postcodes."""


class Grouping(Struct, frozen=True):
    """The areas of a council."""

    cells: tuple[tuple[int, ...], ...]
    """H3 cells of each area, the one with most postcodes first."""
    area_of: np.ndarray
    """The area of each postcode."""


def group_postcodes(latitudes: np.ndarray, longitudes: np.ndarray) -> Grouping:
    """Put postcodes into areas. Without postcodes there are none."""
    resolution = _choose_resolution(_squares(latitudes, longitudes, _ROUGH_STEP)[0])
    points, square_of, counts = _squares(latitudes, longitudes, _STEPS[resolution])
    cells, cell_of = _find_cells(points, resolution)
    while len(cells) > MOST_CELLS and resolution > COARSEST:
        resolution -= 1
        cells, cell_of = _find_cells(points, resolution)
    postcodes = np.bincount(cell_of, weights=counts, minlength=len(cells)).astype(int)
    least = max(FEWEST_POSTCODES, SMALL_SHARE * len(latitudes) / max(len(cells), 1))
    if resolution >= FINEST - 1:
        least = max(least, min(FEWEST_IN_TOWN, len(latitudes) / FEWEST_AREAS))
    joined = _join_small(cells, postcodes.tolist(), least)
    most_first = [sorted(group, key=lambda at: (-postcodes[at], cells[at])) for group in joined]
    most_first.sort(key=lambda group: cells[group[0]])
    group_of = np.zeros(len(cells), dtype=np.int64)
    for number, group in enumerate(most_first):
        group_of[group] = number
    return Grouping(
        tuple(tuple(cells[at] for at in group) for group in most_first),
        group_of[cell_of][square_of],
    )


def _squares(
    latitudes: np.ndarray, longitudes: np.ndarray, step: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The squares that hold points: their middles, the square of each point, and how many each holds."""
    rows, columns = np.round(latitudes / step).astype(np.int64), np.round(longitudes / step).astype(np.int64)
    keys, square_of, counts = np.unique(rows * _FAR + columns, return_inverse=True, return_counts=True)
    columns = (keys + _FAR // 2) % _FAR - _FAR // 2
    return np.stack([(keys - columns) // _FAR, columns], axis=1) * step, square_of, counts


def _choose_resolution(points: np.ndarray) -> int:
    """The finest grid of which not too many cells hold points."""
    for resolution in range(COARSEST, FINEST + 1):
        count = len(_find_cells(points, resolution)[0])
        if count > MOST_CELLS:
            return max(resolution - 1, COARSEST)
        if count * _GROWTH > MOST_CELLS:
            return resolution
    return FINEST


def _find_cells(points: np.ndarray, resolution: int) -> tuple[list[int], np.ndarray]:
    """The cells that hold points, in order, and the place of each point's cell in them."""
    found = [h3.latlng_to_cell(latitude, longitude, resolution) for latitude, longitude in points.tolist()]
    cells, cell_of = np.unique(np.array(found, dtype=np.uint64), return_inverse=True)
    return cells.tolist(), cell_of


def _join_small(cells: list[int], postcodes: list[int], least: float) -> list[list[int]]:
    """Join what is small to the smallest that it touches, or to the nearest if it touches none."""
    at = {cell: number for number, cell in enumerate(cells)}
    groups = {number: [number] for number in range(len(cells))}
    group_of = list(range(len(cells)))
    size = dict(enumerate(postcodes))
    waiting = [(count, number) for number, count in enumerate(postcodes) if count < least]
    heapq.heapify(waiting)
    while waiting and len(groups) > 1:
        count, number = heapq.heappop(waiting)
        if number not in groups or size[number] != count:
            continue
        touching = {group_of[at[cell]] for each in groups[number] for cell in _beside(cells[each], at)}
        others = touching - {number} or _nearest(number, groups, cells)
        into = min(others, key=lambda other: (size[other], other))
        for each in groups.pop(number):
            group_of[each] = into
            groups[into].append(each)
        size[into] += count
        if size[into] < least:
            heapq.heappush(waiting, (size[into], into))
    return list(groups.values())


def _beside(cell: int, known: dict[int, int]) -> Iterator[int]:
    return (other for other in h3.grid_disk(cell, 1) if other in known)


def _nearest(number: int, groups: dict[int, list[int]], cells: list[int]) -> set[int]:
    here = h3.cell_to_latlng(cells[groups[number][0]])

    def distance(other: int) -> float:
        there = [h3.cell_to_latlng(cells[at]) for at in groups[other]]
        return min(float(h3.great_circle_distance(here, point)) for point in there)

    return {min((other for other in groups if other != number), key=lambda other: (distance(other), other))}


def outline(cells: tuple[int, ...]) -> tuple[tuple[Ring, ...], ...]:
    """The ground of some cells as polygons, corners to five decimals."""
    polygons = defaultdict(list)
    shape = h3.cells_to_geo(cells)
    parts = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
    for number, rings in enumerate(parts):
        for ring in rings:
            polygons[number].append(tuple((round(east, 5), round(north, 5)) for east, north in ring))
    return tuple(tuple(rings) for rings in polygons.values())


def cell_name(cell: int) -> str:
    """A cell as it is written, without the `f`s that stand at the end of all: "86195851"."""
    return str(h3.int_to_str(cell)).rstrip("f")


def nearest_area(
    latitude: float, longitude: float, points: tuple[np.ndarray, np.ndarray], grouping: Grouping
) -> int | None:
    """The area of the postcode that is nearest to a point; None if none is within about two kilometres."""
    north = points[0] - latitude
    east = (points[1] - longitude) * math.cos(math.radians(latitude))
    squares = north * north + east * east
    at = int(squares.argmin())
    return int(grouping.area_of[at]) if squares[at] < _NEAR_DEGREES**2 else None
