"""The planner's page: public, kept nowhere, and kind about what it does not know."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.kernel import clock
from marketplace.kernel.web.redirects import next_path
from marketplace.listings.schemas import CostOption, CostUnit
from marketplace.people.pools.planning.rules import read_carried
from marketplace.pooling.planning.schemas import PriceBy
from tests.factories.accounts import make_account, sign_in_as
from tests.factories.listings import make_activity, make_personal_assistant, publish, suspend
from tests.listings.conftest import statements  # noqa: F401 - a fixture
from tests.web.test_budgets import LATER_PAGE_BYTES, wire_bytes

PATH = "/pools/plan"
ANSWER = "/pools/plan/answer"
ART_GROUP = {
    "price_by": "employed", "price": "14", "hours": "3", "times": "1", "weeks": "48", "people": "3",
    "each": "£40", "travel": "15", "venue": "10.00", "cover": "90", "payroll": "120", "age": "22",
    "holiday": "weeks", "absent": "pays", "when": "now",
}  # fmt: skip


def text_of(answer):
    """The words of a page, with one space where there was more."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


async def test_anybody_may_plan_without_an_account_or_a_cookie(client):
    answer = await client.get(PATH)
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers
    assert answer.headers["cache-control"] == "public, max-age=300"
    assert "The answer comes here" in answer.text


async def test_three_neighbours_get_their_answer(client):
    answer = await client.get(PATH, params=ART_GROUP)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "public, max-age=300"
    assert "set-cookie" not in answer.headers
    text = text_of(answer)
    for words in (
        "For 3 people: £23.47 a week each. What you put in is enough: £2,578.80 is left over in a year.",
        "3 hours a week at £14.00, 48 weeks",
        "In a year that leaves £0.12 over.",
        "it is enough for 2 people or more",
        "Each of the others would pay £35.21 a week, £11.74 more.",
        "They pay their share of that time, £25.43.",
        "minimum wage of £12.71 an hour",
        "For 1.6 weeks of the year somebody else must come",
        "the tax year 2026-27",
    ):
        assert words in text


async def test_who_has_signed_in_gets_a_page_of_their_own_that_nobody_keeps(client):
    await sign_in_as(client, await make_account("person"))
    answer = await client.get(PATH, params=ART_GROUP)
    assert answer.status_code == 200
    assert "private" in answer.headers["cache-control"]


async def test_the_fragment_says_what_the_page_says(client):
    page, part = await client.get(PATH, params=ART_GROUP), await client.get(ANSWER, params=ART_GROUP)
    assert part.status_code == 200
    assert part.text.strip() in page.text
    assert "<html" not in part.text


async def test_what_is_missing_is_said_at_the_field_and_above_and_nothing_typed_is_lost(client):
    typed = ART_GROUP | {"price": "a lot", "hours": "", "people": "99", "travel": "12.345"}
    answer = await client.get(PATH, params=typed)
    assert answer.status_code == 422
    assert answer.headers["cache-control"] == "no-store"
    assert "<title>Error: " in answer.text
    for field in ("price", "hours", "people", "travel"):
        assert f'href="#{field}"' in answer.text
        assert f'id="{field}-error"' in answer.text
    for value in ("a lot", "99", "12.345", "£40"):
        assert f'value="{value}"' in answer.text


async def test_the_fragment_says_what_is_missing_too(client):
    answer = await client.get(ANSWER, params=ART_GROUP | {"price": ""})
    assert answer.status_code == 422
    assert "we still need this" in answer.text
    assert "Enter the price." in answer.text


@pytest.mark.parametrize("way", ["session", "place"])
async def test_what_a_way_to_pay_does_not_need_is_never_wrong(client, way):
    typed = ART_GROUP | {"price_by": way, "hours": "none", "payroll": "?", "age": "200"}
    assert (await client.get(PATH, params=typed)).status_code == 200


async def test_an_amount_of_somebody_who_is_not_there_is_asked_about(client):
    answer = await client.get(PATH, params=ART_GROUP | {"own_4": "12"})
    assert answer.status_code == 422
    assert 'href="#own_4"' in answer.text


async def test_different_amounts_are_shown_person_by_person(client):
    text = text_of(await client.get(PATH, params=ART_GROUP | {"own_2": "20.50", "own_3": "25"}))
    assert "If you put in different amounts" in text
    assert "2 £20.50 £23.47 £2.97 short" in text


async def test_more_than_ten_people_stand_in_a_row_of_their_own(client):
    text = text_of(await client.get(PATH, params=ART_GROUP | {"people": "14"}))
    assert "For 14 people: £5.03 a week each." in text
    assert re.search(r" 10 enough £7.05 .* 14 enough £5.03 ", text)
    assert " 13 enough " not in text
    assert (await client.get(PATH, params=ART_GROUP | {"people": "21"})).status_code == 422


async def test_a_comma_for_a_point_is_asked_about_and_never_a_hundredfold(client):
    answer = await client.get(PATH, params=ART_GROUP | {"price": "12,50", "hours": "1,5"})
    assert answer.status_code == 422
    assert answer.text.count("enter an amount in pounds, such as 12 or 12.50.") > 1
    assert "Enter hours such as 2 or 2.5." in answer.text


async def test_without_contributions_it_says_what_would_be_enough(client):
    text = text_of(await client.get(PATH, params=ART_GROUP | {"each": ""}))
    assert "From £23.47 a week each it is enough for 3 people." in text


async def test_pay_below_the_minimum_wage_is_said_first_and_starts_no_pool(client):
    answer = await client.get(PATH, params=ART_GROUP | {"price": "12.70"})
    assert answer.status_code == 200
    assert "This is less than the minimum wage. The law asks for £12.71 an hour or more." in text_of(answer)
    assert "Start a pool with this plan" not in answer.text


async def test_rates_that_are_not_known_yet_are_not_made_up(client):
    text = text_of(await client.get(PATH, params=ART_GROUP | {"when": "next"}))
    assert "Not all rates after 31 March 2027 are in our table yet. We counted with those of 2026-27." in text


async def test_each_rule_for_who_does_not_come_is_worked_out(client):
    shared = text_of(await client.get(PATH, params=ART_GROUP | {"absent": "with_notice_free"}))
    assert "£25.43. If they say so in time, each of the others pays £12.72 more." in shared
    pool = text_of(await client.get(PATH, params=ART_GROUP | {"absent": "pool_pays"}))
    assert "£25.43. Each of the others pays £12.72 more. What you have left over would pay for it 101" in pool


async def test_a_listing_fills_in_its_price_and_the_answer_is_there_at_once(client):
    cost = CostOption(unit=CostUnit.HOUR, amount_pence=18_50, amount_to_pence=20_00)
    listing = await publish(make_personal_assistant(costs=(cost,)))
    answer = await client.get(f"{PATH}?listing={listing}")
    assert answer.status_code == 200
    assert 'value="20.00"' in answer.text
    # 2 hours x 20.00 x 48 weeks are 1920; among three, over 52 weeks, 12.307...
    assert "For 3 people: £12.31 a week each." in text_of(answer)
    assert answer.headers["cache-control"] == "public, max-age=60"
    assert f"listing={listing}" in _start(answer)


async def test_a_group_has_a_price_for_each_person(client):
    cost = CostOption(unit=CostUnit.SESSION, amount_pence=6_00)
    answer = await client.get(f"{PATH}?listing={await publish(make_activity(costs=(cost,)))}")
    assert re.search(r'value="place" checked', answer.text)


async def test_a_listing_without_a_price_to_count_with_is_told_so(client):
    cost = CostOption(unit=CostUnit.WEEK, amount_pence=900_00)
    answer = await client.get(f"{PATH}?listing={await publish(make_personal_assistant(costs=(cost,)))}")
    assert answer.status_code == 200
    assert "does not say a price that we can count with" in answer.text


@pytest.mark.parametrize("listing", ["", "nonsense", "80023938-afd0-49e9-a9c2-8edbfff40062"])
async def test_a_listing_that_is_not_there_does_not_keep_anybody_from_planning(client, listing):
    answer = await client.get(PATH, params={"listing": listing})
    assert answer.status_code == 200
    assert "Back to" not in answer.text


async def test_a_listing_that_was_hidden_is_not_told_of(client):
    listing = await publish(make_personal_assistant(title="Not for all eyes"))
    await suspend(listing)
    assert "Not for all eyes" not in (await client.get(f"{PATH}?listing={listing}")).text


def _start(answer):
    found = re.search(r'href="(/pools/start\?[^"]+)"', answer.text)
    return found[1].replace("&amp;", "&")


async def test_the_plan_goes_along_to_where_a_pool_starts(client):
    answer = await client.get(PATH, params=ART_GROUP | {"own_2": "20"})
    sent = parse_qs(urlsplit(_start(answer)).query)
    assert sent["weekly_cost_pence"] == ["2347"]
    plan = read_carried(sent["plan"][0], clock.today())
    assert plan.price_by is PriceBy.EMPLOYED
    assert plan.contributions_pence == (40_00, 20_00, 40_00)
    assert plan.minutes_a_time == 180


async def test_the_plan_is_not_lost_when_a_sign_in_comes_between(client):
    everything = ART_GROUP | {"people": "10"} | {f"own_{number}": f"£{number}.50" for number in range(1, 11)}
    listing = await publish(make_personal_assistant())
    start = _start(await client.get(PATH, params=everything | {"listing": str(listing)}))
    assert "plan=" in start
    assert next_path(start, "lost") == start


async def test_what_is_too_long_for_an_address_is_left_out_and_the_cost_goes_along(client):
    padded = {f"own_{number}": "£ 000,000,040.00" for number in range(1, 21)}
    start = _start(await client.get(PATH, params=ART_GROUP | {"people": "20"} | padded))
    assert "weekly_cost_pence=" in start
    assert parse_qs(urlsplit(start).query).get("plan", [""]) == [""]
    assert next_path(start, "lost") == start


@pytest.mark.parametrize(
    "text", ["", "nonsense", "people=3", "people=3&price=%00", "a&" * 600, "price=1&" * 90]
)
def test_text_that_is_no_plan_carries_none(text):
    assert read_carried(text, clock.today()) is None


@given(
    typed=st.dictionaries(
        st.sampled_from([*ART_GROUP, "own_1", "own_10", "listing", "pension", "allowance"]),
        st.text(max_size=30),
    )
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_no_text_in_any_box_breaks_the_page(client, typed):
    for path in (PATH, ANSWER):
        answer = await client.get(path, params=ART_GROUP | typed)
        assert answer.status_code in {200, 422}


async def test_the_page_is_light_and_asks_nothing_or_once(client, statements):  # noqa: F811 - the fixture
    listing = await publish(make_personal_assistant())
    for path, most in ((PATH, 0), (f"{PATH}?listing={listing}", 1)):
        async with statements() as run:
            assert await wire_bytes(client, path) <= LATER_PAGE_BYTES
        assert len(run) == most
    full = "&".join(f"{name}={value}" for name, value in (ART_GROUP | {"own_2": "20"}).items())
    assert await wire_bytes(client, f"{PATH}?{full}") <= LATER_PAGE_BYTES


async def test_robots_stay_out_of_plans(client):
    answer = await client.get(PATH, params=ART_GROUP)
    assert '<meta name="robots" content="noindex">' in answer.text
    assert "noindex" not in (await client.get(PATH)).text
