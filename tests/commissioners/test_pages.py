"""A commissioner reads what is looked for and not found, of the own council, without the people."""

import re
from datetime import datetime, timedelta

import pytest

from marketplace.councils import service as councils
from marketplace.kernel import clock
from marketplace.signals.rules import last_day, month_of, months_before
from tests.commissioners.conftest import SOMERSET, WILTSHIRE
from tests.factories.signals import end, look_for, publish_signals

PATH = f"/commissioners/{WILTSHIRE}"


def last_month():
    """The middle of the month before this one."""
    first = months_before(clock.today(), 1)
    return datetime.combine(first, datetime.min.time(), clock.LONDON) + timedelta(days=14, hours=12)


def cells(page):
    """The rows of all tables, as texts."""
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", page, re.DOTALL)
    return [[re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)] for row in rows]


async def test_the_way_leads_to_the_own_council(client):
    answer = await client.get("/commissioners")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PATH}/gaps")
    assert f'href="{PATH}/gaps"' in (await client.get(PATH)).text


async def test_searches_stand_by_place_and_by_word_with_source_and_dates(client):
    at = last_month()
    await look_for(7, at=at, types=("swimming",))
    await look_for(5, at=at, text="cleaning wednesday", outcode=None, results=2)
    await look_for(6, at=at, groups=("dementia",), first=20)
    await look_for(9, at=at, types=("swimming",), council=SOMERSET)
    await publish_signals()
    page = (await client.get(PATH)).text
    assert cells(page) == [
        ["Postcode area and kind of support", "Found nothing", "Found something"],
        ["BA12 · Swimming", "7", "fewer than 5"],
        ["No place given · Cleaning", "fewer than 5", "5"],
        ["Postcode area and care group", "Found nothing", "Found something"],
        ["BA12 · Dementia", "6", "fewer than 5"],
        ["Words", "Found nothing", "Found something"],
        ["wednesday", "fewer than 5", "5"],
    ]
    month = month_of(at.date())
    assert page.count("Source: searches on this website") == 3
    assert f"1 {month:%B %Y} to {last_day(month).day} {month:%B %Y}" in page


async def test_outcomes_stand_by_reason_place_and_group(client):
    await end(6, at=last_month())
    await end(2, at=last_month(), reason="too_far")
    await end(5, at=last_month(), outcome="accepted", reason=None)
    await end(3, at=last_month(), outcode="BA13", care_groups=("autism",))
    await end(2, at=last_month(), outcode="BA14", care_groups=("autism",))
    await publish_signals()
    assert cells((await client.get(f"{PATH}/outcomes")).text) == [
        ["How it ended, and why", "How many asked"],
        ["Referral: declined (no free time or place)", "11"],
        ["Postcode area and kind of support", "Turned down", "Agreed"],
        ["Referral · BA12 · Personal care", "8", "5"],
        ["Referral · Other places in Wiltshire · Personal care", "5", "not counted"],
        ["Postcode area and care group", "Turned down", "Agreed"],
        ["Referral · Other places in Wiltshire · Autism", "5", "not counted"],
    ]


@pytest.mark.parametrize("page", ["", "/outcomes"])
async def test_before_a_month_was_counted_that_is_said(client, page):
    assert "Nothing has been counted yet" in (await client.get(f"{PATH}{page}")).text


@pytest.mark.parametrize("page", ["", "/outcomes"])
async def test_nothing_counted_is_said(client, page):
    await look_for(1, at=last_month(), types=("swimming",))
    await publish_signals()
    text = (await client.get(f"{PATH}{page}")).text
    assert text.count("No number reached 5 in this month.") == 3
    assert text.count("<h1") == 1


@pytest.mark.parametrize("page", ["", "/outcomes"])
async def test_a_council_that_turned_it_off_has_no_counts(client, page):
    await councils.update_council_settings(WILTSHIRE, {"keeps_signals": False}, 1, actor="test")
    text = (await client.get(f"{PATH}{page}")).text
    assert "Wiltshire has turned these counts off" in text
    assert "<table" not in text


@pytest.mark.parametrize("page", ["", "/outcomes"])
@pytest.mark.parametrize("month", ["2999-01", "now", "%00", "2026-99", "<script>"])
async def test_a_month_that_is_not_over_or_no_month_is_not_found(client, page, month):
    assert (await client.get(f"{PATH}{page}", params={"month": month})).status_code == 404


@pytest.mark.parametrize("query", ["page=0", "page=-1", "page=x", "words=99999999999999999999", "page=7"])
async def test_a_strange_page_number_is_answered(client, query):
    await look_for(5, at=last_month(), types=("swimming",))
    await publish_signals()
    assert (await client.get(f"{PATH}?{query}")).status_code == 200


async def test_the_pages_of_another_council_are_not_there(client):
    for page in ("", "/outcomes"):
        assert (await client.get(f"/commissioners/{SOMERSET}{page}")).status_code == 404


async def test_pages_are_small_and_in_no_cache(client):
    for number in range(40):
        await look_for(5, at=last_month(), outcode=f"BA{number}", types=("swimming",), groups=("dementia",))
    await publish_signals()
    answer = await client.get(PATH, headers={"accept-encoding": "br"})
    assert int(answer.headers["content-length"]) <= 6_000
    assert "Page 1 of 2" in answer.text
    assert "no-store" in answer.headers["cache-control"]
