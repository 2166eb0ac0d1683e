"""Keeps and reads versions. COPY, window functions and the join with what a listing says now are raw SQL."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from marketplace.kernel.database import connection
from marketplace.listings.history.schemas import Content, Version, VersionSummary
from marketplace.listings.history.tables import ListingVersion

_COLUMNS = ("service", "version", "content", "was_public", "ended_at", "ended_by")
_SPANS = """SELECT v.version, v.content, v.was_public, v.ended_at, v.content->'draft'->>'title' AS title,
    lag(v.ended_by) OVER by_version AS began_by, s.id AS service, s.is_demonstration,
    greatest(coalesce(lag(v.ended_at) OVER by_version, s.created_at),
        CASE WHEN v.was_public THEN s.published_at END) AS began_at
    FROM listing_version v JOIN service s ON s.id = v.service
    WHERE s.id = $1 WINDOW by_version AS (ORDER BY v.version)"""


async def add_versions(
    kept: Sequence[tuple[UUID, int, Content, bool]], *, ended_at: datetime, ended_by: str
) -> None:
    """Keep what listings said: (listing, version, content, whether it was public) each."""
    rows = [
        (listing, version, msgspec.to_builtins(content), was_public, ended_at, ended_by)
        for listing, version, content, was_public in kept
    ]
    async with connection() as raw:
        await raw.copy_records_to_table("listing_version", records=rows, columns=_COLUMNS)


async def list_versions(listing_id: UUID, *, limit: int, offset: int) -> tuple[list[VersionSummary], int]:
    """Past versions, newest first, and how many there are."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"""SELECT version, title, began_at, began_by, ended_at, was_public
            FROM ({_SPANS}) AS spans ORDER BY version DESC LIMIT $2 OFFSET $3""",  # noqa: S608 - constants only
            listing_id,
            limit,
            offset,
        )
        total = await raw.fetchval("SELECT count(*) FROM listing_version WHERE service = $1", listing_id)
    return [VersionSummary(**dict(row)) for row in rows], total


async def list_all(listing_id: UUID) -> list[dict[str, Any]]:
    """All that a listing said before, with when it ended, for handing over to its own people."""
    return await (
        ListingVersion.select(ListingVersion.version, ListingVersion.content, ListingVersion.ended_at)
        .where(ListingVersion.service == listing_id)
        .order_by(ListingVersion.version)
    )


async def find_version(listing_id: UUID, version: int) -> Version | None:
    """A past version with what it said, or None."""
    async with connection() as raw:
        row = await raw.fetchrow(
            f"SELECT * FROM ({_SPANS}) AS spans WHERE version = $2",  # noqa: S608 - constants only
            listing_id,
            version,
        )
    return None if row is None else _version(row)


async def find_beginning(listing_id: UUID) -> tuple[datetime, str | None]:
    """When a listing that is there began to say what it says now, and by whom: None where it always did."""
    async with connection() as raw:
        row = await raw.fetchrow(
            """SELECT greatest(coalesce(v.ended_at, s.created_at), s.published_at) AS began_at, v.ended_by
            FROM service s LEFT JOIN LATERAL (
                SELECT ended_at, ended_by FROM listing_version WHERE service = s.id
                ORDER BY version DESC LIMIT 1) v ON true
            WHERE s.id = $1""",
            listing_id,
        )
    return row["began_at"], row["ended_by"]


async def has_changed_since(listing_id: UUID, version: int) -> bool:
    """Whether the content was replaced at or after a version of the listing."""
    return await ListingVersion.exists().where(
        (ListingVersion.service == listing_id) & (ListingVersion.version >= version)
    )


async def delete_versions(listing_ids: Collection[UUID]) -> None:
    """Forget what listings said."""
    if listing_ids:
        await ListingVersion.delete().where(ListingVersion.service.is_in(list(listing_ids)))


def _version(row: Mapping[str, Any]) -> Version:
    values = {name: row[name] for name in VersionSummary.__struct_fields__}
    return Version(
        **values,
        listing_id=row["service"],
        is_demonstration=row["is_demonstration"],
        content=msgspec.convert(row["content"], Content),
    )
