"""Reads and forgets what is kept about an account. Raw SQL: rows as they are handed over."""

from typing import Any
from uuid import UUID

from marketplace.kernel.database import connection
from marketplace.pooling.meeting.repository import OWN_SIDE


async def list_wishes(account_id: UUID) -> list[dict[str, Any]]:
    """What an account looks or looked for, and what it said about others; of what they said nothing."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"""SELECT w.id, w.name AS name_shown, w.acting_for, w.relation, w.support_type, w.title,
                w.care_group, w.times,
                w.outcode, w.gets_letters, w.created_at, w.changed_at, w.expires_at, w.ended_at,
                coalesce((SELECT jsonb_agg(jsonb_build_object('miles', s.miles, 'you_said', s.own_said,
                    'made_at', s.made_at) ORDER BY s.made_at, s.id) FROM ({OWN_SIDE}) s
                    WHERE s.own = w.id), '[]') AS matches
            FROM pool_wish w WHERE w.account = $1 ORDER BY w.created_at, w.id""",  # noqa: S608 - our own words
            account_id,
        )
    return [dict(row) for row in rows]


async def list_messages(account_id: UUID) -> list[dict[str, Any]]:
    """What an account wrote in pools, and which of them it muted."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT n.pool, n.body, n.sent_at, n.about_member IS NOT NULL AS is_with_leads
            FROM pool_message n JOIN pool_member m ON m.id = n.member
            WHERE m.account = $1 ORDER BY n.sent_at, n.id""",
            account_id,
        )
    return [dict(row) for row in rows]


async def list_muted(account_id: UUID) -> list[UUID]:
    """Pools about whose messages an account wants no letters."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT m.pool FROM pool_reader r JOIN pool_member m ON m.id = r.member
            WHERE m.account = $1 AND r.is_muted ORDER BY m.pool""",
            account_id,
        )
    return [row["pool"] for row in rows]


async def drop_of(account_id: UUID) -> None:
    """Delete an account's wishes with their matches, its messages, and what it has read."""
    async with connection() as raw:
        await raw.execute("DELETE FROM pool_wish WHERE account = $1", account_id)
        for table in ("pool_message", "pool_reader"):
            await raw.execute(
                f"DELETE FROM {table} t USING pool_member m WHERE m.id = t.member AND m.account = $1",  # noqa: S608 - our own words
                account_id,
            )
        await raw.execute("DELETE FROM pool_news WHERE account = $1", account_id)
