"""Reads what the record of money says of an account. Raw SQL: of several tables, and of no other member."""

from typing import Any
from uuid import UUID

from marketplace.kernel.database import connection


async def list_own(account_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """Own lines of entries, dues and sessions, and what the account recorded."""
    async with connection() as raw:
        entries = await raw.fetch(
            """SELECT e.pool, e.number, e.kind, e.on_day, e.recorded_at, e.words,
                -p.amount_pence AS change_pence
            FROM pool_member m JOIN ledger_posting p ON p.member = m.id JOIN ledger_entry e ON e.id = p.entry
            WHERE m.account = $1 ORDER BY e.on_day, e.number, e.id""",
            account_id,
        )
        recorded = await raw.fetch(
            """SELECT e.pool, e.number, e.kind, e.on_day, e.recorded_at, e.words
            FROM pool_member m JOIN ledger_entry e ON e.recorded_by = m.id
            WHERE m.account = $1 ORDER BY e.recorded_at, e.id""",
            account_id,
        )
        receipts = await raw.fetch(
            """SELECT r.id, e.pool, e.number, r.uploaded_at, r.delete_on FROM pool_member m
            JOIN money_receipt r ON r.uploaded_by = m.id JOIN ledger_entry e ON e.id = r.entry
            WHERE m.account = $1 ORDER BY r.uploaded_at, r.id""",
            account_id,
        )
        dues = await raw.fetch(
            """SELECT d.pool, d.due_on, d.amount_pence FROM pool_member m
            JOIN contribution_due d ON d.member = m.id WHERE m.account = $1 ORDER BY d.due_on, d.id""",
            account_id,
        )
        sessions = await raw.fetch(
            """SELECT s.pool, s.held_on, s.part, s.took_place, a.state,
                CASE WHEN s.changed_by = m.id THEN s.words END AS words
            FROM pool_member m JOIN pool_session s ON s.pool = m.pool
            LEFT JOIN attendance a ON a.session = s.id AND a.member = m.id
            WHERE m.account = $1 AND (a.id IS NOT NULL OR s.changed_by = m.id)
            ORDER BY s.held_on, s.part, s.id""",
            account_id,
        )
    found = {
        "entries": entries,
        "recorded": recorded,
        "receipts": receipts,
        "dues": dues,
        "sessions": sessions,
    }
    return {name: [dict(row) for row in rows] for name, rows in found.items()}
