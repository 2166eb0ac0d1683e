"""The filters of a query, and the searches that count what each choice would find."""

from collections.abc import Sequence
from typing import NamedTuple

from meilisearch_python_sdk.models.search import SearchParams

from search.documents import IndexSchema
from search.engines.meilisearch.connection import Found
from search.engines.meilisearch.documents import NO_AGE
from search.engines.meilisearch.filters import EVERYTHING, NOTHING, all_of, any_of, one_of, token, value_of
from search.engines.meilisearch.layout import facet_field
from search.engines.meilisearch.reaching import Place
from search.engines.meilisearch.searches import counting, total_of
from search.query import Reach, SearchQuery

REACH, FREE = "reach", "free"
"""Facets that every index has."""
HAS_ROOM = "has_room = true"
_MOST = 10**300
"""A number that is too great for floating point is none to the server, and nothing would pass."""

Counts = dict[str, dict[str, int]]


class Asked(NamedTuple):
    """A query as filters: each of its choices by name, and what holds beside them."""

    within: str
    """The place, whichever way it is met, and the words."""
    choices: dict[str, str]

    @property
    def filter(self) -> str:
        """What is found."""
        return self.without(None)

    def without(self, choice: str | None) -> str:
        """What would be found without a choice."""
        return all_of(self.within, *(one for name, one in self.choices.items() if name != choice))


def asked_of(query: SearchQuery, schema: IndexSchema, place: Place | None, words: str) -> Asked:
    """Read a query."""
    choices = {
        name: one_of(facet_field(name), map(token, sorted(wanted))) if name in schema.facets else NOTHING
        for name, wanted in query.filters.items()
    }
    if query.price_max_pence is not None:
        choices["price"] = f"price_pence <= {min(query.price_max_pence, _MOST)}"
    if query.free_only:
        choices[FREE] = HAS_ROOM
    if query.age is not None:
        age = max(min(query.age, int(NO_AGE)), -int(NO_AGE))
        choices["age"] = f"minimum_age <= {age} AND maximum_age >= {age}"
    if place is not None and query.reach is not Reach.ANY:
        choices[REACH] = place.covers if query.reach is Reach.COME_TO_ME else place.at_hand
    reached = EVERYTHING if place is None else any_of(place.covers, place.at_hand)
    return Asked(all_of(reached, words), choices)


class Count(NamedTuple):
    """A search that counts: the total if there is no facet, else the values of some facets."""

    search: SearchParams
    facets: tuple[str, ...] = ()
    """Facets that are read from its distribution."""
    counted: tuple[str, str] | None = None
    """Facet and value that its total is the count of."""


def count_searches(
    uid: str, query: SearchQuery, schema: IndexSchema, asked: Asked, place: Place | None
) -> list[Count]:
    """The total first, with the facets that were not chosen in; the others each for themselves."""
    names = [name for name in dict.fromkeys(query.facets) if name in schema.facets]
    chosen = [name for name in names if name in asked.choices]
    unchosen = tuple(name for name in names if name not in asked.choices)
    searches = [_facets(uid, asked.filter, unchosen)]
    searches += [_facets(uid, asked.without(name), (name,)) for name in chosen]
    if REACH in query.facets and place is not None:
        others = asked.without(REACH)
        for reach, one in ((Reach.COME_TO_ME, place.covers), (Reach.I_GO, place.at_hand)):
            searches.append(Count(counting(uid, all_of(others, one)), counted=(REACH, reach.value)))
    if FREE in query.facets:
        searches.append(Count(counting(uid, all_of(asked.without(FREE), HAS_ROOM)), counted=(FREE, "1")))
    return searches


def _facets(uid: str, filter_: str, names: tuple[str, ...]) -> Count:
    return Count(counting(uid, filter_, [facet_field(name) for name in names]), names)


def counts_of(query: SearchQuery, counts: Sequence[Count], answers: Sequence[Found]) -> Counts:
    """What each choice would find."""
    found: Counts = {name: {} for name in query.facets}
    for count, answer in zip(counts, answers, strict=True):
        distribution = answer.facet_distribution or {}
        for name in count.facets:
            values = distribution.get(facet_field(name)) or {}
            found[name] = {value_of(value): number for value, number in values.items()}
        if count.counted is not None and (total := total_of(answer)):
            name, value = count.counted
            found[name][value] = total
    return found
