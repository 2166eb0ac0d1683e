"""Every value has one shade, the worst is the darkest, and names on the map lie on nothing."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from marketplace.gaps.reading.drawing import rules
from marketplace.gaps.reading.drawing.schemas import MapPin

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


def test_names_lie_beside_each_other_and_beside_pins():
    pin = MapPin(number=1, label="1", href="#g1", x=500, y=500)
    spots = [("Melksham", 500.0, 500.0), ("Trowbridge", 520.0, 560.0), ("Mere", 20.0, 990.0)]
    texts = rules.place_texts(spots, [pin], 1000, 1000, 28)
    assert "Trowbridge" in {text.text for text in texts}
    assert all(0 < text.x < 1000 and 0 < text.y < 1000 for text in texts)


def test_a_bar_is_never_longer_than_the_longest():
    assert [rules.hundredths(value, 50) for value in (0, 25, 50, 70, -1)] == [0, 50, 100, 100, 0]
    assert rules.hundredths(5, 0) == 0
