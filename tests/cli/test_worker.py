"""The worker's steps, one by one, and its loops beside each other."""

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime

import pytest

from marketplace import worker
from marketplace.kernel import clock
from marketplace.kernel.settings import Settings
from marketplace.listings.indexing.repository import read_rows
from marketplace.listings.indexing.service import index_state
from marketplace.listings.schemas import Check
from search.factory import open_engine, served_engines
from seed.load import load_demonstration
from tests.factories.listings import make_enterprise, publish


@pytest.fixture
async def settings(committed_db, gazetteer, tmp_path):
    """Settings of a directory without an index, and a database with five listings."""
    await load_demonstration(gazetteer, listings=5)
    return Settings(data_dir=tmp_path)


async def documents(settings):
    engine = open_engine(settings.index_dir, writer=False)
    try:
        return (await engine.watermark()).documents
    finally:
        await engine.aclose()


@asynccontextmanager
async def working(settings):
    """The worker, in this process."""
    stopping = asyncio.Event()
    task = asyncio.create_task(worker.work(settings, stopping))
    try:
        yield task
    finally:
        stopping.set()
        await task


async def until(true, seconds=10):
    async with asyncio.timeout(seconds):
        while not await true():  # noqa: ASYNC110 - no event says it
            await asyncio.sleep(0.02)


async def in_step(name="embedded"):
    state = await index_state(name)
    return state.is_registered and not state.waiting and not state.needs_rebuild


async def test_what_waits_is_published(settings):
    await worker.publish(settings)
    assert await documents(settings) == 5
    assert await in_step()


async def test_while_another_process_writes_the_index_it_waits_its_turn(settings):
    engine = open_engine(settings.index_dir, writer=True)
    try:
        await worker.publish(settings)
        assert (await index_state("embedded")).waiting == 5
    finally:
        await engine.aclose()
    await worker.publish(settings)
    assert await documents(settings) == 5


async def test_when_nothing_waits_the_index_is_left_to_others(settings):
    async with working(settings):
        await until(in_step)
        await asyncio.sleep(0.5)
        engine = open_engine(settings.index_dir, writer=True)
        await engine.aclose()


async def test_the_start_mends_an_index_that_lost_listings(settings):
    await worker.publish(settings)
    (embedded,) = served_engines(settings.index_dir, None)
    async with worker.writing_engine(embedded, settings) as engine:
        fresh = await engine.rebuild()
        await fresh.publish()
    assert await documents(settings) == 0

    async def is_whole():
        return await documents(settings) == 5

    async with working(settings):
        await until(is_whole)


async def test_a_worker_that_was_off_in_the_night_takes_checks_that_ran_out_from_search(settings):
    check = Check(kind="dbs", checked_on=date(2026, 1, 1), expires_on=date(2026, 2, 1))
    with clock.stopped_at(datetime(2026, 1, 10, tzinfo=UTC)):
        listing_id = await publish(make_enterprise(checks=(check,)))

    async def is_dropped():
        return not (await read_rows([listing_id]))[listing_id].checks_held

    with clock.stopped_at(datetime(2026, 2, 2, 0, 0, 1, tzinfo=UTC)):
        async with working(settings):
            await until(is_dropped)
