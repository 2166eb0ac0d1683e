"""What a listing's provider would have typed."""

from collections.abc import Mapping

from marketplace.listings.drafts.rules import CODE_FIELDS
from marketplace.listings.editing.areas.rules import write_named
from marketplace.listings.editing.hours.rules import write_hours
from marketplace.listings.editing.numbers.rules import write_number
from marketplace.listings.editing.prices.rules import write_prices
from marketplace.listings.editing.schemas import Answers, ChangeRequest
from marketplace.listings.editing.steps.rules import BOTH, COME, TRAVEL
from marketplace.listings.schemas import CqcStatus, ListingDraft

FACTS = (
    "full_time", "dbs", "dbs_level", "dbs_on", "insurance", "insurance_until", "references",
    "data_protection", "data_protection_number", "training",
)  # fmt: skip
"""Answers that no part of a listing holds: they are taken over from the request before."""

CODES = tuple(CODE_FIELDS)
"""Answers that are codes of a list, of the same name in a draft."""


def answers_of(draft: ListingDraft, council_names: Mapping[str, str]) -> Answers:
    """The answers that say what a draft says; `council_names` are names by code."""
    venue, area, capacity, organization = draft.venue, draft.area, draft.capacity, draft.organization
    return {
        "kind": draft.kind.value,
        "organization_name": organization.name,
        "organization_description": organization.description,
        "website": organization.website or "",
        "title": draft.title,
        "summary": draft.summary,
        "description": draft.description,
        **{name: list(getattr(draft, name)) for name in CODES},
        "minimum_age": write_number(draft.minimum_age),
        "maximum_age": write_number(draft.maximum_age),
        "where": BOTH if venue and area else COME if venue else TRAVEL,
        "venue_name": venue.name if venue else "",
        "venue_address": venue.address if venue else "",
        "venue_town": venue.town if venue else "",
        "venue_postcode": venue.postcode if venue else "",
        "base_postcode": (area.base_postcode if area else None) or "",
        "miles": write_number(area.miles) if area and area.miles else "",
        "named": write_named(area.named, council_names) if area else "",
        "hours": write_hours(draft.schedule),
        "hours_per_week": write_number(capacity.hours_per_week) if capacity else "",
        "places": write_number(capacity.places) if capacity else "",
        "prices": write_prices(draft.costs),
        "workers": write_number(draft.workers),
        "cqc": "yes" if draft.cqc_status is CqcStatus.REGISTERED else "no",
        "cqc_location_id": draft.cqc_location_id or "",
        "photos": [{"media_hash": photo.media_hash, "alt": photo.alt} for photo in draft.photos],
        "easy_read": list(draft.easy_read),
        "easy_read_pictures": list(draft.easy_read_pictures),
    }


def without_repeats(request: ChangeRequest, answers: Answers) -> Answers:
    """Answers without what repeats of the organisation what it says anyway.

    A request that holds its name would set it back if somebody changed it by another request meanwhile.
    """
    organization = request.organization
    said = {
        "organization_name": organization.name,
        "organization_description": organization.description,
        "website": organization.website or "",
    }
    return {
        name: value
        for name, value in answers.items()
        if name in request.content or name not in said or value != said[name]
    }
