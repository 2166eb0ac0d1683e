"""Reads what waits for stewards. Raw SQL: neither the owner nor a point is asked for."""

from collections.abc import Sequence
from uuid import UUID

from marketplace.kernel.database import connection
from marketplace.wanted.schemas import AdvertKind, CheckItem, ReportReason

_WAITS = "(status = 'submitted' OR (status = 'published' AND reported_at IS NOT NULL))"


async def list_queue(
    councils: Sequence[str], *, limit: int, offset: int
) -> tuple[tuple[CheckItem, ...], int]:
    """What was handed in to these councils, or reported to them, oldest first; and how many there are."""
    return await _list(_WAITS, "ASC", councils, limit, offset)


async def list_published(
    councils: Sequence[str], *, limit: int, offset: int
) -> tuple[tuple[CheckItem, ...], int]:
    """What is shown in the areas of these councils, the newest first; and how many there are."""
    return await _list("status = 'published'", "DESC", councils, limit, offset)


async def _list(
    condition: str, order: str, councils: Sequence[str], limit: int, offset: int
) -> tuple[tuple[CheckItem, ...], int]:
    async with connection() as raw:
        rows = await raw.fetch(
            f"""SELECT id, kind, outcode, support_types, replaces IS NOT NULL AS is_change, risks,
                reported_for, coalesce(reported_at, CASE status WHEN 'published' THEN published_at
                    ELSE submitted_at END) AS since, count(*) OVER () AS total
            FROM wanted_advert WHERE {condition} AND steward_council = ANY($1::text[])
            ORDER BY since {order}, id LIMIT $2 OFFSET $3""",  # noqa: S608 - our own words
            list(councils),
            limit,
            offset,
        )
    items = tuple(
        CheckItem(
            id=row["id"],
            kind=AdvertKind(row["kind"]),
            outcode=row["outcode"],
            support_types=tuple(row["support_types"]),
            is_change=row["is_change"],
            risks=tuple(row["risks"]),
            since=row["since"],
            reported_for=ReportReason(row["reported_for"]) if row["reported_for"] else None,
        )
        for row in rows
    )
    return items, rows[0]["total"] if rows else 0


async def count_rejected(account_id: UUID) -> int:
    """How many adverts of an account were rejected and are still kept."""
    async with connection() as raw:
        return int(
            await raw.fetchval(
                "SELECT count(*) FROM wanted_advert WHERE account = $1 AND status = 'rejected'", account_id
            )
        )
