"""Lists conversations. Raw SQL: a list has titles and names in the same statement."""

from datetime import datetime
from typing import Any
from uuid import UUID

from marketplace.enquiries.schemas import Agreed, ConversationItem, EndedBy, EndReason, Show, Side, Status
from marketplace.kernel.database import connection

_ERASED = "\N{EN DASH}"
_OWN = {
    Side.PERSON: "c.account = $1",
    Side.PROVIDER: (
        "c.organization IN (SELECT m.organization FROM organization_member m WHERE m.account = $1)"
    ),
}
_SHOWN = {Show.OPEN: "c.ended_at IS NULL", Show.ENDED: "c.ended_at IS NOT NULL"}
_ITEMS = f"""
    SELECT c.id, c.listing AS listing_id, coalesce(nullif(s.title, '{_ERASED}'), '') AS listing_title,
        coalesce(nullif(o.name, '{_ERASED}'), '') AS provider_name, e.person_name, c.status, c.started_by,
        c.reason, c.ended_by, c.ended_at, c.last_message_at, c.last_side, c.person_unread_since,
        c.provider_unread_since
    FROM conversation c JOIN enquiry e ON e.id = c.enquiry
        LEFT JOIN service s ON s.id = c.listing LEFT JOIN organization o ON o.id = c.organization
"""  # noqa: S608 - our own words
_NEEDS = """
    SELECT 'enquiries_to_read' AS code, count(*) AS count, min(c.person_unread_since) AS since
    FROM conversation c WHERE c.account = $1 AND c.person_unread_since IS NOT NULL
    UNION ALL
    SELECT 'enquiries_to_answer', count(*), min(coalesce(c.provider_unread_since, c.last_message_at))
    FROM organization_member m JOIN conversation c ON c.organization = m.organization
    WHERE m.account = $1 AND c.ended_at IS NULL AND (c.provider_unread_since IS NOT NULL
        OR c.started_by = 'person' AND c.status IN ('sent', 'read'))
"""
_AGREED = f"""
    SELECT c.id AS conversation_id, c.listing AS listing_id, c.organization AS organization_id,
        coalesce(nullif(s.title, '{_ERASED}'), '') AS listing_title,
        coalesce(nullif(o.name, '{_ERASED}'), '') AS provider_name, c.council_code, c.agreed_at
    FROM conversation c LEFT JOIN service s ON s.id = c.listing
        LEFT JOIN organization o ON o.id = c.organization
    WHERE c.account = $1 AND c.status = 'agreed' ORDER BY c.agreed_at DESC, c.id
"""  # noqa: S608 - our own words


async def list_items(
    account_id: UUID, side: Side, show: Show, most: int, offset: int
) -> tuple[list[ConversationItem], int]:
    """Conversations of an account on a side: unread ones first, each latest first; and how many there are."""
    where = f"{_OWN[side]} AND {_SHOWN[show]}"
    async with connection() as raw:
        total = await raw.fetchval(f"SELECT count(*) FROM conversation c WHERE {where}", account_id)  # noqa: S608 - our own words
        rows = await raw.fetch(
            f"""{_ITEMS} WHERE {where} ORDER BY (c.{side.value}_unread_since IS NULL),
                c.last_message_at DESC, c.id LIMIT $2 OFFSET $3""",
            account_id,
            most,
            offset,
        )
    return [_item(dict(row), side) for row in rows], total


async def count_needs(account_id: UUID) -> list[tuple[str, int, datetime]]:
    """What waits for an account: code, how many, since when."""
    async with connection() as raw:
        rows = await raw.fetch(_NEEDS, account_id)
    return [(row["code"], row["count"], row["since"]) for row in rows if row["count"]]


async def list_agreed(account_id: UUID) -> list[Agreed]:
    """What an account agreed with providers, the latest first."""
    async with connection() as raw:
        rows = await raw.fetch(_AGREED, account_id)
    return [Agreed(**dict(row)) for row in rows]


async def has_agreed(account_id: UUID, listing_id: UUID) -> bool:
    """Whether an account agreed something with a listing."""
    async with connection() as raw:
        return bool(
            await raw.fetchval(
                "SELECT EXISTS (SELECT FROM conversation"
                " WHERE account = $1 AND listing = $2 AND status = 'agreed')",
                account_id,
                listing_id,
            )
        )


def _item(row: dict[str, Any], side: Side) -> ConversationItem:
    unread = {each: row.pop(f"{each.value}_unread_since") for each in Side}
    last_side = Side(row.pop("last_side"))
    return ConversationItem(
        **row
        | {
            "status": Status(row["status"]),
            "started_by": Side(row["started_by"]),
            "reason": EndReason(row["reason"]) if row["reason"] else None,
            "ended_by": EndedBy(row["ended_by"]) if row["ended_by"] else None,
            "is_unread": unread[side] is not None,
            "needs_answer": row["ended_at"] is None and last_side is not side,
        }
    )
