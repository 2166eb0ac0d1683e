"""What is worth more than what."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import ranking
from search.documents import LAPSED
from search.ranking import (
    Spelling,
    area_points,
    place_points,
    quality,
    second_look,
    standing_points,
    text_points,
)

qualities = st.builds(quality, st.sampled_from(Spelling), st.integers(0, 3))


def place(miles, *, at_hand=False, by_radius=False, area=0.0):
    return float(
        place_points(np.array([miles]), np.array([at_hand]), np.array([by_radius]), np.array([float(area)]))[
            0
        ]
    )


def text(*found):
    return float(text_points([np.array([one], np.uint8) for one in found])[0])


def test_the_parts_of_a_text_make_one():
    parts = ranking.WORD + ranking.SPELT + ranking.FIELD + ranking.CLOSE + ranking.EXACT
    assert parts == pytest.approx(1)
    best = [np.array([ranking.HIGHEST_QUALITY], np.uint8)] * 3
    whole = text_points(best) + second_look(best, np.ones(1), np.ones(1))
    assert whole[0] == pytest.approx(1)


@given(qualities, qualities)
def test_a_greater_quality_is_never_worth_less_in_the_same_field(one, other):
    if one % 4 == other % 4 and one >= other:
        assert text(one) >= text(other)


@given(st.lists(qualities, min_size=1, max_size=5))
def test_a_text_is_between_nought_and_one(found):
    assert 0 <= text(*found) <= 1


@given(qualities, qualities)
def test_two_words_found_are_worth_more_than_one(one, other):
    assert text(one, other) > text(one, 0)


@pytest.mark.parametrize("miles", [0.1, 3, 10, 25])
def test_a_local_service_comes_before_a_national_one(miles):
    national = place(float("nan"), area=area_points("E92000001"))
    national_next_door = place(0.0, area=area_points("E92000001"))
    assert place(miles, by_radius=True) > national_next_door
    assert place(miles, at_hand=True) > national
    assert place(200.0, by_radius=True) < place(20.0, at_hand=True)


@given(st.floats(0, 500), st.floats(0, 500))
def test_nearer_is_never_worth_less(one, other):
    near, far = sorted((one, other))
    for how in ({"at_hand": True}, {"by_radius": True}, {"area": 0.6}):
        assert place(near, **how) >= place(far, **how)


def test_a_district_says_more_than_a_council_and_a_council_more_than_a_nation():
    worths = [area_points(area) for area in ("SN12", "E06000054", "E12000009", "E92000001", "K02000001")]
    assert worths == sorted(worths, reverse=True)
    assert len(set(worths)) == len(worths)


def test_free_time_and_freshness_are_worth_a_little():
    free, days = np.array([0.0, 5.0, 10.0, 99.0, 0.0, 0.0]), np.array([0, 0, 0, 0, 200, 4000])
    points = standing_points(free, days)
    assert points[0] < points[1] < points[2] == points[3]
    assert points[0] > points[4] > points[5] == 0
    assert points.max() <= ranking.FREE + ranking.FRESH


def test_what_nobody_confirms_any_more_loses_as_much_as_a_place_is_worth():
    days = np.array([3_000, (date(2026, 11, 22) - LAPSED).days])
    old, lapsed = standing_points(np.full(2, 10.0), days)
    assert old - lapsed == pytest.approx(ranking.LAPSED_COSTS)
    assert pytest.approx(ranking.PLACE) == ranking.LAPSED_COSTS


def test_what_lies_in_the_future_is_fresh():
    assert standing_points(np.zeros(1), np.array([-5]))[0] == pytest.approx(ranking.FRESH)
