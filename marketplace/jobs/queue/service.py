"""Takes jobs from the queue and has them done, until stopped.

Besides what pgqueuer does: a job that is cut off by the end of the worker is put back (pgqueuer would drop
it as canceled), errors are noted by their type only (it would keep their words), and no setting comes from
bare names in the environment such as CHANNEL or FUNCTION (it would read those).
"""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import msgspec
from pgqueuer.adapters.persistence.qb import (
    QueryBuilderEnvironment,
    QueryQueueBuilder,
    QuerySchedulerBuilder,
)
from pgqueuer.db import AsyncpgDriver
from pgqueuer.domain.settings import DBSettings, Durability
from pgqueuer.domain.types import Channel
from pgqueuer.errors import RetryRequested
from pgqueuer.executors import AbstractEntrypointExecutor, EntrypointExecutorParameters
from pgqueuer.models import Context
from pgqueuer.models import Job as QueuedJob
from pgqueuer.ports.driver import NotifyCallback
from pgqueuer.qm import QueueManager
from pgqueuer.queries import Queries

from marketplace.jobs import rules
from marketplace.jobs.schemas import Job, JobKind
from marketplace.kernel.database import own_connection
from marketplace.kernel.logging import log

AT_ONCE = 2
"""So many jobs run at once in one worker."""
STALE_AFTER = timedelta(seconds=30)
"""A job whose worker gave no sign of life for so long is taken by another."""
LOOK_EVERY = timedelta(seconds=30)
"""The queue is woken by the database; this often it looks all the same."""
GRACE_SECONDS = 2.0
"""When the worker ends, a job under way may go on so long before it is cut off and put back."""
_CHANNEL = "ch_pgqueuer"

SETTINGS = DBSettings(
    prefix="",
    db_schema=None,
    channel=Channel(_CHANNEL),
    function="fn_pgqueuer_changed",
    statistics_table="pgqueuer_statistics",
    queue_status_type="pgqueuer_status",
    queue_table="pgqueuer",
    queue_table_log="pgqueuer_log",
    trigger="tg_pgqueuer_changed",
    schedules_table="pgqueuer_schedules",
    durability=Durability.durable,
    widen_id=True,
)
"""As the migration made them, whatever the environment says."""


class DeadError(Exception):
    """A job failed for good; the message is the type of its last error."""


class _Driver(AsyncpgDriver):
    """Lets go of its listeners when it is done, so that the connection can go back to the pool."""

    def __init__(self, raw: Any) -> None:
        super().__init__(raw)
        self._raw = raw
        self._heard: list[tuple[str, NotifyCallback]] = []

    async def add_listener(self, channel: str, callback: NotifyCallback) -> None:
        await super().add_listener(channel, callback)
        self._heard.append((channel, callback))

    async def __aexit__(self, *_: object) -> None:
        while self._heard:
            heard = self._heard.pop()
            if not self._raw.is_closed():
                await self.remove_listener(*heard)


class _Runner(AbstractEntrypointExecutor):
    """Runs the jobs of one kind."""

    def __init__(self, kind: JobKind, running: set[asyncio.Task[Any]]) -> None:
        super().__init__(
            EntrypointExecutorParameters(concurrency_limit=0, func=self._never, on_failure="hold")
        )
        self.kind = kind
        self.running = running
        """The jobs under way in this worker, of all kinds."""

    @staticmethod
    async def _never(_: QueuedJob) -> None:
        """What pgqueuer would call; `execute` calls the kind instead."""

    async def execute(self, job: QueuedJob, context: Context) -> None:
        """Run one job. What it raises says what becomes of it."""
        del context
        delay = rules.delay_after(job.attempts, self.kind.delays)
        try:
            await self._run(job, is_last_try=delay is None)
        except asyncio.CancelledError:
            raise RetryRequested(timedelta(0), "the worker ended") from None
        except Exception as error:  # noqa: BLE001 - whatever a job raises, it is tried again
            log.warning("job failed", kind=self.kind.name, tries=job.attempts + 1, exc_info=error)
            reason = f"{type(error).__module__}.{type(error).__qualname__}"
            if delay is None:
                raise DeadError(reason) from None
            raise RetryRequested(delay, reason) from None

    async def _run(self, job: QueuedJob, *, is_last_try: bool) -> None:
        task = asyncio.current_task()
        assert task is not None
        self.running.add(task)
        try:
            payload = msgspec.json.decode(job.payload or b"{}")
            await self.kind.run(
                Job(kind=self.kind.name, payload=payload, tries=job.attempts, is_last_try=is_last_try)
            )
        finally:
            self.running.discard(task)


def queries_on(raw: Any) -> Queries:
    """Queries of pgqueuer on one connection of asyncpg."""
    return Queries(
        _Driver(raw),
        qbe=QueryBuilderEnvironment(SETTINGS),
        qbq=QueryQueueBuilder(SETTINGS),
        qbs=QuerySchedulerBuilder(SETTINGS),
    )


async def run_jobs(
    kinds: Iterable[JobKind], stopping: asyncio.Event, *, stale_after: timedelta = STALE_AFTER
) -> None:
    """Do what is in the queue until stopped; jobs of other kinds are left there.

    Holds a connection of its own; jobs use those of the pool. Any error of the database is raised: call it
    again then.
    """
    running: set[asyncio.Task[Any]] = set()
    lost = asyncio.Event()
    async with own_connection() as raw, _watched(raw, lost):
        manager = QueueManager(queries_on(raw), channel=Channel(_CHANNEL))
        for kind in kinds:
            manager.register_executor(kind.name, _Runner(kind, running))
        work = asyncio.create_task(
            manager.run(
                dequeue_timeout=LOOK_EVERY,
                batch_size=1,
                max_concurrent_tasks=AT_ONCE,
                shutdown_on_listener_failure=True,
                heartbeat_timeout=stale_after,
            )
        )
        try:
            await _until_first(work, stopping, lost)
            manager.shutdown.set()
            await asyncio.wait([work], timeout=GRACE_SECONDS)
        finally:
            manager.shutdown.set()
            for each in running:
                each.cancel()
            await asyncio.wait([work])
        await work
        if lost.is_set():
            raise ConnectionError


@asynccontextmanager
async def _watched(raw: Any, lost: asyncio.Event) -> AsyncIterator[None]:
    """Hear at once when the connection is lost; pgqueuer would notice after half a minute."""

    def hear(_: object) -> None:
        lost.set()

    raw.add_termination_listener(hear)
    try:
        yield
    finally:
        if not raw.is_closed():
            raw.remove_termination_listener(hear)


async def _until_first(work: asyncio.Task[None], *events: asyncio.Event) -> None:
    """Wait until the work ends, which it does by an error only, or for one of the events."""
    waiting = [asyncio.create_task(event.wait()) for event in events]
    try:
        await asyncio.wait([work, *waiting], return_when=asyncio.FIRST_COMPLETED)
    finally:
        for each in waiting:
            each.cancel()
