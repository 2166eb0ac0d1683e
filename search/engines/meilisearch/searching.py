"""One query, from the first request to the page."""

from collections.abc import Sequence
from typing import NamedTuple

from meilisearch_python_sdk.models.search import SearchParams

from search.checks import check_near
from search.engines.meilisearch.asking import (
    Asked,
    Count,
    asked_of,
    count_searches,
    counts_of,
)
from search.engines.meilisearch.connection import Found
from search.engines.meilisearch.filters import EVERYTHING, all_of, any_of, none_of, one_of
from search.engines.meilisearch.knowledge import Knowledge, Reader
from search.engines.meilisearch.layout import TEXT_FIELDS
from search.engines.meilisearch.meaning import SlotMeaning, TextReading
from search.engines.meilisearch.ranking import NEEDED, Ranked, is_by_best
from search.engines.meilisearch.reaching import Place, PlaceReading
from search.engines.meilisearch.searches import counting, fetching, total_of
from search.query import Hit, Near, SearchPage, SearchQuery, Sort
from search.ranking import RERANKED
from search.spelling import ENOUGH, order_of_dropping


async def search(reader: Reader, query: SearchQuery) -> SearchPage:
    """Answer a query. Raises SearchError.

    Takes one request when there is neither text nor place, else two; three more when words have to be
    dropped, and one more for a page that goes beyond those that are looked at again.
    """
    check_near(query.near)
    return await _Search(reader, query).answer()


class _Words(NamedTuple):
    """The words of the text, and which of them are needed."""

    meanings: Sequence[SlotMeaning] = ()
    needed: tuple[int, ...] = ()
    ignored: tuple[str, ...] = ()

    @property
    def filter(self) -> str:
        return all_of(*(self.meanings[number].filter for number in self.needed))

    def only(self, needed: Sequence[int]) -> "_Words":
        return self._replace(needed=tuple(needed))

    @property
    def dropped(self) -> tuple[str, ...]:
        meanings = enumerate(self.meanings)
        return (*(one.slot.word for number, one in meanings if number not in self.needed), *self.ignored)

    @property
    def text(self) -> str:
        """The needed words, as the server's own ranking is asked for them."""
        chosen = [self.meanings[number] for number in self.needed]
        ending = "" if chosen and chosen[-1].slot.is_beginning else " "
        return " ".join(one.slot.word for one in chosen) + ending


class _Search:
    def __init__(self, reader: Reader, query: SearchQuery) -> None:
        self._reader = reader
        self._query = query
        self._place = None if query.near is None else PlaceReading(query.near)
        self._reading: TextReading | None = None
        self._main: _Main | None = None

    async def answer(self) -> SearchPage:
        known, answers = await self._reader.ask(self._first)
        if self._main is not None:
            return await self._page(known, self._main, _Words(), answers)
        assert self._reading is not None
        place, words = self._understood(self._reading, answers)
        main = self._main_searches(known, place, words)
        if len(words.needed) < 2:  # noqa: PLR2004 - a word alone is never dropped
            return await self._page(known, main, words, await self._reader.ask_more(main.searches))
        enough = counting(self._reader.uid, all_of(_reached(place), words.filter))
        held, *answers = await self._reader.ask_more([enough, *main.searches])
        if total_of(held) < ENOUGH:
            words = await self._drop(place, words)
            main = self._main_searches(known, place, words)
            answers = await self._reader.ask_more(main.searches)
        return await self._page(known, main, words, answers)

    def _first(self, known: Knowledge) -> list[SearchParams]:
        """What can be asked at once: the answer itself, or all that is needed to ask for it."""
        self._reading = TextReading(known, self._query.text, prefix=self._query.prefix)
        if self._place is None and not self._reading.wording.slots:
            self._main = self._main_searches(known, None, _Words())
            return self._main.searches
        places = [] if self._place is None else self._place.queries(self._reader.uid)
        return [*places, *(counting(self._reader.uid, one.filter) for one in self._reading.questions)]

    def _understood(self, reading: TextReading, answers: Sequence[Found]) -> tuple[Place | None, _Words]:
        place = None
        if self._place is not None:
            place = self._place.place(answers[0], answers[1])
            answers = answers[2:]
        counts = {
            question.filter: total_of(answer)
            for question, answer in zip(reading.questions, answers, strict=True)
        }
        meanings = reading.meanings(counts)
        return place, _Words(meanings, tuple(range(len(meanings))), reading.wording.ignored)

    async def _drop(self, place: Place | None, words: _Words) -> _Words:
        """Without the words that have to go before there is enough."""
        uid, reached = self._reader.uid, _reached(place)
        filters = [one.filter for one in words.meanings]
        answers = await self._reader.ask_more(
            [counting(uid, one) for each in filters for one in (all_of(reached, each), each)]
        )
        totals = [total_of(answer) for answer in answers]
        order = order_of_dropping(
            [one.slot for one in words.meanings], [total > 0 for total in totals[::2]], totals[1::2]
        )
        left = [
            words.only([number for number in words.needed if number not in order[:gone]])
            for gone in range(1, len(order) + 1)
        ]
        answers = await self._reader.ask_more(
            [counting(uid, all_of(reached, one.filter)) for one in left[:-1]]
        )
        enough = (one for one, answer in zip(left, answers, strict=False) if total_of(answer) >= ENOUGH)
        return next(enough, left[-1])

    def _main_searches(self, known: Knowledge, place: Place | None, words: _Words) -> "_Main":
        asked = asked_of(self._query, known.schema, place, words.filter)
        counts = count_searches(self._reader.uid, self._query, known.schema, asked, place)
        return _Main(asked, counts, self._head_searches(asked, words))

    def _head_searches(self, asked: Asked, words: _Words) -> list[SearchParams]:
        """The first documents by the order that the server can make; for a text also by its own ranking."""
        if self._query.limit <= 0:
            return []
        head = self._documents(asked.filter, words, limit=RERANKED)
        if not words.needed or not self._by_best:
            return [head]
        return [head, head.model_copy(update={"query": words.text})]

    @property
    def _by_best(self) -> bool:
        return is_by_best(self._query)

    def _documents(self, filter_: str, words: _Words, *, limit: int, offset: int = 0) -> SearchParams:
        return fetching(
            self._reader.uid,
            filter_,
            [*NEEDED, *TEXT_FIELDS] if words.meanings and self._by_best else NEEDED,
            sort=_order(self._query),
            limit=limit,
            offset=offset,
        )

    async def _page(
        self, known: Knowledge, main: "_Main", words: _Words, answers: Sequence[Found]
    ) -> SearchPage:
        counted, brought = answers[: len(main.counts)], answers[len(main.counts) :]
        total = total_of(counted[0])
        return SearchPage(
            hits=tuple(await self._hits(main.asked, words, total, brought)),
            total=total,
            facets=counts_of(self._query, main.counts, counted),
            words_ignored=words.dropped,
            watermark=known.sequence,
        )

    async def _hits(self, asked: Asked, words: _Words, total: int, brought: Sequence[Found]) -> list[Hit]:
        start = max(self._query.offset, 0)
        if not brought or start >= total:
            return []
        documents = {one["id"]: one for answer in brought for one in answer.hits}
        head = Ranked(list(documents.values()), self._query, words.meanings).hits()
        end = start + self._query.limit
        page = head[start:end]
        if end <= len(head) or len(head) >= total:
            return page
        rest = self._documents(
            all_of(asked.filter, none_of(one_of("id", documents))),
            words,
            limit=end - max(start, len(head)),
            offset=max(start - len(head), 0),
        )
        [answer] = await self._reader.ask_more([rest])
        return page + Ranked(answer.hits, self._query, words.meanings).hits_as_they_come()


class _Main(NamedTuple):
    """The searches that answer: first those that count, then those that bring documents."""

    asked: Asked
    counts: list[Count]
    documents: list[SearchParams]

    @property
    def searches(self) -> list[SearchParams]:
        return [*(count.search for count in self.counts), *self.documents]


def _reached(place: Place | None) -> str:
    return EVERYTHING if place is None else any_of(place.covers, place.at_hand)


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
    return ["free_now:desc", "confirmed:desc", "id:asc"]
