"""Makes the public view of a draft, whole or not yet whole."""

from datetime import date, datetime

from marketplace.kernel.i18n import gettext as _
from marketplace.listings import rules
from marketplace.listings.records.rules import public_point
from marketplace.listings.schemas import Listing, ListingDraft, PublicArea
from marketplace.places.schemas import Place
from search.documents import Point


def preview(
    draft: ListingDraft,
    start: Place | None,
    shown: Place | None,
    *,
    version: int,
    today: date,
    at: datetime,
) -> Listing:
    """The listing as everybody would see it.

    `start` is the place of the venue or of the private base, `shown` what may be said of it. Checks are those
    that stewards made and that are in date.
    """
    point = None
    if start is not None:
        point = Point(start.latitude, start.longitude) if draft.venue else public_point(start)
    venue = draft.venue if start is not None else None
    return Listing(
        id=draft.id or draft.organization.id,
        version=version,
        kind=draft.kind,
        title=draft.title or _("No title yet"),
        summary=draft.summary,
        provider=draft.organization.name,
        town=draft.venue.town if draft.venue else None,
        latitude=point.latitude if point else None,
        longitude=point.longitude if point else None,
        is_venue=venue is not None,
        area=_public_area(draft, point, shown),
        care_groups=draft.care_groups,
        support_types=draft.support_types,
        languages=draft.languages,
        access=draft.access,
        costs=draft.costs,
        checks=rules.checks_in_date(draft.checks, today),
        capacity=draft.capacity,
        council_code=shown.council_code if shown else None,
        cqc_status=draft.cqc_status,
        confirmed_on=draft.confirmed_on or today,
        organization=draft.organization,
        description=draft.description,
        easy_read=draft.easy_read,
        easy_read_pictures=draft.easy_read_pictures,
        cultures=draft.cultures,
        genders=draft.genders,
        transport=draft.transport,
        funding=draft.funding,
        venue=venue,
        schedule=draft.schedule,
        times=rules.parts_of_week(draft.schedule),
        photos=draft.photos,
        cqc_location_id=draft.cqc_location_id,
        minimum_age=draft.minimum_age,
        maximum_age=draft.maximum_age,
        updated_at=at,
        is_demonstration=False,
    )


def _public_area(draft: ListingDraft, point: Point | None, shown: Place | None) -> PublicArea | None:
    if draft.area is None:
        return None
    return PublicArea(
        latitude=point.latitude if point else None,
        longitude=point.longitude if point else None,
        near=shown.district if shown else None,
        miles=draft.area.miles if point else 0.0,
        named=draft.area.named,
    )
