"""The sphere that distances are measured on: points are unit vectors, the chord between two gives miles."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from search.documents import Point
from search.ranking import Floats

EARTH_MILES = 6_371_008.8 / 1_609.344
"""Radius of the sphere."""

Vectors = tuple[Floats, Floats, Floats]


def unit_vectors(latitudes: Floats, longitudes: Floats) -> Vectors:
    """Points of the unit sphere, from degrees."""
    latitude, longitude = np.radians(latitudes), np.radians(longitudes)
    across = np.cos(latitude)
    return across * np.cos(longitude), across * np.sin(longitude), np.sin(latitude)


def miles_from(point: Point, there: Iterable[NDArray[np.float64]]) -> Floats:
    """Distances to points given as x, y, z; NaN for those that are nowhere. The arrays are used up."""
    here = unit_vectors(np.array([point.latitude]), np.array([point.longitude]))
    square: Floats | float = 0.0
    for part, own in zip(there, here, strict=True):
        part -= own  # noqa: PLW2901 - in place, for speed
        part *= part  # noqa: PLW2901 - in place, for speed
        square += part
    found = np.asarray(square)
    np.sqrt(found, out=found)
    found /= 2
    np.minimum(found, 1.0, out=found)
    np.arcsin(found, out=found)
    found *= 2 * EARTH_MILES
    return found
