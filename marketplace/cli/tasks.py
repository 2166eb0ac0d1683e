"""Commands that do one thing and end: migrate, reindex; and the worker."""

# ruff: noqa: PLC0415, T201 - a command imports what it needs when it runs, and prints

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from marketplace.cli.databases import database_server, open_database
from marketplace.cli.progress import Steps, show_steps
from marketplace.cli.signals import stopped_by_signals
from marketplace.kernel.errors import OperatorError
from marketplace.kernel.settings import Settings
from search.engine import SearchEngine

WRITER_SECONDS = 30.0
"""How long to wait for another process that writes the index."""
_TRY_SECONDS = 0.2


def run_migrate(settings: Settings) -> None:
    """Bring the database up to date and build the list of places."""
    with stopped_by_signals(), database_server(settings) as server:
        asyncio.run(_migrate(settings, server.url))


async def _migrate(settings: Settings, url: str) -> None:
    from marketplace.kernel.migrations import migrate
    from marketplace.places.service import open_gazetteer

    async with open_database(url):
        with show_steps() as steps:
            with steps.step("Database"):
                applied = await migrate()
            with steps.step("Places") as advance:
                await asyncio.to_thread(open_gazetteer, settings.data_dir, advance)
            async with patient_engine(settings):
                """There is an index now, if only an empty one."""
    for line in applied:
        _print(f"applied {line}")
    _print(f"The database is up to date; {len(applied)} migrations were applied.")


async def check_up_to_date(url: str) -> None:
    """Say so when the database is away, or waits for migrations."""
    from marketplace.kernel.migrations import list_pending

    async with open_database(url):
        waiting = await list_pending()
    if waiting:
        raise OperatorError(
            f"The database waits for {len(waiting)} migrations: run `marketplace migrate` first."
        )


def run_reindex(settings: Settings) -> None:
    """Make the search index anew."""
    with stopped_by_signals(), database_server(settings) as server:
        asyncio.run(_reindex(settings, server.url))


async def _reindex(settings: Settings, url: str) -> None:
    from marketplace.listings.indexing.service import retry_set_aside

    async with open_database(url):
        with show_steps() as steps:
            await retry_set_aside()
            total = await rebuild(settings, steps)
    _print(f"The search index is new; it holds {total:,} listings.")


async def rebuild(settings: Settings, steps: Steps) -> int:
    """Fill a fresh index and swap it in, in a transaction of its own; return how many listings it holds."""
    from marketplace.listings.indexing.service import rebuild_index
    from marketplace.listings.service import count_listings

    expected = (await count_listings()).public
    async with patient_engine(settings) as engine:
        with steps.step("Search index") as advance:
            return await rebuild_index(engine, lambda done: advance(done, expected))


@asynccontextmanager
async def patient_engine(settings: Settings) -> AsyncIterator[SearchEngine]:
    """The engine, ready to be written to, as soon as the worker does not write to it."""
    from marketplace.worker import writing_engine
    from search.engine import SearchError

    async with AsyncExitStack() as stack:
        deadline = time.monotonic() + WRITER_SECONDS
        while True:
            try:
                engine = await stack.enter_async_context(writing_engine(settings))
                break
            except SearchError:
                if time.monotonic() > deadline:
                    raise
                await asyncio.sleep(_TRY_SECONDS)
        yield engine


def run_worker(settings: Settings) -> None:
    """Keep the search index in step until stopped."""
    from marketplace import worker
    from marketplace.kernel import processes
    from marketplace.kernel.database import DB
    from marketplace.kernel.logging import configure_logging

    processes.end_with_starter()
    configure_logging(settings)
    with database_server(settings) as server:
        asyncio.run(check_up_to_date(server.url))
        DB.point_at(server.url)
        asyncio.run(worker.run(settings))


def _print(line: str) -> None:
    print(line, flush=True)
