"""What a steward decides, who may, and what becomes of it."""

import asyncio
from datetime import date, timedelta
from uuid import uuid4

import pytest
from msgspec.structs import replace

from marketplace.accounts.schemas import ANONYMOUS, Role
from marketplace.audit import service as audit
from marketplace.councils import service as councils
from marketplace.councils.schemas import NATIONAL
from marketplace.kernel import clock
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError
from marketplace.listings import service as listings
from marketplace.listings.editing import service as editing
from marketplace.listings.editing.schemas import RequestStatus, Step
from marketplace.listings.evidence.deciding.service import give_check
from marketplace.listings.evidence.schemas import Acceptance
from marketplace.listings.history import service as history
from marketplace.listings.organizations import repository as members
from marketplace.listings.organizations.schemas import MemberRole
from marketplace.listings.reviewing import rules
from marketplace.listings.reviewing import service as reviewing
from marketplace.listings.reviewing.schemas import RejectReason
from marketplace.listings.schemas import Capacity, Check, ListingKind, ListingStatus, Organization
from tests.factories.accounts import ACTOR, COUNCIL, make_account, viewer_of
from tests.factories.listings import FEW_PLACES, make_activity, publish, suspend
from tests.factories.providers import ACTIVITY, ASSISTANT, make_provider, make_submitted, write

NOTE = "Please say more about who comes along."


async def make_steward(council=COUNCIL, name="Sam Steward"):
    return await viewer_of(await make_account(Role.STEWARD, council, name=name))


@pytest.fixture
async def wiltshire(db):
    await councils.add_council(COUNCIL, actor=ACTOR)


async def letters_to(db, account_id):
    async with db.transaction() as current:
        rows = await current.connection.fetch(
            "SELECT kind, subject, parts::text AS words FROM letter WHERE account = $1 ORDER BY queued_at",
            account_id,
        )
    decisions = {"change_approved", "change_returned", "change_rejected"}
    return [row for row in rows if row["kind"] in decisions]


async def approve(request, steward):
    review = await reviewing.get_review(request.id, steward, FEW_PLACES)
    return await reviewing.approve(
        request.id, review.request.version, review.listing_version, steward, FEW_PLACES
    )


async def make_change(provider, answers, draft=None):
    """Changes to a public listing of the provider's, handed in."""
    draft = draft or make_activity()
    listing_id = await publish(draft)
    await members.add_member(draft.organization.id, provider.account_id, MemberRole.OWNER, clock.now())
    request_id = await editing.start_change(listing_id, provider)
    for step, own in answers.items():
        request = await editing.get_request(request_id, provider)
        await editing.save_answers(request_id, step, own, request.version, provider)
    request = await editing.get_request(request_id, provider)
    return await editing.hand_in(request_id, request.version, provider, FEW_PLACES)


NEW_TITLE = {Step.OFFER: {"title": "Tuesday pottery group", "summary": "We make pots every Tuesday morning."}}


async def change(listing_id, **values):
    stored = await listings.get_stored(listing_id)
    return await listings.update_listing(
        listing_id, replace(stored.draft, **values), stored.version, gazetteer=FEW_PLACES, actor=ACTOR
    )


# -- who may ---------------------------------------------------------------------------------------


async def test_nobody_but_the_stewards_of_its_council_sees_or_decides_a_request(wiltshire):
    provider = await make_provider()
    request = await make_submitted(provider)
    others = [
        ANONYMOUS,
        provider,
        await viewer_of(await make_account(Role.PERSON)),
        await viewer_of(await make_account(Role.ADMINISTRATOR)),
        await viewer_of(await make_account(Role.STEWARD), second_factor=False),
        await make_steward("E10000008"),
        await make_steward(NATIONAL),
    ]
    for other in others:
        with pytest.raises(NotFoundError):
            await reviewing.get_review(request.id, other, FEW_PLACES)
        with pytest.raises(NotFoundError):
            await reviewing.approve(request.id, request.version, None, other, FEW_PLACES)
        with pytest.raises(NotFoundError):
            await reviewing.ask_for_changes(request.id, request.version, NOTE, other)
        with pytest.raises(NotFoundError):
            await reviewing.reject(request.id, request.version, RejectReason.NO_SUPPORT, "", other)
    assert (await editing.find_request(request.id)).status is RequestStatus.SUBMITTED


async def test_what_is_not_there_was_never_handed_in_or_was_thrown_away_is_not_found(wiltshire):
    steward, provider = await make_steward(), await make_provider()
    with pytest.raises(NotFoundError):
        await reviewing.get_review(uuid4(), steward, FEW_PLACES)
    thrown = await make_submitted(provider)
    await editing.discard(thrown.id, thrown.version, provider)
    with pytest.raises(NotFoundError):
        await reviewing.get_review(thrown.id, steward, FEW_PLACES)


async def test_places_without_a_council_of_their_own_are_the_national_stewards(db):
    request = await make_submitted(await make_provider())
    with pytest.raises(NotFoundError):
        await reviewing.get_review(request.id, await make_steward(), FEW_PLACES)
    review = await reviewing.get_review(request.id, await make_steward(NATIONAL), FEW_PLACES)
    assert review.request.council_code == NATIONAL


async def test_nobody_decides_on_a_listing_of_their_own(wiltshire):
    account = await make_account(Role.STEWARD)
    steward = await viewer_of(account)
    request = await make_submitted(steward)
    assert (await reviewing.get_review(request.id, steward, FEW_PLACES)).is_own
    for deciding in (
        reviewing.approve(request.id, request.version, None, steward, FEW_PLACES),
        reviewing.ask_for_changes(request.id, request.version, NOTE, steward),
        reviewing.reject(request.id, request.version, RejectReason.NO_SUPPORT, "", steward),
    ):
        with pytest.raises(ConflictError, match="another steward"):
            await deciding


# -- approve ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "kind"),
    [(ASSISTANT, ListingKind.PERSONAL_ASSISTANT), (ACTIVITY, ListingKind.COMMUNITY_ACTIVITY)],
)
async def test_approved_new_listing_is_public_as_it_was_written(wiltshire, db, answers, kind):
    provider, steward = await make_provider(), await make_steward()
    request = await make_submitted(provider, answers, kind)
    with pytest.raises(NotFoundError):
        await listings.get_listing(request.listing_id)
    listing_id = await approve(request, steward)
    listing = await listings.get_listing(listing_id)
    assert listing_id == request.listing_id
    assert (listing.title, listing.organization.name) == (answers["title"], answers["organization_name"])
    assert (await editing.find_request(request.id)).status is RequestStatus.APPROVED
    (letter,) = await letters_to(db, provider.account_id)
    assert letter["kind"] == "change_approved"
    assert answers["title"] in letter["words"]
    assert answers["title"] not in letter["subject"]


async def test_new_listing_takes_the_name_that_was_written_last(wiltshire):
    provider = await make_provider()
    request = await make_submitted(provider)
    request_id = request.id
    await editing.take_back(request_id, request.version, provider)
    request = await editing.get_request(request_id, provider)
    await editing.save_answers(
        request_id, Step.WHO, {"organization_name": "Amina L."}, request.version, provider
    )
    request = await editing.get_request(request_id, provider)
    request = await editing.hand_in(request_id, request.version, provider, FEW_PLACES)
    listing = await listings.get_listing(await approve(request, await make_steward()))
    assert listing.provider == "Amina L."


async def test_new_listing_was_confirmed_on_the_day_it_was_handed_in(wiltshire):
    with clock.stopped_at(clock.now() - timedelta(days=9)):
        request = await make_submitted(await make_provider())
        handed_in = clock.today()
    listing = await listings.get_listing(await approve(request, await make_steward()))
    assert listing.confirmed_on == handed_in


async def test_changed_listing_was_confirmed_on_the_day_the_change_was_handed_in(wiltshire):
    with clock.stopped_at(clock.now() - timedelta(days=3)):
        free = Capacity(places=4, as_of=clock.today())
        draft = make_activity(confirmed_on=clock.today() - timedelta(days=100), capacity=free)
        request = await make_change(await make_provider(), NEW_TITLE, draft)
        handed_in = clock.today()
    await approve(request, await make_steward())
    assert (await listings.get_stored(request.listing_id)).draft.confirmed_on == handed_in


async def test_new_listing_has_the_checks_that_stewards_accepted_before_it_was_public(wiltshire):
    provider, steward = await make_provider(), await make_steward()
    first = await make_submitted(provider)
    await approve(first, steward)
    await give_check(
        first.organization.id, "identity", Acceptance(checked_on=clock.today()), steward, council_code=COUNCIL
    )
    request_id = await editing.start_listing(first.organization.id, ListingKind.PERSONAL_ASSISTANT, provider)
    written = await write(request_id, ASSISTANT | {"title": "Another thing that I do"}, provider)
    second = await editing.hand_in(request_id, written.version, provider, FEW_PLACES)
    await approve(second, steward)
    assert [check.kind for check in (await listings.get_listing(second.listing_id)).checks] == ["identity"]


async def test_approved_change_replaces_what_was_public_and_what_was_is_kept(wiltshire, db):
    provider = await make_provider()
    request = await make_change(provider, NEW_TITLE)
    before = await listings.get_listing(request.listing_id)
    assert before.title != "Tuesday pottery group"
    await approve(request, await make_steward())
    after = await listings.get_listing(request.listing_id)
    assert after.title == "Tuesday pottery group"
    assert after.costs == before.costs
    (kept,) = (await history.list_versions(request.listing_id)).items
    assert kept.title == before.title
    (letter,) = await letters_to(db, provider.account_id)
    assert letter["subject"] == "Your changes are public"


async def test_decision_is_on_record_for_its_council(wiltshire):
    steward = await make_steward()
    request = await make_submitted(await make_provider())
    await approve(request, steward)
    entry = (await audit.list_history("change_request", request.id))[-1]
    assert (entry.action, entry.actor, entry.council) == ("approve", steward.actor, COUNCIL)
    assert {entry.actor for entry in await audit.list_history("listing", request.listing_id)} == {
        steward.actor
    }


async def test_what_came_in_between_stays_when_a_change_is_approved(wiltshire):
    """Free time, checks, confirming and being suspended are not taken back by an older request."""
    request = await make_change(await make_provider(), NEW_TITLE)
    capacity, check = (
        Capacity(places=9, as_of=clock.today()),
        Check(kind="insurance", checked_on=date(2026, 1, 1)),
    )
    await change(request.listing_id, capacity=capacity, checks=(check,))
    await suspend(request.listing_id)
    await approve(request, await make_steward())
    stored = await listings.get_stored(request.listing_id)
    assert (stored.draft.capacity, stored.draft.checks) == (capacity, (check,))
    assert stored.draft.title == "Tuesday pottery group"
    assert stored.is_hidden


async def test_confirming_meanwhile_is_no_conflict(wiltshire):
    steward = await make_steward()
    request = await make_change(await make_provider(), NEW_TITLE)
    review = await reviewing.get_review(request.id, steward, FEW_PLACES)
    await listings.confirm_listing(request.listing_id, actor=ACTOR)
    await reviewing.approve(request.id, request.version, review.listing_version, steward, FEW_PLACES)
    assert (await listings.get_listing(request.listing_id)).title == "Tuesday pottery group"


async def test_listing_that_changed_since_the_steward_looked_is_not_overwritten(committed_db):
    await councils.add_council(COUNCIL, actor=ACTOR)
    steward = await make_steward()
    request = await make_change(await make_provider(), NEW_TITLE)
    review = await reviewing.get_review(request.id, steward, FEW_PLACES)
    await change(request.listing_id, description="Written by somebody else meanwhile.")
    with pytest.raises(ConflictError, match="changed while you were at it"):
        await reviewing.approve(request.id, request.version, review.listing_version, steward, FEW_PLACES)
    for seen in (None, 1):
        with pytest.raises(ConflictError):
            await reviewing.approve(request.id, request.version, seen, steward, FEW_PLACES)
    assert (await editing.find_request(request.id)).status is RequestStatus.SUBMITTED
    await approve(request, steward)
    listing = await listings.get_listing(request.listing_id)
    assert (listing.title, listing.description) == (
        "Tuesday pottery group",
        "Written by somebody else meanwhile.",
    )


async def overlaps(request, steward):
    return (await reviewing.get_review(request.id, steward, FEW_PLACES)).reading.overlaps


async def test_answer_that_was_changed_in_both_is_told(wiltshire):
    steward = await make_steward()
    request = await make_change(await make_provider(), NEW_TITLE)
    assert await overlaps(request, steward) == {}
    await change(request.listing_id, title="Somebody else's title", description="And their words.")
    assert await overlaps(request, steward) == {"title": "Somebody else's title"}
    reading = await editing.read_request(request, FEW_PLACES)
    assert reading.before.title == "Somebody else's title"
    await change(request.listing_id, title="Tuesday pottery group")
    assert await overlaps(request, steward) == {}


async def test_what_stands_beside_a_changed_answer_and_would_be_put_back_is_told(wiltshire):
    steward = await make_steward()
    venue = make_activity().venue
    street = {"where": "come", "venue_name": venue.name, "venue_address": "7 Other Street"}
    street |= {"venue_town": venue.town, "venue_postcode": venue.postcode}
    request = await make_change(await make_provider(), {Step.VENUE: street})
    await change(request.listing_id, venue=replace(venue, town="Elsewhere"), summary="Written by others.")
    assert await overlaps(request, steward) == {"venue_town": "Elsewhere"}


async def test_change_of_what_was_taken_down_cannot_be_approved(committed_db):
    await councils.add_council(COUNCIL, actor=ACTOR)
    steward = await make_steward()
    request = await make_change(await make_provider(), NEW_TITLE)
    await listings.withdraw_listing(request.listing_id, actor=ACTOR)
    with pytest.raises(ConflictError, match="taken down"):
        await approve(request, steward)
    assert (await editing.find_request(request.id)).status is RequestStatus.SUBMITTED
    await reviewing.reject(request.id, request.version, RejectReason.LISTED_ALREADY, "", steward)


async def test_what_is_wrong_by_now_is_told_and_nothing_is_decided(committed_db):
    await councils.add_council(COUNCIL, actor=ACTOR)
    steward = await make_steward()
    answers = ACTIVITY | {"insurance_until": f"1/5/{clock.today().year + 1}", "workers": "9"}
    request = await make_submitted(await make_provider(), answers, ListingKind.COMMUNITY_ACTIVITY)
    settings = await councils.get_council_settings(COUNCIL)
    await councils.update_council_settings(
        COUNCIL,
        {"required_checks": {"community_activity": ("insurance", "dbs")}},
        settings.version,
        actor=ACTOR,
    )
    with pytest.raises(InvalidError):
        await approve(request, steward)
    assert (await editing.find_request(request.id)).status is RequestStatus.SUBMITTED
    with pytest.raises(NotFoundError):
        await listings.get_stored(request.listing_id)


# -- ask for changes, reject -----------------------------------------------------------------------


async def test_provider_is_asked_for_changes_and_can_go_on_writing(wiltshire, db):
    provider, steward = await make_provider(), await make_steward()
    request = await make_submitted(provider)
    await reviewing.ask_for_changes(request.id, request.version, f"  {NOTE} ", steward)
    returned = await editing.get_request(request.id, provider)
    assert (returned.status, returned.note) == (RequestStatus.WRITING, NOTE)
    assert returned.content == request.content
    (letter,) = await letters_to(db, provider.account_id)
    assert letter["kind"] == "change_returned"
    assert NOTE in letter["words"]
    again = await editing.hand_in(request.id, returned.version, provider, FEW_PLACES)
    await approve(again, steward)


@pytest.mark.parametrize("note", ["", "  ", "too short", "x" * (rules.MOST_CHARACTERS + 1)])
async def test_asking_for_changes_needs_words(wiltshire, note):
    request = await make_submitted(await make_provider())
    with pytest.raises(InvalidError) as caught:
        await reviewing.ask_for_changes(request.id, request.version, note, await make_steward())
    assert [problem.field for problem in caught.value.problems] == ["note"]


async def test_rejected_change_leaves_the_listing_as_it_is(wiltshire, db):
    provider, steward = await make_provider(), await make_steward()
    request = await make_change(provider, NEW_TITLE)
    before = await listings.get_stored(request.listing_id)
    await reviewing.reject(request.id, request.version, RejectReason.NOT_CONFIRMED, NOTE, steward)
    assert await listings.get_stored(request.listing_id) == before
    decided = await editing.find_request(request.id)
    assert decided.status is RequestStatus.REJECTED
    assert decided.note == f"{rules.reject_words()[RejectReason.NOT_CONFIRMED]}\n\n{NOTE}"
    (letter,) = await letters_to(db, provider.account_id)
    assert NOTE in letter["words"]


async def test_rejected_new_listing_was_never_there(wiltshire):
    request = await make_submitted(await make_provider())
    await reviewing.reject(request.id, request.version, RejectReason.OTHER_PLACE, "", await make_steward())
    with pytest.raises(NotFoundError):
        await listings.get_stored(request.listing_id)


@pytest.mark.parametrize(
    ("reason", "note", "fields"),
    [
        (None, NOTE, ["reason"]),
        (None, "x" * 2_001, ["reason", "note"]),
        (RejectReason.OTHER, "", ["note"]),
        (RejectReason.NOT_SAFE, "x" * 2_001, ["note"]),
    ],
)
async def test_rejecting_needs_a_reason(wiltshire, reason, note, fields):
    request = await make_submitted(await make_provider())
    with pytest.raises(InvalidError) as caught:
        await reviewing.reject(request.id, request.version, reason, note, await make_steward())
    assert [problem.field for problem in caught.value.problems] == fields


# -- two at once -----------------------------------------------------------------------------------


async def test_request_that_was_taken_back_or_decided_cannot_be_decided(wiltshire):
    provider, steward = await make_provider(), await make_steward()
    request = await make_submitted(provider)
    version = await editing.take_back(request.id, request.version, provider)
    for expected in (request.version, version):
        with pytest.raises(ConflictError):
            await reviewing.approve(request.id, expected, None, steward, FEW_PLACES)
    again = await editing.hand_in(request.id, version, provider, FEW_PLACES)
    with pytest.raises(ConflictError):
        await reviewing.approve(request.id, request.version, None, steward, FEW_PLACES)
    await approve(again, steward)
    with pytest.raises(ConflictError):
        await reviewing.reject(again.id, again.version, RejectReason.NO_SUPPORT, "", steward)


async def test_of_two_stewards_at_once_one_decides_and_nothing_is_overwritten(committed_db):
    await councils.add_council(COUNCIL, actor=ACTOR)
    one, other = await make_steward(name="One"), await make_steward(name="Other")
    for _ in range(6):
        provider = await make_provider()
        request = await make_submitted(provider)
        results = await asyncio.gather(
            reviewing.approve(request.id, request.version, None, one, FEW_PLACES),
            reviewing.reject(request.id, request.version, RejectReason.NO_SUPPORT, "", other),
            return_exceptions=True,
        )
        refused = [result for result in results if isinstance(result, Exception)]
        assert [type(error) for error in refused] == [ConflictError]
        decided = await editing.find_request(request.id)
        is_approved = not isinstance(results[0], Exception)
        assert decided.status is (RequestStatus.APPROVED if is_approved else RequestStatus.REJECTED)
        assert decided.decided_by == (one if is_approved else other).account_id
        if is_approved:
            stored = await listings.get_stored(request.listing_id)
            assert stored.status is ListingStatus.PUBLISHED
        else:
            with pytest.raises(NotFoundError):
                await listings.get_stored(request.listing_id)
        assert len(await letters_to(committed_db, provider.account_id)) == 1
        actions = [entry.action for entry in await audit.list_history("change_request", request.id)]
        assert len({"approve", "reject"} & set(actions)) == 1


async def test_two_that_approve_at_once_publish_once(committed_db):
    await councils.add_council(COUNCIL, actor=ACTOR)
    stewards = [await make_steward() for _ in range(3)]
    request = await make_change(await make_provider(), NEW_TITLE)
    seen = (await listings.get_stored(request.listing_id)).version
    results = await asyncio.gather(
        *(reviewing.approve(request.id, request.version, seen, each, FEW_PLACES) for each in stewards),
        return_exceptions=True,
    )
    assert sorted(type(result).__name__ for result in results) == ["ConflictError"] * 2 + ["UUID"]
    assert (await listings.get_stored(request.listing_id)).version == seen + 1
    assert (await history.list_versions(request.listing_id)).total == 1


async def test_a_decision_and_a_change_of_the_listing_at_once_lose_nothing(committed_db):
    await councils.add_council(COUNCIL, actor=ACTOR)
    steward = await make_steward()
    for number in range(4):
        request = await make_change(
            await make_provider(),
            NEW_TITLE,
            make_activity(organization=Organization(id=uuid4(), name=f"Club {number}")),
        )
        seen = (await listings.get_stored(request.listing_id)).version
        approved, changed = await asyncio.gather(
            reviewing.approve(request.id, request.version, seen, steward, FEW_PLACES),
            change(request.listing_id, description="By somebody else."),
            return_exceptions=True,
        )
        stored = (await listings.get_stored(request.listing_id)).draft
        assert isinstance(approved, ConflictError) == (stored.title != "Tuesday pottery group")
        assert isinstance(changed, ConflictError) == (stored.description != "By somebody else.")
