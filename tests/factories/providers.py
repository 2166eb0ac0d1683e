"""Providers for tests, through the services: an account, its organisation, and what it writes."""

from marketplace.accounts.schemas import Role
from marketplace.kernel import clock
from marketplace.listings.editing import service as editing
from marketplace.listings.editing.schemas import Step
from marketplace.listings.editing.steps.rules import FIELDS, steps_of
from marketplace.listings.organizations import service as organizations
from marketplace.listings.schemas import ListingKind
from tests.factories.accounts import make_account, viewer_of
from tests.factories.listings import FEW_PLACES, MELKSHAM, TROWBRIDGE

NEXT_YEAR = clock.today().year + 1
ASSISTANT = {
    "organization_name": "Amina K.",
    "title": "Swimming and getting out with you",
    "summary": "I help people with a learning disability to swim, shop and see friends.",
    "support_types": ["swimming", "shopping"],
    "description": "Ten years of support in and around town.",
    "care_groups": ["learning_disability"],
    "minimum_age": "16",
    "languages": ["english", "makaton"],
    "genders": ["female"],
    "base_postcode": "sn12 6ad",
    "miles": "8 miles",
    "named": "",
    "transport": ["own_car"],
    "hours": "Mon to Fri 9am-1pm\nSat mornings",
    "hours_per_week": "6.5 hours",
    "prices": "£14.50 to £17 an hour\n£20 an hour at weekends",
    "funding": ["direct_payment"],
    "dbs": "yes",
    "dbs_level": "enhanced",
    "dbs_on": "1 May 2025",
    "references": "yes",
}
"""What a personal assistant of Melksham types."""

ACTIVITY = {
    "organization_name": "Trowbridge Makers",
    "title": "Tuesday art group",
    "summary": "A friendly group that paints and makes pots every Tuesday.",
    "support_types": ["arts_crafts"],
    "where": "come",
    "venue_name": "The Old Hall",
    "venue_address": "1 High Street",
    "venue_town": "Trowbridge",
    "venue_postcode": TROWBRIDGE.lower(),
    "access": ["step_free"],
    "hours": "Tuesdays 2-4pm",
    "places": "4",
    "prices": "£8 a session",
    "workers": "2",
    "cqc": "no",
    "insurance": "yes",
    "insurance_until": f"1/5/{NEXT_YEAR}",
}
"""What an art group of Trowbridge types."""

ENTERPRISE = {
    "organization_name": "Avon Home Help",
    "title": "Cleaning, cooking and company",
    "summary": "Three neighbours who help at home, from an hour a week.",
    "support_types": ["cleaning", "cooking_meals"],
    "where": "travel",
    "named": "SN12, BA14",
    "prices": "£20 an hour",
    "workers": "3",
    "cqc": "no",
    "dbs": "yes",
    "dbs_level": "enhanced",
    "dbs_on": "1 May 2025",
    "insurance": "yes",
    "insurance_until": f"1 May {NEXT_YEAR}",
    "training": ["safeguarding_training"],
}
"""What a micro-enterprise of Melksham types."""

POSTCODES = (MELKSHAM, TROWBRIDGE)


async def make_provider(name="Robin Example"):
    """A viewer whose account lists things."""
    return await viewer_of(await make_account(Role.PROVIDER, name=name))


async def make_organization_of(viewer, name="Amina K."):
    """An organisation that the viewer owns."""
    return await organizations.create_organization(name, viewer)


async def write(request_id, answers, viewer):
    """Save answers page by page, as somebody who goes through all pages does."""
    for step in Step:
        request = await editing.get_request(request_id, viewer)
        own = {name: answers[name] for name in FIELDS[step] if name in answers}
        if own and step in steps_of(request.content | answers):
            await editing.save_answers(request_id, step, own, request.version, viewer)
    return await editing.get_request(request_id, viewer)


async def make_written(viewer, answers=ASSISTANT, kind=ListingKind.PERSONAL_ASSISTANT):
    """A request with everything in it that has not been handed in."""
    organization_id = await make_organization_of(viewer, answers["organization_name"])
    request_id = await editing.start_listing(organization_id, kind, viewer)
    return await write(request_id, answers, viewer)


async def make_submitted(viewer, answers=ASSISTANT, kind=ListingKind.PERSONAL_ASSISTANT):
    """A request that waits for a steward."""
    request = await make_written(viewer, answers, kind)
    return await editing.hand_in(request.id, request.version, viewer, FEW_PLACES)
