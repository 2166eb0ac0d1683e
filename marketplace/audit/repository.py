"""Every query of the audit trail."""

from collections.abc import Sequence
from uuid import UUID

from marketplace.audit.schemas import Entry
from marketplace.audit.tables import AuditEntry
from marketplace.kernel.database import connection

_COLUMNS = ("at", "actor", "action", "record_type", "record_id", "before", "after")


def _record(entry: Entry) -> tuple[object, ...]:
    return tuple(getattr(entry, column) for column in _COLUMNS)


async def add(entry: Entry) -> None:
    """Add one row."""
    await AuditEntry.insert(
        AuditEntry(
            at=entry.at,
            actor=entry.actor,
            action=entry.action,
            record_type=entry.record_type,
            record_id=entry.record_id,
            before=entry.before,
            after=entry.after,
        )
    )


async def add_many(entries: Sequence[Entry]) -> None:
    """Add many rows at once. COPY, which Piccolo cannot say: a hundred thousand rows in about a second."""
    async with connection() as raw:
        await raw.copy_records_to_table(
            "audit_entry", records=(_record(entry) for entry in entries), columns=_COLUMNS
        )


async def list_of_record(record_type: str, record_id: UUID) -> list[Entry]:
    """All that was done to one record, oldest first."""
    rows = await (
        AuditEntry.select()
        .where((AuditEntry.record_type == record_type) & (AuditEntry.record_id == record_id))
        .order_by(AuditEntry.id)
    )
    return [_entry(row) for row in rows]


async def find_last(record_type: str, action: str) -> Entry | None:
    """The latest entry of one action on one type of record."""
    row = await (
        AuditEntry.select()
        .where((AuditEntry.record_type == record_type) & (AuditEntry.action == action))
        .order_by(AuditEntry.id, ascending=False)
        .first()
    )
    return _entry(row) if row else None


def _entry(row: dict[str, object]) -> Entry:
    values = {column: row[column] for column in _COLUMNS}
    return Entry(**values)  # type: ignore[arg-type]
