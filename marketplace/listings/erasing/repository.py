"""Empties rows. Every column of `service` is named here; a test looks for those that are not."""

from datetime import datetime
from typing import Any
from uuid import UUID

from piccolo.columns import Column

from marketplace.kernel.database import connection
from marketplace.listings.erasing.rules import ERASED_WORDS
from marketplace.listings.imports.tables import ListingImportRow
from marketplace.listings.records.repository import location_id
from marketplace.listings.schemas import CqcStatus, ListingStatus
from marketplace.listings.tables import (
    CheckRecord,
    CostOption,
    Location,
    Organization,
    Photo,
    Schedule,
    Service,
    ServiceArea,
    ServiceAreaBase,
)

KEPT = frozenset(
    {"id", "organization", "kind", "council_code", "is_demonstration", "created_at", "published_at"}
)
"""Columns of a tombstone that stay as they were."""
_EMPTY: dict[Column | str, Any] = {
    "location": None,
    "status": ListingStatus.WITHDRAWN.value,
    "is_hidden": False,
    "hidden_for": [],
    "title": ERASED_WORDS,
    "summary": "",
    "description": "",
    "easy_read": [],
    "easy_read_pictures": [],
    "care_groups": [],
    "support_types": [],
    "languages": [],
    "cultures": [],
    "genders": [],
    "transport": [],
    "access": [],
    "funding": [],
    "hours_per_week": None,
    "places": None,
    "capacity_as_of": None,
    "cqc_status": CqcStatus.NOT_NEEDED.value,
    "cqc_location_id": None,
    "workers": None,
    "minimum_age": None,
    "maximum_age": None,
    "price_pence": None,
    "times": [],
    "checks_held": [],
}
_PARTS = (ServiceArea, ServiceAreaBase, CostOption, Schedule, CheckRecord, Photo)


async def empty_listing(listing_id: UUID, *, version: int, at: datetime) -> None:
    """Leave a tombstone. The caller holds the row."""
    values: dict[Column | str, Any] = {
        **_EMPTY,
        "version": version,
        "confirmed_on": at.date(),
        "updated_at": at,
        "withdrawn_at": at,
    }
    await Service.update(values).where(Service.id == listing_id)
    await Location.delete().where(Location.id == location_id(listing_id))
    for table in _PARTS:
        await table.delete().where(table.service == listing_id)


async def empty_import_rows(listing_id: UUID) -> None:
    """Leave of the rows of spreadsheets that brought or changed a listing what became of them only."""
    rows = ListingImportRow
    values: dict[Column | str, Any] = {
        "provider": "", "title": "", "draft": None, "problems": [], "alike": [],
    }  # fmt: skip
    await rows.update(values).where((rows.listing == listing_id) | (rows.target == listing_id))


async def list_withdrawn(before: datetime, limit: int) -> list[UUID]:
    """Listings that were taken down before a moment and still say something, those of longest ago first."""
    rows = (
        await Service.select(Service.id)
        .where(
            (Service.status == ListingStatus.WITHDRAWN.value)
            & (Service.withdrawn_at < before)
            & (Service.title != ERASED_WORDS)
        )
        .order_by(Service.withdrawn_at)
        .limit(limit)
    )
    return [row["id"] for row in rows]


async def list_ids_of(organization_id: UUID) -> list[UUID]:
    """All listings of an organisation, in the order of their ids, held until the transaction ends."""
    async with connection() as raw:
        rows = await raw.fetch(
            "SELECT id FROM service WHERE organization = $1 ORDER BY id FOR UPDATE", organization_id
        )
    return [row["id"] for row in rows]


async def empty_organization(organization_id: UUID, at: datetime) -> None:
    """Leave an organisation without name or words. Venues that no listing stands on go too."""
    values: dict[Column | str, Any] = {
        "name": ERASED_WORDS,
        "description": "",
        "website": None,
        "version": Organization.version + 1,
        "updated_at": at,
    }
    await Organization.update(values).where(Organization.id == organization_id)
    await Location.delete().where(Location.organization == organization_id)
