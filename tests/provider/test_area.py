"""What a provider covers, in a sentence and as a drawing."""

import pytest
from msgspec.structs import replace

from marketplace.listings.schemas import ServiceArea
from marketplace.places.rules import snap_point
from marketplace.provider.area.rules import about, area_sentence
from marketplace.provider.area.service import show_area
from tests.factories.listings import make_activity, make_personal_assistant


@pytest.mark.parametrize(
    ("number", "said"), [(1, 1), (20, 20), (21, 21), (104, 100), (899, 900), (996, 1_000), (22_827, 23_000)]
)
def test_large_counts_are_said_to_two_digits(number, said):
    assert about(number) == said


@pytest.mark.parametrize(
    ("towns", "postcodes", "sentence"),
    [
        (("Devizes", "Melksham"), 912, "This covers Devizes, Melksham and about 910 postcodes."),
        ((), 1, "This covers 1 postcode."),
        ((), 7, "This covers 7 postcodes."),
        (tuple("ABCDEF"), 12_345, "This covers A, B, C, D, other places and about 12,000 postcodes."),
    ],
)
def test_area_is_said_in_a_sentence(towns, postcodes, sentence):
    assert area_sentence(towns, postcodes) == sentence


async def test_radius_is_drawn_round_the_public_point(gazetteer):
    view = await show_area(make_personal_assistant(), gazetteer)
    assert view.sentence.startswith("This covers Trowbridge, Chippenham, Melksham")
    assert view.map.ring > 100
    assert view.map.soft_middle


async def test_base_is_not_drawn_where_it_is(gazetteer):
    """Two bases of one square kilometre give the very same drawing."""
    sample = gazetteer.postcodes_of("E06000054")
    by_point = {}
    for index in range(400):
        point = snap_point(float(sample.latitudes[index]), float(sample.longitudes[index]))
        by_point.setdefault(point, []).append(sample.postcode(index))
    first, *_others, last = max(by_point.values(), key=len)
    drawings = [
        await show_area(make_personal_assistant(area=ServiceArea(base_postcode=base, miles=8.0)), gazetteer)
        for base in (first, last)
    ]
    assert drawings[0] == drawings[1] is not None


async def test_districts_are_drawn_without_a_circle(gazetteer):
    view = await show_area(make_personal_assistant(area=ServiceArea(named=("SN12", "BA14"))), gazetteer)
    assert view.map.ring is None
    assert view.covered.startswith("M")
    assert "Melksham" in view.sentence


async def test_miles_are_measured_from_a_venue(gazetteer):
    view = await show_area(make_activity(area=ServiceArea(miles=3.0)), gazetteer)
    assert not view.map.soft_middle
    assert "Trowbridge" in view.sentence


@pytest.mark.parametrize(
    "area",
    [None, ServiceArea(), ServiceArea(base_postcode="nonsense", miles=8.0), ServiceArea(named=("ZZ9",)),
     ServiceArea(base_postcode="SN12", miles=8.0)],
)  # fmt: skip
async def test_area_that_says_nothing_known_is_not_drawn(gazetteer, area):
    assert await show_area(replace(make_personal_assistant(), area=area), gazetteer) is None
