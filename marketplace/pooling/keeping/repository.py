"""Finds what is due, and forgets what is old. Raw SQL: conditions on several tables."""

from datetime import date, datetime
from uuid import UUID

from marketplace.kernel.database import connection
from marketplace.pooling.repository import ACTS, POOL_COLUMNS, TAKEN, pool_of
from marketplace.pooling.schemas import OPEN_MEMBERS, Pool


async def list_due(today: date) -> list[UUID]:
    """Pools whose last day, or the last day of one of whose members, is over."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT pool AS id FROM pool_member WHERE state = 'leaving' AND leaves_on < $1
            UNION SELECT id FROM pool WHERE state = 'ending' AND last_day < $1 ORDER BY id""",
            today,
        )
    return [row["id"] for row in rows]


async def list_without_voice() -> list[UUID]:
    """Pools with somebody for whom nobody acts any more, and of whom the leads were not told."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"""SELECT DISTINCT m.pool AS id FROM pool_member m WHERE m.acting_for IS NOT NULL
                AND m.gets_letters AND m.state = ANY($1::text[]) AND NOT {ACTS} ORDER BY m.pool""",  # noqa: S608 - our own words
            sorted(state.value for state in OPEN_MEMBERS),
        )
    return [row["id"] for row in rows]


async def mark_alone(since: datetime, now: datetime, most: int) -> list[Pool]:
    """Note which pools have looked for members since before and never had a second one; each once."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"""UPDATE pool p SET nobody_found_at = $2 WHERE p.id IN (
                SELECT p.id FROM pool p WHERE p.state = 'looking' AND p.created_at <= $1
                    AND p.nobody_found_at IS NULL AND {TAKEN} = 1
                    AND NOT EXISTS (SELECT FROM pool_member t WHERE t.pool = p.id AND t.state = 'left'
                        AND t.placed_at IS NOT NULL)
                ORDER BY p.id LIMIT $3 FOR UPDATE SKIP LOCKED)
            RETURNING {POOL_COLUMNS}""",  # noqa: S608 - our own words
            since,
            now,
            most,
        )
    return [pool_of(row) for row in rows]


async def drop_closed(before: datetime) -> list[UUID]:
    """Delete the rows of those who never had a place and were told no, or said no, before; return the ids."""
    async with connection() as raw:
        rows = await raw.fetch(
            """DELETE FROM pool_member WHERE state IN ('refused', 'withdrawn') AND placed_at IS NULL
                AND closed_at < $1 RETURNING id""",
            before,
        )
    return [row["id"] for row in rows]


async def drop_unused(before: datetime) -> list[UUID]:
    """Delete pools that ended before, never had an agreement in force, and have nothing in their ledger."""
    async with connection() as raw:
        rows = await raw.fetch(
            """DELETE FROM pool p WHERE p.state = 'ended' AND p.active_since IS NULL AND p.ended_at < $1
                AND NOT EXISTS (SELECT FROM ledger_entry e WHERE e.pool = p.id) RETURNING id""",
            before,
        )
    return [row["id"] for row in rows]
