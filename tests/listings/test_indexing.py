"""The index follows the database, whatever happens in which order."""

import asyncio
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from marketplace.kernel import clock
from marketplace.kernel.database import DB, transaction
from marketplace.listings import service as listings
from marketplace.listings.indexing import repository, rules
from marketplace.listings.indexing import service as indexing
from marketplace.listings.schemas import Check
from search.engine import SearchError
from tests.factories.listings import (
    ACTOR,
    FEW_PLACES,
    create,
    make_activity,
    make_many,
    make_personal_assistant,
    publish,
    suspend,
)
from tests.listings.engine import MemoryEngine


@pytest.fixture
def engine():
    return MemoryEngine()


async def test_published_listing_is_found_in_the_index(db, engine):
    listing_id = await publish(make_activity())
    assert await indexing.publish_changes(engine) == 1
    assert engine.documents[listing_id].title == "Tuesday art group"
    assert engine.documents[listing_id].version == 3
    assert await indexing.publish_changes(engine) == 0


async def test_draft_is_not_in_the_index(db, engine):
    await create(make_activity())
    assert await indexing.publish_changes(engine) == 1
    assert engine.documents == {}


@pytest.mark.parametrize("take_down", [listings.withdraw_listing, suspend])
async def test_listing_that_is_taken_down_leaves_the_index(db, engine, take_down):
    listing_id = await publish(make_activity())
    await indexing.publish_changes(engine)
    await take_down(listing_id, actor=ACTOR)
    await indexing.publish_changes(engine)
    assert engine.documents == {}
    assert engine.known[listing_id].version == 4


async def test_listing_that_is_gone_altogether_leaves_the_index(db, engine):
    listing_id = await publish(make_activity())
    await indexing.publish_changes(engine)
    await listings.confirm_listing(listing_id, actor=ACTOR)
    await DB.current_transaction.get().connection.execute("DELETE FROM service WHERE id = $1", listing_id)
    await indexing.publish_changes(engine)
    assert engine.documents == {}


async def test_change_made_while_the_index_takes_a_batch_is_not_lost(committed_db, engine):
    draft = make_activity()
    listing_id = await publish(draft)

    async def change():
        await asyncio.create_task(
            listings.update_listing(
                listing_id, replace(draft, title="Changed meanwhile"), 3, gazetteer=FEW_PLACES, actor=ACTOR
            ),
            context=fresh_context(),
        )

    engine.during = change
    assert await indexing.publish_changes(engine) == 1
    assert engine.documents[listing_id].version == 3
    assert await repository.list_dirty("embedded") == {listing_id: 4}
    assert await indexing.publish_changes(engine) == 1
    assert engine.documents[listing_id].title == "Changed meanwhile"


def fresh_context():
    """As another request: without the transaction of this one."""
    import contextvars

    return contextvars.Context()


async def test_change_made_during_a_rebuild_is_not_lost(committed_db, engine):
    draft = make_activity()
    first, second = await publish(draft), await publish(make_personal_assistant())

    async def change():
        await asyncio.create_task(listings.withdraw_listing(first, actor=ACTOR), context=fresh_context())

    engine.during = change
    assert await indexing.rebuild_index(engine) == 2
    await indexing.keep_in_step(engine)
    assert set(engine.documents) == {second}


async def test_one_publisher_at_a_time(committed_db, engine):
    await publish(make_activity())
    other = MemoryEngine()
    outcomes = []

    async def publish_beside():
        outcomes.append(await asyncio.create_task(indexing.publish_changes(other), context=fresh_context()))

    engine.during = publish_beside
    assert await indexing.publish_changes(engine) == 1
    assert outcomes == [0]
    assert other.applied == []


async def test_poisonous_document_is_set_aside_and_the_others_go_in(db, engine):
    ids = [await publish(make_activity(title=f"Group number {number}")) for number in range(7)]
    engine.poison = {ids[3]}
    assert await indexing.publish_changes(engine) == 7
    assert set(engine.documents) == set(ids) - {ids[3]}
    state = await indexing.index_state("embedded")
    assert (state.waiting, state.set_aside) == (0, 1)
    assert str(ids[3]) in state.problems[0]
    assert await indexing.publish_changes(engine) == 0


async def test_what_was_set_aside_is_tried_again_when_it_changes_or_when_asked(db, engine):
    listing_id = await publish(make_activity())
    engine.poison = {listing_id}
    await indexing.publish_changes(engine)
    await listings.confirm_listing(listing_id, actor=ACTOR)
    assert (await indexing.index_state("embedded")).waiting == 1
    await indexing.publish_changes(engine)
    assert (await indexing.index_state("embedded")).set_aside == 1
    engine.poison = set()
    assert await indexing.retry_set_aside(["embedded"]) == 1
    await indexing.publish_changes(engine)
    assert set(engine.documents) == {listing_id}
    assert (await indexing.index_state("embedded")).set_aside == 0


async def test_engine_that_is_down_sets_nothing_aside(committed_db, engine):
    ids = {await publish(make_activity(title=f"Group number {number}")) for number in range(3)}
    engine.is_down = True
    with pytest.raises(SearchError):
        await indexing.publish_changes(engine)
    state = await indexing.index_state("embedded")
    assert (state.waiting, state.set_aside) == (3, 0)
    engine.is_down = False
    await indexing.publish_changes(engine)
    assert set(engine.documents) == ids


async def test_rebuild_of_an_engine_that_is_down_changes_nothing(committed_db, engine):
    ids = {await publish(make_activity(title=f"Group number {number}")) for number in range(3)}
    await indexing.publish_changes(engine)
    engine.is_down = True
    with pytest.raises(SearchError, match="The disk is full"):
        await indexing.rebuild_index(engine)
    assert set(engine.documents) == ids


async def test_rebuild_holds_all_that_is_public_and_nothing_else(db, engine):
    shown = {await publish(make_activity(title=f"Group number {number}")) for number in range(5)}
    hidden = await publish(make_personal_assistant())
    await suspend(hidden)
    await create(make_activity())
    told = []
    assert await indexing.rebuild_index(engine, told.append) == 5
    assert set(engine.documents) == shown
    assert told == [5]
    assert (await indexing.index_state("embedded")).waiting == 0


async def test_rebuild_sets_a_poisonous_document_aside(db, engine):
    ids = [await publish(make_activity(title=f"Group number {number}")) for number in range(5)]
    engine.poison = {ids[0]}
    assert await indexing.rebuild_index(engine) == 4
    assert set(engine.documents) == set(ids[1:])
    assert (await indexing.index_state("embedded")).set_aside == 1


async def test_very_many_changes_are_published_by_a_rebuild(db, engine, monkeypatch):
    monkeypatch.setattr(indexing, "REBUILD_FROM", 3)
    for number in range(4):
        await publish(make_activity(title=f"Group number {number}"))
    assert await indexing.keep_in_step(engine) == 4
    assert engine.applied == []
    assert len(engine.documents) == 4


async def test_reconciling_finds_what_is_missing_stale_or_extra(db, engine):
    missing, stale, gone = [
        await publish(make_activity(title=f"Group number {number}")) for number in range(3)
    ]
    await indexing.publish_changes(engine)
    del engine.known[missing]
    engine.known[stale] = replace(
        engine.known[stale], document=replace(engine.documents[stale], version=1), version=1
    )
    await listings.withdraw_listing(gone, actor=ACTOR)
    await repository.clear("embedded", {gone: 9})
    drift = await indexing.reconcile(engine)
    assert (drift.missing, drift.extra, drift.ahead) == (2, 1, 0)
    await indexing.keep_in_step(engine)
    assert set(engine.documents) == {missing, stale}
    assert engine.documents[stale].version == 3
    assert (await indexing.reconcile(engine)).total == 0


async def test_index_ahead_of_a_restored_database_is_rebuilt(db, engine):
    listing_id = await publish(make_activity())
    await indexing.publish_changes(engine)
    engine.known[listing_id] = replace(
        engine.known[listing_id], document=replace(engine.documents[listing_id], version=9), version=9
    )
    assert (await indexing.reconcile(engine)).ahead == 1
    assert engine.documents[listing_id].version == 3


async def test_check_that_ran_out_leaves_the_index_at_the_next_reconciling(db, engine):
    check = Check(kind="dbs", level="enhanced", checked_on=date(2020, 1, 1), expires_on=date(2023, 6, 30))
    with clock.stopped_at(datetime(2023, 6, 1, tzinfo=UTC)):
        listing_id = await publish(make_personal_assistant(checks=(check,), capacity=None))
        await indexing.publish_changes(engine)
    assert engine.documents[listing_id].facets["check"] == ("dbs",)
    with clock.stopped_at(datetime(2023, 6, 30, 12, tzinfo=UTC)):
        assert await listings.drop_expired_checks(actor=ACTOR) == 0
    with clock.stopped_at(datetime(2023, 7, 1, 12, tzinfo=UTC)):
        await indexing.reconcile(engine)
        await indexing.publish_changes(engine)
        assert engine.documents[listing_id].facets["check"] == ()
        assert await listings.drop_expired_checks(actor=ACTOR) == 0


async def test_loaded_listings_are_published_too(db, engine):
    drafts = make_many(30)
    await listings.load_listings(drafts, gazetteer=FEW_PLACES, actor=ACTOR)
    await indexing.keep_in_step(engine)
    assert set(engine.documents) == {draft.id for draft in drafts}


async def test_transaction_that_fails_leaves_the_set_as_it_was(committed_db, engine):
    listing_id = await publish(make_activity())

    async def publish_and_fail():
        async with transaction():
            await indexing.publish_changes(engine)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await publish_and_fail()
    assert await repository.list_dirty("embedded") == {listing_id: 3}


IDS = st.sampled_from([uuid4() for _ in range(6)])
VERSIONS = st.dictionaries(IDS, st.integers(1, 5))


@given(public=VERSIONS, others=VERSIONS, indexed=VERSIONS)
def test_publishing_what_reconciling_names_brings_the_index_in_step(public, others, indexed):
    others = {id_: version for id_, version in others.items() if id_ not in public}
    drift, again = rules.compare_versions(public, others, indexed.items())
    after = dict(indexed)
    for id_, version in again.items():
        if id_ in public:
            assert version == public[id_]
            after[id_] = version
        elif version >= after[id_]:
            del after[id_]
    is_ahead = {id_ for id_ in indexed if indexed[id_] > (public | others).get(id_, 9)}
    assert {id_: version for id_, version in after.items() if id_ not in is_ahead} == {
        id_: version for id_, version in public.items() if id_ not in is_ahead
    }
    assert drift.total == len(again) + drift.ahead
