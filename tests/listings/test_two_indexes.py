"""Two indexes beside each other: each has what waits for it, and neither holds up the other."""

import asyncio
from contextvars import Context

import pytest
from msgspec.structs import replace
from piccolo.apps.migrations.commands.base import BaseMigrationManager
from piccolo.apps.migrations.commands.forwards import ForwardsMigrationManager

from marketplace.kernel.database import DB, transaction
from marketplace.kernel.migrations import migrate
from marketplace.listings import service as listings
from marketplace.listings.indexing import repository
from marketplace.listings.indexing import service as indexing
from search.engine import SearchError
from tests.factories.listings import (
    ACTOR,
    FEW_PLACES,
    make_activity,
    make_enterprise,
    make_many,
    make_personal_assistant,
    publish,
    suspend,
)
from tests.listings.engine import MemoryEngine

BEFORE = "2026-11-22T00:50:00:000000"
"""The last migration of the time of one index."""


@pytest.fixture
def near():
    return MemoryEngine("embedded")


@pytest.fixture
def far():
    return MemoryEngine("meilisearch")


async def both():
    await indexing.set_engines(["embedded", "meilisearch"])


async def waiting(name):
    return (await indexing.index_state(name)).waiting


async def run_sql(statement):
    async with DB.transaction() as current:
        await current.connection.execute(statement)


def beside(work):
    """As another request: without the transaction of this one."""
    return asyncio.create_task(work, context=Context())


async def fill(*engines):
    for engine in engines:
        await indexing.keep_in_step(engine)


async def test_what_waited_before_the_upgrade_waits_for_the_embedded_index(committed_db, capsys):
    await DB.run_ddl("DROP SCHEMA public CASCADE")
    await DB.run_ddl("CREATE SCHEMA public")
    await BaseMigrationManager().create_migration_table()
    for room, last in (("places", "all"), ("audit", "all"), ("listings", BEFORE)):
        assert (await ForwardsMigrationManager(app_name=room, migration_id=last).run()).success
    capsys.readouterr()
    ids = [str(draft.id) for draft in make_many(3)]
    await DB.run_ddl(
        f"""INSERT INTO dirty_listing (service, version, marked_at, problem) VALUES
        ('{ids[0]}', 3, now() - interval '1 hour', NULL), ('{ids[1]}', 4, now(), NULL),
        ('{ids[2]}', 5, now(), 'would not go in')"""
    )
    assert len([line for line in await migrate() if line.startswith("listings 2026-11-29T00")]) == 2
    assert await indexing.list_engines() == ["embedded"]
    state = await indexing.index_state("embedded")
    assert (state.waiting, state.set_aside, state.needs_rebuild) == (2, 1, False)
    assert {str(id_): version for id_, version in (await repository.list_dirty("embedded")).items()} == {
        ids[0]: 3,
        ids[1]: 4,
        ids[2]: 5,
    }


async def test_a_change_waits_for_every_index(db, near, far):
    await both()
    listing_id = await publish(make_activity())
    assert (await waiting("embedded"), await waiting("meilisearch")) == (1, 1)
    await fill(near)
    assert (await waiting("embedded"), await waiting("meilisearch")) == (0, 1)
    await fill(far)
    assert set(near.documents) == set(far.documents) == {listing_id}
    assert await waiting("meilisearch") == 0


async def test_loaded_listings_wait_for_every_index(db, near, far):
    await both()
    await fill(near, far)
    await listings.load_listings(make_many(30), gazetteer=FEW_PLACES, actor=ACTOR)
    assert (await waiting("embedded"), await waiting("meilisearch")) == (30, 30)


async def test_an_index_that_is_away_catches_up_with_all_that_changed(committed_db, near, far):
    await both()
    draft = make_activity()
    changed, withdrawn, hidden = [
        await publish(each) for each in (draft, make_personal_assistant(), make_enterprise())
    ]
    await fill(near, far)
    far.is_down = True
    await listings.update_listing(
        changed, replace(draft, title="Wednesday art group"), 3, gazetteer=FEW_PLACES, actor=ACTOR
    )
    await listings.withdraw_listing(withdrawn, actor=ACTOR)
    await suspend(hidden)
    new = await publish(make_activity(title="Something new"))
    with pytest.raises(SearchError):
        await indexing.keep_in_step(far)
    await fill(near)
    assert set(near.documents) == {changed, new}
    assert set(far.documents) == {changed, withdrawn, hidden}
    far.is_down = False
    await fill(far)
    assert set(far.documents) == {changed, new}
    assert far.documents[changed].title == "Wednesday art group"
    assert await waiting("meilisearch") == 0


async def test_how_long_it_waits_counts_from_the_first_change(db):
    listing_id = await publish(make_activity())
    await indexing.keep_in_step(MemoryEngine("embedded"))
    await listings.confirm_listing(listing_id, actor=ACTOR)
    before = (await indexing.index_state("embedded")).oldest_waiting_at
    await suspend(listing_id)
    assert (await indexing.index_state("embedded")).oldest_waiting_at == before


async def test_a_listing_that_one_index_refuses_is_set_aside_for_that_one_only(db, near, far):
    await both()
    await fill(near, far)
    good, bad = await publish(make_activity()), await publish(make_enterprise())
    far.poison = {bad}
    await fill(near, far)
    assert set(near.documents) == {good, bad}
    assert set(far.documents) == {good}
    assert (await indexing.index_state("embedded")).set_aside == 0
    assert (await indexing.index_state("meilisearch")).set_aside == 1
    far.poison = set()
    assert await indexing.retry_set_aside(["embedded"]) == 0
    assert await indexing.retry_set_aside(["embedded", "meilisearch"]) == 1
    await fill(far)
    assert set(far.documents) == {good, bad}


async def test_an_index_that_goes_away_while_a_culprit_is_looked_for_sets_nothing_aside(committed_db, near):
    ids = [await publish(make_activity(title=f"Group number {number}")) for number in range(8)]
    near.poison = {ids[0]}
    apply = near.apply

    async def apply_until_it_goes_away(changes):
        near.is_down = near.is_down or len(changes) == 2
        await apply(changes)

    near.apply = apply_until_it_goes_away
    with pytest.raises(SearchError):
        await indexing.publish_changes(near)
    state = await indexing.index_state("embedded")
    assert (state.waiting, state.set_aside) == (8, 0)


async def test_one_publisher_for_each_index_at_the_same_time(committed_db, near, far):
    await both()
    await fill(near, far)
    await publish(make_activity())
    outcomes = []

    async def publish_to_the_other():
        outcomes.append(await beside(indexing.publish_changes(near)))

    far.during = publish_to_the_other
    assert await indexing.publish_changes(far) == 1
    assert outcomes == [1]


async def test_a_new_index_is_filled_by_a_rebuild_and_only_then_by_changes(db, near, far):
    ids = {await publish(make_activity(title=f"Group {number}")) for number in range(4)}
    await fill(near)
    await both()
    assert (await indexing.index_state("meilisearch")).needs_rebuild
    assert not await indexing.is_fresh("meilisearch")
    assert await indexing.keep_in_step(far) == 4
    assert set(far.documents) == ids
    assert far.applied == []
    assert await indexing.is_fresh("meilisearch")
    ids.add(await publish(make_enterprise()))
    await fill(far)
    assert set(far.documents) == ids


async def test_a_rebuild_that_fails_is_still_to_be_made(committed_db, far):
    await publish(make_activity())
    await publish(make_enterprise())
    await both()
    far.is_down = True
    with pytest.raises(SearchError):
        await indexing.keep_in_step(far)
    assert (await indexing.index_state("meilisearch")).needs_rebuild


async def test_two_workers_that_find_a_new_index_rebuild_it_once(committed_db, far):
    await publish(make_activity())
    await both()
    outcomes = []

    async def another_worker():
        outcomes.append(await beside(indexing.keep_in_step(MemoryEngine("meilisearch"))))

    far.during = another_worker
    assert await indexing.keep_in_step(far) == 1
    assert outcomes == [0]


async def test_an_index_that_lost_everything_is_filled_again(db, near):
    ids = {await publish(make_activity(title=f"Group {number}")) for number in range(4)}
    await fill(near)
    near.known.clear()
    ids.add(await publish(make_enterprise()))
    assert await indexing.keep_in_step(near) == 5
    assert set(near.documents) == ids


async def test_an_index_that_is_switched_off_is_forgotten(db, near, far):
    await both()
    listing_id = await publish(make_activity())
    await indexing.set_engines(["embedded"])
    assert await indexing.list_engines() == ["embedded"]
    assert await repository.list_dirty("meilisearch") == {}
    assert await repository.list_dirty("embedded") == {listing_id: 3}
    await listings.confirm_listing(listing_id, actor=ACTOR)
    state = await indexing.index_state("meilisearch")
    assert (state.is_registered, state.waiting) == (False, 0)


async def test_an_index_that_is_switched_on_again_missed_changes_and_is_rebuilt(db, far):
    await both()
    gone = await publish(make_activity())
    await fill(far)
    await indexing.set_engines(["embedded"])
    await listings.withdraw_listing(gone, actor=ACTOR)
    new = await publish(make_enterprise())
    await both()
    await fill(far)
    assert set(far.documents) == {new}


async def test_change_under_way_while_an_index_is_switched_on_is_not_lost(committed_db, near, far):
    """It was marked before the new index was known, and is committed after."""
    listing_id = await publish(make_activity())
    await fill(near)
    marked, may_commit = asyncio.Event(), asyncio.Event()

    async def change_slowly():
        async with transaction():
            await listings.withdraw_listing(listing_id, actor=ACTOR)
            marked.set()
            await may_commit.wait()

    changing = beside(change_slowly())
    await marked.wait()
    registering = beside(both())
    await asyncio.sleep(0.2)
    later = beside(publish(make_enterprise()))
    await asyncio.sleep(0.2)
    assert not registering.done()
    may_commit.set()
    await asyncio.wait_for(asyncio.gather(changing, registering), 5)
    new = await asyncio.wait_for(later, 5)
    await fill(far)
    assert set(far.documents) == {new}
    assert await repository.list_dirty("meilisearch") == {}


async def test_change_that_waits_while_an_index_is_switched_on_is_marked_for_it(committed_db, far):
    """Its statement was sent before the new index was known, and runs after."""
    listing_id = await publish(make_activity())
    held, may_go_on = asyncio.Event(), asyncio.Event()

    async def register_slowly():
        async with transaction():
            await indexing.set_engines(["embedded", "meilisearch"])
            held.set()
            await may_go_on.wait()

    registering = beside(register_slowly())
    await held.wait()
    changing = beside(listings.withdraw_listing(listing_id, actor=ACTOR))
    await asyncio.sleep(0.3)
    assert not changing.done()
    may_go_on.set()
    await asyncio.wait_for(asyncio.gather(registering, changing), 5)
    assert await repository.list_dirty("meilisearch") == {listing_id: 4}


async def test_reconciling_one_index_marks_nothing_for_the_other(db, near, far):
    await both()
    listing_id = await publish(make_activity())
    await fill(near, far)
    del far.known[listing_id]
    assert (await indexing.reconcile(far)).missing == 1
    assert (await waiting("embedded"), await waiting("meilisearch")) == (0, 1)


async def test_drift_is_what_neither_waits_nor_agrees(db, near):
    missing, stale, left = [
        await publish(make_activity(title=f"Group number {number}")) for number in range(3)
    ]
    await fill(near)
    assert (await indexing.find_drift(near)).total == 0
    del near.known[missing]
    near.put(replace(near.known[stale], version=9, document=replace(near.documents[stale], version=9)))
    await listings.withdraw_listing(left, actor=ACTOR)
    drift = await indexing.find_drift(near)
    assert (drift.missing, drift.extra, drift.ahead) == (1, 0, 1)
    assert await waiting("embedded") == 1


async def test_what_is_published_while_it_is_compared_is_no_drift(committed_db, near):
    draft = make_activity()
    listing_id = await publish(draft)
    await fill(near)
    versions = near.versions

    async def versions_then_change():
        async for pair in versions():
            yield pair
        near.versions = versions
        await listings.update_listing(
            listing_id, replace(draft, title="Newly named"), 3, gazetteer=FEW_PLACES, actor=ACTOR
        )
        await fill(near)

    near.versions = versions_then_change
    assert (await indexing.find_drift(near)).total == 0


async def test_index_for_which_something_waits_too_long_is_not_fresh(db):
    await publish(make_activity())
    assert await indexing.is_fresh("embedded")
    await DB.current_transaction.get().connection.execute(
        "UPDATE dirty_listing SET marked_at = marked_at - interval '2 minutes'"
    )
    assert not await indexing.is_fresh("embedded")
    assert not await indexing.is_fresh("unheard of")
