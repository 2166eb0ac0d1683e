"""The worker's steps, one by one, and its loops beside each other."""

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime

import pytest

from marketplace import worker
from marketplace.kernel import clock
from marketplace.kernel.database import DB
from marketplace.kernel.settings import Settings
from marketplace.listings import service as listings
from marketplace.listings.indexing.repository import read_rows
from marketplace.listings.indexing.service import index_state, list_engines
from marketplace.listings.schemas import Check
from search.documents import IndexSchema
from search.engine import SearchError
from search.factory import Served, open_engine, served_engines
from seed.load import load_demonstration
from tests.factories.listings import ACTOR, make_activity, make_enterprise, publish
from tests.listings.engine import MemoryEngine


@pytest.fixture
async def settings(committed_db, gazetteer, tmp_path):
    """Settings of a directory without an index, and a database with five listings.

    The worker has as many connections as when it is a process of its own, and the test some beside it: with
    fewer, loops that hold one and wait for a second can wait for each other.
    """
    await DB.close_connection_pool()
    await DB.start_connection_pool(min_size=1, max_size=worker.MOST_CONNECTIONS + 2)
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


async def until(true, seconds=60):
    """Wait until something is so. How long that may take says nothing: the machine may be busy."""
    async with asyncio.timeout(seconds):
        while not await true():  # noqa: ASYNC110 - no event says it
            await asyncio.sleep(0.02)


async def in_step(name="embedded"):
    state = await index_state(name)
    return state.is_registered and not state.waiting and not state.needs_rebuild


async def can_be_written(settings):
    try:
        engine = open_engine(settings.index_dir, writer=True)
    except SearchError:
        return False
    await engine.aclose()
    return True


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
        await until(lambda: can_be_written(settings))


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


class FarEngine(MemoryEngine):
    """An engine on another machine: it may hang, and keeps what it holds when a worker ends."""

    def __init__(self):
        super().__init__("meilisearch")
        self.hangs = False
        self.schemas = []
        self.opened = 0

    def open(self, _writer):
        self.opened += 1
        return self

    async def _answer(self):
        while self.hangs:  # noqa: ASYNC110 - no event says it
            await asyncio.sleep(0.02)

    async def apply(self, changes):
        await self._answer()
        await super().apply(changes)

    async def ensure(self, schema):
        await self._answer()
        await self.watermark()
        if schema not in self.schemas:
            self.schemas.append(schema)

    async def aclose(self):
        """What it holds stays."""


@pytest.fixture
def far(monkeypatch, settings):
    """A second engine beside the embedded one."""
    engine = FarEngine()
    (embedded,) = served_engines(settings.index_dir, None)
    both = (embedded, Served(name="meilisearch", is_on_server=True, open=engine.open))
    monkeypatch.setattr(worker, "served_engines", lambda *_: both)
    monkeypatch.setattr(worker, "FAILURE_SECONDS", (0.05, 0.1))
    return engine


@pytest.fixture
def woken_only(monkeypatch):
    """The worker does not look by itself: what it does, it was woken for by the database."""
    monkeypatch.setattr(worker, "POLL_SECONDS", 3600)


def found(far, id_):
    async def is_found():
        return id_ in far.documents

    return is_found


async def is_published(settings, id_):
    engine = open_engine(settings.index_dir, writer=False)
    try:
        return id_ in {one async for one, _version in engine.versions()}
    finally:
        await engine.aclose()


async def test_an_engine_of_the_settings_is_filled_by_itself(settings, far):
    async with working(settings):
        await until(lambda: in_step("meilisearch"))
        assert len(far.documents) == 5
        assert far.applied == []
        assert await list_engines() == ["embedded", "meilisearch"]


async def test_a_change_is_in_both_indexes_without_waiting_for_the_next_look(settings, far, woken_only):
    async with working(settings):
        await until(lambda: in_step("meilisearch"))
        await until(in_step)
        id_ = await publish(make_activity())
        await until(found(far, id_))
        await until(lambda: is_published(settings, id_))
        assert far.opened == 1


@pytest.mark.parametrize("trouble", ["is_down", "hangs"])
async def test_the_embedded_index_does_not_wait_for_one_that_is_away(settings, far, trouble, woken_only):
    async with working(settings):
        await until(lambda: in_step("meilisearch"))
        setattr(far, trouble, True)
        for number in range(3):
            id_ = await publish(make_activity(title=f"Art group {number}"))
            await until(lambda id_=id_: is_published(settings, id_))
        assert (await index_state("meilisearch")).waiting == 3
        setattr(far, trouble, False)
        await until(lambda: in_step("meilisearch"))
        assert len(far.documents) == 8


async def test_one_that_is_away_at_the_start_is_filled_when_it_comes_back(settings, far):
    far.is_down = True
    async with working(settings):
        await until(in_step)
        assert (await index_state("meilisearch")).needs_rebuild
        far.is_down = False
        await until(lambda: in_step("meilisearch"))
        assert len(far.documents) == 5


async def test_a_worker_that_was_killed_is_made_good_by_the_next(settings, far):
    killed = asyncio.create_task(worker.work(settings, asyncio.Event()))
    await until(lambda: in_step("meilisearch"))
    far.hangs = True
    first = await publish(make_activity())
    await asyncio.sleep(0.1)
    killed.cancel()
    with pytest.raises(asyncio.CancelledError):
        await killed
    await listings.withdraw_listing(first, actor=ACTOR)
    second = await publish(make_enterprise())
    far.hangs = False
    async with working(settings):
        await until(lambda: in_step("meilisearch"))
        await until(in_step)
    assert first not in far.documents
    assert second in far.documents
    assert await is_published(settings, second)


async def test_an_engine_that_is_not_set_any_more_is_forgotten(settings, far, monkeypatch):
    async with working(settings):
        await until(lambda: in_step("meilisearch"))
    await publish(make_activity())
    monkeypatch.setattr(worker, "served_engines", served_engines)
    async with working(settings):
        await until(in_step)
        assert await list_engines() == ["embedded"]
        assert (await index_state("meilisearch")).waiting == 0


async def test_an_index_that_lost_everything_is_filled_without_a_change(settings, far, monkeypatch):
    monkeypatch.setattr(worker, "LOOK_SECONDS", 0.1)
    monkeypatch.setattr(worker, "POLL_SECONDS", 0.1)
    async with working(settings):
        await until(lambda: in_step("meilisearch"))
        far.known.clear()
        id_ = next(iter(await all_public()))
        await until(found(far, id_))


async def all_public():
    from marketplace.listings.indexing.repository import list_versions

    return (await list_versions())[0]


async def test_a_new_thesaurus_reaches_every_index(settings, far, monkeypatch):
    monkeypatch.setattr(worker, "LOOK_SECONDS", 0.1)
    monkeypatch.setattr(worker, "POLL_SECONDS", 0.1)

    async def has_heard():
        return far.schemas[-1] == schema

    async with working(settings):
        await until(lambda: in_step("meilisearch"))
        schema = IndexSchema(facets=("kind",), synonyms={"swim": ("bathe",)})
        monkeypatch.setattr(worker.indexing, "index_schema", lambda _folder: schema)
        await until(has_heard)


async def test_trouble_with_an_index_is_told_once_and_its_end_too(settings, far, monkeypatch):
    told = []

    class Log:
        def __getattr__(self, level):
            return lambda event, **_values: told.append(event)

    monkeypatch.setattr(worker, "log", Log())
    far.is_down = True

    async def has_tried_again():
        return far.opened >= 4

    async with working(settings):
        await until(has_tried_again)
        far.is_down = False
        await until(lambda: in_step("meilisearch"))
    assert told.count("index not written") == 1
    assert told.count("index written again") == 1
