"""What of a listing is kept, and how a past version is put together again, as pure functions."""

from datetime import date

from msgspec.structs import replace

from marketplace.listings import rules
from marketplace.listings.history.schemas import Content, Version
from marketplace.listings.schemas import Listing, ListingDraft, StoredListing

_SAME_IN_BOTH = tuple(
    name
    for name in Listing.__struct_fields__
    if name in ListingDraft.__struct_fields__ and name not in {"id", "area", "checks", "confirmed_on"}
)


def content_of(stored: StoredListing) -> Content:
    """What of a listing is kept: what anyone may see."""
    return Content(
        draft=without_base(stored.draft),
        public_area=stored.public_area,
        council_code=stored.council_code,
    )


def without_base(draft: ListingDraft) -> ListingDraft:
    """A draft without the private base postcode."""
    return draft if draft.area is None else replace(draft, area=replace(draft.area, base_postcode=None))


def as_shown(version: Version, on: date) -> Listing:
    """A version as anyone saw it on a day while it stood."""
    content, listing_id = version.content, version.listing_id
    draft, venue = content.draft, content.draft.venue
    point = venue or content.public_area
    return Listing(
        id=listing_id,
        version=version.version,
        provider=draft.organization.name,
        town=venue.town if venue else None,
        latitude=point.latitude if point else None,
        longitude=point.longitude if point else None,
        is_venue=venue is not None,
        area=content.public_area,
        checks=rules.checks_in_date(draft.checks, on),
        council_code=content.council_code,
        confirmed_on=draft.confirmed_on or on,
        times=rules.parts_of_week(draft.schedule),
        updated_at=version.began_at,
        is_demonstration=version.is_demonstration,
        **{name: getattr(draft, name) for name in _SAME_IN_BOTH},
    )
