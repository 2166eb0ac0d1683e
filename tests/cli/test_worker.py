"""The worker's steps, one by one."""

from datetime import UTC, date, datetime

import pytest

from marketplace import worker
from marketplace.kernel import clock
from marketplace.kernel.settings import Settings
from marketplace.listings.indexing.service import index_state
from search.factory import open_engine
from seed.load import load_demonstration


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


@pytest.mark.parametrize(
    ("moment", "slept_on", "due"),
    [
        (datetime(2026, 1, 10, 2, 59, tzinfo=UTC), date(2026, 1, 9), False),
        (datetime(2026, 1, 10, 3, 0, tzinfo=UTC), date(2026, 1, 9), True),
        (datetime(2026, 1, 10, 3, 0, tzinfo=UTC), date(2026, 1, 10), False),
        (datetime(2026, 7, 10, 2, 0, tzinfo=UTC), date(2026, 7, 9), True),
    ],
)
def test_the_night_begins_at_three_in_london_and_once_a_date(moment, slept_on, due):
    with clock.stopped_at(moment):
        assert worker._is_night(slept_on) is due
