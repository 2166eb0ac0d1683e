"""Pages of statements: one's own, the pool's, showing and taking back; and what a worker sees of it."""

import io
import re

import pypdf
import pytest
from msgspec.structs import replace

from marketplace.councils import service as councils
from marketplace.kernel import clock
from marketplace.pooling.statements.printing.service import PrintError
from tests.factories.accounts import COUNCIL
from tests.factories.pool_money import spend
from tests.factories.pool_statements import (
    last_month,
    make_opened,
    make_share,
    make_used,
    make_worker,
)

pytestmark = pytest.mark.usefixtures("db")


def url(pool, *more):
    return "/".join((f"/pools/mine/{pool.id}/statements", *map(str, more)))


def days():
    period = last_month()
    return {"since": period.since.isoformat(), "until": period.until.isoformat()}


async def set_contact(address):
    settings = await councils.get_council_settings(COUNCIL)
    changed = {"pooling": replace(settings.pooling, contact_email=address)}
    await councils.update_council_settings(COUNCIL, changed, settings.version, actor="test")


async def test_a_member_sees_prints_and_downloads_their_statement(browse):
    pool = await make_used()
    browser = await browse(pool.others[0].account)
    page = (await browser.get(url(pool), params=days())).text
    assert "Statement of Ash" in page
    assert "hall in March" in page
    assert "Robin" not in page
    assert "Kit" not in page
    link = re.search(r'href="([^"]*/pdf\?[^"]*kind=large_print)"', page)[1].replace("&amp;", "&")
    answer = await browser.get(link)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "private, no-store"
    text = "".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(answer.content)).pages)
    assert "Statement of Ash" in text
    answer = await browser.get(url(pool, "csv"), params=days())
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert "attachment" in answer.headers["content-disposition"]


@pytest.mark.parametrize("choice", ["quarter", "year", "all"])
async def test_days_can_be_asked_for_by_a_word(browse, choice):
    pool = await make_used(2)
    answer = await (await browse(pool.lead.account)).get(url(pool), params={"choice": choice})
    assert answer.status_code == 200
    assert f'value="{choice}" checked' in answer.text


async def test_days_of_ones_own_choice_are_checked(browse):
    pool = await make_used(2)
    browser = await browse(pool.lead.account)
    asked = {"choice": "own", "since_day": "1", "since_month": "11", "since_year": "2026"}
    good = asked | {"until_day": "20", "until_month": "11", "until_year": "2026"}
    with clock.stopped_at(clock.now().replace(year=2026, month=11, day=22)):
        answer = await browser.get(url(pool), params=good)
        assert "1 November 2026 to 20 November 2026" in answer.text
        for wrong, said in (
            (asked, "Enter the last day"),
            (good | {"until_year": "2027"}, "still to come"),
            (good | {"since_year": "1999"}, "The record goes back to"),
            (good | {"since_month": "13"}, "Enter a real date"),
            (good | {"until_month": "10"}, "before the first"),
            ({"choice": "never"}, "Choose the days"),
        ):
            answer = await browser.get(url(pool), params=wrong)
            assert answer.status_code == 422
            assert said in answer.text
            assert "<title>Error: " in answer.text


@pytest.mark.parametrize("end", ["pdf", "csv", "pool/pdf", "pool/csv", "share"])
@pytest.mark.parametrize(
    "asked", [{}, {"since": "x", "until": "y"}, {"since": "2026-01-02", "until": "2026-01-01"}]
)
async def test_a_file_for_no_days_is_not_there(browse, end, asked):
    pool = await make_used(2)
    answer = await (await browse(pool.lead.account)).get(url(pool, end), params=asked)
    assert answer.status_code == 404


async def test_a_long_list_shows_its_beginning_and_its_sum(browse):
    pool = await make_used(2)
    for number in range(60):
        await spend(pool, 1_00, words=f"tea {number} times")
    page = (await (await browse(pool.lead.account)).get(url(pool), params=days())).text
    assert "tea 59 times" not in page
    assert "beginning of a long list" in page
    assert "\N{MINUS SIGN}£45.50" in page


async def test_a_lead_sees_the_record_of_the_pool_and_a_member_does_not(browse):
    pool = await make_used()
    lead, member = await browse(pool.lead.account), await browse(pool.others[0].account)
    page = (await lead.get(url(pool, "pool"), params=days())).text
    assert all(name in page for name in ("Robin", "Ash", "Kit"))
    for end in ("pdf", "csv"):
        assert (await lead.get(url(pool, "pool", end), params=days())).status_code == 200
    for end in ("pool", "pool/pdf", "pool/csv"):
        assert (await member.get(url(pool, end), params=days())).status_code == 404
    assert "/statements/pool" in (await lead.get(url(pool))).text
    assert "/statements/pool" not in (await member.get(url(pool))).text


async def test_a_pdf_that_cannot_be_made_says_so(browse, monkeypatch):
    pool = await make_used(2)

    async def fail(_document):
        raise PrintError("no")

    monkeypatch.setattr("marketplace.people.pools.statements.files.web.print_statement", fail)
    answer = await (await browse(pool.lead.account)).get(url(pool, "pdf"), params=days())
    assert answer.status_code == 503
    assert "could not be made" in answer.text


async def test_a_statement_goes_to_the_worker_and_the_answer_comes_back(browse, letters):
    pool = await make_used()
    await set_contact("pools@wiltshire.example")
    account, _viewer = await make_worker()
    member, worker = await browse(pool.others[0].account), await browse(account)
    page = (await member.get(url(pool, "share"), params=days())).text
    assert 'value="outcomes">' in page
    assert 'value="balance" checked' in page
    assert 'value="letter" checked' in page
    sent = days() | {"council": COUNCIL, "how": "letter", "parts": ["balance", "spending", "outcomes"]}
    answer = await member.post(url(pool, "share"), data=sent)
    assert answer.status_code == 303
    (letter,) = await letters("pool_statement_shared")
    path = re.search(r"/practitioners/pools/open/[\w-]{43}", str(letter["parts"]))[0]
    page = (await (await browse()).get(path)).text
    assert "Sign in with your work account" in page
    assert "Ash" not in page
    assert "I look at it" in (await worker.get(path)).text
    answer = await worker.post(path)
    assert answer.status_code == 303
    place = answer.headers["location"].partition("?")[0]
    page = (await worker.get(place)).text
    assert "Statement of Ash" in page
    assert "Paid in and paid back" not in page
    assert "I get out of the house" in page
    for end in ("pdf", "csv"):
        assert (await worker.get(f"{place}/{end}")).status_code == 200
    assert "Statement of" not in (await worker.get("/practitioners/pools")).text
    assert "Ash, " in (await worker.get("/practitioners/pools")).text
    answer = await worker.post(f"{place}/answer", data={"answer": "let_us_talk"})
    assert answer.headers["location"].endswith("?done=let_us_talk")
    page = (await member.get(url(pool))).text
    assert "Sam Worker says: let us talk. It does not mean that anything is wrong." in page
    assert "Your council would like to talk." in page
    answer = await worker.post(f"{place}/answer", data={"answer": "looks_fine"})
    assert answer.status_code == 303
    answer = await worker.post(f"{place}/answer", data={"answer": "let_us_talk"})
    assert answer.status_code == 409
    answer = await worker.post(f"{place}/answer", data={"answer": "send_more_papers"})
    assert answer.status_code == 303
    assert "Sam Worker says: looks fine." in (await member.get(url(pool))).text


async def test_without_an_address_the_member_is_shown_the_link_once(browse):
    pool = await make_used()
    browser = await browse(pool.lead.account)
    page = (await browser.get(url(pool, "share"), params=days())).text
    assert 'value="letter"' not in page
    sent = days() | {"council": COUNCIL, "how": "hand", "parts": ["balance"]}
    answer = await browser.post(url(pool, "share"), data=sent)
    page = (await browser.get(answer.headers["location"])).text
    assert "We show it only now" in page
    assert answer.headers["location"].partition("?")[0] in page
    other = (await (await browse()).get(answer.headers["location"])).text
    assert "We show it only now" not in other
    assert str(pool.id) not in other
    page = (await browser.get(url(pool))).text
    assert "Nobody has opened it yet." in page
    withdraw = re.search(r'action="([^"]*/withdraw)"', page)[1]
    assert (await browser.post(withdraw)).status_code == 303
    assert "You took it back." in (await browser.get(url(pool))).text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"parts": []}, "Choose what they may see"),
        ({"parts": ["receipts"]}, "Choose what they may see"),
        ({"parts": ["everything"]}, "Choose what they may see"),
        ({"council": "E06000023"}, "Choose your council"),
        ({"how": "letter"}, "Choose how they get the link"),
        ({"how": "pigeon"}, "Choose how they get the link"),
    ],
)
async def test_a_form_that_cannot_be_taken_says_why_and_keeps_what_was_chosen(browse, changed, said):
    pool = await make_used(2)
    sent = days() | {"council": COUNCIL, "how": "hand", "parts": ["balance"]} | changed
    answer = await (await browse(pool.lead.account)).post(url(pool, "share"), data=sent)
    assert answer.status_code == 422
    assert said in answer.text
    assert f'value="{days()["since"]}"' in answer.text


async def test_a_colleague_is_told_that_somebody_looks_at_it(browse):
    pool = await make_used()
    _share, token = await make_share(pool)
    first, second = (await make_worker())[0], (await make_worker())[0]
    path = f"/practitioners/pools/open/{token}"
    assert (await (await browse(first)).post(path)).status_code == 303
    answer = await (await browse(second)).post(path)
    assert answer.status_code == 409
    assert "A colleague of yours looks at this statement" in answer.text
    assert "Sam Worker" not in answer.text.partition("<main")[2]


async def test_pages_ask_the_database_a_fixed_number_of_times(browse, statements):
    pool = await make_used(4)
    share_id, account, _worker = await make_opened(pool)
    pages = {
        url(pool): await browse(pool.everybody[-1].account),
        url(pool, "pool"): await browse(pool.lead.account),
        f"/practitioners/pools/{share_id}": await browse(account),
        "/practitioners/pools": await browse(account),
    }
    before = {path: await _count(statements, browser, path) for path, browser in pages.items()}
    for number in range(5):
        await spend(pool, 2_00, words=f"more {number}")
        await make_share(pool)
    for path, browser in pages.items():
        assert await _count(statements, browser, path) == before[path], path
    assert max(before.values()) <= 40


async def _count(statements, browser, path):
    async with statements() as run:
        assert (await browser.get(path)).status_code == 200
    return len(run)
