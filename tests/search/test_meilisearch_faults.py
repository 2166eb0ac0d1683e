"""What goes wrong with a search server: told in plain words, and mended by doing it again."""

import asyncio
from types import SimpleNamespace

import pytest

from search.engine import SearchError
from search.query import Near
from tests.search.contract import MERE, ask, document, found, gone, number, put, versions
from tests.search.handles import opened
from tests.search.strategies import SCHEMA

BATCH = [
    put(document(1, "swimming", version=2)),
    gone(2, 2),
    put(document(3, "walking", version=2)),
    gone(9, 1),
]


@pytest.fixture
async def engine(controls, meilisearch_uid):
    async with opened(controls, meilisearch_uid) as engine:
        await engine.ensure(SCHEMA)
        await engine.apply([put(document(1)), put(document(2)), gone(3, 1)])
        yield engine


def spoil_task(controls, after, spoil):
    """Some task, not always the next one, is spoilt."""
    queue = controls.app.state.queue
    run, left = queue.run, [after]

    def counting_run():
        if left[0] == 0 and queue.waiting():
            spoil()
        did = run()
        left[0] -= did
        return did

    queue.run = counting_run


@pytest.mark.parametrize("after", [0, 1, 2])
@pytest.mark.parametrize("how", ["failed", "canceled"])
async def test_a_batch_of_which_a_task_went_wrong_is_told_and_may_be_sent_again(engine, controls, how, after):
    spoil = controls.app.cancel_next_task
    if how == "failed":
        spoil = lambda: controls.app.fail_next_task("internal", "Out of luck.")  # noqa: E731
    spoil_task(controls, after, spoil)
    before = await engine.watermark()
    with pytest.raises(SearchError, match=r"Out of luck\." if how == "failed" else "was canceled"):
        await engine.apply(BATCH)
    assert (await engine.watermark()).sequence == before.sequence
    await engine.apply(BATCH)
    assert await versions(engine) == {number(1): 2, number(3): 2}
    assert await found(engine, "swimming") == {1}
    assert (await engine.watermark()).sequence > before.sequence
    await engine.apply([put(document(2, version=1)), put(document(3, version=1)), put(document(9))])
    assert await versions(engine) == {number(1): 2, number(3): 2}


async def test_a_task_that_never_ends_is_told_to_be_late(engine, controls, meilisearch_uid):
    async with opened(controls, meilisearch_uid, task_seconds=0.2) as hasty:
        controls.hold_tasks()
        with pytest.raises(SearchError, match=r"has not done task \d+ in 0\.2 seconds"):
            await hasty.apply(BATCH)
        controls.release_tasks()
        await hasty.apply(BATCH)
        assert await versions(hasty) == {number(1): 2, number(3): 2}


@pytest.mark.parametrize("after", [0, 1, 2, 3, 4, 5])
async def test_a_rebuild_of_which_a_task_failed_leaves_the_living_index(engine, controls, after):
    spoil_task(controls, after, lambda: controls.app.fail_next_task("internal", "Out of luck."))
    with pytest.raises(SearchError, match=r"Out of luck\."):
        await _rebuild(engine)
    assert await found(engine) == {1, 2}
    await _rebuild(engine)
    assert await found(engine) == {5}
    assert len([uid for uid in await engine._writer.indexes() if uid.startswith(engine._reader.uid)]) == 2


async def _rebuild(engine):
    rebuild = await engine.rebuild()
    await rebuild.add([document(5)])
    await rebuild.publish()


async def test_a_poisonous_document_fails_alone_when_its_batch_is_halved(engine):
    poison = put(document(7, facets={"kind": ("x" * 1_000,)}))
    good = put(document(8))
    with pytest.raises(SearchError, match=str(number(7))):
        await engine.apply([good, poison])
    assert await found(engine) == {1, 2}
    await engine.apply([good])
    with pytest.raises(SearchError, match=str(number(7))):
        await engine.apply([poison])
    assert await found(engine) == {1, 2, 8}


async def test_a_server_that_is_down_is_told_and_asked_again_when_it_is_back(engine, controls):
    controls.go_down()
    near = Near(point=MERE, within_miles=5)
    for answer in (
        engine.search(ask("swimming")),
        engine.count([ask()]),
        engine.suggest("swi", near, 5),
        engine.watermark(),
        engine.apply(BATCH),
        engine.ensure(SCHEMA),
        engine.rebuild(),
    ):
        with pytest.raises(SearchError, match="cannot be reached"):
            await answer
    controls.come_back()
    await engine.apply(BATCH)
    assert await found(engine, "swimming") == {1}


async def test_a_server_that_is_slow_is_not_waited_for_without_end(engine, controls, meilisearch_uid):
    async with opened(controls, meilisearch_uid, timeout_seconds=0.1) as hasty:
        controls.delay_seconds = 0.5
        with pytest.raises(SearchError, match="took too long"):
            await hasty.search(ask())
        controls.delay_seconds = 0.0
        assert await found(hasty) == {1, 2}


async def test_a_server_that_forgot_everything_is_not_written_to_until_it_is_built_anew(engine, controls):
    controls.forget_everything()
    for answer in (engine.search(ask()), engine.apply(BATCH), engine.watermark(), engine.rebuild()):
        with pytest.raises(SearchError, match="reindex"):
            await answer
    await engine.ensure(SCHEMA)
    assert (await engine.watermark()).sequence == 0
    await engine.apply([put(document(4, "anew"))])
    assert await found(engine, "anew") == {4}


async def test_a_wrong_key_is_told(engine, controls, meilisearch_uid):
    async with opened(controls, meilisearch_uid, key="not the key") as stranger:
        for answer in (stranger.search(ask()), stranger.apply(BATCH), stranger.ensure(SCHEMA)):
            with pytest.raises(SearchError, match="does not accept the key"):
                await answer


@pytest.mark.parametrize("url", ["http://[", "http://127.0.0.1:99999", "no address", "ftp://127.0.0.1"])
async def test_an_address_that_is_none_is_told(url):
    with pytest.raises(SearchError):
        async with opened(SimpleNamespace(url=url, key=None), "x") as engine:
            await engine.search(ask())


@pytest.fixture
async def rubbish():
    """Answers every request with the same."""
    says = {}

    async def answer(reader, writer):
        while line := await reader.readline():
            if line == b"\r\n":
                writer.write(says["what"])
                await writer.drain()
                writer.close()
                return

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    yield SimpleNamespace(url=f"http://127.0.0.1:{port}", key=None, says=says)
    server.close()


def _http(body, status="200 OK", kind="application/json"):
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


@pytest.mark.parametrize(
    "what",
    [
        b"",
        b"rubbish\r\n\r\n",
        _http(b""),
        _http(b"<h1>Welcome to nginx</h1>", kind="text/html"),
        _http(b"<h1>Bad gateway</h1>", "502 Bad Gateway", "text/html"),
        _http(b"[]"),
        _http(b"{}"),
        _http(b"null"),
        _http(b"\xff\xfe"),
        _http(b'{"results": []}'),
        _http(b'{"results": [{"hits": "many"}]}'),
        _http(b'{"results": [{"indexUid": "a", "hits": [{}], "query": "", "processingTimeMs": 1}]}'),
        _http(b"not even json", "500 Internal Server Error"),
        _http(b'{"message": 7}', "400 Bad Request"),
        _http(b"[]", "403 Forbidden"),
    ],
)
async def test_rubbish_is_told_as_rubbish(rubbish, what):
    rubbish.says["what"] = what
    async with opened(rubbish, "x") as engine:
        for answer in (
            engine.search(ask()), engine.ensure(SCHEMA), engine.rebuild(), engine.server_version()
        ):  # fmt: skip
            with pytest.raises(SearchError):
                await answer
