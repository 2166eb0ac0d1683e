"""The provider to sign in as is a checked personal assistant too, whom somebody's saved search has found."""

from datetime import timedelta
from uuid import UUID

from marketplace.councils.service import get_council_settings
from marketplace.finder.keeping.service import keep_search
from marketplace.kernel import clock
from marketplace.listings.editing.schemas import Answers
from marketplace.listings.evidence.deciding import service as deciding
from marketplace.listings.evidence.schemas import Acceptance
from marketplace.listings.loading.service import mark_made_up
from marketplace.listings.organizations.service import create_organization
from marketplace.listings.reviewing import service as reviewing
from marketplace.listings.schemas import ListingKind
from marketplace.places.service import Gazetteer
from marketplace.wanted.alerts.service import send_alerts
from marketplace.wanted.searches.service import save_search
from seed.demo.cast import Cast
from seed.demo.work import hand_in_new

_NAME = "Jo F."
_ANSWERS: Answers = {
    "organization_name": _NAME,
    "title": "Shopping, trips out and good company",
    "summary": "I help on weekdays with shopping and with getting out and about, on foot or by bus.",
    "support_types": ["shopping", "getting_out"],
    "description": "I have done this for four years. We go at your pace, and you choose where.",
    "care_groups": ["older_people", "physical_disability"],
    "languages": ["english"],
    "miles": "8",
    "hours": "Mon to Fri 8am-4pm",
    "hours_per_week": "12",
    "prices": "£15 an hour",
    "funding": ["direct_payment", "self_funded"],
    "dbs": "yes",
    "dbs_level": "enhanced",
    "references": "yes",
}
_CHECKED_BEFORE = timedelta(days=30)
"""What the steward saw was done so long before."""


async def make_assistant(cast: Cast, gazetteer: Gazetteer) -> None:
    """List and check the provider now, after the three months, and tell who looks for such a person.

    Now, for all other listings are as new as the demonstration: only what comes after the search was saved is
    new to it.
    """
    query = await _save_search(cast, gazetteer)
    organization_id = await create_organization(_NAME, cast.own.viewer)
    checked_on = (clock.today() - _CHECKED_BEFORE).strftime("%-d %B %Y")
    answers = _ANSWERS | {"base_postcode": cast.place, "dbs_on": checked_on}
    request = await hand_in_new(
        organization_id, ListingKind.PERSONAL_ASSISTANT, answers, cast.own.viewer, gazetteer
    )
    listing_id = await reviewing.approve(request.id, request.version, None, cast.steward, gazetteer)
    await mark_made_up(listing_id)
    await _check(organization_id, cast)

    async def find_new(asked: str) -> frozenset[UUID]:
        """What is new to the search: the index learns of it later."""
        return frozenset({listing_id} if asked == query else ())

    await send_alerts(find_new)


async def _save_search(cast: Cast, gazetteer: Gazetteer) -> str:
    outcode = cast.place.split()[0]
    asked = f"near={outcode}&kind=personal_assistant&support_type=shopping&support_type=getting_out"
    found = await keep_search(asked.encode(), gazetteer, None)
    assert found is not None
    await save_search(found.name, found.query, cast.person, wants_alerts=True)
    return found.query


async def _check(organization_id: UUID, cast: Cast) -> None:
    """The steward has seen what the council asks of a personal assistant."""
    settings = await get_council_settings(cast.council)
    first = settings.tiers[0]
    needed = (
        *settings.required_checks.get(ListingKind.PERSONAL_ASSISTANT.value, ()),
        *first.required_checks,
    )
    said = {claim.facts.kind: claim for claim in await deciding.list_claims_of(organization_id, cast.steward)}
    for kind in dict.fromkeys(needed):
        seen = Acceptance(
            checked_on=clock.today() - _CHECKED_BEFORE,
            level="enhanced" if kind == "dbs" else "",
            number=max(2, first.lowest_references) if kind == "references" else None,
        )
        if kind in said:
            await deciding.accept_check(said[kind].id, said[kind].version, seen, cast.steward)
        else:
            await deciding.give_check(organization_id, kind, seen, cast.steward, council_code=cast.council)
