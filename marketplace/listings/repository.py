"""Reads listings. What answers the public is `find_public` and `list_cards`, one statement each.

Both keep to published listings that are not hidden, and neither touches the private base. They are raw SQL
because Piccolo cannot aggregate a listing's prices, checks, times and photos as JSON beside it, which is what
keeps a page of results at one statement.
"""

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from marketplace.kernel.database import connection
from marketplace.listings import rules
from marketplace.listings.schemas import (
    Capacity,
    Check,
    CostOption,
    CqcStatus,
    HiddenReason,
    Listing,
    ListingCard,
    ListingCounts,
    ListingDraft,
    ListingKind,
    ListingStatus,
    Organization,
    Photo,
    PublicArea,
    ServiceArea,
    StoredListing,
    Venue,
)

T = TypeVar("T")


_COSTS = """(SELECT json_agg(json_build_object('unit', c.unit, 'amount_pence', c.amount_pence,
    'amount_to_pence', c.amount_to_pence, 'description', c.description) ORDER BY c.position)
    FROM cost_option c WHERE c.service = s.id)::text AS costs"""
_CHECKS = """(SELECT json_agg(json_build_object('kind', k.kind, 'level', k.level, 'checked_on', k.checked_on,
    'expires_on', k.expires_on, 'checked_by', k.checked_by) ORDER BY k.position)
    FROM check_record k WHERE k.service = s.id{in_date})::text AS checks"""
_SCHEDULE = """(SELECT json_agg(json_build_array(t.days, t.opens_at, t.closes_at) ORDER BY t.position)
    FROM schedule t WHERE t.service = s.id)::text AS schedule"""
_PHOTOS = """(SELECT json_agg(json_build_object('media_hash', p.media, 'alt', p.alt) ORDER BY p.position)
    FROM photo p WHERE p.service = s.id)::text AS photos"""
_FROM = """FROM service s JOIN organization o ON o.id = s.organization
    LEFT JOIN location l ON l.id = s.location LEFT JOIN service_area a ON a.service = s.id"""
_PUBLIC = "s.status = 'published' AND NOT s.is_hidden AND s.id = ANY($1::uuid[])"

_IN_DATE = " AND (k.expires_on IS NULL OR k.expires_on >= $2)"

_SIMPLE = """s.id, s.version, s.kind, s.title, s.summary, s.care_groups, s.support_types, s.languages,
    s.access, s.council_code, s.cqc_status, s.confirmed_on, s.hours_per_week, s.places, s.capacity_as_of,
    o.name AS provider, l.town, l.id AS location, l.latitude, l.longitude, a.service AS area, a.near,
    a.latitude AS area_latitude, a.longitude AS area_longitude, a.miles, a.named"""
_MORE = f"""s.description, s.easy_read, s.easy_read_pictures, s.cultures, s.genders, s.transport, s.funding,
    s.cqc_location_id, s.minimum_age, s.maximum_age, s.is_demonstration, s.updated_at, o.id AS organization,
    o.description AS organization_description, o.website, l.name AS venue_name, l.address, l.postcode,
    {_SCHEDULE}, {_PHOTOS}"""
_PEOPLE = "EXISTS (SELECT FROM organization_member p WHERE p.organization = o.id) AS has_people"
_CARD = f"{_SIMPLE}, {_PEOPLE}, {_COSTS}, {_CHECKS.format(in_date=_IN_DATE)}"
_SELECT_CARDS = f"SELECT {_CARD} {_FROM} WHERE {_PUBLIC}"
_SELECT_PUBLIC = f"SELECT {_CARD}, {_MORE}, s.times {_FROM} WHERE {_PUBLIC}"
_SELECT_STORED = f"""SELECT {_SIMPLE}, {_COSTS}, {_CHECKS.format(in_date="")}, {_MORE},
    s.status, s.hidden_for, s.workers, b.postcode AS base_postcode
    {_FROM} LEFT JOIN service_area_base b ON b.service = s.id WHERE {{}} ORDER BY s.id"""

_SELECT_KEPT = _SELECT_STORED.format("s.organization = ANY($1::uuid[]) AND s.status <> 'withdrawn'").replace(
    "ORDER BY s.id", "ORDER BY lower(s.title), s.id LIMIT $2 OFFSET $3"
)

_CODES = ("care_groups", "support_types", "languages", "access")
_MORE_CODES = ("easy_read", "easy_read_pictures", "cultures", "genders", "transport", "funding")


async def list_cards(ids: Sequence[UUID], today: date) -> dict[UUID, ListingCard]:
    """Cards of those that are public, by id; `today` decides which checks count."""
    async with connection() as raw:
        rows = await raw.fetch(_SELECT_CARDS, list(ids), today)
    return {row["id"]: ListingCard(**_card_values(row)) for row in rows}


async def find_public(listing_id: UUID, today: date) -> Listing | None:
    """A listing as anyone may see it, or None."""
    async with connection() as raw:
        row = await raw.fetchrow(_SELECT_PUBLIC, [listing_id], today)
    return None if row is None else _listing(row)


async def list_public(ids: Sequence[UUID], today: date) -> dict[UUID, Listing]:
    """Listings as anyone may see them, by id: those that are public."""
    async with connection() as raw:
        rows = await raw.fetch(_SELECT_PUBLIC, list(ids), today)
    return {row["id"]: _listing(row) for row in rows}


async def find_stored(listing_id: UUID) -> StoredListing | None:
    """A listing in any status with its private base, for its owner and the stewards."""
    async with connection() as raw:
        row = await raw.fetchrow(_SELECT_STORED.format("s.id = $1"), listing_id)
    return None if row is None else _stored(row)


async def list_stored_of(organization_id: UUID) -> list[StoredListing]:
    """All listings of an organisation, in the order of their ids."""
    async with connection() as raw:
        rows = await raw.fetch(_SELECT_STORED.format("s.organization = $1"), organization_id)
    return [_stored(row) for row in rows]


async def list_kept_of(
    organization_ids: Sequence[UUID], *, limit: int, offset: int
) -> tuple[list[StoredListing], int]:
    """Listings of organisations that are not taken down, by title, and how many there are in all."""
    async with connection() as raw:
        rows = await raw.fetch(_SELECT_KEPT, list(organization_ids), limit, offset)
        total = await raw.fetchval(
            """SELECT count(*) FROM service s
            WHERE s.organization = ANY($1::uuid[]) AND s.status <> 'withdrawn'""",
            list(organization_ids),
        )
    return [_stored(row) for row in rows], total


async def count_listings() -> ListingCounts:
    """How many there are."""
    async with connection() as raw:
        row = await raw.fetchrow(
            """SELECT count(*) AS total,
            count(*) FILTER (WHERE status = 'published' AND NOT is_hidden) AS public,
            count(*) FILTER (WHERE is_demonstration) AS demonstration FROM service"""
        )
    return ListingCounts(**dict(row))


def _card_values(row: Mapping[str, Any]) -> dict[str, Any]:
    is_venue = row["location"] is not None
    return {
        "id": row["id"],
        "version": row["version"],
        "kind": ListingKind(row["kind"]),
        "title": row["title"],
        "summary": row["summary"],
        "provider": row["provider"],
        "town": row["town"],
        "latitude": row["latitude"] if is_venue else row["area_latitude"],
        "longitude": row["longitude"] if is_venue else row["area_longitude"],
        "is_venue": is_venue,
        "area": _public_area(row),
        "costs": _from_json(row["costs"], tuple[CostOption, ...]),
        "checks": _from_json(row["checks"], tuple[Check, ...]),
        "capacity": _capacity(row),
        "council_code": row["council_code"],
        "cqc_status": CqcStatus(row["cqc_status"]),
        "confirmed_on": row["confirmed_on"],
        "has_people": row["has_people"],
    } | {name: tuple(row[name]) for name in _CODES}


def _listing(row: Mapping[str, Any]) -> Listing:
    codes: dict[str, Any] = {name: tuple(row[name]) for name in _MORE_CODES}
    return Listing(
        **_card_values(row),
        organization=_organization(row),
        venue=_venue(row),
        description=row["description"],
        schedule=_schedule(row),
        times=rules.times_from_codes(row["times"]),
        photos=_from_json(row["photos"], tuple[Photo, ...]),
        cqc_location_id=row["cqc_location_id"],
        minimum_age=row["minimum_age"],
        maximum_age=row["maximum_age"],
        updated_at=row["updated_at"],
        is_demonstration=row["is_demonstration"],
        **codes,
    )


def _stored(row: Mapping[str, Any]) -> StoredListing:
    codes: dict[str, Any] = {name: tuple(row[name]) for name in (*_CODES, *_MORE_CODES)}
    draft = ListingDraft(
        id=row["id"],
        organization=_organization(row),
        kind=ListingKind(row["kind"]),
        title=row["title"],
        summary=row["summary"],
        description=row["description"],
        venue=_venue(row),
        area=_private_area(row),
        capacity=_capacity(row),
        schedule=_schedule(row),
        costs=_from_json(row["costs"], tuple[CostOption, ...]),
        checks=_from_json(row["checks"], tuple[Check, ...]),
        photos=_from_json(row["photos"], tuple[Photo, ...]),
        cqc_status=CqcStatus(row["cqc_status"]),
        cqc_location_id=row["cqc_location_id"],
        workers=row["workers"],
        minimum_age=row["minimum_age"],
        maximum_age=row["maximum_age"],
        confirmed_on=row["confirmed_on"],
        **codes,
    )
    return StoredListing(
        id=row["id"],
        version=row["version"],
        status=ListingStatus(row["status"]),
        hidden_for=frozenset(map(HiddenReason, row["hidden_for"])),
        is_demonstration=row["is_demonstration"],
        council_code=row["council_code"],
        public_area=_public_area(row),
        draft=draft,
    )


def _from_json(text: str | None, type_: type[T]) -> T:
    return msgspec.json.decode(text or "[]", type=type_)


def _public_area(row: Mapping[str, Any]) -> PublicArea | None:
    if row["area"] is None:
        return None
    return PublicArea(
        latitude=row["area_latitude"],
        longitude=row["area_longitude"],
        near=row["near"],
        miles=row["miles"],
        named=tuple(row["named"]),
    )


def _private_area(row: Mapping[str, Any]) -> ServiceArea | None:
    if row["area"] is None:
        return None
    return ServiceArea(base_postcode=row["base_postcode"], miles=row["miles"], named=tuple(row["named"]))


def _capacity(row: Mapping[str, Any]) -> Capacity | None:
    if row["capacity_as_of"] is None:
        return None
    return Capacity(hours_per_week=row["hours_per_week"], places=row["places"], as_of=row["capacity_as_of"])


def _organization(row: Mapping[str, Any]) -> Organization:
    return Organization(
        id=row["organization"],
        name=row["provider"],
        description=row["organization_description"],
        website=row["website"],
    )


def _venue(row: Mapping[str, Any]) -> Venue | None:
    if row["location"] is None:
        return None
    return Venue(
        name=row["venue_name"],
        address=row["address"],
        town=row["town"],
        postcode=row["postcode"],
        latitude=row["latitude"],
        longitude=row["longitude"],
    )


def _schedule(row: Mapping[str, Any]) -> tuple[Any, ...]:
    groups = _from_json(row["schedule"], list[tuple[tuple[str, ...], time, time]])
    return rules.ungroup_schedule(groups)
