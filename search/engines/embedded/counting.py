"""Filters, and counts of what each choice would find.

A facet's counts are of the documents that pass all *other* filters. For that each document's failed filters
are counted: with none failed it is a result; with only the facet's own failed it still counts for that facet.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from search.engines.embedded.arrays import Mask, Rows
from search.engines.embedded.choosing import Candidates
from search.engines.embedded.segment import NO_PRICE
from search.query import Reach, SearchQuery

REACH, FREE = "reach", "free"
"""Facets that every index has."""

_AGE_LIMIT = 2**60

Counts = dict[str, dict[str, int]]


class Filtered:
    """Candidates of one segment with the filters of a query."""

    def __init__(self, candidates: Candidates, query: SearchQuery) -> None:
        self._candidates = candidates
        self._failing = {name: ~mask for name, mask in _masks(candidates, query).items()}
        self._failures = sum(
            (mask.astype(np.uint8) for mask in self._failing.values()),
            start=np.zeros(len(candidates.rows), np.uint8),
        )

    def results(self) -> Candidates:
        """What passes all filters."""
        if not self._failing:
            return self._candidates
        return self._candidates.keep(np.flatnonzero(self._failures == 0))

    def count(self, facet: str, results: Candidates) -> dict[str, int]:
        """Counts of a facet's values."""
        own = self._failing.get(facet)
        if own is None:
            return _count(facet, results, None)
        return _count(facet, self._candidates, np.flatnonzero(self._failures == own))


def filter_and_count(candidates: Sequence[Candidates], query: SearchQuery) -> tuple[list[Candidates], Counts]:
    """Results of each segment, and the counts that were asked for, of all segments together."""
    filtered = [Filtered(one, query) for one in candidates]
    results = [one.results() for one in filtered]
    counts: Counts = {}
    for facet in dict.fromkeys(query.facets):
        together: Counter[str] = Counter()
        for one, found in zip(filtered, results, strict=True):
            together.update(one.count(facet, found))
        counts[facet] = dict(together)
    return results, counts


def _masks(candidates: Candidates, query: SearchQuery) -> dict[str, Mask]:
    """For each filter that was set which candidates pass it."""
    segment, rows = candidates.part.segment, candidates.rows
    masks = {name: _holds(candidates, name, wanted) for name, wanted in query.filters.items()}
    if query.price_max_pence is not None:
        price = segment.price[rows]
        masks["price"] = (price <= query.price_max_pence) & (price != NO_PRICE)
    if query.free_only:
        masks[FREE] = segment.free[rows] > 0
    if query.age is not None:
        age = min(max(query.age, -_AGE_LIMIT), _AGE_LIMIT)
        masks["age"] = (segment.minimum_age[rows] <= age) & (segment.maximum_age[rows] >= age)
    reached = candidates.reached
    if reached is not None and query.reach is not Reach.ANY:
        masks[REACH] = reached.covers if query.reach is Reach.COME_TO_ME else reached.at_hand
    return masks


def _holds(candidates: Candidates, facet: str, wanted: frozenset[str]) -> Mask:
    column = candidates.part.segment.facet(facet)
    if column is None:
        return np.zeros(len(candidates.rows), np.bool_)
    return column.holds_any(wanted, candidates.rows)


def _count(facet: str, found: Candidates, chosen: Rows | None) -> dict[str, int]:
    """Counts of a facet among some candidates, or all."""
    count = _COUNTERS.get(facet)
    if count is not None:
        return {value: number for value, number in count(found, chosen) if number}
    column = found.part.segment.facet(facet)
    return {} if column is None else column.count(found.rows if chosen is None else found.rows[chosen])


def _count_reach(found: Candidates, chosen: Rows | None) -> Iterator[tuple[str, int]]:
    if found.reached is not None:
        for value, mask in ((Reach.COME_TO_ME, found.reached.covers), (Reach.I_GO, found.reached.at_hand)):
            yield value.value, int(np.count_nonzero(mask if chosen is None else mask[chosen]))


def _count_free(found: Candidates, chosen: Rows | None) -> Iterator[tuple[str, int]]:
    rows = found.rows if chosen is None else found.rows[chosen]
    yield "1", int(np.count_nonzero(found.part.segment.free[rows] > 0))


_COUNTERS = {REACH: _count_reach, FREE: _count_free}
