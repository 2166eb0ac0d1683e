"""Two at one match at once, and a reader who goes while somebody writes."""

import asyncio
from datetime import timedelta

import pytest

from marketplace.accounts.schemas import Role
from marketplace.accounts.service import delete_account
from marketplace.councils.schemas import NATIONAL
from marketplace.holders import DATA_HOLDERS
from marketplace.kernel import clock
from marketplace.kernel.database import connection
from marketplace.kernel.errors import DomainError, NotFoundError
from marketplace.pooling.checking import service as checking
from marketplace.pooling.meeting.keeping.service import match_again
from marketplace.pooling.meeting.matching import service as matching
from marketplace.pooling.meeting.rules import MATCH_AGAIN_AFTER
from marketplace.pooling.meeting.schemas import Said
from marketplace.pooling.meeting.talk import service as talk
from marketplace.pooling.meeting.telling.service import tell_news
from tests.factories.accounts import make_account, viewer_of
from tests.factories.listings import FEW_PLACES
from tests.factories.pool_meeting import make_mutual, make_pair, make_wisher
from tests.factories.pooling import make_content, make_pool

pytestmark = pytest.mark.usefixtures("committed_db")
TIMES = 4


async def at_once(*doing):
    """The errors, or None, of what is done at once."""
    done = await asyncio.gather(*doing, return_exceptions=True)
    unexpected = [each for each in done if isinstance(each, Exception) and not isinstance(each, DomainError)]
    assert unexpected == []
    return [each if isinstance(each, Exception) else None for each in done]


async def clear():
    """Nobody looks for anybody any more."""
    async with connection() as raw:
        await raw.execute("DELETE FROM pool_wish")


async def count(table):
    async with connection() as raw:
        return await raw.fetchval(f"SELECT count(*) FROM {table}")


async def test_two_who_say_yes_at_once_both_see_the_name():
    for _number in range(TIMES):
        await clear()
        ada, bo = await make_pair()
        ids = [(await each.match()).id for each in (ada, bo)]
        assert ids[0] == ids[1]
        done = await at_once(*(matching.say(ids[0], Said.YES, each.viewer) for each in (ada, bo)))
        assert done == [None, None]
        assert {(await each.match()).name for each in (ada, bo)} == {"Ada", "Bo"}


async def test_a_yes_and_a_no_at_once_show_nothing():
    for _number in range(TIMES):
        await clear()
        ada, bo = await make_pair()
        match_id = (await ada.match()).id
        await at_once(
            matching.say(match_id, Said.YES, ada.viewer), matching.say(match_id, Said.NO, bo.viewer)
        )
        assert (await ada.match()).name is None
        assert await bo.matches() == ()


async def test_of_two_who_start_the_pool_at_once_one_does_and_the_other_is_told():
    for _number in range(TIMES):
        await clear()
        ada, bo = await make_mutual()
        before = await count("pool")
        match_id = (await ada.match()).id
        done = await at_once(
            *(
                matching.start_from_match(match_id, make_content(), "", each.viewer, FEW_PLACES)
                for each in (ada, bo)
            )
        )
        assert sorted(type(each).__name__ for each in done) == ["ConflictError", "NoneType"]
        assert await count("pool") == before + 1


async def test_deleting_an_account_while_the_other_says_yes_leaves_nothing():
    for _number in range(TIMES):
        await clear()
        ada, bo = await make_pair()
        match_id = (await ada.match()).id
        done = await at_once(
            matching.say(match_id, Said.YES, ada.viewer),
            delete_account(bo.account.id, DATA_HOLDERS.all, actor="test"),
        )
        assert done[1] is None
        assert done[0] is None or isinstance(done[0], NotFoundError)
        assert await ada.matches() == ()


async def test_deleting_an_account_while_it_writes_leaves_no_word():
    for _number in range(TIMES):
        pool = await make_pool(others=1)
        bo = pool.others[0]
        await at_once(
            talk.write(pool.id, None, "Canary", bo.viewer),
            delete_account(bo.account.id, DATA_HOLDERS.all, actor="test"),
        )
        async with connection() as raw:
            assert await raw.fetchval("SELECT count(*) FROM pool_message WHERE body = 'Canary'") == 0


async def test_many_who_look_at_once_have_found_each_other_a_little_later():
    people = await asyncio.gather(*(make_wisher(name=f"Dot{number}") for number in range(4)))
    with clock.stopped_at(clock.now() + MATCH_AGAIN_AFTER + timedelta(minutes=1)):
        await asyncio.gather(match_again(), match_again())
    for each in people:
        assert len(await each.matches()) == 3


async def test_two_workers_write_one_letter_to_each():
    noon = clock.now().replace(hour=12)
    await make_pair()
    with clock.stopped_at(noon):
        written = await asyncio.gather(tell_news(), tell_news())
    assert sum(written) == 2
    async with connection() as raw:
        assert await raw.fetchval("SELECT count(*) FROM letter WHERE kind = 'pool_news'") == 2


async def test_of_two_stewards_at_once_the_second_is_told():
    for _number in range(TIMES):
        pool = await make_pool()
        stewards = [await viewer_of(await make_account(Role.STEWARD, NATIONAL)) for _each in range(2)]
        done = await at_once(*(checking.approve(pool.id, 1, steward) for steward in stewards))
        assert sorted(type(each).__name__ for each in done) == ["ConflictError", "NoneType"]
