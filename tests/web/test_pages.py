"""What every page promises: it is there, it says what it should, and it never breaks."""

import re

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from marketplace.app import create_app

PLAIN_PAGES = ["/", "/about", "/help", "/accessibility", "/privacy", "/search", "/api"]


@pytest.mark.parametrize("path", PLAIN_PAGES)
async def test_page_is_there_for_anyone(client, path):
    answer = await client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.text.count("<h1") == 1


@pytest.mark.parametrize("path", [*PLAIN_PAGES, "/nowhere"])
async def test_page_has_language_title_skip_link_and_quick_exit(client, path):
    text = (await client.get(path)).text
    assert '<html lang="en" dir="ltr"' in text
    assert re.search(r"<title>[^<]+ . Hereabouts</title>", text)
    assert '<a href="#main" class="govuk-skip-link">' in text
    assert 'href="https://www.bbc.co.uk/weather" rel="noreferrer"' in text


async def test_demonstration_says_so_on_every_page(client):
    for path in (*PLAIN_PAGES, "/nowhere"):
        assert "the people and services here are made up" in (await client.get(path)).text


@pytest.mark.parametrize("path", ["/about", "/search?near=Melksham", "/nowhere"])
async def test_every_page_says_whose_data_it_shows(client, path):
    text = (await client.get(path)).text
    for owner in ("OS data", "Royal Mail data", "National Statistics data", "Office for National Statistics"):
        assert owner in text
    for owner in ("GeoNames, CC BY 4.0", "mySociety, CC BY 4.0", "Land & Property Services"):
        assert owner in text


async def test_sources_are_told_with_their_dates(client):
    text = (await client.get("/about")).text
    sources = text[text.index('id="sources"') :]
    for words in ("November 2025", "GeoNames, 2026", "December 2024", "mySociety, as of November 2026", "BT"):
        assert words in sources


async def test_results_name_the_support_organisation_of_the_place(client):
    text = (await client.get("/search?near=Melksham")).text
    assert "Help with direct payments in Wiltshire" in text
    assert "Wiltshire Direct Payment Support (demonstration)" in text


async def test_listing_shows_everything_and_names_the_support_organisation(client, listing_path):
    text = (await client.get(listing_path)).text
    for words in ("How to get in touch", "In easy words", "Details confirmed on", "Checks", "Price"):
        assert words in text
    assert "Wiltshire Direct Payment Support (demonstration)" in text
    assert re.search(r'<img src="/media/[0-9a-f]{64}" alt="Drawing: [^"]+"', text)


async def test_picture_of_a_public_listing_is_sent(client, listing_path):
    path = re.search(r"/media/[0-9a-f]{64}", (await client.get(listing_path)).text)[0]
    answer = await client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/webp"
    assert "content-encoding" not in answer.headers


async def test_unknown_picture_and_listing_are_not_found(client):
    for path in ("/media/abc", "/listings/00000000-0000-4000-8000-000000000000", "/listings/x"):
        assert (await client.get(path)).status_code == 404


async def test_two_places_of_one_name_are_asked_about(client):
    answer = await client.get("/search?near=Mere&q=gardening")
    assert answer.status_code == 200
    assert "Which Mere do you mean?" in answer.text
    assert "near=Mere%2C+Wiltshire" in answer.text or "near=Mere,+Wiltshire" in answer.text
    assert "q=gardening" in answer.text


async def test_what_was_understood_is_said_with_the_way_out_and_stands_in_its_boxes(client):
    text = (await client.get("/search?q=cooking+Melksham")).text
    assert "Showing cooking near Melksham, Wiltshire." in text
    assert (
        '<a class="govuk-link" href="/search?q=cooking+Melksham&amp;literal=1">'
        "Search for the word “Melksham” instead.</a>" in text
    )
    assert 'name="q" value="cooking"' in text
    assert 'name="near" value="Melksham, Wiltshire"' in text
    assert 'data-url="/search?q=cooking&amp;near=Melksham,+Wiltshire"' in text
    assert 'data-q="cooking" data-near="Melksham, Wiltshire"' in text


async def test_what_was_understood_is_ticked_and_can_be_taken_off_alone(client):
    text = (await client.get("/search?q=PA+who+speaks+Polish+in+Melksham")).text
    assert 'name="kind" value="personal_assistant" checked' in text
    assert 'name="language" value="polish" checked' in text
    assert 'href="/search?near=Melksham,+Wiltshire&amp;language=polish"' in text
    assert 'href="/search?near=Melksham,+Wiltshire&amp;kind=personal_assistant"' in text


async def test_plain_words_stay_plain_words_until_others_are_typed(client):
    text = (await client.get("/search?q=cooking+Melksham&literal=1")).text
    assert "data-said" not in text
    assert '<input type="hidden" name="literal" value="cooking Melksham">' in text
    again = (await client.get("/search?q=cooking+Melksham&literal=cooking+Melksham&near=&kind=")).text
    assert 'data-url="/search?q=cooking+Melksham&amp;literal=1"' in again
    other = (await client.get("/search?q=cooking+Trowbridge&literal=cooking+Melksham")).text
    assert "Showing cooking near Trowbridge, Wiltshire." in other
    assert 'name="literal"' not in other


async def test_map_of_what_was_understood_is_of_its_place(client):
    text = (await client.get("/search?q=cooking+Melksham&view=map")).text
    assert "Showing cooking near Melksham, Wiltshire." in text
    assert 'class="app-pin"' in text


async def test_unknown_place_is_said_at_its_box_and_on_top(client):
    answer = await client.get("/search?near=BA12+9ZZ")
    assert answer.status_code == 400
    assert 'href="#near"' in answer.text
    assert 'id="near-error"' in answer.text
    assert 'aria-describedby="near-error"' in answer.text
    assert 'value="BA12 9ZZ"' in answer.text
    assert "near=BA12" in answer.text


async def test_nothing_found_shows_what_would_be(client):
    answer = await client.get("/search?near=Melksham&kind=co_operative&day=sun&price_max_pounds=1")
    assert answer.status_code == 200
    assert "What to do next" in answer.text


async def test_map_has_a_numbered_pin_for_each_card_it_can_place(client):
    text = (await client.get("/search?near=Melksham&view=map")).text
    pins = re.findall(r'class="app-pin" href="#r(\d+)"', text)
    cards = re.findall(r'id="r(\d+)"', text)
    missing = re.search(r"(\d+) results? of this page", text)
    assert pins
    assert set(pins) <= set(cards)
    assert len(cards) - len(pins) == (int(missing[1]) if missing else 0)


async def test_fragment_is_the_part_of_the_page_that_changes(client):
    page = (await client.get("/search?near=Melksham&kind=personal_assistant")).text
    part = (await client.get("/search/results?near=Melksham&kind=personal_assistant")).text
    assert "<html" not in part
    assert part.strip() in page


async def test_more_filters_are_sent_when_asked_for(client):
    few = (await client.get("/search?near=Melksham")).text
    many = (await client.get("/search?near=Melksham&more=1")).text
    assert 'id="facet-culture"' not in few
    assert 'id="facet-culture"' in many
    assert "more=1" in few


async def test_chosen_filter_stays_on_the_page_and_can_be_removed(client):
    text = (await client.get("/search?near=Melksham&gender=female")).text
    assert re.search(r'name="gender" value="female" checked', text)
    assert "Remove:" in text


@pytest.mark.parametrize(
    "query",
    [
        "within=9999",
        "page=-1",
        "near=" + "x" * 10_000,
        "q=" + "y" * 10_000,
        "kind=nobody",
        "unheard=of",
        "q=%00",
        "near=%F0%9F%98%80",
        "q=%27%3B+DROP+TABLE+service%3B--",
        "q=%3Cscript%3Ealert(1)%3C/script%3E",
        "near=%3Cb%3E",
        "q=%FF%FE",
        "sort=1%20OR%201",
        "price_max_pounds=lots",
        "age=-1",
        "view=cave",
        "&".join(f"kind=x{n}" for n in range(400)),
    ],
)
async def test_bad_input_gets_a_page_that_helps(client, query):
    for path in ("/search", "/search/results"):
        answer = await client.get(f"{path}?{query}")
        assert answer.status_code in {200, 400}
        assert "<script>alert" not in answer.text
        assert "<b>" not in answer.text


@given(query=st.text(max_size=60))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_no_text_in_any_box_breaks_the_page(client, query):
    answer = await client.get("/search", params={"q": query, "near": query, "within": query, "kind": query})
    assert answer.status_code in {200, 400}


async def test_error_page_helps(client):
    text = (await client.get("/nowhere")).text
    assert "We cannot find that page" in text
    assert 'href="/search"' in text
    assert 'href="/help"' in text


async def test_robots_may_read_listings_but_not_searches(client):
    answer = await client.get("/robots.txt")
    assert answer.headers["content-type"].startswith("text/plain")
    assert "Disallow: /search" in answer.text


async def test_privacy_page_says_who_else_is_told_of_a_place(client, site, gazetteer):
    outside = "we ask an outside service"
    assert outside not in (await client.get("/privacy")).text
    asking = replace(site, geocoder="nominatim", geocoder_user_agent="Hereabouts test, me@example.org")
    transport = httpx.ASGITransport(app=create_app(asking, gazetteer=gazetteer))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as browser:
        assert outside in (await browser.get("/privacy", headers={"accept": "text/html"})).text
