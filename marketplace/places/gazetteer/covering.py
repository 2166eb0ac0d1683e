"""Which postcodes an area holds: all within some miles of a point, and all of the areas that are named."""

import math
from collections.abc import Iterable

import numpy as np

from marketplace.places.councils.service import get_council
from marketplace.places.gazetteer import postcodes as layout
from marketplace.places.gazetteer.postcodes import Postcodes
from marketplace.places.rules import EARTH_RADIUS_MILES
from marketplace.places.schemas import SettlementCell, SettlementCells
from search.documents import Point

_MILES_IN_A_DEGREE = 69.0
_MOST_CELLS = 2_500
"""Of an area that holds more, several cells are drawn as one."""


def cover(
    postcodes: Postcodes, councils: list[str], point: Point | None, miles: float, named: Iterable[str]
) -> np.ndarray:
    """Rows of the postcodes of an area, each once. Areas are districts, council and nation codes."""
    placed = int(postcodes.cell_starts[-1])
    covered = np.zeros(placed, dtype=bool)
    if point is not None and miles > 0:
        _add_circle(covered, postcodes, point, miles)
    numbers = set()
    for code in named:
        rows = postcodes.rows_of_district(code)
        if rows is not None:
            covered[rows[rows < placed]] = True
        else:
            numbers |= {number for number, council in enumerate(councils) if code in _codes_of(council)}
    if numbers:
        covered |= np.isin(postcodes.councils[:placed], list(numbers))
    return np.flatnonzero(covered)


def _add_circle(covered: np.ndarray, postcodes: Postcodes, point: Point, miles: float) -> None:
    """Those exactly `miles` away are in."""
    high = miles / _MILES_IN_A_DEGREE
    first = max(math.floor((point.latitude - high - layout.SOUTH) / layout.CELL_HEIGHT), 0)
    last = min(math.floor((point.latitude + high - layout.SOUTH) / layout.CELL_HEIGHT), layout.GRID_ROWS - 1)
    if first > last:
        return
    begin = int(postcodes.cell_starts[first * layout.GRID_COLUMNS])
    end = int(postcodes.cell_starts[(last + 1) * layout.GRID_COLUMNS])
    latitudes = np.radians(postcodes.latitudes[begin:end].astype(np.float64))
    longitudes = np.radians(postcodes.longitudes[begin:end].astype(np.float64))
    here, there = math.radians(point.latitude), math.radians(point.longitude)
    chord = np.sin((latitudes - here) / 2) ** 2
    chord += math.cos(here) * np.cos(latitudes) * np.sin((longitudes - there) / 2) ** 2
    covered[begin:end] |= chord <= math.sin(min(miles / EARTH_RADIUS_MILES / 2, math.pi / 2)) ** 2


def _codes_of(council_code: str) -> tuple[str, str]:
    return council_code, get_council(council_code).nation_code


def box_of(postcodes: Postcodes, rows: np.ndarray) -> tuple[float, float, float, float]:
    """South, west, north and east of some postcodes; there must be one."""
    latitudes, longitudes = postcodes.latitudes[rows], postcodes.longitudes[rows]
    return float(latitudes.min()), float(longitudes.min()), float(latitudes.max()), float(longitudes.max())


def cells_of(postcodes: Postcodes, rows: np.ndarray) -> SettlementCells:
    """The ground of some postcodes, in cells of about a kilometre, or larger ones for a large area."""
    step = 1
    while True:
        height, width = layout.CELL_HEIGHT * step, layout.CELL_WIDTH * step
        north = ((postcodes.latitudes[rows].astype(np.float64) - layout.SOUTH) / height).astype(np.int64)
        east = ((postcodes.longitudes[rows].astype(np.float64) - layout.WEST) / width).astype(np.int64)
        places, counts = np.unique(north * layout.GRID_COLUMNS + east, return_counts=True)
        if len(places) <= _MOST_CELLS:
            break
        step *= 2
    cells = tuple(
        SettlementCell(
            latitude=round(layout.SOUTH + (place // layout.GRID_COLUMNS + 0.5) * height, 5),
            longitude=round(layout.WEST + (place % layout.GRID_COLUMNS + 0.5) * width, 5),
            postcodes=count,
        )
        for place, count in zip(places.tolist(), counts.tolist(), strict=True)
    )
    return SettlementCells(height_degrees=height, width_degrees=width, cells=cells)
