"""Adds entries. Raw SQL: the number is the next one of the pool, which the caller holds."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from marketplace.kernel.database import connection
from marketplace.pooling.money.schemas import EntryKind, Facts, Posting, Sharing


async def add_entry(
    entry_id: UUID,
    pool_id: UUID,
    kind: EntryKind,
    facts: Facts,
    postings: Sequence[Posting],
    *,
    at: datetime,
    recorded_by: UUID | None,
    refers_to: UUID | None = None,
    reverses: UUID | None = None,
    sharing: Sharing | None = None,
) -> int:
    """Add an entry and its lines; return its number."""
    async with connection() as raw:
        number: int = await raw.fetchval(
            """INSERT INTO ledger_entry (id, pool, number, kind, on_day, recorded_at, recorded_by, words,
                refers_to, reverses, share_rule, since, until, token, postings)
            SELECT $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14
            FROM ledger_entry WHERE pool = $2 RETURNING number""",
            entry_id,
            pool_id,
            kind.value,
            facts.on,
            at,
            recorded_by,
            facts.words,
            refers_to,
            reverses,
            sharing.rule.value if sharing else "",
            sharing.since if sharing else None,
            sharing.until if sharing else None,
            facts.token,
            len(postings),
        )
        await add_postings(entry_id, pool_id, facts.on, postings)
    return number


async def add_postings(entry_id: UUID, pool_id: UUID, on: date, postings: Sequence[Posting]) -> None:
    """Add the lines of an entry, in their order."""
    async with connection() as raw:
        await raw.execute(
            """INSERT INTO ledger_posting (entry, pool, on_day, account, member, amount_pence,
                exact_micropence, weight)
            SELECT $1, $2, $3, *
            FROM unnest($4::text[], $5::uuid[], $6::bigint[], $7::bigint[], $8::bigint[])""",
            entry_id,
            pool_id,
            on,
            [each.account.value for each in postings],
            [each.member_id for each in postings],
            [each.amount_pence for each in postings],
            [each.exact_micropence for each in postings],
            [each.weight for each in postings],
        )


async def fold(pool_id: UUID, before: date, at: datetime) -> int:
    """Let one entry stand for all at the beginning of a record that are older; return how many went."""
    async with connection() as raw:
        return int(await raw.fetchval("SELECT ledger_fold($1, $2, $3)", pool_id, before, at))


async def list_with_old(before: date, council: str | None, *, limit: int) -> list[UUID]:
    """Pools of a council whose first entry that can go is older than a day."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT DISTINCT pool FROM (
                SELECT DISTINCT ON (pool) pool, on_day, recorded_at FROM ledger_entry
                WHERE kind <> 'brought_forward' ORDER BY pool, number) first
            WHERE on_day < $1 AND recorded_at < $1
                AND pool IN (SELECT id FROM pool WHERE council_code IS NOT DISTINCT FROM $3)
            ORDER BY pool LIMIT $2""",
            before,
            limit,
            council,
        )
    return [row["pool"] for row in rows]
