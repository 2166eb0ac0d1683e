"""Every value has one shade, the worst is the darkest, and names on the map lie on nothing."""

import math
from itertools import combinations, pairwise
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from marketplace.gaps.areas.schemas import AreaMap
from marketplace.gaps.reading.drawing import rules
from marketplace.gaps.reading.drawing.schemas import MapPin, PinSpot
from marketplace.gaps.reading.schemas import Reach
from search.documents import Point

values = st.lists(st.floats(0, 5000, allow_nan=False), max_size=60)


def test_access_is_measured_by_englands_middle():
    scale = rules.scale_of_access([], 40)
    assert [band.words for band in scale.legend] == ["none", "under 20", "20 to 40", "40 to 80", "80 or more"]
    assert [scale.shade(value) for value in (0, 0.1, 19.9, 20, 39.9, 40, 80, 500)] == [4, 3, 3, 2, 2, 1, 0, 0]
    assert scale.shade(None) is None


def test_most_people_is_the_darkest():
    scale = rules.scale_of_people([10, 20, 30, 40, 50, 100, 200, 400])
    assert scale.shade(0) == 0
    assert scale.shade(400) == 4
    assert scale.legend[0].words.endswith("or more")


def test_counts_of_askers_have_the_same_steps_everywhere():
    scale = rules.scale_of_counts()
    assert [scale.shade(count) for count in (0, 4, 5, 9, 10, 20, 50)] == [0, 0, 1, 1, 2, 3, 4]


def test_groups_are_counted_in_five_steps():
    assert [rules.scale_of_groups().shade(count) for count in range(10)] == [0, 1, 1, 2, 2, 3, 3, 4, 4, 4]


@given(values, st.one_of(st.none(), st.floats(0, 100)))
def test_a_greater_value_is_never_a_worse_access(found, usual):
    for scale in (rules.scale_of_access(found, usual), rules.scale_of_supply(found)):
        shades = [scale.shade(value) for value in sorted(found)]
        assert all(one >= other for one, other in pairwise(shades))
        assert scale.shade(0) == 4
        assert len({band.words for band in scale.bands}) == len(scale.bands)


@given(values)
def test_more_people_are_never_lighter(found):
    scale = rules.scale_of_people(found)
    shades = [scale.shade(value) for value in sorted(found)]
    assert all(one <= other for one, other in pairwise(shades))
    assert all(0 <= band.shade <= 4 for band in scale.bands)


def test_areas_of_one_shade_are_one_path_with_the_worst_on_top():
    layers = rules.layers_of(
        {"a": 4, "b": 0, "c": 4}, {"a": "M1 1z", "b": "M2 2z", "c": "M3 3z", "d": "M4 4z"}
    )
    assert [(layer.shade, layer.path) for layer in layers] == [
        (None, "M4 4z"), (0, "M2 2z"), (4, "M1 1zM3 3z"),
    ]  # fmt: skip


def area_map(**paths):
    return AreaMap(
        set_id=UUID(int=1), width=1000, height=500, south=51.0, west=-2.5, north=51.5, east=-2.0, paths=paths
    )


def test_names_lie_beside_each_other_and_beside_pins():
    pin = MapPin(number=1, label="1", href="#g1", x=500, y=500)
    spots = [("Melksham", 500.0, 500.0), ("Trowbridge", 520.0, 560.0), ("Mere", 20.0, 990.0)]
    texts = rules.place_texts(spots, [pin], 1000, 1000)
    assert "Trowbridge" in {text.text for text in texts}
    assert all(0 < text.x < 1000 and 0 < text.y < 1000 for text in texts)


@given(st.lists(st.tuples(st.floats(51.0, 51.5), st.floats(-2.5, -2.0)), max_size=5))
def test_no_pin_covers_another_or_leaves_the_map(points):
    pins = [PinSpot(number=at, label="", href="", point=Point(*point)) for at, point in enumerate(points, 1)]
    placed = rules.place_pins(area_map(), pins, 1092, 592)
    assert [pin.number for pin in placed] == [pin.number for pin in pins]
    assert all(30 <= pin.x <= 1062 and 30 <= pin.y <= 562 for pin in placed)
    spots = [(pin.x, pin.y) for pin in placed]
    assert all(math.dist(one, other) > 60 for one, other in combinations(spots, 2))


def test_a_map_has_shades_names_and_a_step_for_what_is_not_known():
    drawn = rules.draw_map(
        area_map(a="M0 0z", b="M9 9z"), {"a": 4}, rules.scale_of_counts(), title="Map", description="",
        towns=[("Melksham", Point(51.37, -2.14))],
    )  # fmt: skip
    assert [(layer.shade, layer.path) for layer in drawn.layers] == [(None, "M9 9z"), (4, "M0 0z")]
    assert drawn.has_unknown
    assert [text.text for text in drawn.texts] == ["Melksham"]


@given(st.floats(0, 100), st.floats(0, 100), st.floats(0, 100), st.floats(0, 100))
def test_a_range_holds_its_number_and_fits(one, two, three, usual):
    low, value, high = sorted((one, two, three))
    view = rules.range_view(Reach(value=value, low=low, high=high), usual)
    assert 0 <= view.low <= view.value <= view.high <= 100
    assert 0 <= view.usual <= 100


def test_a_bar_is_never_longer_than_the_longest():
    assert [rules.hundredths(value, 50) for value in (0, 25, 50, 70, -1)] == [0, 50, 100, 100, 0]
    assert rules.hundredths(5, 0) == 0
