"""Work for the demonstration's stewards: requests, evidence, a claim, a little history; made by services."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from marketplace.accounts.schemas import Role, Viewer
from marketplace.accounts.service import add_account, find_account_by_address
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.listings import service as listings
from marketplace.listings.editing import service as editing
from marketplace.listings.editing.schemas import Answers, ChangeRequest, Step
from marketplace.listings.editing.steps.rules import FIELDS, steps_of
from marketplace.listings.evidence import service as evidence
from marketplace.listings.evidence.schemas import ClaimFacts
from marketplace.listings.organizations import service as organizations
from marketplace.listings.organizations.claims.service import claim_listing
from marketplace.listings.organizations.schemas import MemberRole
from marketplace.listings.overview.schemas import ListingFilter, ListingState
from marketplace.listings.overview.service import list_listings
from marketplace.listings.reviewing import service as reviewing
from marketplace.listings.schemas import ListingKind, StoredListing
from marketplace.places.schemas import Place
from marketplace.places.service import Gazetteer
from seed.demo.sign_ins import made_up_people

ACTOR = "demo"
_LENA = "lena.m@example.org"
_ORGANIZATION_KINDS = (ListingKind.MICRO_ENTERPRISE, ListingKind.CO_OPERATIVE, ListingKind.COMMUNITY_ACTIVITY)

_ASSISTANT: Answers = {
    "organization_name": "Lena M.",
    "title": "Help to get up, get out and see friends",
    "summary": "I help with washing and dressing, and with days out by bus.",
    "support_types": ["personal_care", "getting_out"],
    "description": "I worked in a care home for six years and like to do things the slow way.",
    "care_groups": ["older_people", "physical_disability"],
    "languages": ["english", "polish"],
    "miles": "6",
    "hours": "Mon to Fri 8am-12",
    "hours_per_week": "12",
    "prices": "£17 an hour",
    "funding": ["direct_payment"],
    "dbs": "yes",
    "dbs_level": "enhanced",
    "dbs_on": "4 March 2025",
    "references": "yes",
}
_GROUP: Answers = {
    "title": "Thursday walking group",
    "summary": "A slow walk of an hour by the water, with tea afterwards. Everybody is welcome.",
    "support_types": ["walking", "social_group"],
    "description": "We meet at the gate and leave nobody behind. Carers come free. Questions: 01632 960 123.",
    "care_groups": ["older_people", "mental_health"],
    "where": "come",
    "venue_name": "The Boathouse",
    "venue_address": "2 Mill Lane",
    "hours": "Thursdays 10.30-12",
    "places": "6",
    "prices": "£2 a session",
    "workers": "2",
    "cqc": "no",
    "insurance": "yes",
    "dbs": "yes",
    "dbs_level": "enhanced",
    "dbs_on": "11 June 2025",
    "training": ["safeguarding_training"],
}


async def load_work_of_people(gazetteer: Gazetteer, council: str | None) -> int:
    """Give the made-up steward and provider their work, once: all or nothing. Returns how many things."""
    people = {person.role: person for person in reversed(made_up_people(council))}
    provider = await _viewer_of(people[Role.PROVIDER].address)
    steward = await _viewer_of(people[Role.STEWARD].address)
    if provider is None or steward is None or await find_account_by_address(_LENA) is not None:
        return 0
    async with transaction():
        code = people[Role.STEWARD].council_code
        assert code is not None
        return await load_work(gazetteer, council=code, provider=provider, steward=steward)


async def _viewer_of(address: str) -> Viewer | None:
    account = await find_account_by_address(address)
    if account is None:
        return None
    return Viewer(account_id=account.id, name=account.name, grants=account.grants, has_second_factor=True)


async def load_work(gazetteer: Gazetteer, *, council: str, provider: Viewer, steward: Viewer) -> int:
    """Give the stewards of a council something to do; return how many things. Nothing if it has few listings.

    `council` is in the system and has demonstration listings; `provider` is the account that gets two
    organisations, `steward` the one that decided on something.
    """
    chosen = await _choose(council)
    if chosen is None:
        return 0
    own, second, other = chosen
    assert provider.account_id is not None
    for stored in (own, second):
        await organizations.add_person(
            stored.draft.organization.id, provider.account_id, MemberRole.OWNER, actor=ACTOR
        )
    await _make_history(own, provider, steward, gazetteer)
    await _ask_for_change(second, provider, gazetteer)
    postcode, town = _place_of(chosen, gazetteer)
    until = (clock.today() + timedelta(days=200)).strftime("%-d %B %Y")
    group = _GROUP | {"venue_postcode": postcode, "venue_town": town, "insurance_until": until}
    await hand_in_new(own.draft.organization.id, own.draft.kind, group, provider, gazetteer)
    lena = await _visitor("Lena M.", _LENA)
    lena_id = await organizations.create_organization("Lena M.", lena)
    answers = _ASSISTANT | {"base_postcode": postcode}
    await hand_in_new(lena_id, ListingKind.PERSONAL_ASSISTANT, answers, lena, gazetteer)
    facts = ClaimFacts(
        kind="insurance",
        amount_pence=5_000_000_00,
        reference="DEMO 12345",
        expires_on=clock.today() + timedelta(days=200),
    )
    await evidence.add_claim(own.draft.organization.id, facts, (), provider)
    hanna = await _visitor("Hanna B.", "hanna.b@example.org")
    words = "I started this with two friends. The hall and the council's link worker both know me."
    await claim_listing(other.id, hanna, words)
    return 5


async def _choose(council: str) -> tuple[StoredListing, StoredListing, StoredListing] | None:
    """Three public listings of different organisations that are no personal assistants', by title."""
    found: dict[UUID, StoredListing] = {}
    page = await list_listings([council], 1, ListingFilter(state=ListingState.PUBLIC))
    for number in range(1, page.pages + 1):
        rows = (await list_listings([council], number, ListingFilter(state=ListingState.PUBLIC))).items
        for row in rows:
            if row.kind in _ORGANIZATION_KINDS:
                stored = await listings.get_stored(row.id)
                found.setdefault(stored.draft.organization.id, stored)
            if len(found) == 3:
                first, second, third = found.values()
                return first, second, third
    return None


def _place_of(chosen: Sequence[StoredListing], gazetteer: Gazetteer) -> tuple[str, str]:
    """A postcode and town of the council that somebody there starts from or meets at."""
    for stored in chosen:
        if stored.draft.venue:
            return stored.draft.venue.postcode, stored.draft.venue.town
    area = chosen[0].draft.area
    postcode = (area and area.base_postcode) or ""
    found = gazetteer.find_place(postcode)
    towns = gazetteer.nearest_towns(found.latitude, found.longitude) if isinstance(found, Place) else []
    return postcode, towns[0].label.partition(",")[0] if towns else ""


async def _make_history(
    stored: StoredListing, provider: Viewer, steward: Viewer, gazetteer: Gazetteer
) -> None:
    """A change that was approved, so that the listing has an earlier version."""
    summary = f"{stored.draft.summary} Now also at weekends."
    request = await _change(stored, {"summary": summary}, provider, gazetteer)
    await reviewing.approve(request.id, request.version, stored.version, steward, gazetteer)


async def _ask_for_change(stored: StoredListing, provider: Viewer, gazetteer: Gazetteer) -> None:
    """Changes of words and of a price."""
    changes: Answers = {
        "summary": stored.draft.summary.replace(" and ", " as well as "),
        "description": f"{stored.draft.description} See www.example.org for pictures.".strip(),
        "prices": "£29 an hour",
    }
    await _change(stored, changes, provider, gazetteer)


async def _change(
    stored: StoredListing, changes: Answers, provider: Viewer, gazetteer: Gazetteer
) -> ChangeRequest:
    request_id = await editing.start_change(stored.id, provider)
    return await _write(request_id, changes, provider, gazetteer)


async def hand_in_new(
    organization_id: UUID, kind: ListingKind, answers: Answers, viewer: Viewer, gazetteer: Gazetteer
) -> ChangeRequest:
    """Answer all about a new listing, and hand it in."""
    request_id = await editing.start_listing(organization_id, kind, viewer)
    return await _write(request_id, answers, viewer, gazetteer)


async def _write(request_id: UUID, answers: Answers, viewer: Viewer, gazetteer: Gazetteer) -> ChangeRequest:
    """Answer page by page, and hand in."""
    for step in Step:
        request = await editing.get_request(request_id, viewer)
        own = {name: answers[name] for name in FIELDS[step] if name in answers}
        if own and step in steps_of(request.content | answers):
            await editing.save_answers(request_id, step, own, request.version, viewer)
    request = await editing.get_request(request_id, viewer)
    return await editing.hand_in(request_id, request.version, viewer, gazetteer)


async def _visitor(name: str, address: str) -> Viewer:
    """An account without a password: made up, and nobody signs in to it."""
    return Viewer(account_id=await add_account(address, name, password=None, actor=ACTOR), name=name)
