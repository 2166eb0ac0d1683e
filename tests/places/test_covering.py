"""What an area holds, against a plain count over all postcodes of the United Kingdom."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.documents import Point

MELKSHAM = Point(51.37, -2.14)
WILTSHIRE, WALES = "E06000054", "W92000004"


@pytest.fixture(scope="module")
def everywhere(gazetteer):
    return gazetteer.postcodes_of()


def count_plainly(sample, point, miles):
    """Great-circle distance by the cosine rule, one after the other."""
    latitudes, longitudes = (
        np.radians(sample.latitudes.astype(float)),
        np.radians(sample.longitudes.astype(float)),
    )
    here, there = math.radians(point.latitude), math.radians(point.longitude)
    cosines = np.sin(here) * np.sin(latitudes) + np.cos(here) * np.cos(latitudes) * np.cos(longitudes - there)
    distances = np.arccos(np.clip(cosines, -1, 1)) * 6_371_008.8 / 1_609.344
    return int((distances <= miles).sum())


@pytest.mark.parametrize("point", [MELKSHAM, Point(50.1, -5.3), Point(60.15, -1.15), Point(51.5, -0.12)])
@pytest.mark.parametrize("miles", [0.5, 6, 31, 100])
def test_postcodes_in_a_circle_are_all_counted(gazetteer, everywhere, point, miles):
    covered = gazetteer.cover_area(point, miles, ())
    plainly = count_plainly(everywhere, point, miles)
    found = covered.postcodes if covered else 0
    assert abs(found - plainly) <= max(2, plainly * 1e-5)


def test_postcodes_of_a_council_are_all_counted(gazetteer):
    assert gazetteer.cover_area(None, 0, (WILTSHIRE,)).postcodes == len(gazetteer.postcodes_of(WILTSHIRE))


def test_postcodes_of_a_district_are_those_that_begin_with_it(gazetteer, everywhere):
    names = [
        everywhere.postcode(index)
        for index in np.flatnonzero(
            (abs(everywhere.latitudes - 51.37) < 0.3) & (abs(everywhere.longitudes + 2.14) < 0.4)
        )
    ]
    expected = sum(name.startswith("SN12 ") for name in names)
    assert gazetteer.cover_area(None, 0, ("SN12",)).postcodes == expected > 500


def test_what_lies_in_two_areas_counts_once(gazetteer):
    alone = gazetteer.cover_area(None, 0, (WILTSHIRE,))
    both = gazetteer.cover_area(MELKSHAM, 3, ("SN12", WILTSHIRE))
    assert both.postcodes == alone.postcodes


def test_towns_are_those_whose_middle_is_covered_biggest_first(gazetteer):
    covered = gazetteer.cover_area(MELKSHAM, 6, ())
    assert [town.name for town in covered.towns][:2] == ["Trowbridge", "Melksham"]


def test_nation_holds_its_councils(gazetteer):
    covered = gazetteer.cover_area(None, 0, (WALES,))
    assert covered.towns[0].name == "Cardiff"
    assert len(covered.cells.cells) <= 2_500


@pytest.mark.parametrize(
    ("point", "miles", "named"),
    [
        (None, 0, ()), (None, 5, ()), (MELKSHAM, 0, ()), (None, 0, ("ZZ9",)), (Point(40.0, -20.0), 5, ()),
        (None, 0, ("X" * 9,)),
    ],
)  # fmt: skip
def test_area_without_people_is_none(gazetteer, point, miles, named):
    assert gazetteer.cover_area(point, miles, named) is None


@settings(max_examples=25, deadline=None)
@given(
    st.floats(50.5, 53), st.floats(-3, 0), st.floats(0.5, 20), st.floats(0, 10),
    st.sets(st.sampled_from(["SN12", "BA14", "BS1", "OX1"])),
)  # fmt: skip
def test_more_miles_and_more_areas_never_hold_less(gazetteer, latitude, longitude, miles, more, named):
    def count(miles, named):
        covered = gazetteer.cover_area(Point(latitude, longitude), miles, named)
        return covered.postcodes if covered else 0

    assert count(miles, ()) <= count(miles + more, ()) <= count(miles + more, named)


def test_cells_hold_each_postcode_once(gazetteer):
    covered = gazetteer.cover_area(MELKSHAM, 10, ("BS1",))
    assert sum(cell.postcodes for cell in covered.cells.cells) == covered.postcodes
