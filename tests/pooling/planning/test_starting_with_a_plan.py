"""A pool that begins in the planner keeps the plan; one that does not, or whose plan is no plan, has none."""

import re
from uuid import UUID

import pytest

from marketplace.kernel import clock
from marketplace.people.pools.planning.rules import read_carried
from marketplace.pooling import repository
from marketplace.pooling.planning.service import from_json
from tests.factories.accounts import make_account, viewer_of
from tests.factories.pooling import Person, make_welcome
from tests.pooling.planning.test_page import ART_GROUP, PATH, _start
from tests.pooling.test_pages import ANSWERS


async def _begin(browse, start):
    """Follow the planner to where a pool starts, and start it; return the pool."""
    browser = await browse(await make_account("person"))
    page = await browser.get(start)
    assert page.status_code == 200
    plan = re.search(r'name="plan" value="([^"]*)"', page.text)[1].replace("&amp;", "&")
    done = await browser.post("/pools/start", data=ANSWERS | {"plan": plan})
    assert done.status_code == 303, done.text
    pool_id = re.search(r"/pools/mine/([0-9a-f-]{36})", done.headers["location"])[1]
    return page, await repository.find_pool(UUID(pool_id))


async def test_the_plan_is_kept_with_the_pool(browse, client):
    start = _start(await client.get(PATH, params=ART_GROUP | {"own_2": "20"}))
    page, pool = await _begin(browse, start)
    assert 'value="23.47"' in page.text
    assert re.search(r'name="places"[^>]* value="3"|value="3"[^>]* name="places"', page.text)
    plan = from_json(pool.plan)
    assert plan.contributions_pence == (40_00, 20_00, 40_00)
    assert plan.starts_on == clock.today()


@pytest.mark.parametrize("text", ["", "nonsense", "people=99"])
async def test_a_pool_without_a_plan_has_none(browse, client, text):
    assert read_carried(text, clock.today()) is None
    _page, pool = await _begin(browse, f"/pools/start?plan={text}")
    assert pool.plan is None


async def test_members_see_the_plan_that_the_pool_began_with_and_nobody_else_does(browse, client):
    account = await make_account("person")
    browser = await browse(account)
    page = await browser.get(_start(await client.get(PATH, params=ART_GROUP)))
    plan = re.search(r'name="plan" value="([^"]*)"', page.text)[1].replace("&amp;", "&")
    done = await browser.post("/pools/start", data=ANSWERS | {"plan": plan})
    url = done.headers["location"].split("?")[0]
    own = (await browser.get(url)).text
    assert "The plan that it began with" in own
    assert "£23.47" in own
    lead = Person(UUID(int=0), account, await viewer_of(account))
    welcome = await make_welcome(UUID(url.rsplit("/", 1)[1]), lead)
    assert "The plan that it began with" not in (await (await browse(welcome.account)).get(url)).text
