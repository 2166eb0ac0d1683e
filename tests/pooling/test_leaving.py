from datetime import timedelta

import asyncpg
import pytest

from marketplace.accounts.service import delete_account, download_data
from marketplace.holders import DATA_HOLDERS
from marketplace.kernel import clock
from marketplace.kernel.database import connection
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError
from marketplace.pooling import repository, service
from marketplace.pooling.agreements.service import current_terms
from marketplace.pooling.joining import service as joining
from marketplace.pooling.keeping import service as keeping
from marketplace.pooling.leaving import service as leaving
from marketplace.pooling.parties import service as parties
from marketplace.pooling.rules import BACK_WITHIN, CLOSED_KEPT, NOBODY_FOUND_AFTER, UNUSED_KEPT
from marketplace.pooling.schemas import Affairs, LeftReason, MemberState, PoolState
from tests.factories.pool_statements import make_agreed
from tests.factories.pooling import (
    make_active,
    make_asked,
    make_content,
    make_person,
    make_placed,
    make_pool,
    make_shown,
    make_welcome,
    show_pool,
)

pytestmark = pytest.mark.usefixtures("db")
A_MONTH = timedelta(days=28)


@pytest.fixture
def notice(monkeypatch):
    """An agreement in force asks for four weeks' notice, and names whom it is told to name."""

    class Named:
        def __init__(self, member_id):
            self.member_id = member_id

    class Agreed:
        notice_weeks = 4
        members = ()

    async def current_terms(_pool_id):
        return Agreed

    def name(people):
        Agreed.members = [Named(person.member_id) for person in people]

    monkeypatch.setattr(leaving, "current_terms", current_terms)
    return name


async def leave(person, reason=LeftReason.MONEY, last_day=None):
    """Give notice."""
    return await leaving.give_notice(
        person.member_id, reason, last_day, await person.version(), person.viewer
    )


async def record(pool, person, reason=LeftReason.DIED, on=None):
    """Record as the lead that somebody died."""
    await leaving.record_left(
        person.member_id,
        reason,
        on or clock.today(),
        Affairs.FAMILY,
        await person.version(),
        pool.lead.viewer,
    )


async def test_without_an_agreement_everybody_may_go_at_once(letters):
    pool = await make_active()
    member = pool.others[0]
    assert await leave(member, LeftReason.OWN_ARRANGEMENT) == clock.today()
    row = await member.row()
    assert (row.state, row.reason, row.left_on) == (
        MemberState.LEFT,
        LeftReason.OWN_ARRANGEMENT,
        clock.today(),
    )
    assert [row["account"] for row in await letters("pool_left")] == [member.account.id]
    assert [row["account"] for row in await letters("pool_went")] == [pool.lead.account.id]


async def test_notice_is_by_the_agreement_and_carried_out_on_the_day_after_the_last(notice):
    pool = await make_active()
    member = pool.others[0]
    last = await leave(member)
    assert last == clock.today() + A_MONTH
    assert (await pool.seen()).places_taken == 3
    with clock.stopped_at(clock.now() + A_MONTH):
        await keeping.carry_out_last_days()
        assert (await member.row()).state is MemberState.LEAVING
    with clock.stopped_at(clock.now() + A_MONTH + timedelta(days=3)):
        assert await keeping.carry_out_last_days() == 1
        assert await keeping.carry_out_last_days() == 0
    row = await member.row()
    assert (row.state, row.left_on) == (MemberState.LEFT, last)


@pytest.mark.parametrize("days", [-1, 27, 367])
async def test_a_last_day_is_not_earlier_than_the_notice_and_not_far_off(notice, days):
    pool = await make_active()
    with pytest.raises(InvalidError):
        await leave(pool.others[0], last_day=clock.today() + timedelta(days=days))


async def test_a_later_last_day_is_taken(notice):
    pool = await make_active()
    later = clock.today() + timedelta(days=60)
    assert await leave(pool.others[0], last_day=later) == later


async def test_what_only_others_say_is_no_reason_of_ones_own():
    pool = await make_active()
    for reason in (LeftReason.DIED, LeftReason.POOL_ENDED):
        with pytest.raises(InvalidError):
            await leave(pool.others[0], reason)


async def test_notice_can_be_taken_back_while_the_agreement_names_them(notice, letters):
    pool = await make_active()
    notice(pool.everybody)
    member = pool.others[0]
    await leave(member)
    await leaving.take_back_notice(member.member_id, await member.version(), member.viewer)
    row = await member.row()
    assert (row.state, row.reason, row.leaves_on) == (MemberState.MEMBER, None, None)
    assert len(await letters("pool_stays")) == 1
    await leave(member)
    notice([pool.lead])
    with pytest.raises(ConflictError, match="agreed without you"):
        await leaving.take_back_notice(member.member_id, await member.version(), member.viewer)


async def test_nobody_leaves_for_another():
    pool = await make_active()
    member = pool.others[0]
    with pytest.raises(NotFoundError):
        await leaving.give_notice(member.member_id, LeftReason.MONEY, None, 3, pool.lead.viewer)


async def test_who_leaves_as_the_only_lead_leaves_it_to_another():
    pool = await make_active()
    await leave(pool.lead)
    rows = {member.id: member for member in await repository.list_members(pool.id)}
    assert rows[pool.others[0].member_id].is_lead
    assert not rows[pool.lead.member_id].is_lead


async def test_all_who_leave_on_one_day_end_the_pool(notice, signals):
    pool = await make_active()
    for person in pool.everybody:
        await leave(person)
    with clock.stopped_at(clock.now() + A_MONTH + timedelta(days=1)):
        await keeping.carry_out_last_days()
    kept = await pool.pool()
    assert kept.state is PoolState.ENDED
    assert ("ended", "no_members") in await signals()
    assert {(await person.row()).state for person in pool.everybody} == {MemberState.LEFT}


async def test_who_died_is_written_to_no_more_and_the_pool_goes_on(letters):
    pool = await make_active()
    gone = pool.others[0]
    before = len(await letters())
    await record(pool, gone)
    row = await gone.row()
    assert (row.state, row.gets_letters, row.affairs) == (MemberState.LEFT, False, Affairs.FAMILY)
    assert (await pool.pool()).state is PoolState.ACTIVE
    await leaving.end_pool(pool.id, None, pool.lead.viewer)
    new = (await letters())[before:]
    assert new
    assert gone.account.id not in {row["account"] for row in new}


async def test_who_died_by_mistake_is_back_as_before(letters, notice):
    pool = await make_active()
    gone, other = pool.others
    await joining.make_lead(gone.member_id, await gone.version(), pool.lead.viewer)
    notice(pool.everybody)
    await record(pool, gone)
    before = len(await letters())
    with pytest.raises(ConflictError):
        await leaving.put_right(gone.member_id, await gone.version(), other.viewer)
    version = await gone.version()
    await leaving.put_right(gone.member_id, version, pool.lead.viewer)
    row = await gone.row()
    assert (row.state, row.gets_letters, row.is_lead) == (MemberState.MEMBER, True, False)
    assert (row.reason, row.left_on, row.affairs) == (None, None, None)
    assert [row["kind"] for row in (await letters())[before:]] == ["pool_stays"]
    with pytest.raises(ConflictError):
        await leaving.put_right(gone.member_id, version, pool.lead.viewer)
    async with connection() as raw:
        trail = await raw.fetch(
            "SELECT action FROM audit_entry WHERE record_id = $1 ORDER BY id", gone.member_id
        )
    assert [row["action"] for row in trail][-2:] == ["record_left", "put_right"]


async def test_who_comes_back_is_what_they_were(notice):
    pool = await make_active(others=2)
    left, unnamed = pool.others
    await leave(left)
    day = (await left.row()).leaves_on
    for person in pool.others:
        await record(pool, person)
        await leaving.put_right(person.member_id, await person.version(), pool.lead.viewer)
    row = await left.row()
    assert (row.state, row.leaves_on) == (MemberState.LEAVING, day)
    assert (await unnamed.row()).state is MemberState.JOINING


async def test_a_mistake_is_put_right_in_time_and_where_there_is_a_place():
    pool = await make_active(make_content(places=2), others=1)
    gone = pool.others[0]
    await record(pool, gone)
    with clock.stopped_at(clock.now() + BACK_WITHIN + timedelta(minutes=1)), pytest.raises(ConflictError):
        await leaving.put_right(gone.member_id, await gone.version(), pool.lead.viewer)
    await make_placed(pool.id, pool.lead, "Zed")
    with pytest.raises(ConflictError, match="All places are taken"):
        await leaving.put_right(gone.member_id, await gone.version(), pool.lead.viewer)


@pytest.mark.parametrize("bad", ["reason = 'money'", "account = NULL, name = ''"])
async def test_nobody_else_comes_back_whatever_the_code_does(bad):
    pool = await make_active(others=1)
    gone = pool.others[0]
    await record(pool, gone)
    async with connection() as raw:
        await raw.execute(f"UPDATE pool_member SET {bad}, affairs = '' WHERE id = $1", gone.member_id)
        with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="takes no step from left"):
            async with raw.transaction():
                await raw.execute(
                    """UPDATE pool_member SET state = 'joining', reason = NULL, left_on = NULL,
                    closed_at = NULL WHERE id = $1""",
                    gone.member_id,
                )


async def test_what_a_lead_can_record_of_others_is_little():
    pool = await make_active()
    other = pool.others[0]
    with pytest.raises(InvalidError):
        await record(pool, other, LeftReason.MONEY)
    with pytest.raises(InvalidError):
        await record(pool, other, on=clock.today() + timedelta(days=1))
    with pytest.raises(ConflictError, match="of yourself"):
        await record(pool, pool.lead)
    with pytest.raises(ConflictError, match="leads"):
        await leaving.record_left(
            pool.others[1].member_id, LeftReason.DIED, clock.today(), Affairs.UNKNOWN, 3, other.viewer
        )


async def test_a_pool_without_an_agreement_ends_at_once(letters, signals):
    pool = await make_shown(others=1)
    asker, waits = await make_asked(pool.id), await make_welcome(pool.id, pool.lead)
    assert await leaving.end_pool(pool.id, None, pool.lead.viewer) == clock.today()
    assert (await pool.pool()).state is PoolState.ENDED
    assert (await asker.row()).state is MemberState.REFUSED
    assert (await waits.row()).state is MemberState.REFUSED
    assert (await pool.others[0].row()).reason is LeftReason.POOL_ENDED
    assert len(await letters("pool_ended")) == 4
    assert ("ended", "before_start") in await signals()


async def test_an_active_pool_ends_after_everybodys_notice_and_may_go_on_until_then(notice, letters):
    pool = await make_active()
    last = await leaving.end_pool(pool.id, None, pool.lead.viewer)
    assert last == clock.today() + A_MONTH
    assert len(await letters("pool_ending")) == 3
    await leaving.take_back_end(pool.id, pool.lead.viewer)
    assert ((await pool.pool()).state, (await pool.pool()).last_day) == (PoolState.ACTIVE, None)
    await leaving.end_pool(pool.id, None, pool.lead.viewer)
    with clock.stopped_at(clock.now() + A_MONTH + timedelta(days=1)):
        await keeping.carry_out_last_days()
    kept = await pool.pool()
    assert (kept.state, kept.last_day) == (PoolState.ENDED, last)
    assert {(await person.row()).left_on for person in pool.everybody} == {last}


async def test_nobody_comes_into_a_pool_that_ends(notice):
    pool = await make_active(others=1)
    await show_pool(pool)
    token = await joining.invite(pool.id, pool.lead.viewer)
    waits = await make_welcome(pool.id, pool.lead)
    await leaving.end_pool(pool.id, None, pool.lead.viewer)
    _account, viewer = await make_person()
    with pytest.raises(NotFoundError):
        await joining.come_by_link(token, "Zoe", None, viewer)
    with pytest.raises(NotFoundError):
        await joining.ask_to_join(pool.id, "Zoe", None, viewer)
    with pytest.raises(ConflictError):
        await joining.take_place(waits.member_id, await waits.version(), waits.viewer)
    assert await service.find_public(pool.id) is None


async def test_only_leads_end_a_pool():
    pool = await make_active()
    with pytest.raises(ConflictError, match="leads"):
        await leaving.end_pool(pool.id, None, pool.others[0].viewer)


async def test_a_pool_that_looked_long_and_found_nobody_is_evidence_once(signals):
    pool, found = await make_pool(), await make_pool(others=1)
    assert found.others
    went = (await make_pool(others=1)).others[0]
    await joining.withdraw(went.member_id, await went.version(), went.viewer)
    with clock.stopped_at(clock.now() + NOBODY_FOUND_AFTER):
        assert await keeping.note_alone() == 1
        assert await keeping.note_alone() == 0
    assert [outcome for outcome, _reason in await signals()].count("nobody_found") == 1
    assert (await pool.pool()).state is PoolState.LOOKING


async def test_who_never_had_a_place_and_what_never_began_are_forgotten_in_time():
    pool = await make_shown()
    asker = await make_asked(pool.id)
    await joining.refuse(asker.member_id, 1, pool.lead.viewer)
    ended = await make_pool()
    await leaving.end_pool(ended.id, None, ended.lead.viewer)
    with clock.stopped_at(clock.now() + CLOSED_KEPT + timedelta(days=1)):
        assert await keeping.drop_old() == 1
    assert await repository.find_member(asker.member_id) is None
    with clock.stopped_at(clock.now() + UNUSED_KEPT + timedelta(days=1)):
        assert await keeping.drop_old() == 1
    assert await repository.find_pool(ended.id) is None
    assert await repository.find_pool(pool.id) is not None


async def test_a_pool_that_was_active_is_kept():
    pool = await make_active()
    await leaving.end_pool(pool.id, None, pool.lead.viewer)
    with clock.stopped_at(clock.now() + timedelta(days=3)):
        await keeping.carry_out_last_days()
    with clock.stopped_at(clock.now() + 3 * UNUSED_KEPT):
        await keeping.drop_old()
    assert await repository.find_pool(pool.id) is not None


async def test_of_an_erased_account_a_row_without_account_and_name_is_left(letters):
    pool = await make_active()
    gone = pool.others[0]
    await delete_account(gone.account.id, DATA_HOLDERS.all, actor="test")
    row = await gone.row()
    assert (row.account_id, row.name, row.state) == (None, "", MemberState.LEFT)
    lines = (await pool.seen()).members
    assert "A former member" in {line.name for line in lines}
    assert len(await letters("pool_went")) == 1


async def test_an_erased_lead_leaves_the_pool_to_another_and_an_empty_one_ends():
    pool, alone = await make_active(), await make_pool()
    await delete_account(pool.lead.account.id, DATA_HOLDERS.all, actor="test")
    assert (await pool.others[0].row()).is_lead
    await delete_account(alone.lead.account.id, DATA_HOLDERS.all, actor="test")
    assert (await alone.pool()).state is PoolState.ENDED


async def test_why_somebody_went_is_forgotten_with_the_account():
    pool = await make_active()
    gone = pool.others[0]
    await record(pool, gone, LeftReason.LOST_CAPACITY)
    await delete_account(gone.account.id, DATA_HOLDERS.all, actor="test")
    row = await gone.row()
    assert (row.reason, row.affairs) == (LeftReason.OTHER, None)


async def test_the_database_forgets_the_name_with_the_account_whatever_the_code_does():
    pool = await make_pool(others=1)
    async with connection() as raw:
        await raw.execute("DELETE FROM account WHERE id = $1", pool.others[0].account.id)
    row = await pool.others[0].row()
    assert (row.account_id, row.name, row.state) == (None, "", MemberState.JOINING)


async def test_what_is_handed_over_is_ones_own_part_and_no_other_member():
    pool = await make_pool(others=1)
    data = await download_data(pool.others[0].account.id, DATA_HOLDERS.all)
    (own,) = data["pools"]
    assert (own["name_shown"], own["title"], own["led"]) == ("Bo", "Tuesday art group", None)
    assert "Ada" not in str(own)


async def test_rejoining_makes_a_new_row_and_the_old_one_stays():
    pool = await make_active()
    gone = pool.others[0]
    await leave(gone)
    token = await joining.invite(pool.id, pool.lead.viewer)
    await joining.come_by_link(token, "Bo", None, gone.viewer)
    rows = [row for row in await parties.list_members(pool.id) if row.account_id == gone.account.id]
    assert [row.state for row in rows] == [MemberState.LEFT, MemberState.WELCOME]
    part = await parties.get_part(pool.id, gone.viewer, frozenset(MemberState))
    assert part.member.state is MemberState.WELCOME
    await make_placed(pool.id, pool.lead, "Zoe")


async def test_notice_and_coming_back_are_by_the_agreement_that_is_in_force():
    pool = await make_agreed(2)
    person, today = pool.others[0], clock.today()
    weeks = (await current_terms(pool.id)).notice_weeks
    assert weeks > 0
    with pytest.raises(InvalidError):
        await leave(person, last_day=today)
    assert await leave(person) == today + timedelta(weeks=weeks)
    await leaving.take_back_notice(person.member_id, await person.version(), person.viewer)
    await record(pool, person, LeftReason.LOST_CAPACITY)
    await leaving.put_right(person.member_id, await person.version(), pool.lead.viewer)
    assert (await person.row()).state is MemberState.MEMBER
    assert await leaving.end_pool(pool.id, None, pool.lead.viewer) == today + timedelta(weeks=weeks)
