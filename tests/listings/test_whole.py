"""The room with its real neighbours: the gazetteer of the whole country and the embedded index."""

import pytest

from marketplace.kernel import clock
from marketplace.listings import service as listings
from marketplace.listings.indexing import service as indexing
from search.documents import Point
from search.factory import open_engine
from search.query import Near, SearchQuery
from tests.factories.listings import (
    ACTOR,
    EXETER,
    FEW_PLACES,
    MELKSHAM,
    make_activity,
    make_enterprise,
    make_many,
    make_personal_assistant,
    point_of,
    publish,
)


@pytest.fixture
async def engine(tmp_path):
    engine = open_engine(tmp_path / "index", writer=True)
    await engine.ensure(indexing.index_schema())
    yield engine
    await engine.aclose()


async def find(engine, text, postcode=MELKSHAM, areas=("SN12",)):
    near = Near(point=Point(*point_of(postcode)), within_miles=5, areas=frozenset(areas))
    page = await engine.search(
        SearchQuery(text=text, near=near, today=clock.today(), facets=("kind", "check"))
    )
    return {hit.id for hit in page.hits}, page


def test_few_places_answer_as_the_gazetteer_does(gazetteer):
    for text in (MELKSHAM, "sn126ad", EXETER, "SN12"):
        few, real = FEW_PLACES.find_place(text), gazetteer.find_place(text)
        assert (few.label, few.kind, few.council_code, few.district) == (
            real.label,
            real.kind,
            real.council_code,
            real.district,
        )
        assert abs(few.latitude - real.latitude) + abs(few.longitude - real.longitude) < 0.05


async def test_someone_to_take_me_swimming_is_found_where_they_come(db, engine):
    assistant = await publish(make_personal_assistant())
    await publish(make_activity())
    await indexing.keep_in_step(engine)
    assert (await find(engine, "someone to take me swimming"))[0] == {assistant}
    assert (await find(engine, "PA for LD"))[0] == {assistant}
    assert (await find(engine, "swimming", EXETER, ("EX1",)))[0] == set()


async def test_change_is_found_at_once(db, engine):
    draft = make_enterprise()
    listing_id = await publish(draft)
    await indexing.publish_changes(engine)
    assert (await find(engine, "company"))[0] == {listing_id}
    await listings.withdraw_listing(listing_id, actor=ACTOR)
    await indexing.publish_changes(engine)
    assert (await find(engine, "company"))[0] == set()


async def test_loaded_listings_are_rebuilt_counted_and_in_step(db, engine, gazetteer):
    await listings.load_listings(make_many(60), gazetteer=gazetteer, actor=ACTOR)
    assert await indexing.rebuild_index(engine) == 60
    assert (await indexing.reconcile(engine)).total == 0
    _ids, page = await find(engine, "")
    assert page.facets["kind"]["personal_assistant"] == 20
    assert page.facets["check"]["dbs"] == 20
