"""The whole site with a search server: switched on, slow, away, back, behind, and looked at by doctor."""

import asyncio
import json
import re
import time
from contextlib import asynccontextmanager

import httpx
import pytest
from msgspec.structs import replace

from marketplace import worker
from marketplace.app import create_app, open_search
from marketplace.cli.doctor_indexes import index_findings
from marketplace.kernel.database import transaction
from marketplace.kernel.settings import Settings
from marketplace.listings import service as listings
from marketplace.listings.indexing import service as indexing
from search.factory import make_keys, open_engine, open_server, served_engines
from search.server import SearchServer
from seed.load import load_demonstration
from tests.factories.listings import ACTOR, make_activity, publish, suspend
from tests.meilisearch.fixtures import controls, meilisearch, meilisearch_uid  # noqa: F401 - fixtures

pytestmark = pytest.mark.slow

LISTINGS = 110
SEARCH = "/api/search?q=swimming&near=Melksham&within=30"
PAGES = (
    "/search",
    "/search?q=swimming&near=Melksham&within=30",
    "/search?q=art+group&sort=free&kind=community_activity",
    "/search?q=nothing+like+it&near=Melksham",
    "/search/results?q=gardening&near=BA14+8EA&page=2",
)
NAME = "meilisearch"


@pytest.fixture
async def keys(meilisearch, meilisearch_uid):  # noqa: F811 - fixtures
    """The keys for searching and writing, and the address."""
    server = SearchServer(url=meilisearch.url, key=meilisearch.key, index=meilisearch_uid)
    return server, *await make_keys(server)


@pytest.fixture
async def site(committed_db, gazetteer, tmp_path, keys):
    """Settings of a site with listings and an embedded index, and a search server that was never filled.

    The key is the worker's.
    """
    server, _search, write = keys
    settings = Settings(
        data_dir=tmp_path,
        meilisearch_url=server.url,
        meilisearch_api_key=write,
        meilisearch_index=server.index,
    )
    await load_demonstration(gazetteer, listings=LISTINGS, council="E06000054")
    await worker.publish(replace(settings, meilisearch_url=None))
    return settings


@pytest.fixture
async def filled(site):
    """The same, with the server's index filled."""
    await worker.publish(site)
    assert await indexing.is_fresh(NAME)
    return site


@asynccontextmanager
async def browsing(settings, keys, gazetteer):
    """A visitor of a web process that was just started, with the key for searching."""
    engine = open_search(replace(settings, meilisearch_api_key=keys[1]))
    app = create_app(settings, gazetteer=gazetteer, engine=engine)
    try:
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app=app), base_url="http://test"
        ) as client:
            yield client
    finally:
        await engine.aclose()


@asynccontextmanager
async def working(settings):
    stopping = asyncio.Event()
    task = asyncio.create_task(worker.work(settings, stopping))
    try:
        yield
    finally:
        stopping.set()
        await task


async def until(true, seconds=20):
    async with asyncio.timeout(seconds):
        while not await true():  # noqa: ASYNC110 - no event says it
            await asyncio.sleep(0.03)


async def search(client, path=SEARCH):
    """Answer in JSON and how long it took; nothing but 200 is an answer."""
    began = time.monotonic()
    answer = await client.get(path)
    seconds = time.monotonic() - began
    assert answer.status_code == 200
    return answer.json(), seconds


def headers_of(answer):
    return {name: value for name, value in answer.headers.items() if name != "x-request-id"}


def answered_by_server(client):
    async def is_answered():
        return not (await search(client))[0]["degraded"]

    return is_answered


async def found_by(settings):
    """Ids in the server's index."""
    engine = open_server(settings.search_server)
    try:
        return {id_ async for id_, _version in engine.versions()}
    finally:
        await engine.aclose()


async def in_step(name=NAME):
    state = await indexing.index_state(name)
    return state.is_registered and not state.waiting and not state.needs_rebuild


async def test_switched_on_it_is_filled_while_the_site_answers_and_then_taken_into_use(site, keys, gazetteer):
    async with browsing(site, keys, gazetteer) as visitor:
        before, _ = await search(visitor)
        assert before["degraded"]
        assert before["total"] > 0
        async with working(site):
            while not await in_step():
                assert (await search(visitor))[0]["total"] == before["total"]
            await until(answered_by_server(visitor))
        assert len(await found_by(site)) == LISTINGS
        after, _ = await search(visitor)
        assert after | {"degraded": True} == before


async def test_pages_are_the_same_whichever_index_answers(filled, keys, gazetteer):
    alone = replace(filled, meilisearch_url=None)
    async with browsing(filled, keys, gazetteer) as visitor, browsing(alone, keys, gazetteer) as other:
        await until(answered_by_server(visitor))
        for path in PAGES:
            mine, theirs = await visitor.get(path), await other.get(path)
            assert (mine.status_code, theirs.status_code) == (200, 200)
            assert mine.text == theirs.text
            assert not (await search(visitor))[0]["degraded"], path


async def test_with_a_server_that_hangs_every_visitor_is_answered_within_a_second(
    filled, keys, gazetteer, controls  # noqa: F811
):  # fmt: skip
    controls.delay_seconds = 30.0
    async with browsing(filled, keys, gazetteer) as visitor:
        for _ in range(10):
            answer, seconds = await search(visitor)
            assert answer["degraded"]
            assert seconds < 0.35
        answer = await visitor.get("/readyz")
        assert answer.json()["search index"] == "ok"


async def test_a_server_that_begins_to_hang_delays_one_answer_and_none_after(
    filled, keys, gazetteer, controls  # noqa: F811
):  # fmt: skip
    async with browsing(filled, keys, gazetteer) as visitor:
        await until(answered_by_server(visitor))
        usual = await visitor.get(PAGES[1])
        controls.delay_seconds = 30.0
        began = time.monotonic()
        page = await visitor.get(PAGES[1])
        assert time.monotonic() - began < 1
        assert (page.status_code, page.text) == (200, usual.text)
        assert headers_of(page) == headers_of(usual)
        for _ in range(5):
            answer, seconds = await search(visitor)
            assert answer["degraded"]
            assert seconds < 0.35
        controls.delay_seconds = 0.0
        await until(answered_by_server(visitor))


async def test_a_dead_server_is_not_noticed_and_returns_by_itself(
    filled, keys, gazetteer, controls  # noqa: F811
):  # fmt: skip
    async with browsing(filled, keys, gazetteer) as visitor:
        await until(answered_by_server(visitor))
        usual = {path: (await visitor.get(path)).text for path in PAGES}
        suggested = (await visitor.get("/api/suggest?q=swim&near=Melksham")).json()
        controls.go_down()
        for path in PAGES:
            page = await visitor.get(path)
            assert (page.status_code, page.text) == (200, usual[path])
        assert (await visitor.get("/api/suggest?q=swim&near=Melksham")).json() == suggested
        answer = await visitor.get(SEARCH)
        assert answer.json()["degraded"]
        assert answer.headers["cache-control"] == "public, max-age=60"
        controls.come_back()
        await until(answered_by_server(visitor))


async def test_a_server_that_was_away_catches_up_with_all_that_changed(filled, controls):  # noqa: F811
    ids = sorted(await found_by(filled))
    controls.go_down()
    async with working(filled):
        await listings.withdraw_listing(ids[0], actor=ACTOR)
        await suspend(ids[1])
        new = await publish(make_activity())
        await until(lambda: in_step("embedded"))
        assert (await indexing.index_state(NAME)).waiting == 3
    # The worker was stopped meanwhile too.
    later = await publish(make_activity(title="Later art group"))
    controls.come_back()
    async with working(filled):
        await until(in_step)
    assert await found_by(filled) == {*ids[2:], new, later}


async def test_a_change_is_found_through_both_within_a_second(filled, keys, gazetteer):
    async with (
        browsing(filled, keys, gazetteer) as visitor,
        browsing(replace(filled, meilisearch_url=None), keys, gazetteer) as other,
        working(filled),
    ):
        await until(answered_by_server(visitor))
        await until(in_step)
        await asyncio.sleep(1)

        async def is_found():
            pages = [(await search(each, "/api/search?q=xylophones"))[0] for each in (visitor, other)]
            return all(page["total"] == 1 for page in pages) and not pages[0]["degraded"]

        await publish(make_activity(title="Xylophones for all"))
        began = time.monotonic()
        await until(is_found)
        assert time.monotonic() - began < 1


async def erase(listing_id, *, actor):
    """As a row that is gone altogether, with no word to any index."""
    async with transaction() as current:
        await current.connection.execute("DELETE FROM service WHERE id = $1", listing_id)


@pytest.mark.parametrize("take_down", [listings.withdraw_listing, suspend, erase])
async def test_what_is_taken_down_is_not_shown_though_no_index_has_heard_of_it(
    filled, keys, gazetteer, take_down
):
    for settings in (filled, replace(filled, meilisearch_url=None)):
        async with browsing(settings, keys, gazetteer) as visitor:
            if settings.meilisearch_url:
                await until(answered_by_server(visitor))
            answer, _ = await search(visitor)
            gone = answer["hits"][0]
            await take_down(gone["id"], actor=ACTOR)
            after, _ = await search(visitor)
            assert gone["id"] not in [hit["id"] for hit in after["hits"]]
            assert after["degraded"] == answer["degraded"]
            assert gone["title"] not in (await visitor.get(PAGES[1])).text


async def test_a_server_that_lost_everything_is_left_and_filled_again(
    filled, keys, gazetteer, controls, monkeypatch  # noqa: F811
):  # fmt: skip
    monkeypatch.setattr(worker, "LOOK_SECONDS", 0.2)
    monkeypatch.setattr(worker, "POLL_SECONDS", 0.1)
    async with browsing(filled, keys, gazetteer) as visitor:
        await until(answered_by_server(visitor))
        total = (await search(visitor))[0]["total"]
        controls.forget_everything()
        # Its keys are gone too: the operator makes new ones, here with the master key.
        assert (await search(visitor))[0]["total"] == total
    settings = replace(filled, meilisearch_api_key=controls.key)
    async with browsing(settings, (None, controls.key), gazetteer) as visitor, working(settings):
        for _ in range(20):
            assert (await search(visitor))[0]["total"] == total
            await asyncio.sleep(0.05)
        await until(answered_by_server(visitor))
    assert len(await found_by(settings)) == LISTINGS


async def test_a_new_thesaurus_reaches_the_server_with_the_next_start_of_the_worker(
    filled, keys, gazetteer, tmp_path
):
    words = tmp_path / "words"
    words.mkdir()
    path = "/api/search?q=zumbafication"
    async with browsing(filled, keys, gazetteer) as visitor:
        await until(answered_by_server(visitor))
        assert (await search(visitor, path))[0]["total"] == 0
        (words / "thesaurus.csv").write_text("term,means,both_ways\nzumbafication,swimming,no\n")
        settings = replace(filled, words_dir=words)
        assert indexing.index_schema(words) != indexing.index_schema()

        async def is_understood():
            answer = (await search(visitor, path))[0]
            return answer["total"] > 0 and not answer["degraded"]

        async with working(settings):
            await until(is_understood)


async def findings(settings, *, is_own=False):
    """What doctor says, by subject."""
    found = await index_findings(settings, is_own=is_own)
    assert "hush" not in json.dumps([one.words for one in found])
    return {one.subject: (one.words, one.is_wrong) for one in found}


async def test_doctor_says_of_each_index_how_far_behind_it_is_and_whether_it_agrees(
    site, keys, controls  # noqa: F811
):  # fmt: skip
    said = await findings(site)
    assert said["changes for embedded"] == ("none waits", False)
    assert said["embedded index"] == (f"{LISTINGS} listings and pools, in step with the database", False)
    words, is_wrong = said["search server"]
    assert is_wrong is False
    assert re.match(
        r"Meilisearch \d+\.\d+\.\d+ answers \(http://127.*\); the key may search and write", words
    )
    words, is_wrong = said[f"changes for {NAME}"]
    assert is_wrong
    assert words.startswith("none are kept for it yet")

    await indexing.add_engine(NAME)
    words, is_wrong = (await findings(site))[f"changes for {NAME}"]
    assert is_wrong
    assert words.startswith("it was never filled")
    assert f"{NAME} index" not in await findings(site)

    await worker.publish(site)
    said = await findings(site)
    assert not any(is_wrong for _words, is_wrong in said.values())
    assert said[f"{NAME} index"] == (f"{LISTINGS} listings and pools, in step with the database", False)

    controls.go_down()
    await publish(make_activity())
    await worker.publish(site)
    said = await findings(site, is_own=True)
    assert said["changes for embedded"] == ("none waits", False)
    words, is_wrong = said["search server"]
    assert is_wrong
    assert "cannot be reached" in words
    words, is_wrong = said[f"changes for {NAME}"]
    assert is_wrong
    assert words.startswith("1 waits, the oldest for less than a minute: start")
    assert f"{NAME} index" not in said

    controls.come_back()
    await worker.publish(site)
    (_, far) = served_engines(site.index_dir, site.search_server)
    async with worker.writing_engine(far, site) as engine:
        fresh = await engine.rebuild()
        await fresh.publish()
    words, is_wrong = (await findings(site))[f"{NAME} index"]
    assert is_wrong
    assert words == (
        f"listings and pools: {LISTINGS + 1} missing or older than in the database: "
        "run `marketplace reindex --engine meilisearch`"
    )

    said = await findings(replace(site, meilisearch_url=None))
    assert said[f"{NAME} index"][1]
    assert "not set any more" in said[f"{NAME} index"][0]


async def test_doctor_says_what_the_key_may_do(filled, keys, meilisearch):  # noqa: F811
    server, search_key, _write = keys

    async def words(key):
        return (await findings(replace(filled, meilisearch_api_key=key)))["search server"]

    words_, is_wrong = await words(search_key)
    assert not is_wrong
    assert words_.endswith("the key may search only, as a web process needs it")
    for key, told in (
        (server.key, "the key may do anything"),
        ("hush", "may not even search"),
        (None, "may not"),
    ):
        words_, is_wrong = await words(key)
        assert is_wrong
        assert told in words_


async def test_the_embedded_index_is_read_although_the_server_cannot_be_used_at_all(filled, keys, gazetteer):
    wrong = replace(filled, meilisearch_url="http://127.0.0.1:1")
    async with browsing(wrong, keys, gazetteer) as visitor:
        assert (await search(visitor))[0]["degraded"]
    engine = open_engine(filled.index_dir, writer=False)
    assert (await engine.watermark()).documents == LISTINGS
    await engine.aclose()
