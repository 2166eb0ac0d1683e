"""What is read and forgotten of listings that go back to their council."""

from datetime import datetime
from uuid import UUID

import msgspec

from marketplace.kernel.database import connection
from marketplace.listings.history.schemas import Content
from marketplace.listings.tables import Service


async def list_created(organization_id: UUID) -> dict[UUID, datetime]:
    """When each listing of an organisation was made, by id and in the order of ids."""
    rows = await (
        Service.select(Service.id, Service.created_at)
        .where(Service.organization == organization_id)
        .order_by(Service.id)
    )
    return {row["id"]: row["created_at"] for row in rows}


async def take_versions_since(listing_id: UUID, moment: datetime) -> Content | None:
    """Forget all that a listing said since a moment, and return what it said then.

    None when it was not changed since. Raw: a delete that returns the first.
    """
    async with connection() as raw:
        row = await raw.fetchrow(
            """WITH gone AS (
                DELETE FROM listing_version WHERE service = $1 AND ended_at >= $2 RETURNING version, content)
            SELECT content FROM gone ORDER BY version LIMIT 1""",
            listing_id,
            moment,
        )
    return None if row is None else msgspec.convert(row["content"], Content)


async def forget_capacity(listing_id: UUID) -> None:
    """Nobody says any more what is free."""
    await Service.update(
        {Service.hours_per_week: None, Service.places: None, Service.capacity_as_of: None}
    ).where(Service.id == listing_id)
