"""Every query of letters."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from piccolo.columns import Column

from marketplace.kernel.database import connection
from marketplace.mail.schemas import (
    Action,
    Facts,
    LetterCounts,
    LetterFate,
    LetterLine,
    LetterStatus,
    QueuedLetter,
    Words,
)
from marketplace.mail.tables import StoredLetter

_PARTS = tuple[Words | Action | Facts, ...]


async def add_many(letters: Sequence[tuple[QueuedLetter, UUID | None]], about: UUID | None = None) -> None:
    """Keep letters, each with the account whose it is, and all with the one they name.

    COPY, which Piccolo cannot say: thousands at once.
    """
    columns = (
        "id", "kind", "account", "recipient", "subject", "language", "parts", "unsubscribe_url", "status",
        "tries", "queued_at", "about", "council_code",
    )  # fmt: skip
    records = [
        (
            letter.id, letter.kind, account_id, letter.recipient, letter.subject, letter.language,
            msgspec.to_builtins(letter.parts), letter.unsubscribe_url, letter.status.value, 0,
            letter.queued_at, about, letter.council_code,
        )
        for letter, account_id in letters
    ]  # fmt: skip
    async with connection() as raw:
        await raw.copy_records_to_table("letter", records=records, columns=columns)


async def begin_try(letter_id: UUID, domain: str) -> QueuedLetter | None:
    """Count a try of a letter that waits, and fix its Message-ID; None when none waits.

    Waits for whoever is sending it.
    """
    async with connection() as raw:
        row = await raw.fetchrow(
            """UPDATE letter SET tries = tries + 1,
            message_id = coalesce(message_id, '<' || id::text || '@' || $2::text || '>')
            WHERE id = $1 AND status = 'waiting' RETURNING *""",
            letter_id,
            domain,
        )
    return letter_of(dict(row)) if row else None


async def hold(letter_id: UUID) -> bool:
    """Hold a letter that waits until the transaction ends; False when it waits no more."""
    async with connection() as raw:
        held = await raw.fetchval(
            "SELECT true FROM letter WHERE id = $1 AND status = 'waiting' FOR UPDATE", letter_id
        )
    return bool(held)


async def end(letter_id: UUID, status: LetterStatus, at: datetime, problem: str | None) -> None:
    """Note how a letter ended. The words of one that was sent go at once."""
    values: dict[Column | str, object] = {
        StoredLetter.status: status.value,
        StoredLetter.ended_at: at,
        StoredLetter.problem: problem,
    }
    if status is LetterStatus.SENT:
        values |= {StoredLetter.parts: None, StoredLetter.unsubscribe_url: None}
    await StoredLetter.update(values).where(StoredLetter.id == letter_id)


async def note_problem(letter_id: UUID, problem: str) -> None:
    """Note why a letter could not be sent now."""
    await StoredLetter.update({StoredLetter.problem: problem}).where(StoredLetter.id == letter_id)


async def revive() -> list[UUID]:
    """Let dead letters that have their words wait again; return their ids."""
    async with connection() as raw:
        rows = await raw.fetch(
            """UPDATE letter SET status = 'waiting', ended_at = NULL, tries = 1
            WHERE status = 'dead' AND parts IS NOT NULL RETURNING id"""
        )
    return [row["id"] for row in rows]


async def count() -> LetterCounts:
    """How letters stand."""
    async with connection() as raw:
        row = await raw.fetchrow(
            """SELECT count(*) FILTER (WHERE status = 'waiting') AS waiting,
            min(queued_at) FILTER (WHERE status = 'waiting') AS oldest_waiting_at,
            count(*) FILTER (WHERE status = 'dead') AS dead FROM letter
            WHERE status IN ('waiting', 'dead')"""
        )
    return LetterCounts(**dict(row))


async def list_with_words(limit: int, offset: int) -> tuple[list[LetterLine], int]:
    """A page of the letters that have their words, the newest first, and how many there are."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT id, recipient, subject, status, queued_at, count(*) OVER () AS total FROM letter
            WHERE parts IS NOT NULL ORDER BY queued_at DESC, id LIMIT $1 OFFSET $2""",
            limit,
            offset,
        )
    lines = [
        LetterLine(
            id=row["id"],
            recipient=row["recipient"],
            subject=row["subject"],
            status=LetterStatus(row["status"]),
            queued_at=row["queued_at"],
        )
        for row in rows
    ]
    return lines, rows[0]["total"] if rows else 0


async def find(letter_id: UUID) -> QueuedLetter | None:
    """A letter."""
    row = await StoredLetter.select().where(StoredLetter.id == letter_id).first()
    return letter_of(row) if row else None


async def find_fate(letter_id: UUID) -> LetterFate | None:
    """What became of a letter."""
    row = (
        await StoredLetter.select(StoredLetter.status, StoredLetter.ended_at)
        .where(StoredLetter.id == letter_id)
        .first()
    )
    return LetterFate(status=LetterStatus(row["status"]), ended_at=row["ended_at"]) if row else None


async def drop_words(status: LetterStatus, before: datetime) -> int:
    """Remove address and words of letters that ended so before a moment; return how many."""
    async with connection() as raw:
        done: str = await raw.execute(
            """UPDATE letter SET recipient = NULL, parts = NULL, unsubscribe_url = NULL
            WHERE status = $1 AND ended_at < $2 AND (recipient IS NOT NULL OR parts IS NOT NULL)""",
            status.value,
            before,
        )
    return int(done.rsplit(" ", 1)[-1])


async def drop_waiting(before: datetime) -> int:
    """Remove letters that have waited since before a moment; return how many."""
    async with connection() as raw:
        done: str = await raw.execute(
            "DELETE FROM letter WHERE status = 'waiting' AND queued_at < $1", before
        )
    return int(done.rsplit(" ", 1)[-1])


async def drop(before: datetime) -> int:
    """Remove letters that ended before a moment; return how many."""
    async with connection() as raw:
        done: str = await raw.execute("DELETE FROM letter WHERE ended_at < $1", before)
    return int(done.rsplit(" ", 1)[-1])


async def list_of_account(account_id: UUID) -> list[dict[str, Any]]:
    """What is kept of the letters to one account, oldest first."""
    return await (
        StoredLetter.select(
            StoredLetter.kind, StoredLetter.recipient, StoredLetter.subject, StoredLetter.parts,
            StoredLetter.status, StoredLetter.queued_at, StoredLetter.ended_at,
        )
        .where(StoredLetter.account == account_id)
        .order_by(StoredLetter.queued_at)
    )  # fmt: skip


async def drop_of_account(account_id: UUID) -> None:
    """Remove all letters to one account and about it, those that wait too."""
    await StoredLetter.delete().where(
        (StoredLetter.account == account_id) | (StoredLetter.about == account_id)
    )


async def drop_of_address(address: str) -> None:
    """Remove all letters to an address, whatever its case. Raw: lower."""
    async with connection() as raw:
        await raw.execute("DELETE FROM letter WHERE lower(recipient) = lower($1)", address)


async def list_dead(letter_ids: Collection[UUID]) -> set[UUID]:
    """Those of these letters that are dead."""
    rows = await StoredLetter.select(StoredLetter.id).where(
        StoredLetter.id.is_in(list(letter_ids)) & (StoredLetter.status == LetterStatus.DEAD.value)
    )
    return {row["id"] for row in rows}


def letter_of(row: dict[str, Any]) -> QueuedLetter:
    """A row as a struct."""
    parts = row["parts"]
    return QueuedLetter(
        id=row["id"],
        kind=row["kind"],
        recipient=row["recipient"],
        subject=row["subject"],
        language=row["language"],
        parts=None if parts is None else msgspec.convert(parts, _PARTS),
        unsubscribe_url=row["unsubscribe_url"],
        status=LetterStatus(row["status"]),
        message_id=row["message_id"],
        tries=row["tries"],
        queued_at=row["queued_at"],
        council_code=row["council_code"],
    )
