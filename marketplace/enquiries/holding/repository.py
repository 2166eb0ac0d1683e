"""Reads and erases what is kept about an account. Raw SQL: by whose organisation it is."""

from typing import Any
from uuid import UUID

from marketplace.kernel.database import connection

_ALONE = """SELECT m.organization FROM organization_member m WHERE m.account = $1 AND NOT EXISTS (
    SELECT FROM organization_member other
    WHERE other.organization = m.organization AND other.account <> $1)"""


async def list_own(account_id: UUID) -> list[dict[str, Any]]:
    """What an account asked for, with all messages both ways: they were written to it."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT c.id, c.listing, s.title, e.person_name AS name_shown, e.support_types, e.area,
                e.outcode, e.relation, c.status, c.reason, c.person_contact AS contact_you_gave,
                c.provider_contact AS contact_you_were_given, c.sent_at, c.ended_at, coalesce((
                    SELECT jsonb_agg(jsonb_build_object('by', m.side, 'at', m.sent_at, 'words', m.words)
                        ORDER BY m.sent_at, m.id)
                    FROM message m WHERE m.conversation = c.id), '[]') AS messages
            FROM conversation c JOIN enquiry e ON e.id = c.enquiry LEFT JOIN service s ON s.id = c.listing
            WHERE c.account = $1 ORDER BY c.sent_at, c.id""",
            account_id,
        )
    return [dict(row) for row in rows]


async def list_written(account_id: UUID) -> list[dict[str, Any]]:
    """What an account wrote for organisations, without what it was written."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT m.conversation, m.sent_at, m.words FROM message m JOIN conversation c
                ON c.id = m.conversation
            WHERE m.account = $1 AND m.side = 'provider' ORDER BY m.sent_at, m.id""",
            account_id,
        )
    return [dict(row) for row in rows]


async def list_shown(account_id: UUID) -> list[dict[str, Any]]:
    """How people were told to reach the organisations of an account."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT c.id AS conversation, c.provider_contact AS contact FROM conversation c
                JOIN organization_member m ON m.organization = c.organization
            WHERE m.account = $1 AND c.provider_contact <> '' ORDER BY c.sent_at, c.id""",
            account_id,
        )
    return [dict(row) for row in rows]


async def list_blocks(account_id: UUID) -> list[dict[str, Any]]:
    """Whom an account, as a person, wants nothing from."""
    async with connection() as raw:
        rows = await raw.fetch(
            "SELECT name, made_at FROM conversation_block WHERE account = $1 AND side = 'person'"
            " ORDER BY made_at",
            account_id,
        )
    return [dict(row) for row in rows]


async def list_alone(account_id: UUID) -> list[UUID]:
    """Organisations that nobody but an account looks after."""
    async with connection() as raw:
        rows = await raw.fetch(_ALONE, account_id)
    return [row["organization"] for row in rows]


async def drop_person(account_id: UUID) -> None:
    """Delete all that an account asked for, with what both sides wrote, and its blocks."""
    async with connection() as raw:
        await raw.execute("DELETE FROM enquiry WHERE account = $1", account_id)
        await raw.execute("DELETE FROM conversation_block WHERE account = $1", account_id)


async def empty_provider(organization_ids: list[UUID]) -> None:
    """Erase what was written for organisations that go, and how to reach them."""
    async with connection() as raw:
        await raw.execute(
            """UPDATE message SET words = '' FROM conversation c
            WHERE c.id = message.conversation AND c.organization = ANY($1::uuid[])
                AND message.side = 'provider'""",
            organization_ids,
        )
        await raw.execute(
            "UPDATE conversation SET provider_contact = '' WHERE organization = ANY($1::uuid[])",
            organization_ids,
        )
        await raw.execute(
            "DELETE FROM conversation_block WHERE organization = ANY($1::uuid[])", organization_ids
        )
