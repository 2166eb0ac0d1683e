import json
import logging

import httpx
import pytest
import structlog
from litestar import Litestar, Request, get, post
from litestar.params import FromPath

from marketplace.kernel.logging import configure_logging, log
from marketplace.kernel.requests import RequestLog, route_pattern
from marketplace.kernel.settings import load_settings

PRIVATE = ("BA12", "6AA", "swimming", "192.0.2.7", "secret words", "melksham")


@get("/listings/{listing_id:str}", sync_to_thread=False)
def show(listing_id: FromPath[str]) -> str:
    return listing_id


@post("/enquiries")
async def send(request: Request) -> str:
    raise ValueError(f"cannot read {await request.body()!r} of BA12 6AA")


@get("/proxied", sync_to_thread=False)
def tell_client(request: Request) -> str:
    return request.client.host


@pytest.fixture
def logged(capsys):
    """Sets logging up at its most talkative, and gives what was logged."""
    root = logging.getLogger()
    before = root.handlers, root.level
    configure_logging(load_settings({"MARKETPLACE_LOG_LEVEL": "debug"}))
    yield lambda: capsys.readouterr().err
    root.handlers, root.level = before[0], before[1]
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def failing(error, scope):
    log.error("request failed", exc_info=error, route=route_pattern(scope))


@pytest.fixture
def client():
    app = Litestar(
        [show, send, tell_client], logging_config=None, openapi_config=None, after_exception=[failing]
    )
    app.asgi_handler = RequestLog(app.asgi_handler)
    transport = httpx.ASGITransport(app, client=("192.0.2.7", 1), raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://test")


async def test_a_request_is_logged_by_the_pattern_of_its_route(client, logged):
    await client.get("/listings/BA12", params={"near": "BA12 6AA", "q": "swimming"})
    line = json.loads(logged())
    assert (line["method"], line["route"], line["status"]) == ("GET", "/listings/{listing_id}", 200)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/listings/BA12%206AA?q=swimming&near=melksham"),
        ("GET", "/BA12%206AA/swimming?near=melksham"),
        ("POST", "/enquiries?near=BA12+6AA"),
        ("DELETE", "/listings/BA12"),
    ],
)
async def test_nothing_of_a_person_is_logged(client, logged, method, path):
    await client.request(method, path, content=b"secret words", headers={"referer": "/search?near=BA12"})
    said = logged()
    assert said
    assert [private for private in PRIVATE if private in said] == []


async def test_an_error_is_logged_with_its_type_and_place_and_without_its_words(client, logged):
    await client.post("/enquiries", content=b"secret words")
    failure = json.loads(logged().splitlines()[0])
    assert failure["error"] == "builtins.ValueError"
    assert any("test_logging.py" in place and place.endswith(" send") for place in failure["at"])


async def test_an_answer_carries_the_id_of_its_log_line(client, logged):
    answer = await client.get("/listings/1")
    assert json.loads(logged())["request_id"] == answer.headers["x-request-id"]


async def test_a_proxys_request_id_is_kept_when_it_looks_like_one(client, logged):
    assert (await client.get("/listings/1", headers={"x-request-id": "abcd-1234"})).headers[
        "x-request-id"
    ] == "abcd-1234"
    for bad in ("short", "a" * 65, "BA12 6AA BA12 6AA", "x" * 8 + "\xe9"):
        answer = await client.get("/listings/1", headers={"x-request-id": bad.encode("latin-1")})
        assert answer.headers["x-request-id"] != bad


def test_other_libraries_are_held_to_unfilled_words(logged):
    logging.getLogger("geopy").warning("could not find %s", "BA12 6AA")
    logging.getLogger("asyncpg").warning("BA12 6AA")
    logging.getLogger("httpx").info("GET /?q=%s", "BA12 6AA")
    lines = [json.loads(line) for line in logged().splitlines()]
    assert [line["words"] for line in lines] == ["could not find %s", "said something"]


def test_the_level_is_that_of_the_settings(capsys, logged):
    configure_logging(load_settings({"MARKETPLACE_LOG_LEVEL": "error"}))
    log.warning("quiet")
    log.error("loud")
    assert "quiet" not in (said := logged())
    assert "loud" in said
