"""Finds the answers about checks that were given last. Raw SQL: Piccolo cannot ask for a key of JSON."""

from uuid import UUID

import msgspec

from marketplace.kernel.database import connection
from marketplace.listings.editing.schemas import Answers


async def find_last_content(organization_id: UUID) -> Answers:
    """All answers of the request of an organisation in which checks were spoken of last; {} for none."""
    async with connection() as raw:
        content = await raw.fetchval(
            """SELECT content FROM change_request
            WHERE organization = $1 AND status <> 'discarded' AND content ? 'insurance'
            ORDER BY updated_at DESC, id LIMIT 1""",
            organization_id,
        )
    if isinstance(content, str):
        return msgspec.json.decode(content, type=Answers)
    return content or {}
