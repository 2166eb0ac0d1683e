"""Timed work is done exactly once in its period, however many workers run and whatever the clock does."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.jobs import rules
from marketplace.jobs.schemas import Every, TimedWork
from marketplace.jobs.timed.service import list_timed_failures, run_due, run_timed
from marketplace.kernel import clock
from marketplace.kernel.database import DB, connection

MONDAY = datetime(2026, 3, 23, 12, tzinfo=UTC)


@pytest.fixture
async def written(committed_db):
    """What work has written, and kept."""
    await DB.run_ddl("CREATE TABLE written (name text)")

    async def read():
        return [row["name"] for row in await DB.run_ddl("SELECT name FROM written ORDER BY name")]

    return read


def work(name="sweep", every=Every.DAY, *, fails=(), pause=0.0):
    """Work that writes a row; it fails at the times that are said."""
    calls = []

    async def run():
        calls.append(clock.now())
        async with connection() as raw:
            await raw.execute("INSERT INTO written VALUES ($1)", name)
        await asyncio.sleep(pause)
        if len(calls) in fails:
            raise RuntimeError("ola@example.org")

    return TimedWork(name=name, every=every, run=run)


async def at(moment, *works):
    with clock.stopped_at(moment):
        return await run_due(works)


async def test_it_is_done_once_a_day(written):
    for hours in range(0, 72, 3):
        await at(MONDAY.replace(hour=0) + timedelta(hours=hours), work())
    assert await written() == ["sweep"] * 3


async def test_a_week_of_downtime_is_one_time(written):
    assert await at(MONDAY, work()) == ["sweep"]
    assert await at(MONDAY + timedelta(days=7), work()) == ["sweep"]
    assert await written() == ["sweep"] * 2


async def test_workers_that_race_do_it_once(written):
    slow = work(pause=0.2)
    with clock.stopped_at(MONDAY):
        done = await asyncio.gather(*(run_due([slow]) for _ in range(4)))
    assert sorted(map(len, done)) == [0, 0, 0, 1]
    assert await written() == ["sweep"]


async def test_loops_that_race_over_many_periods_do_each_once(written, monkeypatch):
    monkeypatch.setattr("marketplace.jobs.timed.service.LOOK_SECONDS", 0.001)
    moment = MONDAY
    monkeypatch.setattr(clock, "now", lambda: moment)
    stopping = asyncio.Event()
    works = [work("day"), work("hour", Every.HOUR)]
    loops = [asyncio.create_task(run_timed(works, stopping)) for _ in range(3)]
    for _ in range(30):
        await asyncio.sleep(0.05)
        moment += timedelta(hours=1)
    await asyncio.sleep(0.3)
    stopping.set()
    await asyncio.gather(*loops)
    names = await written()
    assert names.count("day") == 2
    assert len(names) == len(set(await DB.run_ddl("SELECT name, period FROM timed_period")))
    assert names.count("hour") >= 20


async def test_work_that_fails_leaves_nothing_and_is_tried_again_after_a_while(written):
    failing = work(fails=(1, 2))
    assert await at(MONDAY, failing) == []
    assert await written() == []
    (failure,) = await list_timed_failures()
    assert (failure.name, failure.failures, failure.problem) == ("sweep", 1, "builtins.RuntimeError")
    assert await at(MONDAY + timedelta(seconds=59), failing) == []
    assert (await list_timed_failures())[0].failures == 1
    assert await at(MONDAY + timedelta(seconds=61), failing) == []
    assert (await list_timed_failures())[0].failures == 2
    assert await at(MONDAY + timedelta(minutes=7), failing) == ["sweep"]
    assert await list_timed_failures() == []
    assert await written() == ["sweep"]


async def test_one_piece_that_fails_keeps_no_other_from_being_done(written):
    assert await at(MONDAY, work("a", fails=(1,)), work("b")) == ["b"]


async def test_if_the_one_at_it_dies_another_does_it(written):
    slow = work(pause=5)
    with clock.stopped_at(MONDAY):
        first = asyncio.create_task(run_due([slow]))
        await asyncio.sleep(0.1)
        assert await run_due([work()]) == []
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
        assert await run_due([work()]) == ["sweep"]
    assert await written() == ["sweep"]


async def test_a_clock_set_back_does_nothing_twice(written):
    for days in (0, 1, 0, -1, 0, 1, 2):
        await at(MONDAY + timedelta(days=days), work())
    assert len(await written()) == 4  # one day before, the day, the day after, and the second day after


async def test_after_a_clock_that_was_years_ahead_the_days_go_on(written):
    failing = work("b", fails=(1,))
    await at(MONDAY.replace(year=2031), work("a"), failing)
    assert await at(MONDAY, work("a"), failing) == ["a", "b"]
    assert await at(MONDAY + timedelta(days=1), work("a"), failing) == ["a", "b"]


@pytest.mark.parametrize(
    ("first", "days"),
    [(datetime(2026, 3, 28, tzinfo=UTC), 3), (datetime(2026, 10, 24, tzinfo=UTC), 3)],
    ids=["spring forward", "autumn back"],
)
async def test_when_the_clocks_change_each_day_and_each_hour_is_done_once(written, first, days):
    works = [work("day"), work("hour", Every.HOUR)]
    moment = first.astimezone(clock.LONDON).replace(hour=0).astimezone(UTC)
    end = (first + timedelta(days=days)).astimezone(clock.LONDON).replace(hour=0).astimezone(UTC)
    steps = 0
    while moment < end:
        await at(moment, *works)
        moment += timedelta(minutes=30)
        steps += 1
    names = await written()
    assert names.count("day") == days
    assert (
        names.count("hour")
        == steps / 2
        == (end - first.replace(hour=0)) / timedelta(hours=1) + (1 if first.month == 10 else 0)
    )


async def test_nothing_due_costs_one_statement(written):
    works = [work("a"), work("b"), work("c")]
    await at(MONDAY, *works)
    statements = []
    async with DB.transaction(), connection() as raw:
        raw.add_query_logger(lambda record: statements.append(record.query))
        await at(MONDAY, *works)
    assert [statement for statement in statements if statement != "COMMIT;"] == statements[:1]


@given(st.datetimes(timezones=st.just(UTC)), st.sampled_from(Every))
def test_a_period_does_not_come_back(moment, every):
    def name(when):
        return rules.period_of(every, when, when.astimezone(clock.LONDON).date())

    try:
        later = moment + timedelta(hours=25)
        name(later)
    except OverflowError:
        return
    assert name(moment) < name(later)
    assert name(moment) == name(moment)


@given(st.integers(1, 50))
def test_timed_work_waits_longer_after_each_failure_and_never_for_long(failures):
    delay = rules.timed_delay(failures)
    assert timedelta(minutes=1) <= delay <= rules.timed_delay(failures + 1) <= timedelta(hours=3)
