"""The worker: keeps the search indexes in step with the database, does jobs, and the work of hours and days.

Each index has a loop of its own, so that one that is away delays the other by nothing. Any number of workers
may run; a lease in the database and a lock on the embedded index let exactly one publish at a time. The
embedded index is opened for writing only while there is something to write, so that `marketplace reindex`
gets its turn.
"""

import asyncio
import math
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from datetime import date
from typing import Any

from marketplace.jobs.queue.service import run_jobs
from marketplace.jobs.timed.service import run_timed
from marketplace.kernel import clock
from marketplace.kernel.database import DB, connection, open_pool
from marketplace.kernel.logging import log
from marketplace.kernel.secrets import take_secret
from marketplace.kernel.settings import Settings
from marketplace.listings.indexing import service as indexing
from marketplace.work import INDEX_SOURCES, TIMED_WORK, job_kinds
from search.engine import SearchEngine, SearchError
from search.factory import Served, served_engines

APPLICATION_NAME = "hereabouts worker"
"""How its connections are named in the database, by which `doctor` sees that it lives."""
POLL_SECONDS = 5.0
"""It is woken by the database; this often it looks all the same."""
LOOK_SECONDS = 60.0
"""This often an index on a server is looked at although nothing waits: it may have lost what it held."""
FAILURE_SECONDS = (1.0, 2.0, 5.0)
"""How long to wait after the first failure, the second, and all others."""
TIMED_AFTER_SECONDS = 2.0
"""The first look for timed work after the start."""
STEADY_SECONDS = 60.0
"""What ran so long before it failed had come right again."""
STOP_SECONDS = 3.0
"""What is under way when it is stopped may go on so long."""
MOST_CONNECTIONS = 8
"""For each index one that listens and one that works; two for jobs, two for timed work. They are opened as
they are needed. The queue has one of its own."""

Writing = Callable[[], AbstractAsyncContextManager[SearchEngine]]


async def run(settings: Settings) -> None:
    """Work until SIGTERM or SIGINT. Whatever fails is logged and tried again."""
    take_secret(settings)
    stopping = asyncio.Event()
    options = {"server_settings": {"application_name": APPLICATION_NAME}}
    with _stop_on_signals(stopping):
        async with open_pool(DB, max_size=MOST_CONNECTIONS, **options):
            await work(settings, stopping)


async def work(settings: Settings, stopping: asyncio.Event) -> None:
    """Keep the indexes of the settings in step, and no other, and do what else there is, until stopped.

    Raises:
        OperatorError: the settings of the mail server cannot be used.
    """
    kinds = job_kinds(settings)
    served = served_engines(settings.index_dir, settings.search_server)
    await _register([each.name for each in served], stopping)
    keepers = [asyncio.create_task(_keep(each, settings, stopping)) for each in served]
    keepers.append(asyncio.create_task(_go_on("jobs", lambda: run_jobs(kinds, stopping), stopping)))
    keepers.append(asyncio.create_task(_go_on("timed work", lambda: _keep_time(stopping), stopping)))
    try:
        await stopping.wait()
        await asyncio.wait(keepers, timeout=STOP_SECONDS)
    finally:
        for each in keepers:
            each.cancel()
        await asyncio.gather(*keepers, return_exceptions=True)


async def _register(names: list[str], stopping: asyncio.Event) -> None:
    """Say which engines there are, as soon as the database is there."""
    while not stopping.is_set():
        try:
            await indexing.set_engines(names)
        except Exception:  # noqa: BLE001 - the database may be away for a while
            log.exception("work failed")
            await _wait(FAILURE_SECONDS[-1], stopping)
        else:
            return


async def _keep_time(stopping: asyncio.Event) -> None:
    """Do timed work; what changed while no worker ran is published first."""
    await _wait(TIMED_AFTER_SECONDS, stopping)
    await run_timed(TIMED_WORK, stopping)


async def _go_on(name: str, run: Callable[[], Awaitable[None]], stopping: asyncio.Event) -> None:
    """Run something until stopped. What fails, as when the database is away, is begun again."""
    failures = 0
    while not stopping.is_set():
        began = time.monotonic()
        try:
            await run()
        except Exception as error:  # noqa: BLE001 - the database may be away for a while
            failures = failures + 1 if time.monotonic() - began < STEADY_SECONDS else 1
            if failures == 1:
                log.warning("work broke off", work=name, exc_info=error)
            await _wait(FAILURE_SECONDS[min(failures, len(FAILURE_SECONDS)) - 1], stopping)


async def _keep(served: Served, settings: Settings, stopping: asyncio.Event) -> None:
    """Keep one index in step until stopped. What fails is logged once, and when it is over."""
    failures = 0

    def tell_success() -> None:
        nonlocal failures
        if failures:
            log.info("index written again", engine=served.name, failures=failures)
        failures = 0

    while not stopping.is_set():
        try:
            await indexing.add_engine(served.name)
            await _serve(served, settings, stopping, tell_success)
        except Exception as error:  # noqa: BLE001 - the database or the server may be away, or the disk be full
            if not failures:
                _tell_trouble(served, error)
            await _wait(FAILURE_SECONDS[min(failures, len(FAILURE_SECONDS) - 1)], stopping)
            failures += 1


async def _serve(
    served: Served, settings: Settings, stopping: asyncio.Event, tell_success: Callable[[], None]
) -> None:
    """Publish what changes until stopped, or until changes are not kept for this index any more."""
    slept_on: date | None = None
    look_at = 0.0
    async with _changes() as (changed, listener), _writer(served, settings) as writing:
        while not stopping.is_set():
            state = await indexing.index_state(served.name)
            if not state.is_registered:
                return
            if state.waiting or state.needs_rebuild or time.monotonic() >= look_at:
                await _publish(writing)
                look_at = time.monotonic() + (LOOK_SECONDS if served.is_on_server else math.inf)
                tell_success()
            today = clock.today()
            if slept_on != today:
                await _do_night_work(writing)
                slept_on = today
            await _wait(POLL_SECONDS, stopping, changed)
            if listener.is_closed():
                raise ConnectionError
            changed.clear()


async def publish(settings: Settings) -> None:
    """Bring every index in step once. One that cannot be written is left to the worker."""
    for served in served_engines(settings.index_dir, settings.search_server):
        await indexing.add_engine(served.name)
        try:
            async with _writer(served, settings) as writing:
                await _publish(writing)
        except SearchError as error:
            _tell_trouble(served, error)


def _tell_trouble(served: Served, error: Exception) -> None:
    """An engine's words are for the operator; they name no visitor. Those of other errors stay unsaid."""
    words = {"reason": str(error)} if isinstance(error, SearchError) else {}
    log.warning("index not written", engine=served.name, exc_info=error, **words)


async def _publish(writing: Writing) -> None:
    async with writing() as engine:
        if done := await indexing.keep_in_step(engine, INDEX_SOURCES):
            log.info("published", engine=engine.name, listings=done)


async def _do_night_work(writing: Writing) -> None:
    """Compare the whole index with the database: when the date changes, and at the start."""
    async with writing() as engine:
        drift = await indexing.reconcile(engine, INDEX_SOURCES)
        await indexing.keep_in_step(engine, INDEX_SOURCES)
        await engine.purge()
        log.info("reconciled", engine=engine.name, out_of_step=drift.total)


@asynccontextmanager
async def writing_engine(served: Served, settings: Settings) -> AsyncIterator[SearchEngine]:
    """An engine ready to be written; SearchError when another process writes it, or it is away."""
    engine = await asyncio.to_thread(served.open, True)  # noqa: FBT003 - for writing
    try:
        await engine.ensure(indexing.index_schema(settings.words_dir))
        yield engine
    finally:
        await engine.aclose()


@asynccontextmanager
async def _writer(served: Served, settings: Settings) -> AsyncIterator[Writing]:
    """What opens an engine for writing: each time anew, or once for all where it may stay open."""
    if not served.is_on_server:
        yield lambda: writing_engine(served, settings)
        return
    async with writing_engine(served, settings) as engine:

        @asynccontextmanager
        async def again() -> AsyncIterator[SearchEngine]:
            await engine.ensure(indexing.index_schema(settings.words_dir))
            yield engine

        yield again


@asynccontextmanager
async def _changes() -> AsyncIterator[tuple[asyncio.Event, Any]]:
    """An event that the database sets when a listing changes, and the connection that listens."""
    changed = asyncio.Event()

    def hear(*_: object) -> None:
        changed.set()

    async with connection() as listener:
        await listener.add_listener(indexing.CHANNEL, hear)
        try:
            yield changed, listener
        finally:
            if not listener.is_closed():
                await listener.remove_listener(indexing.CHANNEL, hear)


async def _wait(seconds: float, *events: asyncio.Event) -> None:
    """Wait for the first of the events, at most so long."""
    waiting = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for each in waiting:
            each.cancel()


@contextmanager
def _stop_on_signals(stopping: asyncio.Event) -> Iterator[None]:
    loop = asyncio.get_running_loop()
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    for each in signals:
        loop.add_signal_handler(each, stopping.set)
    try:
        yield
    finally:
        for each in signals:
            loop.remove_signal_handler(each)
