"""Random small corpora and queries. Words are such that none is a form, a slip or a part of another."""

import itertools
import math
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from hypothesis import strategies as st

from search.documents import Change, IndexSchema, Point, SearchDocument
from search.query import Near, Reach, SearchQuery, Sort
from tests.search.brute import TODAY

WORDS = ("aqua", "bolt", "crab", "dusk", "fern", "golf", "7up", "24")
AREAS = ("SN12", "BA12", "E06000054", "E92000001")
FACETS = {"kind": ("pa", "club", "co"), "day": ("mon", "tue", "wed"), "language": ("bsl", "so", "ur")}
SCHEMA = IndexSchema(facets=tuple(FACETS))

serial = itertools.count()
"""Numbers that no other example had."""

ids = st.integers(1, 12).map(lambda number: UUID(int=number << 64 | number))
points = st.one_of(
    st.builds(Point, st.sampled_from([51.0, 51.05, 51.37, 51.4]), st.sampled_from([-2.2, -2.1, -2.0, 0.0])),
    st.builds(Point, st.floats(-90, 90), st.floats(-180, 180)),
)
numbers = st.integers(1, 6)
texts = st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)
facets = st.fixed_dictionaries(
    {},
    optional={
        name: st.lists(st.sampled_from(values), max_size=3).map(tuple) for name, values in FACETS.items()
    },
)
ages = st.none() | st.integers(0, 20)


@st.composite
def documents(draw):
    return SearchDocument(
        id=draw(ids),
        version=draw(numbers),
        title=draw(texts),
        tags=tuple(draw(st.lists(st.sampled_from(WORDS), max_size=2))),
        provider=draw(texts),
        text=draw(texts),
        point=draw(st.none() | points),
        is_venue=draw(st.booleans()),
        travels_miles=draw(st.sampled_from([0.0, 0.0, 3.0, 8.0, 30.0, 500.0, 13_000.0])),
        areas=tuple(draw(st.lists(st.sampled_from(AREAS), max_size=2))),
        facets=draw(facets),
        price_pence=draw(st.none() | st.sampled_from([0, 500, 1500, 2000])),
        free_now=draw(st.sampled_from([0.0, 0.0, 2.5, 10.0])),
        confirmed_on=TODAY - timedelta(days=draw(st.integers(0, 500))),
        minimum_age=draw(ages),
        maximum_age=draw(ages),
    )


@st.composite
def changes(draw):
    if draw(st.booleans()):
        document = draw(documents())
        return Change(document.id, document.version, document)
    return Change(draw(ids), draw(numbers))


batches = st.lists(st.lists(changes(), min_size=1, max_size=6), max_size=6)

nears = st.builds(
    Near,
    point=points,
    within_miles=st.sampled_from([0.0, 0.25, 5.0, 25.0, 500.0, 20_000.0]),
    areas=st.frozensets(st.sampled_from([*AREAS, "ZZ99"]), max_size=3),
)

queries = st.builds(
    SearchQuery,
    text=texts,
    prefix=st.just(value=False),
    near=st.none() | nears,
    reach=st.sampled_from(Reach),
    filters=st.dictionaries(
        st.sampled_from([*FACETS]),
        st.frozensets(st.sampled_from(["pa", "club", "mon", "tue", "bsl", "?"]), min_size=1),
        max_size=2,
    ),
    price_max_pence=st.none() | st.sampled_from([0, 1500, 10**30]),
    free_only=st.booleans(),
    age=st.none() | st.integers(-1, 25),
    sort=st.sampled_from([Sort.BEST, Sort.NEAREST, Sort.PRICE, Sort.FREE]),
    facets=st.just((*FACETS, "reach", "free")),
    limit=st.just(50),
    today=st.just(TODAY),
)


class Away(NamedTuple):
    """How far something is from a place, and how far it reaches as a part of that."""

    bearing: float
    miles: float
    ratio: float


spots = st.one_of(
    st.builds(Point, st.floats(50, 58), st.floats(-6, 1)),
    st.builds(Point, st.floats(-90, 90), st.floats(-180, 180)),
    st.sampled_from([Point(90.0, 0.0), Point(-90.0, 17.0), Point(51.0, 180.0), Point(0.0, -180.0)]),
    st.sampled_from([Point(45.0, 0.0), Point(math.degrees(math.asin(1 / math.sqrt(3))), 45.0)]),
)
"""Places at home and anywhere; the poles, the date line, and where the faces of a cube meet."""

away = st.builds(
    Away,
    bearing=st.floats(0, 360),
    miles=st.floats(-1, math.log10(12_000)).map(lambda power: 10**power),
    ratio=st.sampled_from([0.5, 0.9, 0.99, 1 - 1e-6, 1 + 1e-6, 1.01, 1.08, 2.0]),
)
"""Radii from 0.05 to 24,000 miles, many of them all but the distance."""
