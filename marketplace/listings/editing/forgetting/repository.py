"""Deletes old requests."""

from datetime import datetime
from uuid import UUID

from marketplace.kernel.database import connection


async def drop_untouched(before: datetime) -> dict[UUID, str | None]:
    """Delete what nobody touched since and nothing needs; return the ids, each with its council.

    Raw SQL: of approved ones the last stays while its listing does, which Piccolo cannot say.
    """
    async with connection() as raw:
        rows = await raw.fetch(
            """DELETE FROM change_request r WHERE r.updated_at < $1 AND (
                r.status IN ('writing', 'rejected', 'discarded')
                OR (r.status = 'approved' AND (
                    EXISTS (SELECT FROM change_request later WHERE later.listing = r.listing
                        AND later.status = 'approved' AND later.decided_at > r.decided_at)
                    OR EXISTS (SELECT FROM service s WHERE s.id = r.listing AND s.status = 'withdrawn'))))
            RETURNING r.id, r.council_code""",
            before,
        )
    return {row["id"]: row["council_code"] for row in rows}
