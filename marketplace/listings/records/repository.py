"""Writes records to the tables, one or a hundred thousand by the same rows.

COPY, which Piccolo cannot say, carries them: it is what loads 100,000 listings in seconds, and one path for
one and for many cannot drift apart.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid5

import asyncpg
from piccolo.columns import Column

from marketplace.kernel.database import connection
from marketplace.kernel.errors import ConflictError
from marketplace.kernel.i18n import gettext as _
from marketplace.listings import rules
from marketplace.listings.schemas import Check, ListingRecord, ListingStatus, Organization
from marketplace.listings.tables import (
    CheckRecord,
    Location,
    Service,
    ServiceArea,
    ServiceAreaBase,
)
from marketplace.listings.tables import CostOption as CostTable
from marketplace.listings.tables import Organization as OrganizationTable
from marketplace.listings.tables import Photo as PhotoTable
from marketplace.listings.tables import Schedule as ScheduleTable

_FROM_DRAFT = (
    "title", "summary", "description", "easy_read", "easy_read_pictures", "care_groups", "support_types",
    "languages", "cultures", "genders", "transport", "access", "funding", "cqc_location_id", "workers",
    "minimum_age", "maximum_age", "confirmed_on",
)  # fmt: skip
_FROM_RECORD = ("council_code", "price_pence", "times", "checks_held")

Row = tuple[Any, ...]


class _Part(NamedTuple):
    """A table beside `service`, and how a record gives its rows."""

    table: str
    columns: tuple[str, ...]
    rows: Callable[[ListingRecord], Iterable[Row]]


def location_id(listing_id: UUID) -> UUID:
    """Id of a listing's venue."""
    return uuid5(listing_id, "location")


def _locations(record: ListingRecord) -> Iterable[Row]:
    venue = record.draft.venue
    if venue is not None:
        yield (
            location_id(record.id), record.draft.organization.id, venue.name, venue.address, venue.town,
            venue.postcode, venue.latitude, venue.longitude,
        )  # fmt: skip


def _areas(record: ListingRecord) -> Iterable[Row]:
    area = record.draft.area
    if area is not None:
        yield record.id, record.near, record.latitude, record.longitude, area.miles, area.named


def _bases(record: ListingRecord) -> Iterable[Row]:
    if record.base_latitude is not None and record.draft.area is not None:
        yield record.id, record.draft.area.base_postcode, record.base_latitude, record.base_longitude


def _costs(record: ListingRecord) -> Iterable[Row]:
    for position, cost in enumerate(record.draft.costs):
        yield record.id, position, cost.unit, cost.amount_pence, cost.amount_to_pence, cost.description


def _schedules(record: ListingRecord) -> Iterable[Row]:
    for position, group in enumerate(rules.group_schedule(record.draft.schedule)):
        yield record.id, position, *group


def _checks(record: ListingRecord) -> Iterable[Row]:
    return _check_rows(record.id, record.draft.checks)


def _check_rows(listing_id: UUID, checks: Sequence[Check]) -> Iterable[Row]:
    for position, check in enumerate(checks):
        yield (
            uuid5(listing_id, f"check/{check.kind}/{check.level}/{check.checked_on}"), listing_id, position,
            check.kind, check.level, check.checked_on, check.expires_on, check.checked_by,
        )  # fmt: skip


def _photos(record: ListingRecord) -> Iterable[Row]:
    for position, photo in enumerate(record.draft.photos):
        yield record.id, position, photo.media_hash, photo.alt


_LOCATION = _Part(
    "location",
    ("id", "organization", "name", "address", "town", "postcode", "latitude", "longitude"),
    _locations,
)
_CHILDREN = (
    _Part("service_area", ("service", "near", "latitude", "longitude", "miles", "named"), _areas),
    _Part("service_area_base", ("service", "postcode", "latitude", "longitude"), _bases),
    _Part(
        "cost_option",
        ("service", "position", "unit", "amount_pence", "amount_to_pence", "description"),
        _costs,
    ),
    _Part("schedule", ("service", "position", "days", "opens_at", "closes_at"), _schedules),
    _Part(
        "check_record",
        ("id", "service", "position", "kind", "level", "checked_on", "expires_on", "checked_by"),
        _checks,
    ),
    _Part("photo", ("service", "position", "media", "alt"), _photos),
)
_CHILD_TABLES = (ServiceArea, ServiceAreaBase, CostTable, ScheduleTable, CheckRecord, PhotoTable)


def _service_values(record: ListingRecord) -> dict[str, Any]:
    draft, capacity = record.draft, record.draft.capacity
    return {
        "organization": draft.organization.id,
        "location": location_id(record.id) if draft.venue else None,
        "kind": draft.kind.value,
        "hours_per_week": capacity and capacity.hours_per_week,
        "places": capacity and capacity.places,
        "capacity_as_of": capacity and capacity.as_of,
        "cqc_status": draft.cqc_status.value,
        **{name: getattr(draft, name) for name in _FROM_DRAFT},
        **{name: getattr(record, name) for name in _FROM_RECORD},
    }


async def mark_made_up(listing_id: UUID) -> None:
    """Mark a listing as one of the demonstration."""
    await Service.update({Service.is_demonstration: True}).where(Service.id == listing_id)


async def add_records(
    records: Sequence[ListingRecord], *, status: ListingStatus, is_demonstration: bool, at: datetime
) -> None:
    """Add listings and, where they are new, their organisations.

    Raises:
        ConflictError: a listing with one of these ids is there already.
    """
    rest: dict[str, Any] = {
        "status": status.value,
        "version": 1,
        "is_hidden": False,
        "hidden_for": [],
        "is_demonstration": is_demonstration,
        "created_at": at,
        "updated_at": at,
        "published_at": at if status is ListingStatus.PUBLISHED else None,
    }
    services = [{"id": record.id, **_service_values(record), **rest} for record in records]
    columns = tuple(services[0]) if services else ()
    async with connection() as raw:
        await _add_organizations(raw, [record.draft.organization for record in records], at)
        try:
            await _copy(raw, _LOCATION, records)
            await raw.copy_records_to_table(
                "service", records=(tuple(service.values()) for service in services), columns=columns
            )
        except asyncpg.UniqueViolationError as error:
            raise ConflictError(_("This listing has been added already.")) from error
        for part in _CHILDREN:
            await _copy(raw, part, records)


async def _copy(raw: Any, part: _Part, records: Iterable[ListingRecord]) -> None:
    rows = [row for record in records for row in part.rows(record)]
    if rows:
        await raw.copy_records_to_table(part.table, records=rows, columns=part.columns)


async def _add_organizations(raw: Any, organizations: Sequence[Organization], at: datetime) -> None:
    """Add those that are not there. COPY cannot pass over rows that are there: hence unnest."""
    new = {organization.id: organization for organization in organizations}.values()
    await raw.execute(
        """INSERT INTO organization (id, name, description, website, version, created_at, updated_at)
        SELECT id, name, description, website, 1, $5, $5
        FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) AS new (id, name, description, website)
        ON CONFLICT (id) DO NOTHING""",
        [organization.id for organization in new],
        [organization.name for organization in new],
        [organization.description for organization in new],
        [organization.website for organization in new],
        at,
    )


async def replace_record(record: ListingRecord, *, version: int, at: datetime) -> None:
    """Write a listing anew under a new version. The caller holds the row."""
    await _replace_location(record)
    values: dict[Column | str, Any] = {"version": version, "updated_at": at}
    for name, value in _service_values(record).items():
        values[name] = list(value) if isinstance(value, tuple) else value
    await Service.update(values).where(Service.id == record.id)
    if record.draft.venue is None:
        await Location.delete().where(Location.id == location_id(record.id))
    for table in _CHILD_TABLES:
        await table.delete().where(table.service == record.id)
    async with connection() as raw:
        for part in _CHILDREN:
            await _copy(raw, part, [record])


async def replace_checks(
    listing_id: UUID, checks: Sequence[Check], held: Sequence[str], *, version: int, at: datetime
) -> None:
    """Write a listing's checks anew under a new version; `held` are the codes that count. It is held."""
    values: dict[Column | str, Any] = {"checks_held": list(held), "version": version, "updated_at": at}
    await Service.update(values).where(Service.id == listing_id)
    await CheckRecord.delete().where(CheckRecord.service == listing_id)
    part = next(part for part in _CHILDREN if part.table == "check_record")
    async with connection() as raw:
        await raw.copy_records_to_table(
            part.table, records=list(_check_rows(listing_id, checks)), columns=part.columns
        )


async def _replace_location(record: ListingRecord) -> None:
    for row in _LOCATION.rows(record):
        values = dict(zip(_LOCATION.columns, row, strict=True))
        await Location.insert(Location(**values)).on_conflict(
            target=Location.id, action="DO UPDATE", values=Location.all_columns()[1:]
        )


async def find_organization(organization_id: UUID) -> Organization | None:
    """An organisation, held until the transaction ends; or None."""
    async with connection() as raw:
        row = await raw.fetchrow(
            "SELECT id, name, description, website FROM organization WHERE id = $1 FOR UPDATE",
            organization_id,
        )
    return None if row is None else Organization(**dict(row))


async def replace_organization(organization: Organization, at: datetime) -> None:
    """Write an organisation anew."""
    await OrganizationTable.update(
        {
            OrganizationTable.name: organization.name,
            OrganizationTable.description: organization.description,
            OrganizationTable.website: organization.website,
            OrganizationTable.version: OrganizationTable.version + 1,
            OrganizationTable.updated_at: at,
        }
    ).where(OrganizationTable.id == organization.id)
