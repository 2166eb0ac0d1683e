"""A provider writes, comes back, hands in, takes back; nothing typed is lost and nobody else gets in."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from msgspec.structs import replace

from marketplace.accounts.schemas import ANONYMOUS
from marketplace.audit import service as audit
from marketplace.councils import service as councils
from marketplace.councils.schemas import NATIONAL
from marketplace.kernel import clock
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError
from marketplace.listings import service as listings
from marketplace.listings.editing import service as editing
from marketplace.listings.editing.forgetting.service import forget_old_requests
from marketplace.listings.editing.keeping import service as keeping
from marketplace.listings.editing.schemas import RequestStatus, Step
from marketplace.listings.organizations import repository as members
from marketplace.listings.organizations.schemas import MemberRole
from marketplace.listings.records.service import settle
from marketplace.listings.schemas import Capacity, CostUnit, CqcStatus, ListingKind, ListingStatus
from marketplace.mail.tables import StoredLetter
from tests.factories.accounts import ACTOR, COUNCIL
from tests.factories.listings import (
    FEW_PLACES,
    MELKSHAM,
    make_activity,
    make_enterprise,
    make_personal_assistant,
    publish,
)
from tests.factories.providers import (
    ACTIVITY,
    ASSISTANT,
    ENTERPRISE,
    make_organization_of,
    make_provider,
    make_submitted,
    make_written,
    write,
)

KINDS = {
    ListingKind.PERSONAL_ASSISTANT: ASSISTANT,
    ListingKind.COMMUNITY_ACTIVITY: ACTIVITY,
    ListingKind.MICRO_ENTERPRISE: ENTERPRISE,
}


async def read(request):
    return await editing.read_request(request, FEW_PLACES)


async def publish_of(viewer, draft):
    """A public listing whose organisation is the viewer's."""
    listing_id = await publish(draft)
    await members.add_member(draft.organization.id, viewer.account_id, MemberRole.OWNER, clock.now())
    return listing_id


@pytest.mark.parametrize("kind", KINDS)
async def test_what_is_typed_becomes_a_listing(db, kind):
    request = await make_written(await make_provider(), KINDS[kind], kind)
    reading = await read(request)
    assert reading.problems == ()
    assert settle(reading.draft, FEW_PLACES).id == request.listing_id
    assert reading.council_code == COUNCIL


async def test_prices_hours_and_places_are_read_from_ordinary_words(db):
    draft = (await read(await make_written(await make_provider()))).draft
    assert [
        (cost.unit, cost.amount_pence, cost.amount_to_pence, cost.description) for cost in draft.costs
    ] == [
        (CostUnit.HOUR, 1450, 1700, ""),
        (CostUnit.HOUR, 2000, None, "at weekends"),
    ]
    assert [entry.day for entry in draft.schedule] == ["mon", "tue", "wed", "thu", "fri", "sat"]
    assert (draft.area.base_postcode, draft.area.miles) == ("sn12 6ad", 8.0)
    assert draft.capacity.hours_per_week == 6.5
    assert draft.cqc_status is CqcStatus.NOT_NEEDED


async def test_what_cannot_be_read_is_kept_as_typed_and_told_at_its_field(db):
    viewer = await make_provider()
    typed = ASSISTANT | {"prices": "a bit", "hours": "when I can", "base_postcode": "nowhere", "miles": "far"}
    request = await make_written(viewer, typed)
    assert {name: request.content[name] for name in ("prices", "hours", "miles")} == {
        "prices": "a bit", "hours": "when I can", "miles": "far",
    }  # fmt: skip
    reading = await read(request)
    assert {"prices", "hours", "miles"} <= {problem.field for problem in reading.problems}
    assert list(reading.by_step) == [Step.TRAVEL, Step.TIMES, Step.PRICE]
    with pytest.raises(InvalidError):
        await editing.hand_in(request.id, request.version, viewer, FEW_PLACES)


async def test_an_empty_request_says_all_that_is_missing(db):
    viewer = await make_provider()
    organization_id = await make_organization_of(viewer)
    request_id = await editing.start_listing(organization_id, ListingKind.PERSONAL_ASSISTANT, viewer)
    reading = await read(await editing.get_request(request_id, viewer))
    fields = {problem.field for problem in reading.problems}
    assert fields == {"title", "summary", "support_types", "miles", "dbs", "references"}


async def test_pages_write_their_own_fields_only(db):
    viewer = await make_provider()
    request = await make_written(viewer)
    await editing.save_answers(
        request.id,
        Step.OFFER,
        {"title": "New", "status": "approved", "prices": "free"},
        request.version,
        viewer,
    )
    now = await editing.get_request(request.id, viewer)
    assert now.content["title"] == "New"
    assert now.content["prices"] == ASSISTANT["prices"]
    assert "status" not in now.content
    assert now.status is RequestStatus.WRITING


async def test_two_who_save_two_pages_do_not_disturb_each_other(db):
    viewer = await make_provider()
    request = await make_written(viewer)
    await editing.save_answers(request.id, Step.OFFER, {"title": "Mine"}, request.version, viewer)
    await editing.save_answers(request.id, Step.PRICE, {"prices": "free"}, request.version, viewer)
    now = await editing.get_request(request.id, viewer)
    assert (now.content["title"], now.content["prices"]) == ("Mine", "free")


async def test_the_second_to_save_a_page_is_told_and_overwrites_nothing(db):
    viewer = await make_provider()
    request = await make_written(viewer)
    await editing.save_answers(request.id, Step.OFFER, {"title": "First"}, request.version, viewer)
    with pytest.raises(ConflictError):
        await editing.save_answers(request.id, Step.OFFER, {"title": "Second"}, request.version, viewer)
    assert (await editing.get_request(request.id, viewer)).content["title"] == "First"


async def test_of_two_at_once_one_saves_and_the_other_is_told(committed_db):
    viewer = await make_provider()
    request = await make_written(viewer)

    async def save(title):
        return await editing.save_answers(request.id, Step.OFFER, {"title": title}, request.version, viewer)

    results = await asyncio.gather(*(save(f"Title {n}") for n in range(4)), return_exceptions=True)
    assert [type(each) for each in results if not isinstance(each, int)] == [ConflictError] * 3


@pytest.mark.parametrize("stranger", ["another", "visitor"])
async def test_nobody_else_finds_a_request(db, stranger):
    request = await make_written(await make_provider())
    viewer = ANONYMOUS if stranger == "visitor" else await make_provider()
    calls = (
        editing.get_request(request.id, viewer),
        editing.save_answers(request.id, Step.OFFER, {"title": "Mine now"}, request.version, viewer),
        editing.hand_in(request.id, request.version, viewer, FEW_PLACES),
        editing.take_back(request.id, request.version, viewer),
        editing.discard(request.id, request.version, viewer),
        editing.start_listing(request.organization.id, ListingKind.PERSONAL_ASSISTANT, viewer),
    )
    for call in calls:
        with pytest.raises(NotFoundError):
            await call
    with pytest.raises(NotFoundError):
        await editing.get_request(uuid4(), viewer)


async def test_what_was_handed_in_cannot_be_changed_until_it_is_taken_back(db):
    viewer = await make_provider()
    request = await make_submitted(viewer)
    assert request.status is RequestStatus.SUBMITTED
    with pytest.raises(ConflictError):
        await editing.save_answers(request.id, Step.OFFER, {"title": "Late"}, request.version, viewer)
    version = await editing.take_back(request.id, request.version, viewer)
    await editing.save_answers(request.id, Step.OFFER, {"title": "In time"}, version, viewer)
    assert (await editing.get_request(request.id, viewer)).content["title"] == "In time"


async def test_it_goes_to_the_council_that_is_in_the_system_and_else_to_the_national_stewards(db):
    assert (await make_submitted(await make_provider())).council_code == NATIONAL
    await councils.add_council(COUNCIL, actor=ACTOR)
    assert (await make_submitted(await make_provider())).council_code == COUNCIL


async def test_a_stale_page_cannot_hand_in_what_somebody_changed(db):
    viewer = await make_provider()
    request = await make_written(viewer)
    await editing.save_answers(request.id, Step.OFFER, {"title": "Changed after"}, request.version, viewer)
    with pytest.raises(ConflictError):
        await editing.hand_in(request.id, request.version, viewer, FEW_PLACES)


async def test_discarding_leaves_no_word(db):
    viewer = await make_provider()
    request = await make_written(viewer)
    await editing.discard(request.id, request.version, viewer)
    now = await editing.find_request(request.id)
    assert (now.status, now.content, now.base) == (RequestStatus.DISCARDED, {}, {})


async def test_personal_care_by_two_or_more_needs_registration(db):
    viewer = await make_provider()
    typed = ENTERPRISE | {"support_types": ["personal_care"]}
    request = await make_written(viewer, typed, ListingKind.MICRO_ENTERPRISE)
    assert [problem.field for problem in (await read(request)).problems] == ["cqc"]
    request = await write(request.id, {"cqc": "yes", "cqc_location_id": "12"}, viewer)
    assert [problem.field for problem in (await read(request)).problems] == ["cqc_location_id"]
    request = await write(request.id, {"cqc": "yes", "cqc_location_id": "1-123456789"}, viewer)
    reading = await read(request)
    assert reading.problems == ()
    assert reading.draft.cqc_status is CqcStatus.REGISTERED


async def test_one_person_who_gives_personal_care_need_not_be_registered(db):
    typed = ENTERPRISE | {"support_types": ["personal_care"], "workers": "1"}
    request = await make_written(await make_provider(), typed, ListingKind.MICRO_ENTERPRISE)
    reading = await read(request)
    assert reading.problems == ()
    assert reading.draft.cqc_status is CqcStatus.EXEMPT


@pytest.mark.parametrize(
    ("workers", "full_time", "fields"),
    [
        ("5", "", []),
        ("8", "", ["full_time"]),
        ("8", "4.5", []),
        ("8", "7", ["full_time"]),
        ("8", "lots", ["full_time"]),
    ],
)
async def test_a_micro_enterprise_is_as_small_as_its_council_says(db, workers, full_time, fields):
    typed = ENTERPRISE | {"workers": workers, "full_time": full_time}
    request = await make_written(await make_provider(), typed, ListingKind.MICRO_ENTERPRISE)
    assert [problem.field for problem in (await read(request)).problems] == fields


async def test_the_council_s_size_is_asked_and_not_ours(db):
    await councils.add_council(COUNCIL, actor=ACTOR)
    await councils.update_council_settings(COUNCIL, {"micro_enterprise_size": 8.0}, 1, actor=ACTOR)
    typed = ENTERPRISE | {"workers": "8"}
    request = await make_written(await make_provider(), typed, ListingKind.MICRO_ENTERPRISE)
    assert (await read(request)).problems == ()


async def test_checks_that_the_council_needs_are_asked_for(db):
    typed = ENTERPRISE | {"insurance": "no", "training": []}
    request = await make_written(await make_provider(), typed, ListingKind.MICRO_ENTERPRISE)
    assert [problem.field for problem in (await read(request)).problems] == ["insurance", "training"]


async def test_changes_start_from_what_is_public_and_leave_it_up(db):
    viewer = await make_provider()
    draft = make_personal_assistant()
    listing_id = await publish_of(viewer, draft)
    request_id = await editing.start_change(listing_id, viewer)
    assert await editing.start_change(listing_id, viewer) == request_id
    request = await editing.get_request(request_id, viewer)
    reading = await read(request)
    assert reading.problems == ()
    assert reading.draft == reading.before
    await editing.save_answers(request_id, Step.OFFER, {"title": "A new title"}, request.version, viewer)
    assert (await listings.get_listing(listing_id)).title == draft.title
    changed = await read(await editing.get_request(request_id, viewer))
    assert changed.draft.title == "A new title"
    assert changed.draft.area == changed.before.area


@pytest.mark.parametrize("make", [make_personal_assistant, make_activity, make_enterprise])
async def test_nothing_changes_that_nobody_changed(db, make):
    viewer = await make_provider()
    listing_id = await publish_of(viewer, make())
    request = await editing.get_request(await editing.start_change(listing_id, viewer), viewer)
    request = await write(request.id, request.content, viewer)
    reading = await read(request)
    assert reading.draft == reading.before


async def test_capacity_that_came_in_between_is_not_overwritten(db):
    viewer = await make_provider()
    draft = make_personal_assistant()
    listing_id = await publish_of(viewer, draft)
    request_id = await editing.start_change(listing_id, viewer)
    stored = await listings.get_stored(listing_id)
    now = Capacity(hours_per_week=1.0, as_of=draft.capacity.as_of)
    await listings.update_listing(
        listing_id, replace(stored.draft, capacity=now), stored.version, gazetteer=FEW_PLACES, actor="test"
    )
    request = await write(request_id, {"title": "Another title"}, viewer)
    reading = await read(request)
    assert reading.draft.capacity == now
    assert reading.draft.title == "Another title"


async def test_a_rule_that_came_since_does_not_stop_a_provider_who_mends_a_word(db):
    viewer = await make_provider()
    listing_id = await publish_of(viewer, make_enterprise())
    request_id = await editing.start_change(listing_id, viewer)
    request = await write(request_id, {"title": "Cleaning and more"}, viewer)
    assert (await read(request)).problems == ()


async def test_a_listing_that_is_down_cannot_be_changed(db):
    viewer = await make_provider()
    listing_id = await publish_of(viewer, make_enterprise())
    await listings.withdraw_listing(listing_id, actor="test")
    with pytest.raises(ConflictError):
        await editing.start_change(listing_id, viewer)


async def test_two_who_begin_changes_at_once_get_one_request(committed_db):
    viewer = await make_provider()
    listing_id = await publish_of(viewer, make_enterprise())
    ids = await asyncio.gather(*(editing.start_change(listing_id, viewer) for _ in range(4)))
    assert len(set(ids)) == 1


async def test_the_audit_trail_holds_nothing_that_was_typed(db):
    viewer = await make_provider()
    request = await make_submitted(viewer)
    entries = await audit.list_history("change_request", request.id)
    assert [entry.action for entry in entries] == ["begin", "hand_in"]
    assert MELKSHAM.casefold() not in str(entries).casefold()


async def test_risks_are_marked_when_it_is_handed_in(db):
    typed = ASSISTANT | {"support_types": ["personal_care"], "minimum_age": "10"}
    request = await make_submitted(await make_provider(), typed)
    assert request.risks == ("unregistered_care", "new_personal_care", "children", "new_provider")


async def test_everybody_who_looks_after_it_hears_that_it_was_handed_in(db):
    viewer = await make_provider()
    await make_submitted(viewer)
    letters = await StoredLetter.select().where(StoredLetter.account == viewer.account_id)
    assert [letter["kind"] for letter in letters] == ["change_submitted"]


async def test_a_request_does_not_set_back_a_name_that_changed_meanwhile(db):
    viewer = await make_provider()
    organization_id = await make_organization_of(viewer, "Avon Home Help")
    request_id = await editing.start_listing(organization_id, ListingKind.MICRO_ENTERPRISE, viewer)
    request = await write(request_id, ENTERPRISE, viewer)
    assert "organization_name" not in request.content
    await listings.update_organization(replace(request.organization, name="Avon Helpers"), actor="test")
    reading = await read(await editing.get_request(request_id, viewer))
    assert reading.draft.organization.name == "Avon Helpers"


async def test_what_nobody_touched_for_long_is_forgotten_and_what_waits_is_not(db):
    viewer = await make_provider()
    begun, handed_in = await make_written(viewer), await make_submitted(viewer)
    with clock.stopped_at(clock.now() + timedelta(days=300)):
        assert await forget_old_requests() == 0
    with clock.stopped_at(clock.now() + timedelta(days=366)):
        assert await forget_old_requests() == 1
        assert await forget_old_requests() == 0
    assert await editing.find_request(begun.id) is None
    assert await editing.find_request(handed_in.id)


async def test_of_two_who_hand_in_at_once_one_does(committed_db):
    viewer = await make_provider()
    request = await make_written(viewer)
    results = await asyncio.gather(
        *(editing.hand_in(request.id, request.version, viewer, FEW_PLACES) for _ in range(3)),
        return_exceptions=True,
    )
    assert sum(isinstance(result, ConflictError) for result in results) == 2
    assert (await editing.get_request(request.id, viewer)).status is RequestStatus.SUBMITTED


async def test_taking_back_and_deciding_at_once_have_one_outcome(committed_db):
    viewer, steward = await make_provider(), await make_provider()
    request = await make_submitted(viewer)
    taken, decided = await asyncio.gather(
        editing.take_back(request.id, request.version, viewer),
        editing.decide_request(
            request.id, RequestStatus.REJECTED, request.version, note="No.", viewer=steward
        ),
        return_exceptions=True,
    )
    now = await editing.get_request(request.id, viewer)
    if isinstance(decided, ConflictError):
        assert (now.status, taken) == (RequestStatus.WRITING, now.version)
    else:
        assert (now.status, type(taken)) == (RequestStatus.REJECTED, ConflictError)


async def test_changing_and_taking_down_at_once_leave_no_open_changes(committed_db):
    viewer = await make_provider()
    listing_id = await publish_of(viewer, make_enterprise())
    begun, _down = await asyncio.gather(
        editing.start_change(listing_id, viewer),
        keeping.withdraw_own(listing_id, viewer),
        return_exceptions=True,
    )
    if not isinstance(begun, ConflictError):
        assert not (await editing.find_request(begun)).status.is_open
    assert (await listings.get_stored(listing_id)).status is ListingStatus.WITHDRAWN


async def test_what_was_approved_is_forgotten_when_something_newer_was_or_the_listing_is_gone(db):
    viewer, steward = await make_provider(), await make_provider()
    listing_id = await publish_of(viewer, make_enterprise())
    ids = []
    for day in range(2):
        with clock.stopped_at(clock.now() + timedelta(days=day)):
            request = await write(
                await editing.start_change(listing_id, viewer), {"title": f"Title {day}"}, viewer
            )
            request = await editing.hand_in(request.id, request.version, viewer, FEW_PLACES)
            await editing.decide_request(
                request.id, RequestStatus.APPROVED, request.version, note="", viewer=steward
            )
            ids.append(request.id)
    with clock.stopped_at(clock.now() + timedelta(days=400)):
        assert await forget_old_requests() == 1
        assert [await editing.find_request(each) is None for each in ids] == [True, False]
        await keeping.withdraw_own(listing_id, viewer)
        assert await forget_old_requests() == 1
