"""Every query of shared statements. Raw SQL: who may read stands in the statement, and rows are held."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from marketplace.councils.schemas import PackPart
from marketplace.kernel.database import connection
from marketplace.pooling.money.schemas import Period
from marketplace.pooling.statements.shares.schemas import Answer, Share, SharedItem

_COLUMNS = """s.id, s.pool, s.member, s.council_code, s.since, s.until, s.parts, s.made_at, s.expires_at,
    s.reader, s.opened_at, s.answer, s.answered_at, s.withdrawn_at"""


async def add(share: Share) -> None:
    """Keep a new one."""
    async with connection() as raw:
        await raw.execute(
            """INSERT INTO statement_share (id, pool, member, council_code, since, until, parts, made_at,
                expires_at, answer) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '')""",
            share.id,
            share.pool_id,
            share.member_id,
            share.council_code,
            share.period.since,
            share.period.until,
            [part.value for part in share.parts],
            share.made_at,
            share.expires_at,
        )


async def find(share_id: UUID, *, lock: bool = False) -> Share | None:
    """One, whoever asks; `lock` holds it for a change, after its pool."""
    statement = f"SELECT {_COLUMNS} FROM statement_share s WHERE s.id = $1"  # noqa: S608 - no value in it
    async with connection() as raw:
        row = await raw.fetchrow(statement + (" FOR UPDATE" if lock else ""), share_id)
    return _share(row) if row else None


async def list_of_member(member_id: UUID, limit: int) -> list[Share]:
    """Those of a member, the latest first."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"""SELECT {_COLUMNS} FROM statement_share s WHERE s.member = $1
            ORDER BY s.made_at DESC, s.id LIMIT $2""",  # noqa: S608 - no value in it
            member_id,
            limit,
        )
    return [_share(row) for row in rows]


async def count_open(member_id: UUID, now: datetime) -> int:
    """How many of a member can be read."""
    async with connection() as raw:
        return int(
            await raw.fetchval(
                """SELECT count(*) FROM statement_share
                WHERE member = $1 AND withdrawn_at IS NULL AND expires_at > $2""",
                member_id,
                now,
            )
        )


async def list_of_reader(
    reader_id: UUID, councils: Collection[str], now: datetime, limit: int, offset: int
) -> tuple[tuple[SharedItem, ...], int]:
    """Those that somebody opened and can read now, the latest first; and how many there are."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"""SELECT {_COLUMNS}, m.name, count(*) OVER () AS total
            FROM statement_share s JOIN pool_member m ON m.id = s.member
            WHERE s.reader = $1 AND s.council_code = ANY($2::text[]) AND s.withdrawn_at IS NULL
                AND s.expires_at > $3 ORDER BY s.opened_at DESC, s.id LIMIT $4 OFFSET $5""",  # noqa: S608 - no value in it
            reader_id,
            list(councils),
            now,
            limit,
            offset,
        )
    items = tuple(SharedItem(share=_share(row), name=row["name"]) for row in rows)
    return items, rows[0]["total"] if rows else 0


async def put_opened(share_id: UUID, reader_id: UUID, at: datetime) -> None:
    """Somebody opened it first; with the row held."""
    async with connection() as raw:
        await raw.execute(
            "UPDATE statement_share SET reader = $2, opened_at = $3 WHERE id = $1", share_id, reader_id, at
        )


async def put_answer(share_id: UUID, answer: Answer, at: datetime) -> None:
    """What the reader said."""
    async with connection() as raw:
        await raw.execute(
            "UPDATE statement_share SET answer = $2, answered_at = $3 WHERE id = $1",
            share_id,
            answer.value,
            at,
        )


async def put_withdrawn(share_id: UUID, at: datetime) -> None:
    """The member took it back."""
    async with connection() as raw:
        await raw.execute("UPDATE statement_share SET withdrawn_at = $2 WHERE id = $1", share_id, at)


async def drop_old(ended: datetime, answered: date, council: str | None) -> dict[UUID, str]:
    """Delete old ones of a council's pools: without an answer by when they ended, with one by its day."""
    async with connection() as raw:
        rows = await raw.fetch(
            """DELETE FROM statement_share WHERE CASE WHEN answer = ''
                THEN least(expires_at, withdrawn_at) < $1 ELSE answered_at < $2 END
                AND pool IN (SELECT id FROM pool WHERE council_code IS NOT DISTINCT FROM $3)
            RETURNING id, council_code""",
            ended,
            answered,
            council,
        )
    return {row["id"]: row["council_code"] for row in rows}


async def list_of_account(account_id: UUID) -> list[dict[str, Any]]:
    """What an account shared, and what was shared with it, oldest first."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT m.account = $1 AS is_own, s.council_code, s.since, s.until, s.parts, s.made_at,
                s.expires_at, s.opened_at, s.answer, s.answered_at, s.withdrawn_at
            FROM statement_share s JOIN pool_member m ON m.id = s.member
            WHERE m.account = $1 OR s.reader = $1 ORDER BY s.made_at, s.id""",
            account_id,
        )
    return [dict(row) for row in rows]


async def list_read_in(account_id: UUID) -> list[UUID]:
    """Pools of what somebody opened."""
    async with connection() as raw:
        rows = await raw.fetch("SELECT DISTINCT pool FROM statement_share WHERE reader = $1", account_id)
    return [row["pool"] for row in rows]


async def drop_of_account(account_id: UUID) -> list[UUID]:
    """Delete what an account's members shared; return which they were."""
    async with connection() as raw:
        rows = await raw.fetch(
            """DELETE FROM statement_share WHERE member IN (SELECT id FROM pool_member WHERE account = $1)
            RETURNING id""",
            account_id,
        )
    return [row["id"] for row in rows]


async def forget_reader(account_id: UUID) -> None:
    """Leave what somebody read without who it was."""
    async with connection() as raw:
        await raw.execute("UPDATE statement_share SET reader = NULL WHERE reader = $1", account_id)


def _share(row: Any) -> Share:
    return Share(
        id=row["id"],
        pool_id=row["pool"],
        member_id=row["member"],
        council_code=row["council_code"],
        period=Period(since=row["since"], until=row["until"]),
        parts=tuple(PackPart(part) for part in row["parts"]),
        made_at=row["made_at"],
        expires_at=row["expires_at"],
        reader_id=row["reader"],
        opened_at=row["opened_at"],
        answer=Answer(row["answer"]) if row["answer"] else None,
        answered_at=row["answered_at"],
        withdrawn_at=row["withdrawn_at"],
    )
