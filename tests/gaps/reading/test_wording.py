"""Numbers are said no more exactly than they are known."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.gaps.reading.schemas import Area, Gap, Reach, Show, Sure
from marketplace.gaps.reading.wording import rules
from marketplace.gaps.schemas import GapGroup, NeedSource, Unit
from search.documents import Point

COUNTED, ESTIMATED = NeedSource.COUNCIL, NeedSource.ESTIMATE


def gap(value=3.0, low=2.0, high=6.0, sure=Sure.SURE, people=183.0, source=ESTIMATED):
    return Gap(
        group=GapGroup.DEMENTIA, area=Area(code="a", name="Melksham north", point=Point(51, -2)),
        people=people, source=source, reach=Reach(value=value, low=low, high=high), usual=41.2,
        short_people=100, sure=sure,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("people", "source", "words"),
    [
        (183, ESTIMATED, "about 180 people"),
        (183, COUNTED, "183 people"),
        (1, COUNTED, "fewer than 5 people"),
        (4.9, ESTIMATED, "fewer than 5 people"),
        (6, ESTIMATED, "about 5 people"),
        (37.6, ESTIMATED, "about 40 people"),
        (12_345, ESTIMATED, "about 12,000 people"),
        (12_345, COUNTED, "12,345 people"),
    ],
)
def test_people(people, source, words):
    assert rules.people_words(people, source) == words


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"),
        (0.009, "under 0.01"),
        (0.01, "0.01"),
        (0.264, "0.26"),
        (0.996, "1"),
        (3.4, "3.5"),
        (9.8, "10"),
        (41.2, "41"),
        (1234, "1,200"),
        (1e9, "1,000,000,000"),
    ],
)
def test_amounts_have_few_figures(value, shown):
    assert rules.number(value) == shown


@given(st.floats(1e-6, 1e6), st.floats(1e-6, 1e6))
def test_what_is_something_is_never_said_to_be_nothing(value, other):
    assert rules.number(value) not in {"", "0"}
    assert rules.rounded(max(value, other)) >= rules.rounded(min(value, other))


def test_a_gap_says_who_what_and_what_is_usual():
    said = rules.gap_words(gap(), Unit.HOURS)
    assert (
        said == "About 180 people. For each 100 of them: 3 free hours a week. Half of England has 41 or more."
    )
    assert rules.gap_words(gap(value=1.0), Unit.PLACES).split(". ")[1] == "For each 100 of them: 1 free place"


def test_nothing_at_all_is_said_as_such():
    assert "Nobody with free hours reaches them." in rules.gap_words(gap(value=0), Unit.HOURS)
    assert "No free place is in reach." in rules.gap_words(gap(value=0), Unit.PLACES)


def test_how_sure_it_is_has_its_reason():
    assert rules.sure_words(gap()) == "Sure: too little by every count"
    assert rules.sure_words(gap(sure=Sure.UNSURE)).startswith("Not sure")
    sure = rules.sure_reason(Reach(value=3, low=2, high=6), 41, Sure.SURE)
    assert (
        "it is 2 at the least, with half as much again 6 at the most. Half of England has 41 or more. This is"
        in sure
    )
    assert "there is as much here" in rules.sure_reason(Reach(value=3, low=2, high=60), 41, Sure.UNSURE)
    assert "as much as half of England" in rules.sure_reason(Reach(value=50, low=2, high=60), 41, Sure.UNSURE)
    assert rules.usual_words(0) == "Half of England has none either."


def test_a_range_of_one_number_is_that_number():
    assert rules.reach_words(Reach(value=3, low=3, high=3)) == "3"
    assert rules.reach_words(Reach(value=3, low=2, high=6)) == "3 (2 to 6)"


def test_every_choice_has_words():
    assert len({rules.show_words(show) for show in Show}) == len(Show)
    assert len({rules.source_words(source) for source in NeedSource}) == len(NeedSource)
    assert len({rules.unit_words(unit) + rules.per_hundred_words(unit) for unit in Unit}) == len(Unit)


def test_days_times_and_lists():
    moment = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    assert rules.day_words(moment) == "2 July 2026"
    assert rules.time_words(moment) == "00:30"
    assert rules.month_words(date(2026, 6, 1)) == "June 2026"
    assert rules.join_words(["a", "b", "c"]) == "a, b and c"
    assert rules.join_words(["a"]) == "a"
