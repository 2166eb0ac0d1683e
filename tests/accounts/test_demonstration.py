"""Made-up people: to sign in as in a demonstration, and nowhere else."""

import re

import httpx
import pytest
import pytest_asyncio
from msgspec.structs import replace

from marketplace.accounts import service as accounts
from marketplace.accounts.demonstration import rules
from marketplace.accounts.demonstration.service import list_sign_ins
from marketplace.accounts.schemas import STAFF_ROLES
from marketplace.app import create_app
from seed.demo.accounts import load_people
from seed.demo.sign_ins import made_up_people
from tests.accounts.conftest import SAME_SITE


@pytest_asyncio.fixture(loop_scope="session")
async def people(db):
    assert await load_people(None) == len(made_up_people(None))
    return made_up_people(None)


@pytest.fixture(scope="module")
def in_earnest(settings):
    """The same site where it is no demonstration."""
    return create_app(replace(settings, demonstration=False), gazetteer=object(), engine=object())


@pytest_asyncio.fixture(loop_scope="session")
async def visitor(in_earnest, db):
    transport = httpx.ASGITransport(app=in_earnest, raise_app_exceptions=False)
    headers = {"accept": "text/html", **SAME_SITE}
    async with httpx.AsyncClient(transport=transport, base_url="http://test", headers=headers) as client:
        yield client


def code_of(page, address):
    return re.search(r'app-code">(\d{6})<', page[page.index(address.partition("@")[0]) :])[1]


async def test_everybody_on_the_page_can_sign_in(browser, people):
    page = (await browser.get("/demonstration")).text
    for person in people:
        browser.cookies.clear()
        answer = await browser.post("/sign-in", data={"address": person.address, "password": rules.PASSWORD})
        assert answer.status_code == 303
        if person.role in STAFF_ROLES:
            assert answer.headers["location"] == "/sign-in/code"
            answer = await browser.post("/sign-in/code", data={"code": code_of(page, person.address)})
            assert answer.status_code == 303
        viewer = await accounts.find_viewer(browser.cookies["session"])
        assert viewer.has(person.role)
        assert (await browser.get("/account")).status_code == 200


async def test_there_is_somebody_for_each_role_and_a_supporter(people):
    told = {sign_in.role for sign_in in await list_sign_ins()}
    assert told >= {
        "A person who looks for support", "Somebody who acts for a person", "Somebody who offers support",
        "Practitioner", "Commissioner", "Steward", "Administrator",
    }  # fmt: skip


async def test_they_are_made_once(people):
    assert await load_people(None) == 0


async def test_outside_of_a_demonstration_nobody_signs_in_as_one(visitor, people):
    for person in people:
        form = {"address": person.address.upper(), "password": rules.PASSWORD}
        answer = await visitor.post("/sign-in", data=form)
        assert answer.status_code == 422
        assert "session" not in visitor.cookies


async def test_outside_of_a_demonstration_there_is_no_such_page(visitor):
    assert (await visitor.get("/demonstration")).status_code == 404
    assert "/demonstration" not in (await visitor.get("/sign-in")).text
