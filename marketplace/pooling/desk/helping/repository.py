"""Keeps who helps a pool and who consented. Raw SQL: counts come with the rows."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from marketplace.kernel.clock import LONDON
from marketplace.kernel.database import connection
from marketplace.pooling.desk.schemas import Candidate, Former, HelpedPool, Helper, HelperState
from marketplace.pooling.parties.repository import HELPS
from marketplace.pooling.repository import ACTS
from marketplace.pooling.schemas import Member
from marketplace.wanted.schemas import Area

_HELPER = f"""SELECT h.id, h.pool AS pool_id, h.organization AS organization_id, o.name, h.state, h.asked_at,
    ARRAY(SELECT c.member FROM helper_consent c JOIN pool_member m ON m.id = c.member
        WHERE c.helper = h.id AND c.is_yes AND {ACTS}) AS consents,
    ARRAY(SELECT c.member FROM helper_consent c WHERE c.helper = h.id) AS answered, ({HELPS}) AS is_on
    FROM pool_helper h JOIN organization o ON o.id = h.organization"""  # noqa: S608 - our own words
NEEDS = f"""SELECT 'pool_help' AS code, count(*) AS count, min(h.asked_at) AS since
    FROM pool_member m JOIN pool_helper h ON h.pool = m.pool AND h.state IN ('asked', 'helping')
    WHERE m.account = $1 AND m.state IN ('joining', 'member', 'leaving') AND {ACTS}
        AND NOT EXISTS (SELECT FROM helper_consent c WHERE c.helper = h.id AND c.member = m.id)
    UNION ALL SELECT 'pool_help_wanted', count(*), min(h.asked_at)
    FROM organization_member w JOIN pool_helper h ON h.organization = w.organization
    JOIN pool p ON p.id = h.pool AND p.state <> 'ended'
    WHERE w.account = $1 AND h.state = 'asked'"""  # noqa: S608 - our own words
"""Help that waits for an account's own yes or no as a member, and pools that ask its organisations."""
_LISTED = """s.kind = 'support_organization' AND s.status = 'published' AND NOT s.is_hidden
    AND EXISTS (SELECT FROM organization_member m WHERE m.organization = s.organization)"""


async def find_open(pool_id: UUID) -> Helper | None:
    """Who is asked to help a pool or said yes, with who consented."""
    async with connection() as raw:
        row = await raw.fetchrow(f"{_HELPER} WHERE h.pool = $1 AND h.state IN ('asked', 'helping')", pool_id)
    return _helper(row) if row else None


async def find(helper_id: UUID) -> Helper | None:
    """One, whatever came of it."""
    async with connection() as raw:
        row = await raw.fetchrow(f"{_HELPER} WHERE h.id = $1", helper_id)
    return _helper(row) if row else None


async def find_former(pool_id: UUID) -> Former | None:
    """Who said no, or helped, last."""
    async with connection() as raw:
        row = await raw.fetchrow(
            """SELECT o.name, h.state, h.ended_at FROM pool_helper h
            JOIN organization o ON o.id = h.organization
            WHERE h.pool = $1 AND h.ended_at IS NOT NULL ORDER BY h.ended_at DESC, h.id LIMIT 1""",
            pool_id,
        )
    if row is None:
        return None
    on = row["ended_at"].astimezone(LONDON).date()
    return Former(name=row["name"], state=HelperState(row["state"]), on=on)


async def find_refused(pool_id: UUID, organization_id: UUID, since: datetime) -> bool:
    """Whether an organisation said no to a pool since."""
    async with connection() as raw:
        return bool(
            await raw.fetchval(
                """SELECT EXISTS (SELECT FROM pool_helper WHERE pool = $1 AND organization = $2
                AND state = 'refused' AND ended_at > $3)""",
                pool_id,
                organization_id,
                since,
            )
        )


async def add(helper_id: UUID, pool_id: UUID, organization_id: UUID, at: datetime) -> None:
    """Keep that an organisation is asked."""
    async with connection() as raw:
        await raw.execute(
            "INSERT INTO pool_helper (id, pool, organization, state, asked_at) "
            "VALUES ($1, $2, $3, 'asked', $4)",
            helper_id,
            pool_id,
            organization_id,
            at,
        )


async def put_state(helper_id: UUID, state: HelperState, at: datetime) -> None:
    """Take a step. Of who ended nothing more is kept of consents."""
    is_over = state in {HelperState.REFUSED, HelperState.ENDED}
    async with connection() as raw:
        await raw.execute(
            """UPDATE pool_helper SET state = $2, ended_at = CASE WHEN $4 THEN $3::timestamptz END,
            answered_at = CASE WHEN $2 = 'ended' THEN answered_at ELSE $3 END WHERE id = $1""",
            helper_id,
            state.value,
            at,
            is_over,
        )
        if is_over:
            await raw.execute("DELETE FROM helper_consent WHERE helper = $1", helper_id)


async def put_consent(helper_id: UUID, member: Member, at: datetime, *, is_yes: bool) -> bool:
    """Keep what a member says; False if they had said so already."""
    async with connection() as raw:
        done = await raw.execute(
            """INSERT INTO helper_consent AS c (id, helper, member, is_yes, at, acting_for, relation)
            VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (helper, member) DO UPDATE
            SET is_yes = excluded.is_yes, at = excluded.at, acting_for = excluded.acting_for,
                relation = excluded.relation WHERE c.is_yes <> excluded.is_yes""",
            uuid4(),
            helper_id,
            member.id,
            is_yes,
            at,
            member.acting_for is not None,
            member.relation,
        )
    return bool(done != "INSERT 0 0")


async def list_candidates(area: Area, limit: int) -> list[Candidate]:
    """Support organisations that can be asked, those of the same council first, then the nearest."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"""SELECT * FROM (SELECT DISTINCT ON (s.organization) s.organization AS organization_id, o.name,
                s.id AS listing_id, s.title, coalesce(s.council_code = $1, false) AS is_near,
                (a.latitude - $2) ^ 2 + ((a.longitude - $3) * 0.62) ^ 2 AS far
                FROM service s JOIN organization o ON o.id = s.organization
                LEFT JOIN service_area a ON a.service = s.id WHERE {_LISTED}
                ORDER BY s.organization, coalesce(s.council_code = $1, false) DESC, far, s.id) found
            ORDER BY is_near DESC, far NULLS LAST, name, organization_id LIMIT $4""",  # noqa: S608 - our own words
            area.council_code,
            area.latitude,
            area.longitude,
            limit,
        )
    return [Candidate(**{name: row[name] for name in Candidate.__struct_fields__}) for row in rows]


async def is_listed(organization_id: UUID) -> bool:
    """Whether an organisation is listed as one that supports, and somebody can answer for it."""
    async with connection() as raw:
        return bool(
            await raw.fetchval(
                f"SELECT EXISTS (SELECT FROM service s WHERE s.organization = $1 AND {_LISTED})",  # noqa: S608 - our own words
                organization_id,
            )
        )


async def list_helped(account_id: UUID, limit: int, offset: int) -> tuple[list[HelpedPool], int]:
    """Pools that an account's organisations help or are asked to help, those that wait first."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"""SELECT h.id AS helper_id, h.pool AS pool_id, o.name AS organization, h.state, h.asked_at,
                ({HELPS}) AS is_on, CASE WHEN {HELPS} THEN p.title ELSE p.shown_title END AS title,
                p.outcode, p.council_code, count(*) OVER () AS total
            FROM organization_member w JOIN pool_helper h ON h.organization = w.organization
            JOIN organization o ON o.id = h.organization JOIN pool p ON p.id = h.pool
            WHERE w.account = $1 AND h.state IN ('asked', 'helping') AND p.state <> 'ended'
            ORDER BY h.state, h.asked_at, h.id LIMIT $2 OFFSET $3""",  # noqa: S608 - our own words
            account_id,
            limit,
            offset,
        )
    return [_helped(row) for row in rows], rows[0]["total"] if rows else 0


async def drop_old(before: datetime) -> list[UUID]:
    """Delete what ended long ago, and all of pools that have ended; return the ids."""
    async with connection() as raw:
        rows = await raw.fetch(
            """DELETE FROM pool_helper h USING pool p
            WHERE p.id = h.pool AND (h.ended_at < $1 OR p.state = 'ended') RETURNING h.id""",
            before,
        )
    return [row["id"] for row in rows]


def _helper(row: Mapping[str, Any]) -> Helper:
    values = dict(row)
    values["state"] = HelperState(values["state"])
    values |= {name: frozenset(values[name]) for name in ("consents", "answered")}
    return Helper(**values)


def _helped(row: Mapping[str, Any]) -> HelpedPool:
    values = {name: row[name] for name in HelpedPool.__struct_fields__}
    values["state"] = HelperState(values["state"])
    return HelpedPool(**values)
