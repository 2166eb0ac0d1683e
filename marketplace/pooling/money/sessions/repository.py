"""Keeps the register. Raw SQL: a session comes with who came, in one statement."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from marketplace.kernel.database import connection
from marketplace.pooling.money.schemas import Period
from marketplace.pooling.money.sessions.schemas import Came, DayPart, PoolSession, SessionFacts

_SELECT = """SELECT s.id, s.pool, s.version, s.held_on, s.part, s.took_place, s.words, s.changed_by,
    (SELECT json_object_agg(a.member, a.state)::text FROM attendance a WHERE a.session = s.id) AS came
    FROM pool_session s"""


async def add(session_id: UUID, pool_id: UUID, facts: SessionFacts, *, by: UUID | None, at: datetime) -> None:
    """Keep a session, at a time at which there is none."""
    async with connection() as raw:
        await raw.execute(
            """INSERT INTO pool_session (id, pool, held_on, part, took_place, words, version, changed_by,
                changed_at) VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8)""",
            session_id,
            pool_id,
            facts.held_on,
            facts.part.value,
            facts.took_place,
            facts.words,
            by,
            at,
        )
    await _put_came(session_id, facts)


async def put(session_id: UUID, facts: SessionFacts, *, by: UUID | None, at: datetime) -> None:
    """Write a session anew, at a time at which there is no other."""
    async with connection() as raw:
        await raw.execute(
            """UPDATE pool_session SET held_on = $2, part = $3, took_place = $4, words = $5,
                changed_by = $6, changed_at = $7, version = version + 1 WHERE id = $1""",
            session_id,
            facts.held_on,
            facts.part.value,
            facts.took_place,
            facts.words,
            by,
            at,
        )
        await raw.execute("DELETE FROM attendance WHERE session = $1", session_id)
    await _put_came(session_id, facts)


async def drop(session_id: UUID) -> None:
    """Delete a session."""
    async with connection() as raw:
        await raw.execute("DELETE FROM pool_session WHERE id = $1", session_id)


async def find(session_id: UUID) -> PoolSession | None:
    """A session, of whatever pool."""
    async with connection() as raw:
        row = await raw.fetchrow(f"{_SELECT} WHERE s.id = $1", session_id)
    return _session(row) if row else None


async def find_at(pool_id: UUID, held_on: date, part: DayPart) -> UUID | None:
    """The session of a pool at a time."""
    async with connection() as raw:
        found: UUID | None = await raw.fetchval(
            "SELECT id FROM pool_session WHERE pool = $1 AND held_on = $2 AND part = $3",
            pool_id,
            held_on,
            part.value,
        )
    return found


async def list_page(pool_id: UUID, *, limit: int, offset: int) -> tuple[list[PoolSession], int]:
    """Sessions of a pool, the latest first; and how many there are."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"""{_SELECT.replace("FROM pool_session s", ", count(*) OVER () AS total FROM pool_session s")}
            WHERE s.pool = $1 ORDER BY s.held_on DESC, s.part DESC, s.id LIMIT $2 OFFSET $3""",
            pool_id,
            limit,
            offset,
        )
    return [_session(row) for row in rows], rows[0]["total"] if rows else 0


async def list_within(pool_id: UUID, period: Period) -> list[PoolSession]:
    """Sessions of a pool within a time, the first first."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"""{_SELECT} WHERE s.pool = $1 AND s.held_on BETWEEN $2 AND $3
            ORDER BY s.held_on, s.part, s.id""",
            pool_id,
            period.since,
            period.until,
        )
    return [_session(row) for row in rows]


async def drop_old(before: date, council: str | None) -> dict[UUID, UUID]:
    """Delete sessions of before a day in pools of a council; return their pools."""
    async with connection() as raw:
        rows = await raw.fetch(
            """DELETE FROM pool_session WHERE held_on < $1
                AND pool IN (SELECT id FROM pool WHERE council_code IS NOT DISTINCT FROM $2)
            RETURNING id, pool""",
            before,
            council,
        )
    return {row["id"]: row["pool"] for row in rows}


async def _put_came(session_id: UUID, facts: SessionFacts) -> None:
    async with connection() as raw:
        await raw.execute(
            """INSERT INTO attendance (session, member, state)
            SELECT $1, * FROM unnest($2::uuid[], $3::text[])""",
            session_id,
            list(facts.came),
            [came.value for came in facts.came.values()],
        )


def _session(row: Mapping[str, Any]) -> PoolSession:
    came = msgspec.json.decode(row["came"], type=dict[UUID, Came]) if row["came"] else {}
    return PoolSession(
        id=row["id"],
        pool_id=row["pool"],
        version=row["version"],
        changed_by=row["changed_by"],
        facts=SessionFacts(
            held_on=row["held_on"],
            part=DayPart(row["part"]),
            took_place=row["took_place"],
            words=row["words"],
            came=came,
        ),
    )
