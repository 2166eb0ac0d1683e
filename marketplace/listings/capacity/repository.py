"""Reads and writes what is free, and who is asked when. Raw SQL for joins, upserts and due dates."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from piccolo.columns import Column

from marketplace.kernel.database import connection
from marketplace.listings.capacity.schemas import Due, FreeNow
from marketplace.listings.capacity.tables import CapacityStop
from marketplace.listings.schemas import Capacity, ListingKind, ListingStatus
from marketplace.listings.tables import Service


async def find(listing_id: UUID, account_id: UUID) -> FreeNow | None:
    """A listing of one of the account's organisations, or None."""
    async with connection() as raw:
        row = await raw.fetchrow(
            """SELECT s.id, s.organization, s.title, s.kind, s.status, s.is_hidden, s.council_code,
                s.hours_per_week, s.places, s.capacity_as_of, a.every_days
            FROM service s JOIN organization_member m ON m.organization = s.organization AND m.account = $2
            LEFT JOIN capacity_asking a ON a.service = s.id WHERE s.id = $1""",
            listing_id,
            account_id,
        )
    if row is None:
        return None
    return FreeNow(
        listing_id=row["id"],
        organization_id=row["organization"],
        title=row["title"],
        kind=ListingKind(row["kind"]),
        status=ListingStatus(row["status"]),
        is_hidden=row["is_hidden"],
        council_code=row["council_code"],
        capacity=_capacity(row),
        every_days=row["every_days"],
    )


async def set_capacity(listing_id: UUID, capacity: Capacity, *, version: int, at: datetime) -> None:
    """Write what is free under a new version. The caller holds the row."""
    values: dict[Column | str, Any] = {
        "hours_per_week": capacity.hours_per_week,
        "places": capacity.places,
        "capacity_as_of": capacity.as_of,
        "version": version,
        "updated_at": at,
    }
    await Service.update(values).where(Service.id == listing_id)


async def find_capacity(listing_id: UUID) -> Capacity | None:
    """What is free, as it was said last."""
    row = (
        await Service.select(Service.hours_per_week, Service.places, Service.capacity_as_of)
        .where(Service.id == listing_id)
        .first()
    )
    return None if row is None else _capacity(row)


async def set_asking(listing_id: UUID, every_days: int | None) -> None:
    """Write how often its people chose to be asked."""
    async with connection() as raw:
        await raw.execute(
            """INSERT INTO capacity_asking (service, every_days) VALUES ($1, $2)
            ON CONFLICT (service) DO UPDATE SET every_days = excluded.every_days""",
            listing_id,
            every_days,
        )


async def claim_due(
    today: date, now: datetime, *, every: Mapping[str, int], otherwise: int, least: int, limit: int
) -> list[Due]:
    """Listings whose people are to be asked, longest unasked first, noted as asked now.

    Public ones that say what is free and have people. `every` gives the days by council, `otherwise` those of
    all other places; a choice of the listing's people goes before both, and nobody is asked more often than
    each `least` days.
    """
    async with connection() as raw:
        rows = await raw.fetch(
            """WITH due AS (
                SELECT s.id FROM service s
                LEFT JOIN capacity_asking a ON a.service = s.id
                LEFT JOIN unnest($3::text[], $4::int[]) AS c (code, days) ON c.code = s.council_code
                WHERE s.status = 'published' AND NOT s.is_hidden AND s.capacity_as_of IS NOT NULL
                AND a.every_days IS DISTINCT FROM 0
                AND greatest(s.capacity_as_of, (a.asked_at AT TIME ZONE 'Europe/London')::date)
                    <= $1::date - greatest(coalesce(a.every_days, c.days, $5), $6)
                AND EXISTS (SELECT FROM organization_member m WHERE m.organization = s.organization)
                ORDER BY greatest(s.capacity_as_of, a.asked_at::date), s.id LIMIT $7
            ), asked AS (
                INSERT INTO capacity_asking (service, asked_at) SELECT id, $2 FROM due
                ON CONFLICT (service) DO UPDATE SET asked_at = excluded.asked_at RETURNING service
            )
            SELECT s.id, s.council_code, s.title, s.hours_per_week, s.places, s.capacity_as_of
            FROM asked JOIN service s ON s.id = asked.service ORDER BY s.id""",
            today,
            now,
            list(every),
            list(every.values()),
            otherwise,
            least,
            limit,
        )
    return [_due(row) for row in rows]


async def claim_example(now: datetime) -> Due | None:
    """A public made-up listing that says what is free and has people, noted as asked now; None if one was."""
    async with connection() as raw:
        row = await raw.fetchrow(
            """WITH chosen AS (
                SELECT s.id FROM service s
                WHERE s.is_demonstration AND s.status = 'published' AND NOT s.is_hidden
                AND s.capacity_as_of IS NOT NULL
                AND NOT EXISTS (SELECT FROM capacity_asking a WHERE a.asked_at IS NOT NULL)
                AND EXISTS (SELECT FROM organization_member m WHERE m.organization = s.organization)
                ORDER BY coalesce(s.hours_per_week, s.places, 0) > 0 DESC, s.capacity_as_of, s.id
                LIMIT 1
            ), asked AS (
                INSERT INTO capacity_asking (service, asked_at) SELECT id, $1 FROM chosen
                ON CONFLICT (service) DO UPDATE SET asked_at = excluded.asked_at RETURNING service
            )
            SELECT s.id, s.council_code, s.title, s.hours_per_week, s.places, s.capacity_as_of
            FROM asked JOIN service s ON s.id = asked.service""",
            now,
        )
    return _due(row) if row is not None else None


async def list_titles(listing_ids: Collection[UUID], account_id: UUID) -> tuple[str, ...]:
    """Titles of those listings that the account looks after, in their order."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT s.title FROM service s
            JOIN organization_member m ON m.organization = s.organization AND m.account = $2
            WHERE s.id = ANY($1::uuid[]) ORDER BY s.title, s.id""",
            list(listing_ids),
            account_id,
        )
    return tuple(row["title"] for row in rows)


async def list_people(listing_ids: Collection[UUID]) -> list[tuple[UUID, UUID]]:
    """Pairs of account and listing: who looks after which, and wants letters about it."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT m.account, s.id FROM service s
            JOIN organization_member m ON m.organization = s.organization
            WHERE s.id = ANY($1::uuid[]) AND NOT EXISTS (
                SELECT FROM capacity_stop c WHERE c.service = s.id AND c.account = m.account)
            ORDER BY m.account, s.title, s.id""",
            list(listing_ids),
        )
    return [(row["account"], row["id"]) for row in rows]


async def add_stops(listing_ids: Collection[UUID], account_id: UUID) -> list[UUID]:
    """Note that an account wants no letters about listings; those about which it did until now.

    Listings that are gone by now are passed over.
    """
    async with connection() as raw:
        rows = await raw.fetch(
            """INSERT INTO capacity_stop (service, account)
            SELECT id, $2 FROM service WHERE id = ANY($1::uuid[])
            ON CONFLICT (service, account) DO NOTHING RETURNING service""",
            list(listing_ids),
            account_id,
        )
    return [row["service"] for row in rows]


async def drop_stops(*, account_id: UUID, listing_id: UUID | None = None) -> None:
    """Forget that an account wants no letters, about one listing or any."""
    wanted = CapacityStop.account == account_id
    if listing_id is not None:
        wanted = wanted & (CapacityStop.service == listing_id)  # type: ignore[assignment]  # And is a Where too
    await CapacityStop.delete().where(wanted)


async def list_stops_of(account_id: UUID) -> list[UUID]:
    """Listings about which an account wants no letters."""
    rows = await CapacityStop.select(CapacityStop.service).where(CapacityStop.account == account_id)
    return [row["service"] for row in rows]


def _due(row: Mapping[str, Any]) -> Due:
    return Due(
        listing_id=row["id"],
        council_code=row["council_code"],
        title=row["title"],
        capacity=Capacity(
            hours_per_week=row["hours_per_week"], places=row["places"], as_of=row["capacity_as_of"]
        ),
    )


def _capacity(row: Mapping[str, Any]) -> Capacity | None:
    if row["capacity_as_of"] is None:
        return None
    return Capacity(hours_per_week=row["hours_per_week"], places=row["places"], as_of=row["capacity_as_of"])
