"""What people send who mean no good: oversized, broken, forged. It is no fault of ours and gains nothing."""

import random
import time
from uuid import uuid4

import pytest

from marketplace.accounts import service
from marketplace.accounts.passwords.rules import find_fault
from marketplace.accounts.schemas import Role
from marketplace.accounts.tables import Account, RoleGrant
from marketplace.kernel.web.bodies import LARGEST_BODY_BYTES, MOST_FIELDS
from tests.accounts.letters import last_link
from tests.factories.accounts import PASSWORD, make_account, open_session_of, sign_in_as

ADDRESS = "sam@example.org"
NOBODYS = "00000000-0000-4000-8000-000000000000"
"""The id of no record."""
FORM = "application/x-www-form-urlencoded"
PATHS = ["/sign-in", "/sign-up/person", "/sign-up/supporter", "/reset-password"]
PART = b'--x\r\ncontent-disposition: form-data; name="address"\r\n'
BODIES = [
    (FORM, b""),
    (FORM, b"&&&&===="),
    (FORM, b"address=%00&password=%00&name=%00"),
    (FORM, b"address=%ff%fe&password=%c3&name=%ed%a0%80"),
    (FORM, b"\xff\xfe\x00\x01"),
    (FORM, "address=é".encode()),
    (FORM, b"address[]=a&address=b&address=c"),
    (FORM, b"a=%zz&%=%&=&address=%u0041"),
    (FORM, b"address=" + b"a" * 100_000 + b"%40example.org&password=" + b"p" * 90_000),
    (f"{FORM}; charset=utf-16", "address=a".encode("utf-16")),
    ("application/json", b'{"address": {"$ne": 1}}'),
    ("application/xml", b"<a/>"),
    ("text/plain", b"address=a"),
    ("multipart/form-data", b"no boundary"),
    ("multipart/form-data; boundary=x", b"no such boundary"),
    ("multipart/form-data; boundary=x", b"--x\r\n\r\n--x--"),
    (
        "multipart/form-data; boundary=x",
        b'--x\r\ncontent-disposition: form-data; name="address"; filename="a.txt"\r\n\r\nfile\r\n--x--\r\n',
    ),
    (
        "multipart/form-data; boundary=x",
        b'--x\r\ncontent-disposition: form-data; name="address"\r\n\r\n\xff\xfe\r\n--x--\r\n',
    ),
    (
        "multipart/form-data; boundary=x",
        PART + b"content-type: text/plain; charset=klingon\r\n\r\na\r\n--x--\r\n",
    ),
    (
        "multipart/form-data; boundary=x",
        PART + b"content-type: application/json\r\n\r\n{\r\n--x--\r\n",
    ),
    ("multipart/form-data; boundary=" + "x" * 5000, b"--x"),
    ("", b"address=a"),
]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(("kind", "body"), BODIES)
async def test_broken_form_is_refused_kindly(browser, path, kind, body):
    answer = await browser.post(path, content=body, headers={"content-type": kind})
    assert answer.status_code in {400, 422, 429}
    assert "<h1" in answer.text


@pytest.mark.parametrize("path", PATHS)
async def test_form_that_is_too_large_is_refused_unread(browser, path):
    body = b"address=" + b"a" * LARGEST_BODY_BYTES
    answer = await browser.post(path, content=body, headers={"content-type": FORM})
    assert answer.status_code == 413


async def test_form_of_very_many_fields_is_refused(browser):
    body = b"&".join(b"a%d=" % number for number in range(MOST_FIELDS + 1))
    answer = await browser.post("/sign-in", content=body, headers={"content-type": FORM})
    assert answer.status_code == 400
    body = b"&".join([b"address=a"] * MOST_FIELDS)
    answer = await browser.post("/sign-in", content=body, headers={"content-type": FORM})
    assert answer.status_code == 422


async def test_very_long_password_is_compared_no_longer_than_others(browser, monkeypatch):
    from marketplace.accounts.passwords import service as passwords

    lengths = []
    monkeypatch.setattr(passwords, "_matches", lambda _kept, typed: lengths.append(len(typed)) or False)
    await browser.post("/sign-in", data={"address": ADDRESS, "password": "p" * 150_000})
    assert lengths == [800]


async def test_made_up_fields_give_no_more_than_the_form_does(browser, db):
    account = await make_account(Role.PERSON, address=ADDRESS, password=PASSWORD)
    await sign_in_as(browser, account)
    extra = {
        "role": "administrator", "grants": "steward", "account_id": str(uuid4()),
        "address": "eve@example.org",
        "password_hash": "x", "second_factor_is_set": "true", "id": str(uuid4()), "version": "9",
    }  # fmt: skip
    await browser.post("/account/name", data={"name": "Sam", **extra})
    after = await service.find_account(account.id)
    assert (after.address, after.name, after.grants, after.second_factor_is_set) == (
        ADDRESS, "Sam", account.grants, False,
    )  # fmt: skip
    assert await RoleGrant.count() == 1


async def test_session_of_somebody_else_is_not_ended_by_its_id(browser, db):
    other = await open_session_of(await make_account())
    await sign_in_as(browser, await make_account())
    path = f"/account/sessions/{other.viewer.session_id}/end"
    assert (await browser.post(path)).status_code == 303
    assert (await service.find_viewer(other.token)).is_signed_in


SIGNED_IN = [
    ("GET", "/account"), ("GET", "/account/name"), ("GET", "/account/password"), ("GET", "/account/address"),
    ("GET", "/account/acting-for"), ("GET", "/account/data.json"), ("GET", "/account/delete"),
    ("POST", "/account/name"), ("POST", "/account/password"), ("POST", "/account/address"),
    ("POST", "/account/acting-for"), ("POST", "/account/delete"), ("POST", "/account/sign-out-everywhere"),
    ("POST", f"/account/sessions/{NOBODYS}/end"), ("POST", f"/account/acting-for/{NOBODYS}/end"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path"), SIGNED_IN)
async def test_visitor_is_led_to_sign_in(browser, method, path):
    answer = await browser.request(method, path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in")


@pytest.mark.parametrize(("method", "path"), SIGNED_IN)
async def test_who_is_halfway_is_led_to_the_second_factor(browser, db, method, path):
    account = await make_account()
    await service.set_second_factor(account.id, is_set=True)
    await sign_in_as(browser, account, second_factor=False)
    answer = await browser.request(method, path)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in/code")


@pytest.mark.parametrize(("method", "path"), [each for each in SIGNED_IN if each[0] == "POST"])
async def test_nothing_is_changed_at_the_word_of_another_site(browser, db, method, path):
    account = await make_account(address=ADDRESS, password=PASSWORD)
    await sign_in_as(browser, account)
    sent = {"sure": "y", "current_password": PASSWORD, "name": "Eve", "address": "eve@example.org"}
    for headers in ({"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}):
        assert (await browser.request(method, path, data=sent, headers=headers)).status_code == 403
    assert (await service.find_account(account.id)).name == account.name


async def test_forged_tokens_open_nothing(browser, db):
    account = await make_account()
    opened = await open_session_of(account)
    chance = random.Random(4)
    forged = [
        opened.token[:-1],
        opened.token + "A",
        opened.token.swapcase(),
        opened.token[::-1],
        str(account.id),
    ]
    forged += [opened.token[:at] + chance.choice("-_Az09") + opened.token[at + 1 :] for at in range(43)]
    for token in forged:
        if token != opened.token:
            answer = await browser.get("/account", headers={"cookie": f"session={token}"})
            assert answer.status_code == 303


@pytest.mark.parametrize(
    "query", ["next=" + "a" * 5000, "next[]=a", "next=%00", "next=%ff", "done=%00&done=b", "done=<b>"]
)
async def test_broken_address_of_the_sign_in_page_is_no_fault(browser, query):
    answer = await browser.get(f"/sign-in?{query}")
    assert answer.status_code in {200, 400}
    assert "<b>" not in answer.text


async def test_what_is_typed_is_shown_as_text(browser):
    script = '"><script>alert(1)</script>'
    answer = await browser.post("/sign-up/person", data={"name": script, "address": script})
    assert answer.status_code == 422
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;" in answer.text


async def test_many_sign_ups_from_one_place_make_wait(browser):
    answers = [
        await browser.post("/sign-up/person", data={"name": "X", "address": f"x{n}@example.org"})
        for n in range(25)
    ]
    assert [answer.status_code for answer in answers].count(303) == 20
    assert int(answers[-1].headers["retry-after"]) > 0


async def test_accounts_are_made_by_nothing_of_this(browser, db):
    for path in PATHS:
        for kind, body in BODIES:
            await browser.post(path, content=body, headers={"content-type": kind})
    assert await Account.count() == 0


async def test_who_tries_many_new_passwords_waits(browser, db):
    await browser.post("/sign-up/person", data={"name": "Sam", "address": ADDRESS})
    path = await last_link(ADDRESS)
    statuses = [(await browser.post(path, data={"password": "password"})).status_code for _ in range(32)]
    assert statuses == [422] * 30 + [429] * 2
    assert (await browser.get(path)).status_code == 200


def test_password_that_is_costly_to_judge_costs_little():
    """Signs that may stand for several letters: all of sixty took seconds of a core."""
    begun = time.process_time()
    find_fault("4@8({[</369&#!1/|0$5+7%2" * 8, ("Sam", ADDRESS))
    assert time.process_time() - begun < 1.5


async def test_nothing_private_is_in_the_log(browser, db, capsys):
    await browser.post("/sign-up/person", data={"name": "Samantha", "address": ADDRESS})
    path = await last_link(ADDRESS)
    await browser.get(path)
    await browser.post(path, data={"password": PASSWORD})
    token = browser.cookies["session"]
    await browser.get("/home?done=joined&next=/secret-path")
    await browser.post("/sign-in", data={"address": ADDRESS, "password": "wrong-password-typed"})
    log = "".join(capsys.readouterr())
    assert "/sign-up/confirm/{token}" in log
    for word in (path.split("/")[-1], token, PASSWORD, "wrong-password", ADDRESS, "Samantha", "secret-path"):
        assert word not in log
