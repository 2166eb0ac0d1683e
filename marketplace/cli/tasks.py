"""Commands that do one thing and end: migrate, reindex; and the worker."""

# ruff: noqa: PLC0415, T201 - a command imports what it needs when it runs, and prints

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from marketplace.cli.databases import database_server, open_database
from marketplace.cli.progress import Steps, show_steps
from marketplace.cli.signals import stopped_by_signals
from marketplace.kernel.errors import OperatorError
from marketplace.kernel.settings import Settings

if TYPE_CHECKING:
    from search.engine import SearchEngine
    from search.factory import Served

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
            async with patient_engine(embedded(settings), settings):
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


def run_retry(settings: Settings) -> None:
    """Have jobs and letters that failed for good tried again."""
    with stopped_by_signals(), database_server(settings) as server:
        asyncio.run(_retry(server.url))


async def _retry(url: str) -> None:
    from marketplace.jobs.service import retry_dead_jobs
    from marketplace.mail.service import retry_dead_letters

    async with open_database(url):
        jobs, letters = await retry_dead_jobs(), await retry_dead_letters()
    _print(f"{jobs} jobs and {letters} letters are tried again; a worker does it.")


def run_reindex(settings: Settings, name: str | None) -> None:
    """Make the search indexes anew, or the one of that name."""
    served = _named(settings, name)
    with stopped_by_signals(), database_server(settings) as server:
        asyncio.run(_reindex(served, settings, server.url))


def _named(settings: Settings, name: str | None) -> "tuple[Served, ...]":
    from search.factory import served_engines

    served = served_engines(settings.index_dir, settings.search_server)
    if name is None:
        return served
    if chosen := tuple(each for each in served if each.name == name):
        return chosen
    known = " and ".join(each.name for each in served)
    hint = "" if settings.search_server else "; set MEILISEARCH_URL to use a search server"
    raise OperatorError(f"There is no engine {name[:40]!r} here, only {known}{hint}.")


async def _reindex(served: "tuple[Served, ...]", settings: Settings, url: str) -> None:
    from marketplace.cli.findings import entries
    from marketplace.listings.indexing.service import add_engine, retry_set_aside

    await check_up_to_date(url)
    async with open_database(url):
        await retry_set_aside([each.name for each in served])
        for each in served:
            await add_engine(each.name)
            with show_steps() as steps:
                total = await rebuild(each, settings, steps)
            _print(f"The {each.name} search index is new; it holds {entries(total)}.")


async def rebuild(served: "Served", settings: Settings, steps: Steps) -> int:
    """Fill a fresh index and swap it in, in a transaction of its own; return how much it holds."""
    from marketplace.listings.indexing.service import count_public, rebuild_index
    from marketplace.work import INDEX_SOURCES
    from search.engine import SearchError

    expected = await count_public(INDEX_SOURCES)
    try:
        async with patient_engine(served, settings) as engine:
            with steps.step(f"Search index ({served.name})") as advance:
                return await rebuild_index(engine, lambda done: advance(done, expected), more=INDEX_SOURCES)
    except SearchError as error:
        raise OperatorError(f"The {served.name} search index was not made anew: {error}") from error


def embedded(settings: Settings) -> "Served":
    """The engine that is always there."""
    from search.factory import served_engines

    return served_engines(settings.index_dir, None)[0]


@asynccontextmanager
async def patient_engine(served: "Served", settings: Settings) -> "AsyncIterator[SearchEngine]":
    """An engine, ready to be written to, as soon as the worker does not write to it."""
    from marketplace.worker import writing_engine
    from search.engine import SearchError

    async with AsyncExitStack() as stack:
        deadline = time.monotonic() + (0.0 if served.is_on_server else WRITER_SECONDS)
        while True:
            try:
                engine = await stack.enter_async_context(writing_engine(served, settings))
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
