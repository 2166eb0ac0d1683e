"""Names, passwords and addresses; a forgotten password; for whom one acts."""

from datetime import timedelta

import pytest

from marketplace.accounts import service
from marketplace.accounts.keeping.service import request_reset
from marketplace.accounts.limits import service as limits
from marketplace.accounts.schemas import ANONYMOUS, Role
from marketplace.accounts.tables import ActingFor
from marketplace.audit.tables import AuditEntry
from marketplace.kernel import clock
from tests.accounts.letters import last_link, letters_to
from tests.factories.accounts import PASSWORD, make_account, open_session_of, sign_in_as

ADDRESS = "sam@example.org"
NEW = "sam.new@example.org"
NEW_PASSWORD = "four-green-lamps-humming"


@pytest.fixture
async def account(db):
    return await make_account(Role.PERSON, address=ADDRESS, password=PASSWORD, name="Sam")


async def test_reset_sends_a_link_that_changes_the_password_and_signs_out_everywhere(browser, account):
    elsewhere = await open_session_of(account)
    answer = await browser.post("/reset-password", data={"address": ADDRESS})
    assert (answer.status_code, answer.headers["location"]) == (303, "/reset-password/sent")
    path = await last_link(ADDRESS)
    assert 'value="sam@example.org" autocomplete="username"' in (await browser.get(path)).text
    assert (await service.find_viewer(elsewhere.token)).is_signed_in
    answer = await browser.post(path, data={"password": NEW_PASSWORD})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?done=reset")
    assert "session=" not in answer.headers.get("set-cookie", "")
    assert await service.find_viewer(elsewhere.token) is ANONYMOUS
    assert await service.sign_in(ADDRESS, PASSWORD) is None
    assert await service.sign_in(ADDRESS, NEW_PASSWORD) is not None
    assert [kind for kind, _ in await letters_to(ADDRESS)] == ["reset_password", "password_changed"]


async def test_reset_of_an_unknown_address_answers_the_same(browser, account):
    answers = [
        await browser.post("/reset-password", data={"address": each}) for each in (ADDRESS, "x@example.org")
    ]
    assert len({(a.status_code, a.headers["location"], a.text) for a in answers}) == 1
    assert [kind for kind, _ in await letters_to("x@example.org")] == ["no_account"]


async def test_letters_of_other_kinds_keep_no_reset_back(browser, account):
    for _ in range(7):
        await limits.may_write_to(ADDRESS)  # as who leaves it with a concern
        await browser.post("/sign-up/person", data={"address": ADDRESS, "name": "Sam"})
    await browser.post("/reset-password", data={"address": ADDRESS})
    assert (await letters_to(ADDRESS))[-1][0] == "reset_password"


async def test_resets_that_others_ask_for_keep_nobody_from_signing_up(browser):
    for _ in range(7):
        await browser.post("/reset-password", data={"address": NEW})
    await browser.post("/sign-up/person", data={"address": NEW, "name": "Kim"})
    assert (await letters_to(NEW))[-1][0] == "confirm_address"


async def test_a_change_of_address_that_is_not_written_about_leaves_the_last_link_alone(browser, account):
    await sign_in_as(browser, account)
    for _ in range(7):
        sent = {"address": NEW, "current_password": PASSWORD}
        answer = await browser.post("/account/address", data=sent)
        assert answer.headers["location"] == "/account?done=address-sent"
    assert len(await letters_to(NEW)) == 5
    assert (await browser.get(await last_link(NEW))).status_code == 200


async def test_reset_does_as_much_for_an_unknown_address(db, account, monkeypatch):
    from marketplace.accounts.keeping import service as keeping

    done = []

    def count(name):
        real = getattr(keeping, name)

        async def counted(*args, **values):
            done.append(name)
            return await real(*args, **values)

        monkeypatch.setattr(keeping, name, counted)

    for name in ("make_link", "queue_letter"):
        count(name)
    await request_reset(ADDRESS)
    known, done[:] = list(done), []
    await request_reset("x@example.org")
    assert done == known == ["make_link", "queue_letter"]


async def test_all_links_to_choose_a_password_end_with_the_first_that_is_used(browser, account):
    await browser.post("/reset-password", data={"address": ADDRESS})
    first = await last_link(ADDRESS)
    await browser.post("/reset-password", data={"address": ADDRESS})
    second = await last_link(ADDRESS)
    assert first != second
    assert (await browser.post(second, data={"password": NEW_PASSWORD})).status_code == 303
    for path in (first, second):
        assert (await browser.get(path)).status_code == 404
        assert (await browser.post(path, data={"password": "yet-another-fine-password"})).status_code == 404
    assert await service.sign_in(ADDRESS, NEW_PASSWORD) is not None


async def test_link_to_choose_a_password_is_too_old_after_two_hours(browser, account):
    await browser.post("/reset-password", data={"address": ADDRESS})
    path = await last_link(ADDRESS)
    with clock.stopped_at(clock.now() + timedelta(hours=2, seconds=1)):
        assert (await browser.post(path, data={"password": NEW_PASSWORD})).status_code == 404


async def test_link_for_one_thing_does_no_other(browser, account):
    await sign_in_as(browser, account)
    await browser.post("/account/address", data={"address": NEW, "current_password": PASSWORD})
    token = (await last_link(NEW)).split("/")[-1]
    for path in (f"/reset-password/{token}", f"/sign-up/confirm/{token}"):
        assert (await browser.get(path)).status_code == 404
        assert (await browser.post(path, data={"password": NEW_PASSWORD})).status_code == 404


@pytest.mark.parametrize(
    "token", ["x", "a" * 43, "a" * 44, "%00", "..%2f..", "é", "a" * 42 + "'", "%0a" * 14 + "a"]
)
@pytest.mark.parametrize("path", ["/reset-password/", "/sign-up/confirm/", "/account/address/confirm/"])
async def test_forged_token_is_not_found(browser, path, token):
    assert (await browser.get(path + token)).status_code == 404
    assert (await browser.post(path + token, data={"password": NEW_PASSWORD})).status_code == 404


async def test_reset_leaves_the_second_factor_to_be_asked_for(browser, account):
    await service.set_second_factor(account.id, is_set=True)
    await browser.post("/reset-password", data={"address": ADDRESS})
    await browser.post(await last_link(ADDRESS), data={"password": NEW_PASSWORD})
    answer = await browser.post("/sign-in", data={"address": ADDRESS, "password": NEW_PASSWORD})
    assert answer.headers["location"] == "/sign-in/code"


async def test_reset_lets_in_who_waits_after_many_wrong_tries(browser, account):
    for _ in range(9):
        await browser.post("/sign-in", data={"address": ADDRESS, "password": "wrong"})
    right = {"address": ADDRESS, "password": NEW_PASSWORD}
    assert (await browser.post("/sign-in", data=right)).status_code == 429
    await browser.post("/reset-password", data={"address": ADDRESS})
    await browser.post(await last_link(ADDRESS), data={"password": NEW_PASSWORD})
    assert (await browser.post("/sign-in", data=right)).status_code == 303


async def test_password_is_changed_with_the_one_of_now_and_other_places_are_signed_out(browser, account):
    here, elsewhere = await sign_in_as(browser, account), await open_session_of(account)
    sent = {"current_password": "wrong", "password": NEW_PASSWORD}
    answer = await browser.post("/account/password", data=sent)
    assert answer.status_code == 422
    assert 'href="#current_password"' in answer.text
    answer = await browser.post("/account/password", data=sent | {"current_password": PASSWORD})
    assert answer.headers["location"] == "/account?done=password"
    assert await service.find_viewer(elsewhere.token) is ANONYMOUS
    assert (await service.find_viewer(here.token)).is_signed_in
    assert await service.sign_in(ADDRESS, NEW_PASSWORD) is not None


async def test_weak_new_password_is_said_at_its_field(browser, account):
    await sign_in_as(browser, account)
    answer = await browser.post(
        "/account/password", data={"current_password": PASSWORD, "password": "sam@example.org"}
    )
    assert answer.status_code == 422
    assert 'href="#password"' in answer.text


async def test_many_wrong_passwords_of_ones_own_make_wait(browser, account):
    await sign_in_as(browser, account)
    sent = {"current_password": "wrong", "password": NEW_PASSWORD}
    answers = [await browser.post("/account/password", data=sent) for _ in range(9)]
    assert answers[-1].status_code == 429


async def test_address_changes_when_the_link_at_the_new_one_is_followed_and_the_old_one_is_told(
    browser, account
):
    await sign_in_as(browser, account)
    answer = await browser.post("/account/address", data={"address": NEW, "current_password": PASSWORD})
    assert answer.headers["location"] == "/account?done=address-sent"
    assert [kind for kind, _ in await letters_to(ADDRESS)] == ["address_changed"]
    path = await last_link(NEW)
    assert NEW in (await browser.get(path)).text
    assert await service.find_address(account.id) == ADDRESS
    assert (await browser.post(path)).headers["location"] == "/account?done=address"
    assert await service.find_address(account.id) == NEW
    assert [kind for kind, _ in await letters_to(ADDRESS)] == ["address_changed", "address_changed"]
    assert await service.sign_in(ADDRESS, PASSWORD) is None
    assert await service.sign_in(NEW, PASSWORD) is not None
    assert (await browser.post(path)).status_code == 404


async def test_who_confirms_a_new_address_where_they_are_not_signed_in_reads_that_it_is_done(
    browser, account
):
    await sign_in_as(browser, account)
    await browser.post("/account/address", data={"address": NEW, "current_password": PASSWORD})
    await browser.post("/sign-out")
    answer = await browser.post(await last_link(NEW))
    assert answer.headers["location"] == "/sign-in?done=address"
    assert "Your email address was changed." in (await browser.get(answer.headers["location"])).text


async def test_address_is_not_changed_without_the_password(browser, account):
    await sign_in_as(browser, account)
    answer = await browser.post("/account/address", data={"address": NEW, "current_password": ""})
    assert answer.status_code == 422
    assert not await letters_to(NEW)


async def test_link_at_the_old_address_chooses_no_password_after_the_change(browser, account):
    await browser.post("/reset-password", data={"address": ADDRESS})
    old = await last_link(ADDRESS)
    await sign_in_as(browser, account)
    await browser.post("/account/address", data={"address": NEW, "current_password": PASSWORD})
    await browser.post(await last_link(NEW))
    assert (await browser.post(old, data={"password": NEW_PASSWORD})).status_code == 404


async def test_nobody_learns_that_a_new_address_is_taken(browser, account):
    await make_account(address=NEW)
    await sign_in_as(browser, account)
    answers = []
    for address in (NEW, "free@example.org"):
        sent = {"address": address, "current_password": PASSWORD}
        answers.append(await browser.post("/account/address", data=sent))
    assert len({(a.status_code, a.headers["location"], a.text) for a in answers}) == 1
    assert [kind for kind, _ in await letters_to(NEW)] == ["already_signed_up"]
    kept = (await browser.get("/account/data.json")).text
    assert "already_signed_up" not in kept


async def test_address_that_got_an_account_meanwhile_is_not_taken_over(browser, account):
    await sign_in_as(browser, account)
    await browser.post("/account/address", data={"address": NEW, "current_password": PASSWORD})
    path = await last_link(NEW)
    other = await make_account(address="Sam.New@example.org")
    answer = await browser.post(path)
    assert answer.status_code == 409
    assert await service.find_address(account.id) == ADDRESS
    assert await service.find_address(other.id) == "Sam.New@example.org"


async def test_only_the_last_new_address_that_was_asked_for_counts(browser, account):
    await sign_in_as(browser, account)
    for address in ("one@example.org", "two@example.org"):
        await browser.post("/account/address", data={"address": address, "current_password": PASSWORD})
    assert (await browser.get(await last_link("one@example.org"))).status_code == 404
    assert (await browser.post(await last_link("two@example.org"))).status_code == 303


async def test_ones_own_address_can_be_written_otherwise(browser, account):
    await sign_in_as(browser, account)
    sent = {"address": "SAM@example.org", "current_password": PASSWORD}
    await browser.post("/account/address", data=sent)
    assert (await browser.post(await last_link(ADDRESS))).status_code == 303
    assert await service.find_address(account.id) == "SAM@example.org"


async def test_name_is_changed_and_kept_without_control_signs(browser, account):
    await sign_in_as(browser, account)
    assert (await browser.get("/account/name")).status_code == 200
    form = {"content-type": "application/x-www-form-urlencoded"}
    await browser.post(
        "/account/name", content=b"name=+Sam%00%0D%0A+of+%3Cb%3EMere%3C/b%3E+%ED%A0%80", headers=form
    )
    assert (await service.find_account(account.id)).name == "Sam of <b>Mere</b> \ufffd\ufffd\ufffd"
    assert "&lt;b&gt;Mere" in (await browser.get("/account/name")).text
    answer = await browser.post("/account/name", data={"name": "x" * 81})
    assert answer.status_code == 422
    assert "at most 80" in answer.text


async def test_acting_for_somebody_is_recorded_and_ended(browser, account):
    await sign_in_as(browser, account)
    sent = {"person_name": "Lee", "relation": "friend", "consent": "agreed"}
    assert (await browser.post("/account/acting-for", data=sent)).status_code == 303
    (supported,) = await service.list_acting_for(account.id)
    assert "Lee" in (await browser.get("/account/acting-for")).text
    path = f"/account/acting-for/{supported.id}/end"
    assert (await browser.post(path)).status_code == 303
    assert (await browser.post(path)).status_code == 404
    (supported,) = await service.list_acting_for(account.id)
    assert supported.ended_at is not None
    rows = await AuditEntry.select().where(AuditEntry.record_type == "acting_for")
    assert [row["action"] for row in rows] == ["record_consent", "end_acting_for"]


async def test_consent_of_somebody_elses_account_is_not_found(browser, account):
    other = await make_account()
    await sign_in_as(browser, other)
    await browser.post(
        "/account/acting-for", data={"person_name": "Lee", "relation": "friend", "consent": "agreed"}
    )
    (supported,) = await service.list_acting_for(other.id)
    browser.cookies.clear()
    await sign_in_as(browser, account)
    assert (await browser.post(f"/account/acting-for/{supported.id}/end")).status_code == 404
    assert "Lee" not in (await browser.get("/account/acting-for")).text
    assert await ActingFor.count().where(ActingFor.ended_at.is_not_null()) == 0


async def test_signing_out_elsewhere_by_the_page(browser, account):
    here, one, two = (
        await sign_in_as(browser, account), await open_session_of(account), await open_session_of(account),
    )  # fmt: skip
    page = await browser.get("/account")
    assert page.text.count("Sign out there") == 2
    assert (await browser.post(f"/account/sessions/{one.viewer.session_id}/end")).status_code == 303
    assert await service.find_viewer(one.token) is ANONYMOUS
    assert (await service.find_viewer(two.token)).is_signed_in
    await browser.post("/account/sign-out-everywhere")
    assert await service.find_viewer(two.token) is ANONYMOUS
    assert (await service.find_viewer(here.token)).is_signed_in
