"""Counts what waits. Raw SQL: two counts in one statement."""

from collections.abc import Sequence
from uuid import UUID

from marketplace.kernel.database import connection
from marketplace.kernel.needs import Need

_NEEDS = """
    SELECT 'adverts_to_check' AS code, count(*) AS count, min(coalesce(reported_at, submitted_at)) AS since
    FROM wanted_advert
    WHERE (status = 'submitted' OR (status = 'published' AND reported_at IS NOT NULL))
        AND steward_council = ANY($2::text[]) AND account <> $1
    UNION ALL
    SELECT 'adverts_returned', count(*), min(changed_at) FROM wanted_advert
    WHERE status = 'returned' AND account = $1
"""


async def list_needs(account_id: UUID, councils: Sequence[str]) -> list[Need]:
    """What waits for a steward of these councils, and for an account."""
    async with connection() as raw:
        rows = await raw.fetch(_NEEDS, account_id, list(councils))
    return [Need(code=row["code"], count=row["count"], since=row["since"]) for row in rows if row["count"]]
