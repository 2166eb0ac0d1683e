"""Finds what is due, and forgets what is old. Raw SQL: conditions on several tables, rows held."""

from datetime import datetime
from uuid import UUID

from marketplace.enquiries.waiting.schemas import Due
from marketplace.kernel.database import connection

UNANSWERED = "c.status IN ('sent', 'read') AND c.started_by = 'person'"
GONE = """c.status IN ('sent', 'read', 'answered') AND NOT EXISTS (
    SELECT FROM service s WHERE s.id = c.listing AND s.status = 'published')"""


async def list_due_to_remind(before: datetime, most: int) -> list[Due]:
    """Conversations that nobody answered and nobody was reminded of, with the organisation.

    All of each of so many organisations at most: each is written to once.
    """
    where = f"""{UNANSWERED} AND c.sent_at <= $1 AND c.reminded_at IS NULL AND EXISTS (
        SELECT FROM service s WHERE s.id = c.listing AND s.status = 'published'
            AND NOT 'suspended' = ANY(s.hidden_for))"""
    return await _list_whole("organization", where, before, most)


async def mark_reminded(conversation_ids: list[UUID], at: datetime) -> None:
    """Keep that their providers were reminded."""
    async with connection() as raw:
        await raw.execute(
            "UPDATE conversation SET reminded_at = $2 WHERE id = ANY($1::uuid[])", conversation_ids, at
        )


async def list_due_to_offer(before: datetime, most: int) -> list[Due]:
    """Conversations that were not answered for a week, with the person's account: all of so many people."""
    where = f"{UNANSWERED} AND c.sent_at <= $1 AND c.offered_at IS NULL"
    return await _list_whole("account", where, before, most)


async def mark_offered(conversation_ids: list[UUID], at: datetime) -> None:
    """Keep that their people were told to look at others."""
    async with connection() as raw:
        await raw.execute(
            "UPDATE conversation SET offered_at = $2 WHERE id = ANY($1::uuid[])", conversation_ids, at
        )


async def list_councils() -> list[str]:
    """Codes of the councils whose settings say how long conversations are kept."""
    async with connection() as raw:
        rows = await raw.fetch("SELECT DISTINCT council_code FROM conversation")
    return [row["council_code"] for row in rows]


async def drop_before(council_code: str, before: datetime) -> list[UUID]:
    """Delete a council's conversations in which nothing was written since; return their ids."""
    async with connection() as raw:
        rows = await raw.fetch(
            """DELETE FROM conversation WHERE id IN (SELECT c.id FROM conversation c
                WHERE c.council_code = $1 AND c.last_message_at < $2 ORDER BY c.id FOR UPDATE)
            RETURNING id""",
            council_code,
            before,
        )
    return [row["id"] for row in rows]


async def drop_empty_enquiries(now: datetime) -> None:
    """Delete enquiries that no conversation is left of."""
    async with connection() as raw:
        await raw.execute(
            """DELETE FROM enquiry e WHERE e.created_at < $1
            AND NOT EXISTS (SELECT FROM conversation c WHERE c.enquiry = e.id)""",
            now,
        )


async def _list_whole(column: str, where: str, before: datetime, most: int) -> list[Due]:
    """Conversations `c` that are due, with who is to hear of them, held: all of so many of these at most."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"""SELECT c.id, c.{column}, c.council_code FROM conversation c WHERE {where} AND c.{column} IN (
                SELECT DISTINCT c.{column} FROM conversation c WHERE {where} LIMIT $2)
            ORDER BY c.id FOR UPDATE OF c SKIP LOCKED""",  # noqa: S608 - our own words
            before,
            most,
        )
    return [
        Due(conversation_id=row["id"], whose=row[column], council_code=row["council_code"]) for row in rows
    ]
