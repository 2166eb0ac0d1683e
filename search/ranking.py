"""How good a found document is: one pure measure for all engines, made of small parts between 0 and 1.

The text says how well the words were met, in the order of weight of the fields; the place says how near the
support is or how readily it comes; free capacity and freshness break what is still even. A service for a
whole nation comes after a local one that says the same, because its place is worth little, however wide it
covers.
"""

from collections.abc import Sequence
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Quality = NDArray[np.uint8]

RERANKED = 200
"""How many of the best by words and place are looked at again for closeness of words and exactness."""


class Spelling(IntEnum):
    """How a word of the query was met, best first."""

    EXACT = 0
    FORM = 1
    """In the plural or singular, with or without -ing."""
    MEANING = 2
    """By a synonym, or written as two words or as one."""
    BEGINNING = 3
    ONE_SLIP = 4
    TWO_SLIPS = 5


_FIELD_WORTH = (1.0, 0.8, 0.6, 0.0)
"""Title, tags, provider, text."""
_SPELLING_WORTH = (1.0, 0.95, 0.9, 0.8, 0.4, 0.0)

WORD, SPELT, FIELD, CLOSE, EXACT = 0.35, 0.1, 0.4, 0.1, 0.05
"""What the parts of the text are worth; together 1."""
PLACE, FREE, FRESH = 0.3, 0.05, 0.05
"""What place, free capacity and freshness are worth beside a text of at most 1."""

_FIELDS = len(_FIELD_WORTH)
FAR_APART = 8
"""Words further apart than this are not close at all."""

_HALF_MILES = 6.0
"""At this distance a place is worth half."""
_COMES = 0.2
"""What it is worth at least that a provider travels here, however far away the base is."""
_ENOUGH_FREE = 10.0
_FRESH_DAYS, _STALE_DAYS = 30, 365
_LAPSED_DAYS = 365_000
"""What was confirmed a thousand years ago is marked `documents.LAPSED`."""
LAPSED_COSTS = 0.3
"""What that costs: as if it were nowhere near."""

_WIDTHS = (("E92", 0.1), ("W92", 0.1), ("S92", 0.1), ("N92", 0.1), ("K0", 0.08), ("E12", 0.2))
_COUNCIL_WORTH, _DISTRICT_WORTH = 0.4, 0.6
_CODE_LENGTH = 9


def _met(spelling: Spelling, field: int) -> float:
    return WORD + SPELT * _SPELLING_WORTH[spelling] + FIELD * _FIELD_WORTH[field]


_WAYS = sorted(
    ((spelling, field) for spelling in Spelling for field in range(_FIELDS)),
    key=lambda way: (_met(*way), -way[0]),
)
_QUALITIES = {way: number for number, way in enumerate(_WAYS, 1)}


def quality(spelling: Spelling, field: int) -> int:
    """One number for how a word was met and in which field (0 to 3); greater is better, and 0 is "not".

    What a listing is tagged with says more of it than a word in passing, however that is spelt: "company" by
    its meaning in the tags is better than as it stands in the text.
    """
    return _QUALITIES[spelling, field]


HIGHEST_QUALITY = quality(Spelling.EXACT, 0)
_POINTS = np.array([0.0, *(_met(*way) for way in _WAYS)])
_IS_EXACT = np.array([False, *(spelling is Spelling.EXACT for spelling, _field in _WAYS)])


def text_points(qualities: Sequence[Quality]) -> Floats:
    """How well each document meets the words: one array of qualities for each word of the query."""
    points: Floats = _POINTS[qualities[0]]
    for one in qualities[1:]:
        points += _POINTS[one]
    points /= len(qualities)
    return points


def second_look(qualities: Sequence[Quality], closeness: Floats, title_share: Floats) -> Floats:
    """What closeness (0 to 1), exact words and the share of the title that was asked for add to the text."""
    exact = np.mean([_IS_EXACT[one] for one in qualities], axis=0)
    points: Floats = CLOSE * closeness + EXACT * (exact + title_share) / 2
    return points


def closeness_of(distance: Floats) -> Floats:
    """From the distance of two words (1: side by side in this order) to 1 … 0."""
    return np.clip((FAR_APART - distance) / (FAR_APART - 1), 0.0, 1.0)


def area_points(area: str) -> float:
    """What it is worth that a named area holds the place: a district more than a council, a nation least."""
    for start, worth in _WIDTHS:
        if area.startswith(start) and len(area) == _CODE_LENGTH:
            return worth
    return _COUNCIL_WORTH if len(area) == _CODE_LENGTH and area[1:].isdigit() else _DISTRICT_WORTH


def place_points(
    miles: Floats, at_hand: NDArray[np.bool_], by_radius: NDArray[np.bool_], areas: Floats
) -> Floats:
    """What the place is worth. `miles` may be NaN (nowhere); `areas` are `area_points` or 0."""
    near = np.nan_to_num(_HALF_MILES / (_HALF_MILES + miles))
    points: Floats = np.where(at_hand, near, 0.0)
    np.maximum(points, np.where(by_radius, _COMES + (1 - _COMES) * near, 0.0), out=points)
    np.maximum(points, np.where(areas > 0, areas * (1 + near) / 2, 0.0), out=points)
    return points


def standing_points(free_now: Floats, days_since_confirmed: NDArray[np.int64]) -> Floats:
    """What free capacity and freshness are worth, weighed; below 0 for what nobody confirms any more."""
    free = np.minimum(free_now, _ENOUGH_FREE) / _ENOUGH_FREE
    age = (days_since_confirmed - _FRESH_DAYS) / (_STALE_DAYS - _FRESH_DAYS)
    points: Floats = FREE * np.maximum(free, 0.0) + FRESH * (1 - np.clip(age, 0.0, 1.0))
    points -= LAPSED_COSTS * (days_since_confirmed > _LAPSED_DAYS)
    return points
