"""What is due by date, exactly once, and caught up after a day of downtime."""

from datetime import timedelta

import pytest

from marketplace.councils import service as councils
from marketplace.enquiries import service
from marketplace.enquiries.schemas import EndedBy, EndReason, NewEnquiry, Side, Status
from marketplace.enquiries.waiting import service as waiting
from marketplace.kernel import clock
from marketplace.kernel.database import connection
from marketplace.kernel.errors import NotFoundError
from marketplace.listings.states.service import withdraw_listing
from tests.factories.accounts import make_account, viewer_of
from tests.factories.enquiries import WORDS, make_agreed, make_answered, make_offer, make_talk
from tests.factories.listings import suspend

WILTSHIRE = "E06000054"


async def after(**time):
    """Do what is due when so much time has gone by."""
    with clock.stopped_at(clock.now() + timedelta(**time)):
        return await waiting.take_steps()


async def make_offers(number):
    return [await make_offer() for _ in range(number)]


async def test_a_provider_is_reminded_after_three_days_once(db, letters):
    await make_talk()
    assert await after(days=2, hours=23) == 0
    assert await after(days=3, hours=1) == 1
    assert await after(days=4) == 0
    assert len(await letters("enquiry_waiting")) == 1


async def test_who_has_several_waiting_gets_one_letter(db, letters):
    offer = await make_offer()
    for _ in range(3):
        await make_talk(offer=offer)
    assert await after(days=4) == 3
    (letter,) = await letters("enquiry_waiting")
    assert letter["recipient"] == offer.account.address


async def test_who_has_answered_or_is_suspended_is_not_reminded(db, letters):
    await make_answered()
    hidden = await make_talk()
    await suspend(hidden.offer.listing)
    assert await after(days=4) == 0
    assert not await letters("enquiry_waiting")


async def test_after_a_week_the_person_is_shown_others(db, letters):
    offers = [await make_offer() for _ in range(2)]
    account = await make_account("person")
    viewer = await viewer_of(account)
    new = NewEnquiry(words=WORDS, support_types=("swimming",), where="SN12 6AD")
    made = await service.ask([each.listing for each in offers], new, viewer)
    await after(days=8)
    await after(days=9)
    (letter,) = await letters("enquiry_no_answer")
    assert letter["recipient"] == account.address
    with clock.stopped_at(clock.now() + timedelta(days=8)):
        seen = await service.get_conversation(made[0], viewer)
        theirs = await service.get_conversation(made[0], offers[0].viewer)
    assert seen.is_waiting_long
    assert not theirs.is_waiting_long


async def test_what_nobody_answers_ends_after_four_weeks(db, letters, signals):
    talk = await make_talk()
    await after(days=27, hours=23)
    assert not (await talk.seen_by()).conversation.is_closed
    await after(days=28, hours=1)
    seen = (await talk.seen_by()).conversation
    assert (seen.status, seen.reason, seen.ended_by) == (
        Status.NOT_TAKEN_UP, EndReason.NO_ANSWER, EndedBy.TIME,
    )  # fmt: skip
    assert await after(days=29) == 0
    assert len(await letters("enquiry_ended")) == 1
    assert await signals() == [("not_taken_up", "no_answer")]


async def test_what_was_answered_ends_after_three_months_of_silence(db, signals):
    talk = await make_answered()
    agreed = await make_agreed()
    await after(days=90)
    assert not (await talk.seen_by()).conversation.is_closed
    await after(days=92)
    assert (await talk.seen_by()).conversation.reason is EndReason.WENT_QUIET
    assert not (await agreed.seen_by()).conversation.is_closed
    assert sorted(await signals(), key=str) == [("agreed", None), ("not_taken_up", "went_quiet")]


async def test_what_was_asked_of_a_page_that_went_ends(db, letters):
    talk, agreed, other = await make_talk(), await make_agreed(), await make_talk()
    for each in (talk, agreed):
        await withdraw_listing(each.offer.listing, actor="test")
    assert await after(hours=1) == 1
    assert (await talk.seen_by()).conversation.reason is EndReason.LISTING_GONE
    assert (await agreed.seen_by()).conversation.status is Status.AGREED
    assert not (await other.seen_by()).conversation.is_closed
    assert [each["recipient"] for each in await letters("enquiry_ended")] == [talk.person_account.address]


async def test_a_months_downtime_is_caught_up_and_nothing_is_done_twice(db, letters):
    talk = await make_talk()
    await after(days=40)
    assert await after(days=41) == 0
    assert (await talk.seen_by()).conversation.reason is EndReason.NO_ANSWER
    assert len(await letters("enquiry_ended")) == 1


async def test_very_many_are_done_in_portions_and_nobody_is_written_to_twice(db, monkeypatch, letters):
    monkeypatch.setattr(waiting, "AT_ONCE", 2)
    people = [await make_account("person") for _ in range(3)]
    talks = [
        await make_talk(offer=offer, person=person) for offer in await make_offers(3) for person in people
    ]
    await after(days=8)
    for kind, count in (("enquiry_waiting", 3), ("enquiry_no_answer", 3)):
        assert len(await letters(kind)) == count
    with clock.stopped_at(clock.now() + timedelta(days=29)):
        assert await waiting.take_steps() == len(talks)
    assert all([(await talk.seen_by()).conversation.is_closed for talk in talks])


async def test_conversations_go_a_year_after_the_last_message(db):
    old, young = await make_agreed(), await make_agreed()
    await service.end(old.id, EndReason.OTHER, 3, old.person)
    with clock.stopped_at(clock.now() + timedelta(days=200)):
        await young.reply(Side.PROVIDER, "Still fine?")
    with clock.stopped_at(clock.now() + timedelta(days=366)):
        assert await waiting.drop_old_conversations() == 1
        assert await waiting.drop_old_conversations() == 0
    with pytest.raises(NotFoundError):
        await old.seen_by()
    assert (await young.seen_by()).messages.total == 4
    async with connection() as raw:
        assert await raw.fetchval("SELECT count(*) FROM enquiry") == 1
        assert await raw.fetchval("SELECT count(*) FROM message") == 4


async def test_each_council_says_how_long_they_are_kept(db):
    await councils.add_council(WILTSHIRE, actor="test")
    await councils.update_council_settings(WILTSHIRE, {"enquiries_kept_days": 120}, 1, actor="test")
    await make_agreed()
    with clock.stopped_at(clock.now() + timedelta(days=121)):
        assert await waiting.drop_old_conversations() == 1
