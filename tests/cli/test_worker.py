"""The worker's steps, one by one."""

import asyncio
from datetime import UTC, date, datetime

import pytest

from marketplace import worker
from marketplace.kernel import clock
from marketplace.kernel.settings import Settings
from marketplace.listings.indexing.repository import read_rows
from marketplace.listings.indexing.service import index_state
from marketplace.listings.schemas import Check
from search.factory import open_engine
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


async def test_what_waits_is_published(settings):
    assert await worker.publish(settings)
    assert await documents(settings) == 5
    assert (await index_state()).waiting == 0


async def test_when_nothing_waits_the_index_is_left_alone(settings):
    await worker.publish(settings)
    engine = open_engine(settings.index_dir, writer=True)
    try:
        assert await worker.publish(settings)
    finally:
        await engine.aclose()


async def test_while_another_process_writes_the_index_it_waits_its_turn(settings):
    engine = open_engine(settings.index_dir, writer=True)
    try:
        assert not await worker.publish(settings)
    finally:
        await engine.aclose()
    assert await worker.publish(settings)


async def test_the_work_of_the_night_mends_an_index_that_lost_listings(settings):
    await worker.publish(settings)
    async with worker.writing_engine(settings) as engine:
        fresh = await engine.rebuild()
        await fresh.publish()
    assert await documents(settings) == 0
    await worker.do_night_work(settings)
    assert await documents(settings) == 5


async def test_the_work_of_the_night_waits_its_turn_while_another_process_writes_the_index(settings):
    engine = open_engine(settings.index_dir, writer=True)
    try:
        assert not await worker.do_night_work(settings)
    finally:
        await engine.aclose()
    assert await worker.do_night_work(settings)


async def test_a_worker_that_was_off_in_the_night_takes_checks_that_ran_out_from_search(settings):
    check = Check(kind="dbs", checked_on=date(2026, 1, 1), expires_on=date(2026, 2, 1))
    with clock.stopped_at(datetime(2026, 1, 10, tzinfo=UTC)):
        listing_id = await publish(make_enterprise(checks=(check,)))
    stopping = asyncio.Event()
    with clock.stopped_at(datetime(2026, 2, 2, 0, 0, 1, tzinfo=UTC)):
        working = asyncio.create_task(worker._work(settings, stopping))
    async with asyncio.timeout(10):
        while (await read_rows([listing_id]))[listing_id].checks_held:  # noqa: ASYNC110 - no event says it
            await asyncio.sleep(0.1)
    stopping.set()
    await working
