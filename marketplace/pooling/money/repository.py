"""Reads the record of money. Raw SQL: entries come with their lines, and balances are summed, at once."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from marketplace.kernel.database import connection
from marketplace.pooling.agreements.schemas import ShareRule
from marketplace.pooling.money.schemas import (
    Balances,
    Entry,
    EntryKind,
    OpenBill,
    Period,
    Posting,
)

_LINES = """(SELECT json_agg(json_build_object('account', p.account, 'amount_pence', p.amount_pence,
        'member_id', p.member, 'exact_micropence', p.exact_micropence, 'weight', p.weight)
        ORDER BY p.id)::text
        FROM ledger_posting p WHERE p.entry = e.id {only}) AS lines"""
_COLUMNS = """e.id, e.pool AS pool_id, e.number, e.kind, e.on_day AS "on", e.recorded_at, e.recorded_by,
    e.words, e.refers_to, e.reverses, e.share_rule, e.since, e.until, e.token, r.id AS reversed_by,
    a.number AS about_number, a.kind AS about_kind,
    (SELECT count(*) FROM money_receipt f WHERE f.entry = e.id) AS receipts"""
_FROM = """FROM ledger_entry e LEFT JOIN ledger_entry r ON r.reverses = e.id
    LEFT JOIN ledger_entry a ON a.id = coalesce(e.reverses, e.refers_to)"""
_SELECT = f"SELECT {_COLUMNS}, {_LINES.format(only='')} {_FROM}"
_OF_MEMBER = f"SELECT {_COLUMNS}, {_LINES.format(only='AND p.member = $1')} {_FROM}"
_SUMS = """SELECT p.account, p.member, sum(p.amount_pence)::bigint AS pence"""


async def find_entry(entry_id: UUID) -> Entry | None:
    """An entry with its lines, of whatever pool."""
    async with connection() as raw:
        row = await raw.fetchrow(f"{_SELECT} WHERE e.id = $1", entry_id)
    return entry_of(row) if row else None


async def find_by_token(pool_id: UUID, token: UUID) -> Entry | None:
    """The entry that a form made."""
    async with connection() as raw:
        row = await raw.fetchrow(f"{_SELECT} WHERE e.pool = $1 AND e.token = $2", pool_id, token)
    return entry_of(row) if row else None


async def list_about(entry_id: UUID) -> list[Entry]:
    """Payments of a bill and what was given back of an entry, without what was taken out again."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"{_SELECT} WHERE e.refers_to = $1 AND r.id IS NULL ORDER BY e.number", entry_id
        )
    return [entry_of(row) for row in rows]


async def list_entries(
    pool_id: UUID, period: Period | None, *, limit: int, offset: int
) -> tuple[list[Entry], int]:
    """Entries of a pool, of the newest day first; and how many there are."""
    since, until = (period.since, period.until) if period else (date.min, date.max)
    async with connection() as raw:
        rows = await raw.fetch(
            f"""WITH e AS (SELECT *, count(*) OVER () AS total FROM ledger_entry
                WHERE pool = $1 AND on_day BETWEEN $2 AND $3
                ORDER BY on_day DESC, number DESC LIMIT $4 OFFSET $5)
            SELECT e.total, {_COLUMNS}, {_LINES.format(only="")} {_FROM.replace("ledger_entry e ", "e ", 1)}
            ORDER BY e.on_day DESC, e.number DESC""",  # noqa: S608 - our own words
            pool_id,
            since,
            until,
            limit,
            offset,
        )
    return [entry_of(row) for row in rows], rows[0]["total"] if rows else 0


async def list_of_member(member_id: UUID, period: Period) -> list[Entry]:
    """Entries that change what a member has, with that member's lines only, in the order of their days."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"""{_OF_MEMBER} WHERE e.id IN (SELECT entry FROM ledger_posting
                WHERE member = $1 AND on_day BETWEEN $2 AND $3) ORDER BY e.on_day, e.number""",  # noqa: S608 - our own words
            member_id,
            period.since,
            period.until,
        )
    return [entry_of(row) for row in rows]


async def sum_balances(pool_id: UUID, on: date | None, known_at: datetime | None = None) -> Balances:
    """What a pool has at the end of a day, from all entries or from those recorded until a moment."""
    join = "" if known_at is None else "JOIN ledger_entry e ON e.id = p.entry AND e.recorded_at <= $3"
    values = [pool_id, on or date.max, *([] if known_at is None else [known_at])]
    async with connection() as raw:
        rows = await raw.fetch(
            f"{_SUMS} FROM ledger_posting p {join} WHERE p.pool = $1 AND p.on_day <= $2 GROUP BY 1, 2",
            *values,
        )
    return balances_of(rows)


async def find_pool_of(member_id: UUID) -> UUID | None:
    """The pool of a member."""
    async with connection() as raw:
        found: UUID | None = await raw.fetchval("SELECT pool FROM pool_member WHERE id = $1", member_id)
    return found


async def sum_of_member(member_id: UUID, before: date) -> int:
    """What the pool held for a member when a day began."""
    async with connection() as raw:
        return int(
            await raw.fetchval(
                """SELECT coalesce(-sum(amount_pence), 0) FROM ledger_posting
                WHERE member = $1 AND on_day < $2""",
                member_id,
                before,
            )
        )


async def sum_carried(pool_id: UUID) -> dict[UUID, int]:
    """By member how far they are behind their exact shares, in millionths of a penny."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT member, sum(exact_micropence - amount_pence * 1000000)::bigint AS behind
            FROM ledger_posting WHERE pool = $1 AND exact_micropence IS NOT NULL GROUP BY member""",
            pool_id,
        )
    return {row["member"]: row["behind"] for row in rows}


async def find_opening(pool_id: UUID) -> int | None:
    """The number of the entry of what members had before, or of older entries; not of what was taken out."""
    async with connection() as raw:
        found: int | None = await raw.fetchval(
            """SELECT min(e.number) FROM ledger_entry e
            WHERE e.pool = $1 AND e.kind IN ('opening', 'brought_forward')
                AND NOT EXISTS (SELECT FROM ledger_entry WHERE reverses = e.id)""",
            pool_id,
        )
    return found


async def list_open_bills(pool_id: UUID) -> list[OpenBill]:
    """Bills with something left to pay, oldest first."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT b.id, b.number, b.on_day AS "on", b.words, -o.amount_pence AS amount_pence,
                -o.amount_pence - coalesce(paid.pence, 0) AS left_pence
            FROM ledger_entry b JOIN ledger_posting o ON o.entry = b.id AND o.account = 'owed'
            LEFT JOIN LATERAL (SELECT sum(p.amount_pence)::bigint AS pence FROM ledger_entry e
                JOIN ledger_posting p ON p.entry = e.id AND p.account = 'owed'
                WHERE e.refers_to = b.id AND NOT EXISTS (SELECT FROM ledger_entry WHERE reverses = e.id)
            ) paid ON true
            WHERE b.pool = $1 AND b.kind = 'bill'
                AND NOT EXISTS (SELECT FROM ledger_entry WHERE reverses = b.id)
                AND -o.amount_pence > coalesce(paid.pence, 0)
            ORDER BY b.on_day, b.number""",
            pool_id,
        )
    return [OpenBill(**dict(row)) for row in rows]


def balances_of(rows: list[Mapping[str, Any]]) -> Balances:
    """Sums by account and member as a struct."""
    sums = {(row["account"], row["member"]): row["pence"] for row in rows}
    return Balances(
        cash_pence=sums.get(("cash", None), 0),
        owed_pence=-sums.get(("owed", None), 0),
        members={member: -pence for (_account, member), pence in sums.items() if member is not None},
    )


def entry_of(row: Mapping[str, Any]) -> Entry:
    """A row of `_SELECT` as a struct."""
    values = {key: value for key, value in dict(row).items() if key not in {"lines", "total"}}
    values["kind"] = EntryKind(row["kind"])
    values["about_kind"] = EntryKind(row["about_kind"]) if row["about_kind"] else None
    values["share_rule"] = ShareRule(row["share_rule"]) if row["share_rule"] else None
    lines = msgspec.json.decode(row["lines"], type=tuple[Posting, ...]) if row["lines"] else ()
    return Entry(postings=lines, **values)
