"""The index follows the pools that the public may see, as it follows listings; and knows nobody."""

import asyncio
import contextvars

import msgspec
import pytest
from msgspec.structs import replace

from marketplace.kernel.database import connection, transaction
from marketplace.listings import service as listings
from marketplace.listings.indexing import service as indexing
from marketplace.pooling import repository as pools
from marketplace.pooling import service
from marketplace.pooling.finding import service as finding
from marketplace.pooling.finding.service import PoolSource
from marketplace.pooling.holding.service import PoolHolder
from marketplace.pooling.joining import service as joining
from marketplace.pooling.moving.service import end_now
from marketplace.pooling.parties import service as parties
from marketplace.pooling.schemas import PoolState
from marketplace.work import INDEX_SOURCES
from search.engine import SearchError
from tests.factories.listings import ACTOR, FEW_PLACES, make_activity, publish
from tests.factories.pooling import (
    WORDS,
    make_content,
    make_person,
    make_placed,
    make_pool,
    make_shown,
    make_welcome,
    show_pool,
)
from tests.listings.engine import MemoryEngine

SOURCES = (PoolSource(),)


@pytest.fixture
async def engine(db):
    made = MemoryEngine()
    await indexing.rebuild_index(made, more=SOURCES)
    return made


async def bring(engine):
    """Publish all that waits; return the documents."""
    while await indexing.publish_changes(engine, more=SOURCES):
        pass
    return engine.documents


async def holds(engine):
    """Whether the index is in step, with nothing waiting."""
    drift = await indexing.find_drift(engine, SOURCES)
    return drift.total == 0 and (await indexing.index_state(engine.name)).waiting == 0


async def change(pool, **changes):
    """A lead writes something anew."""
    kept = await pool.pool()
    content = replace(kept.content, **changes)
    await service.change_pool(pool.id, content, kept.version, pool.lead.viewer, FEW_PLACES)


def test_the_worker_and_the_commands_know_of_pools():
    assert any(isinstance(source, PoolSource) for source in INDEX_SOURCES)


async def test_a_pool_is_in_the_index_once_a_steward_has_seen_it(engine):
    pool = await make_pool()
    assert await bring(engine) == {}
    await show_pool(pool)
    document = (await bring(engine))[pool.id]
    assert document.title == "Tuesday art group"
    assert document.facets["pool"] == ("places", "places_2", "places_3")
    assert document.facets["support_type"] == ("arts_crafts",)
    assert (document.facets["day"], document.facets["time"]) == (("tue",), ("afternoon",))
    assert "kind" not in document.facets
    assert (document.price_pence, document.free_now) == (40_00, 3.0)
    assert document.is_venue
    assert await holds(engine)


async def test_a_pool_for_anybody_is_found_by_every_care_group(engine):
    anybody = await make_shown()
    some = await make_shown(make_content(care_groups=("dementia",)))
    documents = await bring(engine)
    assert documents[some.id].facets["care_group"] == ("dementia",)
    assert set(documents[anybody.id].facets["care_group"]) > {"dementia", "autism"}
    assert "Dementia" not in documents[anybody.id].tags


async def test_the_word_pool_is_in_no_document(engine):
    """Who looks for a swimming pool looks for something else."""
    pool = await make_shown()
    document = (await bring(engine))[pool.id]
    assert "pool" not in " ".join((document.title, *document.tags, document.text)).lower()


async def test_every_taken_place_is_told_and_a_full_pool_is_not_found(engine):
    pool = await make_shown(make_content(places=3))
    assert (await bring(engine))[pool.id].free_now == 2
    await make_placed(pool.id, pool.lead, "Cleo")
    found = (await bring(engine))[pool.id]
    assert (found.free_now, found.facets["pool"]) == (1, ("places",))
    last = await make_placed(pool.id, pool.lead, "Dot")
    assert await bring(engine) == {}
    await joining.withdraw(last.member_id, await last.version(), last.viewer)
    assert (await bring(engine))[pool.id].free_now == 1
    assert await holds(engine)


async def test_who_asks_or_is_welcome_changes_nothing_in_the_index(engine):
    pool = await make_shown()
    await bring(engine)
    await make_welcome(pool.id, pool.lead)
    assert (await indexing.index_state(engine.name)).waiting == 0


async def test_words_wait_for_a_steward_and_other_changes_do_not(engine):
    pool = await make_shown()
    await bring(engine)
    await change(pool, title="Wednesday art group", weekly_cost_pence=30_00)
    found = (await bring(engine))[pool.id]
    assert (found.title, found.price_pence) == ("Tuesday art group", 30_00)
    await show_pool(pool)
    assert (await bring(engine))[pool.id].title == "Wednesday art group"
    assert await holds(engine)


async def test_a_pool_that_ends_leaves_the_index_and_so_does_one_that_is_gone(engine):
    ended, gone = await make_shown(), await make_shown()
    assert set(await bring(engine)) == {ended.id, gone.id}
    async with transaction():
        held = await parties.hold_pool(ended.id)
        await end_now(held, held.created_at.date(), "no_members", "test")
    async with connection() as raw:
        await raw.execute("DELETE FROM pool WHERE id = $1", gone.id)
    assert await bring(engine) == {}
    assert (await pools.find_pool(ended.id)).state is PoolState.ENDED
    assert await holds(engine)


async def test_the_only_member_whose_account_goes_takes_the_pool_out(engine):
    pool = await make_shown()
    await bring(engine)
    await PoolHolder().erase(pool.lead.account.id)
    assert await bring(engine) == {}


async def test_listings_and_pools_are_in_one_index_and_a_rebuild_keeps_both(engine):
    listing_id, pool = await publish(make_activity()), await make_shown()
    assert set(await bring(engine)) == {listing_id, pool.id}
    assert await indexing.rebuild_index(engine, more=SOURCES) == 2
    assert set(engine.documents) == {listing_id, pool.id}
    assert await indexing.count_public(SOURCES) == 2
    assert await holds(engine)


async def test_reconciling_finds_pools_that_are_missing_too_many_or_old(engine):
    missing, old = await make_shown(), await make_shown()
    await bring(engine)
    full = await make_shown(make_content(places=2))
    await bring(engine)
    extra = engine.known[full.id]
    await make_placed(full.id, full.lead)
    await bring(engine)
    engine.known[full.id] = extra
    del engine.known[missing.id]
    kept = engine.known[old.id]
    engine.known[old.id] = replace_version(kept, kept.version - 1)
    drift = await indexing.reconcile(engine, SOURCES)
    assert (drift.missing, drift.extra, drift.ahead) == (2, 1, 0)
    assert set(await bring(engine)) == {missing.id, old.id}
    assert await holds(engine)


def replace_version(kept, version):
    """The same in an older version."""
    document = replace(kept.document, version=version)
    return replace(kept, version=version, document=document)


async def test_a_pool_that_the_index_refuses_is_set_aside_and_tried_again_when_it_changes(engine):
    bad, good = await make_shown(), await make_shown()
    engine.poison = {bad.id}
    assert set(await bring(engine)) == {good.id}
    assert (await indexing.index_state(engine.name)).set_aside == 1
    engine.poison = set()
    await make_placed(bad.id, bad.lead)
    assert set(await bring(engine)) == {good.id, bad.id}
    assert await holds(engine)


async def test_while_the_index_is_away_nothing_is_lost(engine):
    pool = await make_shown()
    engine.is_down = True
    with pytest.raises(SearchError):
        await bring(engine)
    engine.is_down = False
    assert set(await bring(engine)) == {pool.id}


async def test_what_is_undone_is_not_told(committed_db):
    engine = MemoryEngine()
    await indexing.rebuild_index(engine, more=SOURCES)
    pool = await make_shown()
    await bring(engine)

    async def undone():
        async with transaction():
            await pools.put_pool(pool.id, places=7)
            assert (await indexing.index_state(engine.name)).waiting == 1
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await undone()
    assert await holds(engine)
    assert engine.documents[pool.id].free_now == 3


async def test_no_person_is_in_what_the_public_and_the_index_see(engine):
    """Everything that names or reaches a person is a canary; none of them sings."""
    account, _viewer = await make_person("Canaryaccount Canarysurname")
    pool = await make_shown(account=account, name="Canarylead")
    await make_placed(pool.id, pool.lead, "Canarymember")
    asker, viewer = await make_person("Canaryasker")
    await joining.ask_to_join(pool.id, "Canaryname", None, viewer, "canarywords about me")
    document = (await bring(engine))[pool.id]
    card = (await finding.list_cards([pool.id]))[pool.id]
    secrets = {str(account.id), str(asker.id), account.address, asker.address, "canary", "SN12 6"}
    for seen in (document, card, await finding.get_card(pool.id)):
        text = msgspec.json.encode(seen).decode().casefold()
        assert not [each for each in secrets if each.casefold() in text]
        assert WORDS.casefold() in text


async def test_cards_are_of_what_the_public_sees_now_whatever_the_index_says(db):
    shown, hidden = await make_shown(), await make_pool()
    full = await make_shown(make_content(places=2), others=1)
    assert set(await finding.list_cards([shown.id, hidden.id, full.id])) == {shown.id}
    assert (await finding.get_card(full.id)).places_left == 0


async def test_a_card_names_the_listing_only_while_the_public_sees_it(db):
    listing_id = await publish(make_activity())
    pool = await make_shown(make_content(listing_id=listing_id))
    card = await finding.get_card(pool.id)
    assert (card.listing_id, card.listing_title) == (listing_id, make_activity().title)
    assert (await finding.list_using(listing_id))[1] == 1
    await listings.withdraw_listing(listing_id, actor=ACTOR)
    card = await finding.get_card(pool.id)
    assert (card.listing_id, card.listing_title) == (None, None)


async def test_a_place_taken_while_a_batch_is_sent_is_not_lost(committed_db):
    engine = MemoryEngine()
    await indexing.rebuild_index(engine, more=SOURCES)
    pool = await make_shown(make_content(places=2))

    async def take():
        await asyncio.create_task(make_placed(pool.id, pool.lead), context=contextvars.Context())

    engine.during = take
    await indexing.publish_changes(engine, more=SOURCES)
    assert await bring(engine) == {}
    assert await holds(engine)


async def test_a_place_taken_while_the_index_is_rebuilt_is_not_lost(committed_db):
    engine = MemoryEngine()
    await indexing.rebuild_index(engine, more=SOURCES)
    pool = await make_shown(make_content(places=2))

    async def take():
        await asyncio.create_task(make_placed(pool.id, pool.lead), context=contextvars.Context())

    engine.during = take
    await indexing.rebuild_index(engine, more=SOURCES)
    assert await bring(engine) == {}
    assert await holds(engine)
