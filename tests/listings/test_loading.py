"""Many listings at once: the same rules, all or none."""

import pytest
from msgspec.structs import replace

from marketplace.audit import service as audit
from marketplace.kernel.errors import ConflictError, InvalidError
from marketplace.listings import service
from marketplace.listings.indexing import repository as indexing
from marketplace.listings.loading import service as loading
from tests.factories.listings import ACTOR, FEW_PLACES, create, make_activity, make_many


async def load(drafts, **options):
    return await service.load_listings(drafts, gazetteer=FEW_PLACES, actor=ACTOR, **options)


async def test_loaded_listings_are_public_marked_dirty_and_on_record(db):
    drafts = make_many(30)
    assert await load(iter(drafts)) == 30
    cards = await service.list_cards([draft.id for draft in drafts])
    assert {card.title for card in cards.values()} == {draft.title for draft in drafts}
    assert set(await indexing.list_dirty("embedded")) == set(cards)
    history = await audit.list_history("listing", drafts[0].id)
    assert [(entry.action, entry.actor) for entry in history] == [("load", ACTOR)]


async def test_loaded_listing_is_kept_as_a_created_one_is(db):
    draft = make_activity()
    await load([draft])
    (loaded,) = await indexing.list_dirty("embedded")
    created = await create(draft)
    one, other = await service.get_stored(loaded), await service.get_stored(created)
    assert replace(one.draft, id=None) == replace(other.draft, id=None)
    assert one.council_code == other.council_code


async def test_progress_is_told_after_each_chunk(db, monkeypatch):
    monkeypatch.setattr(loading, "LOAD_CHUNK", 10)
    told = []
    await load(make_many(25), progress=told.append)
    assert told == [10, 20, 25]


async def test_nothing_to_load_is_no_harm(db):
    assert await load([]) == 0


async def test_demonstration_listings_are_marked(db):
    drafts = make_many(3)
    await load(drafts, is_demonstration=True)
    assert (await service.get_listing(drafts[0].id)).is_demonstration
    assert (await service.count_listings()).demonstration == 3


async def test_wrong_draft_keeps_all_out_and_is_told_by_number(committed_db, monkeypatch):
    monkeypatch.setattr(loading, "LOAD_CHUNK", 10)
    drafts = make_many(25)
    drafts[17] = replace(drafts[17], title="")
    with pytest.raises(InvalidError) as caught:
        await load(drafts)
    assert [problem.field for problem in caught.value.problems] == ["17.title"]
    assert (await service.count_listings()).total == 0
    assert await indexing.list_dirty("embedded") == {}


async def test_loading_twice_is_a_conflict_and_changes_nothing(committed_db):
    drafts = make_many(5)
    await load(drafts)
    with pytest.raises(ConflictError):
        await load(drafts)
    assert (await service.count_listings()).total == 5


async def test_photo_that_is_not_there_keeps_all_out(db):
    from marketplace.listings.schemas import Photo

    drafts = [make_activity(photos=(Photo(media_hash="0" * 64, alt="A hall"),))]
    with pytest.raises(InvalidError, match="picture is not there"):
        await load(drafts)
