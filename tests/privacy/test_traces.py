"""Nothing private in logs, addresses, subjects of letters, the index, or what machines read."""

import html
import logging
import re
from urllib.parse import unquote

import pytest
import structlog

from marketplace import work
from marketplace.accounts.schemas import Role
from marketplace.jobs.timed.service import run_due
from marketplace.kernel.logging import configure_logging
from marketplace.kernel.settings import load_settings
from marketplace.mail.sending.service import Keeper, send_letter, site_of
from marketplace.mail.tables import StoredLetter
from tests.factories.accounts import COUNCIL, make_account, sign_in_as
from tests.privacy import life
from tests.privacy.marks import files_with

TOKEN = re.compile(r"(?<![\w-])[\w-]{43}(?![\w-])")
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
SEARCHED = re.compile(r"BA12|ba12(?:\s|\+|%20)*6aa")
"""The place searched for; in small letters only whole, because ids are made of hexadecimal digits."""
PUBLIC = {
    "organization", "second title", "summary", "description", "organization description", "website", "price",
    "easy read", "alt", "venue", "street", "town",
}  # fmt: skip
"""What the public reads of a listing."""


@pytest.fixture
def logged(capsys):
    """Logging at its most talkative; what was logged so far."""
    root = logging.getLogger()
    before = root.handlers, root.level
    configure_logging(load_settings({"MARKETPLACE_LOG_LEVEL": "debug"}))
    said = []

    def logged():
        said.append(capsys.readouterr().err)
        return "".join(said)

    yield logged
    root.handlers, root.level = before
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def addresses_in(page):
    """Where a page leads to, without letters to write and what others' sites are."""
    found = re.findall(r'(?:href|src|action|formaction)="([^"]*)"', page.text)
    return {
        unquote(html.unescape(each)) for each in found if not each.startswith(("mailto:", "data:", "http"))
    }


async def walk(browser, begin, most=60):
    """Pages that can be reached from here by links, and what they lead to; only those of this site."""
    waiting, seen, led, pages = [*begin], set(), set(), []
    while waiting and len(seen) < most:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen.add(path)
        page = await browser.get(path)
        if "html" not in page.headers.get("content-type", ""):
            continue
        pages.append(page)
        led |= (found := addresses_in(page))
        led |= {page.headers["location"]} if "location" in page.headers else set()
        waiting += sorted(
            each.partition("#")[0]
            for each in found
            if re.match(r"/(provider|account|stewards|administration)", each)
        )
    return pages, led


async def visit_as_visitor(browser, mark, lived):
    """Search, look, fail, guess and report."""
    for path in (
        f"/search?q={mark('searched')}&near=BA12+6AA", "/", f"/{mark('no page')}",
        f"/listings/{mark('no listing')}", f"/join/{mark('no token')}", f"/listings/{lived.listing}",
        f"/reset-password/{mark('no reset token')}", f"/stewards/listings?q={mark('of stewards')}",
    ):  # fmt: skip
        await browser.get(path)
    guess = {"address": f"{mark('guess')}@example.org".lower(), "password": mark("guessed password")}
    await browser.post("/sign-in", data=guess)
    await browser.post("/sign-up/provider", data={"name": mark("no name"), "address": mark("no address")})
    sent = {
        "kind": "safeguarding", "words": f"I saw {mark('seen')} there.", "name": mark("who saw"),
        "contact": guess["address"],
    }  # fmt: skip
    answer = await browser.post(f"/listings/{lived.listing}/report", data=sent)
    assert answer.status_code == 303, answer.text
    await browser.post("/sign-in", content=b"\xff" * 20, headers={"content-type": "multipart/form-data"})


async def test_no_log_line_tells_of_anybody(logged, lived, browse, settings):
    mark = lived.mark
    await visit_as_visitor(browse(), mark, lived)
    await walk(lived.browser, ["/provider", "/account"])
    for letter in await StoredLetter.select(StoredLetter.id).where(StoredLetter.status == "waiting"):
        await send_letter(letter["id"], Keeper(), site_of(settings), is_last_try=False)
    await run_due(work.TIMED_WORK)
    log = logged()
    assert log.count('"request"') > 50
    assert "/sign-up/confirm/{token}" in log
    assert "published" in log
    low = log.lower()
    assert [word for word in (*mark.words.values(), life.BASE, "192.0.2.1") if word.lower() in low] == []
    assert SEARCHED.findall(log) == []
    assert ADDRESS.findall(log) == []
    assert TOKEN.findall(log) == []


async def test_no_address_of_a_page_tells_of_anybody(lived, browse):
    steward = browse()
    await sign_in_as(steward, await make_account(Role.STEWARD, COUNCIL), second_factor=True)
    administrator = browse()
    await sign_in_as(administrator, await make_account(Role.ADMINISTRATOR, COUNCIL), second_factor=True)
    words = [*lived.mark.words.values(), life.BASE, "sn126ad"]
    seen = []
    for browser, begin in (
        (lived.browser, ["/provider", "/account"]),
        (steward, ["/stewards", f"/stewards/listings/{lived.listing}"]),
        (administrator, ["/administration", "/administration/audit"]),
    ):
        pages, led = await walk(browser, begin, most=40)
        seen += pages
        telling = {each for each in led for word in words if word.lower() in each.lower()}
        assert telling == set()
        assert {each for each in led if ADDRESS.search(each)} == set()
        assert all(page.status_code < 500 for page in pages)
    assert len(seen) > 60
    for page in seen:
        assert page.headers["referrer-policy"] == "same-origin"
        assert "no-store" in page.headers["cache-control"]


async def test_what_the_public_and_machines_read_has_nothing_private(lived, browse, settings):
    private = {
        word for name, word in lived.mark.words.items() if name not in PUBLIC
    } | {lived.address, life.BASE, "SN126AD"}  # fmt: skip
    visitor = browse()
    read = []
    for path in (
        "/", f"/listings/{lived.listing}", "/search?near=SN12", "/robots.txt", "/sitemap.xml", "/api",
        f"/api/listings/{lived.listing}", "/api/search?near=SN12", "/api/suggest?q=Zq", "/api/places?q=SN12",
        "/api/openapi.json", "/no-such-page",
    ):  # fmt: skip
        answer = await visitor.get(path)
        read.append((path, answer.status_code))
        assert [word for word in private if word.lower() in answer.text.lower()] == [], path
        assert "set-cookie" not in answer.headers
    assert dict(read)[f"/listings/{lived.listing}"] == 200
    assert files_with(settings.index_dir, private) == {}
    assert files_with(settings.index_dir, {lived.mark.words["summary"]}) != {}


async def test_no_subject_of_a_letter_tells_of_anybody(lived):
    letters = await StoredLetter.select(StoredLetter.subject, StoredLetter.kind)
    assert len({letter["kind"] for letter in letters}) > 8
    subjects = " ".join(letter["subject"] for letter in letters).lower()
    assert [word for word in (*lived.mark.words.values(), "kim", "sam") if word.lower() in subjects] == []
