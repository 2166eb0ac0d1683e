"""How much a search asks of the server, and that large answers and batches are whole."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from search.documents import IndexSchema, Point
from search.query import Near, Sort
from tests.search.brute import TODAY, Brute, destination
from tests.search.contract import MERE, agrees, ask, document, found, gone, number, numbers, put, versions
from tests.search.handles import opened
from tests.search.strategies import SCHEMA

FACETS = ("kind", "day", "language", "reach", "free")
NEAR = Near(point=MERE, within_miles=5)


@pytest.fixture
async def engine(meilisearch, meilisearch_uid):
    async with opened(meilisearch, meilisearch_uid) as engine:
        await engine.ensure(SCHEMA)
        yield engine


@pytest.fixture
async def crowd(engine):
    """450 documents that all hold "support": round Mere, each a little further, every third with room."""
    await engine.apply(
        [
            put(
                document(
                    value,
                    "support group" if value % 2 else "other",
                    text="" if value % 2 else "support",
                    point=destination(MERE, value * 7, 0.01 * value),
                    is_venue=True,
                    free_now=float(value % 3),
                    price_pence=value % 5 * 100,
                )
            )
            for value in range(1, 451)
        ]
    )
    return engine


async def requests_of(controls, call):
    controls.app.requests.clear()
    await call
    assert {path for _, path in controls.app.requests} == {"/multi-search"}
    return len(controls.app.requests)


@pytest.mark.parametrize(
    ("query", "most"),
    [
        (ask(facets=FACETS), 1),
        (ask(filters={"kind": frozenset({"pa"})}, facets=FACETS, free_only=True, age=30), 1),
        (ask(near=NEAR, facets=FACETS), 2),
        (ask("swimming", facets=FACETS), 2),
        (ask("swimming buddy", near=NEAR, facets=FACETS), 2),
        (ask("swimming buddy", near=NEAR, facets=FACETS, offset=20), 2),
        (ask("swiming budyd", near=NEAR, facets=FACETS), 2),
        (ask("swimming xylophone", near=NEAR, facets=FACETS), 4),
        (ask("swimming xylophone zebra buddy", near=NEAR, facets=FACETS), 5),
    ],
)
async def test_a_search_takes_few_requests(engine, controls, query, most):
    await engine.apply([put(document(i, "swimming buddy", point=MERE, is_venue=True)) for i in range(1, 9)])
    await engine.search(ask())
    assert await requests_of(controls, engine.search(query)) == most


@pytest.mark.parametrize(
    ("query", "most"),
    [
        (ask(facets=FACETS), 2),
        (ask("support", near=NEAR), 3),
        (ask("support", near=NEAR, offset=440), 4),
        (ask(sort=Sort.PRICE), 1),
        (ask(sort=Sort.PRICE, offset=300), 2),
        (ask("support group xylophone zebra", near=NEAR, offset=440), 7),
    ],
)
async def test_a_search_that_finds_much_takes_one_or_two_more(crowd, controls, query, most):
    await crowd.search(ask())
    assert await requests_of(controls, crowd.search(query)) <= most


async def test_suggestions_and_the_watermark_take_one(crowd, controls):
    await crowd.search(ask())
    assert await requests_of(controls, crowd.suggest("sup", NEAR, 5)) == 1
    assert await requests_of(controls, crowd.watermark()) == 1


async def test_what_is_new_costs_one_more_once(engine, controls, meilisearch, meilisearch_uid):
    async with opened(meilisearch, meilisearch_uid) as reader:
        await reader.search(ask())
        await engine.apply([put(document(1, "never heard before"))])
        assert await requests_of(controls, reader.search(ask())) == 2
        assert await requests_of(controls, reader.search(ask())) == 1


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("text", ["", "support"])
@pytest.mark.parametrize("near", [None, NEAR])
async def test_pages_beyond_what_is_looked_at_lose_and_repeat_nothing(crowd, text, near, sort):
    query = ask(text, near=near, sort=sort, limit=90)
    paged = []
    for offset in range(0, 540, 90):
        paged += numbers(await crowd.search(replace(query, offset=offset)))
    assert sorted(paged) == list(range(1, 451))
    whole = await crowd.search(replace(query, limit=500))
    assert numbers(whole) == paged


@pytest.mark.parametrize("sort", [Sort.NEAREST, Sort.PRICE, Sort.FREE])
async def test_orders_that_need_no_judgement_are_exact_however_much_is_found(crowd, sort):
    brute = Brute()
    brute.apply(
        [
            put(
                document(
                    value,
                    point=destination(MERE, value * 7, 0.01 * value),
                    is_venue=True,
                    free_now=float(value % 3),
                    price_pence=value % 5 * 100,
                )
            )
            for value in range(1, 451)
        ]
    )
    await agrees(crowd, brute, ask(near=NEAR, sort=sort, limit=500))


async def test_the_best_is_found_wherever_it_lies_in_a_crowd(engine):
    """Nearer ones by the hundred, freer ones by the hundred, and one that is best in all together."""
    near = Near(point=MERE, within_miles=50)
    crowd = [
        document(value, text="chess", point=destination(MERE, value, 0.5), is_venue=True)
        for value in range(1, 251)
    ]
    crowd += [
        document(1_000 + value, text="chess", point=destination(MERE, value, 30), is_venue=True, free_now=20)
        for value in range(1, 251)
    ]
    crowd = [replace(one, confirmed_on=TODAY - timedelta(days=300)) for one in crowd]
    best = document(500, "chess", point=destination(MERE, 1, 1), is_venue=True, free_now=10)
    await engine.apply([put(one) for one in [*crowd, best]])
    assert numbers(await engine.search(ask("chess", near=near)))[0] == 500
    assert numbers(await engine.search(ask("chess")))[0] == 500
    assert numbers(await engine.search(ask(near=near)))[0] == 500
    assert numbers(await engine.search(ask()))[0] == 500


async def test_a_thousand_documents_of_hundreds_of_words_are_one_batch(engine):
    words = [f"word{value}" for value in range(3_000)]
    batch = [
        put(document(value, words[value], text=" ".join(words[value : value + 300])))
        for value in range(1, 1_001)
    ]
    await engine.apply(batch)
    assert (await engine.search(ask("word1000", prefix=False))).total == 300
    await engine.apply([gone(value, 2) for value in range(501, 2_001)])
    assert set(await versions(engine)) == {number(value) for value in range(1, 501)}
    await engine.apply([put(document(value)) for value in range(501, 2_001)])
    assert len(await versions(engine)) == 500


async def test_all_versions_are_listed_of_an_index_that_is_not_small(engine):
    rebuild = await engine.rebuild()
    await rebuild.add(document(value, version=value) for value in range(1, 2_501))
    await rebuild.publish()
    assert await versions(engine) == {number(value): value for value in range(1, 2_501)}


async def test_a_beginning_of_a_thousand_words_is_found(engine):
    await engine.apply([put(document(value, f"s{value:04}")) for value in range(1, 1_201)])
    assert (await engine.search(ask("s"))).total == 1_200
    assert (await engine.suggest("s0", None, 3))[0].title == "s0001"


async def test_values_that_differ_in_case_or_sign_only_are_different(engine):
    await engine.ensure(IndexSchema(facets=("kind",)))
    values = ["pa", "PA", "Pa", "p a", " pa", "ﬁ", "fi", '"', "\\", "'] OR 1=1", "~70~a", "1e3", "1000", ""]
    await engine.apply(
        [
            put(document(value, facets={"kind": (one,)}, areas=(one,), point=Point(0, 0)))
            for value, one in enumerate(values, 1)
        ]
    )
    page = await engine.search(ask(facets=("kind",)))
    assert page.facets["kind"] == dict.fromkeys(values, 1)
    for value, one in enumerate(values, 1):
        assert numbers(await engine.search(ask(filters={"kind": frozenset({one})}))) == [value]
        near = Near(point=MERE, within_miles=0, areas=frozenset({one}))
        assert numbers(await engine.search(ask(near=near))) == [value]


async def test_a_price_beyond_all_numbers_of_the_server_leaves_nothing_out(engine):
    await engine.apply([put(document(1, price_pence=500)), put(document(2))])
    assert await found(engine, price_max_pence=10**400) == {1}


async def test_words_that_look_like_numbers_are_words(engine):
    words = ["24", "024", "1e5", "100000", "nan", "inf", "true", "null"]
    await engine.apply([put(document(n, word)) for n, word in enumerate(words)])
    for n, word in enumerate(words):
        assert await found(engine, word, prefix=False) == {n}
