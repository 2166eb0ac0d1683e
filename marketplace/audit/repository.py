"""Every query of the audit trail. Raw SQL: facts and details go in together, and come out together."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from marketplace.audit.schemas import Entry, EntryFilter
from marketplace.kernel.database import connection

_FACTS = ("id", "at", "actor", "action", "record_type", "record_id", "council", "is_detailed")
_DETAILS = ("entry", "subject", "before", "after")
_FILTERED = ("record_type", "record_id", "actor", "action")
_ADD = """
    WITH fact AS (
        INSERT INTO audit_entry (at, actor, action, record_type, record_id, council, is_detailed)
        VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id
    )
    INSERT INTO audit_detail (entry, subject, before, after)
    SELECT id, $8, $9, $10 FROM fact WHERE $7
"""
_SELECT = """
    SELECT fact.id, at, actor, action, record_type, record_id, council, subject, before, after,
        is_detailed AND entry IS NULL AS is_erased
    FROM audit_entry fact LEFT JOIN audit_detail ON entry = fact.id
"""
_WITHOUT = """NOT (fact.record_type = ? AND EXISTS (
    SELECT FROM audit_entry said JOIN audit_detail detail ON detail.entry = said.id
    WHERE said.record_id = fact.record_id AND said.record_type = fact.record_type
        AND detail.after ->> ? = ANY(?)))"""
"""By what the trail itself says: the record may be deleted since."""


async def add(entry: Entry) -> None:
    """Add one entry, in one statement."""
    async with connection() as raw:
        await raw.execute(
            _ADD, entry.at, entry.actor, entry.action, entry.record_type, entry.record_id, entry.council,
            _is_detailed(entry), entry.subject, entry.before, entry.after,
        )  # fmt: skip


async def add_many(entries: Sequence[Entry]) -> None:
    """Add many entries at once, by COPY: a hundred thousand in about a second. Inside a transaction."""
    async with connection() as raw:
        # One row, not one for each id.
        ids = await raw.fetchval(
            "SELECT array_agg(nextval('audit_entry_id_seq')) FROM generate_series(1, $1)", len(entries)
        )
        numbered = list(zip(ids or (), entries, strict=True))
        facts = (
            (id_, each.at, each.actor, each.action, each.record_type, each.record_id, each.council,
             _is_detailed(each))
            for id_, each in numbered
        )  # fmt: skip
        await raw.copy_records_to_table("audit_entry", records=facts, columns=_FACTS)
        details = (
            (id_, each.subject, each.before, each.after) for id_, each in numbered if _is_detailed(each)
        )
        await raw.copy_records_to_table("audit_detail", records=details, columns=_DETAILS)


async def list_of_record(record_type: str, record_id: UUID) -> list[Entry]:
    """All that was done to one record, oldest first."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"{_SELECT} WHERE record_type = $1 AND record_id = $2 ORDER BY fact.id", record_type, record_id
        )
    return [_entry(row) for row in rows]


async def find_last(record_type: str, action: str) -> Entry | None:
    """The latest entry of one action on one type of record."""
    async with connection() as raw:
        row = await raw.fetchrow(
            f"{_SELECT} WHERE record_type = $1 AND action = $2 ORDER BY fact.id DESC LIMIT 1",
            record_type,
            action,
        )
    return _entry(row) if row else None


async def list_entries(wanted: EntryFilter, after: tuple[datetime, int] | None, most: int) -> list[Entry]:
    """Entries, newest first, from behind a moment and id on."""
    values: list[object] = []
    terms = []
    for condition, *given in (*_conditions(wanted), ("(at, fact.id) < (?, ?)", *(after or (None,)))):
        if None in given:
            continue
        term = condition
        for value in given:
            values.append(value)
            term = term.replace("?", f"${len(values)}", 1)
        terms.append(term)
    where = f"WHERE {' AND '.join(terms)}" if terms else ""
    async with connection() as raw:
        rows = await raw.fetch(f"{_SELECT} {where} ORDER BY at DESC, fact.id DESC LIMIT {int(most)}", *values)
    return [_entry(row) for row in rows]


def _conditions(wanted: EntryFilter) -> Iterator[tuple[Any, ...]]:
    """The conditions of a filter, each with the values that stand for its `?`: none is asked with a None."""
    if wanted.not_councils is not None:
        # One of a council that is in the system is that council's alone.
        yield "council IS NOT NULL AND council <> ALL(?)", list(wanted.not_councils)
    else:
        yield "council = ?", wanted.council
    for column in _FILTERED:
        yield f"{column} = ?", getattr(wanted, column)
    yield "at >= ?", wanted.since
    yield "at < ?", wanted.until
    if wanted.without is not None:
        yield _WITHOUT, wanted.without.record_type, wanted.without.field, list(wanted.without.values)


async def list_of_account(account_id: UUID) -> list[Entry]:
    """What an account did, and what changed about it, oldest first. Reads the whole trail: seldom asked."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"{_SELECT} WHERE actor = $1 OR subject = $2 ORDER BY at, fact.id", str(account_id), account_id
        )
    return [_entry(row) for row in rows]


async def erase_subject(subject: UUID, actor: str, at: datetime) -> int:
    """Delete the details of a subject, and record that. The database lets it through in this way only."""
    async with connection() as raw:
        return int(await raw.fetchval("SELECT audit_erase_subject($1, $2, $3)", subject, actor, at))


def _is_detailed(entry: Entry) -> bool:
    return entry.before is not None or entry.after is not None


def _entry(row: Any) -> Entry:
    return Entry(**dict(row))
