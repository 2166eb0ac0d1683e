"""What pages and use cases cost; and that the cost tells nobody whether there is an account."""

import pytest

from marketplace.accounts import service
from marketplace.accounts.joining.schemas import JoinAs, SignUp
from marketplace.accounts.schemas import Role
from tests.factories.accounts import PASSWORD, make_account, open_session_of, sign_in_as
from tests.listings.conftest import statements  # noqa: F401 - a fixture

ADDRESS, UNKNOWN = "sam@example.org", "sax@example.org"
LATER_PAGE_BYTES = 6_000
PAGES = {
    "/account": 3,
    "/account/name": 1,
    "/account/password": 2,
    "/account/address": 2,
    "/account/acting-for": 2,
    "/account/delete": 2,
}
"""Statements of each, that of the session among them."""


@pytest.fixture
async def account(db):
    return await make_account(Role.PERSON, address=ADDRESS, password=PASSWORD)


@pytest.mark.parametrize(("path", "number"), PAGES.items())
async def test_page_needs_few_statements_and_is_light(browser, account, statements, path, number):  # noqa: F811
    await sign_in_as(browser, account)
    for _ in range(5):
        await open_session_of(account)
    async with statements() as run:
        answer = await browser.get(path, headers={"accept-encoding": "br"})
    assert len(run) == number
    assert int(answer.headers["content-length"]) <= LATER_PAGE_BYTES


async def test_page_of_a_visitor_needs_no_statement_for_sessions(browser, statements):  # noqa: F811
    async with statements() as run:
        await browser.get("/sign-in")
        await browser.get("/", headers={"cookie": "session=not-a-token; device=x"})
    assert not [statement for statement in run if "session" in statement]


async def both(statements, use_case):  # noqa: F811
    """Statements of a use case for a known and an unknown address, once asyncpg has learned the types."""
    await use_case("first@example.org")
    found = []
    for address in (ADDRESS, UNKNOWN):
        async with statements() as run:
            await use_case(address)
        found.append(run)
    return found


async def test_signing_in_runs_the_same_statements_for_an_unknown_address(account, statements):  # noqa: F811
    known, unknown = await both(statements, lambda address: service.sign_in(address, "wrong"))
    assert known == unknown


@pytest.mark.parametrize(
    "use_case",
    [
        service.request_reset,
        lambda address: service.sign_up(SignUp(join_as=JoinAs.PERSON, name="Sam", address=address)),
    ],
    ids=["reset", "sign up"],
)
async def test_letters_cost_the_same_for_an_unknown_address(account, statements, use_case):  # noqa: F811
    known, unknown = await both(statements, use_case)
    assert [each.split()[:3] for each in known] == [each.split()[:3] for each in unknown]


async def test_new_address_costs_the_same_whether_or_not_it_is_taken(account, statements):  # noqa: F811
    await make_account(address="taken@example.org")
    found = []
    for address in ("taken@example.org", "free@example.org"):
        async with statements() as run:
            await service.request_address_change(account.id, address)
        found.append([each.split()[:3] for each in run])
    assert found[0] == found[1]
