"""The life of one person here, with an unmistakable word in every field that takes words."""

from datetime import timedelta

from marketplace.accounts.schemas import Role
from marketplace.accounts.service import find_account_by_address, grant_role
from marketplace.accounts.staff import service as staff
from marketplace.concerns import service as concerns
from marketplace.concerns.handling import service as handling
from marketplace.concerns.schemas import ConcernKind, NewConcern
from marketplace.kernel import clock
from marketplace.listings.capacity import service as capacity
from marketplace.listings.editing import service as editing
from marketplace.listings.evidence import service as evidence
from marketplace.listings.evidence.deciding import service as deciding
from marketplace.listings.evidence.schemas import Acceptance, ClaimFacts
from marketplace.listings.media import service as media
from marketplace.listings.moderating import service as moderating
from marketplace.listings.moderating.schemas import SuspendReason
from marketplace.listings.organizations import service as organizations
from marketplace.listings.organizations.claims import service as claims
from marketplace.listings.organizations.invites import service as invites
from marketplace.listings.organizations.schemas import MemberRole
from marketplace.listings.reviewing import service as reviewing
from marketplace.listings.reviewing.schemas import RejectReason
from marketplace.listings.schemas import ListingKind
from tests.accounts.letters import last_link
from tests.factories.accounts import COUNCIL, PASSWORD, make_account, sign_in_as, viewer_of
from tests.factories.evidence import make_pdf
from tests.factories.listings import make_activity, make_organization, publish
from tests.factories.pictures import jpeg
from tests.factories.providers import (
    ACTIVITY,
    ASSISTANT,
    ENTERPRISE,
    make_organization_of,
    make_provider,
    write,
)

BASE = "SN12 6AD"
"""The private base of the person: nobody else's."""


async def join(browser, mark):
    """Sign up twice with one address, as people do, as a supporter; the first letter's link is never used."""
    address = f"{mark('address')}@example.org".lower()
    sent = {
        "name": mark("name"), "address": address, "person_name": mark("supported"), "relation": "friend",
        "consent": "agreed",
    }  # fmt: skip
    for _ in range(2):
        assert (await browser.post("/sign-up/supporter", data=sent)).status_code == 303
    link = await last_link(address)
    assert (await browser.post(link, data={"password": PASSWORD})).status_code == 303
    account = await find_account_by_address(address)
    await sign_in_as(browser, account)
    for path, data in (
        (
            "/account/acting-for",
            {"person_name": mark("other supported"), "relation": "family", "consent": "agreed"},
        ),
        ("/account/name", {"name": mark("new name")}),
        (
            "/account/address",
            {"address": f"{mark('wanted address')}@example.org", "current_password": PASSWORD},
        ),
        ("/account/second-factor/begin", {}),
        ("/reset-password", {"address": address}),
    ):
        assert (await browser.post(path, data=data)).status_code == 303, path
    return account


def in_a_year():
    """A day on which an insurance runs out, as somebody types it."""
    return (clock.today() + timedelta(days=300)).strftime("%d/%m/%Y")


def answers(mark, **changes):
    """What the person types about themselves."""
    return ENTERPRISE | {
        "organization_name": mark("organization"),
        "title": mark("title"),
        "summary": f"I help people, {mark('summary')}.",
        "description": f"Ten years of it, {mark('description')}.",
        "organization_description": f"About us: {mark('organization description')}.",
        "website": f"https://{mark('website').lower()}.example.org/",
        "prices": f"£14.50 an hour {mark('price')}",
        "hours": "Mon to Fri 9am-1pm",
        "insurance_until": in_a_year(),
        "where": "both",
        "venue_name": mark("venue"),
        "venue_address": f"1 {mark('street')}",
        "venue_town": mark("town"),
        "venue_postcode": "BA14 8AA",
        "base_postcode": BASE,
        "miles": "8",
        "data_protection": "yes",
        "data_protection_number": "ZA123456",
        "easy_read": [f"I help you. {mark('easy read')}"],
    } | changes  # fmt: skip


async def publish_own(mark, viewer, steward, gazetteer, **changes):
    """Write a listing with a photo, have it sent back once and approved, and change it once."""
    typed = answers(mark, **changes)
    organization_id = await make_organization_of(viewer, typed["organization_name"])
    picture = await media.add_upload(jpeg(width=83), organization_id, viewer)
    request_id = await editing.start_listing(organization_id, ListingKind.MICRO_ENTERPRISE, viewer)
    typed["photos"] = [{"media_hash": picture, "alt": mark("alt")}]
    request = await write(request_id, typed, viewer)
    request = await editing.hand_in(request_id, request.version, viewer, gazetteer)
    await reviewing.ask_for_changes(request_id, request.version, f"More, {mark('returned')}.", steward)
    request = await editing.get_request(request_id, viewer)
    request = await editing.hand_in(request_id, request.version, viewer, gazetteer)
    listing_id = await reviewing.approve(request_id, request.version, None, steward, gazetteer)
    request_id = await editing.start_change(listing_id, viewer)
    request = await write(request_id, {"title": mark("second title")}, viewer)
    request = await editing.hand_in(request_id, request.version, viewer, gazetteer)
    review = await reviewing.get_review(request_id, steward, gazetteer)
    await reviewing.approve(request_id, request.version, review.listing_version, steward, gazetteer)
    return organization_id, listing_id


async def write_in_vain(mark, viewer, steward, gazetteer, organization_id):
    """A listing that is refused, one that is thrown away, and one that is never finished."""
    for what in ("refused", "thrown away", "unfinished"):
        request_id = await editing.start_listing(organization_id, ListingKind.MICRO_ENTERPRISE, viewer)
        typed = answers(mark, title=mark(f"{what} title"), organization_name=mark("organization"))
        request = await write(request_id, typed, viewer)
        if what == "refused":
            request = await editing.hand_in(request_id, request.version, viewer, gazetteer)
            await reviewing.reject(
                request_id, request.version, RejectReason.OTHER, f"No, {mark('refusal')}.", steward
            )
        elif what == "thrown away":
            await editing.discard(request_id, request.version, viewer)


async def show_papers(mark, viewer, steward, organization_id):
    """One claim that is accepted, one that is refused, one that waits; all with a paper."""
    paper = make_pdf(f"% {mark('paper')}".encode())
    for kind, what in (("insurance", "accepted"), ("references", "declined"), ("identity", "waiting")):
        facts = ClaimFacts(
            kind=kind,
            amount_pence=500_000_000 if kind == "insurance" else None,
            checked_on=clock.today() - timedelta(days=9),
            expires_on=clock.today() + timedelta(days=100),
            reference=mark("insurance number"),
            words=mark(f"{what} words") if kind != "insurance" else "",
            number=2,
        )
        claim_id = await evidence.add_claim(organization_id, facts, [paper], viewer)
        claim = await evidence.get_own_claim(claim_id, viewer)
        if what == "accepted":
            seen = Acceptance(
                checked_on=facts.checked_on, expires_on=facts.expires_on, note=mark("acceptance")
            )
            await deciding.accept_check(claim_id, claim.version, seen, steward)
        elif what == "declined":
            await deciding.refuse_check(claim_id, claim.version, mark("declined note"), steward)


async def take_part(mark, viewer, others):
    """Look after what others look after too: as a member, and as the owner of what others help with."""
    shared = await make_organization_of(others, "Avon Home Help")
    await organizations.add_person(shared, viewer.account_id, MemberRole.MEMBER, actor="test")
    own = await make_organization_of(viewer, "Kennet Company")
    await organizations.add_person(own, others.account_id, MemberRole.MEMBER, actor="test")
    request_id = await editing.start_listing(shared, ListingKind.PERSONAL_ASSISTANT, viewer)
    await write(
        request_id, ASSISTANT | {"title": "What all of us offer", "base_postcode": "BA14 8AA"}, viewer
    )
    return shared, own, request_id


async def ask_and_be_asked(mark, address, viewer, organization_id, others):
    """Invite somebody, be invited by others and by a council, and claim a listing that a council made."""
    await invites.invite_member(organization_id, "friend@example.org", MemberRole.MEMBER, viewer)
    theirs = await make_organization_of(others, "Somebody Else")
    await invites.invite_member(theirs, address.upper(), MemberRole.MEMBER, others)
    await staff.send_invite(COUNCIL, address, [Role.COMMISSIONER], invited_by=None, actor="test")
    for what in ("open", "refused"):
        listing_id = await publish(make_activity(organization=make_organization(f"Club {what}")))
        claim_id = await claims.claim_listing(
            listing_id, viewer, f"I am the treasurer, {mark(f'{what} claim')}."
        )
        if what == "refused":
            await claims.decide_claim(
                claim_id, 1, others, is_accepted=False, note=f"You are not. {mark('claim note')}"
            )
    return listing_id


async def report(mark, address, listing_id):
    """Report something, with a name and an address."""
    new = NewConcern(
        kind=ConcernKind.WRONG,
        words=f"It is closed, {mark('concern')}.",
        name=mark("reporter"),
        contact=address,
    )
    return await concerns.report_concern(listing_id, new, host="192.0.2.1")


async def work_as_steward(mark, account, listing_id, concern_id, gazetteer):
    """Be given the role of a steward, decide on others and note something."""
    await grant_role(account.id, Role.STEWARD, COUNCIL, actor="test")
    steward = await viewer_of(account, second_factor=True)
    provider = await make_provider("Other Person")
    request = await write_activity(provider, gazetteer)
    other_id = await reviewing.approve(request.id, request.version, None, steward, gazetteer)
    await moderating.suspend_listing(
        other_id, SuspendReason.OTHER, "We look into what we heard.", steward, tell_provider=True
    )
    await handling.add_note(concern_id, f"I rang them, {mark('steward note')}.", steward)
    return other_id


async def write_activity(viewer, gazetteer):
    """A request of somebody else that waits."""
    organization_id = await make_organization_of(viewer, ACTIVITY["organization_name"])
    request_id = await editing.start_listing(organization_id, ListingKind.COMMUNITY_ACTIVITY, viewer)
    request = await write(request_id, ACTIVITY | {"insurance_until": in_a_year()}, viewer)
    return await editing.hand_in(request.id, request.version, viewer, gazetteer)


async def make_steward():
    """Somebody else who decides."""
    return await viewer_of(await make_account(Role.STEWARD, COUNCIL, name="Sam Steward"))


async def be_moderated(mark, listing_id, steward, viewer):
    """What stewards and people say of a listing that is there."""
    await moderating.suspend_listing(
        listing_id,
        SuspendReason.OTHER,
        f"We heard something, {mark('suspension')}.",
        steward,
        tell_provider=True,
    )
    await moderating.end_suspension(listing_id, steward)
    await capacity.choose_asking(listing_id, 0, viewer)
