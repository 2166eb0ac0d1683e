"""Signing in and out, as browsers do it."""

import asyncio
import threading
import time

import pytest
from argon2 import PasswordHasher

from marketplace.accounts import service
from marketplace.accounts.passwords import service as passwords
from marketplace.accounts.schemas import ANONYMOUS, Role
from marketplace.accounts.tables import Account, AccountSession
from marketplace.kernel.errors import TooManyError
from tests.factories.accounts import PASSWORD, make_account

ADDRESS = "sam@example.org"


@pytest.fixture
async def account(db):
    return await make_account(Role.PROVIDER, address=ADDRESS, password=PASSWORD)


def sent(**changes):
    return {"address": ADDRESS, "password": PASSWORD, **changes}


async def test_right_password_signs_in_and_leads_home(browser, account):
    answer = await browser.post("/sign-in", data=sent())
    assert (answer.status_code, answer.headers["location"]) == (303, "/home")
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("session="))
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert ADDRESS in (await browser.get("/account")).text


@pytest.mark.parametrize("address", ["SAM@EXAMPLE.ORG", "  sam@example.org  "])
async def test_case_and_spaces_of_the_address_do_not_matter(browser, account, address):
    assert (await browser.post("/sign-in", data=sent(address=address))).status_code == 303


async def test_wrong_password_and_unknown_address_get_the_same_answer(browser, account):
    wrong = await browser.post("/sign-in", data=sent(password="wrong"))
    unknown = await browser.post("/sign-in", data=sent(address="sax@example.org", password="wrong"))
    assert wrong.status_code == unknown.status_code == 422
    assert wrong.text.replace(ADDRESS, "sax@example.org") == unknown.text
    assert "set-cookie" not in wrong.headers
    assert "wrong" not in wrong.text
    assert wrong.text.count("<title>Error: ") == 1


@pytest.mark.parametrize("address", [ADDRESS, "sax@example.org", "staff@example.org"])
async def test_same_work_is_done_whether_or_not_there_is_an_account(db, account, monkeypatch, address):
    await make_account(address="staff@example.org")
    asked = []
    monkeypatch.setattr(passwords, "_matches", lambda kept, _typed: asked.append(kept) or False)
    assert await service.sign_in(address, PASSWORD) is None
    assert len(asked) == 1


def test_hash_of_nobody_is_as_dear_as_others():
    hasher = PasswordHasher(time_cost=2, memory_cost=47_104, parallelism=1)
    source = (
        "$argon2id$v=19$m=47104,t=2,p=1$gX1KiheUDrdoaDuIChJR9g$NtNHPEv2906U68w0QQsjvyp4Gh/xk+Yalepmaic543M"
    )
    assert not hasher.check_needs_rehash(source)


async def test_account_without_password_is_opened_by_none(db):
    await make_account(address="staff@example.org")
    for password in ("", "the password of nobody", "nobody", PASSWORD):
        assert await service.sign_in("staff@example.org", password) is None


async def test_hash_made_with_other_parameters_is_made_anew(db, account, monkeypatch):
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=2, memory_cost=64, parallelism=1))
    before = (await Account.select(Account.password_hash).first())["password_hash"]
    assert await service.sign_in(ADDRESS, PASSWORD) is not None
    after = (await Account.select(Account.password_hash).first())["password_hash"]
    assert "t=1" in before
    assert "t=2" in after
    assert await service.sign_in(ADDRESS, PASSWORD) is not None


async def test_token_is_new_at_every_sign_in_and_a_chosen_one_is_never_taken(browser, account):
    await browser.post("/sign-in", data=sent(), headers={"cookie": f"session={'a' * 43}"})
    first = browser.cookies["session"]
    assert first != "a" * 43
    await browser.post("/sign-in", data=sent())
    assert browser.cookies["session"] != first
    assert await service.find_viewer("a" * 43) is ANONYMOUS
    assert await AccountSession.count() == 1


async def test_replayed_cookie_opens_nothing_after_signing_out(browser, account):
    await browser.post("/sign-in", data=sent())
    token = dict(browser.cookies)["session"]
    answer = await browser.post("/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?done=out")
    assert "Max-Age=0" in answer.headers["set-cookie"]
    browser.cookies.clear()
    browser.cookies.set("session", token)
    assert (await browser.get("/account")).headers["location"] == "/sign-in?next=/account"


async def test_signing_out_twice_or_as_nobody_does_no_harm(browser):
    assert (await browser.post("/sign-out")).status_code == 303
    assert (await browser.post("/sign-out")).status_code == 303


async def test_nobody_is_signed_out_or_in_at_the_word_of_another_site(browser, account):
    elsewhere = {"sec-fetch-site": "cross-site"}
    assert (await browser.post("/sign-in", data=sent(), headers=elsewhere)).status_code == 403
    await browser.post("/sign-in", data=sent())
    assert (await browser.post("/sign-out", headers=elsewhere)).status_code == 403
    assert (await browser.get("/account")).status_code == 200


@pytest.mark.parametrize(
    ("wanted", "location"),
    [
        ("/account/name", "/account/name"),
        ("/search?q=a&near=b", "/search?q=a&near=b"),
        ("//evil.example", "/home"),
        ("/\\evil.example", "/home"),
        ("https://evil.example/", "/home"),
        ("https:evil.example", "/home"),
        ("/\t/evil.example", "/home"),
        ("/%0d%0aset-cookie:a=b", "/%0d%0aset-cookie:a=b"),
        ("/sign-out", "/home"),
        ("", "/home"),
    ],
)
async def test_who_signs_in_stays_on_this_site(browser, account, wanted, location):
    page = await browser.get("/sign-in", params={"next": wanted})
    assert page.status_code == 200
    assert "evil.example" not in page.text
    answer = await browser.post("/sign-in", data=sent(next=wanted))
    assert answer.headers["location"] == location
    assert (await browser.get("/sign-in", params={"next": wanted})).headers["location"] == location


async def test_what_was_wanted_survives_a_wrong_password(browser, account):
    answer = await browser.post("/sign-in", data=sent(next="/account/name", password="wrong"))
    assert 'name="next" value="/account/name"' in answer.text


async def test_second_factor_is_asked_for_where_there_is_one(browser, account):
    await service.set_second_factor(account.id, is_set=True)
    answer = await browser.post("/sign-in", data=sent(next="/account/name"))
    assert answer.headers["location"] == "/sign-in/code?next=/account/name"
    assert (await browser.get("/account")).headers["location"] == "/sign-in/code"
    assert (await browser.post("/sign-out")).status_code == 303


async def test_staff_without_a_second_factor_are_led_to_set_one_up(browser, db):
    await make_account(Role.STEWARD, address="steward@example.org", password=PASSWORD)
    answer = await browser.post("/sign-in", data=sent(address="steward@example.org"))
    assert answer.headers["location"] == "/account/second-factor"


async def test_many_wrong_tries_make_wait_and_say_how_long(browser, account):
    answers = [await browser.post("/sign-in", data=sent(password=f"wrong {n}")) for n in range(8)]
    assert answers[0].status_code == 422
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["retry-after"]) > 0
    assert "choose a new password" in answers[-1].text
    assert f'value="{ADDRESS}"' in answers[-1].text


async def test_few_passwords_are_compared_at_once_and_many_that_wait_are_sent_away(monkeypatch):
    running, most = 0, 0

    def slow(kept, typed):
        nonlocal running, most
        running += 1
        most = max(most, running)
        time.sleep(0.01)
        running -= 1
        return False

    monkeypatch.setattr(passwords, "_matches", slow)
    asked = [passwords.is_right("x", "y") for _ in range(passwords.MOST_WAITING + 5)]
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert sum(isinstance(answer, TooManyError) for answer in answers) == 5
    assert answers.count(False) == passwords.MOST_WAITING
    assert most <= passwords.AT_ONCE
    assert await passwords.is_right("x", "y") is False


async def test_event_loop_goes_on_while_a_password_is_compared(monkeypatch):
    """The comparison ends only when the loop has done something else meanwhile."""
    may_end = threading.Event()
    monkeypatch.setattr(passwords, "_matches", lambda _kept, _typed: may_end.wait(5))
    task = asyncio.create_task(passwords.is_right("x", "y"))
    await asyncio.sleep(0.02)
    may_end.set()
    assert await task is True


async def test_password_is_neither_trimmed_nor_kept_in_memory(browser, db):
    from litestar import _parsers

    await make_account(address=ADDRESS, password=" leading-and-trailing ")
    _parsers.parse_url_encoded_form_data.cache_clear()
    assert (await browser.post("/sign-in", data=sent(password="leading-and-trailing"))).status_code == 422
    assert (await browser.post("/sign-in", data=sent(password=" leading-and-trailing "))).status_code == 303
    assert _parsers.parse_url_encoded_form_data.cache_info().currsize == 0


async def test_old_password_opens_nothing_when_it_is_changed_while_it_is_compared(db, account, monkeypatch):
    real = passwords.is_right

    async def slow(typed, kept):
        right = await real(typed, kept)
        await service.change_password(account.id, "four-green-lamps-humming", session_id=None)
        return right

    monkeypatch.setattr(passwords, "is_right", slow)
    assert await service.sign_in(ADDRESS, PASSWORD) is None
    assert await AccountSession.count() == 0
