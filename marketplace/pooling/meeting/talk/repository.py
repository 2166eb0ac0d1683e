"""Keeps messages, and who has read them. Raw SQL: pages come with how many there are."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from marketplace.kernel.database import connection
from marketplace.pooling.meeting.tables import PoolMessage


async def add_message(message_id: UUID, pool_id: UUID, **columns: Any) -> None:
    """Keep a message."""
    await PoolMessage.insert(PoolMessage(id=message_id, pool=pool_id, **columns))


async def list_messages(
    pool_id: UUID, about_member: UUID | None, since: datetime, *, limit: int, offset: int
) -> tuple[list[dict[str, Any]], int]:
    """Messages of a thread since a moment, the latest first; and how many there are."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT id, member, body, sent_at, count(*) OVER () AS total FROM pool_message
            WHERE pool = $1 AND about_member IS NOT DISTINCT FROM $2 AND sent_at >= $3
            ORDER BY sent_at DESC, id LIMIT $4 OFFSET $5""",
            pool_id,
            about_member,
            since,
            limit,
            offset,
        )
    return [dict(row) for row in rows], rows[0]["total"] if rows else 0


async def list_last(pool_id: UUID) -> dict[UUID, datetime]:
    """When something was last written in each thread of somebody who is welcome."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT about_member, max(sent_at) AS last FROM pool_message
            WHERE pool = $1 AND about_member IS NOT NULL GROUP BY about_member""",
            pool_id,
        )
    return {row["about_member"]: row["last"] for row in rows}


async def note_read(member_ids: Sequence[UUID], now: datetime) -> bool:
    """Note that who speaks for these reads now; return whether letters about it are muted."""
    async with connection() as raw:
        rows = await raw.fetch(
            """INSERT INTO pool_reader (member, read_at, is_muted)
            SELECT id, $2, false FROM unnest($1::uuid[]) AS id ORDER BY id
            ON CONFLICT (member) DO UPDATE SET read_at = $2 RETURNING is_muted""",
            list(member_ids),
            now,
        )
    return all(row["is_muted"] for row in rows)


async def find_muted(member_ids: Sequence[UUID]) -> bool:
    """Whether who speaks for these wants no letters about it."""
    async with connection() as raw:
        count = await raw.fetchval(
            "SELECT count(*) FROM pool_reader WHERE member = ANY($1::uuid[]) AND is_muted", list(member_ids)
        )
    return bool(count == len(member_ids))


async def put_muted(member_id: UUID, *, is_muted: bool) -> None:
    """Keep whether somebody wants letters about what is written."""
    async with connection() as raw:
        await raw.execute(
            """INSERT INTO pool_reader (member, is_muted) VALUES ($1, $2)
            ON CONFLICT (member) DO UPDATE SET is_muted = $2""",
            member_id,
            is_muted,
        )
