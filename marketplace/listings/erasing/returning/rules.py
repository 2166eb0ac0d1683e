"""What of an organisation goes back to its council, and how, as pure functions."""

from collections.abc import Collection
from datetime import date, datetime

from msgspec.structs import replace

from marketplace.listings import rules
from marketplace.listings.history.schemas import Content
from marketplace.listings.schemas import (
    HiddenReason,
    ListingKind,
    ListingRecord,
    ListingStatus,
    StoredListing,
)

OF_PEOPLE = frozenset({HiddenReason.PAUSED, HiddenReason.NOT_SIGNED_IN})
"""Reasons to hide a listing that end with the people who looked after it."""


def goes_back(stored: StoredListing, created_at: datetime, taken_on_at: datetime) -> bool:
    """Whether a listing is the council's: it was there before its people were, and is not taken down.

    A personal assistant is a person: what anybody wrote about them goes with them.
    """
    return (
        created_at < taken_on_at
        and stored.status is not ListingStatus.WITHDRAWN
        and stored.draft.kind is not ListingKind.PERSONAL_ASSISTANT
    )


def record_of(
    stored: StoredListing, content: Content, pictures: Collection[str], today: date
) -> ListingRecord:
    """What the tables take of what a listing said once.

    Without checks, which were of people who left, and without what they said is free. Past versions keep no
    private base, and the one of now is theirs: there is none, and whoever changes the listing gives one.
    """
    photos = tuple(photo for photo in content.draft.photos if photo.media_hash in pictures)
    draft = replace(content.draft, id=stored.id, checks=(), capacity=None, photos=photos)
    point = draft.venue or content.public_area
    return ListingRecord(
        id=stored.id,
        draft=draft if draft.confirmed_on else replace(draft, confirmed_on=today),
        council_code=content.council_code,
        latitude=point.latitude if point else None,
        longitude=point.longitude if point else None,
        near=content.public_area.near if content.public_area and draft.area else None,
        base_latitude=None,
        base_longitude=None,
        price_pence=rules.lowest_price(draft.costs),
        times=rules.times_as_codes(rules.parts_of_week(draft.schedule)),
        checks_held=(),
    )
