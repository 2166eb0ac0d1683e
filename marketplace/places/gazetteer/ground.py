"""Postcodes as ground: where people live in a box, and a council's postcodes to draw from."""

import math

import numpy as np

from marketplace.places.councils.service import resolve_code
from marketplace.places.gazetteer import postcodes as layout
from marketplace.places.gazetteer.postcodes import Postcodes
from marketplace.places.schemas import PostcodeSample, SettlementCell, SettlementCells

_MOST_CELLS = 4_000
"""Of a box that holds more, several cells are counted as one, so that a map stays small."""


def sample_postcodes(postcodes: Postcodes, councils: list[str], council_code: str | None) -> PostcodeSample:
    """The postcodes of a council (in the pack's list of `councils`), or all, without districts that ended."""
    numbers = np.asarray(postcodes.councils[: int(postcodes.cell_starts[-1])])
    if council_code is None:
        rows = np.arange(len(numbers))
    else:
        code = resolve_code(council_code)
        rows = np.flatnonzero(numbers == councils.index(code)) if code in councils else np.arange(0)
    return PostcodeSample(
        rows=rows,
        latitudes=postcodes.latitudes[rows],
        longitudes=postcodes.longitudes[rows],
        councils=numbers[rows],
        council_codes=tuple(councils),
        districts=postcodes.keys_by_row[rows] // layout.UNITS_PER_DISTRICT,
        district_names=postcodes.districts,
        name_of_row=postcodes.postcode_of_row,
    )


def count_settlements(
    postcodes: Postcodes, south: float, west: float, north: float, east: float
) -> SettlementCells:
    """Count the postcodes in each cell of a box."""
    first_row, rows = _span(south, north, layout.SOUTH, layout.CELL_HEIGHT, layout.GRID_ROWS)
    first_column, columns = _span(west, east, layout.WEST, layout.CELL_WIDTH, layout.GRID_COLUMNS)
    step = max(math.ceil(math.sqrt(rows * columns / _MOST_CELLS)), 1)
    height, width = layout.CELL_HEIGHT * step, layout.CELL_WIDTH * step
    corners = (first_row + np.arange(rows))[:, None] * layout.GRID_COLUMNS + first_column
    starts = postcodes.cell_starts[corners + np.arange(columns + 1)].astype(np.int64)
    counts = np.pad(np.diff(starts, axis=1), ((0, -rows % step), (0, -columns % step)))
    blocks = counts.reshape(counts.shape[0] // step, step, counts.shape[1] // step, step).sum(axis=(1, 3))
    south_edge = layout.SOUTH + first_row * layout.CELL_HEIGHT
    west_edge = layout.WEST + first_column * layout.CELL_WIDTH
    cells = tuple(
        SettlementCell(
            latitude=round(south_edge + (row + 0.5) * height, 5),
            longitude=round(west_edge + (column + 0.5) * width, 5),
            postcodes=int(blocks[row, column]),
        )
        for row, column in np.argwhere(blocks).tolist()
    )
    return SettlementCells(height_degrees=height, width_degrees=width, cells=cells)


def _span(low: float, high: float, origin: float, size: float, count: int) -> tuple[int, int]:
    """First cell of a span of degrees, and how many there are inside the grid."""
    first = min(max(math.floor((max(low, -360.0) - origin) / size), 0), count)
    last = min(max(math.ceil((min(high, 360.0) - origin) / size), first), count)
    return first, last - first
