"""What the pages of signing in and of staff weigh, and how often they ask the database."""

import pytest

from marketplace.accounts.schemas import Role
from marketplace.accounts.second_factor import service as second_factor
from marketplace.accounts.staff import service as staff
from tests.factories.accounts import make_account, sign_in_as, viewer_of
from tests.listings.conftest import statements  # noqa: F401 - a fixture

COUNCIL = "E06000054"
LATER_PAGE_BYTES = 6_000
STAFF = f"/administration/staff/{COUNCIL}"


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/sign-in", 2),
        ("/sign-in/council", 2),
        ("/account/second-factor", 3),
        ("/account/second-factor/renew", 1),
        (STAFF, 4),
        (f"{STAFF}/invite", 1),
        ("/demonstration", 20),
    ],
)
async def test_pages_ask_a_fixed_small_number_of_times(browser, statements, path, most):  # noqa: F811 - the fixture
    account = await make_account("administrator", COUNCIL)
    await second_factor.put_second_factor(account.id, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", actor="test")
    viewer = await viewer_of(account)
    for number in range(5):
        await make_account("steward", COUNCIL)
        await staff.invite_staff(COUNCIL, f"new{number}@wiltshire.gov.uk", [Role.STEWARD], viewer)
    if path not in {"/sign-in", "/sign-in/council"}:
        await sign_in_as(browser, account, second_factor=True)
    async with statements() as run:
        answer = await browser.get(path)
    assert answer.status_code == 200
    assert len(run) <= most, run


async def test_every_page_is_light_also_with_full_lists(browser, db):
    account = await make_account("administrator", COUNCIL)
    viewer = await viewer_of(account)
    for number in range(50):
        await make_account("steward", COUNCIL, name=f"Somebody with a long name, number {number}")
    for number in range(20):
        await staff.invite_staff(COUNCIL, f"new{number}@wiltshire.gov.uk", [Role.STEWARD], viewer)
    await sign_in_as(browser, account)
    await second_factor.begin_second_factor(account.id)
    heavy = {}
    for path in ("/account/second-factor", STAFF, f"{STAFF}/invite", f"{STAFF}/{account.id}"):
        answer = await browser.get(path, headers={"accept-encoding": "br"})
        assert answer.status_code == 200
        if int(answer.headers["content-length"]) > LATER_PAGE_BYTES:
            heavy[path] = answer.headers["content-length"]
    assert not heavy
