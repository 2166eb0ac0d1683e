"""The table of rates: whole, dated, with its sources; and which of them hold when."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.people.pools.planning.saying.law.rules import source_words
from marketplace.pooling.planning.rates.repository import list_rates
from marketplace.pooling.planning.rates.rules import rates_on
from marketplace.pooling.planning.rates.schemas import Rates

YEARS = ["2024-25", "2025-26", "2026-27"]
UNITS = {"pence", "ten_thousandths", "tenths", "days"}
FIGURES = set(Rates.__struct_fields__) - {"tax_year", "until_on", "is_late", "sources", "read_on"}


def test_every_year_has_every_figure_once():
    rows = list_rates()
    assert sorted((row.tax_year, row.code) for row in rows) == sorted(
        (year, code) for year in YEARS for code in FIGURES
    )


def test_every_row_says_where_and_when_it_was_read():
    for row in list_rates():
        assert row.source.startswith(("https://www.gov.uk/", "https://www.moneyhelper.org.uk/"))
        assert row.read_on >= row.from_on
        assert row.unit in UNITS
        assert row.value >= 0


def test_every_source_is_called_by_what_stands_there():
    for row in list_rates():
        assert not source_words(row.source).startswith("https:")


def test_no_day_is_left_out_or_counted_twice():
    for code in FIGURES:
        rows = sorted((row for row in list_rates() if row.code == code), key=lambda row: row.from_on)
        assert all(later.from_on == earlier.until_on + timedelta(days=1) for earlier, later in pairwise(rows))
        assert all(row.from_on < row.until_on for row in rows)


@given(st.dates(date(2024, 4, 6), date(2027, 3, 31)))
def test_on_every_day_of_the_table_each_figure_is_the_one_of_that_day(day):
    rates = rates_on(list_rates(), day)
    assert not rates.is_late
    for row in list_rates():
        if row.from_on <= day <= row.until_on:
            assert getattr(rates, row.code) == row.value


@pytest.mark.parametrize(
    ("day", "tax_year", "is_late"),
    [
        (date(2025, 4, 5), "2024-25", False),
        (date(2025, 4, 6), "2025-26", False),
        (date(2026, 11, 22), "2026-27", False),
        (date(2027, 3, 31), "2026-27", False),
        (date(2027, 4, 1), "2026-27", True),
        (date(2040, 1, 1), "2026-27", True),
    ],
)
def test_a_day_after_the_table_gets_its_newest_figures_and_is_told(day, tax_year, is_late):
    rates = rates_on(list_rates(), day)
    assert (rates.tax_year, rates.is_late) == (tax_year, is_late)


def test_thresholds_of_a_week_and_of_a_year_belong_together():
    for day in (date(2024, 9, 1), date(2025, 9, 1), date(2026, 9, 1)):
        rates = rates_on(list_rates(), day)
        for week, year in (
            (rates.insurance_from_week, rates.insurance_from_year),
            (rates.pension_trigger_week, rates.pension_trigger_year),
        ):
            assert abs(52 * week - year) < 52_00
