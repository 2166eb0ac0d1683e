"""Every query of letters."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

import msgspec

from marketplace.mail.schemas import Action, Facts, LetterStatus, QueuedLetter, Words
from marketplace.mail.tables import StoredLetter

_PARTS = tuple[Words | Action | Facts, ...]


async def add(letter: QueuedLetter, account_id: UUID | None) -> None:
    """Keep a letter."""
    await StoredLetter.insert(
        StoredLetter(
            id=letter.id,
            kind=letter.kind,
            account=account_id,
            recipient=letter.recipient,
            subject=letter.subject,
            language=letter.language,
            parts=msgspec.to_builtins(letter.parts),
            unsubscribe_url=letter.unsubscribe_url,
            status=letter.status.value,
            queued_at=letter.queued_at,
        )
    )


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
    """Remove all letters to one account, those that wait too."""
    await StoredLetter.delete().where(StoredLetter.account == account_id)


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
    )
