"""Keeps dues. Raw SQL: what is there already is passed over, and what came is summed beside what was due."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from marketplace.kernel.database import connection
from marketplace.pooling.money.dues.schemas import Due


async def add_missing(
    pool_id: UUID, wanted: Sequence[tuple[UUID, date, int]], *, number: int, at: datetime
) -> int:
    """Keep dues (member, day, pence) that are not there yet; return how many that were."""
    async with connection() as raw:
        rows = await raw.fetch(
            """INSERT INTO contribution_due
                (id, pool, member, due_on, amount_pence, agreement_number, made_at)
            SELECT w.id, $1, w.member, w.day, w.pence, $2, $3
            FROM unnest($4::uuid[], $5::uuid[], $6::date[], $7::bigint[]) AS w (id, member, day, pence)
            ON CONFLICT (member, due_on) DO NOTHING RETURNING 1""",
            pool_id,
            number,
            at,
            [uuid4() for _due in wanted],
            [member_id for member_id, _day, _pence in wanted],
            [day for _member, day, _pence in wanted],
            [pence for _member, _day, pence in wanted],
        )
    return len(rows)


async def find_ends(pool_id: UUID) -> dict[UUID, tuple[date, date]]:
    """The first and the last day on which something was due, by member."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT member, min(due_on) AS first, max(due_on) AS last FROM contribution_due
            WHERE pool = $1 GROUP BY member""",
            pool_id,
        )
    return {row["member"]: (row["first"], row["last"]) for row in rows}


async def list_until(pool_id: UUID, day: date) -> list[Due]:
    """All dues of a pool until a day, oldest first."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT id, member AS member_id, due_on, amount_pence FROM contribution_due
            WHERE pool = $1 AND due_on <= $2 ORDER BY due_on, id""",
            pool_id,
            day,
        )
    return [Due(**dict(row)) for row in rows]


async def sum_paid(pool_id: UUID) -> dict[UUID, int]:
    """What each member paid in, to the pool or from their own budget, since something was first due of them.

    What was taken out again does not count. What was paid up to four weeks before is for the first due too.
    """
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT p.member, -sum(p.amount_pence)::bigint AS pence FROM ledger_posting p
            JOIN ledger_entry e ON e.id = p.entry LEFT JOIN ledger_entry a ON a.id = e.reverses
            LEFT JOIN (SELECT member, min(due_on) - 28 AS since FROM contribution_due
                WHERE pool = $1 GROUP BY member) d ON d.member = p.member
            WHERE p.pool = $1 AND p.account = 'member' AND p.on_day >= coalesce(d.since, '0001-01-01')
                AND coalesce(a.kind, e.kind) IN ('contribution', 'bill_paid_direct')
            GROUP BY p.member""",
            pool_id,
        )
    return {row["member"]: row["pence"] for row in rows}


async def list_active() -> list[UUID]:
    """Pools with an agreement in force."""
    async with connection() as raw:
        rows = await raw.fetch("SELECT id FROM pool WHERE state IN ('active', 'ending') ORDER BY id")
    return [row["id"] for row in rows]


async def drop_old(before: date, council: str | None) -> int:
    """Delete dues of before a day in pools of a council; return how many."""
    async with connection() as raw:
        rows = await raw.fetch(
            """DELETE FROM contribution_due WHERE due_on < $1
                AND pool IN (SELECT id FROM pool WHERE council_code IS NOT DISTINCT FROM $2) RETURNING 1""",
            before,
            council,
        )
    return len(rows)
