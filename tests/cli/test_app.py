"""The application as a whole: what it says of itself, and whose word it takes for a client's address."""

import httpx
import pytest
from litestar import Litestar, Request, get

from marketplace.app import _outermost, create_app
from marketplace.kernel.settings import Settings
from search.engine import SearchError


class Engine:
    """Answers one question."""

    name = "test"

    def __init__(self, error=None):
        self.error = error

    async def watermark(self):
        if self.error:
            raise self.error


def client(app, address="203.0.113.9"):
    return httpx.AsyncClient(transport=httpx.ASGITransport(app, client=(address, 1)), base_url="http://test")


async def test_it_is_ready_when_database_index_and_places_are_there(db, tmp_path):
    app = create_app(Settings(data_dir=tmp_path), gazetteer=object(), engine=Engine())
    answer = await client(app).get("/readyz")
    assert (answer.status_code, answer.json()) == (
        200,
        {"database": "ok", "search index": "ok", "places": "ok"},
    )
    assert answer.headers["cache-control"] == "no-store"


async def test_it_says_what_is_missing_when_it_is_not_ready(db, tmp_path):
    app = create_app(Settings(data_dir=tmp_path), engine=Engine(SearchError("no index")))
    answer = await client(app).get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"database": "ok", "search index": "missing", "places": "missing"}


async def test_a_process_that_answers_is_alive_whatever_else_is_missing(tmp_path):
    answer = await client(create_app(Settings(data_dir=tmp_path))).get("/healthz")
    assert answer.json() == {"status": "ok"}


@get("/", sync_to_thread=False)
def tell(request: Request) -> str:
    return f"{request.client.host} {request.scope['scheme']}"


@pytest.mark.parametrize(
    ("trusted", "address", "forwarded", "expected"),
    [
        ((), "10.0.0.1", "198.51.100.7", "10.0.0.1 http"),
        (("10.0.0.0/8",), "10.0.0.1", "198.51.100.7", "198.51.100.7 https"),
        (("10.0.0.0/8",), "10.0.0.1", "192.0.2.66, 198.51.100.7", "198.51.100.7 https"),
        (("10.0.0.0/8",), "10.0.0.1", "198.51.100.7, 10.0.0.2", "198.51.100.7 https"),
        (("10.0.0.0/8",), "203.0.113.9", "198.51.100.7", "203.0.113.9 http"),
    ],
    ids=[
        "no proxy is trusted",
        "the word of a trusted proxy is taken",
        "what the client claims before it is not",
        "a chain of trusted proxies is followed",
        "a stranger's word is not taken",
    ],
)
async def test_the_clients_address(tmp_path, trusted, address, forwarded, expected):
    app = Litestar([tell], logging_config=None, openapi_config=None)
    app.asgi_handler = _outermost(app.asgi_handler, Settings(data_dir=tmp_path, trusted_proxies=trusted))
    headers = {"x-forwarded-for": forwarded, "x-forwarded-proto": "https"}
    assert (await client(app, address).get("/", headers=headers)).text == expected
