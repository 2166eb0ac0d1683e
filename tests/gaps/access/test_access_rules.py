"""The measure against published examples, an independent implementation, and its own laws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.gaps.access import rules
from marketplace.gaps.access.schemas import Band, Pairs
from marketplace.kernel.errors import InvalidError

LUO_AND_QI = (Band(10, 1.0), Band(20, 0.68), Band(30, 0.22))
"""Minutes, and the weights of the paper's slow decay."""


def pairs_of(costs, bands):
    """All pairs of a table of costs: a row for each need, a column for each supply."""
    needs, supplies = np.indices(np.shape(costs))
    return Pairs(
        need=needs.ravel(),
        supply=supplies.ravel(),
        weights=rules.weigh(np.asarray(costs, float).ravel(), bands),
    )


def measure(people, capacity, costs, bands):
    return rules.measure(np.asarray(people, float), np.asarray(capacity, float), pairs_of(costs, bands))


def test_the_example_of_the_r_package_fca():
    """https://cran.r-project.org/package=fca, tests/testthat/test-spai_2sfca.R: one catchment for all."""
    costs = np.arange(1, 25).reshape(4, 6)
    found = measure([1, 2, 3, 4], [1, 2, 3, 4, 5, 6], costs, (Band(24, 1.0),))
    assert found.access == pytest.approx([2.1, 2.1, 2.1, 2.1], rel=1e-12)


def test_the_example_of_sdc_catchment():
    """https://pypi.org/project/sdc-catchment, tests: two catchments of ten that share a place."""
    costs = [[5.0, 25.0], [8.0, 8.0], [25.0, 5.0]]
    found = measure([100, 200, 150], [50, 30], costs, (Band(10, 1.0),))
    assert found.access == pytest.approx([50 / 300, 50 / 300 + 30 / 350, 30 / 350], rel=1e-12)


def test_the_hospitals_of_pysal_by_the_steps_of_luo_and_qi():
    """The three places of PySAL access' test_hospital_example, scenario 3, worked out by hand."""
    costs = [[1, 40, 20], [40, 1, 20], [20, 20, 1]]
    bands = (Band(20, 1.0), Band(40, 0.68), Band(60, 0.22))
    found = measure([100, 50, 10], [15, 20, 100], costs, bands)
    first, second, third = 15 / (100 + 0.68 * 50 + 10), 20 / (0.68 * 100 + 50 + 10), 100 / 160
    by_hand = [first + 0.68 * second + third, 0.68 * first + second + third, first + second + third]
    assert found.access == pytest.approx(by_hand, rel=1e-12)
    assert found.access == pytest.approx([0.835417, 0.852083, 0.885417], abs=5e-7)


def test_weights_of_the_paper_count_at_the_edges_of_their_bands():
    costs = np.array([0, 10, 10.000001, 20, 30, 30.000001])
    assert rules.weigh(costs, LUO_AND_QI).tolist() == [1, 1, 0.68, 0.68, 0.22, 0]


@pytest.mark.filterwarnings("ignore")
def test_random_cases_equal_an_independent_implementation():
    """PySAL's `access`, on tables with places out of reach and edges that are met exactly."""
    import pandas as pd
    from access import Access, weights

    random = np.random.default_rng(7)
    for _ in range(12):
        needs, supplies = random.integers(2, 30, 2)
        people = random.integers(1, 5000, needs).astype(float)
        capacity = random.integers(1, 90, supplies).astype(float)
        costs = random.integers(0, 45, (needs, supplies)).astype(float)
        costs[:, 0], costs[0, :] = 5.0, 5.0
        table = pd.DataFrame(
            [(i, j, costs[i, j]) for i in range(needs) for j in range(supplies)],
            columns=["origin", "dest", "cost"],
        )
        theirs = Access(
            demand_df=pd.DataFrame({"id": range(needs), "people": people}),
            demand_index="id",
            demand_value="people",
            supply_df=pd.DataFrame({"id": range(supplies), "free": capacity}),
            supply_index="id",
            supply_value="free",
            cost_df=table,
            cost_origin="origin",
            cost_dest="dest",
            cost_name="cost",
        ).enhanced_two_stage_fca(weight_fn=weights.step_fn({10: 1, 20: 0.68, 30: 0.22}), max_cost=30)
        ours = measure(people, capacity, costs, LUO_AND_QI).access
        assert ours == pytest.approx(theirs["e2sfca_free"].reindex(range(needs)).to_numpy(), rel=1e-9)


@st.composite
def cases(draw):
    needs, supplies = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    people = draw(st.lists(st.integers(0, 500), min_size=needs, max_size=needs))
    capacity = draw(st.lists(st.integers(0, 60), min_size=supplies, max_size=supplies))
    row = st.lists(st.integers(0, 40), min_size=supplies, max_size=supplies)
    costs = draw(st.lists(row, min_size=needs, max_size=needs))
    return np.array(people, float), np.array(capacity, float), np.array(costs, float)


@given(cases())
def test_access_times_people_is_all_supply_that_has_anybody_in_reach(case):
    people, capacity, costs = case
    found = measure(people, capacity, costs, LUO_AND_QI)
    assert (found.access * people).sum() + found.unreached == pytest.approx(capacity.sum(), abs=1e-6)


@given(cases())
def test_a_plain_loop_finds_the_same(case):
    people, capacity, costs = case
    weights = [[next((b.weight for b in LUO_AND_QI if c <= b.cost), 0) for c in row] for row in costs]
    access = [0.0] * len(people)
    for j, free in enumerate(capacity):
        shared = sum(weights[i][j] * people[i] for i in range(len(people)))
        for i in range(len(people)):
            access[i] += weights[i][j] * free / shared if shared else 0
    assert measure(people, capacity, costs, LUO_AND_QI).access == pytest.approx(access, abs=1e-9)


@given(cases(), st.integers(0, 5), st.integers(1, 30))
def test_more_supply_takes_from_nobody(case, which, more):
    people, capacity, costs = case
    richer = capacity.copy()
    richer[which % len(capacity)] += more
    before, after = (measure(people, each, costs, LUO_AND_QI).access for each in (capacity, richer))
    assert (after >= before - 1e-9).all()


@given(cases())
def test_twice_the_supply_is_twice_the_access_and_twice_the_people_half(case):
    people, capacity, costs = case
    once = measure(people, capacity, costs, LUO_AND_QI).access
    assert measure(people, 2 * capacity, costs, LUO_AND_QI).access == pytest.approx(2 * once)
    assert measure(2 * people, capacity, costs, LUO_AND_QI).access == pytest.approx(once / 2)


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_places_changes_nothing(case, random):
    people, capacity, costs = case
    needs, supplies = list(range(len(people))), list(range(len(capacity)))
    random.shuffle(needs)
    random.shuffle(supplies)
    found = measure(people, capacity, costs, LUO_AND_QI).access
    mixed = measure(people[needs], capacity[supplies], costs[needs][:, supplies], LUO_AND_QI).access
    assert mixed == pytest.approx(found[needs], abs=1e-9)


def test_where_nothing_reaches_access_is_0_and_supply_without_people_is_told():
    found = measure([40, 0], [6, 9], [[99, 99], [99, 5]], LUO_AND_QI)
    assert found.access.tolist() == [0, 0]
    assert found.unreached == 15


@given(cases(), st.floats(1, 3))
def test_wider_bands_reach_no_fewer_people(case, factor):
    people, capacity, costs = case
    narrow = measure(people, capacity, costs, LUO_AND_QI).people_in_reach
    wide = measure(people, capacity, costs, rules.stretch(LUO_AND_QI, factor)).people_in_reach
    assert (wide >= narrow - 1e-9).all()


def test_the_middle_is_that_of_people_and_not_of_places():
    assert rules.middle(np.array([1.0, 2.0, 9.0]), np.array([10.0, 10.0, 100.0])) == 9
    assert rules.middle(np.array([5.0, 1.0]), np.array([1.0, 1.0])) == 1
    assert rules.middle(np.array([5.0, 1.0]), np.array([0.0, 0.0])) == 0


def test_bands_are_read_in_any_order():
    assert rules.parse_bands("40:0.68, 20:1,60:.22") == (Band(20, 1), Band(40, 0.68), Band(60, 0.22))


@pytest.mark.parametrize(
    "text", ["", "20", "20:x", "x:1", "-1:1", "20:-1", "nan:1", "20:inf", "20:1,20:0.5", "20:0", "1:1:1"]
)
def test_bands_that_make_no_sense_are_told(text):
    with pytest.raises(InvalidError):
        rules.parse_bands(text)
