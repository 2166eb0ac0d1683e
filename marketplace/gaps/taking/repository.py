"""The one query of this room: what is on record of listings."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from marketplace.kernel.database import connection

CONFIRMED, REGISTERED = "_confirmed", "_registered"
_RECORDS = """SELECT code, count(*) FROM service s CROSS JOIN LATERAL unnest(s.checks_held
    || CASE WHEN s.confirmed_on >= $2 THEN ARRAY[$3] ELSE '{}'::text[] END
    || CASE WHEN s.cqc_status = 'registered' THEN ARRAY[$4] ELSE '{}'::text[] END) AS held(code)
    WHERE s.id = ANY($1) GROUP BY code"""


async def count_records(ids: Sequence[UUID], confirmed_since: date) -> dict[str, int]:
    """By code of a check, and by the two words above: how many of some public listings have it."""
    async with connection() as raw:
        rows = await raw.fetch(_RECORDS, list(ids), confirmed_since, CONFIRMED, REGISTERED)
    return {row["code"]: row["count"] for row in rows}
