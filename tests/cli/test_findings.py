"""What the doctor found is said in plain words, and only what is wrong fails the command."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.cli.findings import Finding, entries, how_long, sum_up, waiting

FINE, NOTE, WRONG = Finding("a", "x"), Finding("b", "x", is_note=True), Finding("c", "x", is_wrong=True)


@pytest.mark.parametrize(
    ("findings", "said"),
    [
        ([FINE], "Everything is as it should be."),
        ([FINE, NOTE], "Nothing is wrong; 1 needs a look."),
        ([NOTE, NOTE], "Nothing is wrong; 2 need a look."),
        ([FINE, WRONG], "1 of 2 things is wrong."),
        ([WRONG, WRONG, NOTE], "2 of 3 things are wrong, 1 needs a look."),
        ([Finding("d", "x", is_wrong=True, is_note=True)], "1 of 1 things is wrong."),
    ],
)
def test_the_last_line_counts(findings, said):
    assert sum_up(findings) == said


def test_each_line_begins_with_how_bad_it_is():
    assert [each.mark for each in (FINE, NOTE, WRONG)] == ["ok", "look", "WRONG"]


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(), "less than a minute"),
        (timedelta(seconds=60), "1 minute"),
        (timedelta(minutes=59, seconds=59), "59 minutes"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(hours=47), "1 day"),
        (timedelta(days=1_200), "1,200 days"),
    ],
)
def test_a_time_is_said_in_whole_units(span, said):
    assert how_long(span) == said


@given(st.integers(0, 10**6))
def test_one_is_no_plural(count):
    assert waiting(count).endswith("waits") is (count < 2)
    assert entries(count).endswith("listings and pools") is (count != 1)
