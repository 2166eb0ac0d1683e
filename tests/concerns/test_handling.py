"""What stewards do about concerns; another council's are not there."""

from datetime import timedelta
from uuid import uuid4

import pytest

from marketplace.accounts.schemas import Role
from marketplace.accounts.service import grant_role
from marketplace.audit import service as audit
from marketplace.concerns import service
from marketplace.concerns.escalation.service import escalate_concerns
from marketplace.concerns.handling import service as handling
from marketplace.concerns.holding.service import ConcernHolder
from marketplace.concerns.schemas import ConcernStatus, Decision, Outcome
from marketplace.kernel import clock
from marketplace.kernel.database import connection
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError
from marketplace.listings.service import get_listing, get_stored, withdraw_listing
from tests.concerns.conftest import CONTACT, SOMERSET, WILTSHIRE, letters, report
from tests.factories.accounts import make_account, viewer_of
from tests.factories.listings import make_activity, publish

NO_ACTION = Decision(outcome=Outcome.NO_ACTION, reason="It is as it should be.")


async def test_urgent_concerns_stand_first_and_then_the_oldest(listing, steward):
    order = [await report(listing, kind) for kind in ("wrong", "other", "safeguarding", "closed")]
    page = await handling.list_concerns(steward)
    assert [item.id for item in page.items] == [order[2], order[0], order[1], order[3]]
    assert await handling.count_waiting(steward) == (4, 1)


async def test_a_steward_sees_the_concerns_of_their_council_only(listing, steward, other_steward):
    await report(listing)
    assert (await handling.list_concerns(steward)).total == 1
    assert (await handling.list_concerns(other_steward)).total == 0


async def test_another_councils_concern_is_not_there_whatever_one_does(listing, other_steward):
    concern_id = await report(listing)
    for attempt in (
        handling.get_concern(concern_id, other_steward),
        handling.take_concern(concern_id, 1, other_steward),
        handling.add_note(concern_id, "mine now", other_steward),
        handling.suspend_listing(concern_id, other_steward),
        handling.decide_concern(concern_id, NO_ACTION, 1, other_steward),
        handling.get_concern(uuid4(), other_steward),
    ):
        with pytest.raises(NotFoundError):
            await attempt
    assert (await get_listing(listing)).id == listing


async def test_nobody_handles_or_sees_a_concern_about_what_they_offer_themselves(listing, steward, owner):
    for role in (Role.STEWARD, Role.ADMINISTRATOR):
        await grant_role(owner.id, role, WILTSHIRE, actor="test")
    own = await viewer_of(owner)
    concern_id = await report(listing, "safeguarding", name="Maria", contact="maria@example.org")
    closed_id = await report(listing)
    await handling.decide_concern(closed_id, NO_ACTION, 1, steward)
    for attempt in (
        handling.get_concern(concern_id, own),
        handling.take_concern(concern_id, 1, own),
        handling.add_note(concern_id, "It is nothing.", own),
        handling.suspend_listing(concern_id, own),
        handling.decide_concern(concern_id, NO_ACTION, 1, own),
    ):
        with pytest.raises(NotFoundError):
            await attempt
    assert (await handling.list_concerns(own)).total == 0
    assert (await handling.list_concerns(own)).items == ()
    assert (await handling.list_concerns(own, closed=True)).items == ()
    assert (await handling.list_concerns(own, closed=True)).total == 0
    assert await handling.count_waiting(own) == (0, 0)
    assert await handling.count_open_of([listing], own) == {}
    assert await handling.count_open_of([listing], steward) == {listing: (1, 1)}
    with clock.stopped_at(clock.now() + timedelta(days=30)):
        await escalate_concerns()
    assert owner.address not in {each["recipient"] for each in await letters("concern_for_council")}
    assert "stella@council.example" in {each["recipient"] for each in await letters("concern_for_council")}
    assert (await handling.get_concern(concern_id, steward)).concern.id == concern_id


@pytest.mark.parametrize("role", ["provider", "person", "practitioner", "commissioner"])
async def test_other_roles_see_no_concern(listing, role):
    concern_id = await report(listing)
    viewer = await viewer_of(await make_account(role))
    with pytest.raises(NotFoundError):
        await handling.get_concern(concern_id, viewer)


async def test_of_two_who_take_a_concern_the_second_is_told(listing, steward):
    colleague = await viewer_of(await make_account("steward", name="Colin"))
    concern_id = await report(listing)
    await handling.take_concern(concern_id, 1, steward)
    with pytest.raises(ConflictError):
        await handling.take_concern(concern_id, 1, colleague)
    seen = await handling.get_concern(concern_id, colleague)
    assert seen.names[seen.concern.taken_by] == "Stella Steward"
    await handling.take_concern(concern_id, seen.concern.version, colleague)
    assert (await handling.get_concern(concern_id, colleague)).concern.taken_by == colleague.account_id


async def test_notes_are_kept_in_order_with_who_wrote_them(listing, steward):
    concern_id = await report(listing)
    for words in ("Rang the provider.", "No answer."):
        await handling.add_note(concern_id, words, steward)
    seen = await handling.get_concern(concern_id, steward)
    assert [(note.words, seen.names[note.author]) for note in seen.notes] == [
        ("Rang the provider.", "Stella Steward"),
        ("No answer.", "Stella Steward"),
    ]


@pytest.mark.parametrize("words", ["", "x" * 5_001])
async def test_an_empty_or_endless_note_is_refused(listing, steward, words):
    with pytest.raises(InvalidError):
        await handling.add_note(await report(listing), words, steward)


async def test_a_listing_is_taken_out_of_sight_at_once_and_the_concern_stays_open(listing, steward):
    concern_id = await report(listing, "safeguarding")
    await handling.suspend_listing(concern_id, steward)
    await handling.suspend_listing(concern_id, steward)
    with pytest.raises(NotFoundError):
        await get_listing(listing)
    seen = await handling.get_concern(concern_id, steward)
    assert (seen.is_suspended, seen.is_public, seen.concern.status) == (True, False, ConcernStatus.OPEN)


async def test_deciding_that_it_is_suspended_suspends_it(listing, steward):
    concern_id = await report(listing)
    await handling.decide_concern(concern_id, Decision(outcome=Outcome.SUSPENDED), 1, steward)
    assert (await get_stored(listing)).is_hidden


async def test_a_listing_that_is_taken_down_cannot_be_suspended(listing, steward):
    concern_id = await report(listing)
    await withdraw_listing(listing, actor="test")
    with pytest.raises(InvalidError):
        await handling.decide_concern(concern_id, Decision(outcome=Outcome.SUSPENDED), 1, steward)


@pytest.mark.parametrize("outcome", [Outcome.NO_ACTION, Outcome.PASSED_ON])
async def test_doing_nothing_and_passing_on_need_a_reason(listing, steward, outcome):
    concern_id = await report(listing)
    with pytest.raises(InvalidError):
        await handling.decide_concern(concern_id, Decision(outcome=outcome), 1, steward)


async def test_who_decides_on_an_old_page_is_told(listing, steward):
    concern_id = await report(listing)
    await handling.take_concern(concern_id, 1, steward)
    with pytest.raises(ConflictError):
        await handling.decide_concern(concern_id, NO_ACTION, 1, steward)


async def test_a_closed_concern_is_not_decided_again(listing, steward):
    concern_id = await report(listing)
    await handling.decide_concern(concern_id, NO_ACTION, 1, steward)
    with pytest.raises(ConflictError):
        await handling.decide_concern(concern_id, Decision(outcome=Outcome.MENDED), 2, steward)
    assert (await handling.list_concerns(steward)).total == 0
    assert (await handling.list_concerns(steward, closed=True)).total == 1


async def test_the_reporter_hears_how_it_ended_and_not_why(listing, steward):
    concern_id = await report(listing, contact="robin@example.org")
    await handling.decide_concern(concern_id, NO_ACTION, 1, steward)
    (letter,) = await letters("concern_decided")
    assert letter["recipient"] == "robin@example.org"
    assert NO_ACTION.reason not in str(letter["parts"])


async def test_the_provider_hears_what_the_steward_wrote_for_them(listing, owner, steward):
    concern_id = await report(listing, "other", name="Nosy", contact="nosy@example.org")
    decision = Decision(outcome=Outcome.MENDED, words_for_provider="We have mended your phone number.")
    await handling.decide_concern(concern_id, decision, 1, steward)
    (letter,) = await letters("concern_told")
    assert "mended your phone number" in str(letter["parts"])
    assert "osy" not in str(letter["parts"])


async def test_no_steward_can_tell_the_provider_of_a_concern_about_safety(listing, owner, steward):
    concern_id = await report(listing, "safeguarding")
    decision = Decision(outcome=Outcome.MENDED, words_for_provider="Your neighbour says …")
    with pytest.raises(InvalidError):
        await handling.decide_concern(concern_id, decision, 1, steward)
    assert owner.address not in {each["recipient"] for each in await letters()}


async def test_all_that_is_done_is_recorded_for_the_council(listing, steward):
    concern_id = await report(listing)
    await handling.get_concern(concern_id, steward)
    await handling.take_concern(concern_id, 1, steward)
    await handling.add_note(concern_id, "Rang.", steward)
    await handling.decide_concern(concern_id, Decision(outcome=Outcome.MENDED), 2, steward)
    entries = await audit.list_history("concern", concern_id)
    assert [entry.action for entry in entries] == ["report", "open", "take", "note", "close"]
    assert {entry.council for entry in entries} == {"E06000054"}
    assert "Rang" not in str(entries)


async def test_nobody_hears_again_of_what_was_opened_in_time(listing, steward, administrator):
    concern_id = await report(listing, "safeguarding")
    await handling.get_concern(concern_id, steward)
    with clock.stopped_at(clock.now() + timedelta(days=3)):
        assert await escalate_concerns() == 0


async def test_administrators_hear_of_what_nobody_opened(listing, administrator):
    concern_id = await report(listing, "safeguarding")
    start = clock.now()
    with clock.stopped_at(start + timedelta(hours=3, minutes=59)):
        assert await escalate_concerns() == 0
    with clock.stopped_at(start + timedelta(hours=4, minutes=1)):
        assert await escalate_concerns() == 1
        assert await escalate_concerns() == 0
    recipients = [each["recipient"] for each in await letters()]
    assert recipients == [CONTACT, administrator.address]
    with clock.stopped_at(start + timedelta(hours=29)):
        assert await escalate_concerns() == 1
    assert [entry.action for entry in await audit.list_history("concern", concern_id)].count("escalate") == 2


async def test_administrators_hear_at_once_when_the_letter_cannot_be_delivered(listing, administrator):
    await report(listing, "safeguarding")
    assert await escalate_concerns() == 0
    async with connection() as raw:
        await raw.execute("UPDATE letter SET status = 'dead'")
    assert await escalate_concerns() == 1


async def test_what_is_no_matter_of_safety_is_not_escalated(listing, administrator):
    await report(listing, "wrong")
    with clock.stopped_at(clock.now() + timedelta(days=30)):
        assert await escalate_concerns() == 0


async def test_concerns_are_deleted_after_the_councils_time_with_all_notes(listing, steward):
    closed, waiting = await report(listing), await report(listing)
    await handling.add_note(closed, "Rang.", steward)
    await handling.decide_concern(closed, NO_ACTION, 1, steward)
    with clock.stopped_at(clock.now() + timedelta(days=729)):
        assert await service.drop_old_concerns() == 0
    with clock.stopped_at(clock.now() + timedelta(days=731)):
        assert await service.drop_old_concerns() == 1
    with pytest.raises(NotFoundError):
        await handling.get_concern(closed, steward)
    assert await handling.get_concern(waiting, steward)
    assert (await audit.list_history("concern", closed))[-1].action == "delete"


async def test_other_concerns_about_the_listing_stand_beside_it(listing, steward):
    first, second = await report(listing), await report(listing, "other")
    await report(await publish(make_activity()))
    seen = await handling.get_concern(first, steward)
    assert [other.id for other in seen.others] == [second]


async def test_what_another_council_heard_about_the_listing_is_not_told(listing, steward, other_steward):
    ours, another = await report(listing), await report(listing, "other")
    theirs = await report(listing, "safeguarding")
    async with connection() as raw:  # as if the listing had belonged to Somerset's area then
        await raw.execute("UPDATE concern SET council_code = $2 WHERE id = $1", theirs, SOMERSET)
    seen = await handling.get_concern(ours, steward)
    assert [other.id for other in seen.others] == [another]
    assert (await handling.get_concern(theirs, other_steward)).others == ()
    assert await handling.count_open_of([listing], steward) == {listing: (2, 0)}
    assert await handling.count_open_of([listing], other_steward) == {listing: (1, 1)}
    both = await make_account(Role.STEWARD, WILTSHIRE)
    await grant_role(both.id, Role.ADMINISTRATOR, SOMERSET, actor="test")
    seen = await handling.get_concern(theirs, await viewer_of(both))
    assert [other.id for other in seen.others] == [another, ours]


async def test_a_person_gets_what_they_reported_and_it_forgets_them(listing, steward):
    account = await make_account("person", address="Robin@example.org")
    concern_id = await report(listing, words="The door was shut.", name="Robin", contact="robin@EXAMPLE.org")
    await report(listing, contact="another@example.org")
    found = await ConcernHolder().export(account.id)
    assert [each["words"] for each in found["reported"]] == ["The door was shut."]
    await ConcernHolder().erase(account.id)
    seen = (await handling.get_concern(concern_id, steward)).concern
    assert (seen.name, seen.contact, seen.words) == ("", "", "The door was shut.")
