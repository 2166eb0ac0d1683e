"""Several workers at once, one that is killed, an account that goes: each is told once, and nobody twice."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from marketplace.accounts import service as accounts
from marketplace.holders import DATA_HOLDERS
from marketplace.kernel import clock
from marketplace.kernel.database import connection
from marketplace.wanted.alerts import service
from marketplace.wanted.searches import service as searches
from tests.factories.accounts import make_account, viewer_of
from tests.factories.listings import make_personal_assistant, publish

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
PEOPLE = 12


class KilledError(Exception):
    """Stands for the end of a process in the middle of its work."""


async def fetch(statement):
    async with connection() as raw:
        return [tuple(row) for row in await raw.fetch(statement)]


@pytest.fixture
async def searchers(committed_db, monkeypatch):
    """People with a saved search each, and a listing new to all; three accounts are taken at a time."""
    monkeypatch.setattr(service, "AT_ONCE", 3)
    people = [await make_account("person") for _number in range(PEOPLE)]
    with clock.stopped_at(MONDAY):
        for account in people:
            await searches.save_search("Swimming", "q=x", await viewer_of(account), wants_alerts=True)
    with clock.stopped_at(MONDAY + timedelta(hours=1)):
        new = await publish(make_personal_assistant())

    async def find_hits(_query):
        await asyncio.sleep(0)
        return frozenset({new})

    return people, find_hits


async def letters_by_account():
    return dict(
        await fetch("SELECT account, count(*) FROM letter WHERE kind = 'something_new' GROUP BY account")
    )


async def test_of_several_workers_each_account_has_one_letter(searchers):
    people, find_hits = searchers
    with clock.stopped_at(MONDAY + DAY):
        counts = await asyncio.wait_for(
            asyncio.gather(*(service.send_alerts(find_hits) for _worker in range(3))), 60
        )
    assert sum(counts) == PEOPLE
    assert await letters_by_account() == {account.id: 1 for account in people}


@pytest.mark.parametrize("dies_at", [1, 2, 5, 11])
async def test_a_worker_that_is_killed_leaves_the_rest_to_the_next(searchers, dies_at):
    people, find_hits = searchers
    asked = 0

    async def dying(query):
        nonlocal asked
        asked += 1
        if asked == dies_at:
            raise KilledError
        return await find_hits(query)

    with clock.stopped_at(MONDAY + DAY):
        with pytest.raises(KilledError):
            await service.send_alerts(dying)
        done = await letters_by_account()
        assert len(done) == (dies_at - 1) // 3 * 3
        await service.send_alerts(find_hits)
        await service.send_alerts(find_hits)
    assert await letters_by_account() == {account.id: 1 for account in people}
    assert await fetch("SELECT count(*) FROM alert_told") == [(PEOPLE,)]


async def test_an_account_that_is_deleted_meanwhile_leaves_nothing(searchers):
    people, find_hits = searchers
    going = people[::2]

    async def delete_all():
        for account in going:
            await accounts.delete_account(account.id, DATA_HOLDERS.all, actor="test")

    with clock.stopped_at(MONDAY + DAY):
        await asyncio.wait_for(asyncio.gather(service.send_alerts(find_hits), delete_all()), 60)
    stays = {account.id for account in people[1::2]}
    assert await letters_by_account() == dict.fromkeys(stays, 1)
    for table in ("saved_search", "alert_account", "alert_told", "link"):
        assert {row[0] for row in await fetch(f"SELECT account FROM {table}")} == stays


async def test_who_stops_them_while_they_go_out_gets_one_at_most(searchers):
    people, find_hits = searchers
    viewers = [await viewer_of(account) for account in people]

    async def stop_all():
        for viewer in viewers:
            choices = await service.get_choices(viewer)
            await service.choose(type(choices)(has_stopped=True), viewer)

    with clock.stopped_at(MONDAY + DAY):
        await asyncio.wait_for(asyncio.gather(service.send_alerts(find_hits), stop_all()), 60)
    with clock.stopped_at(MONDAY + 3 * DAY):
        assert await service.send_alerts(find_hits) == 0
    assert set((await letters_by_account()).values()) <= {1}


async def test_a_search_that_is_saved_by_two_tabs_at_once_is_kept_once(committed_db):
    viewer = await viewer_of(await make_account("person"))
    ids = await asyncio.gather(
        *(searches.save_search("Swimming", "q=x", viewer, wants_alerts=True) for _tab in range(4))
    )
    assert len(set(ids)) == 1
    assert await fetch("SELECT count(*) FROM saved_search") == [(1,)]
