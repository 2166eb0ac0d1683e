"""A saved search finds, when it is run again, what its page shows."""

import pytest
from msgspec.structs import replace

from marketplace.finder.keeping.rules import keep_url
from marketplace.finder.keeping.service import find_hits, keep_search
from marketplace.finder.service import read_search, search_listings
from search.engine import SearchError
from search.factory import open_engine
from tests.factories.accounts import make_account, sign_in_as
from tests.factories.listings import create, make_many, publish

QUERIES = (
    "near=SN12",
    "near=SN12&reach=come_to_me&support_type=swimming",
    "q=art+near+Trowbridge&sort=price&per_page=5&page=2",
    "q=listing+number+4",
    "q=somebody+who+speaks+makaton",
    "kind=micro_enterprise&price_max=1500",
    "near=BA14&day=tue&free=1&age=30&within=3",
    "q=qwertyuiop",
)


async def ids_of_pages(query, gazetteer, engine):
    """All that the pages of a search show."""
    params, problems = read_search(query.encode(), form=True)
    assert not problems
    found, number, pages = set(), 0, 1
    while number < pages:
        number += 1
        page = await search_listings(
            replace(params, page=number, per_page=20), gazetteer=gazetteer, engine=engine
        )
        found |= {one.card.id for one in page.cards}
        pages = page.pages
    return found


@pytest.mark.parametrize("query", QUERIES)
async def test_a_kept_search_finds_what_its_page_shows(db, index, engine, gazetteer, query):
    for draft in make_many(45):
        await publish(draft)
    await create(make_many(46)[-1])
    await index()
    kept = await keep_search(query.encode(), gazetteer, None)
    found = await find_hits(kept.query, gazetteer, engine)
    assert found == await ids_of_pages(query, gazetteer, engine)
    assert bool(found) == (query != "q=qwertyuiop" and "price_max" not in query)


@pytest.mark.parametrize("query", ["near=Nowhere+at+all", "kind=gone", "near=Newport", ""])
async def test_a_search_that_means_nothing_any_more_fails_nothing(db, engine, gazetteer, query):
    assert await find_hits(query, gazetteer, engine) == frozenset()


async def test_without_an_index_it_says_so(db, tmp_path, gazetteer):
    engine = open_engine(tmp_path / "none", writer=False)
    with pytest.raises(SearchError):
        await find_hits("near=SN12", gazetteer, engine)
    await engine.aclose()


async def test_the_results_offer_to_save_the_search_without_the_postcode(db, engine, index, client):
    await publish(make_many(1)[0])
    await index()
    page = await client.get("/search?near=SN12+6AD&language=makaton&page=1")
    assert 'href="/searches/save?near=SN12&amp;language=makaton"' in page.text
    assert "Save this search" not in (await client.get("/search")).text
    nothing = await client.get("/search?near=SN12&language=somali")
    assert "be told when something new comes" in nothing.text


async def test_who_is_signed_in_finds_the_way_to_saved_searches_beside_it(db, engine, index, client):
    await publish(make_many(1)[0])
    await index()
    assert 'href="/searches"' not in (await client.get("/search?near=SN12")).text
    await sign_in_as(client, await make_account("person"))
    assert 'href="/searches"' in (await client.get("/search?near=SN12")).text


async def test_what_cannot_be_understood_has_nothing_to_save(db, engine, gazetteer):
    params, problems = read_search(b"near=Newport", form=True)
    page = await search_listings(params, problems, gazetteer=gazetteer, engine=engine)
    assert keep_url(page) == ""
