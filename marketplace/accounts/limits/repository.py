"""Every query of the limits, each one statement, so that of many at once no more get through than may.

Raw SQL: Piccolo cannot say ON CONFLICT … WHERE.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from marketplace.accounts.limits.tables import RateLimit
from marketplace.kernel.database import connection

_COUNT = """
INSERT INTO rate_limit AS r (key, tries, free_at, expires_at)
VALUES ($1, 1, $2::timestamptz + $3::interval, $2::timestamptz + $3::interval)
ON CONFLICT (key) DO UPDATE SET
    tries = r.tries + 1,
    free_at = greatest(r.free_at, $2) + $3,
    expires_at = greatest(r.free_at, $2) + $3
WHERE greatest(r.free_at, $2) + $3 <= $2 + $4::interval
RETURNING free_at
"""
_ATTEMPT = """
INSERT INTO rate_limit AS r (key, tries, free_at, expires_at)
VALUES ($1, 1, $2::timestamptz + ($3::interval[])[1], $2::timestamptz + $4::interval)
ON CONFLICT (key) DO UPDATE SET
    tries = CASE WHEN r.expires_at <= $2 THEN 1 ELSE r.tries + 1 END,
    free_at = $2 + ($3::interval[])[
        CASE WHEN r.expires_at <= $2 THEN 1 ELSE least(r.tries + 1, cardinality($3::interval[])) END
    ],
    expires_at = $2 + $4
WHERE r.free_at <= $2
RETURNING free_at
"""
_FREE_AT = "SELECT free_at FROM rate_limit WHERE key = $1"


async def count(key: bytes, at: datetime, step: timedelta, per: timedelta) -> timedelta | None:
    """Count one more, unless there were too many: then how long until there is room."""
    async with connection() as raw:
        if await raw.fetchval(_COUNT, key, at, step, per) is not None:
            return None
        free_at = await raw.fetchval(_FREE_AT, key)
    return free_at + step - per - at if free_at else timedelta()


async def attempt(
    key: bytes, at: datetime, delays: Sequence[timedelta], forget_after: timedelta
) -> timedelta | None:
    """Count one more attempt as failed, unless it is too early: then how long until the next may be made."""
    async with connection() as raw:
        if await raw.fetchval(_ATTEMPT, key, at, list(delays), forget_after) is not None:
            return None
        free_at = await raw.fetchval(_FREE_AT, key)
    return free_at - at if free_at else timedelta()


async def forget(key: bytes) -> None:
    """Forget what was counted."""
    await RateLimit.delete().where(RateLimit.key == key)


async def delete_expired(at: datetime) -> int:
    """Delete rows that say nothing any more; return how many."""
    rows = await RateLimit.delete().where(RateLimit.expires_at <= at).returning(RateLimit.key)
    return len(rows)
