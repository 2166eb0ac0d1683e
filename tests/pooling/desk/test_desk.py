"""The desk says what waits; reminders go once a week; the list of a new pool knows what the records say."""

import asyncio
from datetime import timedelta

import pytest
from msgspec.structs import replace

from marketplace.councils.schemas import CouncilPart
from marketplace.kernel import clock
from marketplace.kernel.database import connection
from marketplace.kernel.errors import ConflictError, NotFoundError
from marketplace.listings.schemas import Check
from marketplace.listings.service import withdraw_listing
from marketplace.pooling.agreements import service as agreements
from marketplace.pooling.agreements.schemas import Employer, EmployerKind
from marketplace.pooling.desk import rules, service
from marketplace.pooling.desk.schemas import ChecklistItem, Ending, KnownBy, Thing
from marketplace.pooling.leaving import service as leaving
from marketplace.pooling.money.dues.service import make_dues
from marketplace.pooling.schemas import LeftReason
from tests.factories.agreements import (
    OUTCOME,
    agree_all,
    make_in_force,
    make_proposed,
    make_together,
    propose,
)
from tests.factories.listings import make_activity, publish
from tests.factories.pool_desk import make_helped
from tests.factories.pooling import make_pool

SOON = timedelta(days=20)


async def with_dues(number=2, pence=40_00, **changes):
    """A pool in which each owes a first contribution."""
    together = await make_together(number)
    draft = await agreements.begin_writing(together.id, together.lead)
    members = tuple(replace(term, contribution_pence=pence) for term in draft.terms.members)
    version = await propose(together, members=members, **changes)
    await agree_all(together, version)
    await make_dues()
    return together


async def member_of(together, number):
    return (await together.members())[number]


def items(desk):
    """What is done of the list, by code."""
    return {line.item for line in desk.checklist if line.is_done}


async def test_who_has_not_paid_and_who_has_not_agreed_stand_on_the_desk(db):
    together = await with_dues()
    desk = await service.get_desk(together.id, together.lead)
    assert [(each.name, each.dues.left_pence) for each in desk.unpaid] == [("Robin", 40_00), ("Ash", 40_00)]
    assert [each.can_be_reminded for each in desk.unpaid] == [False, True]
    assert desk.not_agreed == ()
    number = await propose(together, notice_weeks=6)
    await agreements.agree(together.id, number, together.lead, OUTCOME)
    desk = await service.get_desk(together.id, together.lead)
    assert [each.name for each in desk.not_agreed] == ["Ash"]


async def test_one_press_writes_one_letter_that_says_nothing_of_money(db, letters):
    together = await with_dues()
    late = await member_of(together, 1)
    await service.remind(together.id, late.id, Thing.PAY, together.lead)
    (letter,) = await letters("pool_reminder")
    assert "£" not in str(letter["parts"])
    assert "pay" not in str(letter["parts"]).lower()
    with pytest.raises(ConflictError, match="less than a week"):
        await service.remind(together.id, late.id, Thing.PAY, together.lead)
    desk = await service.get_desk(together.id, together.lead)
    assert desk.unpaid[1].reminded_on == clock.today()
    async with connection() as raw:
        await raw.execute("UPDATE pool_reminder SET at = at - interval '7 days'")
    await service.remind(together.id, late.id, Thing.PAY, together.lead)
    assert len(await letters("pool_reminder")) == 2


async def test_a_reminder_for_one_thing_leaves_the_other_free(db, letters):
    together = await with_dues()
    await propose(together, notice_weeks=6)
    late = await member_of(together, 1)
    await service.remind(together.id, late.id, Thing.PAY, together.lead)
    await service.remind(together.id, late.id, Thing.AGREE, together.lead)
    assert len(await letters("pool_reminder")) == 2


async def test_nobody_is_reminded_of_what_does_not_wait(db, letters):
    together, _number = await make_in_force(2)
    other = await member_of(together, 1)
    for thing in Thing:
        with pytest.raises(ConflictError):
            await service.remind(together.id, other.id, thing, together.lead)
    stranger = await make_pool()
    with pytest.raises(NotFoundError):
        await service.remind(together.id, stranger.lead.member_id, Thing.PAY, together.lead)
    assert await letters("pool_reminder") == []


async def test_a_member_who_does_not_lead_neither_reads_the_desk_nor_reminds(db):
    together = await with_dues()
    lead = await member_of(together, 0)
    with pytest.raises(NotFoundError):
        await service.get_desk(together.id, together.viewers[1])
    with pytest.raises(ConflictError):
        await service.remind(together.id, lead.id, Thing.PAY, together.viewers[1])
    with pytest.raises(ConflictError):
        await service.tick(together.id, ChecklistItem.VENUE, together.viewers[1])


async def test_two_who_press_at_once_send_one_letter(committed_db, letters):
    together = await with_dues()
    late = await member_of(together, 1)
    done = await asyncio.gather(
        *(service.remind(together.id, late.id, Thing.PAY, together.lead) for _one in range(4)),
        return_exceptions=True,
    )
    assert [each for each in done if each is None] == [None]
    assert all(isinstance(each, ConflictError) for each in done if each is not None)
    assert len(await letters("pool_reminder")) == 1


async def test_what_runs_out_within_four_weeks_stands_on_the_desk_and_the_rest_does_not(db):
    together, _number = await make_proposed(2)
    lead = await member_of(together, 0)
    employer = Employer(
        kind=EmployerKind.MEMBER, member_id=lead.id, insurer="Fish", insured_until=clock.today() + SOON
    )
    number = await propose(
        together, employer=employer, notice_weeks=2, review_on=clock.today() + timedelta(days=29)
    )
    await agree_all(together, number)
    leaver = await member_of(together, 1)
    await leaving.give_notice(leaver.id, LeftReason.MOVED, None, leaver.version, together.viewers[1])
    desk = await service.get_desk(together.id, together.lead)
    assert [(each.kind, each.name) for each in desk.runs_out] == [
        (Ending.LEAVING, "Ash"),
        (Ending.INSURANCE, "Robin"),
    ]
    assert desk.insurance is not None
    assert not desk.insurance.can_be_reminded


async def test_checks_of_the_listing_count_while_they_last(db):
    today = clock.today()
    checks = (
        Check(kind="dbs", level="enhanced", checked_on=today, expires_on=today + SOON),
        Check(kind="insurance", checked_on=today),
    )
    listing_id = await publish(make_activity(checks=checks))
    together = await make_together(2, listing_id=listing_id)
    desk = await service.get_desk(together.id, together.lead)
    assert items(desk) == {ChecklistItem.DBS, ChecklistItem.INSURANCE, ChecklistItem.VENUE}
    assert {line.known_by for line in desk.checklist if line.is_done} == {KnownBy.LISTING}
    assert [(each.kind, each.name) for each in desk.runs_out] == [(Ending.CHECK, "dbs")]


async def test_a_listing_that_is_not_public_says_nothing(db):
    listing_id = await publish(make_activity())
    together = await make_together(2, listing_id=listing_id)
    assert items(await service.get_desk(together.id, together.lead)) == {ChecklistItem.VENUE}
    await withdraw_listing(listing_id, actor="test")
    assert items(await service.get_desk(together.id, together.lead)) == set()


async def test_an_agreement_in_force_ticks_what_it_says(db):
    together, _number = await make_in_force(2, sickness="Sam comes.")
    desk = await service.get_desk(together.id, together.lead)
    done = {ChecklistItem.AGREEMENT, ChecklistItem.ACCOUNT, ChecklistItem.BACK_UP}
    assert done <= items(desk) <= done | {ChecklistItem.COUNCIL}
    assert {line.known_by for line in desk.checklist if line.item in done} == {KnownBy.AGREEMENT}
    words = (await agreements.current_agreement(together.id)).words
    assert (ChecklistItem.COUNCIL in items(desk)) == (words.council_is is not CouncilPart.TOLD)


async def test_a_tick_says_who_and_when_and_can_be_taken_away(db):
    pool = await make_pool(others=0)
    await service.tick(pool.id, ChecklistItem.VENUE, pool.lead.viewer)
    await service.tick(pool.id, ChecklistItem.VENUE, pool.lead.viewer)
    desk = await service.get_desk(pool.id, pool.lead.viewer)
    (line,) = [each for each in desk.checklist if each.is_done]
    assert (line.item, line.ticked_by, line.tick.on) == (ChecklistItem.VENUE, "Ada", clock.today())
    await service.untick(pool.id, ChecklistItem.VENUE, pool.lead.viewer)
    assert items(await service.get_desk(pool.id, pool.lead.viewer)) == set()


async def test_a_helper_has_the_desk_and_ticks_as_the_organisation(db):
    pool = await make_pool(others=1)
    _helper_id, supporters = await make_helped(pool)
    await service.tick(pool.id, ChecklistItem.VENUE, supporters.viewer)
    desk = await service.get_desk(pool.id, supporters.viewer)
    (line,) = [each for each in desk.checklist if each.is_done]
    assert (line.ticked_by, line.tick.member_id) == ("", None)


def test_a_week_is_seven_days():
    now = clock.now()
    assert rules.may_remind(None, now)
    assert not rules.may_remind(now - timedelta(days=7) + timedelta(seconds=1), now)
    assert rules.may_remind(now - timedelta(days=7), now)
