"""Several people at one pool at once, each in a transaction of their own."""

import asyncio

import pytest
from msgspec.structs import replace

from marketplace.accounts.service import delete_account
from marketplace.holders import DATA_HOLDERS
from marketplace.kernel import clock
from marketplace.kernel.database import connection, transaction
from marketplace.kernel.errors import ConflictError, DomainError, NotFoundError
from marketplace.pooling import repository, service
from marketplace.pooling.holding.service import PoolHolder
from marketplace.pooling.joining import service as joining
from marketplace.pooling.keeping import service as keeping
from marketplace.pooling.leaving import service as leaving
from marketplace.pooling.parties import service as parties
from marketplace.pooling.schemas import HAS_PLACE, LeftReason, MemberState, NewPool, PoolState
from tests.factories.listings import EXETER, FEW_PLACES
from tests.factories.pooling import (
    make_active,
    make_asked,
    make_content,
    make_person,
    make_pool,
    make_shown,
    make_welcome,
)

pytestmark = pytest.mark.usefixtures("committed_db")
AT_ONCE = 6


async def at_once(*doing):
    """The errors, or None, of what is done at once."""
    done = await asyncio.gather(*doing, return_exceptions=True)
    unexpected = [each for each in done if isinstance(each, Exception) and not isinstance(each, DomainError)]
    assert unexpected == []
    return [each if isinstance(each, Exception) else None for each in done]


async def placed(pool_id):
    """Who has a place."""
    return [member for member in await repository.list_members(pool_id) if member.state in HAS_PLACE]


async def test_of_two_on_the_last_place_one_gets_it_and_the_other_is_told():
    for _number in range(AT_ONCE):
        pool = await make_pool(make_content(places=2))
        people = [await make_welcome(pool.id, pool.lead, name) for name in ("Bo", "Cleo")]
        done = await at_once(*(joining.take_place(each.member_id, 1, each.viewer) for each in people))
        assert sorted(type(each).__name__ for each in done) == ["ConflictError", "NoneType"]
        (told,) = [each for each in done if each is not None]
        assert "No place is left" in str(told)
        assert len(await placed(pool.id)) == 2


async def test_the_database_itself_lets_nobody_onto_a_place_that_is_taken():
    pool = await make_pool(make_content(places=2))
    people = [await make_welcome(pool.id, pool.lead, name) for name in ("Bo", "Cleo")]

    async def take(person):
        async with transaction():
            await repository.put_member(person.member_id, state="joining", placed_at=clock.now(), version=2)
            await asyncio.sleep(0.05)

    done = await asyncio.gather(*(take(each) for each in people), return_exceptions=True)
    assert sorted(type(each).__name__ for each in done) == ["IntegrityConstraintViolationError", "NoneType"]
    assert len(await placed(pool.id)) == 2


async def test_taking_a_place_while_the_lead_makes_fewer_has_one_outcome():
    for _number in range(AT_ONCE):
        pool = await make_pool(make_content(places=3), others=1)
        waits = await make_welcome(pool.id, pool.lead)
        fewer = replace((await pool.pool()).content, places=2)
        taken, changed = await at_once(
            joining.take_place(waits.member_id, 1, waits.viewer),
            service.change_pool(pool.id, fewer, 1, pool.lead.viewer, FEW_PLACES),
        )
        assert (taken is None) != (changed is None)
        assert len(await placed(pool.id)) <= (await pool.pool()).content.places


async def test_of_two_leads_who_write_at_once_the_second_is_told_and_nothing_is_lost():
    for _number in range(AT_ONCE):
        pool = await make_pool(others=1)
        other = pool.others[0]
        await joining.make_lead(other.member_id, await other.version(), pool.lead.viewer)
        content = (await pool.pool()).content
        texts = ("We draw.", "We sing.")
        done = await at_once(
            *(
                service.change_pool(pool.id, replace(content, words=words), 1, person.viewer, FEW_PLACES)
                for words, person in zip(texts, pool.everybody, strict=True)
            )
        )
        assert sorted(type(each).__name__ for each in done) == ["ConflictError", "NoneType"]
        kept = await pool.pool()
        assert (kept.content.words, kept.version) == (texts[done.index(None)], 2)


async def test_of_two_leads_who_answer_at_once_the_second_is_told(letters):
    for _number in range(AT_ONCE):
        pool = await make_shown(others=1)
        other = pool.others[0]
        await joining.make_lead(other.member_id, await other.version(), pool.lead.viewer)
        asker = await make_asked(pool.id)
        done = await at_once(
            joining.welcome(asker.member_id, 1, pool.lead.viewer),
            joining.refuse(asker.member_id, 1, other.viewer),
        )
        assert sorted(type(each).__name__ for each in done) == ["ConflictError", "NoneType"]
        told = [row for row in await letters() if row["account"] == asker.account.id]
        assert [row["kind"] for row in told] == [("pool_welcomed", "pool_refused")[done.index(None)]]


async def test_of_two_leads_who_step_down_at_once_one_still_leads():
    for _number in range(AT_ONCE):
        pool = await make_pool(others=1)
        other = pool.others[0]
        await joining.make_lead(other.member_id, await other.version(), pool.lead.viewer)
        done = await at_once(*(joining.step_down(pool.id, each.viewer) for each in pool.everybody))
        assert sorted(type(each).__name__ for each in done) == ["ConflictError", "NoneType"]
        assert sum(member.is_lead for member in await placed(pool.id)) == 1


async def test_all_who_leave_at_once_leave_an_ended_pool():
    pool = await make_active(others=3)
    versions = [await person.version() for person in pool.everybody]
    await at_once(
        *(
            leaving.give_notice(person.member_id, LeftReason.MONEY, None, version, person.viewer)
            for person, version in zip(pool.everybody, versions, strict=True)
        )
    )
    # Who became the lead meanwhile is told to look again, and leads a pool that goes on.
    rest = await placed(pool.id)
    if rest:
        assert sum(member.is_lead for member in rest) == 1
        assert (await pool.pool()).state is PoolState.ACTIVE
    else:
        assert (await pool.pool()).state is PoolState.ENDED


async def test_leaving_waits_for_what_is_being_written_and_comes_after_it():
    pool = await make_active()
    person, held, order = pool.others[0], asyncio.Event(), []
    version = await person.version()

    async def write():
        async with transaction():
            await parties.hold_pool(pool.id)
            held.set()
            await asyncio.sleep(0.2)
            members = await parties.list_members(pool.id)
            order.append(("written", [member.state for member in members].count(MemberState.MEMBER)))

    async def leave():
        await held.wait()
        await leaving.give_notice(person.member_id, LeftReason.MONEY, None, version, person.viewer)
        order.append(("left", len(await placed(pool.id))))

    assert await at_once(write(), leave()) == [None, None]
    assert order == [("written", 3), ("left", 2)]


async def test_a_link_that_two_follow_at_once_lets_one_in():
    pool = await make_pool()
    token = await joining.invite(pool.id, pool.lead.viewer)
    people = [await make_person() for _number in range(2)]
    done = await at_once(*(joining.come_by_link(token, "Bo", None, viewer) for _account, viewer in people))
    assert sorted(type(each).__name__ for each in done) == ["NoneType", "NotFoundError"]
    assert len(await repository.list_members(pool.id)) == 2


async def test_who_presses_start_twice_at_once_has_one_pool():
    _account, viewer = await make_person()
    new = NewPool(content=make_content(), name="Ada", place=EXETER)
    started = await asyncio.gather(
        *(service.start_pool(new, viewer, FEW_PLACES) for _number in range(AT_ONCE))
    )
    assert len(set(started)) == 1
    assert (await service.list_mine(viewer)).total == 1


async def test_who_asks_twice_at_once_asks_once():
    pool = await make_shown()
    _account, viewer = await make_person()
    done = await at_once(*(joining.ask_to_join(pool.id, "Dot", None, viewer) for _number in range(AT_ONCE)))
    assert [type(each) for each in done].count(ConflictError) == AT_ONCE - 1
    assert len(await repository.list_members(pool.id)) == 2


async def test_asking_while_the_account_is_deleted_leaves_nothing_of_it():
    for _number in range(AT_ONCE):
        pool = await make_shown()
        account, viewer = await make_person()
        asked, deleted = await at_once(
            joining.ask_to_join(pool.id, "Dot", None, viewer),
            delete_account(account.id, DATA_HOLDERS.all, actor="test"),
        )
        assert deleted is None
        assert asked is None or isinstance(asked, NotFoundError)
        rows = [row for row in await repository.list_members(pool.id) if row.id != pool.lead.member_id]
        assert [(row.account_id, row.name) for row in rows] == [(None, "")] * len(rows)
        assert {row.state for row in rows} <= {MemberState.WITHDRAWN}


async def test_nobody_comes_in_for_an_account_that_is_on_its_way_out():
    pool, begun = await make_shown(), asyncio.Event()
    account, viewer = await make_person()

    class Slow:
        name = "slow"

        async def export(self, _account_id):
            return None

        async def erase(self, _account_id):
            begun.set()
            await asyncio.sleep(0.3)

    async def ask():
        await begun.wait()
        await joining.ask_to_join(pool.id, "Dot", None, viewer)

    deleted, asked = await at_once(delete_account(account.id, [PoolHolder(), Slow()], actor="test"), ask())
    assert deleted is None
    assert isinstance(asked, NotFoundError)
    assert len(await repository.list_members(pool.id)) == 1


async def test_the_last_two_whose_accounts_go_at_once_leave_an_ended_pool():
    for _number in range(AT_ONCE):
        pool = await make_active(others=1)
        done = await at_once(
            *(delete_account(person.account.id, DATA_HOLDERS.all, actor="test") for person in pool.everybody)
        )
        assert done == [None, None]
        assert (await pool.pool()).state is PoolState.ENDED
        async with connection() as raw:
            assert await raw.fetchval("SELECT count(*) FROM pool_member WHERE name <> ''") == 0


async def test_deleting_a_leads_account_while_somebody_is_let_in_ends_in_no_deadlock():
    for _number in range(AT_ONCE):
        pool = await make_shown(others=1)
        asker, token = await make_asked(pool.id), await joining.invite(pool.id, pool.lead.viewer)
        _account, viewer = await make_person()
        deleted, _welcomed, _came = await at_once(
            delete_account(pool.lead.account.id, DATA_HOLDERS.all, actor="test"),
            joining.welcome(asker.member_id, 1, pool.lead.viewer),
            joining.come_by_link(token, "Zoe", None, viewer),
        )
        assert deleted is None
        assert (await pool.others[0].row()).is_lead


async def test_two_workers_carry_a_last_day_out_once(letters):
    pool = await make_active()
    person = pool.others[0]
    async with transaction():
        await parties.hold_pool(pool.id)
        today = clock.today()
        await repository.put_member(
            person.member_id,
            state="leaving",
            reason="money",
            notice_on=today,
            leaves_on=today.replace(year=today.year - 1),
        )
    assert await at_once(*(keeping.carry_out_last_days() for _number in range(3))) == [None] * 3
    assert (await person.row()).state is MemberState.LEFT
    assert len(await letters("pool_left")) == 1
