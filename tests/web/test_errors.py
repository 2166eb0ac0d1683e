"""Errors: a page for people, problem+json for programs, and nothing of the inside for anyone."""

import httpx
import pytest
from litestar import Litestar, get
from litestar.params import FromPath

from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError, Problem
from marketplace.kernel.settings import Settings
from marketplace.kernel.web.errors import wants_html
from marketplace.kernel.web.guards import PUBLIC
from marketplace.kernel.web.setup import configure

RAISED = {
    "missing": NotFoundError("There is no such thing."),
    "clash": ConflictError("Somebody changed it first."),
    "bad": InvalidError([Problem(field="title", message="Write a title.")]),
    "broken": RuntimeError("secret of the inside"),
}


@pytest.fixture
async def browser(tmp_path):
    @get(["/raise/{name:str}", "/api/raise/{name:str}"], opt=PUBLIC)
    async def raise_it(name: FromPath[str]) -> None:
        raise RAISED[name]

    parts = configure(Settings(data_dir=tmp_path))
    app = Litestar(
        route_handlers=[raise_it, *parts.route_handlers],
        template_config=parts.template_config,
        exception_handlers=parts.exception_handlers,
        openapi_config=None,
        logging_config=None,
    )
    parts.wrap(app)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test") as client:
        yield client


@pytest.mark.parametrize(
    ("name", "status"), [("missing", 404), ("clash", 409), ("bad", 400), ("broken", 500)]
)
async def test_domain_error_has_its_status_on_pages_and_in_json(browser, name, status):
    page = await browser.get(f"/raise/{name}", headers={"accept": "text/html"})
    data = await browser.get(f"/api/raise/{name}", headers={"accept": "text/html"})
    assert page.status_code == data.status_code == status
    assert page.headers["content-type"].startswith("text/html")
    assert data.headers["content-type"] == "application/problem+json"
    assert data.json()["status"] == status


async def test_page_says_why_where_the_domain_says_so(browser):
    for name, words in (("missing", "There is no such thing."), ("clash", "Somebody changed it first.")):
        assert words in (await browser.get(f"/raise/{name}", headers={"accept": "text/html"})).text


async def test_what_can_be_mended_is_named_field_by_field(browser):
    assert (await browser.get("/api/raise/bad")).json()["problems"] == [
        {"field": "title", "message": "Write a title."}
    ]
    assert "Write a title." in (await browser.get("/raise/bad", headers={"accept": "text/html"})).text


async def test_the_inside_is_told_to_nobody(browser):
    for path in ("/raise/broken", "/api/raise/broken"):
        text = (await browser.get(path, headers={"accept": "text/html"})).text
        assert "secret" not in text
        assert "RuntimeError" not in text


async def test_wrong_method_is_an_error_page_too(browser):
    answer = await browser.post("/raise/missing", headers={"accept": "text/html"})
    assert answer.status_code == 405
    assert "allow" in answer.headers
    assert "We cannot find that page" in answer.text


@pytest.mark.parametrize(
    ("path", "accept", "html"),
    [
        ("/x", "text/html,application/xhtml+xml,*/*;q=0.8", True),
        ("/x", "*/*", True),
        ("/x", "", True),
        ("/x", "application/json", False),
        ("/x", "image/avif,image/webp", False),
        ("/api/x", "text/html", False),
        ("/api", "text/html", True),
        ("/apiary", "text/html", True),
        ("/healthz", "text/html", False),
    ],
)
def test_page_or_json_by_address_and_accept(path, accept, html):
    assert wants_html(path, accept) is html
