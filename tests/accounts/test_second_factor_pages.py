"""Pages of the second factor, and the code at sign-in: what a person sees and what a stranger cannot do."""

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from marketplace.accounts import rules as account_rules
from marketplace.accounts import service as accounts
from marketplace.accounts.holding.service import SignInHolder
from marketplace.accounts.limits import rules as limit_rules
from marketplace.accounts.limits import schemas as limit_schemas
from marketplace.accounts.limits import service as limits
from marketplace.accounts.second_factor import rules
from marketplace.accounts.second_factor import service as second_factor
from marketplace.accounts.sessions.service import find_viewer
from marketplace.kernel import clock
from marketplace.kernel.errors import ConflictError, TooManyError
from marketplace.links.service import make_link
from marketplace.mail.service import list_letters
from tests.factories.accounts import PASSWORD, make_account, sign_in_as

PATH = "/account/second-factor"
START = datetime(2026, 11, 22, 12, 0, 10, tzinfo=UTC)


@pytest.fixture
def at_start():
    with clock.stopped_at(START):
        yield


async def set_up(account):
    """Set up an app for the account; return its key and the recovery codes."""
    at = clock.now() - timedelta(hours=2)
    with clock.stopped_at(at):
        await second_factor.begin_second_factor(account.id)
        key = (await second_factor.find_second_factor(account.id)).pending_key
        assert await second_factor.set_second_factor(account.id, rules.code_at(key, at), actor="test")
        codes = (await second_factor.find_second_factor(account.id)).shown_codes
    return key, codes


async def halfway(browser, role="person", password=None):
    """A browser that gave the password; with the key of the app and the recovery codes."""
    account = await make_account(role, password=password)
    key, codes = await set_up(account)
    await sign_in_as(browser, account, second_factor=False)
    return account, key, codes


async def viewer_of(browser):
    return await find_viewer(browser.cookies.get("session", ""))


async def test_setting_it_up_from_the_first_page_to_the_recovery_codes(browser, db, at_start):
    account = await make_account("person")
    await sign_in_as(browser, account)
    before = browser.cookies["session"]
    page = (await browser.get(PATH)).text
    assert "Set it up" in page
    assert (await browser.post(f"{PATH}/begin")).headers["location"] == PATH
    page = await browser.get(PATH)
    assert "no-store" in page.headers["cache-control"]
    key = re.search(r'<code class="app-code">([A-Z2-7 ]+)</code>', page.text)[1].replace(" ", "")
    assert 'src="data:image/svg+xml' in page.text
    wrong = await browser.post(PATH, data={"code": "000000"})
    assert wrong.status_code == 422
    assert "<title>Error:" in wrong.text
    right = await browser.post(PATH, data={"code": rules.code_at(key, clock.now())})
    assert right.headers["location"] == f"{PATH}/codes"
    assert browser.cookies["session"] != before, "a new token at every step"
    page = (await browser.get(f"{PATH}/codes")).text
    assert len(re.findall(r'<code class="app-code">\d{4} \d{4} \d{4}</code>', page)) == 10
    await browser.post(f"{PATH}/codes")
    assert (await browser.get(f"{PATH}/codes")).headers["location"] == PATH
    assert (await viewer_of(browser)).has_second_factor


async def test_staff_get_to_their_work_only_when_it_is_set_up(browser, db, at_start):
    await sign_in_as(browser, await make_account("administrator"), second_factor=False)
    assert (await browser.get("/administration/staff")).headers["location"] == PATH
    page = (await browser.get(PATH)).text
    assert "You work for a council" in page
    await browser.post(f"{PATH}/begin")
    page = (await browser.get(PATH)).text
    key = re.search(r'<code class="app-code">([A-Z2-7 ]+)</code>', page)[1].replace(" ", "")
    await browser.post(PATH, data={"code": rules.code_at(key, clock.now())})
    assert (await browser.get("/administration/staff")).headers["location"] != PATH


async def test_a_right_code_signs_in_with_a_new_token_and_leads_on(browser, db):
    _, key, _ = await halfway(browser)
    before = browser.cookies["session"]
    assert (await browser.get("/account")).headers["location"] == "/sign-in/code"
    page = await browser.get("/sign-in/code?next=/account/name")
    assert 'value="/account/name"' in page.text
    code = rules.code_at(key, clock.now())
    answer = await browser.post("/sign-in/code", data={"code": code, "next": "/account/name"})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/account/name"
    assert browser.cookies["session"] != before
    assert not (await find_viewer(before)).account_id, "the token of before opens nothing"
    assert (await browser.get("/account")).status_code == 200


async def test_a_code_leads_to_no_other_site(browser, db):
    _, key, _ = await halfway(browser)
    code = rules.code_at(key, clock.now())
    answer = await browser.post("/sign-in/code", data={"code": code, "next": "https://evil.example/"})
    assert answer.headers["location"] == "/home"


async def test_a_recovery_code_signs_in_once(browser, db):
    account, _, codes = await halfway(browser)
    assert (await browser.post("/sign-in/code", data={"code": rules.spaced(codes[0])})).status_code == 303
    browser.cookies.clear()
    await sign_in_as(browser, account, second_factor=False)
    assert (await browser.post("/sign-in/code", data={"code": codes[0]})).status_code == 422


@pytest.mark.parametrize(
    "typed", ["", "000000", "abc", "1" * 500, "\uff11\uff12\uff13\uff14\uff15\uff16", "123456'--", "\x00"]
)
async def test_a_wrong_code_is_said_at_the_field(browser, db, typed):
    await halfway(browser)
    answer = await browser.post("/sign-in/code", data={"code": typed})
    assert answer.status_code == 422
    assert 'href="#code"' in answer.text
    assert not (await viewer_of(browser)).is_signed_in


async def test_wrong_codes_are_refused_after_some_and_the_page_says_how_long(browser, db):
    _, key, _ = await halfway(browser)
    free = limit_rules.DELAYS.count(timedelta()) + 1
    for _ in range(free):
        assert (await browser.post("/sign-in/code", data={"code": "000000"})).status_code == 422
    answer = await browser.post("/sign-in/code", data={"code": rules.code_at(key, clock.now())})
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["retry-after"]) <= 10
    assert "Wait 10 seconds" in answer.text


async def test_the_password_alone_gives_no_new_tries_at_the_code(browser, db):
    """Else every sign-in with the password would bring a device of its own, and five more codes."""
    account, _, _ = await halfway(browser, password=PASSWORD)
    refused = 0
    for _ in range(4):
        browser.cookies.clear()
        await browser.post("/sign-in", data={"address": account.address, "password": PASSWORD})
        assert "device" not in browser.cookies
        for _ in range(3):
            answer = await browser.post("/sign-in/code", data={"code": "000000"})
            refused += answer.status_code == 429
    assert refused


async def test_a_device_is_known_after_the_whole_sign_in(browser, db):
    account, key, _ = await halfway(browser)
    assert "device" not in browser.cookies
    await browser.post("/sign-in/code", data={"code": rules.code_at(key, clock.now())})
    assert limits.find_device(browser.cookies["device"], account.address)


async def test_new_recovery_codes_need_a_code(browser, db):
    account, key, old = await halfway(browser)
    await browser.post("/sign-in/code", data={"code": old[0]})
    assert (await browser.post(f"{PATH}/renew", data={"code": "000000"})).status_code == 422
    answer = await browser.post(f"{PATH}/renew", data={"code": rules.code_at(key, clock.now())})
    assert answer.headers["location"] == f"{PATH}/codes"
    assert not set((await second_factor.find_second_factor(account.id)).shown_codes) & set(old)


async def test_a_person_turns_it_off_with_the_password(browser, db):
    account, key, _ = await halfway(browser, password=PASSWORD)
    await browser.post("/sign-in/code", data={"code": rules.code_at(key, clock.now())})
    assert (await browser.post(f"{PATH}/remove", data={"password": "wrong"})).status_code == 422
    assert (await second_factor.find_second_factor(account.id)).is_set
    answer = await browser.post(f"{PATH}/remove", data={"password": PASSWORD})
    assert answer.headers["location"] == f"{PATH}?done=removed"
    assert not (await second_factor.find_second_factor(account.id)).is_set


async def test_staff_cannot_turn_it_off_and_can_change_it(browser, db):
    account, key, _ = await halfway(browser, role="steward", password=PASSWORD)
    await browser.post("/sign-in/code", data={"code": rules.code_at(key, clock.now())})
    assert "remove" not in (await browser.get(PATH)).text
    answer = await browser.post(f"{PATH}/remove", data={"password": PASSWORD})
    assert answer.headers["location"] == PATH
    assert (await second_factor.find_second_factor(account.id)).is_set
    await browser.post(f"{PATH}/change", data={"password": PASSWORD})
    found = await second_factor.find_second_factor(account.id)
    assert found.pending_key not in {None, key}


async def test_without_a_password_a_code_is_asked_before_it_is_changed(browser, db):
    account, _, codes = await halfway(browser, role="steward")
    await browser.post("/sign-in/code", data={"code": codes[0]})
    assert (await browser.post(f"{PATH}/change", data={"password": "x", "code": "000000"})).status_code == 422
    assert (await second_factor.find_second_factor(account.id)).is_set
    assert (await browser.post(f"{PATH}/change", data={"code": codes[1]})).status_code == 303
    assert not (await second_factor.find_second_factor(account.id)).is_set


async def test_guesses_of_the_own_password_are_limited(browser, db):
    _, key, _ = await halfway(browser, password=PASSWORD)
    await browser.post("/sign-in/code", data={"code": rules.code_at(key, clock.now())})
    answers = [await browser.post(f"{PATH}/remove", data={"password": "wrong"}) for _ in range(7)]
    assert [answer.status_code for answer in answers] == [422] * 5 + [429] * 2


async def test_what_was_not_begun_cannot_be_finished(browser, db):
    await sign_in_as(browser, await make_account("person"))
    answer = await browser.post(PATH, data={"code": "123456"})
    assert answer.status_code == 409
    assert "Start again" in answer.text


async def test_the_pages_without_a_second_factor_lead_to_setting_it_up(browser, db):
    await sign_in_as(browser, await make_account("person"))
    for path in (f"{PATH}/codes", f"{PATH}/renew", f"{PATH}/remove", f"{PATH}/change"):
        assert (await browser.get(path)).headers["location"] == PATH
        assert (await browser.post(path)).status_code == 303


async def test_the_owner_is_told_by_letter_of_every_change(browser, db):
    account, _, _ = await halfway(browser)
    await second_factor.remove_second_factor(account.id, actor="test")
    letters = [letter for letter in (await list_letters(1)).items if letter.recipient == account.address]
    assert [letter.subject for letter in letters] == ["How you sign in has changed"] * 2


async def test_a_session_from_before_is_halfway_once_it_is_set_up(browser, db):
    account = await make_account("person")
    opened = await accounts.open_session(account.id, second_factor=False)
    await set_up(account)
    assert (await find_viewer(opened.token)).is_halfway


async def test_a_reset_of_the_password_gets_through_whatever_others_try(browser, db):
    """Also on a device that is not known, from an address where many tries were made."""
    account = await make_account("person", password=PASSWORD)
    for number in range(limit_schemas.SIGN_INS.most + 1):
        with suppress(TooManyError):
            await limits.begin_sign_in(f"someone{number}@example.org", "127.0.0.1")
    form = {"address": account.address, "password": PASSWORD}
    assert (await browser.post("/sign-in", data=form)).status_code == 429
    link = await make_link(
        account_rules.RESET,
        record_id=None,
        account_id=account.id,
        expires_at=clock.now() + timedelta(hours=1),
    )
    answer = await browser.post(f"/reset-password/{link}", data={"password": f"{PASSWORD}-again"})
    assert answer.status_code == 303
    form["password"] += "-again"
    assert (await browser.post("/sign-in", data=form)).headers["location"] == "/home"


async def test_all_that_is_kept_of_signing_in_is_handed_over_without_the_secrets(db):
    account = await make_account("person")
    key, codes = await set_up(account)
    told = repr(await SignInHolder().export(account.id))
    assert "recovery_codes_left': 10" in told
    assert all(secret not in told for secret in (key, *codes))


async def test_the_only_administrator_of_a_council_does_not_leave_it_alone(db):
    one = await make_account("administrator", "E06000054")
    with pytest.raises(ConflictError, match="only administrator of Wiltshire"):
        await SignInHolder().erase(one.id)
    await make_account("administrator", "E06000054")
    await SignInHolder().erase(one.id)
