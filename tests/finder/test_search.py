"""Searching, through the service and the JSON API, on a small town."""

import asyncio
import re
import threading
from datetime import date
from uuid import uuid4

import httpx
import pytest

from marketplace.app import create_app
from marketplace.councils.schemas import Tier
from marketplace.councils.service import add_council, update_council_settings
from marketplace.finder import service
from marketplace.finder.api import route_handlers
from marketplace.finder.params.schemas import SearchParams
from marketplace.kernel.errors import OperatorError
from marketplace.kernel.settings import Settings
from marketplace.listings import service as listings
from marketplace.listings.schemas import Capacity, CostOption, CostUnit, ServiceArea
from marketplace.places import service as places
from marketplace.places.geocoder import GeocodedPoint, Geocoder, Turnstile
from marketplace.places.schemas import DirectPaymentSupport
from search.engine import SearchError
from search.query import Reach
from tests.factories.listings import (
    ACTOR,
    FEW_PLACES,
    MELKSHAM,
    TROWBRIDGE,
    make_activity,
    make_enterprise,
    make_personal_assistant,
    publish,
)


@pytest.fixture
async def town(db, index):
    """A PA and an enterprise that come to Melksham, an art group in Trowbridge."""
    ids = {
        "pa": await publish(make_personal_assistant()),
        "group": await publish(make_activity()),
        "enterprise": await publish(make_enterprise()),
    }
    await index()
    return ids


@pytest.fixture
def find(engine, gazetteer):
    async def find_(home_council=None, **asked):
        params = SearchParams(**asked)
        return await service.search_listings(
            params, gazetteer=gazetteer, engine=engine, home_council=home_council
        )

    return find_


def titles(answer):
    return sorted(hit["title"] for hit in answer.json()["hits"])


async def test_an_empty_site_answers_a_search(client, db):
    answer = await client.get("/api/search")
    assert answer.status_code == 200
    assert (answer.json()["total"], answer.json()["hits"], answer.json()["place"]) == (0, [], None)


async def test_the_answer_has_what_the_reference_says(client, town):
    answer = (await client.get("/api/search", params={"q": "swimming", "near": MELKSHAM})).json()
    assert answer["total"] == 1
    assert (answer["page"], answer["per_page"], answer["pages"]) == (1, 20, 1)
    assert answer["place"]["label"] == MELKSHAM
    assert (answer["place"]["council_code"], answer["place"]["council_name"]) == ("E06000054", "Wiltshire")
    hit = answer["hits"][0]
    assert (hit["id"], hit["url"]) == (str(town["pa"]), f"/listings/{town['pa']}")
    assert (hit["kind"], hit["covers_place"]) == ("personal_assistant", True)
    assert hit["where"].startswith("Travels to you · based")
    assert hit["price"] == "from £14.50 to £17 an hour"
    assert {"value": "personal_assistant", "label": "Personal assistant", "count": 1} in answer["facets"][
        "kind"
    ]
    assert {"value": "come_to_me", "label": "Can come to me", "count": 1} in answer["facets"]["reach"]


async def test_coming_to_me_and_going_there_are_told_apart(client, town):
    coming = await client.get("/api/search", params={"near": TROWBRIDGE, "reach": "come_to_me"})
    going = await client.get("/api/search", params={"near": TROWBRIDGE, "reach": "i_go"})
    assert titles(coming) == ["Cleaning, cooking and company", "Swimming and getting out with you"]
    assert titles(going) == ["Tuesday art group"]
    assert going.json()["hits"][0]["where"] == "less than ¼ mile away"


async def test_the_distance_to_a_pa_is_measured_from_the_snapped_point(client, town):
    answer = await client.get("/api/search", params={"near": MELKSHAM, "kind": "personal_assistant"})
    hit = answer.json()["hits"][0]
    assert (hit["latitude"], hit["longitude"]) == (hit["area"]["latitude"], hit["area"]["longitude"])
    assert hit["distance_miles"] > 0
    assert MELKSHAM not in str(answer.json()["hits"])


async def test_a_listing_that_was_taken_down_is_not_shown_though_the_index_still_has_it(client, town):
    await listings.withdraw_listing(town["group"], actor=ACTOR)
    answer = await client.get("/api/search")
    assert titles(answer) == ["Cleaning, cooking and company", "Swimming and getting out with you"]
    assert (await client.get(f"/api/listings/{town['group']}")).status_code == 404


async def test_a_draft_is_not_found(client, db, index):
    listing_id = await listings.create_listing(make_activity(), gazetteer=FEW_PLACES, actor=ACTOR)
    await index()
    assert (await client.get(f"/api/listings/{listing_id}")).status_code == 404
    assert (await client.get("/api/search")).json()["total"] == 0


async def test_a_listing_that_is_not_there_is_a_problem_in_json(client, db):
    for listing_id in (str(uuid4()), "1", "x" * 3_000, "%00", "..%2f..", "<script>"):
        answer = await client.get(f"/api/listings/{listing_id}")
        assert answer.status_code == 404
        assert answer.headers["content-type"].startswith("application/problem+json")
        assert answer.json()["status"] == 404


async def test_a_listing_has_everything_and_names_the_support_there(client, town):
    await places.set_support(
        "E06000054",
        DirectPaymentSupport(name="Wiltshire support", source="https://example.org", as_of=date(2026, 11, 1)),
        ACTOR,
    )
    answer = await client.get(f"/api/listings/{town['pa']}")
    body = answer.json()
    assert body["listing"]["title"] == "Swimming and getting out with you"
    assert body["support"]["name"] == "Wiltshire support"
    assert body["words"]["week"][0] == {"day": "Monday", "times": ["9am to 1pm"]}
    assert "base_postcode" not in answer.text
    assert MELKSHAM not in answer.text


async def test_what_is_similar_nearby_leaves_out_the_listing_itself(client, town, index):
    other = await publish(make_personal_assistant(title="Another swimmer"))
    await index()
    similar = (await client.get(f"/api/listings/{town['pa']}")).json()["similar"]
    assert [hit["id"] for hit in similar] == [str(other)]
    assert similar[0]["where"] == "Travels up to 8 miles from near SN12"


async def test_every_problem_of_a_search_is_answered_at_once(client, db):
    answer = await client.get("/api/search?within=900&page=-1&kind=robot&knid=x")
    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert [one["field"] for one in answer.json()["problems"]] == ["within", "page", "kind", "knid"]
    assert answer.headers["access-control-allow-origin"] == "*"


async def test_a_place_that_is_not_known_says_what_to_do(client, db):
    answer = await client.get("/api/search", params={"near": "BA12 9ZZ"})
    assert answer.status_code == 400
    assert answer.json()["problems"][0]["field"] == "near"
    assert answer.json()["detail"].startswith("We know no postcode BA12 9ZZ.")
    assert "BA12" in answer.json()["problems"][0]["choices"]


async def test_two_places_of_one_name_are_given_to_choose_from(client, find, db):
    answer = await client.get("/api/search", params={"near": "Mere"})
    assert answer.status_code == 400
    labels = [one["label"] for one in answer.json()["choices"]]
    assert "Mere, Wiltshire" in labels
    assert len(labels) > 1
    chosen = await client.get("/api/search", params={"near": "Mere, Wiltshire"})
    assert chosen.json()["place"]["council_code"] == "E06000054"
    page = await find(near="Mere")
    assert page.must_choose_place
    assert "/search?near=Mere,+Wiltshire" in [one.url for one in page.place_choices]


async def test_a_place_in_wales_is_answered_kindly(find, db):
    page = await find(near="Cardiff")
    assert page.searched
    assert page.outside_england == "Wales"
    assert "is in Wales" in page.notices[0]


async def test_near_me_is_a_point(client, db):
    answer = await client.get("/api/search", params={"near": "51.0718, -2.2227"})
    assert answer.json()["place"]["council_code"] == "E06000054"


async def test_places_are_found_while_they_are_typed(client, db):
    body = (await client.get("/api/places", params={"q": "Melk"})).json()
    assert not body["exact"]
    assert any(one["label"].startswith("Melksham") for one in body["places"])
    body = (await client.get("/api/places", params={"q": "ba126aa"})).json()
    assert body["exact"]
    assert (body["places"][0]["label"], body["places"][0]["council_code"]) == ("BA12 6AA", "E06000054")
    body = (await client.get("/api/places", params={"q": "BA12 9ZZ"})).json()
    assert not body["exact"]
    assert body["message"].startswith("We know no postcode")


async def test_suggestions_are_of_every_kind(client, town):
    body = (await client.get("/api/suggest", params={"q": "swim", "near": MELKSHAM})).json()
    assert body["suggestions"][0] == {
        "kind": "support_type",
        "label": "Swimming",
        "value": "swimming",
        "url": "/search?near=SN12+6AD&support_type=swimming",
        "distance_miles": None,
    }
    assert ("listing", str(town["pa"])) in [(one["kind"], one["value"]) for one in body["suggestions"]]
    body = (await client.get("/api/suggest", params={"q": "Trowb"})).json()
    places_ = [one["label"] for one in body["suggestions"] if one["kind"] == "place"]
    assert places_[0].startswith("Trowbridge")


async def test_suggestions_know_other_words_and_say_nothing_of_listings_taken_down(client, town):
    body = (await client.get("/api/suggest", params={"q": "LD"})).json()
    assert "learning_disability" in [one["value"] for one in body["suggestions"]]
    await listings.withdraw_listing(town["pa"], actor=ACTOR)
    body = (await client.get("/api/suggest", params={"q": "swimming"})).json()
    assert "listing" not in [one["kind"] for one in body["suggestions"]]


async def test_for_the_page_an_unknown_place_is_an_answer(find, db):
    page = await find(near="BA12 9ZZ", day=("mon",))
    assert not page.searched
    assert page.typed["near"] == "BA12 9ZZ"
    assert page.cards == ()
    assert {choice.count for group in page.facets for choice in group.choices} == {None}


HOSTILE = [
    b"q=%ff%fe", b"q=%00", b"%00=1", b"near=%F0%9F%8F%8A", b"kind=%3Cscript%3E", b"page=9999999999999999999",
    b"within=nan", b"q=" + b"a" * 10_000, b"=&=&&;", b"age=%EF%BC%91", b"price_max='%20OR%201=1",
    b"sort=;DROP", b"kind[]=x", b"q[$ne]=1", b"%", b"q=%", b"lang=xx", b"near=1e999,1e999", b"near=-91,181",
]  # fmt: skip


@pytest.mark.parametrize("path", ["/api/search", "/api/places", "/api/suggest"])
async def test_hostile_input_is_a_problem_and_never_a_failure(client, db, path):
    for query in HOSTILE:
        answer = await client.get(f"{path}?{query.decode('latin-1')}")
        assert answer.status_code == 400, query
        assert answer.json()["problems"], query


async def test_pages_lose_and_repeat_nothing(client, db, index):
    ids = {await publish(make_activity(title=f"Group number {number}")) for number in range(7)}
    await index()
    seen, url = [], "/api/search?per_page=3&sort=price"
    while url:
        answer = (await client.get(url)).json()
        assert answer["total"] == 7
        seen += [hit["id"] for hit in answer["hits"]]
        url = answer["next"]
    assert sorted(seen) == sorted(str(one) for one in ids)


async def test_a_page_after_the_last_is_empty_and_leads_back(client, town):
    answer = (await client.get("/api/search?per_page=2&page=9")).json()
    assert (answer["total"], answer["hits"], answer["next"]) == (3, [], None)
    assert answer["previous"] == "/api/search?per_page=2&page=2"
    assert answer["loosenings"] == []


async def test_when_nothing_is_found_it_says_what_less_would_find(client, town):
    asked = {"near": MELKSHAM, "within": "1", "day": "tue", "support_type": "arts_crafts"}
    answer = (await client.get("/api/search", params=asked)).json()
    assert answer["total"] == 0
    loosenings = {one["text"]: one for one in answer["loosenings"]}
    assert loosenings["Look within 5 miles"]["count"] == 1
    assert loosenings["Any choice of “Help with”"]["count"] == 1
    for one in answer["loosenings"]:
        assert (await client.get(one["url"])).json()["total"] == one["count"]


async def test_adding_a_filter_never_adds_hits_and_its_count_is_what_it_finds(client, town):
    before = (await client.get("/api/search", params={"near": TROWBRIDGE})).json()
    for name, choices in before["facets"].items():
        for choice in choices:
            asked = {"near": TROWBRIDGE, name: choice["value"]}
            after = (await client.get("/api/search", params=asked)).json()
            assert after["total"] == choice["count"] <= before["total"], (name, choice)


@pytest.mark.parametrize("path", ["/api/search", "/search", "/search/results"])
async def test_a_page_of_results_takes_two_statements(client, kept, town, count_statements, path):
    for first in (True, False):
        count_statements.clear()
        answer = await client.get(path, params={"near": MELKSHAM})
        assert "Swimming and getting out" in answer.text
        assert len(count_statements) == (3 if first else 2)


async def test_a_listing_page_takes_at_most_four_statements(client, kept, town, index, count_statements):
    await publish(make_personal_assistant(title="Another swimmer"))
    await index()
    for first in (True, False):
        count_statements.clear()
        await client.get(f"/api/listings/{town['pa']}")
        assert len(count_statements) <= (5 if first else 4)


async def test_a_change_of_tiers_shows_as_soon_as_the_process_looked(client, kept, town):
    await add_council("E06000054", actor="test")
    tiers = (Tier(code="all", name="Listed"), Tier(code="known", name="Known to Wiltshire"))
    for version in (1, 2):
        assert "Known to Wiltshire" not in (await client.get("/search")).text
        changes = {"tiers": tiers[:version], "required_checks": {}}
        await update_council_settings("E06000054", changes, version, actor="test")
        await kept.refresh()
    assert "Known to Wiltshire" in (await client.get("/search")).text
    assert "Known to Wiltshire" in (await client.get(f"/listings/{town['group']}")).text


async def test_the_support_of_the_place_is_named_and_without_a_place_that_of_the_site(find, db):
    assert (await find(near=MELKSHAM)).council.name == "Wiltshire"
    assert (await find(home_council="E10000008")).council.name == "Devon"
    assert (await find()).support.is_national_default


async def test_price_free_time_and_age_leave_out_what_does_not_fit(client, db, index):
    dear = (CostOption(unit=CostUnit.SESSION, amount_pence=900),)
    full = Capacity(places=0, as_of=date(2026, 11, 1))
    await publish(make_activity(title="Dear group", costs=dear))
    await publish(make_activity(title="Full group", capacity=full))
    await publish(make_activity(title="Youth group", maximum_age=25))
    await index()
    assert titles(await client.get("/api/search?price_max=800")) == ["Full group", "Youth group"]
    assert titles(await client.get("/api/search?free=1")) == ["Dear group", "Youth group"]
    assert titles(await client.get("/api/search?age=40")) == ["Dear group", "Full group"]


async def test_what_is_free_everywhere_reads_as_such(find, db, index):
    await publish(make_enterprise(area=ServiceArea(named=("E92000001",))))
    await index()
    page = await find(near=MELKSHAM, reach=Reach.COME_TO_ME)
    assert page.cards[0].where == "Anywhere in England"
    assert page.headline == f"1 result that can come to you in {MELKSHAM}"


async def test_what_is_given_online_is_not_said_to_be_everywhere_in_person(find, db, index):
    everywhere = ServiceArea(named=("E92000001",))
    await publish(make_enterprise(area=everywhere, access=("online",)))
    await index()
    page = await find(near=MELKSHAM)
    assert page.cards[0].card.access == ("online",)
    assert page.cards[0].where == "Online, anywhere in England"


async def test_other_origins_may_read_and_caches_may_keep(client, town):
    for path in ("/api/search", f"/api/listings/{town['pa']}", "/api/places?q=SN12", "/api/suggest?q=sw"):
        answer = await client.get(path)
        assert answer.status_code == 200, path
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["cache-control"].startswith("public, max-age=")
        assert "set-cookie" not in answer.headers


async def test_the_page_about_the_api_loads_nothing_from_elsewhere(client):
    answer = await client.get("/api")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert "GET /api/search" in answer.text
    assert "personal_assistant" in answer.text
    assert not re.findall(r"""(?:src|srcset|rel="stylesheet" href)=["']?(?:https?:)?//""", answer.text)
    described = (await client.get("/api/openapi.json")).json()
    assert described["openapi"] == "3.1.0"


async def test_every_route_of_the_api_is_marked_as_public():
    assert all(handler.opt.get("public") for handler in route_handlers)


async def test_words_that_results_lack_are_named_as_they_were_typed(find, db, index):
    for number in range(6):
        await publish(make_activity(title=f"Group number {number}"))
    await index()
    page = await find(q="Group for a Café-owner (xylophonist)!")
    assert page.total == 6
    assert page.words_ignored == ("Café-owner", "xylophonist")


async def test_place_that_a_geocoder_found_is_searched_and_says_whose_data_it_is(
    db, engine, index, gazetteer, tmp_path
):
    await publish(make_activity())
    await index()
    geocoder = Geocoder(
        lambda _question: GeocodedPoint("Green Lane, Trowbridge, Wiltshire", 51.3218, -2.2055),
        turnstile=Turnstile(tmp_path / "turn"),
        timeout_seconds=2.0,
        attribution="© OpenStreetMap contributors",
    )
    app = create_app(Settings(data_dir=tmp_path), gazetteer=gazetteer, engine=engine, geocoder=geocoder)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test") as browser:
        answer = (await browser.get("/api/search?near=qqqq+green+lane")).json()
        page = (await browser.get("/search?near=qqqq+green+lane")).text
    assert (answer["place"]["label"], answer["place"]["council_name"]) == (
        "Green Lane, Trowbridge",
        "Wiltshire",
    )
    assert answer["place"]["attribution"] == "© OpenStreetMap contributors"
    assert answer["total"] == 1
    assert "Your place was found by: © OpenStreetMap contributors" in page


async def test_while_a_slow_geocoder_is_waited_for_others_are_served_and_then_it_is_as_if_there_were_none(
    db, engine, gazetteer, tmp_path
):
    at_last = threading.Event()
    geocoder = Geocoder(
        lambda _question: at_last.wait(60) and None,
        turnstile=Turnstile(tmp_path / "turn"),
        timeout_seconds=0.8,
        attribution="Slow Maps",
    )
    app = create_app(Settings(data_dir=tmp_path), gazetteer=gazetteer, engine=engine, geocoder=geocoder)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test") as browser:
        waiting = asyncio.create_task(browser.get("/search?near=qqqq+green+lane"))
        served = 0
        while not waiting.done():
            assert (await browser.get("/healthz")).status_code == 200
            served += 1
            await asyncio.sleep(0.02)
        answer = await waiting
    at_last.set()
    assert served > 1
    assert answer.status_code == 400
    assert "Slow Maps" not in answer.text


async def test_the_settings_name_the_geocoder(tmp_path):
    assert create_app(Settings(data_dir=tmp_path)).state.geocoder is None
    named = Settings(data_dir=tmp_path, geocoder="nominatim", geocoder_user_agent="test (mail@example.org)")
    assert create_app(named).state.geocoder.attribution == "© OpenStreetMap contributors"
    with pytest.raises(OperatorError, match="MARKETPLACE_GEOCODER_USER_AGENT"):
        create_app(Settings(data_dir=tmp_path, geocoder="nominatim"))


class DownEngine:
    """Answers nothing."""

    name = "down"

    async def _fail(self, *_args, **_kwargs):
        raise SearchError("There is no index.")

    ensure = apply = search = count = suggest = rebuild = watermark = versions = purge = aclose = _fail


async def test_while_the_engine_is_down_the_rest_goes_on(town, gazetteer, tmp_path):
    app = create_app(Settings(data_dir=tmp_path), gazetteer=gazetteer, engine=DownEngine())
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test") as browser:
        answer = await browser.get("/api/search")
        assert answer.status_code == 503
        assert answer.json()["detail"] == "Please try again in a few minutes."
        assert int(answer.headers["retry-after"]) > 0
        for path in ("/search?q=swimming", "/search/results?q=swimming"):
            page = await browser.get(path)
            assert page.status_code == 503
            assert (page.headers["cache-control"], page.headers["retry-after"]) == ("no-store", "120")
            assert "Search is not working at this moment" in page.text
            assert 'href="/search?q=swimming"' in page.text
        answer = await browser.get(f"/api/listings/{town['pa']}")
        assert (answer.status_code, answer.json()["similar"]) == (200, [])
        answer = await browser.get("/api/suggest?q=swim")
        assert answer.json()["suggestions"][0]["value"] == "swimming"
