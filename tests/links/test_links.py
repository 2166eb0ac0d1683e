"""A link lets its holder do one thing, once, for a while."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from marketplace.kernel import clock
from marketplace.kernel.database import DB, transaction
from marketplace.kernel.errors import NotFoundError
from marketplace.kernel.tokens import is_token
from marketplace.links import service as links

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=7)


@pytest.fixture(autouse=True)
def stopped_clock():
    with clock.stopped_at(NOW):
        yield


async def test_a_link_says_what_it_was_made_for(db):
    record, account = uuid4(), uuid4()
    token = await links.make_link(
        "still_correct", record_id=record, account_id=account, data={"stage": 1}, expires_at=LATER
    )
    link = await links.find_link(token, "still_correct")
    assert (link.record_id, link.account_id, link.data) == (record, account, {"stage": 1})
    assert await links.use_link(token, "still_correct") == link


async def test_looking_at_a_link_does_not_use_it(db):
    token = await links.make_link("reset", record_id=None, expires_at=LATER)
    assert await links.find_link(token, "reset") == await links.find_link(token, "reset")


@pytest.mark.parametrize("ask", [links.find_link, links.use_link])
async def test_a_used_unknown_old_or_other_link_is_not_found(db, ask):
    used = await links.make_link("reset", record_id=None, expires_at=LATER)
    await links.use_link(used, "reset")
    old = await links.make_link("reset", record_id=None, expires_at=NOW)
    other = await links.make_link("confirm", record_id=None, expires_at=LATER)
    said = set()
    for token in (used, old, other, "A" * 43, "", "A" * 44, "é" * 43, "A" * 42 + "\n", "' OR 1=1 --"):
        with pytest.raises(NotFoundError) as refusal:
            await ask(token, "reset")
        said.add(str(refusal.value))
    assert len(said) == 1
    assert (await links.use_link(other, "confirm")).purpose == "confirm"


async def test_only_the_hash_of_a_token_is_kept(db):
    token = await links.make_link("reset", record_id=None, expires_at=LATER)
    kept = str(await DB.run_ddl("SELECT link.* FROM link"))
    assert is_token(token)
    assert token not in kept
    assert token.encode().hex() not in kept


async def test_links_of_a_record_can_be_ended(db):
    record = uuid4()
    tokens = [await links.make_link("reset", record_id=record, expires_at=LATER) for _ in range(2)]
    stays = await links.make_link("reset", record_id=uuid4(), expires_at=LATER)
    assert await links.end_links("reset", record) == 2
    for token in tokens:
        with pytest.raises(NotFoundError):
            await links.find_link(token, "reset")
    assert await links.find_link(stays, "reset")


async def test_links_that_ran_out_are_removed_and_the_others_stay(db):
    await links.make_link("reset", record_id=None, expires_at=NOW)
    stays = await links.make_link("reset", record_id=None, expires_at=NOW + timedelta(seconds=1))
    assert await links.drop_expired_links() == 1
    assert await links.find_link(stays, "reset")


async def test_of_many_who_use_a_link_at_once_one_gets_it(committed_db):
    token = await links.make_link("reset", record_id=None, expires_at=LATER)

    async def use():
        async with transaction():
            link = await links.use_link(token, "reset")
            await asyncio.sleep(0.05)
            return link

    results = await asyncio.gather(*(use() for _ in range(4)), return_exceptions=True)
    assert sum(isinstance(each, NotFoundError) for each in results) == 3


async def test_a_link_whose_use_failed_works_again(committed_db):
    token = await links.make_link("reset", record_id=None, expires_at=LATER)

    async def fail():
        async with transaction():
            await links.use_link(token, "reset")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    assert await links.use_link(token, "reset")


async def test_links_of_an_account_are_told_and_erased_without_the_token(db):
    account = uuid4()
    token = await links.make_link("reset", record_id=account, account_id=account, expires_at=LATER)
    holder = links.LinkHolder()
    assert await holder.export(account) == [{"purpose": "reset", "data": {}, "expires_at": LATER}]
    await holder.erase(account)
    assert await holder.export(account) == []
    with pytest.raises(NotFoundError):
        await links.find_link(token, "reset")
