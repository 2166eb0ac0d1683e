"""Holds a listing while it is changed, moves its status, notes that the index has to hear of it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from msgspec import Struct
from piccolo.columns import Column

from marketplace.kernel.database import connection
from marketplace.listings.schemas import HiddenReason, ListingStatus
from marketplace.listings.tables import Service

CHANNEL = "listings_changed"
"""PostgreSQL channel that hears, at commit, that the dirty set has grown."""


class State(Struct, frozen=True, kw_only=True):
    """What a change has to know before it begins."""

    version: int
    status: ListingStatus
    hidden_for: frozenset[HiddenReason]
    organization: UUID
    council_code: str | None


async def lock_state(listing_id: UUID) -> State | None:
    """Hold a listing until the transaction ends: a second change of it waits here and then sees the first."""
    async with connection() as raw:
        row = await raw.fetchrow(
            """SELECT version, status, hidden_for, organization, council_code
            FROM service WHERE id = $1 FOR UPDATE""",
            listing_id,
        )
    if row is None:
        return None
    return State(
        version=row["version"],
        status=ListingStatus(row["status"]),
        hidden_for=frozenset(map(HiddenReason, row["hidden_for"])),
        organization=row["organization"],
        council_code=row["council_code"],
    )


async def set_status(listing_id: UUID, status: ListingStatus, *, version: int, at: datetime) -> None:
    """Write a new status."""
    values: dict[str, object] = {"status": status.value, "version": version, "updated_at": at}
    if status is ListingStatus.PUBLISHED:
        values["published_at"] = at
    elif status is ListingStatus.WITHDRAWN:
        values["withdrawn_at"] = at
    await Service.update(values).where(Service.id == listing_id)  # type: ignore[arg-type]  # names of columns do for Piccolo


async def set_hidden(
    listing_id: UUID, reasons: Collection[HiddenReason], *, version: int, at: datetime
) -> None:
    """Write why a listing is hidden; for no reason, it is not."""
    values: dict[Column | str, object] = {
        Service.is_hidden: bool(reasons),
        Service.hidden_for: sorted(reason.value for reason in reasons),
        Service.version: version,
        Service.updated_at: at,
    }
    await Service.update(values).where(Service.id == listing_id)


async def set_confirmed(listing_id: UUID, on: date, *, version: int, at: datetime) -> None:
    """Note that the provider said that all is still right."""
    await Service.update({Service.confirmed_on: on, Service.version: version, Service.updated_at: at}).where(
        Service.id == listing_id
    )


async def lock_listings_of(organization_id: UUID) -> None:
    """Hold all listings of an organisation, in the order of their ids, until the transaction ends."""
    async with connection() as raw:
        await raw.execute(
            "SELECT FROM service WHERE organization = $1 ORDER BY id FOR UPDATE", organization_id
        )


async def raise_versions_of(organization_id: UUID, at: datetime) -> dict[UUID, int]:
    """Give all listings of an organisation, which the caller holds, a new version; return the versions."""
    rows = (
        await Service.update({Service.version: Service.version + 1, Service.updated_at: at})
        .where(Service.organization == organization_id)
        .returning(Service.id, Service.version)
    )
    return {row["id"]: row["version"] for row in rows}


async def lock_with_expired_checks(today: date) -> list[UUID]:
    """Hold listings that may hold a check that has run out, in the order of their ids."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT s.id FROM service s WHERE s.status <> 'withdrawn' AND EXISTS (
                SELECT FROM check_record k
                WHERE k.service = s.id AND k.expires_on < $1 AND k.kind = ANY(s.checks_held))
            ORDER BY s.id FOR UPDATE""",
            today,
        )
    return [row["id"] for row in rows]


async def drop_expired_checks(
    ids: Sequence[UUID], today: date, at: datetime
) -> dict[UUID, tuple[int, str | None]]:
    """Take checks that have run out from what listings hold; return those changed: version and council.

    The caller holds them, so that this sees what the last change of each has written. It compares what is
    noted with what is true: it may run at any time, twice, or late.
    """
    async with connection() as raw:
        rows = await raw.fetch(
            """UPDATE service s SET checks_held = held.codes, version = s.version + 1, updated_at = $3
            FROM (
                SELECT k.service AS id, coalesce(array_agg(DISTINCT k.kind ORDER BY k.kind)
                    FILTER (WHERE k.expires_on IS NULL OR k.expires_on >= $2), '{}') AS codes
                FROM check_record k WHERE k.service = ANY($1::uuid[]) GROUP BY k.service
            ) held
            WHERE s.id = held.id AND NOT (s.checks_held <@ held.codes AND s.checks_held @> held.codes)
            RETURNING s.id, s.version, s.council_code""",
            ids,
            today,
            at,
        )
    return {row["id"]: (row["version"], row["council_code"]) for row in rows}


async def mark_changed(versions: Mapping[UUID, int], at: datetime) -> None:
    """Put listings with their new versions into every index's dirty set; wake who listens at the commit."""
    await _mark(list(versions), list(versions.values()), at)


async def mark_new(ids: Sequence[UUID], at: datetime) -> None:
    """Put new listings into every index's dirty set."""
    await _mark(list(ids), [1] * len(ids), at)


async def _mark(ids: list[UUID], versions: list[int], at: datetime) -> None:
    """One statement however many: an upsert out of arrays, in the order of ids so that two never deadlock.

    What waits already goes on waiting since then; what was set aside waits anew.
    """
    if not ids:
        return
    async with connection() as raw:
        await raw.execute(
            """INSERT INTO dirty_listing AS dirty (service, engine, version, marked_at)
            SELECT changed.id, search_index.name, changed.version, $3
            FROM unnest($1::uuid[], $2::int[]) AS changed (id, version) CROSS JOIN search_index
            ORDER BY changed.id, search_index.name
            ON CONFLICT (service, engine) DO UPDATE SET problem = NULL,
            marked_at = CASE WHEN dirty.problem IS NULL THEN dirty.marked_at ELSE excluded.marked_at END,
            version = greatest(dirty.version, excluded.version)""",
            ids,
            versions,
            at,
        )
        await raw.execute("SELECT pg_notify($1, '')", CHANNEL)
