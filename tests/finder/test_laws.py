"""Laws of searching that hold for every search, on the engine of this machine."""

import asyncio
import random
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from marketplace.finder.params.schemas import SearchParams
from marketplace.finder.rules import count_query, engine_query, leaves_pools_out
from marketplace.listings.indexing.service import index_schema
from marketplace.places.schemas import Place, PlaceKind
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy
from search.documents import Change, Point, SearchDocument
from search.factory import open_engine
from search.query import Reach, Sort

TODAY = date(2026, 11, 22)
HERE = Place(
    label="Melksham, Wiltshire",
    kind=PlaceKind.TOWN,
    latitude=51.37,
    longitude=-2.14,
    council_code="E06000054",
    nation_code="E92000001",
    district="SN12",
)
CODES = {taxonomy: [term.code for term in taxonomies.terms(taxonomy)][:3] for taxonomy in Taxonomy}
WORDS = ("swimming", "gardening", "company", "driver", "art")


def make_document(number, chance):
    point = Point(HERE.latitude + chance.uniform(-0.5, 0.5), HERE.longitude + chance.uniform(-0.5, 0.5))
    return SearchDocument(
        id=UUID(int=number + 1),
        version=1,
        title=" ".join(chance.sample(WORDS, 2)),
        text=" ".join(chance.sample(WORDS, 2)),
        point=point,
        is_venue=chance.random() < 0.5,
        travels_miles=chance.choice((0.0, 5.0, 20.0)),
        areas=tuple(chance.sample(("SN12", "E06000054", "E92000001", "BA12"), chance.choice((0, 0, 1)))),
        facets={
            taxonomy.value: tuple(chance.sample(codes, chance.randint(0, len(codes))))
            for taxonomy, codes in CODES.items()
        },
        price_pence=chance.choice((None, 0, 900, 1500)),
        free_now=chance.choice((0.0, 4.0)),
        confirmed_on=TODAY,
        minimum_age=chance.choice((None, 18)),
        maximum_age=chance.choice((None, 25, 64)),
    )


@pytest.fixture(scope="module")
def engine_of_many(tmp_path_factory):
    """An engine with 150 documents that are the same each time."""
    chance = random.Random(20)
    engine = open_engine(tmp_path_factory.mktemp("laws"), writer=True)
    documents = [make_document(number, chance) for number in range(150)]

    async def fill():
        await engine.ensure(index_schema())
        await engine.apply([Change(one.id, one.version, one) for one in documents])

    asyncio.run(fill())
    assert total(engine, SearchParams()) == len(documents)
    yield engine
    asyncio.run(engine.aclose())


def some_of(codes):
    return st.sets(st.sampled_from(codes), max_size=1).map(tuple)


searches = st.builds(
    SearchParams,
    q=st.sampled_from(("", *WORDS, "art swimming")),
    near=st.sampled_from(("", HERE.label)),
    within=st.sampled_from((1.0, 10.0, 50.0)),
    reach=st.sampled_from(Reach),
    **{taxonomy.value: some_of(codes) for taxonomy, codes in list(CODES.items())[:4]},
    age=st.sampled_from((None, 10, 30)),
    price_max=st.sampled_from((None, 1000)),
    free=st.booleans(),
    sort=st.sampled_from(Sort),
)


def total(engine, params):
    return asyncio.run(engine.count([count_query(params, HERE, TODAY)]))[0]


def is_left_out(params, taxonomy):
    """Pools are no choice in a list by price: they are compared among themselves."""
    return taxonomy is Taxonomy.POOL and leaves_pools_out(params)


def ask(engine, params):
    return asyncio.run(engine.search(engine_query(params, HERE if params.near else None, TODAY)))


@settings(max_examples=60, deadline=None)
@given(params=searches, taxonomy=st.sampled_from(Taxonomy), data=st.data())
def test_adding_a_filter_never_adds_hits(engine_of_many, params, taxonomy, data):
    if params.chosen(taxonomy) or is_left_out(params, taxonomy):
        return
    more = replace(params, **{taxonomy.value: (data.draw(st.sampled_from(CODES[taxonomy])),)})
    assert total(engine_of_many, more) <= total(engine_of_many, params)


@settings(max_examples=60, deadline=None)
@given(params=searches, taxonomy=st.sampled_from(Taxonomy))
def test_the_count_of_a_choice_is_what_choosing_it_finds(engine_of_many, params, taxonomy):
    facets = ask(engine_of_many, params).facets
    if is_left_out(params, taxonomy):
        assert taxonomy.value not in facets
        return
    counts = facets[taxonomy.value]
    for code in CODES[taxonomy]:
        chosen = replace(params, **{taxonomy.value: (code,)})
        assert total(engine_of_many, chosen) == counts.get(code, 0)


@settings(max_examples=30, deadline=None)
@given(params=searches, per_page=st.integers(1, 100))
def test_pages_lose_and_repeat_nothing(engine_of_many, params, per_page):
    found = []
    number = ask(engine_of_many, replace(params, per_page=100)).total
    for page in range(1, -(-number // per_page) + 1):
        found += [hit.id for hit in ask(engine_of_many, replace(params, page=page, per_page=per_page)).hits]
    assert len(found) == len(set(found)) == number


@settings(max_examples=60, deadline=None)
@given(params=searches)
def test_further_away_is_never_less(engine_of_many, params):
    totals = [total(engine_of_many, replace(params, within=miles)) for miles in (1.0, 10.0, 50.0)]
    assert totals == sorted(totals)
