"""The door of the audit room. Call it inside the transaction of what it records: both are kept or neither."""

from collections.abc import AsyncIterator, Iterable, Mapping
from typing import Any
from uuid import UUID

import msgspec

from marketplace.audit import repository, rules
from marketplace.audit.schemas import Entry, EntryFilter, EntryPage
from marketplace.kernel import clock
from marketplace.kernel.database import transaction

PER_PAGE = 50


def _as_json(value: Any) -> dict[str, Any] | None:
    """Structs, dates and ids as plain JSON values."""
    return None if value is None else msgspec.to_builtins(value, str_keys=True)


async def record(
    action: str,
    record_type: str,
    record_id: UUID | None,
    actor: str,
    before: object = None,
    after: object = None,
    *,
    council: str | None = None,
    subject: UUID | None = None,
) -> None:
    """Record that `actor` did `action` ("publish") to a record ("listing", its id).

    `before` and `after` are mappings or structs of what changed, or None. `council` is the code of the
    council whose administrators may see it. `subject` is the account or organisation whose personal data
    `before` and `after` hold: erasing it deletes them and leaves the fact.
    """
    await repository.add(
        Entry(
            at=clock.now(),
            actor=actor,
            action=action,
            record_type=record_type,
            record_id=record_id,
            before=_as_json(before),
            after=_as_json(after),
            council=council,
            subject=subject,
        )
    )


async def record_many(
    action: str,
    record_type: str,
    actor: str,
    records: Iterable[UUID] | Mapping[UUID, object],
    *,
    councils: Mapping[UUID, str | None] | None = None,
    subjects: Mapping[UUID, UUID] | None = None,
) -> int:
    """Record one action on many records, an entry each; a mapping gives its `after`. Returns how many.

    `councils` and `subjects` give, by record, what `record` takes for one.
    """
    at = clock.now()
    pairs = records.items() if isinstance(records, Mapping) else ((each, None) for each in records)
    entries = [
        Entry(
            at=at,
            actor=actor,
            action=action,
            record_type=record_type,
            record_id=record_id,
            after=_as_json(after),
            council=(councils or {}).get(record_id),
            subject=(subjects or {}).get(record_id),
        )
        for record_id, after in pairs
    ]
    async with transaction():
        await repository.add_many(entries)
    return len(entries)


async def erase_subject(subject: UUID, *, actor: str) -> int:
    """Erase what changes of an account or organisation said; the facts stay. Returns how many it were.

    That it was done is itself recorded, as "erase" on the record type "subject". Call it in the transaction
    that erases the subject elsewhere.
    """
    return await repository.erase_subject(subject, actor, clock.now())


async def list_history(record_type: str, record_id: UUID) -> list[Entry]:
    """All that was done to one record, oldest first."""
    return await repository.list_of_record(record_type, record_id)


async def find_last(record_type: str, action: str) -> Entry | None:
    """The latest entry of one action on one type of record, e.g. the last load of demonstration data."""
    return await repository.find_last(record_type, action)


class AuditHolder:
    """What this room keeps about an account: what it did, and what changed about it."""

    name = "audit"

    async def export(self, account_id: UUID) -> object:
        """Each fact; what changed only where it is about this account, and not about others."""
        return [
            {
                "at": entry.at,
                "action": entry.action,
                "record_type": entry.record_type,
                "record_id": entry.record_id,
                "by_you": entry.actor == str(account_id),
                "before": entry.before if entry.subject == account_id else None,
                "after": entry.after if entry.subject == account_id else None,
            }
            for entry in await repository.list_of_account(account_id)
        ]

    async def erase(self, account_id: UUID) -> None:
        """Nothing here: whoever deletes the account calls `erase_subject`, so that it stands last."""


async def list_entries(wanted: EntryFilter, *, after: str | None = None, most: int = PER_PAGE) -> EntryPage:
    """Entries, newest first; `after` is the `next_key` of the page before (one that is none begins anew)."""
    items = await repository.list_entries(wanted, rules.read_key(after), most + 1)
    shown = tuple(items[:most])
    return EntryPage(items=shown, next_key=rules.key_of(shown[-1]) if len(items) > most else None)


async def stream_entries(wanted: EntryFilter, *, at_once: int = 1_000) -> AsyncIterator[tuple[Entry, ...]]:
    """All entries of a filter, newest first, a batch at a time, so that a million need little memory."""
    key: str | None = None
    while True:
        page = await list_entries(wanted, after=key, most=at_once)
        if page.items:
            yield page.items
        key = page.next_key
        if key is None:
            return
