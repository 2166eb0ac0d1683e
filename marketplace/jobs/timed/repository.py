"""Which work was done in which period."""

from collections.abc import Sequence
from datetime import datetime

from marketplace.jobs.schemas import TimedFailure
from marketplace.kernel.database import connection

_KEPT = 5_000
"""So many periods are remembered. Counted and not timed: a clock that was years ahead forgets nothing."""


async def list_done(pairs: Sequence[tuple[str, str]]) -> set[str]:
    """Names of those that were done in their period."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT DISTINCT p.name FROM timed_period p
            JOIN unnest($1::text[], $2::text[]) AS asked (name, period)
            ON p.name = asked.name AND p.period = asked.period""",
            [name for name, _period in pairs],
            [period for _name, period in pairs],
        )
    return {row["name"] for row in rows}


async def claim(name: str, period: str, at: datetime) -> bool:
    """Note that work is done in a period, in its transaction; False when it was, or another is at it."""
    async with connection() as raw:
        if not await raw.fetchval(
            "SELECT pg_try_advisory_xact_lock(hashtext('timed work'), hashtext($1))", name
        ):
            return False
        claimed = await raw.fetchval(
            """INSERT INTO timed_period (name, period, done_at) VALUES ($1, $2, $3)
            ON CONFLICT (name, period) DO NOTHING RETURNING id""",
            name,
            period,
            at,
        )
    return claimed is not None


async def note_success(name: str) -> None:
    """Forget that it failed before."""
    async with connection() as raw:
        await raw.execute("DELETE FROM timed_trouble WHERE name = $1", name)


async def count_failures(name: str) -> int:
    """How often it failed since it was last done."""
    async with connection() as raw:
        failures = await raw.fetchval("SELECT failures FROM timed_trouble WHERE name = $1", name)
    return failures or 0


async def note_failure(failure: TimedFailure) -> None:
    """Note that it failed."""
    async with connection() as raw:
        await raw.execute(
            """INSERT INTO timed_trouble (name, failures, failed_at, retry_at, problem)
            VALUES ($1, $2, $3, $4, $5) ON CONFLICT (name) DO UPDATE SET failures = excluded.failures,
            failed_at = excluded.failed_at, retry_at = excluded.retry_at, problem = excluded.problem""",
            failure.name,
            failure.failures,
            failure.failed_at,
            failure.retry_at,
            failure.problem,
        )


async def list_failures() -> list[TimedFailure]:
    """Work that failed and was not done since."""
    async with connection() as raw:
        rows = await raw.fetch("SELECT * FROM timed_trouble ORDER BY name")
    return [TimedFailure(**dict(row)) for row in rows]


async def forget_old_periods() -> None:
    """Keep the latest periods only."""
    async with connection() as raw:
        await raw.execute(
            "DELETE FROM timed_period WHERE id <= (SELECT max(id) FROM timed_period) - $1", _KEPT
        )
