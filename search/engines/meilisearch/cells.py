"""The earth in cells of several levels, so that a circle can be a list of cells.

The earth is seen as the six faces of a cube; a cell of level 0 is a face, and each cell is cut into four of
the next level. No place is special: there are no poles and there is no date line, and a circle of a radius
takes about as many cells wherever it is. (Cells of degrees would be countless round a pole.)

A cell is *inside* a circle when all of it surely is, *outside* when none of it can be, else on the *edge*:
the distance of its centre, give or take that from its centre to its corners, decides, with a margin larger
than any rounding. What is on the edge has to be measured.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.ranking import Floats
from search.sphere import EARTH_MILES, unit_vectors

Integers = NDArray[np.int64]

FINEST_STORED = 13
"""Finest level of the cells of a circle that is stored: 1.2 km."""
FINEST_ASKED = 16
"""Finest level of the cells of a circle that is asked for, and so of a venue: 150 m."""
_STORED_FINENESS, _ASKED_FINENESS = 12.0, 24.0
"""A radius is so many to twice as many cells long, unless it is too short for that."""

_FACES = 6
_FACE_ANGLE = np.pi / 2
_MARGIN = 1e-7
"""Radians: 0.6 m."""


class Covering(NamedTuple):
    """Cells of some circles, in no order. The owner is the number of the circle."""

    inside_owners: Integers
    inside: Integers
    """The largest cells that lie wholly within."""
    edge_owners: Integers
    edge: Integers
    """Cells of the finest level chosen that the circle may pass through."""


class _Cells(NamedTuple):
    """Cells of one level, each with the circle it is looked at for."""

    owner: Integers
    face: Integers
    across: Integers
    up: Integers

    def keep(self, chosen: NDArray[np.bool_]) -> "_Cells":
        return _Cells(*(column[chosen] for column in self))

    def codes(self, level: int) -> Integers:
        """One number for each cell: a leading bit that tells the level, the face and the place on it."""
        codes: Integers = ((8 | self.face) << (2 * level)) | (self.across << level) | self.up
        return codes

    def quarters(self) -> "_Cells":
        """The cells of the next level that they are cut into."""
        across, up = np.array([0, 1, 0, 1]), np.array([0, 0, 1, 1])
        return _Cells(
            np.repeat(self.owner, 4),
            np.repeat(self.face, 4),
            (self.across[:, None] * 2 + across).ravel(),
            (self.up[:, None] * 2 + up).ravel(),
        )


def cover_stored(latitudes: Floats, longitudes: Floats, miles: Floats) -> Covering:
    """The cells of circles that documents travel."""
    return _cover(latitudes, longitudes, miles, _STORED_FINENESS, FINEST_STORED)


def cover_asked(latitude: float, longitude: float, miles: float) -> Covering:
    """The cells of the circle of a query."""
    here = [np.array([number], np.float64) for number in (latitude, longitude, miles)]
    return _cover(here[0], here[1], here[2], _ASKED_FINENESS, FINEST_ASKED)


def cells_of(latitudes: Floats, longitudes: Floats, finest: int) -> Integers:
    """The cell of each point at each level up to the finest, one row for each point."""
    vectors = np.stack(unit_vectors(latitudes, longitudes), axis=1)
    rows = np.arange(len(vectors))
    axis = np.argmax(np.abs(vectors), axis=1)
    height = vectors[rows, axis]
    face = 2 * axis + (height < 0)
    local = [vectors[rows, (axis + turn) % 3] / np.abs(height) for turn in (1, 2)]
    parts = [np.clip((np.arctan(one) / _FACE_ANGLE + 0.5), 0.0, 1.0) for one in local]
    last = (1 << finest) - 1
    across, up = (np.minimum((part * (1 << finest)).astype(np.int64), last) for part in parts)
    levels = [
        _Cells(rows, face, across >> (finest - level), up >> (finest - level)).codes(level)
        for level in range(finest + 1)
    ]
    return np.stack(levels, axis=1)


def _cover(latitudes: Floats, longitudes: Floats, miles: Floats, fineness: float, finest: int) -> Covering:
    radius = miles / EARTH_MILES
    wanted = np.ceil(np.log2(_FACE_ANGLE * fineness / np.maximum(radius, _MARGIN)))
    levels = np.clip(wanted, 0, finest).astype(np.int64)
    local = _on_faces(np.stack(unit_vectors(latitudes, longitudes), axis=1))
    circles = np.flatnonzero(radius >= 0)
    nothing = np.zeros(len(circles) * _FACES, np.int64)
    cells = _Cells(np.repeat(circles, _FACES), np.tile(np.arange(_FACES), len(circles)), nothing, nothing)
    inside: list[tuple[Integers, Integers]] = []
    edge: list[tuple[Integers, Integers]] = []
    for level in range(finest + 1):
        farthest, nearest = _distances(local, cells, level)
        own = radius[cells.owner]
        within = farthest <= own - _MARGIN
        passed = ~within & (nearest <= own + _MARGIN)
        is_last = levels[cells.owner] == level
        inside.append((cells.owner[within], cells.keep(within).codes(level)))
        edge.append((cells.owner[passed & is_last], cells.keep(passed & is_last).codes(level)))
        cells = cells.keep(passed & ~is_last).quarters()
    return Covering(*map(np.concatenate, (*zip(*inside, strict=True), *zip(*edge, strict=True))))


def _on_faces(vectors: Floats) -> Floats:
    """Each vector as seen from each face: its height over the face, and the two directions along it."""
    seen = [
        np.stack([sign * vectors[:, axis], vectors[:, (axis + 1) % 3], vectors[:, (axis + 2) % 3]], axis=1)
        for axis in range(3)
        for sign in (1, -1)
    ]
    return np.stack(seen, axis=1)


def _distances(local: Floats, cells: _Cells, level: int) -> tuple[Floats, Floats]:
    """Bounds in radians of the distance from the middle of its circle to any point of each cell."""
    centres, borders = _tangents(level)
    x, y = centres[cells.across], centres[cells.up]
    length = np.sqrt(1 + x * x + y * y)
    here = local[cells.owner, cells.face]
    away = _angle((here[:, 0] + here[:, 1] * x + here[:, 2] * y) / length)
    reach = np.ones(len(x))
    for left in (0, 1):
        for low in (0, 1):
            corner_x, corner_y = borders[cells.across + left], borders[cells.up + low]
            corner = np.sqrt(1 + corner_x * corner_x + corner_y * corner_y)
            np.minimum(reach, (1 + x * corner_x + y * corner_y) / (length * corner), out=reach)
    radius = _angle(reach)
    return np.minimum(away + radius, np.pi), away - radius


def _angle(cosine: Floats) -> Floats:
    found: Floats = np.arccos(np.clip(cosine, -1.0, 1.0))
    return found


@lru_cache(maxsize=FINEST_ASKED + 1)
def _tangents(level: int) -> tuple[Floats, Floats]:
    """Where the middles and the borders of a level's cells lie along a face."""
    count = 1 << level
    borders = np.tan((np.arange(count + 1) / count - 0.5) * _FACE_ANGLE)
    middles = np.tan(((np.arange(count) + 0.5) / count - 0.5) * _FACE_ANGLE)
    return middles, borders


def codes_as_text(codes: Integers) -> list[str]:
    """Codes as they stand in documents and filters."""
    return [f"{code:x}" for code in codes.tolist()]
