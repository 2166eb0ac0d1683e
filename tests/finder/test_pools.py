"""Pools are found next to listings, on pages and by programs, as the public may see them now."""

import pytest

from marketplace.finder import service as finder
from marketplace.finder.params.schemas import SearchParams
from marketplace.finder.rules import only_listings
from marketplace.listings import service as listings
from marketplace.listings.indexing.service import keep_in_step
from marketplace.pooling.finding.service import PoolSource
from marketplace.pooling.schemas import PoolContent
from search.engine import SearchError
from tests.factories.listings import ACTOR, MELKSHAM, TROWBRIDGE, make_activity, publish
from tests.factories.pooling import make_content, make_placed, make_pool, make_shown


@pytest.fixture
async def town(db, engine):
    """An art group, a pool that uses it, one with its own idea, one full and one that no steward has seen."""
    group = await publish(make_activity())
    found = {
        "group": group,
        "uses": await make_shown(make_content(title="Art and tea", listing_id=group)),
        "own": await make_shown(
            PoolContent(
                title="Walking on Fridays",
                words="Slow walks by the river.",
                support_types=("getting_out",),
                care_groups=("dementia",),
                languages=("bsl",),
                times=("fri.morning",),
                weekly_cost_pence=12_50,
                places=6,
            ),
            place=TROWBRIDGE,
        ),
        "full": await make_shown(make_content(title="Full art group", places=2), others=1),
        "unseen": await make_pool(make_content(title="Unseen art group")),
    }
    await keep_in_step(engine, (PoolSource(),))
    return found


def titles(answer):
    return [hit["title"] for hit in answer.json()["hits"]]


async def test_pools_stand_among_listings_and_say_what_they_are(client, town):
    answer = await client.get("/api/search", params={"q": "art"})
    hits = {hit["title"]: hit for hit in answer.json()["hits"]}
    assert {title: hit["type"] for title, hit in hits.items()} == {
        "Tuesday art group": "listing",
        "Art and tea": "pool",
    }
    pool = hits["Art and tea"]
    assert pool["kind"] is None
    assert pool["cqc_status"] is None
    assert pool["url"] == f"/pools/{town['uses'].id}/about"
    assert pool["availability"] == "3 places left of 4"
    assert pool["pool"] == {
        "places": 4,
        "places_left": 3,
        "weekly_cost_pence": 40_00,
        "times": ["tue.afternoon"],
        "place_words": "The hall",
        "outcode": "SN12",
        "listing_id": str(town["group"]),
    }
    assert hits["Tuesday art group"]["pool"] is None


async def test_the_facet_finds_pools_alone_and_a_kind_finds_none(client, town):
    answer = await client.get("/api/search", params={"pool": "places"})
    assert sorted(titles(answer)) == ["Art and tea", "Walking on Fridays"]
    assert {each["value"]: each["count"] for each in answer.json()["facets"]["pool"]} == {
        "places": 2,
        "places_2": 2,
        "places_3": 2,
    }
    kinds = await client.get("/api/search", params={"kind": "community_activity"})
    assert [hit["type"] for hit in kinds.json()["hits"]] == ["listing"]


async def test_what_costs_by_the_week_is_not_compared_with_what_costs_by_the_hour(client, town):
    for asked in ({"price_max": "100000"}, {"sort": "price"}):
        assert titles(await client.get("/api/search", params=asked)) == ["Tuesday art group"], asked
        page = await client.get("/search", params=asked)
        assert "Pools cost by the week" in page.text
        alone = titles(await client.get("/api/search", params=asked | {"pool": "places"}))
        assert sorted(alone) == ["Art and tea", "Walking on Fridays"]
    by_cost = await client.get("/api/search", params={"sort": "price", "pool": "places"})
    assert titles(by_cost) == ["Walking on Fridays", "Art and tea"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"support_type": "getting_out"}, ["Walking on Fridays"]),
        ({"day": "fri"}, ["Walking on Fridays"]),
        ({"day": "tue"}, ["Art and tea"]),
        ({"language": "bsl"}, ["Walking on Fridays"]),
        ({"care_group": "autism"}, ["Art and tea"]),
        ({"price_max_pounds": "20"}, ["Walking on Fridays"]),
        ({"near": MELKSHAM, "within": "2"}, ["Art and tea"]),
        ({"q": "river"}, ["Walking on Fridays"]),
        ({"pool": "places_3", "sort": "free"}, ["Walking on Fridays", "Art and tea"]),
        ({"day": "sun"}, []),
    ],
    ids=["activity", "day", "another day", "language", "anybody", "cost", "place", "words", "places", "none"],
)
async def test_the_list_of_pools_is_narrowed_by(client, town, asked, found):
    page = await client.get("/pools", params=asked)
    assert page.status_code == 200
    shown = [title for title in ("Walking on Fridays", "Art and tea") if f">{title}</a>" in page.text]
    assert shown == [title for title in ("Walking on Fridays", "Art and tea") if title in found]
    if len(found) == 2:
        assert page.text.index(found[0]) < page.text.index(found[1])
    assert "Full art group" not in page.text
    assert "Unseen art group" not in page.text
    assert "/pools/start" in page.text
    assert "/pools/wishes/new" in page.text


async def test_when_nothing_is_found_there_is_a_way_on(client, town):
    page = await client.get("/pools", params={"day": "sun", "near": MELKSHAM})
    assert "Be the first" in page.text
    assert "/pools?near=" in page.text
    assert "0 pools with free places near" in page.text


async def test_a_bad_address_of_the_list_is_answered_kindly(client, town):
    for query in ("pool=nonsense", "near=Nowhereatall", "price_max_pounds=lots", "within=x", "%ff=%00"):
        page = await client.get(f"/pools?{query}")
        assert page.status_code == 400, query
        assert "There is a problem" in page.text


async def test_what_only_listings_have_is_let_go(client, town):
    page = await client.get("/pools", params={"kind": "personal_assistant", "check": "dbs", "free": "1"})
    assert "2 pools with free places" in page.text


async def test_pages_of_pools_may_be_kept_for_a_minute_and_are_light(client, town):
    for path in ("/pools", f"/pools/{town['uses'].id}/about"):
        page = await client.get(path)
        assert page.headers["cache-control"] == "public, max-age=60"
        assert "set-cookie" not in page.headers


async def test_who_is_taken_to_the_page_of_a_pool_can_ask_to_join(client, town):
    pool = town["uses"]
    page = await client.get(f"/pools/{pool.id}/about")
    assert page.status_code == 200
    for words in ("Art and tea", "3 places left of 4", "About £40 a week", "The hall", "SN12", "Anybody"):
        assert words in page.text
    assert f"/pools/{pool.id}/ask" in page.text
    assert f"/listings/{town['group']}" in page.text
    for name in ("Ada", "Bo"):
        assert f">{name}<" not in page.text


async def test_a_full_pool_says_so_and_one_unseen_is_not_there(client, town):
    page = await client.get(f"/pools/{town['full'].id}/about")
    assert "All places are taken" in page.text
    assert f"/pools/{town['full'].id}/ask" not in page.text
    assert (await client.get(f"/pools/{town['unseen'].id}/about")).status_code == 404


async def test_the_database_decides_what_is_shown_and_not_the_index(client, town):
    """The last places are gone, and the index has not heard of it."""
    pool = town["own"]
    for number in range(5):
        await make_placed(pool.id, pool.lead, f"Bo{number}")
    answer = await client.get("/api/search", params={"pool": "places"})
    assert titles(answer) == ["Art and tea"]


async def test_results_with_pools_take_one_statement_more_and_the_list_of_pools_two(
    client, kept, town, count_statements
):
    near = f"near={MELKSHAM}&within=10"
    for path, number in (
        (f"/search?q=art&{near}", 3),
        (f"/search?pool=places&{near}", 2),
        (f"/pools?{near}", 2),
    ):
        await client.get(path)
        count_statements.clear()
        await client.get(path)
        assert len(count_statements) == number, path


async def test_the_search_page_has_cards_of_pools_on_the_list_and_on_the_map(client, town):
    page = await client.get("/search", params={"q": "art"})
    assert f"/pools/{town['uses'].id}/about" in page.text
    assert "Pools with free places" in page.text
    drawn = await client.get("/search", params={"q": "art", "near": MELKSHAM, "within": "10", "view": "map"})
    assert drawn.status_code == 200
    assert f"/pools/{town['uses'].id}/about" in drawn.text


async def test_a_listing_says_which_pools_use_it_and_that_one_can_start(client, town):
    page = await client.get(f"/listings/{town['group']}")
    assert "1 pool uses this" in page.text
    assert f"/pools/{town['uses'].id}/about" in page.text
    assert f"/pools/start?listing={town['group']}" in page.text


async def test_pools_are_not_among_similar_listings(client, town):
    other = await publish(make_activity(title="Another art group"))
    answer = await client.get(f"/api/listings/{other}")
    assert {hit["type"] for hit in answer.json()["similar"]} <= {"listing"}


async def test_a_pool_is_suggested_while_one_types(client, town):
    answer = await client.get("/api/suggest", params={"q": "walki"})
    (item,) = [each for each in answer.json()["suggestions"] if each["kind"] == "pool"]
    assert (item["label"], item["url"]) == ("Walking on Fridays", f"/pools/{town['own'].id}/about")


async def test_a_listing_that_goes_leaves_the_pool_without_it(client, town):
    await listings.withdraw_listing(town["group"], actor=ACTOR)
    page = await client.get(f"/pools/{town['uses'].id}/about")
    assert page.status_code == 200
    assert f"/listings/{town['group']}" not in page.text


async def test_somebody_reports_a_pool_without_an_account(client, town):
    path = f"/pools/{town['uses'].id}/report"
    assert "Ring 999" in (await client.get(path)).text
    empty = await client.post(path, data={}, headers={"sec-fetch-site": "same-origin"})
    assert empty.status_code == 422
    sent = await client.post(
        path,
        data={"kind": "other", "words": "This is an advert for a shop."},
        headers={"sec-fetch-site": "same-origin"},
    )
    assert (sent.status_code, sent.headers["location"]) == (303, f"{path}/sent")
    assert "Thank you" in (await client.get(f"{path}/sent")).text
    assert (await client.get(f"/pools/{town['unseen'].id}/report")).status_code == 404


async def test_who_chooses_providers_finds_no_pools(town, engine, gazetteer):
    page = await finder.search_listings(
        only_listings(SearchParams(q="art")), gazetteer=gazetteer, engine=engine
    )
    assert (page.total, len(page.cards), page.pools) == (1, 1, ())


async def test_while_the_engine_is_down_the_list_says_so(client, db, engine, monkeypatch):
    async def away(*_):
        raise SearchError("away")

    monkeypatch.setattr(type(engine), "search", away)
    page = await client.get("/pools")
    assert (page.status_code, page.headers["cache-control"]) == (503, "no-store")
    assert "Please try again in a few minutes." in page.text
