"""A commissioner sees what is missing, where, for whom, how sure that is, and how each number came about."""

import re
from datetime import UTC, datetime

import pytest

from marketplace.councils import service as councils
from marketplace.gaps.areas import service as areas
from marketplace.gaps.runs import service as runs
from marketplace.kernel import clock
from marketplace.listings.schemas import ServiceArea
from tests.commissioners.conftest import SOMERSET, WILTSHIRE
from tests.factories.gaps import make_areas
from tests.factories.listings import make_activity, make_organization, make_personal_assistant, publish
from tests.listings.conftest import statements

__all__ = ["statements"]

BASE = f"/commissioners/{WILTSHIRE}/gaps"
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
PAGES = ("", "/list", "/areas", "/choice", "/compare", "/what-if")
STATEMENTS = {"": 15, "/list": 13, "/areas": 10, "/choice": 6, "/compare": 10, "/what-if": 2}
"""Each with one for the session."""


@pytest.fixture
async def market(client):
    """Two councils, an assistant near Melksham and Trowbridge, one in Somerset, and a group in Trowbridge."""
    await make_areas(WILTSHIRE, SOMERSET)
    assistant = await publish(make_personal_assistant())
    await publish(
        make_personal_assistant(organization=make_organization("Ben T."), area=ServiceArea(named=(SOMERSET,)))
    )
    await publish(make_activity())
    await compute()
    return assistant


async def compute(at=NOW):
    with clock.stopped_at(at):
        await runs.compute_run()


async def area(name):
    return next(each for each in await areas.list_areas(WILTSHIRE) if each.name == name)


def words(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.partition("<main")[2].partition("</main>")[0]))


async def test_the_first_view_says_what_is_missing_where_for_whom_and_how_sure(client, market):
    page = words((await client.get(BASE)).text)
    assert "What is missing in Wiltshire" in page
    assert "Learning disability · Mere" in page
    assert re.search(r"About [\d,]+ people\. Nobody with free hours reaches them\. Half of England has", page)
    assert "Sure: too little by every count" in page
    assert "Worked out on 20 November 2026 at 09:30" in page


async def test_the_map_has_every_area_a_legend_and_a_pin_for_each_gap_of_the_list(client, market):
    page = (await client.get(f"{BASE}?group=learning_disability")).text
    numbers = re.findall(r'<li id="g(\d)"', page)
    assert numbers
    pins = re.findall(r'class="app-gappin" href="#g(\d)"', page)
    assert set(pins) <= set(numbers)
    assert "url(#map-hatch)" in page
    assert 'role="group" aria-labelledby="map-title map-desc"' in page
    assert "3 small areas" in page


async def test_every_gap_leads_to_how_it_was_worked_out(client, market):
    page = (await client.get(BASE)).text
    href = re.search(r'href="([^"]+#how)"', page)[1].replace("&amp;", "&")
    answer = await client.get(href)
    assert answer.status_code == 200
    assert "how we worked this out" in answer.text


async def test_an_area_shows_the_listings_behind_its_number_and_what_each_adds(client, market):
    melksham = await area("Melksham")
    page = await client.get(f"{BASE}/areas/{melksham.code}?group=learning_disability")
    text = words(page.text)
    assert "1 listings for them reach this area" in text
    assert f'href="/listings/{market}"' in page.text
    assert "Swimming and getting out with you Personal assistant 6.5 in full" in text
    assert "This area lies in SN12" in text


async def test_filters_stand_in_the_address_and_are_chosen_in_the_form(client, market):
    queries = (
        "group=dementia&unit=places", "type=active_group", "show=need&group=autism", "show=supply",
        "show=signals", "source=estimate", "source=council",
    )  # fmt: skip
    for page in PAGES:
        for query in queries:
            answer = await client.get(f"{BASE}{page}?{query}")
            assert (answer.status_code, answer.text.count("<h1")) == (200, 1), f"{page}?{query}"
    page = (await client.get(f"{BASE}?group=dementia&unit=places&show=need")).text
    for chosen in ("dementia", "places", "need"):
        assert f'<option value="{chosen}" selected>' in page


async def test_an_address_that_names_what_there_is_not_is_not_found(client, market):
    strange = (
        "group=x", "unit=x", "type=x", "show=x", "source=x", "month=x", "month=2026-99", "month=%00",
        "month=202610",
    )  # fmt: skip
    for query in strange:
        assert (await client.get(f"{BASE}?{query}")).status_code == 404, query


async def test_an_area_of_another_council_or_none_is_not_found(client, market):
    other = (await areas.list_areas(SOMERSET))[0]
    for code in (other.code, "x", "%00"):
        assert (await client.get(f"{BASE}/areas/{code}")).status_code == 404


async def test_the_gaps_of_another_council_are_not_there(client, market):
    for page in PAGES:
        assert (await client.get(f"/commissioners/{SOMERSET}/gaps{page}")).status_code == 404


async def test_before_anything_was_worked_out_pages_say_so(client):
    numbers = {"", "/list", "/areas", "/compare"}
    for page in PAGES:
        answer = await client.get(f"{BASE}{page}")
        assert answer.status_code == 200
        assert ("no small areas of this council yet" in answer.text) == (page in numbers)
    await make_areas(WILTSHIRE)
    for page in PAGES:
        answer = await client.get(f"{BASE}{page}")
        assert answer.status_code == 200
        assert ("Nothing has been worked out for this council yet" in answer.text) == (page in numbers)


async def test_choice_says_where_an_assistant_is_the_only_option(client, market):
    text = words((await client.get(f"{BASE}/choice?group=learning_disability")).text)
    assert "A personal assistant is the only option: 2 areas of 3" in text
    assert "Nothing reaches the area: 1 area of 3" in text
    assert "The only option is a personal assistant." in text


async def test_prices_stand_beside_what_the_council_pays(client, market):
    text = words((await client.get(f"{BASE}/choice")).text)
    assert "Your council has not said what it pays" in text
    await councils.update_council_settings(WILTSHIRE, {"rate_pence_per_hour": 1450}, 1, actor="test")
    text = words((await client.get(f"{BASE}/choice")).text)
    assert "Your council pays £14.50 for an hour" in text
    assert "Personal assistant 1 £14.50 £14.50 £14.50 1 of 1" in text


async def test_languages_of_the_census_stand_beside_listings_in_them(client, market):
    text = words((await client.get(f"{BASE}/choice")).text)
    assert re.search(r"Polish [\d,]+ none", text)


async def test_a_council_is_compared_with_like_ones_its_region_and_england(client, market):
    text = words((await client.get(f"{BASE}/compare?group=learning_disability")).text)
    assert "Care group Wiltshire Councils like it South West England" in text
    assert "councils like this one" in text
    assert "There are none yet" in text


async def test_then_and_now_stand_beside_each_other(client, market):
    with clock.stopped_at(datetime(2026, 12, 1, 3, tzinfo=UTC)):
        assert await runs.keep_month()
    await publish(make_personal_assistant(organization=make_organization("Cas P.")))
    await compute(datetime(2026, 12, 10, 9, tzinfo=UTC))
    page = await client.get(f"{BASE}/compare?group=learning_disability&month=2026-11")
    text = words(page.text)
    assert "What changed most since the end of November 2026" in text
    assert re.search(r"Melksham [\d.]+ [\d.]+ more", text)
    assert "Nobody with free hours reaches them" in words((await client.get(f"{BASE}?month=2026-11")).text)
    both = await client.get(f"{BASE}?month=2026-11&type=active_group")
    assert "only all kinds of support together are kept" in both.text


async def test_more_hours_in_a_town_are_shown_before_and_after(client, market):
    page = await client.get(
        f"{BASE}/what-if?amount=10&unit=hours&group=learning_disability&type=&how=travels&miles=5&place=Mere"
    )
    text = words(page.text)
    assert page.status_code == 200
    assert "10 free hours a week more for learning disability in Mere" in text
    assert page.text.count('class="app-gapmap"') == 2
    assert re.search(r"Mere 0 [\d.]+", text)


async def test_the_best_place_is_found_and_explained(client, market):
    page = await client.get(
        f"{BASE}/what-if?amount=10&unit=hours&group=learning_disability&type=&how=travels&miles=3&place=&best=y"
    )
    text = words(page.text)
    assert "Where 10 free hours a week more for learning disability would help most" in text
    assert re.search(r"1 Mere About [\d,]+ people who have less than usual would have more", text)


async def test_a_closure_is_shown_for_those_who_would_have_less(client, market):
    page = await client.get(f"{BASE}/what-if?group=learning_disability&close={market}")
    text = words(page.text)
    assert "“Swimming and getting out with you” closes" in text
    assert "would have less" in text
    for strange in ("x", "00000000-0000-0000-0000-000000000000"):
        assert (await client.get(f"{BASE}/what-if?close={strange}")).status_code == 404


async def test_what_makes_no_sense_is_said_at_its_field(client, market):
    sensible = {
        "amount": "10", "unit": "hours", "group": "autism", "type": "", "how": "travels", "miles": "5",
        "place": "Mere",
    }  # fmt: skip
    for field, typed in (
        ("amount", "many"), ("amount", "0"), ("amount", "-3"), ("amount", "999999"), ("miles", ""),
        ("miles", "500"), ("place", ""), ("place", "Leeds"), ("place", "\0"), ("group", "x"), ("how", "fly"),
    ):  # fmt: skip
        answer = await client.get(f"{BASE}/what-if", params=sensible | {field: typed})
        assert answer.status_code == 422, (field, typed)
        assert f'href="#{field}' in answer.text
        assert "<title>Error: " in answer.text


async def test_pages_ask_a_fixed_small_number_of_things(client, market, statements):
    async def count(page):
        await client.get(f"{BASE}{page}")
        async with statements() as run:
            await client.get(f"{BASE}{page}")
        return len(run)

    few = {page: await count(page) for page in PAGES}
    for letter in "ABC":
        await publish(make_personal_assistant(organization=make_organization(f"Pat {letter}.")))
    await compute()
    assert {page: await count(page) for page in PAGES} == few
    assert few == STATEMENTS


async def test_every_number_leads_to_its_explanation_on_the_method_page(client, market):
    method = (await client.get("/market/method")).text
    known = set(re.findall(r'id="([a-z-]+)"', method))
    melksham = await area("Melksham")
    for page in (*PAGES, f"/areas/{melksham.code}"):
        asked = set(re.findall(r'/market/method#([a-z-]+)"', (await client.get(f"{BASE}{page}")).text))
        assert asked <= known
        assert asked


async def test_pages_are_in_no_cache(client, market):
    for page in PAGES:
        assert "no-store" in (await client.get(f"{BASE}{page}")).headers["cache-control"]
