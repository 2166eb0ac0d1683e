"""Who reaches whom."""

import numpy as np
import pytest

from marketplace.councils.schemas import TravelMode
from marketplace.gaps.access.schemas import Band
from marketplace.gaps.supply import rules
from marketplace.gaps.supply.reach.rules import (
    blocks,
    named_shares,
    same_reach,
    square_distances,
    weigh_block,
)
from marketplace.gaps.supply.reach.schemas import Block
from tests.factories.gaps_supply import MILE, make_supply, make_terrain

HERE = (51.3, -2.1)


def north(miles):
    return (HERE[0] + miles * MILE, HERE[1])


def weights(supply, terrain, factor=1.0):
    """All weights at once, listings by areas."""
    block = Block(listings=np.arange(len(supply)), areas=np.arange(len(terrain)))
    return weigh_block(supply, terrain, block, square_distances(supply, terrain, block), factor)


def test_who_travels_reaches_all_of_their_area_alike():
    terrain = make_terrain([north(0.1), north(7.9), north(8.1)])
    assert weights(make_supply({"point": HERE, "miles": 8}), terrain).tolist() == [[1, 1, 0]]


def test_the_edge_of_a_travel_area_belongs_to_it():
    terrain = make_terrain([HERE, HERE])
    assert weights(make_supply({"point": HERE, "miles": 1e-9}), terrain).tolist() == [[1, 1]]


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        (TravelMode.WALKING, [1, 0.68, 0.22, 0, 0, 0, 0]),
        (TravelMode.BUS, [1, 1, 1, 0.68, 0.22, 0, 0]),
        (TravelMode.CAR, [1, 1, 1, 1, 0.68, 0.22, 0]),
    ],
)
def test_people_reach_a_venue_by_bands_that_depend_on_how_they_travel(mode, expected):
    terrain = make_terrain(
        [north(d) for d in (0.4, 0.9, 1.4, 2.9, 4.9, 9.9, 10.1)], modes={"E06000054": mode}
    )
    assert weights(make_supply({"point": HERE, "is_venue": True}), terrain)[0].tolist() == expected


def test_the_people_of_each_council_travel_in_their_own_way():
    terrain = make_terrain(
        [north(0.1), north(4), north(-4)], ["E06000054", "E06000054", "E06000022"],
        modes={"E06000022": TravelMode.WALKING},
    )  # fmt: skip
    assert weights(make_supply({"point": HERE, "is_venue": True}), terrain).tolist() == [[1, 0.22, 0]]


def test_a_place_that_also_travels_reaches_by_the_better_of_both():
    terrain = make_terrain([north(0.1), north(4), north(4.9)])
    found = weights(make_supply({"point": HERE, "is_venue": True, "miles": 4.5}), terrain)
    assert found.tolist() == [[1, 1, 0.22]]


def test_the_nearest_area_is_reached_by_whoever_goes_no_further_than_a_mile():
    terrain = make_terrain([north(2.5), north(3)])
    assert weights(make_supply({"point": HERE, "miles": 1}), terrain).tolist() == [[1, 0]]
    assert weights(make_supply({"point": north(9), "miles": 1}), terrain).tolist() == [[0, 0]]


def test_of_a_named_district_each_area_counts_by_its_share():
    terrain = make_terrain(
        [north(0), north(1), north(2)],
        districts=[("SN12", 0, 1.0), ("SN12", 1, 0.25), ("BA14", 1, 0.75), ("BA14", 2, 0.4)],
    )
    found = weights(
        make_supply({"named": ("SN12",)}, {"named": ("BA14", "SN12")}, {"named": ("ZZ1",)}), terrain
    )
    assert found.tolist() == [[1, 0.25, 0], [1, 1, 0.4], [0, 0, 0]]


def test_councils_and_england_are_reached_whole_and_scotland_is_not_here():
    terrain = make_terrain([north(0), north(1)], ["E06000054", "E06000022"])
    supply = make_supply({"named": ("E06000022",)}, {"named": (rules.ENGLAND,)}, {"named": ("S92000003",)})
    assert weights(supply, terrain).tolist() == [[0, 1], [1, 1], [0, 0]]


def test_shares_of_named_areas_never_pass_the_whole():
    terrain = make_terrain([HERE], districts=[("SN12", 0, 0.7), ("BA14", 0, 0.3)])
    assert named_shares(terrain, ("SN12", "BA14", "E06000054")).tolist() == [1.0]


def test_half_and_half_as_wide_again():
    terrain = make_terrain([north(0.1), north(3.9), north(7.9), north(11.9), north(12.1)])
    supply = make_supply({"point": HERE, "miles": 8}, {"point": HERE, "miles": 0, "named": ("E06000054",)})
    assert weights(supply, terrain, 0.5)[0].tolist() == [1, 1, 0, 0, 0]
    assert weights(supply, terrain, 1.5)[0].tolist() == [1, 1, 1, 1, 0]
    assert weights(supply, terrain, 0.5)[1].tolist() == [1] * 5
    assert rules.bands_of(TravelMode.BUS, 0.5) == (Band(0.75, 1.0), Band(1.5, 0.68), Band(2.5, 0.22))


def test_blocks_hold_each_listing_once_and_lose_no_area():
    random = np.random.default_rng(3)
    points = np.column_stack([random.uniform(50.5, 54, 60), random.uniform(-3, 0, 60)])
    terrain = make_terrain(points, districts=[("SN12", 4, 0.5), ("BA14", 40, 1.0)])
    supply = make_supply(
        *(
            {
                "point": None if number % 7 == 0 else tuple(random.uniform((50.5, -3), (54, 0))),
                "is_venue": number % 3 == 0,
                "miles": float(random.choice([0, 2, 8, 40])),
                "named": [(), ("SN12",), ("BA14", "SN12"), (rules.ENGLAND,)][random.integers(4)],
            }
            for number in range(120)
        )
    )
    whole = {factor: weights(supply, terrain, factor) for factor in (0.5, 1.0, 1.5)}
    seen = []
    for block in blocks(supply, terrain, np.arange(len(supply))):
        squares = square_distances(supply, terrain, block)
        seen += block.listings.tolist()
        for factor, expected in whole.items():
            found = np.zeros((len(block.listings), len(terrain)))
            found[:, block.areas] = weigh_block(supply, terrain, block, squares, factor)
            assert np.array_equal(found, expected[block.listings])
    assert sorted(seen) == sorted(set(seen))
    assert not whole[1.5][sorted(set(range(len(supply))) - set(seen))].any()


def test_who_reaches_the_same_is_looked_at_once():
    supply = make_supply(
        {"point": HERE, "miles": 8}, {"point": HERE, "miles": 5}, {"point": HERE, "miles": 8},
        {"named": ("SN12",)}, {"named": ("SN12",)}, {"point": HERE, "miles": 8, "is_venue": True},
    )  # fmt: skip
    first, number = same_reach(supply)
    assert sorted(first.tolist()) == [0, 1, 3, 5]
    assert first[number].tolist() == [0, 1, 0, 3, 3, 5]


def test_a_listing_that_names_no_care_group_serves_everybody():
    assert rules.group_bits(()) == rules.EVERYBODY
    assert rules.groups_served(("stroke", "dementia")) == {"physical_disability", "dementia"}
    assert rules.group_bits(("homelessness",)) == 0


def test_kinds_of_support_are_the_headings_of_the_list():
    codes = rules.support_types()
    assert codes[0] == ""
    assert len(codes) > 5
    assert rules.type_bits(()) == 1
    assert rules.type_bits(("swimming", "unknown")) == 1 | 1 << codes.index("active_group")
