"""Queries of the queue. Its tables are pgqueuer's, which Piccolo does not know: hence all is raw SQL.

Putting a job in is said here in SQL and not by pgqueuer, so that web processes need not load it (16 MB each
and a quarter of a second). A test holds the two to the same rows.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from marketplace.jobs.schemas import DeadJob, JobCounts
from marketplace.kernel.database import connection

_ENQUEUE = """
WITH added AS (
    INSERT INTO pgqueuer (priority, entrypoint, payload, execute_after, dedupe_key, status)
    VALUES (0, $1, $2, now() + $3, $4, 'queued')
    ON CONFLICT (dedupe_key) WHERE status IN ('queued', 'picked') AND dedupe_key IS NOT NULL DO NOTHING
    RETURNING id, entrypoint, priority
)
INSERT INTO pgqueuer_log (job_id, status, entrypoint, priority)
SELECT id, 'queued', entrypoint, priority FROM added RETURNING job_id
"""


async def enqueue(kind: str, payload: bytes, run_after: timedelta, key: str | None) -> int | None:
    """Put a job in, on the transaction's own connection; None when one with this key is there already."""
    async with connection() as raw:
        added: int | None = await raw.fetchval(_ENQUEUE, kind, payload, run_after, key)
    return added


async def enqueue_many(kind: str, payloads: Sequence[bytes]) -> None:
    """Put many jobs of one kind in."""
    async with connection() as raw:
        await raw.execute(
            """WITH added AS (
                INSERT INTO pgqueuer (priority, entrypoint, payload, execute_after, status)
                SELECT 0, $1, payload, now(), 'queued' FROM unnest($2::bytea[]) AS given (payload)
                RETURNING id, entrypoint, priority
            )
            INSERT INTO pgqueuer_log (job_id, status, entrypoint, priority)
            SELECT id, 'queued', entrypoint, priority FROM added""",
            kind,
            payloads,
        )


async def list_dead(limit: int) -> list[DeadJob]:
    """Jobs that failed for good, the latest first."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT q.id, q.entrypoint AS kind, coalesce((
                SELECT l.traceback ->> 'exception_message' FROM pgqueuer_log l
                WHERE l.job_id = q.id AND l.status = 'failed' ORDER BY l.created DESC LIMIT 1), '') AS problem
            FROM pgqueuer q WHERE q.status = 'failed' ORDER BY q.updated DESC, q.id LIMIT $1""",
            limit,
        )
    return [DeadJob(**dict(row)) for row in rows]


async def count() -> JobCounts:
    """How the queue stands."""
    async with connection() as raw:
        row = await raw.fetchrow(
            """SELECT count(*) FILTER (WHERE status = 'queued' AND execute_after <= now()) AS waiting,
            min(execute_after) FILTER (WHERE status = 'queued' AND execute_after <= now()) AS oldest_ready_at,
            count(*) FILTER (WHERE status = 'failed') AS dead FROM pgqueuer"""
        )
    return JobCounts(**dict(row))


async def retry_dead() -> int:
    """Put all dead jobs back, as if they were new; return how many."""
    async with connection() as raw:
        rows = await raw.fetch(
            """UPDATE pgqueuer SET status = 'queued', execute_after = now(), updated = now(), attempts = 0,
            queue_manager_id = NULL WHERE status = 'failed' RETURNING id"""
        )
    return len(rows)


async def drop_old_logs(before: datetime) -> None:
    """Remove what was noted of jobs before a moment, but for those still in the queue."""
    async with connection() as raw:
        await raw.execute(
            """DELETE FROM pgqueuer_log l WHERE l.created < $1
            AND NOT EXISTS (SELECT FROM pgqueuer q WHERE q.id = l.job_id)""",
            before,
        )
        await raw.execute("DELETE FROM pgqueuer_statistics WHERE created < $1", before)
