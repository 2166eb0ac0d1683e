"""Changes at once: nobody waits for somebody who waits for them, and nothing that was written is lost."""

import asyncio
from contextlib import asynccontextmanager
from contextvars import Context
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from msgspec.structs import replace

from marketplace.kernel import clock
from marketplace.kernel.database import DB
from marketplace.listings import service
from marketplace.listings.indexing import repository as dirty
from marketplace.listings.indexing import service as indexing
from marketplace.listings.schemas import Check
from tests.factories.listings import ACTOR, FEW_PLACES, make_enterprise, make_organization, publish
from tests.listings.engine import MemoryEngine

RAN_OUT = Check(kind="dbs", checked_on=date(2025, 5, 1), expires_on=date(2026, 5, 1))
AFTERWARDS = datetime(2026, 5, 2, 12, tzinfo=UTC)
LOW, HIGH = UUID(int=1), UUID(int=2)


@asynccontextmanager
async def other_connection():
    """A connection of somebody else, in a transaction that is rolled back."""
    connection = await DB.pool.acquire()
    transaction = connection.transaction()
    await transaction.start()
    try:
        yield connection
    finally:
        await transaction.rollback()
        await DB.pool.release(connection)


async def begin(work):
    """Start it beside, and give it the time to come as far as it can."""
    task = asyncio.create_task(work, context=Context())
    await asyncio.sleep(0.3)
    return task


async def two_listings_of_one_provider():
    """The higher id is there first: without an order of locks it is locked first."""
    organization = make_organization("Avon Home Help")
    for id_, title in ((HIGH, "Cleaning"), (LOW, "Gardening")):
        await publish(make_enterprise(id=id_, organization=organization, title=title, checks=(RAN_OUT,)))
    return organization


async def rename(organization):
    await service.update_organization(replace(organization, name="Avon Help"), actor=ACTOR)


async def rename_through_the_higher(organization):
    draft = (await service.get_stored(HIGH)).draft
    draft = replace(draft, organization=replace(organization, name="Avon Help"))
    await service.update_listing(HIGH, draft, 3, gazetteer=FEW_PLACES, actor=ACTOR)


async def drop_expired(_organization):
    with clock.stopped_at(AFTERWARDS):
        await service.drop_expired_checks(actor=ACTOR)


@pytest.fixture
def before_it_ran_out():
    with clock.stopped_at(datetime(2026, 1, 20, tzinfo=UTC)):
        yield


@pytest.mark.parametrize("change", [rename, rename_through_the_higher, drop_expired])
async def test_listings_are_held_in_the_order_of_their_ids(committed_db, before_it_ran_out, change):
    organization = await two_listings_of_one_provider()
    async with other_connection() as other:
        await other.execute("SELECT FROM service WHERE id = $1 FOR UPDATE", LOW)
        waiting = await begin(change(organization))
        assert not waiting.done()
        await other.execute("SELECT FROM service WHERE id = $1 FOR UPDATE NOWAIT", HIGH)
    await asyncio.wait_for(waiting, 5)


async def test_publisher_does_not_wait_for_a_change_under_way(committed_db):
    await two_listings_of_one_provider()
    engine = MemoryEngine()
    async with other_connection() as other:
        await other.execute("UPDATE dirty_listing SET version = version + 1 WHERE service = $1", HIGH)
        await asyncio.wait_for(await begin(indexing.publish_changes(engine)), 5)
        assert set(await dirty.list_dirty("embedded")) == {HIGH}
    assert await indexing.publish_changes(engine) == 1
    assert await dirty.list_dirty("embedded") == {}


async def test_what_is_set_aside_is_held_in_the_order_of_ids(committed_db):
    await two_listings_of_one_provider()
    engine = MemoryEngine()
    engine.poison = {LOW, HIGH}
    async with other_connection() as other:
        await other.execute("UPDATE dirty_listing SET version = version + 1 WHERE service = $1", LOW)
        waiting = await begin(indexing.publish_changes(engine))
        assert not waiting.done()
        await other.execute("SELECT FROM dirty_listing WHERE service = $1 FOR UPDATE NOWAIT", HIGH)
    await asyncio.wait_for(waiting, 5)
    assert (await indexing.index_state("embedded")).set_aside == 2


async def test_check_renewed_while_expired_ones_are_dropped_stays(committed_db, before_it_ran_out):
    listing_id = await publish(make_enterprise(id=LOW, checks=(RAN_OUT,)))
    renewed = Check(kind="dbs", checked_on=date(2026, 5, 1), expires_on=date(2029, 5, 1))
    async with other_connection() as other:
        await other.execute("SELECT FROM service WHERE id = $1 FOR UPDATE", listing_id)

        async def renew():
            draft = (await service.get_stored(listing_id)).draft
            with clock.stopped_at(AFTERWARDS):
                await service.update_listing(
                    listing_id, replace(draft, checks=(renewed,)), 3, gazetteer=FEW_PLACES, actor=ACTOR
                )

        renewing = await begin(renew())
        dropping = await begin(drop_expired(None))
    await asyncio.wait_for(asyncio.gather(renewing, dropping), 5)
    row = (await dirty.read_rows([listing_id]))[listing_id]
    assert row.checks_held == ["dbs"]
