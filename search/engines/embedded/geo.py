"""Where documents are, and which of them reach a place or can be reached from it.

Rows are sorted by (band, cell): the band says how far a provider travels, the cell is a field of a grid laid
over the United Kingdom (whatever lies outside falls into its border cells). All that may matter to a place is
then in a few ranges of rows, and exact distances decide. Points are unit vectors; the chord between two gives
their distance.
"""

import math

import numpy as np
from numpy.typing import NDArray

from search.documents import Point
from search.engines.embedded.arrays import NO_ROWS, Floats, Integers, Mask, Rows, expand_ranges
from search.sphere import EARTH_MILES, Vectors, miles_from

BAND_MILES = (0.0, 5.0, 10.0, 20.0, 40.0)
"""Upper ends of the bands of travel radius; what travels further is in one more."""
VENUES = len(BAND_MILES) + 1
"""As many bands more are for venues (which may travel too)."""
NOWHERE = 2 * VENUES
"""The last band: what has no point."""

_SOUTH, _WEST, _CELL_LATITUDE, _CELL_LONGITUDE = 49.0, -9.0, 0.05, 0.08
_ACROSS, _UP = 150, 260
CELLS = _ACROSS * _UP

_MARGIN = 1e-9
"""Widens boxes a little, so that rounding loses no row; the exact distance decides."""


def bands(travels_miles: Floats, venue: Mask) -> Integers:
    """The band of each travel radius, at a venue or not."""
    by_radius = np.searchsorted(BAND_MILES, travels_miles).astype(np.int64)
    found: Integers = np.where(venue, by_radius + VENUES, by_radius)
    return found


def cells(latitudes: Floats, longitudes: Floats) -> Integers:
    """The grid cell of each point."""
    up = np.clip(np.floor((latitudes - _SOUTH) / _CELL_LATITUDE), 0, _UP - 1)
    across = np.clip(np.floor((longitudes - _WEST) / _CELL_LONGITUDE), 0, _ACROSS - 1)
    found: Integers = (up * _ACROSS + across).astype(np.int64)
    return found


class Grid:
    """The points of a segment, sorted by band and cell."""

    def __init__(self, keys: NDArray[np.unsignedinteger], vectors: Vectors, furthest: list[float]) -> None:
        """`furthest` holds for each band the greatest travel radius in it; -1 for a band without rows."""
        self._keys = keys
        self._axes = vectors
        self._furthest = furthest

    def miles(self, point: Point, rows: Rows) -> Floats:
        """Distances; NaN for rows that are nowhere."""
        return miles_from(point, (axis[rows] for axis in self._axes))

    def candidates(self, point: Point, within_miles: float) -> Rows:
        """Rows that may be at hand or travel far enough: all that are, and some that are not."""
        starts: list[int] = []
        ends: list[int] = []
        for band, furthest in enumerate(self._furthest):
            miles = max(within_miles, furthest) if band >= VENUES else furthest
            if furthest >= 0 and miles >= 0 and band > 0:
                for low, high in _cell_ranges(point, miles):
                    starts.append(band * CELLS + low)
                    ends.append(band * CELLS + high)
        if not starts:
            return NO_ROWS
        first = np.searchsorted(self._keys, np.array(starts, self._keys.dtype))
        last = np.searchsorted(self._keys, np.array(ends, self._keys.dtype))
        return expand_ranges(first, last)


def _cell_ranges(point: Point, miles: float) -> list[tuple[int, int]]:
    """Ranges [low, high) of cells that a circle may touch."""
    angle = miles / EARTH_MILES + _MARGIN
    south, north = point.latitude - math.degrees(angle), point.latitude + math.degrees(angle)
    west, east = _longitudes(point, angle, south, north)
    first, last = (_field(end - _WEST, _CELL_LONGITUDE, _ACROSS) for end in (west, east))
    bottom, top = (_field(end - _SOUTH, _CELL_LATITUDE, _UP) for end in (south, north))
    rows = range(bottom, top + 1)
    if (first, last) == (0, _ACROSS - 1):
        return [(bottom * _ACROSS, (top + 1) * _ACROSS)]
    return [(row * _ACROSS + first, row * _ACROSS + last + 1) for row in rows]


def _field(offset: float, size: float, count: int) -> int:
    """Which field of a grid an offset is in; the first or last for what lies outside. As in `cells`."""
    return min(max(math.floor(offset / size), 0), count - 1)


def _longitudes(point: Point, angle: float, south: float, north: float) -> tuple[float, float]:
    """West and east ends of a circle; the whole round where it holds a pole or crosses the date line."""
    if angle >= math.pi / 2 or south <= -90 or north >= 90:  # noqa: PLR2004 - the poles
        return -180.0, 180.0
    ratio = math.sin(angle) / math.cos(math.radians(point.latitude))
    half = math.degrees(math.asin(min(ratio, 1.0))) + _MARGIN
    west, east = point.longitude - half, point.longitude + half
    if west < -180 or east > 180:  # noqa: PLR2004 - the date line
        return -180.0, 180.0
    return west, east
