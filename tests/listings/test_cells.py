"""What people write in one cell of a spreadsheet."""

from contextlib import suppress
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from marketplace.listings.imports.cells import rules as cells
from marketplace.listings.imports.cells.rules import CellError
from marketplace.listings.imports.choices.rules import make_choices, read_choices
from marketplace.listings.imports.rules import column_letters
from marketplace.listings.imports.timetables.rules import read_timetable
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy


@pytest.mark.parametrize(
    ("price", "unit", "expected"),
    [
        ("£14.50", "an hour", [("hour", 1450, None)]),
        (14.5, "per hour", [("hour", 1450, None)]),
        (14, "hourly", [("hour", 1400, None)]),
        ("14.50-18", "hour", [("hour", 1450, 1800)]),
        ("£14.50 \u2013 £18 an hour", None, [("hour", 1450, 1800)]),
        ("£14.50 to £18/hr", None, [("hour", 1450, 1800)]),
        ("£1,200 a week", None, [("week", 120000, None)]),
        ("50p a session", None, [("session", 50, None)]),
        ("£5 a session, first visit free", None, [("session", 500, None)]),
        ("£14.50 an hour; £60 a night", None, [("hour", 1450, None), ("night", 6000, None)]),
        ("Free", None, [("free", 0, None)]),
        (0, None, [("free", 0, None)]),
        ("no charge", "an hour", [("free", 0, None)]),
        ("£60 a day (6 hours)", None, [("day", 6000, None)]),
        ("£10 a session (2 hours)", "hour", [("session", 1000, None)]),
        ("£45 a night, min 2 hours", None, [("night", 4500, None)]),
        ("hourly £15", None, [("hour", 1500, None)]),
        ("£15p/h", None, [("hour", 1500, None)]),
        ("£15/hour, £25/hour at weekends", None, [("hour", 1500, 2500)]),
        ("14.50 hour", None, [("hour", 1450, None)]),
        ("£8 for 1 hour", None, [("hour", 800, None)]),
    ],
)
def test_price_is_read(price, unit, expected):
    costs = cells.read_costs(price, unit)
    assert [(cost.unit.value, cost.amount_pence, cost.amount_to_pence) for cost in costs] == expected


@pytest.mark.parametrize(
    ("price", "unit"),
    [
        ("ask us", "hour"),
        ("£5", None),
        ("-5", "hour"),
        ("1 2 3", "hour"),
        ("£20 for 2 hours", None),
        ("£20 per 2 hour session", None),
        ("£12 for half an hour", None),
        ("£7 for 1.5 hours", None),
        ("£15 an hour, £100 a night", None),
        ("14,50", "hour"),
        ("£" + "9" * 5_000, "hour"),
    ],
)
def test_price_that_cannot_be_read_is_told(price, unit):
    with pytest.raises(CellError):
        cells.read_costs(price, unit)


@pytest.mark.parametrize(
    "cell", ["1/5/2026", "01/05/2026", "1.5.2026", "1 May 2026", "1st May 2026", "2026-05-01", "May 2026",
             date(2026, 5, 1), datetime(2026, 5, 1, 9, tzinfo=UTC)],
)  # fmt: skip
def test_date_is_read_day_first(cell):
    assert cells.read_date(cell) == date(2026, 5, 1)


@pytest.mark.parametrize("cell", ["31/2/2026", "45000", "yesterday", "1/5", "5/2026/1", "1/1/0001",
                                  date(1900, 1, 1)])  # fmt: skip
def test_date_that_is_none_is_told(cell):
    with pytest.raises(CellError):
        cells.read_date(cell)


@pytest.mark.parametrize(
    ("cell", "number"),
    [("6", 6), ("6.5 hours", 6.5), (6.5, 6.5), ("about 8 miles", 8), ("1,500", 1500), ("full", 0)],
)
def test_number_is_read_out_of_words(cell, number):
    assert cells.read_number(cell) == number


@pytest.mark.parametrize("cell", ["", "many", "6 or 7", "-3"])
def test_number_that_is_none_is_told(cell):
    with pytest.raises(CellError):
        cells.read_number(cell)


@pytest.mark.parametrize("cell", [None, "", "  ", "-", "\u2013", "N/A", "none"])
def test_cell_that_says_nothing(cell):
    assert cells.is_nothing(cell)


def test_text_of_numbers_and_dates_is_as_people_write_it():
    assert cells.as_text(14.0) == "14"
    assert cells.as_text(datetime(2026, 5, 1, tzinfo=UTC).replace(tzinfo=None)) == "2026-05-01"
    assert cells.as_text(" a\u00a0b ") == "a b"
    with pytest.raises(CellError, match="too long"):
        cells.as_text("a" * 10_001)


def test_runs_of_blanks_in_a_text_are_one_blank_and_its_lines_stay():
    assert cells.as_text(" a \t\u00a0 b\r\n c \n \n\n d ") == "a b\nc\n\nd"


WEEKDAYS = ["mon", "tue", "wed", "thu", "fri"]


@pytest.mark.parametrize(
    ("days", "times", "expected_days", "expected_times"),
    [
        ("Mon\u2013Fri", "9am-1pm", WEEKDAYS, [(9, 13)]),
        ("weekdays", "9-5", WEEKDAYS, [(9, 17)]),
        ("Monday to Friday 9.00am to 1.00pm", "", WEEKDAYS, [(9, 13)]),
        ("Tuesdays and Thursdays 2-4pm", "", ["tue", "thu"], [(14, 16)]),
        ("Mon, Wed", "10:00\u201312:00", ["mon", "wed"], [(10, 12)]),
        ("Wednesday 10-1pm", "", ["wed"], [(10, 13)]),
        ("weekends", "noon-2pm", ["sat", "sun"], [(12, 14)]),
        ("Fri-Mon nights", "", ["mon", "fri", "sat", "sun"], [(22, 7)]),
        ("Mon 10pm-7am", "", ["mon"], [(22, 7)]),
        ("Thurs", "18:00-20:00", ["thu"], [(18, 20)]),
        ("Tues", "mornings", ["tue"], [(9, 12)]),
        ("every day", "24 hours", [*WEEKDAYS, "sat", "sun"], [(0, 0)]),
        ("Mon", "9am-11am; 1pm-3pm", ["mon"], [(9, 11), (13, 15)]),
        ("Mon 9am-11am, 1-3pm", "", ["mon"], [(9, 11), (13, 15)]),
        ("9am-1pm Mon-Fri", "", WEEKDAYS, [(9, 13)]),
        ("24 hours, 7 days a week", "", [*WEEKDAYS, "sat", "sun"], [(0, 0)]),
    ],
)
def test_timetable_is_read(days, times, expected_days, expected_times):
    found = read_timetable(days, times)
    assert list(dict.fromkeys(entry.day for entry in found)) == expected_days
    assert [
        (entry.opens_at.hour, entry.closes_at.hour) for entry in found if entry.day == expected_days[0]
    ] == (expected_times)


@pytest.mark.parametrize(
    "days",
    [
        "Mon-Fri 9-5, Sat 10am-2pm",
        "Mon-Fri 9-5 and Saturday 10am to 2pm",
        "9-5 Mon-Fri, 10am-2pm Sat",
        "weekdays all day, Sat 10am-2pm",
    ],
)
def test_each_time_belongs_to_the_days_beside_it(days):
    found = {(entry.day, entry.opens_at.hour, entry.closes_at.hour) for entry in read_timetable(days, "")}
    assert found == {*((day, 9, 17) for day in WEEKDAYS), ("sat", 10, 14)}


@pytest.mark.parametrize(
    ("days", "times"),
    [
        ("Mon", ""),
        ("not Sundays", "9-5"),
        ("Mon-Fri except Wed", "9-5"),
        ("Every day, closed Mondays", "9-5"),
        ("Blursday", "9-5"),
        ("", "9am-5pm"),
        ("Mon 25:00-26:00", ""),
        ("Mon", "7-9"),
        ("Mon 9", ""),
        ("Mon", "late"),
    ],
)
def test_timetable_that_cannot_be_read_is_told(days, times):
    with pytest.raises(CellError):
        read_timetable(days, times)


@given(st.text(alphabet="montuewdhfrisa 0123456789:-\u2013;to apm", max_size=40), st.text(max_size=12))
def test_any_timetable_is_read_or_told(days, times):
    with suppress(CellError):
        assert all(isinstance(entry.opens_at, time) for entry in read_timetable(days, times))


@example(float("nan"))
@example(float("inf"))
@example(1e300)
@given(st.one_of(st.text(max_size=40), st.floats(), st.integers(), st.booleans(), st.dates(), st.none()))
def test_any_cell_is_read_or_told(cell):
    for read in (
        cells.read_number,
        cells.read_whole_number,
        cells.read_date,
        cells.read_costs,
    ):
        with suppress(CellError):
            read(cell)


def choices(taxonomy):
    return make_choices(taxonomies.terms(taxonomy), taxonomies.thesaurus())


@pytest.mark.parametrize(
    ("text", "taxonomy", "codes"),
    [
        ("Swimming; Shopping", Taxonomy.SUPPORT_TYPE, ("swimming", "shopping")),
        ("swimming, SHOPPING\nGardening", Taxonomy.SUPPORT_TYPE, ("swimming", "shopping", "gardening")),
        ("Arts & crafts", Taxonomy.SUPPORT_TYPE, ("arts_crafts",)),
        ("personal_care", Taxonomy.SUPPORT_TYPE, ("personal_care",)),
        ("Handyman; DIY", Taxonomy.SUPPORT_TYPE, ()),
        (
            "LD; asperger's; older people",
            Taxonomy.CARE_GROUP,
            ("learning_disability", "autism", "older_people"),
        ),
        ("Gypsy, Roma and Traveller", Taxonomy.CULTURE, ("traveller",)),
        ("BSL, Farsi", Taxonomy.LANGUAGE, ("bsl", "persian")),
        ("DP; PHB", Taxonomy.FUNDING, ("direct_payment", "personal_health_budget")),
        ("PA", Taxonomy.KIND, ("personal_assistant",)),
        ("coop", Taxonomy.KIND, ("co_operative",)),
    ],
)
def test_choices_are_read(text, taxonomy, codes):
    if codes:
        assert read_choices(text, choices(taxonomy)) == codes
    else:
        with pytest.raises(CellError):
            read_choices(text, choices(taxonomy))


@pytest.mark.parametrize("taxonomy", list(Taxonomy))
def test_every_label_and_code_is_read_as_its_term(taxonomy):
    known = choices(taxonomy)
    for term in taxonomies.terms(taxonomy):
        assert read_choices(term.label, known) == read_choices(term.code, known) == (term.code,)


def test_misspelt_choice_is_told_with_the_nearest():
    with pytest.raises(CellError, match="Did you mean “Swimming”"):
        read_choices("Swimmng", choices(Taxonomy.SUPPORT_TYPE))


@pytest.mark.parametrize(
    ("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ")]
)
def test_columns_have_the_letters_of_spreadsheets(index, letters):
    assert column_letters(index) == letters
