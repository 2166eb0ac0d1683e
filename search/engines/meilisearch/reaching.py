"""The place of a query as filters that mean what `search.query.Near` says, to the metre.

Cells tell of most documents whether they cover the place or are at hand. Those for which the place lies in
a cell of the edge are fetched and measured.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from meilisearch_python_sdk.models.search import SearchParams

from search.documents import Point
from search.engines.meilisearch.cells import FINEST_STORED, cells_of, codes_as_text, cover_asked
from search.engines.meilisearch.connection import Found
from search.engines.meilisearch.filters import NOTHING, all_of, any_of, none_of, one_of, token
from search.engines.meilisearch.searches import fetching
from search.query import Near
from search.ranking import Floats
from search.sphere import miles_from, unit_vectors

_NOWHERE = {"lat": np.nan, "lng": np.nan}


class Place(NamedTuple):
    """Filters."""

    covers: str
    at_hand: str


class _CellFilters(NamedTuple):
    """Documents by the cells of a place, surely or perhaps."""

    inside: str
    edge: str
    at: str
    at_edge: str


@lru_cache(maxsize=256)
def _cell_filters(point: Point, within_miles: float) -> _CellFilters:
    """Kept, for they take some milliseconds, and people stay at a place."""
    here = codes_as_text(cells_of(np.array([point.latitude]), np.array([point.longitude]), FINEST_STORED)[0])
    circle = cover_asked(point.latitude, point.longitude, within_miles)
    return _CellFilters(
        one_of("inside", here),
        one_of("edge", here),
        one_of("at", codes_as_text(circle.inside)),
        one_of("at", codes_as_text(circle.edge)),
    )


class PlaceReading:
    """A place, read: what has to be measured, and then the filters."""

    def __init__(self, near: Near) -> None:
        self._near = near
        self._cells = _cell_filters(near.point, near.within_miles)

    def queries(self, uid: str) -> list[SearchParams]:
        """Those who may or may not travel here, and venues that may or may not be near enough."""
        return [
            fetching(uid, one, ["id", "_geo", "travels"]) for one in (self._cells.edge, self._cells.at_edge)
        ]

    def place(self, travellers: Found, venues: Found) -> Place:
        """The filters, from the answers to `queries`."""
        near = self._near
        travels = np.array([one["travels"] for one in travellers.hits], np.float64)
        covers = miles_to(near, travellers.hits) <= travels
        at_hand = miles_to(near, venues.hits) <= near.within_miles
        return Place(
            any_of(
                self._cells.inside,
                _exactly(self._cells.edge, travellers.hits, covers.tolist()),
                one_of("areas", map(token, sorted(near.areas))),
            ),
            any_of(self._cells.at, _exactly(self._cells.at_edge, venues.hits, at_hand.tolist())),
        )


def miles_to(near: Near, documents: Sequence[Mapping[str, Any]]) -> Floats:
    """The distance of documents; NaN for those that are nowhere."""
    points = [one.get("_geo") or _NOWHERE for one in documents]
    latitudes = np.array([point["lat"] for point in points], np.float64)
    longitudes = np.array([point["lng"] for point in points], np.float64)
    return miles_from(near.point, unit_vectors(latitudes, longitudes))


def _exactly(edge: str, documents: Sequence[dict[str, Any]], hold: Sequence[bool]) -> str:
    """Those of the documents on the edge for which it holds, said in the shorter way."""
    true = [one["id"] for one, holds in zip(documents, hold, strict=True) if holds]
    false = [one["id"] for one, holds in zip(documents, hold, strict=True) if not holds]
    if not true:
        return NOTHING
    return one_of("id", true) if len(true) <= len(false) else all_of(edge, none_of(one_of("id", false)))
