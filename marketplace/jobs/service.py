"""The door of the jobs room: put a job in, inside the transaction of what it follows from.

It is kept or lost with that transaction, and runs in a worker after the commit. See `queue` for the running
and `timed` for what is done every day or hour.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

import msgspec

from marketplace.jobs import repository
from marketplace.jobs.schemas import DeadJob, JobCounts
from marketplace.kernel import clock

__all__ = ["count_jobs", "drop_old_logs", "enqueue", "enqueue_many", "list_dead_jobs", "retry_dead_jobs"]

LOGS_KEPT = timedelta(days=30)
_AT_ONCE = timedelta(0)


async def enqueue(
    kind: str,
    payload: msgspec.Struct | Mapping[str, Any],
    *,
    run_after: timedelta = _AT_ONCE,
    key: str | None = None,
) -> bool:
    """Have a job done after the commit; False when one with the same `key` waits or runs already.

    `payload` holds ids, never words about people: it is kept as JSON. A kind that no worker knows waits until
    one does. It is done at least once: after a crash a second time.
    """
    return await repository.enqueue(kind, msgspec.json.encode(payload), run_after, key) is not None


async def enqueue_many(kind: str, payloads: Iterable[msgspec.Struct | Mapping[str, Any]]) -> None:
    """Have many jobs of one kind done after the commit, at once and without keys, in one statement."""
    await repository.enqueue_many(kind, [msgspec.json.encode(payload) for payload in payloads])


async def list_dead_jobs(limit: int = 20) -> list[DeadJob]:
    """Jobs that failed for good, the latest first."""
    return await repository.list_dead(limit)


async def count_jobs() -> JobCounts:
    """How the queue stands."""
    return await repository.count()


async def retry_dead_jobs() -> int:
    """Have all dead jobs tried again; return how many."""
    return await repository.retry_dead()


async def drop_old_logs() -> None:
    """Remove what was noted of jobs that are long done."""
    await repository.drop_old_logs(clock.now() - LOGS_KEPT)
