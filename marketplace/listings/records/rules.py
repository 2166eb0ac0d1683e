"""What follows from a draft and its places."""

import re
from datetime import date
from uuid import UUID

from msgspec.structs import replace

from marketplace.kernel.errors import Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.listings import rules
from marketplace.listings.schemas import (
    ListingDraft,
    ListingRecord,
    Organization,
    Venue,
)
from marketplace.places.rules import distance_miles, snap_point
from marketplace.places.schemas import Place
from search.documents import Point

_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}")
FARTHEST_FROM_POSTCODE_MILES = 10.0
"""How far a venue's point may be from its postcode's: postcodes of the Highlands are that large."""


def settle_record(
    draft: ListingDraft,
    *,
    listing_id: UUID,
    start: Place | None,
    shown: Place | None,
    named_council: str | None,
    today: date,
) -> ListingRecord:
    """Put together what the tables take.

    `start` is the place of the venue or of the private base, if any; `shown` is what may be said of it: all
    that is public comes from there. `named_council` is the council of the first area named.
    """
    draft = _tidy(draft, start, today)
    point, base = _points(draft, start)
    return ListingRecord(
        id=listing_id,
        draft=draft,
        council_code=shown.council_code if shown else named_council,
        latitude=point.latitude if point else None,
        longitude=point.longitude if point else None,
        near=shown.district if shown and draft.area else None,
        base_latitude=base.latitude if base else None,
        base_longitude=base.longitude if base else None,
        price_pence=rules.lowest_price(draft.costs),
        times=rules.times_as_codes(rules.parts_of_week(draft.schedule)),
        checks_held=rules.check_codes(rules.checks_in_date(draft.checks, today)),
    )


def is_whole_postcode(text: str) -> bool:
    """Whether a text has the form of a whole postcode, whether or not there is one."""
    return bool(_POSTCODE.fullmatch(text.strip().upper()))


def public_point(start: Place) -> Point:
    """Where a private base is said to be."""
    return snap_point(start.latitude, start.longitude)


def _points(draft: ListingDraft, start: Place | None) -> tuple[Point | None, Point | None]:
    """The public point and the private base. A venue is public as it is; a base is snapped."""
    if draft.venue is not None:
        return Point(draft.venue.latitude, draft.venue.longitude), None
    if start is None:
        return None, None
    return public_point(start), Point(start.latitude, start.longitude)


def _tidy(draft: ListingDraft, start: Place | None, today: date) -> ListingDraft:
    """Texts without blanks at their ends, postcodes written as the gazetteer does."""
    organization, venue, area = draft.organization, draft.venue, draft.area
    if start is not None and venue is not None:
        venue = replace(venue, postcode=start.label)
    elif start is not None and area is not None:
        area = replace(area, base_postcode=start.label)
    return replace(
        draft,
        organization=_tidy_organization(organization),
        venue=venue and _tidy_venue(venue),
        area=area,
        title=draft.title.strip(),
        summary=draft.summary.strip(),
        description=draft.description.strip(),
        easy_read=tuple(line.strip() for line in draft.easy_read),
        schedule=rules.sort_schedule(draft.schedule),
        confirmed_on=draft.confirmed_on or today,
    )


def _tidy_organization(organization: Organization) -> Organization:
    return replace(organization, name=organization.name.strip(), description=organization.description.strip())


def _tidy_venue(venue: Venue) -> Venue:
    return replace(venue, name=venue.name.strip(), address=venue.address.strip(), town=venue.town.strip())


def check_venue_point(venue: Venue, postcode: Place) -> Problem | None:
    """A venue's point must be where its postcode is."""
    apart = distance_miles(
        Point(venue.latitude, venue.longitude), Point(postcode.latitude, postcode.longitude)
    )
    if apart <= FARTHEST_FROM_POSTCODE_MILES:
        return None
    return Problem(
        field="venue.postcode",
        message=_("The point on the map is far from the postcode %(postcode)s.", postcode=postcode.label),
    )
