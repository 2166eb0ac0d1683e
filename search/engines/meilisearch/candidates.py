"""Which documents are looked at, when more is found than can be: enough of each kind that may come first.

What comes first is decided by words, place, free capacity and freshness together, and the server can sort by
one of them at a time only. So it is asked for the nearest (without a place: the freest) of all, of those that
have the words in title or tags, and in the title; of each also for those that are ready to take somebody; and
for those that its own ranking of the words puts first.
"""

from collections.abc import Sequence
from typing import NamedTuple

from meilisearch_python_sdk.models.search import SearchParams

from search.engines.meilisearch.asking import HAS_ROOM
from search.engines.meilisearch.filters import EVERYTHING, all_of, none_of, one_of
from search.engines.meilisearch.layout import TEXT_FIELDS
from search.engines.meilisearch.meaning import SlotMeaning
from search.engines.meilisearch.ranking import NEEDED, is_by_best
from search.engines.meilisearch.searches import fetching
from search.query import Near, SearchQuery, Sort
from search.ranking import RERANKED

_OF_EACH_KIND = 60
"""The first three pages."""
_FRESH_DAYS = 30
"""What was confirmed so lately is fresh like any other."""


class NeededWords(NamedTuple):
    """The words of a text, and which of them every result must hold."""

    meanings: Sequence[SlotMeaning] = ()
    needed: tuple[int, ...] = ()
    ignored: tuple[str, ...] = ()

    def filter(self, field: str = "words") -> str:
        """Documents that hold all that is needed in a field."""
        return all_of(*(self.meanings[number].filter(field) for number in self.needed))

    def only(self, needed: Sequence[int]) -> "NeededWords":
        """With fewer words needed."""
        return self._replace(needed=tuple(needed))

    @property
    def dropped(self) -> tuple[str, ...]:
        """Words that do not count."""
        meanings = enumerate(self.meanings)
        return (*(one.slot.word for number, one in meanings if number not in self.needed), *self.ignored)

    @property
    def text(self) -> str:
        """The needed words, as the server's own ranking is asked for them."""
        chosen = [self.meanings[number].slot for number in self.needed]
        ending = "" if chosen and chosen[-1].is_beginning else " "
        return " ".join(slot.word for slot in chosen) + ending


class Candidates(NamedTuple):
    """Searches for the documents that a query finds."""

    uid: str
    query: SearchQuery
    filter: str
    words: NeededWords

    def first(self) -> SearchParams:
        """The first of all, in the order of the query or the one that stands in for it."""
        return self._fetching(self.filter, limit=RERANKED)

    def more(self) -> list[SearchParams]:
        """What else may come first, when `first` did not bring all."""
        if not is_by_best(self.query):
            return []
        ready, ready_first = self._ready()
        kinds: dict[str, list[str]] = {}
        for words in (EVERYTHING, self.words.filter("best_words"), self.words.filter("title_words")):
            held = all_of(self.filter, words)
            kinds |= {held: _order(self.query), all_of(held, ready): ready_first}
        searches = [
            self._fetching(one, limit=_OF_EACH_KIND, sort=sort)
            for one, sort in kinds.items()
            if one != self.filter
        ]
        if self.words.needed:
            searches.append(self._fetching(self.filter, limit=_OF_EACH_KIND, text=self.words.text))
        return searches

    def rest(self, seen: Sequence[str], *, offset: int, limit: int) -> SearchParams:
        """What comes after those that were looked at."""
        return self._fetching(
            all_of(self.filter, none_of(one_of("id", seen)) if seen else EVERYTHING),
            offset=offset,
            limit=limit,
        )

    def _fetching(
        self, filter_: str, *, limit: int, offset: int = 0, text: str | None = None, sort: Sequence[str] = ()
    ) -> SearchParams:
        return fetching(
            self.uid,
            filter_,
            [*NEEDED, *TEXT_FIELDS] if self.words.meanings and is_by_best(self.query) else NEEDED,
            text=text,
            sort=sort or _order(self.query),
            limit=limit,
            offset=offset,
        )

    def _ready(self) -> tuple[str, list[str]]:
        """Those that can take somebody now, nearest first; without a place the freest first."""
        fresh = f"confirmed >= {self.query.today.toordinal() - _FRESH_DAYS}"
        if self.query.near is not None:
            return all_of(fresh, HAS_ROOM), _order(self.query)
        return fresh, ["room:desc", "id:asc"]


def nearest_first(near: Near) -> str:
    """The order of distance, as the server is asked for it."""
    return f"_geoPoint({near.point.latitude:.9f},{near.point.longitude:.9f}):asc"


def _order(query: SearchQuery) -> list[str]:
    """The order that stands in for the query's own, or is it."""
    if query.sort is Sort.PRICE:
        return ["price_pence:asc", "id:asc"]
    if query.sort is Sort.FREE:
        return ["free_now:desc", "id:asc"]
    if query.near is not None:
        return [nearest_first(query.near), "id:asc"]
    return ["room:desc", "confirmed:desc", "id:asc"]
