"""Draws areas in a box of whole numbers, with so few corners that a page stays light.

Borders that neighbours share are simplified once and drawn alike for both, so that no gaps open. A border is
the line between two corners where more than two areas meet; of its corners those are left out first whose
triangle with the next ones is smallest (Visvalingam and Whyatt).
"""

import heapq
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from msgspec import Struct

from marketplace.gaps.areas.schemas import NewArea, Ring

LONGER_SIDE = 1000
MOST_CORNERS = 600
"""Of a whole map."""

Corner = tuple[int, int]


class Box(Struct, frozen=True, kw_only=True):
    """The ground that a map shows, and how large it is drawn."""

    south: float
    west: float
    north: float
    east: float
    width: int
    height: int


def box_around(areas: Iterable[NewArea]) -> Box:
    """The box that holds all areas; a degree of longitude is drawn as short as it is on the ground."""
    corners = [
        corner for area in areas for polygon in area.polygons for ring in polygon[:1] for corner in ring
    ]
    west, east = min(x for x, _ in corners), max(x for x, _ in corners)
    south, north = min(y for _, y in corners), max(y for _, y in corners)
    width = max((east - west) * math.cos(math.radians((south + north) / 2)), 1e-6)
    height = max(north - south, 1e-6)
    scale = LONGER_SIDE / max(width, height)
    return Box(
        south=south,
        west=west,
        north=max(north, south + 1e-6),
        east=max(east, west + 1e-6),
        width=max(round(width * scale), 1),
        height=max(round(height * scale), 1),
    )


def draw(areas: Sequence[NewArea], box: Box, most_corners: int = MOST_CORNERS) -> dict[str, str]:
    """SVG paths by code of the area."""
    drawn = {
        area.code: [
            line for polygon in area.polygons for ring in polygon if (line := _place(ring, box)) is not None
        ]
        for area in areas
    }
    kept = _keep_corners([line for lines in drawn.values() for line in lines], most_corners)
    return {code: "".join(_path(_thin(line, kept)) for line in lines) for code, lines in drawn.items()}


def _place(ring: Ring, box: Box) -> list[Corner] | None:
    """A ring in the box, not closed; None if nothing of it is left."""
    line: list[Corner] = []
    for longitude, latitude in ring[:-1]:
        corner = (
            round((longitude - box.west) / (box.east - box.west) * box.width),
            round((box.north - latitude) / (box.north - box.south) * box.height),
        )
        if not line or line[-1] != corner:
            line.append(corner)
    while len(line) > 1 and line[0] == line[-1]:
        line.pop()
    return line if len(set(line)) >= 3 else None  # noqa: PLR2004 - a triangle


def _keep_corners(lines: list[list[Corner]], most: int) -> set[Corner]:
    """The corners to keep: all where lines meet, and of the others those that matter most."""
    beside: dict[Corner, set[Corner]] = defaultdict(set)
    for line in lines:
        for before, here in zip([line[-1], *line], line, strict=False):
            beside[here].add(before)
            beside[before].add(here)
    fixed = {corner for corner, others in beside.items() if len(others) != 2}  # noqa: PLR2004 - a line goes through
    for line in lines:
        # What stands alone keeps three corners, so that it stays an area.
        if not fixed & set(line):
            fixed |= {line[0], line[len(line) // 3], line[2 * len(line) // 3]}
    return _thin_out(beside, fixed, most)


def _thin_out(beside: dict[Corner, set[Corner]], fixed: set[Corner], most: int) -> set[Corner]:
    kept = set(beside)
    waiting = [(_triangle(corner, beside), corner) for corner in kept - fixed]
    heapq.heapify(waiting)
    while waiting and len(kept) > most:
        size, corner = heapq.heappop(waiting)
        if corner not in kept or _triangle(corner, beside) != size:
            continue
        first, last = beside[corner]
        if last in beside[first]:
            continue  # a triangle stays
        kept.discard(corner)
        for here, there in ((first, last), (last, first)):
            beside[here].discard(corner)
            beside[here].add(there)
            if here not in fixed:
                heapq.heappush(waiting, (_triangle(here, beside), here))
    return kept


def _triangle(corner: Corner, beside: dict[Corner, set[Corner]]) -> int:
    """Twice the size of the triangle of a corner with its two neighbours."""
    (x1, y1), (x2, y2) = beside[corner]
    x, y = corner
    return abs((x1 - x) * (y2 - y) - (x2 - x) * (y1 - y))


def _thin(line: list[Corner], kept: set[Corner]) -> list[Corner]:
    return [corner for corner in line if corner in kept]


def _path(line: list[Corner]) -> str:
    """A closed line as SVG says it: its first corner, and steps from each to the next."""
    if len(line) < 3:  # noqa: PLR2004 - nothing is left of it
        return ""
    steps = "".join(
        f"{_number(x - before_x, first=number == 0)}{_number(y - before_y)}"
        for number, ((before_x, before_y), (x, y)) in enumerate(pairwise(line))
    )
    return f"M{line[0][0]}{_number(line[0][1])}l{steps}z"


def _number(number: int, *, first: bool = False) -> str:
    """A number behind another: a minus parts them as well as a blank does."""
    return str(number) if first or number < 0 else f" {number}"
