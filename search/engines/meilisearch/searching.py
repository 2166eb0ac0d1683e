"""One query, from the first request to the page."""

from collections.abc import Sequence
from typing import NamedTuple

from meilisearch_python_sdk.models.search import SearchParams

from search.checks import check_near
from search.engines.meilisearch.asking import Count, asked_of, count_searches, counts_of
from search.engines.meilisearch.candidates import Candidates, NeededWords
from search.engines.meilisearch.connection import Found
from search.engines.meilisearch.filters import EVERYTHING, all_of, any_of
from search.engines.meilisearch.knowledge import Knowledge, Reader
from search.engines.meilisearch.meaning import TextReading
from search.engines.meilisearch.ranking import Ranked
from search.engines.meilisearch.reaching import Place, PlaceReading
from search.engines.meilisearch.searches import counting, total_of
from search.query import Hit, SearchPage, SearchQuery
from search.ranking import RERANKED
from search.spelling import ENOUGH, order_of_dropping


async def search(reader: Reader, query: SearchQuery) -> SearchPage:
    """Answer a query. Raises SearchError.

    Takes one request when there is neither text nor place, else two; three more when words have to be
    dropped, one more when so much is found that not all of it can be looked at, and one more for a page that
    goes beyond what is.
    """
    check_near(query.near)
    return await _Search(reader, query).answer()


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
            return await self._page(known, self._main, answers)
        assert self._reading is not None
        place, words = self._understood(self._reading, answers)
        main = self._main_searches(known, place, words)
        if len(words.needed) < 2:  # noqa: PLR2004 - a word alone is never dropped
            return await self._page(known, main, await self._reader.ask_more(main.searches))
        enough = counting(self._reader.uid, all_of(_reached(place), words.filter()))
        held, *answers = await self._reader.ask_more([enough, *main.searches])
        if total_of(held) < ENOUGH:
            words = await self._drop(place, words)
            main = self._main_searches(known, place, words)
            answers = await self._reader.ask_more(main.searches)
        return await self._page(known, main, answers)

    def _first(self, known: Knowledge) -> list[SearchParams]:
        """What can be asked at once: the answer itself, or all that is needed to ask for it."""
        self._reading = TextReading(known, self._query.text, prefix=self._query.prefix)
        if self._place is None and not self._reading.wording.slots:
            self._main = self._main_searches(known, None, NeededWords())
            return self._main.searches
        places = [] if self._place is None else self._place.queries(self._reader.uid)
        return [*places, *(counting(self._reader.uid, one.filter) for one in self._reading.questions)]

    def _understood(self, reading: TextReading, answers: Sequence[Found]) -> tuple[Place | None, NeededWords]:
        place = None
        if self._place is not None:
            place = self._place.place(answers[0], answers[1])
            answers = answers[2:]
        counts = {
            question.filter: total_of(answer)
            for question, answer in zip(reading.questions, answers, strict=True)
        }
        meanings = reading.meanings(counts)
        return place, NeededWords(meanings, tuple(range(len(meanings))), reading.wording.ignored)

    async def _drop(self, place: Place | None, words: NeededWords) -> NeededWords:
        """Without the words that have to go before there is enough."""
        uid, reached = self._reader.uid, _reached(place)
        filters = [one.filter() for one in words.meanings]
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
            [counting(uid, all_of(reached, one.filter())) for one in left[:-1]]
        )
        enough = (one for one, answer in zip(left, answers, strict=False) if total_of(answer) >= ENOUGH)
        return next(enough, left[-1])

    def _main_searches(self, known: Knowledge, place: Place | None, words: NeededWords) -> "_Main":
        uid = self._reader.uid
        asked = asked_of(self._query, known.schema, place, words.filter())
        counts = count_searches(uid, self._query, known.schema, asked, place)
        return _Main(counts, Candidates(uid, self._query, asked.filter, words))

    async def _page(self, known: Knowledge, main: "_Main", answers: Sequence[Found]) -> SearchPage:
        counted, brought = answers[: len(main.counts)], answers[len(main.counts) :]
        total = total_of(counted[0])
        return SearchPage(
            hits=tuple(await self._hits(main.candidates, total, brought)),
            total=total,
            facets=counts_of(self._query, main.counts, counted),
            words_ignored=main.candidates.words.dropped,
            watermark=known.sequence,
        )

    async def _hits(self, candidates: Candidates, total: int, brought: Sequence[Found]) -> list[Hit]:
        start = max(self._query.offset, 0)
        if not brought or start >= total:
            return []
        if total > RERANKED:
            brought = [*brought, *await self._reader.ask_more(candidates.more())]
        documents = {one["id"]: one for answer in brought for one in answer.hits}
        head = Ranked(list(documents.values()), self._query, candidates.words.meanings).hits()
        end = start + self._query.limit
        page = head[start:end]
        if end <= len(head) or len(head) >= total:
            return page
        rest = candidates.rest(
            list(documents), limit=end - max(start, len(head)), offset=max(start - len(head), 0)
        )
        [answer] = await self._reader.ask_more([rest])
        return page + Ranked(answer.hits, self._query, candidates.words.meanings).hits_as_they_come()


class _Main(NamedTuple):
    """The searches that answer: first those that count, then one that brings documents."""

    counts: list[Count]
    candidates: Candidates

    @property
    def searches(self) -> list[SearchParams]:
        first = [self.candidates.first()] if self.candidates.query.limit > 0 else []
        return [*(count.search for count in self.counts), *first]


def _reached(place: Place | None) -> str:
    return EVERYTHING if place is None else any_of(place.covers, place.at_hand)
