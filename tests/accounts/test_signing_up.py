"""Signing up: an account is there only when the owner of the address has followed the link."""

from datetime import timedelta

import pytest

from marketplace.accounts import service
from marketplace.accounts.joining.schemas import JoinAs, SignUp
from marketplace.accounts.schemas import Role
from marketplace.accounts.tables import Account
from marketplace.audit.tables import AuditEntry
from marketplace.kernel import clock
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError
from tests.accounts.letters import last_link, letters_to
from tests.factories.accounts import PASSWORD, make_account

ADDRESS = "sam@example.org"
SUPPORTER = {
    "name": "Sam",
    "address": ADDRESS,
    "person_name": "Mum",
    "relation": "family",
    "consent": "agreed",
}


async def test_person_signs_up_confirms_and_is_signed_in(browser):
    answer = await browser.post("/sign-up/person", data={"name": "Sam", "address": ADDRESS})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-up/sent")
    assert await Account.count() == 0
    path = await last_link(ADDRESS)
    page = await browser.get(path)
    assert ADDRESS in page.text
    assert 'autocomplete="new-password"' in page.text
    answer = await browser.post(path, data={"password": PASSWORD})
    assert (answer.status_code, answer.headers["location"]) == (303, "/home?done=joined")
    home = await browser.get("/home?done=joined")
    assert "Your account is ready." in home.text
    assert home.headers["cache-control"] == "private, no-store"


async def test_provider_is_led_to_their_listings(browser):
    await browser.post("/sign-up/provider", data={"name": "Amina", "address": ADDRESS})
    answer = await browser.post(await last_link(ADDRESS), data={"password": PASSWORD})
    assert answer.headers["location"] == "/provider"
    account = await service.find_account_by_address(ADDRESS)
    assert [grant.role for grant in account.grants] == [Role.PROVIDER]


async def test_supporter_says_for_whom_and_how_they_agreed(browser):
    await browser.post("/sign-up/supporter", data=SUPPORTER)
    asked_at = clock.now()
    await browser.post(await last_link(ADDRESS), data={"password": PASSWORD})
    account = await service.find_account_by_address(ADDRESS)
    (supported,) = await service.list_acting_for(account.id)
    assert (supported.person_name, supported.relation, supported.consent) == ("Mum", "family", "agreed")
    assert abs(supported.consent_recorded_at - asked_at) < timedelta(minutes=1)
    assert "record_consent" in {row["action"] for row in await AuditEntry.select()}


@pytest.mark.parametrize("missing", ["person_name", "relation", "consent"])
async def test_supporter_without_recorded_consent_gets_no_account(browser, missing):
    answer = await browser.post("/sign-up/supporter", data={**SUPPORTER, missing: ""})
    assert answer.status_code == 422
    assert "<title>Error: " in answer.text
    assert f'href="#{missing}"' in answer.text
    assert 'value="Sam"' in answer.text
    assert not await letters_to(ADDRESS)


async def test_opening_the_link_changes_nothing(browser):
    await browser.post("/sign-up/person", data={"name": "Sam", "address": ADDRESS})
    path = await last_link(ADDRESS)
    for _ in range(3):
        assert (await browser.get(path)).status_code == 200
    assert await Account.count() == 0


async def test_link_works_once(browser):
    await browser.post("/sign-up/person", data={"name": "Sam", "address": ADDRESS})
    path = await last_link(ADDRESS)
    await browser.post(path, data={"password": PASSWORD})
    browser.cookies.clear()
    again = await browser.get(path)
    assert again.status_code == 404
    assert ">This link does not work any more</h1>" in again.text
    assert 'href="/sign-in"' in again.text.partition("<main")[2]
    assert (await browser.post(path, data={"password": "another-good-password-here"})).status_code == 404
    assert await service.sign_in(ADDRESS, "another-good-password-here") is None


async def test_link_is_too_old_after_three_days(browser):
    await browser.post("/sign-up/person", data={"name": "Sam", "address": ADDRESS})
    path = await last_link(ADDRESS)
    with clock.stopped_at(clock.now() + timedelta(days=3, seconds=1)):
        assert (await browser.get(path)).status_code == 404
        assert (await browser.post(path, data={"password": PASSWORD})).status_code == 404


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("", "Enter a password"),
        ("short", "at least 10"),
        ("password1234", "easy to guess"),
        ("samsamsamsam", "easy to guess"),
        ("sam@example.org", "easy to guess"),
        ("a" * 300, "at most 200"),
    ],
)
async def test_weak_password_is_said_kindly_and_the_link_still_works(browser, password, words):
    await browser.post("/sign-up/person", data={"name": "Sam", "address": ADDRESS})
    path = await last_link(ADDRESS)
    answer = await browser.post(path, data={"password": password})
    assert answer.status_code == 422
    assert words in answer.text
    assert 'href="#password"' in answer.text
    assert (await browser.post(path, data={"password": PASSWORD})).status_code == 303


@pytest.mark.parametrize("password", ["teapot dancing over hills", "ᚠᛇᚻ᛫ᛒᛦᚦ᛫ᚠᚱᚩ", "    spaces-and-such    x"])
async def test_no_kind_of_sign_is_asked_for_or_refused(browser, password):
    await browser.post("/sign-up/person", data={"name": "Sam", "address": ADDRESS})
    assert (await browser.post(await last_link(ADDRESS), data={"password": password})).status_code == 303
    assert await service.sign_in(ADDRESS, password) is not None
    assert await service.sign_in(ADDRESS, password.strip() + "?") is None


async def test_same_password_from_another_keyboard_is_the_same(browser):
    await browser.post("/sign-up/person", data={"name": "Sam", "address": ADDRESS})
    await browser.post(await last_link(ADDRESS), data={"password": "cafe\u0301-tiger-lamp"})
    assert await service.sign_in(ADDRESS, "caf\u00e9-tiger-lamp") is not None


async def test_known_address_gets_the_same_answer_and_a_letter_to_its_owner(browser):
    known = await make_account(address=ADDRESS, password=PASSWORD)
    same = [
        await browser.post("/sign-up/person", data={"name": "X", "address": address})
        for address in (ADDRESS, "SAM@Example.ORG", "new@example.org")
    ]
    assert len({(a.status_code, a.text, tuple(sorted(set(a.headers) - {"x-request-id"}))) for a in same}) == 1
    assert [kind for kind, _ in await letters_to(ADDRESS)] == ["already_signed_up", "already_signed_up"]
    assert [kind for kind, _ in await letters_to("new@example.org")] == ["confirm_address"]
    assert (await service.find_account_by_address(ADDRESS)).name == known.name


async def test_link_of_an_address_that_got_an_account_meanwhile_makes_no_second(browser):
    await browser.post("/sign-up/person", data={"name": "Sam", "address": ADDRESS})
    path = await last_link(ADDRESS)
    await make_account(address="SAM@example.org", password="quite-another-password")
    answer = await browser.post(path, data={"password": PASSWORD})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?done=has-account")
    assert "set-cookie" not in answer.headers
    assert await Account.count() == 1
    assert await service.sign_in(ADDRESS, PASSWORD) is None
    page = await browser.get("/sign-in?done=has-account")
    assert "Sign in with the password that you chose." in page.text
    assert 'href="/reset-password"' in page.text


async def test_who_is_overtaken_by_another_window_is_led_to_sign_in(browser, monkeypatch):
    """The link is used between the page's look at it and the making of the account."""
    await browser.post("/sign-up/person", data={"name": "Sam", "address": ADDRESS})
    path = await last_link(ADDRESS)
    make = service.confirm_address

    async def overtaken(token, password):
        await make(token, "the-other-window-was-first")
        return await make(token, password)

    monkeypatch.setattr(service, "confirm_address", overtaken)
    answer = await browser.post(path, data={"password": PASSWORD})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?done=has-account")
    assert await service.sign_in(ADDRESS, PASSWORD) is None
    assert await service.sign_in(ADDRESS, "the-other-window-was-first") is not None
    monkeypatch.undo()
    again = await browser.post(path, data={"password": PASSWORD})
    assert again.status_code == 404
    for way_on in ("/sign-in", "/reset-password", "/sign-up"):
        assert f'href="{way_on}"' in again.text


async def test_who_has_no_link_learns_nothing_from_where_it_leads(browser):
    await make_account(address=ADDRESS)
    answer = await browser.post("/sign-up/confirm/" + "x" * 43, data={"password": PASSWORD})
    assert answer.status_code == 404


@pytest.mark.parametrize(
    "address",
    ["", "sam", "sam@", "@example.org", "a b@example.org", "sam@example", "sam@ex ample.org",
     "sam@example.org, eve@example.org", "a@b@c.org", "sam@-.org", "x" * 300 + "@example.org"],
)  # fmt: skip
async def test_what_is_no_address_is_said_at_the_field(browser, address):
    answer = await browser.post("/sign-up/person", data={"name": "Sam", "address": address})
    assert answer.status_code == 422
    assert 'href="#address"' in answer.text


async def test_line_end_in_name_or_address_makes_no_header(browser):
    sent = {"name": "Sam\r\nBcc: eve@example.org", "address": "sam@example.org\r\nBcc: eve@example.org"}
    answer = await browser.post("/sign-up/person", data=sent)
    assert answer.status_code == 422
    answer = await browser.post("/sign-up/person", data={**sent, "address": ADDRESS})
    assert answer.status_code == 303
    ((_, _),) = await letters_to(ADDRESS)
    assert not await letters_to("eve@example.org")


async def test_other_roles_cannot_be_had_by_signing_up(browser):
    assert (await browser.get("/sign-up/steward")).status_code == 404
    sent = {"name": "Sam", "address": ADDRESS, "role": "administrator", "join_as": "steward", "grants": "x"}
    assert (await browser.post("/sign-up/administrator", data=sent)).status_code == 404
    await browser.post("/sign-up/person", data=sent)
    await browser.post(await last_link(ADDRESS), data={"password": PASSWORD, "role": "steward"})
    account = await service.find_account_by_address(ADDRESS)
    assert [grant.role for grant in account.grants] == [Role.PERSON]


async def test_nothing_private_is_on_record(browser):
    await browser.post("/sign-up/supporter", data=SUPPORTER)
    await browser.post(await last_link(ADDRESS), data={"password": PASSWORD})
    told = str(await AuditEntry.select())
    assert "Mum" not in told
    assert "Sam" not in told
    assert ADDRESS not in told


async def test_flood_of_letters_to_one_address_ends_and_answers_the_same(browser):
    answers = [
        await browser.post("/sign-up/person", data={"name": "Sam", "address": ADDRESS}) for _ in range(8)
    ]
    assert {answer.status_code for answer in answers} == {303}
    assert len(await letters_to(ADDRESS)) == 5


async def test_services_say_what_is_wrong(db):
    await service.sign_up(SignUp(join_as=JoinAs.PERSON, name="Sam", address=ADDRESS))
    token = (await last_link(ADDRESS)).split("/")[-1]
    with pytest.raises(InvalidError):
        await service.confirm_address(token, "short")
    with pytest.raises(NotFoundError):
        await service.confirm_address(token[:-1] + "_", PASSWORD)
    await service.confirm_address(token, PASSWORD)
    with pytest.raises(ConflictError):
        await service.add_account(ADDRESS.upper(), "X", password=None, actor="test")
