"""Prices, hours and areas in ordinary words: what is written reads the same again, and no text is a fault."""

from datetime import date, time
from time import perf_counter
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from marketplace.kernel.errors import InvalidError
from marketplace.listings.editing.answers.rules import answers_of
from marketplace.listings.editing.areas.rules import names_of_areas, read_named, write_named
from marketplace.listings.editing.hours.rules import read_hours, write_hours
from marketplace.listings.editing.numbers.rules import day, number, whole_number, write_date, write_number
from marketplace.listings.editing.prices.rules import read_prices, write_prices
from marketplace.listings.editing.reading.rules import read_organization, read_parts
from marketplace.listings.records.service import settle
from marketplace.listings.rules import WEEK, sort_schedule
from marketplace.listings.schemas import CostOption, CostUnit, Organization, Schedule
from marketplace.places.service import list_councils
from tests.factories.listings import FEW_PLACES, make_activity, make_enterprise, make_personal_assistant

WORDS = st.text("abcdefgh éß'.!", max_size=30).map(lambda text: " ".join(text.split()))
PRICED = st.builds(
    CostOption,
    unit=st.sampled_from([unit for unit in CostUnit if unit is not CostUnit.FREE]),
    amount_pence=st.integers(1, 30_000),
    amount_to_pence=st.none() | st.integers(30_001, 90_000),
    description=WORDS,
)
FREE = st.builds(CostOption, unit=st.just(CostUnit.FREE), amount_pence=st.just(0), description=WORDS)
TIMES = st.builds(time, st.integers(0, 23), st.integers(0, 59))
ENTRIES = st.builds(Schedule, day=st.sampled_from(WEEK), opens_at=TIMES, closes_at=TIMES)
AREAS = st.lists(
    st.sampled_from([council.code for council in list_councils()] + ["SN12", "BA14", "LS1", "E92000001"]),
    unique=True,
)
NAMES = names_of_areas(list_councils())
ANYTHING = st.text(max_size=200)


@given(st.lists(PRICED | FREE, max_size=6))
def test_prices_read_back_as_they_were_written(costs):
    assert read_prices(write_prices(costs)) == (tuple(costs), [])


@given(st.lists(ENTRIES, max_size=8))
def test_hours_read_back_as_they_were_written(schedule):
    same = [e for e in schedule if e.opens_at != e.closes_at or e.opens_at == time(0)]
    assert read_hours(write_hours(same)) == (sort_schedule(same), [])


@given(AREAS)
def test_areas_read_back_as_they_were_written(codes):
    problems = []
    text = write_named(codes, {council.code: council.name for council in list_councils()})
    assert read_named(text, NAMES, FEW_PLACES.find_place, problems) == tuple(codes)
    assert problems == []


@given(ANYTHING)
def test_nothing_that_is_typed_is_a_fault(text):
    for read in (read_prices, read_hours):
        found, problems = read(text)
        assert isinstance(found, tuple)
        assert all(problem.message for problem in problems)
    problems = []
    read_named(text, NAMES, FEW_PLACES.find_place, problems)
    number("miles", text, problems)
    day("dbs_on", text, problems)
    assert all(problem.field in {"named", "miles", "dbs_on"} for problem in problems)


@given(st.dates(min_value=date(1990, 1, 1)))
def test_dates_read_back_as_they_were_written(on):
    problems = []
    assert (day("dbs_on", write_date(on), problems), problems) == (on, [])


@given(st.integers(0, 500_000).map(lambda n: n / 2))
def test_numbers_read_back_as_they_were_written(value):
    problems = []
    assert (number("miles", write_number(value), problems), problems) == (value, [])


@pytest.mark.parametrize("make", [make_personal_assistant, make_activity, make_enterprise])
def test_a_listing_reads_back_from_its_own_answers(make):
    draft = make()
    problems = []
    content = answers_of(draft, {})
    parts = read_parts(content, draft.capacity.as_of if draft.capacity else None, problems)
    assert problems == []
    for name in ("title", "costs", "schedule", "capacity", "support_types", "easy_read", "workers"):
        assert parts[name] == getattr(draft, name), name


@pytest.mark.parametrize(
    ("typed", "costs"),
    [
        ("£18 an hour", [("hour", 1800, None, "")]),
        ("18 pounds an hour", [("hour", 1800, None, "")]),
        ("£14.50-£18ph", [("hour", 1450, 1800, "")]),
        ("£14 an hour to £18 an hour", [("hour", 1400, 1800, "")]),
        ("£30 or £40 a day", [("day", 3000, 4000, "")]),
        ("from £18 an hour", [("hour", 1800, None, "")]),
        ("£22 an hour at weekends", [("hour", 2200, None, "at weekends")]),
        ("£18 an hour, £22 at weekends", [("hour", 1800, None, ""), ("hour", 2200, None, "at weekends")]),
        ("£18 an hour; free for carers", [("hour", 1800, None, ""), ("free", 0, None, "for carers")]),
        ("£5 a session, pay at the door", [("session", 500, None, "pay at the door")]),
        ("45p a mile", [("trip", 45, None, "a mile")]),
        ("free", [("free", 0, None, "")]),
        ("\n\n£8 a session\n\n", [("session", 800, None, "")]),
    ],
)
def test_prices_as_people_write_them(typed, costs):
    found, problems = read_prices(typed)
    assert [(c.unit.value, c.amount_pence, c.amount_to_pence, c.description) for c in found] == costs
    assert problems == []


@pytest.mark.parametrize(
    "typed", ["cheap", "£18", "£18 an hour £22 at weekends", "£20 for 2 hours", "-5 an hour"]
)
def test_prices_that_could_mean_two_things_are_asked_about(typed):
    found, problems = read_prices(f"£10 an hour\n{typed}")
    if typed == "£18":
        assert [cost.amount_pence for cost in found] == [1000, 1800]
        return
    assert len(found) == 1
    (problem,) = problems
    assert typed in problem.message


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Melksham", "SN12"),
        ("nowhere at all", "We know no area"),
        ("SN12 6AD", "is in the postcode district SN12"),
    ],
)
def test_what_is_no_area_is_told_with_what_was_probably_meant(gazetteer, typed, said):
    problems = []
    assert read_named(f"{typed}, Wiltshire", NAMES, gazetteer.find_place, problems) == ("E06000054",)
    assert said in problems[0].message


@pytest.mark.parametrize(
    "piece",
    ["£1 to ", ";", ", £1", "(", ";(", "£18 an hour\n", "mon-", "mon 9am-1pm ", "1,", "£1 (", "SN12,"],
)
def test_long_odd_texts_take_no_time(piece):
    text = piece * (20_000 // len(piece))
    began = perf_counter()
    read_prices(text), read_hours(text), read_prices(text[:2_000]), read_hours(text[:3_000])
    read_named(text, NAMES, FEW_PLACES.find_place, [])
    assert perf_counter() - began < 1


def test_a_council_with_commas_in_its_name_is_one_area():
    problems = []
    found = read_named("Armagh City, Banbridge and Craigavon, SN12", NAMES, FEW_PLACES.find_place, problems)
    assert len(found) == 2
    assert problems == []


@pytest.mark.parametrize("text", ["€20", "$15/hr", "20 euros an hour"])
def test_a_price_in_other_money_is_not_taken_for_pounds(text):
    costs, problems = read_prices(text)
    assert costs == ()
    assert "in pounds" in problems[0].message


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("www.example.org", "https://www.example.org"),
        ("example.org.uk/about-us", "https://example.org.uk/about-us"),
        ("http://example.org", "http://example.org"),
        ("nonsense", "nonsense"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("", None),
    ],
)
def test_a_website_may_be_typed_without_its_beginning(typed, kept):
    now = Organization(id=uuid4(), name="Amina K.")
    assert read_organization({"website": typed}, now).website == kept


@pytest.mark.parametrize("text", ["two", "1.5"])
def test_a_whole_number_is_asked_for_in_figures(text):
    problems = []
    assert whole_number("workers", text, problems) is None
    assert "such as 2" in problems[0].message


@pytest.mark.parametrize("postcode", ["", "melksham", "<b>", "SN12 6ADX"])
def test_what_is_no_postcode_is_asked_for_as_a_whole_postcode(postcode):
    with pytest.raises(InvalidError) as refused:
        settle(replace(make_activity(), venue=replace(make_activity().venue, postcode=postcode)), FEW_PLACES)
    messages = [problem.message for problem in refused.value.problems if problem.field == "venue.postcode"]
    assert messages == ["Give a whole postcode, such as BA12 6AA."]
