"""All areas at once, against the plain measure."""

import numpy as np
import pytest

from marketplace.gaps.access.rules import measure
from marketplace.gaps.access.schemas import Pairs
from marketplace.gaps.runs import rules
from marketplace.gaps.supply.reach.rules import square_distances, weigh_block
from marketplace.gaps.supply.reach.schemas import Block
from marketplace.gaps.supply.rules import GROUPS, support_types
from tests.factories.gaps_supply import make_supply, make_terrain

CARE = (("dementia",), ("autism", "carers"), (), ("homelessness",))
KINDS = (("swimming",), ("cleaning", "swimming"), ())


@pytest.fixture(scope="module")
def made():
    """Thirty areas, ninety listings of every kind, and people of nine groups, some of them none."""
    random = np.random.default_rng(11)
    points = np.column_stack([random.uniform(51, 51.6, 30), random.uniform(-2.6, -1.8, 30)])
    terrain = make_terrain(points, districts=[("SN12", 3, 0.5), ("SN12", 4, 1.0)])
    supply = make_supply(
        *(
            {
                "point": None if number % 9 == 0 else tuple(random.uniform((51, -2.6), (51.6, -1.8))),
                "is_venue": number % 3 == 0,
                "miles": 0 if number % 3 == 0 else float(random.choice([3, 8, 20])),
                "named": ("SN12",) if number % 9 == 0 else (),
                "care_groups": CARE[number % 4],
                "types": KINDS[number % 3],
            }
            | ({"places": number % 5} if number % 3 == 0 else {"hours": number / 2} if number % 10 else {})
            for number in range(90)
        )
    )
    people = random.integers(0, 90, (30, len(GROUPS))).astype(float)
    people[:, GROUPS.index("sensory")] = 0
    return supply, terrain, people, rules.measure_supply(supply, terrain, people)


def plain(made, factor, type_at, unit, group):
    """The same by the plain measure, from pairs."""
    supply, terrain, people, _ = made
    block = Block(listings=np.arange(len(supply)), areas=np.arange(len(terrain)))
    weights = weigh_block(supply, terrain, block, square_distances(supply, terrain, block), factor).T
    needs, supplies = np.indices(weights.shape)
    pairs = Pairs(need=needs.ravel(), supply=supplies.ravel(), weights=weights.ravel())
    free = np.nan_to_num((supply.hours, supply.places)[unit])
    free = free * (supply.types >> type_at & 1) * (supply.groups >> group & 1)
    return measure(people[:, group], free, pairs)


@pytest.mark.parametrize("unit", [0, 1])
@pytest.mark.parametrize("kind", ["", "active_group", "home_group"])
def test_it_equals_the_plain_measure_for_each_group(made, unit, kind):
    at, found = support_types().index(kind), made[-1]
    for group in range(len(GROUPS)):
        likely, narrow, wide = (100 * plain(made, f, at, unit, group).access for f in (1.0, 0.5, 1.5))
        assert found.amounts[:, at, unit, group] == pytest.approx(likely, rel=1e-9, abs=1e-12)
        low, high = np.minimum(np.minimum(narrow, wide), likely), np.maximum(np.maximum(narrow, wide), likely)
        assert found.low[:, at, unit, group] == pytest.approx(low, rel=1e-9, abs=1e-12)
        assert found.high[:, at, unit, group] == pytest.approx(high, rel=1e-9, abs=1e-12)


def test_access_times_people_is_all_that_is_free_and_reaches_anybody(made):
    _, _, people, found = made
    for group in range(len(GROUPS)):
        free = plain(made, 1.0, 0, 0, group)
        supply = np.nan_to_num(made[0].hours) * (made[0].groups >> group & 1)
        shared = (found.amounts[:, 0, 0, group] / 100 * people[:, group]).sum()
        assert shared == pytest.approx(supply.sum() - free.unreached)


def test_it_counts_who_has_something_free_who_does_not_say_and_who_reaches_nobody(made):
    supply, *_, found = made
    has = (np.nan_to_num(supply.hours) + np.nan_to_num(supply.places)) > 0
    assert found.listings == has.sum()
    assert found.unsaid == (np.isnan(supply.hours) & np.isnan(supply.places)).sum() > 0
    alone = rules.measure_supply(
        make_supply({"point": (55.9, -3.2), "miles": 5, "hours": 3}), made[1], made[2]
    )
    assert (alone.listings, alone.unreached) == (1, 1)
    assert not alone.amounts.any()


def test_what_reaches_an_area_is_told_beside_what_people_share(made):
    _, terrain, people, _ = made
    two = make_supply(
        {"named": ("SN12",), "hours": 8, "care_groups": ("dementia",)}, {"named": ("SN12",), "hours": 2}
    )
    found = rules.measure_supply(two, terrain, people)
    dementia, carers = GROUPS.index("dementia"), GROUPS.index("carers")
    assert found.reaching[3:5, 0, 0, [dementia, carers]].tolist() == [[5, 1], [10, 2]]


def test_no_supply_and_no_areas_are_no_trouble():
    terrain = make_terrain([(51.3, -2.1)])
    nothing = rules.measure_supply(make_supply(), terrain, np.ones((1, len(GROUPS))))
    assert not nothing.amounts.any()
    nowhere = rules.measure_supply(
        make_supply({"named": ("SN12",), "hours": 8}), make_terrain([]), np.ones((0, len(GROUPS)))
    )
    assert nowhere.unreached == 1


def test_middles_are_by_the_people_of_each_group():
    amounts = np.zeros((3, len(support_types()), 2, len(GROUPS)))
    amounts[:, 0, 0, 0] = [1, 2, 9]
    people = np.zeros((3, len(GROUPS)))
    people[:, 0] = [10, 10, 100]
    found = rules.middles(amounts, people, {"all": [slice(0, 3)], "south": [slice(0, 2)]})
    assert (found["all"][0], found["south"][0]) == (9, 1)
    assert len(found["all"]) == len(support_types()) * 2 * len(GROUPS)
