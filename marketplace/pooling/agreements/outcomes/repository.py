"""Keeps what is a member's alone. Raw SQL: a first word and a new one are one statement."""

from datetime import datetime
from typing import Any
from uuid import UUID

from marketplace.kernel.database import connection
from marketplace.pooling.agreements.schemas import CouncilSaid, Outcome
from marketplace.pooling.repository import ACTS


async def find_outcome(member_id: UUID) -> Outcome | None:
    """What a member wrote."""
    async with connection() as raw:
        row = await raw.fetchrow(
            "SELECT member AS member_id, version, words, changed_at FROM member_outcome WHERE member = $1",
            member_id,
        )
    return Outcome(**dict(row)) if row else None


async def put_outcome(member_id: UUID, words: str, at: datetime) -> None:
    """Keep what a member wrote, in the place of what they wrote before."""
    async with connection() as raw:
        await raw.execute(
            """INSERT INTO member_outcome (member, version, words, changed_at) VALUES ($1, 1, $2, $3)
            ON CONFLICT (member) DO UPDATE
            SET words = excluded.words, changed_at = excluded.changed_at, version = member_outcome.version + 1
            WHERE member_outcome.words <> excluded.words""",
            member_id,
            words,
            at,
        )


async def find_said(member_id: UUID) -> CouncilSaid | None:
    """What a member said of their council's answer."""
    async with connection() as raw:
        row = await raw.fetchrow("SELECT who, said_on FROM council_said WHERE member = $1", member_id)
    return CouncilSaid(**dict(row)) if row else None


async def put_said(member_id: UUID, said: CouncilSaid, at: datetime) -> None:
    """Keep that a member's council said yes."""
    async with connection() as raw:
        await raw.execute(
            """INSERT INTO council_said (member, who, said_on, recorded_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (member) DO UPDATE
            SET who = excluded.who, said_on = excluded.said_on, recorded_at = excluded.recorded_at""",
            member_id,
            said.who,
            said.said_on,
            at,
        )


async def list_of_account(account_id: UUID) -> list[dict[str, Any]]:
    """All that an account's members wrote for themselves; nothing of those for whom it acts no more."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"""SELECT m.pool, o.words AS outcome, o.changed_at, s.who AS council_who, s.said_on AS council_on
            FROM pool_member m LEFT JOIN member_outcome o ON o.member = m.id
            LEFT JOIN council_said s ON s.member = m.id
            WHERE m.account = $1 AND {ACTS} AND (o.member IS NOT NULL OR s.member IS NOT NULL)
            ORDER BY m.began_at, m.id""",  # noqa: S608 - our own words
            account_id,
        )
    return [dict(row) for row in rows]


async def drop_of_account(account_id: UUID) -> None:
    """Delete all that an account's members wrote for themselves."""
    async with connection() as raw:
        for table in ("member_outcome", "council_said"):
            await raw.execute(
                f"DELETE FROM {table} WHERE member IN (SELECT id FROM pool_member WHERE account = $1)",  # noqa: S608 - our own words
                account_id,
            )
