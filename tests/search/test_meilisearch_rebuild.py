"""A fresh index beside the living one: nothing that changes meanwhile is lost, and nothing is left behind."""

import asyncio
import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.documents import IndexSchema
from search.engine import SearchError
from search.engines.meilisearch import writer as writer_module
from search.query import Near
from tests.search import strategies
from tests.search.brute import Brute
from tests.search.contract import MERE, ask, document, found, gone, number, put, versions
from tests.search.handles import opened
from tests.search.strategies import SCHEMA


@pytest.fixture
async def engine(meilisearch, meilisearch_uid):
    async with opened(meilisearch, meilisearch_uid) as engine:
        await engine.ensure(SCHEMA)
        yield engine


@pytest.fixture
async def other(engine, meilisearch, meilisearch_uid):
    """Another process that writes."""
    async with opened(meilisearch, meilisearch_uid) as other:
        yield other


async def indexes(engine, uid):
    return sorted(one for one in await engine._writer.indexes() if one.startswith(uid))


async def test_a_rebuild_leaves_the_living_pair_and_nothing_else(engine, meilisearch_uid):
    rebuild = await engine.rebuild()
    await rebuild.add([document(1, "one")])
    await rebuild.publish()
    assert await indexes(engine, meilisearch_uid) == [meilisearch_uid, f"{meilisearch_uid}-notes"]
    aborted = await engine.rebuild()
    await aborted.abort()
    assert await indexes(engine, meilisearch_uid) == [meilisearch_uid, f"{meilisearch_uid}-notes"]
    await engine.apply([put(document(2))])
    assert await found(engine) == {1, 2}


async def test_what_a_killed_rebuild_left_is_removed_by_the_next(engine, other, meilisearch_uid):
    killed = await other.rebuild()
    await killed.add([document(1)])
    assert len(await indexes(engine, meilisearch_uid)) == 4
    rebuild = await engine.rebuild()
    assert len(await indexes(engine, meilisearch_uid)) == 4
    await rebuild.publish()
    assert len(await indexes(engine, meilisearch_uid)) == 2


async def test_changes_go_on_after_a_rebuild_was_killed(engine, other):
    killed = await other.rebuild()
    await killed.add([document(1)])
    await engine.apply([put(document(2))])
    await engine._writer.remove([killed._uid])
    await engine.apply([put(document(3))])
    assert await found(engine) == {2, 3}


async def test_a_rebuild_that_was_overtaken_says_so_and_leaves_nothing(engine, other, meilisearch_uid):
    first = await engine.rebuild()
    second = await other.rebuild()
    await first.add([document(1)])
    await second.add([document(2)])
    with pytest.raises(SearchError, match="Another rebuild"):
        await first.publish()
    await second.publish()
    assert await found(engine) == {2}
    assert len(await indexes(engine, meilisearch_uid)) == 2


async def test_what_another_process_changes_meanwhile_is_not_lost(engine, other):
    await engine.apply([put(document(value, "before")) for value in range(1, 6)])
    rebuild = await engine.rebuild()
    await other.apply([put(document(1, "changed", version=2)), gone(2, 2), put(document(7, "new"))])
    await rebuild.add([document(value, "before") for value in range(1, 6)])
    await other.apply([put(document(3, "changed", version=2)), gone(4, 2)])
    await rebuild.publish()
    for handle in (engine, other):
        assert await found(handle, "changed") == {1, 3}
        assert await found(handle) == {1, 3, 5, 7}
    await other.apply([put(document(2, version=1)), put(document(4, version=1))])
    assert await found(engine) == {1, 3, 5, 7}


@pytest.fixture
def pause(monkeypatch):
    """Stops whoever applies changes between looking and writing, until it is let go."""
    looked, let_go = threading.Event(), threading.Event()
    prepare = writer_module.stored_documents

    def slow(*arguments):
        looked.set()
        assert let_go.wait(20)
        return prepare(*arguments)

    monkeypatch.setattr(writer_module, "stored_documents", slow)
    yield looked, let_go
    let_go.set()


async def test_changes_that_were_under_way_when_a_rebuild_began_are_in_it(engine, other, pause):
    looked, let_go = pause
    change = asyncio.create_task(other.apply([put(document(1, "late", version=2)), gone(2, 2)]))
    await asyncio.to_thread(looked.wait)
    rebuild = await engine.rebuild()
    await rebuild.add([document(1, "early"), document(2)])
    let_go.set()
    await change
    await rebuild.publish()
    assert await versions(engine) == {number(1): 2}


async def test_changes_that_were_under_way_during_the_swap_are_not_lost(engine, other, pause):
    looked, let_go = pause
    rebuild = await engine.rebuild()
    change = asyncio.create_task(other.apply([put(document(1, "late", version=2)), gone(2, 2)]))
    await asyncio.to_thread(looked.wait)
    await rebuild.add([document(1, "early"), document(2)])
    await rebuild.publish()
    let_go.set()
    await change
    assert await versions(engine) == {number(1): 2}
    assert await found(engine, "late") == {1}


async def test_changes_and_a_rebuild_of_one_process_at_once_lose_nothing(engine):
    rebuild = await engine.rebuild()

    async def change():
        for value in range(1, 31):
            await engine.apply([put(document(value, f"w{value}", version=2))])

    async def fill():
        for value in range(1, 31):
            await rebuild.add([document(value, "old"), document(100 + value, "old")])
        await rebuild.publish()

    await asyncio.gather(change(), fill())
    right = {number(value): 2 for value in range(1, 31)} | {number(100 + value): 1 for value in range(1, 31)}
    assert await versions(engine) == right
    assert await found(engine, "w30") == {30}


async def test_a_new_thesaurus_during_a_rebuild_holds_afterwards(engine):
    rebuild = await engine.rebuild()
    await rebuild.add([document(1, "personal assistant")])
    await engine.ensure(IndexSchema(facets=("colour",), synonyms={"pa": ("personal assistant",)}))
    await rebuild.publish()
    assert await found(engine, "pa", prefix=False) == {1}
    assert (await engine.search(ask(facets=("colour",)))).facets == {"colour": {}}


async def test_an_index_of_another_release_is_not_asked_and_is_built_anew(engine, other):
    await engine.apply([put(document(1, version=3)), gone(2, 3)])
    await engine._writer.target(engine._reader.uid).update_note({"id": "state", "layout": 0})
    for answer in (other.search(ask()), other.apply([put(document(5))])):
        with pytest.raises(SearchError, match="another release"):
            await answer
    await other.ensure(SCHEMA)
    rebuild = await other.rebuild()
    await rebuild.add([document(1), document(3)])
    await rebuild.publish()
    assert await versions(engine) == {number(1): 1, number(3): 1}
    await other.apply([put(document(2, version=2))])
    assert await found(engine) == {1, 3}


async def test_a_fresh_index_that_lacks_documents_is_not_swapped_in(engine):
    await engine.apply([put(document(9))])
    rebuild = await engine.rebuild()
    await rebuild.add([document(1), document(2)])
    await rebuild._target._tasks.wait(await rebuild._target._delete(rebuild._uid, [str(number(1))]))
    with pytest.raises(SearchError, match="lacks"):
        await rebuild.publish()
    assert await found(engine) == {9}


@settings(
    deadline=None,
    max_examples=8,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(
    before=strategies.batches,
    documents=st.lists(strategies.documents(), max_size=6),
    meanwhile=st.lists(st.tuples(st.booleans(), st.booleans(), strategies.batches), max_size=3),
)
async def test_two_processes_and_a_rebuild_agree_with_a_plain_scan(
    meilisearch, meilisearch_uid, before, documents, meanwhile
):
    """Of each change: who makes it, and whether a document of the rebuild is added before it."""
    uid = f"{meilisearch_uid}-{next(strategies.serial)}"
    brute, rest = Brute(), list(documents)
    async with opened(meilisearch, uid) as engine, opened(meilisearch, uid) as other:
        await engine.ensure(SCHEMA)
        for batch in before:
            await engine.apply(batch)
            brute.apply(batch)
        rebuild = await engine.rebuild()
        for by_other, adds, batches in meanwhile:
            if adds and rest:
                await rebuild.add([rest.pop(0)])
            for batch in batches:
                await (other if by_other else engine).apply(batch)
        await rebuild.add(rest)
        await rebuild.publish()
        changes = [one for _, _, batches in meanwhile for batch in batches for one in batch]
        brute.rebuild([put(one) for one in documents], changes)
        right = {one.id: one.version for one in brute.documents}
        assert await versions(engine) == await versions(other) == right
        assert (await other.search(ask(limit=50))).total == len(right)


async def test_whoever_searches_notices_nothing_of_changes_and_rebuilds(engine, meilisearch, meilisearch_uid):
    near = Near(point=MERE, within_miles=5)
    steady = [document(value, f"steady swimming {value}", point=MERE, is_venue=True) for value in range(1, 8)]
    await engine.apply([put(one) for one in steady])
    is_over = asyncio.Event()

    async def read(reader):
        marks = []
        while not is_over.is_set() or not marks:
            page = await reader.search(ask("steady swimming", near=near, facets=("kind", "reach")))
            assert {hit.id.int for hit in page.hits} >= set(range(1, 8))
            assert page.words_ignored == ()
            assert (await reader.suggest("stea", near, 3))[0].id == number(1)
            marks.append(page.watermark)
        assert marks == sorted(marks)
        return marks

    async def write():
        for round_ in range(4):
            rebuild = await engine.rebuild()
            await rebuild.add(steady)
            await engine.apply([put(document(100 + round_, f"new{round_} steady swimming", point=MERE))])
            await rebuild.publish()
            await engine.apply([gone(100 + round_, 2)])
        is_over.set()

    async with opened(meilisearch, meilisearch_uid) as first, opened(meilisearch, meilisearch_uid) as second:
        marks, others, _ = await asyncio.gather(read(first), read(second), write())
    assert len(set(marks)) > 2
    assert len(set(others)) > 2
    assert await versions(engine) == {one.id: 1 for one in steady}


async def test_batches_that_are_applied_at_once_by_one_process_are_all_there(engine):
    await asyncio.gather(*(engine.apply([put(document(value, f"w{value}"))]) for value in range(1, 21)))
    assert await found(engine, limit=50) == set(range(1, 21))
    assert (await engine.watermark()).sequence == 20
    assert await found(engine, "w20") == {20}
