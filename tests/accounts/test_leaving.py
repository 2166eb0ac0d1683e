"""All that is held about an account is handed over, and erased, through every room or not at all."""

import re
from pathlib import Path

import pytest

import marketplace.app as composition
from marketplace.accounts import service
from marketplace.accounts.schemas import ANONYMOUS, DataHolders, Role
from marketplace.accounts.tables import Account, AccountSession, ActingFor, RoleGrant
from marketplace.audit.tables import AuditEntry
from marketplace.kernel.database import connection
from marketplace.kernel.errors import ConflictError, NotFoundError
from marketplace.links.tables import StoredLink
from tests.accounts.letters import letters_to
from tests.factories.accounts import PASSWORD, make_account, open_session_of, sign_in_as

ADDRESS = "sam@example.org"


class Holder:
    """A room that keeps something, and may not let go of it."""

    name = "shelf"

    def __init__(self, error=None):
        self.kept = {"books": 3}
        self.error = error

    async def export(self, _account_id):
        return self.kept

    async def erase(self, _account_id):
        if self.error:
            raise self.error
        self.kept = {}


@pytest.fixture
async def account(db):
    return await make_account(Role.PERSON, address=ADDRESS, password=PASSWORD, name="Sam Smith")


async def test_file_of_data_has_all_rooms_and_no_password(browser, account):
    await sign_in_as(browser, account)
    sent = {"person_name": "Lee", "relation": "friend", "consent": "agreed"}
    await browser.post("/account/acting-for", data=sent)
    answer = await browser.get("/account/data.json")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["cache-control"] == "private, no-store"
    data = answer.json()
    assert data["account"]["address"] == ADDRESS
    assert data["acting_for"][0]["person_name"] == "Lee"
    assert {"links", "letters", "signed_in"} <= set(data)
    assert "argon2" not in answer.text
    assert dict(browser.cookies)["session"] not in answer.text


async def test_data_of_every_holder_is_in_the_file_and_the_download_on_record(db, account):
    data = await service.download_data(account.id, [Holder()])
    assert data["shelf"] == {"books": 3}
    assert "download" in {row["action"] for row in await AuditEntry.select()}


async def test_account_is_deleted_in_every_room_and_its_sessions_end(browser, account):
    await sign_in_as(browser, account)
    elsewhere = await open_session_of(account)
    sent = {"person_name": "Lee", "relation": "friend", "consent": "agreed"}
    await browser.post("/account/acting-for", data=sent)
    await browser.post("/reset-password", data={"address": ADDRESS})
    answer = await browser.post("/account/delete", data={"sure": "y", "current_password": PASSWORD})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?done=deleted")
    assert "Max-Age=0" in answer.headers["set-cookie"]
    for table in (Account, RoleGrant, AccountSession, ActingFor, StoredLink):
        assert await table.count() == 0, table
    assert await service.find_viewer(elsewhere.token) is ANONYMOUS
    assert [kind for kind, _ in await letters_to(ADDRESS)] == ["account_deleted"]
    assert await service.sign_in(ADDRESS, PASSWORD) is None


@pytest.mark.parametrize(("role", "is_warned"), [(Role.PERSON, False), (Role.PROVIDER, True)])
async def test_page_says_what_becomes_of_a_providers_listings(browser, db, role, is_warned):
    await sign_in_as(browser, await make_account(role))
    page = (await browser.get("/account/delete")).text
    assert ("Listings that nobody else looks after are taken down for good." in page) is is_warned
    assert 'href="/account/data.json"' in page


async def test_what_was_done_stays_on_record_with_nothing_of_the_person(browser, account):
    await sign_in_as(browser, account)
    await browser.post("/account/name", data={"name": "Samantha"})
    await browser.post("/account/delete", data={"sure": "y", "current_password": PASSWORD})
    rows = await AuditEntry.select().where(AuditEntry.record_id == account.id)
    assert {"add", "rename", "delete"} <= {row["action"] for row in rows}
    for word in ("Sam", "Smith", ADDRESS):
        assert word not in str(rows)
    assert await service.list_names([account.id]) == {account.id: "someone whose account was deleted"}


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"current_password": PASSWORD}, "sure"),
        ({"sure": "y", "current_password": "wrong"}, "current_password"),
    ],
)
async def test_deleting_needs_to_be_meant_and_the_password(browser, account, sent, field):
    await sign_in_as(browser, account)
    answer = await browser.post("/account/delete", data=sent)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert await Account.count() == 1


async def test_room_that_cannot_let_go_keeps_all_of_it(committed_db):
    account = await make_account(address=ADDRESS)
    first, second = Holder(), Holder(ConflictError("You alone look after an organisation."))
    with pytest.raises(ConflictError):
        await service.delete_account(account.id, [first, second], actor=str(account.id))
    assert await service.find_address(account.id) == ADDRESS
    assert not await letters_to(ADDRESS)


async def test_page_says_why_an_account_cannot_be_deleted_yet(browser, account, monkeypatch):
    holders = DataHolders((Holder(ConflictError("You alone look after an organisation.")),))
    monkeypatch.setattr(composition, "DATA_HOLDERS", holders)
    await sign_in_as(browser, account)
    answer = await browser.post("/account/delete", data={"sure": "y", "current_password": PASSWORD})
    assert answer.status_code == 422
    assert "You alone look after an organisation." in answer.text
    assert (await service.find_account(account.id)).name == "Sam Smith"


async def test_account_that_is_gone_is_not_found(db, account):
    await service.delete_account(account.id, [], actor="test")
    for call in (
        service.download_data(account.id, []),
        service.delete_account(account.id, [], actor="test"),
        service.open_session(account.id, second_factor=True),
    ):
        with pytest.raises(NotFoundError):
            await call


async def test_address_can_have_an_account_again(db, account):
    await service.delete_account(account.id, [], actor="test")
    assert (await make_account(address=ADDRESS)).id != account.id


async def everywhere(words):
    """Tables in which some row holds one of these words."""
    tables = await _tables()
    return sorted({table for table in tables for word in words if await _holds(table, word)})


async def _tables():
    async with connection() as raw:
        rows = await raw.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return [row["tablename"] for row in rows]


async def _holds(table, word):
    async with connection() as raw:
        query = f'SELECT EXISTS (SELECT FROM "{table}" t WHERE strpos(lower(t::text), lower($1)) > 0)'
        return await raw.fetchval(query, word)


async def test_no_table_holds_a_word_of_the_person_after_deleting_but_the_last_letter(browser, account):
    await sign_in_as(browser, account)
    for path, sent in (
        ("/account/name", {"name": "Sam Smythe"}),
        ("/account/acting-for", {"person_name": "Leonora", "relation": "friend", "consent": "agreed"}),
        ("/account/address", {"address": "sam.new@example.org", "current_password": PASSWORD}),
        ("/reset-password", {"address": ADDRESS}),
        ("/account/second-factor/begin", {}),
    ):
        assert (await browser.post(path, data=sent)).status_code == 303, path
    words = ["Sam Smith", "Sam Smythe", "Leonora", ADDRESS]
    assert {"account", "acting_for", "letter"} <= set(await everywhere(words))
    answer = await browser.post("/account/delete", data={"sure": "y", "current_password": PASSWORD})
    assert answer.headers["location"] == "/sign-in?done=deleted"
    assert await everywhere(words) == ["letter"]
    assert [kind for kind, _ in await letters_to(ADDRESS)] == ["account_deleted"]
    assert await everywhere([str(account.id)]) == ["audit_entry"]


def test_every_room_that_keeps_something_is_asked_for_it():
    found = {
        name
        for path in Path(composition.__file__).parent.rglob("*.py")
        for name in re.findall(r"^class (\w+Holder)\b(?!\(Protocol\))", path.read_text(), re.MULTILINE)
    }
    asked = {type(holder).__name__ for holder in composition.DATA_HOLDERS.all}
    assert found == asked
    names = [holder.name for holder in composition.DATA_HOLDERS.all]
    assert len(names) == len(set(names))
