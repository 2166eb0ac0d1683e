"""Keeps receipts. Raw SQL: one comes with the pool of its entry, and without its content where it can."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from marketplace.kernel.database import connection
from marketplace.kernel.pictures import Picture
from marketplace.pooling.money.receipts.schemas import Receipt

_COLUMNS = """r.id, r.entry AS entry_id, e.pool AS pool_id, e.number AS entry_number, r.content_type,
    r.size_bytes, r.uploaded_at, r.uploaded_by, r.delete_on"""
_FROM = "FROM money_receipt r JOIN ledger_entry e ON e.id = r.entry"


async def add(
    receipt_id: UUID,
    entry_id: UUID,
    file: Picture,
    *,
    at: datetime,
    uploaded_by: UUID | None,
    delete_on: date,
) -> None:
    """Keep a file of an entry."""
    async with connection() as raw:
        await raw.execute(
            """INSERT INTO money_receipt (id, entry, content_type, content, size_bytes, uploaded_at,
                uploaded_by, delete_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)""",
            receipt_id,
            entry_id,
            file.content_type,
            file.content,
            len(file.content),
            at,
            uploaded_by,
            delete_on,
        )


async def find(receipt_id: UUID) -> Receipt | None:
    """A receipt without its content, of whatever pool."""
    async with connection() as raw:
        row = await raw.fetchrow(f"SELECT {_COLUMNS} {_FROM} WHERE r.id = $1", receipt_id)
    return _receipt(row) if row else None


async def find_content(receipt_id: UUID) -> bytes | None:
    """What is in a file."""
    async with connection() as raw:
        found: bytes | None = await raw.fetchval(
            "SELECT content FROM money_receipt WHERE id = $1", receipt_id
        )
    return found


async def list_of(entry_ids: list[UUID]) -> list[Receipt]:
    """Files of some entries, oldest first."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"SELECT {_COLUMNS} {_FROM} WHERE r.entry = ANY($1) ORDER BY r.uploaded_at, r.id",
            entry_ids,
        )
    return [_receipt(row) for row in rows]


async def drop(receipt_id: UUID) -> None:
    """Delete a file."""
    async with connection() as raw:
        await raw.execute("DELETE FROM money_receipt WHERE id = $1", receipt_id)


async def put_delete_on(council: str | None, kept_years: int) -> None:
    """Write anew when files of a council's pools are deleted: kept through a tax year and so many more."""
    async with connection() as raw:
        await raw.execute(
            """UPDATE money_receipt r SET delete_on = d.day
            FROM (SELECT e.id, make_date(
                    extract(year FROM e.on_day - interval '3 months 5 days')::int + 1 + $2, 4, 6) AS day
                FROM ledger_entry e JOIN pool p ON p.id = e.pool
                WHERE p.council_code IS NOT DISTINCT FROM $1) d
            WHERE r.entry = d.id AND r.delete_on <> d.day""",
            council,
            kept_years,
        )


async def drop_due(today: date) -> dict[UUID, UUID]:
    """Delete files whose day has come; return their entries."""
    async with connection() as raw:
        rows = await raw.fetch("DELETE FROM money_receipt WHERE delete_on <= $1 RETURNING id, entry", today)
    return {row["id"]: row["entry"] for row in rows}


def _receipt(row: Mapping[str, Any]) -> Receipt:
    return Receipt(**dict(row))
