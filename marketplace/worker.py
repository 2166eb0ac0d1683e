"""The worker: keeps the search index in step with the database, and does the work of the night.

Any number may run; a lease in the database and a lock on the index let exactly one publish at a time. The
index is opened for writing only while there is something to write, so that `marketplace reindex` gets its
turn.
"""

import asyncio
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import date
from typing import Any

from marketplace.kernel import clock
from marketplace.kernel.database import DB, connection, open_pool
from marketplace.kernel.logging import log
from marketplace.kernel.settings import Settings
from marketplace.listings.indexing import service as indexing
from search.engine import SearchEngine, SearchError
from search.factory import open_engine

APPLICATION_NAME = "hereabouts worker"
"""How its connections are named in the database, by which `doctor` sees that it lives."""
POLL_SECONDS = 5.0
"""It is woken by the database; this often it looks all the same."""
FAILURE_SECONDS = 5.0
BUSY_SECONDS = 1.0


async def run(settings: Settings) -> None:
    """Work until SIGTERM or SIGINT. Whatever fails is logged and tried again."""
    stopping = asyncio.Event()
    options = {"server_settings": {"application_name": APPLICATION_NAME}}
    with _stop_on_signals(stopping):
        async with open_pool(DB, max_size=4, **options):
            while not stopping.is_set():
                try:
                    await _work(settings, stopping)
                except Exception:  # noqa: BLE001 - see below
                    # The database may be away for a while, or the disk be full.
                    log.exception("work failed")
                    await _wait(FAILURE_SECONDS, stopping)


async def _work(settings: Settings, stopping: asyncio.Event) -> None:
    slept_on: date | None = None
    async with _changes() as (changed, listener):
        await publish(settings, always=True)
        while not stopping.is_set():
            today = clock.today()
            if slept_on != today and await do_night_work(settings):
                slept_on = today
            await _wait(POLL_SECONDS, stopping, changed)
            if listener.is_closed():
                raise ConnectionError
            changed.clear()
            if not await publish(settings):
                await _wait(BUSY_SECONDS, stopping)
                changed.set()


async def publish(settings: Settings, *, always: bool = False) -> bool:
    """Bring the index in step, if anything waits (or `always`). False when another process writes it."""
    state = await indexing.index_state()
    if not always and state.waiting == 0:
        return True
    try:
        async with writing_engine(settings) as engine:
            done = await indexing.keep_in_step(engine)
    except SearchError as error:
        log.warning("index not written", exc_info=error)
        return False
    if done:
        log.info("published", listings=done)
    return True


async def do_night_work(settings: Settings) -> bool:
    """Take checks that ran out from search, and compare the whole index with the database.

    Due when the date changes, by which checks run out, and at the start. False when another process writes.
    """
    try:
        async with writing_engine(settings) as engine:
            drift = await indexing.reconcile(engine)
            await indexing.keep_in_step(engine)
    except SearchError as error:
        log.warning("index not written", exc_info=error)
        return False
    log.info("reconciled", out_of_step=drift.total)
    return True


@asynccontextmanager
async def writing_engine(settings: Settings) -> AsyncIterator[SearchEngine]:
    """The search engine of the data directory, ready to be written; SearchError when another writes it."""
    engine = await asyncio.to_thread(open_engine, settings.index_dir, writer=True)
    try:
        await engine.ensure(indexing.index_schema(settings.words_dir))
        yield engine
    finally:
        await engine.aclose()


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
