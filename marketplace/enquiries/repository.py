"""Keeps conversations. Raw SQL where a conversation comes with its listing and provider in one statement."""

from datetime import datetime
from typing import Any
from uuid import UUID

from marketplace.enquiries.schemas import Conversation, EndedBy, EndReason, Message, Side, Status
from marketplace.enquiries.tables import Conversation as ConversationTable
from marketplace.enquiries.tables import Message as MessageTable
from marketplace.kernel.database import connection

_ERASED = "\N{EN DASH}"
"""What stands in the place of the title of a listing that was emptied."""
_SELECT = f"""
    SELECT c.id, c.enquiry AS enquiry_id, c.account AS account_id, c.listing AS listing_id,
        c.organization AS organization_id, c.council_code, e.council_code AS area_council_code,
        e.advert AS advert_id, e.support_types, e.area, e.outcode, e.person_name, e.relation, e.acting_for,
        c.status, c.reason, c.ended_by, c.started_by, c.version, c.sent_at, c.read_at, c.answered_at,
        c.agreed_at, c.ended_at, c.reminded_at, c.offered_at, c.last_message_at, c.last_side, c.in_a_row,
        c.person_contact, c.provider_contact, c.person_unread_since, c.provider_unread_since,
        coalesce(nullif(s.title, '{_ERASED}'), '') AS listing_title,
        coalesce(nullif(o.name, '{_ERASED}'), '') AS provider_name,
        coalesce(s.status = 'published' AND NOT 'suspended' = ANY(s.hidden_for), false) AS listing_is_up,
        coalesce(s.status = 'published' AND NOT s.is_hidden, false) AS listing_is_public
    FROM conversation c JOIN enquiry e ON e.id = c.enquiry
        LEFT JOIN service s ON s.id = c.listing LEFT JOIN organization o ON o.id = c.organization
"""  # noqa: S608 - our own words


async def find_for(
    conversation_id: UUID, account_id: UUID, *, lock: bool = False
) -> tuple[Conversation, frozenset[Side]] | None:
    """A conversation with the sides on which an account is; `lock` holds it for a change.

    What is looked at is read anew once the lock is had: a second change waits here and then sees the first.
    """
    async with connection() as raw:
        if lock:
            await raw.execute("SELECT FROM conversation WHERE id = $1 FOR UPDATE", conversation_id)
        row = await raw.fetchrow(
            f"""SELECT found.*, found.account_id = $2 AS is_person, EXISTS (
                SELECT FROM organization_member m
                WHERE m.organization = found.organization_id AND m.account = $2) AS is_provider
            FROM ({_SELECT} WHERE c.id = $1) found""",  # noqa: S608 - our own words
            conversation_id,
            account_id,
        )
    if row is None:
        return None
    values = dict(row)
    sides = {Side.PERSON: values.pop("is_person"), Side.PROVIDER: values.pop("is_provider")}
    return conversation_of(values), frozenset(side for side, is_on_it in sides.items() if is_on_it)


async def list_held(where: str, *values: object, most: int | None = None) -> list[Conversation]:
    """Conversations `c` that answer to a condition of ours, held for a change, in the order of ids.

    With `most`, so many of those that nobody else holds.
    """
    limit = f"LIMIT {most} FOR UPDATE SKIP LOCKED" if most is not None else "FOR UPDATE"
    async with connection() as raw:
        ids = [
            row["id"]
            for row in await raw.fetch(
                f"SELECT c.id FROM conversation c WHERE {where} ORDER BY c.id {limit}",  # noqa: S608 - our own words
                *values,
            )
        ]
        # Read anew, as it is now that the rows are held.
        rows = await raw.fetch(f"{_SELECT} WHERE c.id = ANY($1::uuid[]) ORDER BY c.id", ids) if ids else []
    return [conversation_of(dict(row)) for row in rows]


async def hold_account(account_id: UUID) -> bool:
    """Keep an account there until the transaction ends; False when it is gone."""
    async with connection() as raw:
        row = await raw.fetchrow("SELECT id FROM account WHERE id = $1 FOR KEY SHARE", account_id)
    return row is not None


async def take_turn(account_id: UUID) -> None:
    """One at a time begins, blocks or erases conversations of a person."""
    async with connection() as raw:
        await raw.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('enquiries ' || $1::text, 0))", str(account_id)
        )


async def put(conversation_id: UUID, **columns: object) -> None:
    """Write some columns of a conversation, by their names in the table."""
    changes: dict[Any, Any] = {
        ConversationTable._meta.get_column_by_name(name): value  # noqa: SLF001 - Piccolo's way
        for name, value in columns.items()
    }
    await ConversationTable.update(changes).where(ConversationTable.id == conversation_id)


async def mark_read(conversation_id: UUID, side: Side, status: Status, at: datetime) -> None:
    """Keep that a side has read everything. The version stays: nobody's answer is refused for that."""
    column = f"{side.value}_unread_since"
    async with connection() as raw:
        await raw.execute(
            f"""UPDATE conversation SET {column} = NULL,
                read_at = CASE WHEN status = 'sent' AND $2 = 'read' THEN $3 ELSE read_at END,
                status = CASE WHEN status = 'sent' AND $2 = 'read' THEN 'read' ELSE status END
            WHERE id = $1""",  # noqa: S608 - our own words
            conversation_id,
            status.value,
            at,
        )


async def add_message(message: Message, conversation_id: UUID) -> None:
    """Keep a message."""
    await MessageTable.insert(
        MessageTable(
            id=message.id,
            conversation=conversation_id,
            side=message.side.value,
            account=message.account_id,
            words=message.words,
            sent_at=message.sent_at,
        )
    )


async def list_messages(conversation_id: UUID, most: int, offset: int) -> tuple[list[Message], int]:
    """Messages, the latest first, and how many there are."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT id, side, account AS account_id, words, sent_at, count(*) OVER () AS total
            FROM message WHERE conversation = $1 ORDER BY sent_at DESC, id LIMIT $2 OFFSET $3""",
            conversation_id,
            most,
            offset,
        )
    found = [
        Message(
            id=row["id"],
            side=Side(row["side"]),
            words=row["words"],
            sent_at=row["sent_at"],
            account_id=row["account_id"],
        )
        for row in rows
    ]
    return found, rows[0]["total"] if rows else 0


def conversation_of(values: dict[str, Any]) -> Conversation:
    """A row of `_SELECT` as a struct."""
    return Conversation(
        **values
        | {
            "support_types": tuple(values["support_types"]),
            "status": Status(values["status"]),
            "reason": EndReason(values["reason"]) if values["reason"] else None,
            "ended_by": EndedBy(values["ended_by"]) if values["ended_by"] else None,
            "started_by": Side(values["started_by"]),
            "last_side": Side(values["last_side"]),
        }
    )
