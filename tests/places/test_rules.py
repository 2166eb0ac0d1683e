"""Postcodes as text, snapped points and distances."""

import math
import string
from datetime import date

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from marketplace.places.rules import (
    check_support,
    default_support,
    distance_miles,
    find_postcode_shapes,
    format_postcode,
    read_postcodes,
    snap_point,
)
from marketplace.places.schemas import DirectPaymentSupport
from search.documents import Point

LETTERS = st.sampled_from(string.ascii_uppercase)
DIGITS = st.sampled_from(string.digits)
SHAPES = st.sampled_from(["A9", "A99", "AA9", "AA99", "A9A", "AA9A"])


@st.composite
def postcodes(draw):
    shape = draw(SHAPES) + " 9AA"
    return "".join(draw(LETTERS) if each == "A" else draw(DIGITS) if each == "9" else each for each in shape)


@st.composite
def british_points(draw):
    return Point(draw(st.floats(49.9, 60.9)), draw(st.floats(-8.6, 1.8)))


@given(postcodes())
def test_reading_what_was_written_gives_the_postcode_back(postcode):
    assert read_postcodes(format_postcode(postcode))[0] == postcode
    assert read_postcodes(postcode)[0] == postcode


@given(postcodes(), st.lists(st.sampled_from([" ", "-", ".", "\t", "\u00a0"]), min_size=8, max_size=8))
def test_case_and_spacing_do_not_matter(postcode, gaps):
    squashed = postcode.replace(" ", "").lower()
    typed = "".join(letter + gap for letter, gap in zip(squashed, gaps, strict=False))
    assert read_postcodes(typed)[0] == postcode


@given(postcodes())
def test_o_for_zero_and_i_for_one_are_mended(postcode):
    typed = postcode.replace("0", "o").replace("1", "I")
    assume(any(letter.isdigit() for letter in typed))
    assert postcode in read_postcodes(typed)


@pytest.mark.parametrize(
    ("typed", "postcode"),
    [
        ("ba126aa", "BA12 6AA"),
        ("BA12 6A A", "BA12 6AA"),
        ("BA12-6AA", "BA12 6AA"),
        ("BAI2 6AA", "BA12 6AA"),
        ("sw1a1aa", "SW1A 1AA"),
        ("B1  1AA", "B1 1AA"),
        ("BA12", None),
        ("Melksham", None),
        ("all oil", None),
        ("", None),
        ("1234567", None),
        ("BA12 6AAA", None),
    ],
)
def test_postcode_is_read_as_it_is_meant(typed, postcode):
    assert next(iter(read_postcodes(typed)), None) == postcode


@given(st.text(max_size=300))
def test_no_text_makes_reading_a_postcode_fail(text):
    assert all(read_postcodes(found)[0] == found for found in read_postcodes(text)[:1])
    assert all(read_postcodes(each) for each in find_postcode_shapes(text))


def test_postcode_is_found_in_an_address():
    assert "SN12 6AA" in find_postcode_shapes("12 High Street, Melksham, SN12 6AA")
    assert "SN12 6AA" in find_postcode_shapes("Melksham sn126aa, Wiltshire")


@given(british_points())
def test_snapped_point_is_at_most_half_a_cells_diagonal_away(point):
    assert distance_miles(point, snap_point(point.latitude, point.longitude)) <= 0.445


@given(british_points())
def test_snapping_a_snapped_point_leaves_it_where_it_is(point):
    snapped = snap_point(point.latitude, point.longitude)
    assert snap_point(snapped.latitude, snapped.longitude) == snapped


@given(british_points(), st.floats(-0.49, 0.49), st.floats(-0.49, 0.49))
def test_every_point_of_a_cell_is_shown_as_the_same_point(point, up, right):
    """Whoever asks again and again, from wherever round it, gets one answer and can average nothing out."""
    snapped = snap_point(point.latitude, point.longitude)
    cell_width = 0.009 / math.cos(math.radians(snapped.latitude))
    other = Point(snapped.latitude + up * 0.009, snapped.longitude + right * cell_width)
    assert snap_point(other.latitude, other.longitude) == snapped


@given(st.floats(-90, 90), st.floats(-180, 180))
@example(90.0, 180.0)
@example(-90.0, -180.0)
def test_any_point_on_earth_can_be_snapped(latitude, longitude):
    snapped = snap_point(latitude, longitude)
    assert -90 <= snapped.latitude <= 90


@given(british_points(), british_points(), british_points())
def test_distance_is_a_distance(here, there, elsewhere):
    assert distance_miles(here, here) == 0
    assert distance_miles(here, there) == pytest.approx(distance_miles(there, here))
    detour = distance_miles(here, elsewhere) + distance_miles(elsewhere, there)
    assert distance_miles(here, there) <= detour + 1e-9


def test_distance_from_bath_to_bristol():
    assert distance_miles(Point(51.3751, -2.3617), Point(51.4552, -2.5966)) == pytest.approx(11.54, abs=0.02)


SUPPORT = DirectPaymentSupport(
    name="Wiltshire Centre for Independent Living",
    url="https://example.org/",
    source="The council's page",
    as_of=date(2026, 11, 1),
)


def test_good_facts_about_support_have_no_problems():
    assert check_support(SUPPORT, date(2026, 11, 22)) == []


@given(st.text(max_size=40), st.text(max_size=40))
def test_address_of_support_is_a_web_address_or_a_problem(url, name):
    assume(url)
    problems = check_support(
        DirectPaymentSupport(name=name, url=url, source="x", as_of=date(2026, 1, 1)), date(2026, 11, 22)
    )
    assert url.startswith(("http://", "https://")) or "url" in {problem.field for problem in problems}


def test_date_in_the_future_and_empty_name_are_problems():
    wrong = DirectPaymentSupport(name=" ", source="x", as_of=date(2027, 1, 1))
    assert [problem.field for problem in check_support(wrong, date(2026, 11, 22))] == ["name", "as_of"]


def test_without_a_council_the_default_names_none():
    support = default_support(None)
    assert support.is_national_default
    assert "{" not in support.description
