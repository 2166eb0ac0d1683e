"""Laws of how areas are made, named and drawn."""

import re
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.gaps.areas.cells import rules as cells
from marketplace.gaps.areas.drawing import rules as drawing
from marketplace.gaps.areas.naming.rules import Spot, name_areas
from marketplace.gaps.areas.schemas import NewArea
from marketplace.places.schemas import PlaceKind, Town


def points(seed, count, spread):
    random = np.random.default_rng(seed)
    return 51.3 + random.normal(0, spread, count), -2.1 + random.normal(0, spread, count)


@pytest.mark.parametrize(("count", "spread"), [(1, 0.1), (40, 0.01), (3_000, 0.02), (3_000, 0.3)])
def test_every_postcode_lies_in_one_area_and_no_area_is_small_unless_all_are(count, spread):
    latitudes, longitudes = points(7, count, spread)
    grouping = cells.group_postcodes(latitudes, longitudes)
    sizes = np.bincount(grouping.area_of, minlength=len(grouping.cells))
    assert sizes.sum() == count
    assert 1 <= len(grouping.cells) <= cells.MOST_CELLS
    assert len(grouping.cells) == 1 or sizes.min() >= cells.FEWEST_POSTCODES
    flat = [cell for each in grouping.cells for cell in each]
    assert len(set(flat)) == len(flat)


def test_the_same_postcodes_in_another_order_make_the_same_areas():
    latitudes, longitudes = points(7, 2_000, 0.1)
    order = np.random.default_rng(1).permutation(2_000)
    first = cells.group_postcodes(latitudes, longitudes)
    second = cells.group_postcodes(latitudes[order], longitudes[order])
    assert first.cells == second.cells
    assert np.array_equal(first.area_of[order], second.area_of)


def town(name, latitude, longitude, people=1_000, district="SN12"):
    return Town(
        label=f"{name}, {district}",
        kind=PlaceKind.TOWN,
        latitude=latitude,
        longitude=longitude,
        district=district,
        name=name,
        population=people,
    )


def test_names_say_what_lies_in_an_area_or_which_way_it_is():
    spots = [Spot(51.37, -2.13, "SN12"), Spot(51.40, -2.13, "SN12"), Spot(51.09, -2.27, "BA12")]
    towns = [town("Melksham", 51.37, -2.13, 20_000), town("Mere", 51.10, -2.28, 3_000, "BA12")]
    assert name_areas(spots, towns, [0, None]) == ["Melksham", "Melksham north", "around Mere"]


def test_parts_of_a_large_town_say_their_postcode_district():
    spots = [Spot(51.45 + n * 0.01, -2.58, "BS5" if n < 6 else "BS6") for n in range(12)]
    names = name_areas(spots, [town("Bristol", 51.46, -2.58, 480_000, "BS1")], [1])
    assert len(set(names)) == 12
    assert all(re.match(r"Bristol BS[56]\b", name) for name in names)
    assert "Bristol BS5 centre" in names


def test_two_towns_of_one_name_say_their_district_and_no_town_gives_a_number():
    spots = [Spot(51.0, -2.0, "BA1"), Spot(52.0, -2.0, "GL1")]
    towns = [town("Weston", 51.0, -2.0, district="BA1"), town("Weston", 52.0, -2.0, district="GL1")]
    assert name_areas(spots, towns, [0, 1]) == ["Weston (BA1)", "Weston (GL1)"]
    assert name_areas(spots, [], []) == ["Area 1", "Area 2"]


def grid_areas(wiggle):
    """Four squares with a wiggly border each."""
    steps = np.linspace(0, 1, 30)

    def border(start, end, salt):
        random = np.random.default_rng(salt)
        bend = np.concatenate([[0], random.uniform(-wiggle, wiggle, len(steps) - 2), [0]])
        (x1, y1), (x2, y2) = start, end
        return [
            (round(x1 + (x2 - x1) * t + (y2 - y1) * b, 5), round(y1 + (y2 - y1) * t + (x2 - x1) * b, 5))
            for t, b in zip(steps, bend, strict=True)
        ]

    def line(start, end):
        if start > end:
            return line(end, start)[::-1]
        return border(start, end, start[0] + 3 * start[1] + 9 * end[0] + 27 * end[1])

    areas = []
    for x in (0, 1):
        for y in (0, 1):
            corners = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)]
            ring = [corners[0]]
            for start, end in pairwise(corners):
                ring += line(start, end)[1:]
            areas.append(
                NewArea(
                    code=f"{x}{y}",
                    name="",
                    latitude=0,
                    longitude=0,
                    postcodes=1,
                    districts=(),
                    polygons=((tuple(ring),),),
                )
            )
    return areas


def corners_of(path):
    numbers = [int(number) for number in re.findall(r"-?\d+", path)]
    x, y = numbers[:2]
    corners = [(x, y)]
    for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
        x, y = x + dx, y + dy
        corners.append((x, y))
    return corners


def edges_of(path):
    corners = corners_of(path)
    return {frozenset(each) for each in zip(corners, [*corners[1:], corners[0]], strict=True)}


@pytest.mark.parametrize("most", [10, 60, 10_000])
def test_neighbours_share_their_simplified_border(most):
    areas = grid_areas(0.1)
    box = drawing.box_around(areas)
    paths = drawing.draw(areas, box, most)
    shared = edges_of(paths["00"]) & edges_of(paths["10"])
    assert shared
    corners = {corner for path in paths.values() for corner in corners_of(path)}
    assert len(corners) <= max(most, 20)
    # Each edge inside belongs to two areas, each one outside to one.
    counts = {}
    for path in paths.values():
        for edge in edges_of(path):
            counts[edge] = counts.get(edge, 0) + 1
    assert set(counts.values()) <= {1, 2}


@settings(max_examples=50)
@given(st.floats(-6.0, 1.5), st.floats(50.0, 55.5), st.floats(0.0001, 2.0))
def test_a_box_is_as_large_as_agreed_wherever_it_lies(west, south, size):
    ring = ((west, south), (west + size, south), (west + size, south + size / 3), (west, south))
    area = NewArea(code="A", name="", latitude=0, longitude=0, postcodes=1, districts=(), polygons=((ring,),))
    box = drawing.box_around([area])
    assert max(box.width, box.height) == drawing.LONGER_SIDE
    for corner in corners_of(drawing.draw([area], box)["A"]):
        assert 0 <= corner[0] <= box.width
        assert 0 <= corner[1] <= box.height
