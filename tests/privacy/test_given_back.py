"""What a council had listed goes back to it when the people leave who took it on; what they added goes."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from marketplace.accounts.schemas import Role
from marketplace.accounts.service import delete_account, find_address
from marketplace.audit.tables import AuditEntry
from marketplace.councils.schemas import NATIONAL
from marketplace.holders import DATA_HOLDERS
from marketplace.kernel import clock
from marketplace.listings import service as listings
from marketplace.listings.capacity import service as capacity
from marketplace.listings.editing import service as editing
from marketplace.listings.evidence import service as evidence
from marketplace.listings.evidence.schemas import ClaimFacts
from marketplace.listings.history import service as history
from marketplace.listings.media import service as media
from marketplace.listings.organizations import service as organizations
from marketplace.listings.organizations.claims import service as claims
from marketplace.listings.organizations.schemas import MemberRole
from marketplace.listings.schemas import (
    Capacity,
    HiddenReason,
    ListingKind,
    ListingStatus,
    Photo,
    ServiceArea,
)
from marketplace.listings.tables import Service
from tests.factories.accounts import COUNCIL, make_account, viewer_of
from tests.factories.evidence import make_pdf
from tests.factories.listings import (
    FEW_PLACES,
    MELKSHAM,
    TROWBRIDGE,
    make_activity,
    make_enterprise,
    make_organization,
    make_personal_assistant,
    publish,
)
from tests.factories.pictures import jpeg
from tests.factories.providers import ENTERPRISE, make_provider, write
from tests.privacy.marks import Marks, places_of

LATER = timedelta(days=40)
IDS_OF_PERSON = {
    "audit_entry.actor", "audit_entry.record_id", "change_request.created_by", "change_request.updated_by",
}  # fmt: skip


async def take_on(listing_id, viewer):
    """Claim a listing; a steward agrees. It was the council's until then."""
    steward = await viewer_of(await make_account(Role.STEWARD, COUNCIL))
    claim_id = await claims.claim_listing(listing_id, viewer, "I am the treasurer of this club here.")
    await claims.decide_claim(claim_id, 1, steward, is_accepted=True, note="")
    return (await listings.get_stored(listing_id)).draft.organization.id


async def rewrite(listing_id, **changes):
    stored = await listings.get_stored(listing_id)
    organization = replace(stored.draft.organization, **changes.pop("organization", {}))
    draft = replace(stored.draft, organization=organization, **changes)
    return await listings.update_listing(
        listing_id, draft, stored.version, gazetteer=FEW_PLACES, actor="somebody"
    )


async def leave(viewer):
    await delete_account(viewer.account_id, DATA_HOLDERS.all, actor=viewer.actor)


def said(listing):
    """What a listing says, without what every change moves on."""
    return replace(listing, version=0, updated_at=clock.now().min)


async def test_what_the_council_wrote_comes_back_and_nothing_of_the_person_is_left(committed_db):
    mark = Marks("Zq")
    viewer = await make_provider(mark("name"))
    address = await find_address(viewer.account_id)
    listing_id = await publish(make_enterprise(area=ServiceArea(base_postcode=TROWBRIDGE, miles=5.0)))
    await rewrite(listing_id, summary="What the council wrote after a look at it.")
    before = await listings.get_listing(listing_id)
    with clock.stopped_at(clock.now() + timedelta(days=1)):
        organization_id = await take_on(listing_id, viewer)
        picture = await media.add_upload(jpeg(width=83), organization_id, viewer)
        await rewrite(
            listing_id,
            title=mark("title"),
            summary=f"Call me, {mark('summary')}.",
            organization={
                "name": mark("organization"),
                "description": mark("about us"),
                "website": f"https://{mark('site').lower()}.example.org/",
            },
            area=ServiceArea(base_postcode=MELKSHAM, miles=9.0),
            photos=(Photo(media_hash=picture, alt=mark("alt")),),
        )
        await rewrite(listing_id, description=f"And again, {mark('description')}.")
        now_free = Capacity(hours_per_week=6.5, as_of=clock.today())
        await capacity.set_capacity(listing_id, now_free, actor=viewer.actor)
        await listings.hide_listing(listing_id, HiddenReason.PAUSED, actor=viewer.actor)
        facts = ClaimFacts(kind="identity", words=mark("evidence"), checked_on=clock.today(), number=1)
        await evidence.add_claim(organization_id, facts, [make_pdf(b"% paper")], viewer)
        request_id = await editing.start_change(listing_id, viewer)
        await write(request_id, {"title": mark("unfinished")}, viewer)
        second = await editing.start_listing(organization_id, ListingKind.MICRO_ENTERPRISE, viewer)
        await write(second, ENTERPRISE | {"title": mark("second")}, viewer)
        own = await publish(
            make_activity(organization=(await listings.get_stored(listing_id)).draft.organization,
                          title=mark("own listing"))
        )  # fmt: skip
        words = {*mark.words.values(), address, MELKSHAM}
        assert len(set().union(*(await places_of(words)).values())) == len(words)
        await leave(viewer)
    found = await places_of(words)
    assert found.pop("letter.recipient") == {address}
    assert found == {}
    assert set(await places_of({str(viewer.account_id)})) <= IDS_OF_PERSON
    after = await listings.get_listing(listing_id)
    assert said(after) == said(before)
    assert after.version > before.version
    assert (await listings.get_stored(own)).status is ListingStatus.WITHDRAWN
    # The council's own past is still there.
    assert [each.title for each in (await history.list_versions(listing_id)).items] == [before.title]
    entries = await AuditEntry.select().where(AuditEntry.action == "give_back")
    assert {entry["council"] for entry in entries} == {NATIONAL}, "no council of the area is in the system"
    assert {entry["record_id"] for entry in entries} == {listing_id, organization_id}


async def test_it_is_nobodys_then_and_can_be_claimed_and_given_back_anew(committed_db):
    listing_id = await publish(make_activity())
    for number in (1, 2):
        viewer = await make_provider()
        with clock.stopped_at(clock.now() + number * LATER):
            organization_id = await take_on(listing_id, viewer)
            await rewrite(listing_id, title=f"Title of {number}")
            await leave(viewer)
        assert (await listings.get_listing(listing_id)).title == "Tuesday art group"
        assert await organizations.addresses_of(organization_id) == []


async def test_one_that_was_never_changed_stays_as_it_is_with_its_private_base(committed_db):
    listing_id = await publish(make_enterprise(area=ServiceArea(base_postcode=TROWBRIDGE, miles=5.0)))
    before = await listings.get_stored(listing_id)
    viewer = await make_provider()
    with clock.stopped_at(clock.now() + LATER):
        await take_on(listing_id, viewer)
        await listings.confirm_listing(listing_id, actor=viewer.actor)
        await leave(viewer)
    after = await listings.get_stored(listing_id)
    assert after.draft.area.base_postcode == TROWBRIDGE
    assert (after.draft.title, after.status) == (before.draft.title, ListingStatus.PUBLISHED)
    assert after.draft.confirmed_on == (clock.today() + LATER), "somebody said so, whoever it was"


@pytest.mark.parametrize("reason", [HiddenReason.SUSPENDED, HiddenReason.NOT_CONFIRMED])
async def test_one_that_was_hidden_by_others_stays_hidden(committed_db, reason):
    listing_id, viewer = await publish(make_activity()), await make_provider()
    with clock.stopped_at(clock.now() + LATER):
        await take_on(listing_id, viewer)
        await listings.hide_listing(listing_id, reason, actor="test")
        await listings.hide_listing(listing_id, HiddenReason.PAUSED, actor="test")
        await leave(viewer)
    assert (await listings.get_stored(listing_id)).hidden_for == {reason}


async def test_one_that_its_people_took_down_is_erased_with_them(committed_db):
    listing_id, viewer = await publish(make_activity()), await make_provider()
    with clock.stopped_at(clock.now() + LATER):
        await take_on(listing_id, viewer)
        await listings.withdraw_listing(listing_id, actor=viewer.actor)
        await leave(viewer)
    stored = await listings.get_stored(listing_id)
    assert (stored.status, stored.draft.title) == (ListingStatus.WITHDRAWN, "\N{EN DASH}")


async def test_a_personal_assistant_is_a_person_and_goes_whoever_wrote_it(committed_db):
    listing_id, viewer = await publish(make_personal_assistant()), await make_provider()
    with clock.stopped_at(clock.now() + LATER):
        await take_on(listing_id, viewer)
        await leave(viewer)
    assert (await listings.get_stored(listing_id)).draft.title == "\N{EN DASH}"


async def test_while_somebody_else_looks_after_it_their_words_stay(committed_db):
    listing_id, first, second = await publish(make_activity()), await make_provider(), await make_provider()
    with clock.stopped_at(clock.now() + LATER):
        organization_id = await take_on(listing_id, first)
    with clock.stopped_at(clock.now() + 2 * LATER):
        await organizations.add_person(organization_id, second.account_id, MemberRole.MEMBER, actor="test")
        await rewrite(listing_id, title="What the people wrote")
        await leave(first)
        assert (await listings.get_listing(listing_id)).title == "What the people wrote"
        await leave(second)
    assert (await listings.get_listing(listing_id)).title == "Tuesday art group"


async def test_what_people_made_themselves_is_erased_as_ever(committed_db):
    viewer = await make_provider()
    organization_id = await organizations.create_organization("Own Club", viewer)
    listing_id = await publish(make_activity(organization=make_organization("Own Club", id=organization_id)))
    await leave(viewer)
    assert (await listings.get_stored(listing_id)).draft.title == "\N{EN DASH}"
    assert not await Service.exists().where(Service.title == "Tuesday art group")
