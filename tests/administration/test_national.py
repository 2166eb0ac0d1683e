"""The national team administers the defaults, and sees what was done where no council is in the system."""

import httpx
import pytest

from marketplace.administration.council import rules
from marketplace.audit import service as audit
from marketplace.councils import service as councils
from marketplace.councils.schemas import NATIONAL
from tests.administration.conftest import HEADERS, WILTSHIRE
from tests.factories.accounts import make_account, sign_in_as

PATH = f"/administration/council/{NATIONAL}"
LEEDS = "E08000035"


@pytest.fixture
async def client(app, db):
    await councils.add_council(WILTSHIRE, actor="test")
    await councils.add_council(NATIONAL, actor="test")
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test", headers=HEADERS) as browser:
        await sign_in_as(browser, await make_account("administrator", NATIONAL))
        yield browser


@pytest.mark.parametrize("page", ["", *[f"/{code}" for code in rules.SECTIONS]])
async def test_every_page_of_the_defaults_opens(client, page):
    assert (await client.get(f"{PATH}{page}")).status_code == 200


async def test_there_is_no_one_support_organisation_for_the_whole_country(client):
    assert (await client.get(f"{PATH}/support")).status_code == 404
    assert "Who helps with direct payments" not in (await client.get(PATH)).text


async def test_a_default_that_is_changed_holds_elsewhere_and_not_for_councils_in_the_system(client):
    data = {"version": "1", "safeguarding_name": "National team", "safeguarding_phone": "01632 960 100"}
    answer = await client.post(f"{PATH}/safeguarding", data=data | {"escalate_after_hours": "3"})
    assert answer.status_code == 303
    assert (await councils.get_council_settings(LEEDS)).escalate_after_hours == 3
    assert (await councils.get_council_settings(WILTSHIRE)).escalate_after_hours == 4
    assert (await councils.find_safeguarding(LEEDS)).phone == "01632 960 100"
    assert (await councils.find_safeguarding(WILTSHIRE)).is_national_default


async def test_what_was_done_elsewhere_is_seen_and_what_was_done_by_councils_is_not(client):
    for council in (LEEDS, WILTSHIRE, NATIONAL, None):
        await audit.record(f"in_{council}".lower(), "listing", None, "seed", council=council)
    text = (await client.get(f"/administration/audit/{NATIONAL}")).text
    assert "in e08000035" in text
    assert "in national" in text
    assert "in e06000054" not in text
    assert "in none" not in text


async def test_a_councils_own_pages_are_not_the_national_teams(client):
    for path in (f"/administration/council/{WILTSHIRE}", f"/administration/audit/{WILTSHIRE}"):
        assert (await client.get(path)).status_code == 404


@pytest.mark.parametrize("section", ["looks", "words"])
async def test_who_has_no_site_of_their_own_is_told_that_nothing_changes_here(client, section):
    page = (await client.get(f"{PATH}/{section}")).text
    assert "Saving here changes nothing on this site" in page
    assert "within seconds" not in page
