"""Cells: what is said to be inside is, nothing in reach is missed, and there are never too many of them."""

import math

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from search.documents import Point
from search.engines.meilisearch.cells import (
    FINEST_ASKED,
    FINEST_STORED,
    cells_of,
    cover_asked,
    cover_stored,
)
from tests.search.brute import destination, miles_between
from tests.search.strategies import spots

MERE = Point(51.0894, -2.2690)
MOST_STORED, MOST_ASKED = 640, 1_280
"""Inside and on the edge together; the most are needed where three faces meet."""
LAWS = settings(deadline=None, max_examples=60)

radii = st.floats(-1, math.log10(13_000)).map(lambda power: 10**power)
moves = st.lists(st.tuples(st.floats(0, 360), st.floats(0, 2)), min_size=1, max_size=40)


def stored(here, miles):
    return cover_stored(*(np.array([number]) for number in (here.latitude, here.longitude, miles)))


def asked(here, miles):
    return cover_asked(here.latitude, here.longitude, miles)


def places_round(here, miles, moves):
    """Places at up to twice the radius, and their distances."""
    there = [destination(here, bearing, min(part * miles, 12_000)) for bearing, part in moves]
    return there, [miles_between(here, one) for one in there]


def levels_of(places, finest):
    cells = cells_of(
        np.array([one.latitude for one in places]), np.array([one.longitude for one in places]), finest
    )
    return [set(row) for row in cells.tolist()]


@LAWS
@given(here=spots, miles=radii, moves=moves)
def test_inside_is_inside_and_all_in_reach_is_inside_or_on_the_edge(here, miles, moves):
    places, distances = places_round(here, miles, moves)
    for covering, finest in ((stored(here, miles), FINEST_STORED), (asked(here, miles), FINEST_ASKED)):
        inside, edge = set(covering.inside.tolist()), set(covering.edge.tolist())
        for cells, distance in zip(levels_of(places, finest), distances, strict=True):
            assert not cells & inside or distance <= miles
            assert cells & inside or cells & edge or distance > miles


@LAWS
@example(here=Point(35.26438968275466, 45.0), miles=72.8)
@given(here=spots, miles=radii)
def test_the_number_of_cells_is_bounded_wherever_and_however_wide(here, miles):
    assert len(stored(here, miles).inside) + len(stored(here, miles).edge) <= MOST_STORED
    assert len(asked(here, miles).inside) + len(asked(here, miles).edge) <= MOST_ASKED


@LAWS
@given(here=spots)
def test_a_circle_round_the_whole_earth_is_its_six_faces(here):
    assert len(stored(here, 13_000).inside) == 6
    assert len(stored(here, 13_000).edge) == 0


@LAWS
@given(here=spots, miles=radii)
def test_no_cell_is_inside_and_on_the_edge_and_no_two_overlap(here, miles):
    covering = stored(here, miles)
    cells = np.concatenate([covering.inside, covering.edge]).tolist()
    assert len(set(cells)) == len(cells)
    parents = set()
    for cell in cells:
        while cell := _parent(cell):
            parents.add(cell)
    assert not parents & set(cells)


def _parent(code):
    level = (code.bit_length() - 4) // 2
    if not level:
        return None
    face, half = code >> (2 * level), (1 << level) - 1
    across, up = (code >> level) & half, code & half
    return face << (2 * level - 2) | (across >> 1) << (level - 1) | up >> 1


def test_a_circle_of_no_radius_is_the_cell_of_its_middle():
    covering = asked(destination(MERE, 10, 3), 0.0)
    assert len(covering.inside) == 0
    assert 1 <= len(covering.edge) <= 4


def test_a_negative_radius_holds_nothing():
    covering = asked(MERE, -1.0)
    assert len(covering.inside) == len(covering.edge) == 0


@LAWS
@given(circles=st.lists(st.tuples(spots, radii), min_size=1, max_size=6))
def test_circles_together_have_the_cells_that_each_has_alone(circles):
    together = cover_stored(
        np.array([here.latitude for here, _ in circles]),
        np.array([here.longitude for here, _ in circles]),
        np.array([miles for _, miles in circles]),
    )
    for number, (here, miles) in enumerate(circles):
        alone = stored(here, miles)
        assert set(together.inside[together.inside_owners == number].tolist()) == set(alone.inside.tolist())
        assert set(together.edge[together.edge_owners == number].tolist()) == set(alone.edge.tolist())
