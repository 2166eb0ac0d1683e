"""Whether an organisation helps a pool now. Raw SQL: it is worked out anew each time, and kept nowhere."""

from uuid import UUID

from marketplace.kernel.database import connection
from marketplace.pooling.repository import ACTS

HELPS = f"""h.state = 'helping'
    AND EXISTS (SELECT FROM service s WHERE s.organization = h.organization AND s.status = 'published'
        AND s.kind = 'support_organization' AND NOT 'suspended' = ANY(s.hidden_for))
    AND EXISTS (SELECT FROM pool_member m WHERE m.pool = h.pool
        AND m.state IN ('joining', 'member', 'leaving'))
    AND NOT EXISTS (SELECT FROM pool_member m WHERE m.pool = h.pool
        AND m.state IN ('joining', 'member', 'leaving')
        AND NOT EXISTS (SELECT FROM helper_consent c
            WHERE c.helper = h.id AND c.member = m.id AND c.is_yes AND {ACTS}))"""  # noqa: S608 - our own words
"""Of `pool_helper h`: it said yes, is listed, and everybody with a place consents.

A yes that somebody gave for a member counts while they act for that member."""


async def is_helping(pool_id: UUID, account_id: UUID) -> bool:
    """Whether an account is one of the people of an organisation that helps a pool."""
    async with connection() as raw:
        return bool(
            await raw.fetchval(
                f"""SELECT EXISTS (SELECT FROM pool_helper h JOIN organization_member o
                    ON o.organization = h.organization AND o.account = $2
                    WHERE h.pool = $1 AND {HELPS})""",  # noqa: S608 - our own words
                pool_id,
                account_id,
            )
        )


async def is_help_wanted(pool_id: UUID) -> bool:
    """Whether an organisation is asked to help, or helps as far as it is concerned."""
    async with connection() as raw:
        return bool(
            await raw.fetchval(
                "SELECT EXISTS (SELECT FROM pool_helper WHERE pool = $1 AND state IN ('asked', 'helping'))",
                pool_id,
            )
        )
