"""Reads what waits for stewards. Raw SQL: no member is asked for, and no point."""

from collections.abc import Sequence

from marketplace.kernel.database import connection
from marketplace.pooling.checking.schemas import CheckItem
from marketplace.pooling.repository import ACTS

_OPEN = "p.state IN ('looking', 'agreeing', 'active')"
_WAITS = f"p.check_state = 'waiting' AND {_OPEN}"
_SHOWN = f"p.shown_title IS NOT NULL AND {_OPEN}"
NEEDS = f"""SELECT 'pools_to_check' AS code, count(*) AS count, min(p.check_since) AS since
    FROM pool p WHERE {_WAITS} AND p.steward_council = ANY($2::text[])
        AND NOT EXISTS (SELECT FROM pool_member m WHERE m.pool = p.id AND m.account = $1)
    UNION ALL
    SELECT 'pools_returned', count(*), min(p.changed_at) FROM pool_member m JOIN pool p ON p.id = m.pool
    WHERE m.account = $1 AND m.is_lead AND {ACTS} AND p.check_state = 'returned' AND {_OPEN}"""  # noqa: S608 - our own words
"""What waits for a steward of the councils `$2`, and for an account that leads pools."""


async def list_queue(
    councils: Sequence[str], *, limit: int, offset: int
) -> tuple[tuple[CheckItem, ...], int]:
    """Pools of these councils whose words wait, oldest first; and how many there are."""
    return await _list(_WAITS, "ASC", councils, limit, offset)


async def list_shown(
    councils: Sequence[str], *, limit: int, offset: int
) -> tuple[tuple[CheckItem, ...], int]:
    """Pools in the areas of these councils that others see, the latest words first; and how many."""
    return await _list(_SHOWN, "DESC", councils, limit, offset)


async def _list(
    condition: str, order: str, councils: Sequence[str], limit: int, offset: int
) -> tuple[tuple[CheckItem, ...], int]:
    async with connection() as raw:
        rows = await raw.fetch(
            f"""SELECT p.id, p.title, p.outcode, p.support_types, p.check_since AS since,
                p.shown_title IS NOT NULL AND p.check_state <> 'fine' AS is_change, count(*) OVER () AS total
            FROM pool p WHERE {condition} AND p.steward_council = ANY($1::text[])
            ORDER BY p.check_since {order}, p.id LIMIT $2 OFFSET $3""",  # noqa: S608 - our own words
            list(councils),
            limit,
            offset,
        )
    items = tuple(
        CheckItem(
            id=row["id"],
            title=row["title"],
            outcode=row["outcode"],
            support_types=tuple(row["support_types"]),
            is_change=row["is_change"],
            since=row["since"],
        )
        for row in rows
    )
    return items, rows[0]["total"] if rows else 0
