"""A pool that has ended: its last money is recorded, and it ends at the penny."""

from datetime import timedelta
from uuid import uuid4

import pytest

from marketplace.kernel import clock
from marketplace.kernel.errors import ConflictError, NotFoundError
from marketplace.people.pools.money.rules import closing_words
from marketplace.pooling import repository
from marketplace.pooling.agreements.schemas import Holder, HolderKind
from marketplace.pooling.joining import service as joining
from marketplace.pooling.keeping import service as keeping
from marketplace.pooling.leaving import service as leaving
from marketplace.pooling.money import rules, service
from marketplace.pooling.money.entries import service as entries
from marketplace.pooling.money.sessions import service as sessions
from marketplace.pooling.money.sessions.schemas import SessionFacts
from marketplace.pooling.rules import SETTLE_DAYS
from marketplace.pooling.schemas import LeftReason, PoolState
from marketplace.pooling.statements import service as statements
from tests.factories.agreements import agree_all, make_together, propose
from tests.factories.pool_money import add_bill, make_facts, make_sharing, pay_in
from tests.factories.pooling import make_active, make_person, make_pool

pytestmark = pytest.mark.usefixtures("db")


async def end(pool):
    """End a pool whose notice is over."""
    last = await leaving.end_pool(pool.id, None, pool.lead.viewer)
    if (await pool.pool()).state is not PoolState.ENDED:
        with clock.stopped_at(clock.now() + (last - clock.today()) + timedelta(days=1)):
            await keeping.carry_out_last_days()
    assert (await pool.pool()).state is PoolState.ENDED


async def test_a_pool_that_has_ended_is_settled_to_the_penny_by_who_led_it():
    pool = await make_active(others=2)
    for person in pool.everybody:
        await pay_in(pool, person, 40_00)
    bill = await add_bill(pool, 70_01)
    await end(pool)
    lead = pool.lead.viewer
    await entries.pay_bill(bill, make_facts(70_01), lead)
    await entries.record_refund(bill, make_facts(1_01), lead)
    last = await entries.record_bill(pool.id, make_facts(10_00), make_sharing(pool), lead)
    await entries.pay_bill(last, make_facts(10_00), lead)
    part, has = await service.get_balances(pool.id, lead)
    assert sum(has.members.values()) == has.cash_pence == 120_00 - 70_01 + 1_01 - 10_00
    assert "Record the last bills" in closing_words(part.pool, has, clock.today())
    for person in pool.everybody:
        owed = has.of(person.member_id)
        await entries.record_settlement(pool.id, person.member_id, make_facts(owed), lead)
    part, has = await service.get_balances(pool.id, lead)
    assert (has.cash_pence, has.owed_pence, set(has.members.values())) == (0, 0, {0})
    assert rules.is_sound(has)
    assert "everything is settled" in closing_words(part.pool, has, clock.today())


async def test_of_a_pool_that_has_ended_members_read_their_own_and_nothing_else():
    pool, (_account, stranger) = await make_active(others=1), await make_person()
    entry = await pay_in(pool, pool.lead)
    other = pool.others[0]
    await pay_in(pool, other, 7_00)
    await end(pool)
    period = rules.tax_year_of(rules.tax_year(clock.today()))
    _pool, _member, own = await service.get_own_statement(pool.id, other.viewer, period)
    assert own.closing_pence == 7_00
    for viewer in (other.viewer, stranger):
        for asked in (
            service.get_balances(pool.id, viewer),
            service.get_entry(entry, viewer),
            sessions.list_sessions(pool.id, viewer),
            entries.record_settlement(pool.id, other.member_id, make_facts(1), viewer),
            entries.correct(entry, "", uuid4(), viewer),
            statements.get_record_part(pool.id, viewer),
        ):
            with pytest.raises(NotFoundError):
                await asked


async def test_after_ninety_days_nothing_is_recorded_any_more_and_who_settles_still_reads():
    pool = await make_active(others=1)
    entry = await pay_in(pool, pool.lead)
    await end(pool)
    ended = (await pool.pool()).ended_at
    lead, facts = pool.lead.viewer, make_facts(1_00)
    with clock.stopped_at(ended + timedelta(days=SETTLE_DAYS)):
        await entries.record_refund_out(pool.id, pool.lead.member_id, facts, lead)
        await sessions.record_session(
            pool.id, SessionFacts(held_on=ended.date() - timedelta(days=1), took_place=False), lead
        )
    with clock.stopped_at(ended + timedelta(days=SETTLE_DAYS + 1)):
        for asked in (
            entries.record_refund_out(pool.id, pool.lead.member_id, make_facts(1_00), lead),
            entries.correct(entry, "", uuid4(), lead),
        ):
            with pytest.raises(ConflictError, match="time to record its last money is over"):
                await asked
        part, has = await service.get_balances(pool.id, lead)
        assert not await service.may_write(part)
        assert "not everything is settled" in closing_words(part.pool, has, clock.today())
        assert await statements.get_record_part(pool.id, lead)


async def test_who_holds_the_account_settles_too_and_a_lead_who_left_before_the_end_does_not():
    together = await make_together(3)
    first, _second, third = await together.members()
    number = await propose(together, holder=Holder(kind=HolderKind.MEMBER, member_id=third.id))
    await agree_all(together, number)
    await leave(together, first.id)
    old_lead, lead, holder = together.viewers
    last = await leaving.end_pool(together.id, None, lead)
    with clock.stopped_at(clock.now() + (last - clock.today()) + timedelta(days=1)):
        await keeping.carry_out_last_days()
    for viewer in (lead, holder):
        assert await service.may_write(await service.get_reader(together.id, viewer))
        assert await statements.get_record_part(together.id, viewer)
    for asked in (
        service.get_reader(together.id, old_lead),
        statements.get_record_part(together.id, old_lead),
    ):
        with pytest.raises(NotFoundError):
            await asked


async def leave(together, member_id):
    """Somebody gives notice, and their last day is over."""
    row = await repository.find_member(member_id)
    assert row is not None
    viewer = next(each for each in together.viewers if each.account_id == row.account_id)
    last = await leaving.give_notice(member_id, LeftReason.MOVED, None, row.version, viewer)
    with clock.stopped_at(clock.now() + (last - clock.today()) + timedelta(days=1)):
        await keeping.carry_out_last_days()
    row = await repository.find_member(member_id)
    assert row is not None
    assert row.reason is LeftReason.MOVED


async def test_of_a_pool_that_nobody_is_in_any_more_who_left_last_settles():
    pool = await make_pool(others=1)
    await pay_in(pool, pool.others[0], 5_00)
    other = pool.others[0]
    await joining.withdraw(other.member_id, await other.version(), other.viewer)
    await joining.withdraw(pool.lead.member_id, await pool.lead.version(), pool.lead.viewer)
    assert (await pool.pool()).state is PoolState.ENDED
    await entries.record_settlement(pool.id, other.member_id, make_facts(5_00), pool.lead.viewer)
    with pytest.raises(NotFoundError):
        await service.get_reader(pool.id, other.viewer)
    assert (await service.balances(pool.id)).of(other.member_id) == 0


async def test_pages_of_a_pool_that_has_ended(browse):
    pool = await make_active(others=1)
    await pay_in(pool, pool.others[0], 5_00)
    await end(pool)
    lead, other = await browse(pool.lead.account), await browse(pool.others[0].account)
    home = await lead.get(f"/pools/mine/{pool.id}")
    assert "Settle what is left" in home.text
    money = await lead.get(f"/pools/mine/{pool.id}/money")
    assert money.status_code == 200
    assert "Record the last bills" in money.text
    assert (await lead.get(f"/pools/mine/{pool.id}/money/add/last")).status_code == 200
    assert "Settle what is left" not in (await other.get(f"/pools/mine/{pool.id}")).text
    assert "The pool holds £5 for you." in (await other.get(f"/pools/mine/{pool.id}")).text
    assert (await other.get(f"/pools/mine/{pool.id}/money")).status_code == 404
    assert (await other.get(f"/pools/mine/{pool.id}/money/mine")).status_code == 200
