"""Asks all rooms of pooling what waits for an account. Raw SQL: one statement of theirs together."""

from collections.abc import Sequence
from uuid import UUID

from marketplace.kernel.database import connection
from marketplace.kernel.needs import Need
from marketplace.pooling.agreements.repository import NEEDS as AGREEMENTS
from marketplace.pooling.checking.repository import NEEDS as CHECKS
from marketplace.pooling.desk.helping.repository import NEEDS as HELP
from marketplace.pooling.meeting.telling.repository import NEEDS as NEWS
from marketplace.pooling.repository import NEEDS as POOLS

_ALL = f"{POOLS} UNION ALL {AGREEMENTS} UNION ALL {CHECKS} UNION ALL {HELP} UNION ALL {NEWS}"


async def list_needs(account_id: UUID, councils: Sequence[str]) -> list[Need]:
    """What waits for an account, also as a steward of these councils."""
    async with connection() as raw:
        rows = await raw.fetch(_ALL, account_id, list(councils))
    return [Need(code=row["code"], count=row["count"], since=row["since"]) for row in rows if row["count"]]
