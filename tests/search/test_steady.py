"""Whoever searches gets an answer in time and in the same words, whatever the first engine does."""

# ruff: noqa: ARG002, ASYNC110 - a fake ignores what it is asked; no event says what is waited for

import asyncio
import itertools
import time
from contextlib import asynccontextmanager
from datetime import date
from uuid import UUID

import pytest

from search.engine import SearchEngine, SearchError
from search.query import Hit, SearchPage, SearchQuery, Suggestion, Watermark
from search.steady import SteadyEngine

QUERY = SearchQuery(text="swimming", today=date(2026, 11, 1))
BUDGET = 0.4
AT_ONCE = 0.3
"""Without having waited for the budget."""
REST = 0.05


class FakeEngine:
    """Answers with its own number, and can be slow, dead, empty or deaf to being let go."""

    def __init__(self, number):
        self.name = f"fake {number}"
        self.number = number
        self.delay = 0.0
        self.error = None
        self.sequence = 7
        self.is_stubborn = False
        self.asked = []
        self.is_closed = False

    async def _answer(self, what):
        self.asked.append(what)
        try:
            await asyncio.sleep(self.delay)
        except asyncio.CancelledError:
            if self.is_stubborn:
                await asyncio.sleep(2)
            raise
        if self.error:
            raise self.error

    async def search(self, query):
        await self._answer("search")
        return SearchPage(
            hits=(Hit(id=UUID(int=self.number), version=1),), total=self.number, watermark=self.sequence
        )

    async def count(self, queries):
        await self._answer("count")
        return [self.number for _ in queries]

    async def suggest(self, text, near, limit):
        await self._answer("suggest")
        return [Suggestion(id=UUID(int=self.number), title=text)]

    async def watermark(self):
        await self._answer("watermark")
        return Watermark(sequence=self.sequence, documents=self.number)

    async def versions(self):
        yield UUID(int=self.number), 1

    async def aclose(self):
        self.is_closed = True


@pytest.fixture
def first():
    return FakeEngine(1)


@pytest.fixture
def spare():
    return FakeEngine(2)


@pytest.fixture
def told():
    return []


@pytest.fixture
def fit():
    """Whether the first may be used; `fit[0]` may be a value or an error."""
    return [True]


@pytest.fixture
async def steady(first, spare, told, fit):
    async def is_fit():
        if isinstance(fit[0], Exception):
            raise fit[0]
        return fit[0]

    engine = SteadyEngine(
        first,
        spare,
        is_fit=is_fit,
        tell=lambda is_back, error: told.append((is_back, type(error))),
        budget_seconds=BUDGET,
        least_rest_seconds=REST,
        look_seconds=REST,
    )
    assert isinstance(engine, SearchEngine)
    yield engine
    await engine.aclose()


async def who(steady):
    """Who answered, and whether that is said to be the spare."""
    page = await steady.search(QUERY)
    assert page.degraded == (page.total == 2)
    return page.total


async def until_first_answers(steady, seconds=5):
    async with asyncio.timeout(seconds):
        while await who(steady) != 1:
            await asyncio.sleep(0.01)


@asynccontextmanager
async def within(seconds):
    began = time.monotonic()
    yield
    assert time.monotonic() - began < seconds


async def test_the_first_request_is_answered_at_once_and_the_first_engine_soon_after(steady, first, told):
    async with within(AT_ONCE):
        assert await who(steady) == 2
    await until_first_answers(steady)
    assert told == [(True, type(None))]


@pytest.mark.parametrize("delay", [0.6, 3600.0], ids=["slow", "hangs"])
async def test_an_engine_that_is_slow_from_the_start_delays_nobody(steady, first, told, delay):
    first.delay = delay
    for _ in range(20):
        async with within(AT_ONCE):
            assert await who(steady) == 2
    assert told in ([], [(False, TimeoutError)])


async def test_an_engine_that_begins_to_hang_delays_only_who_asks_at_that_moment(steady, first, told):
    await until_first_answers(steady)
    first.delay = 3600.0
    async with within(1.0):
        assert await asyncio.gather(*[who(steady) for _ in range(10)]) == [2] * 10
    for _ in range(20):
        async with within(AT_ONCE):
            assert await who(steady) == 2
    assert told == [(True, type(None)), (False, TimeoutError)]


async def test_an_engine_that_does_not_let_go_is_not_waited_for(steady, first):
    await until_first_answers(steady)
    first.delay, first.is_stubborn = 3600.0, True
    async with within(1.0):
        assert await who(steady) == 2


@pytest.mark.parametrize("error", [SearchError("refused"), KeyError("a fault of ours"), OSError("gone")])
async def test_an_engine_that_fails_is_not_noticed_by_the_visitor(steady, first, told, error):
    await until_first_answers(steady)
    first.error = error
    async with within(AT_ONCE):
        assert await who(steady) == 2
    assert await steady.count([QUERY, QUERY]) == [2, 2]
    assert (await steady.suggest("swim", None, 5))[0].id == UUID(int=2)
    assert (await steady.watermark()).documents == 2
    assert told[1:] == [(False, type(error))]


async def test_it_returns_by_itself_and_both_are_told_once(steady, first, told):
    await until_first_answers(steady)
    first.error = SearchError("away")
    async with asyncio.timeout(5):
        while first.asked.count("watermark") < 4:
            assert await who(steady) == 2
            await asyncio.sleep(0.01)
    first.error = None
    await until_first_answers(steady)
    assert told == [(True, type(None)), (False, SearchError), (True, type(None))]


async def test_while_it_is_away_it_is_asked_ever_more_rarely(steady, first):
    first.error = SearchError("away")
    async with asyncio.timeout(5):
        tried = []
        while len(tried) < 4:
            await who(steady)
            if len(first.asked) > len(tried):
                tried.append(time.monotonic())
            await asyncio.sleep(0.002)
    pauses = [after - before for before, after in itertools.pairwise(tried)]
    assert pauses[0] >= REST * 0.9
    assert pauses[1] >= REST * 1.8
    assert pauses[2] >= REST * 3.6


async def test_it_is_tried_beside_the_visitors_answer_one_at_a_time(steady, first):
    first.delay = 3600.0
    assert await asyncio.gather(*[who(steady) for _ in range(50)]) == [2] * 50
    assert first.asked == ["watermark"]


async def test_what_has_to_be_loaded_first_may_take_longer_once(steady, first):
    """The first answer after a start may take longer than a visitor would wait."""
    slow = first.search

    async def search(query):
        if first.asked.count("search") == 0:
            first.asked.append("search")
            await asyncio.sleep(BUDGET * 2)
        return await slow(query)

    first.search = search
    async with within(AT_ONCE):
        assert await who(steady) == 2
    await until_first_answers(steady)


async def test_an_index_that_was_never_filled_is_not_asked(steady, first, told):
    first.sequence = 0
    for _ in range(20):
        assert await who(steady) == 2
        await asyncio.sleep(0.01)
    assert "search" not in first.asked
    assert told == [(False, SearchError)]
    first.sequence = 1
    await until_first_answers(steady)


async def test_an_index_that_was_emptied_meanwhile_is_left_at_once(steady, first):
    await until_first_answers(steady)
    first.sequence = 0
    assert await who(steady) == 2


async def test_an_index_that_is_behind_is_left_until_it_is_in_step(steady, first, fit, told):
    await until_first_answers(steady)
    fit[0] = False
    async with asyncio.timeout(5):
        while await who(steady) == 1:
            await asyncio.sleep(0.01)
    await asyncio.sleep(REST * 4)
    assert await who(steady) == 2
    fit[0] = True
    await until_first_answers(steady)
    assert told == [(True, type(None)), (False, SearchError), (True, type(None))]


async def test_when_nobody_can_say_whether_it_is_behind_it_stays_in_use(steady, fit):
    await until_first_answers(steady)
    fit[0] = OSError("no database")
    for _ in range(10):
        await asyncio.sleep(REST / 2)
        assert await who(steady) == 1


async def test_when_the_spare_fails_the_first_is_asked_even_while_it_rests(steady, first, spare):
    spare.error = SearchError("damaged")
    assert await who(steady) == 1


async def test_when_neither_can_answer_the_error_is_told(steady, first, spare):
    first.error, spare.error = SearchError("away"), SearchError("damaged")
    with pytest.raises(SearchError):
        await steady.search(QUERY)
    with pytest.raises(SearchError):
        await steady.count([QUERY])


async def test_a_visitor_who_leaves_is_no_failure_of_the_engine(steady, first, told):
    await until_first_answers(steady)
    first.delay = 0.1
    leaving = asyncio.create_task(steady.search(QUERY))
    await asyncio.sleep(0.02)
    leaving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leaving
    assert await who(steady) == 1
    assert told == [(True, type(None))]


async def test_it_is_for_reading(steady):
    for asked in (steady.ensure(None), steady.apply([]), steady.rebuild(), steady.purge()):
        with pytest.raises(SearchError, match="reading only"):
            await asked
    assert [id_ async for id_, _version in steady.versions()] == [UUID(int=2)]


async def test_closing_it_closes_both_and_leaves_nothing_running(steady, first, spare):
    first.delay = 3600.0
    await who(steady)
    async with within(0.5):
        await steady.aclose()
    assert first.is_closed
    assert spare.is_closed
