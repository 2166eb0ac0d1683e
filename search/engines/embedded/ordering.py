"""Results of all segments in one order, and a page of them."""

from collections.abc import Callable, Sequence
from itertools import repeat
from math import isnan, nan
from typing import NamedTuple

import numpy as np

from search.engines.embedded.arrays import ID_TYPE, Floats, Ids, Rows, first_by_key, uuid_of
from search.engines.embedded.choosing import Candidates
from search.engines.embedded.evidence import gather_evidence
from search.query import Hit, SearchQuery, Sort
from search.ranking import (
    PLACE,
    RERANKED,
    place_points,
    second_look,
    standing_points,
    text_points,
)


class _Ordered(NamedTuple):
    """Results of a page: which of all results, and their scores."""

    chosen: Rows
    scores: Floats


class Results:
    """Results of all segments, numbered one segment after the other."""

    def __init__(self, parts: Sequence[Candidates]) -> None:
        self.parts = [part for part in parts if len(part.rows)]
        self._starts = np.cumsum([0, *(len(part.rows) for part in self.parts)])

    def __len__(self) -> int:
        return int(self._starts[-1])

    def column(self, of_part: Callable[[Candidates], Floats]) -> Floats:
        """A number for each result."""
        columns = [of_part(part) for part in self.parts]
        return np.concatenate(columns) if columns else np.empty(0)

    def split(self, chosen: Rows) -> list[tuple[Candidates, Rows, Rows]]:
        """Some results by segment: its own, where they are in `chosen`, and where among its own."""
        owners = np.searchsorted(self._starts, chosen, side="right") - 1
        found = []
        for number, part in enumerate(self.parts):
            places = np.flatnonzero(owners == number)
            found.append((part, places, chosen[places] - self._starts[number]))
        return found

    def ids(self, chosen: Rows) -> Ids:
        """The ids of some results."""
        if len(self.parts) == 1:
            only = self.parts[0]
            return only.part.segment.ids[only.rows[chosen]]
        ids = np.empty(len(chosen), ID_TYPE)
        for part, places, own in self.split(chosen):
            ids[places] = part.part.segment.ids[part.rows[own]]
        return ids


def page_of(results: Results, query: SearchQuery) -> tuple[Hit, ...]:
    """The hits of the page that was asked for."""
    if query.limit <= 0 or query.offset >= len(results):
        return ()
    start, end = max(query.offset, 0), max(query.offset, 0) + query.limit
    by_best = query.sort is Sort.BEST or (query.sort is Sort.NEAREST and query.near is None)
    ordered = _best(results, query, end) if by_best else _by_key(results, query, end)
    return _hits(results, _Ordered(ordered.chosen[start:end], ordered.scores[start:end]))


def _by_key(results: Results, query: SearchQuery, end: int) -> _Ordered:
    key = results.column(_KEYS[query.sort])
    chosen = first_by_key(key, results.ids, min(end, len(results)))
    return _Ordered(chosen, np.zeros(len(chosen)))


def _miles(part: Candidates) -> Floats:
    if part.reached is None:
        return np.full(len(part.rows), np.inf)
    return np.nan_to_num(part.reached.miles, nan=np.inf)


def _price(part: Candidates) -> Floats:
    return part.part.segment.price[part.rows].astype(np.float64)


def _least_free(part: Candidates) -> Floats:
    return -part.part.segment.free[part.rows]


_KEYS: dict[Sort, Callable[[Candidates], Floats]] = {
    Sort.NEAREST: _miles,
    Sort.PRICE: _price,
    Sort.FREE: _least_free,
}


def _best(results: Results, query: SearchQuery, end: int) -> _Ordered:
    """By words and place; the first `RERANKED` again with a second look at the words."""
    today = query.today.toordinal()
    scores = results.column(lambda part: _points(part, today))
    chosen = first_by_key(-scores, results.ids, min(max(end, RERANKED), len(results)))
    head, rest = chosen[:RERANKED], chosen[RERANKED:]
    head_scores = scores[head]
    if results.parts and results.parts[0].qualities:
        for part, places, own in results.split(head):
            if len(own):
                few = part.keep(own)
                head_scores[places] += second_look(few.qualities, *gather_evidence(few))
    order = first_by_key(-head_scores, lambda places: results.ids(head[places]), len(head))
    return _Ordered(np.concatenate([head[order], rest]), np.concatenate([head_scores[order], scores[rest]]))


def _points(part: Candidates, today: int) -> Floats:
    segment, rows = part.part.segment, part.rows
    points = standing_points(segment.free[rows], today - segment.confirmed[rows])
    if part.reached is not None:
        place = part.reached
        points += PLACE * place_points(place.miles, place.at_hand, place.by_radius, place.areas)
    if part.qualities:
        points += text_points(part.qualities)
    return points


def _hits(results: Results, ordered: _Ordered) -> tuple[Hit, ...]:
    hits: dict[int, Hit] = {}
    for part, places, own in results.split(ordered.chosen):
        rows, reached = part.rows[own], part.reached
        found = zip(
            places.tolist(),
            part.part.segment.ids[rows].tolist(),
            part.part.segment.versions[rows].tolist(),
            ordered.scores[places].tolist(),
            repeat(nan) if reached is None else reached.miles[own].tolist(),
            repeat(object=False) if reached is None else reached.covers[own].tolist(),
            strict=False,
        )
        for place, one, version, score, miles, covers in found:
            hits[place] = Hit(
                id=uuid_of(one),
                version=version,
                distance_miles=None if isnan(miles) else miles,
                covers_place=covers,
                score=score,
            )
    return tuple(hits[place] for place in range(len(hits)))
