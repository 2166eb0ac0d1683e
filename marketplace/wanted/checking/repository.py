"""Reads what waits for stewards. Raw SQL: neither the owner nor a point is asked for."""

from collections.abc import Sequence
from uuid import UUID

from marketplace.kernel.database import connection
from marketplace.wanted.schemas import AdvertKind, CheckItem


async def list_queue(
    councils: Sequence[str], *, limit: int, offset: int
) -> tuple[tuple[CheckItem, ...], int]:
    """What was handed in to these councils, oldest first, and how many there are."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT id, kind, outcode, support_types, replaces IS NOT NULL AS is_change, risks,
                submitted_at, count(*) OVER () AS total
            FROM wanted_advert WHERE status = 'submitted' AND steward_council = ANY($1::text[])
            ORDER BY submitted_at, id LIMIT $2 OFFSET $3""",
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
            submitted_at=row["submitted_at"],
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
