"""Odd answers in forms of a pool: none breaks a page, none is recorded."""

import pytest

from marketplace.pooling.money import service as money
from tests.factories.agreements import make_in_force
from tests.factories.pooling import make_active

pytestmark = pytest.mark.usefixtures("db")

NUMBERS = ("-1", "9" * 40, "1e9", "١٢", "0", "1.005", "½", "\u202e12", "12,34", "NaN", "\x00")
DAYS = (("31", "2", "2026"), ("1", "1", "99999"), ("-1", "1", "2026"), ("1", "1", "0"), ("x", "1", "2026"))
TOKEN = "00000000-0000-4000-8000-000000000001"


def day(name, parts):
    return {f"{name}_{part}": text for part, text in zip(("day", "month", "year"), parts, strict=True)}


async def test_odd_amounts_and_days_are_told_and_nothing_is_recorded(browse):
    pool = await make_active(others=1)
    lead = await browse(pool.lead.account)
    url = f"/pools/mine/{pool.id}/money/add"
    good = {"token": TOKEN, "member": str(pool.lead.member_id), "rule": "equal"}
    good |= {"members": str(pool.lead.member_id)}
    for kind in ("paid-in", "spent", "bill", "paid-back", "last", "before"):
        for number in NUMBERS:
            form = good | {"amount": number} | day("on", ("1", "11", "2026"))
            answer = await lead.post(f"{url}/{kind}", data=form)
            assert answer.status_code in {400, 422}, (kind, number)
        for parts in DAYS:
            form = good | {"amount": "5", f"share_{pool.lead.member_id}": "5"} | day("on", parts)
            assert (await lead.post(f"{url}/{kind}", data=form)).status_code == 422, (kind, parts)
    assert (await money.list_recorded(pool.id, None)).total == 0


async def test_odd_last_days_and_versions_are_told(browse):
    together, _number = await make_in_force(2)
    lead = await browse(together.accounts[0])
    url = f"/pools/mine/{together.id}"
    for parts in DAYS:
        for page, more in (("leave", {"reason": "moved", "version": "2"}), ("end", {})):
            answer = await lead.post(f"{url}/{page}", data=more | day("last_day", parts))
            assert answer.status_code in {409, 422}, (page, parts)
    for number in NUMBERS:
        answer = await lead.post(f"{url}/agreement/outcome", data={"outcome": "I paint.", "version": number})
        assert answer.status_code in {400, 409, 422}, number
        assert (await lead.get(f"{url}/money/mine", params={"year": number})).status_code in {200, 400}
        assert (await lead.get(f"{url}/money", params={"page": number})).status_code in {200, 400}
    for number in ("0", "-1", "9" * 12, "9" * 40):
        assert (await lead.get(f"{url}/agreement/{number}")).status_code == 404, number
