"""Finds what is due, and forgets what is old. Raw SQL: conditions on several tables, rows held."""

from datetime import datetime
from uuid import UUID

from marketplace.kernel.database import connection
from marketplace.pooling.meeting.repository import WISH_COLUMNS, wish_of
from marketplace.pooling.meeting.schemas import Wish


async def list_unmatched(settled: datetime, rematch_minutes: float, most: int) -> list[Wish]:
    """Open wishes for which others were last looked for at the moment in which they were written."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"""SELECT {WISH_COLUMNS} FROM pool_wish w WHERE w.ended_at IS NULL AND w.changed_at <= $1
                AND w.matched_at < w.changed_at + make_interval(mins => $2)
            ORDER BY w.id LIMIT $3 FOR NO KEY UPDATE SKIP LOCKED""",  # noqa: S608 - our own words
            settled,
            int(rematch_minutes),
            most,
        )
    return [wish_of(row) for row in rows]


async def note_matched(wish_ids: list[UUID], now: datetime) -> None:
    """Note that others were looked for."""
    async with connection() as raw:
        await raw.execute("UPDATE pool_wish SET matched_at = $2 WHERE id = ANY($1::uuid[])", wish_ids, now)


async def end_expired(now: datetime, most: int) -> list[tuple[Wish, bool]]:
    """End wishes whose time is up; return them, each with whether somebody was found."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"""UPDATE pool_wish w SET ended_at = $1, version = w.version + 1 WHERE w.id IN (
                SELECT e.id FROM pool_wish e WHERE e.ended_at IS NULL AND e.expires_at <= $1
                ORDER BY e.id LIMIT $2 FOR UPDATE SKIP LOCKED)
            RETURNING {WISH_COLUMNS}, EXISTS (SELECT FROM pool_match m
                WHERE w.id IN (m.wish_a, m.wish_b) AND m.both_at IS NOT NULL) AS found""",  # noqa: S608 - our own words
            now,
            most,
        )
    return [(wish_of(row), row["found"]) for row in rows]


async def drop_wishes(before: datetime) -> list[UUID]:
    """Delete wishes that ended before, with their matches; return the ids."""
    async with connection() as raw:
        rows = await raw.fetch("DELETE FROM pool_wish WHERE ended_at < $1 RETURNING id", before)
    return [row["id"] for row in rows]


async def drop_messages(sent_before: datetime, ended_before: datetime) -> list[UUID]:
    """Delete messages that are old, and those of pools that ended before; return the ids."""
    async with connection() as raw:
        rows = await raw.fetch(
            """DELETE FROM pool_message n WHERE n.sent_at < $1 OR EXISTS (SELECT FROM pool p
                WHERE p.id = n.pool AND p.ended_at < $2) RETURNING id""",
            sent_before,
            ended_before,
        )
    return [row["id"] for row in rows]
