"""Prices, distances, dates and cards, as people say them."""

from datetime import date, time
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.finder.cards.rules import area_words, check_labels, prices_words, result_card, where_words
from marketplace.finder.details.rules import ages_words, clock_words
from marketplace.finder.words.rules import (
    availability_words,
    listed,
    miles_words,
    pounds,
    price_words,
    radius_words,
    rough_miles_words,
)
from marketplace.listings.schemas import Capacity, Check, CostOption, CostUnit, CqcStatus, PublicArea
from marketplace.places.service import find_council

TODAY = date(2026, 11, 3)


def name_of(code):
    council = find_council(code)
    return council.name if council else code


def cost(unit, low, high=None):
    return CostOption(unit=unit, amount_pence=low, amount_to_pence=high)


@pytest.mark.parametrize(
    ("option", "words"),
    [
        (cost(CostUnit.HOUR, 1450), "£14.50 an hour"),
        (cost(CostUnit.HOUR, 1400), "£14 an hour"),
        (cost(CostUnit.SESSION, 1200, 1800), "from £12 to £18 a session"),
        (cost(CostUnit.SESSION, 1200, 1200), "£12 a session"),
        (cost(CostUnit.WEEK, 120_000), "£1,200 a week"),
        (cost(CostUnit.FREE, 0), "Free"),
        (cost(CostUnit.SESSION, 0), "Free"),
        (cost(CostUnit.SESSION, 0, 500), "from £0 to £5 a session"),
    ],
)
def test_a_price_is_said_in_pounds_for_its_unit(option, words):
    assert price_words(option) == words


@given(pence=st.integers(0, 10_000_000))
def test_pounds_lose_no_penny(pence):
    assert round(float(pounds(pence).replace("£", "").replace(",", "")) * 100) == pence


def test_a_card_says_two_prices_at_most_and_none_when_none_is_said():
    costs = (cost(CostUnit.NIGHT, 12_000), cost(CostUnit.HOUR, 1500), cost(CostUnit.DAY, 9000))
    assert prices_words(costs) == "£15 an hour or £90 a day"
    assert prices_words(()) == ""


@pytest.mark.parametrize(
    ("miles", "words"),
    [
        (0.0, "less than ¼ mile"),
        (0.24, "less than ¼ mile"),
        (0.26, "0.3 miles"),
        (0.96, "1 mile"),
        (2.13, "2.1 miles"),
        (9.96, "10 miles"),
        (12.4, "12 miles"),
    ],
)
def test_distances_are_as_exact_as_people_need(miles, words):
    assert miles_words(miles) == words


def test_a_snapped_base_is_told_in_whole_miles():
    assert [rough_miles_words(miles) for miles in (0.2, 1.4, 2.6)] == [
        "less than a mile",
        "1 mile",
        "3 miles",
    ]


def test_chosen_distances_are_written_as_fractions_and_numbers():
    assert [radius_words(miles) for miles in (0.25, 0.5, 1.0, 2.5, 10.0)] == [
        "¼ mile",
        "½ mile",
        "1 mile",
        "2.5 miles",
        "10 miles",
    ]


@pytest.mark.parametrize(
    ("capacity", "words"),
    [
        (Capacity(hours_per_week=6, as_of=TODAY), "6 hours a week free (as of 3 November 2026)"),
        (Capacity(hours_per_week=1, as_of=TODAY), "1 hour a week free (as of 3 November 2026)"),
        (Capacity(hours_per_week=2.5, as_of=TODAY), "2.5 hours a week free (as of 3 November 2026)"),
        (Capacity(places=4, as_of=TODAY), "4 places free (as of 3 November 2026)"),
        (Capacity(hours_per_week=0, as_of=TODAY), "Full at the moment"),
        (None, ""),
    ],
)
def test_free_time_is_said_with_its_date(capacity, words):
    assert availability_words(capacity) == words


def test_lists_read_as_people_write_them_here():
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed(["a", "b", "c"], "or") == "a, b or c"


VENUE = {"is_venue": True, "town": "Calne", "area": None}
NATIONAL = {"area": PublicArea(named=("E92000001",)), "latitude": None, "longitude": None}
ONLINE = NATIONAL | {"access": ("online",)}


@pytest.mark.parametrize(
    ("changes", "distance", "covers", "words"),
    [
        (VENUE, 2.13, False, "2.1 miles away"),
        (VENUE | {"area": PublicArea(miles=5.0)}, 2.13, True, "2.1 miles away · can also come to you"),
        ({}, 3.2, True, "Travels to you · based 3 miles away"),
        ({}, 0.3, True, "Travels to you · based less than a mile away"),
        ({}, None, True, "Travels to you"),
        (NATIONAL, None, True, "Anywhere in England"),
        (NATIONAL, 180.0, True, "Anywhere in England"),
        ({}, 14.0, False, "Based about 14 miles away"),
        (VENUE, None, False, "In Calne"),
        ({}, None, False, "Travels up to 10 miles from near SN12"),
        (NATIONAL, None, False, "Anywhere in England"),
        (ONLINE, None, True, "Online, anywhere in England"),
        (ONLINE, 180.0, True, "Online, anywhere in England"),
        (ONLINE, None, False, "Online, anywhere in England"),
        (ONLINE | VENUE | {"area": NATIONAL["area"]}, 2.13, True, "2.1 miles away · or online"),
        ({"access": ("online",)}, 3.2, True, "Travels to you · based 3 miles away"),
        ({"area": None}, None, False, ""),
    ],
)
def test_where_it_is_tells_apart_going_there_and_coming_to_me(make_card, changes, distance, covers, words):
    assert where_words(make_card(**changes), distance, covers_place=covers, area_names=name_of) == words


def test_named_areas_have_the_names_of_people_and_long_lists_are_cut():
    area = PublicArea(named=("SN12", "E06000054", "BA14", "BA12", "SN13"))
    assert area_words(area, name_of) == ("Covers SN12, Wiltshire, BA14 and 2 more areas",)
    assert area_words(area, name_of, shown=9) == ("Covers SN12, Wiltshire, BA14, BA12 and SN13",)


def test_a_card_puts_everything_in_words(make_card, vocabulary):
    card = make_card(checks=(Check(kind="dbs", level="enhanced", checked_on=TODAY),))
    found = result_card(
        card, number=21, distance_miles=3.2, covers_place=True, vocabulary=vocabulary, area_names=name_of
    )
    assert found.url == f"/listings/{UUID(int=1)}"
    assert (found.number, found.kind, found.price) == (21, "Personal assistant", "£14.50 an hour")
    assert found.support_types == ("Swimming",)
    assert found.languages == ("English", "British Sign Language (BSL)")
    assert found.checks == ("DBS check",)
    assert found.has_room is True


def test_a_check_is_named_once_and_registration_is_added(make_card, vocabulary):
    check = Check(kind="dbs", checked_on=TODAY)
    card = make_card(checks=(check, check), cqc_status=CqcStatus.REGISTERED)
    assert check_labels(card, vocabulary) == ("DBS check", "Registered with the Care Quality Commission")


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (time(0), "midnight"),
        (time(0, 30), "12.30am"),
        (time(9), "9am"),
        (time(12), "midday"),
        (time(12, 15), "12.15pm"),
        (time(17, 45), "5.45pm"),
    ],
)
def test_times_of_day_are_written_with_am_and_pm(moment, words):
    assert clock_words(moment) == words


def test_ages_are_said_as_people_say_them():
    assert ages_words(18, None) == "18 and over"
    assert ages_words(11, 25) == "From 11 to 25 years old"
    assert ages_words(None, 17) == "Up to 17 years old"
    assert ages_words(0, 17) == "Up to 17 years old"
    assert ages_words(None, None) == ""
