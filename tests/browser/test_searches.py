"""A search is saved, something new comes, emails are stopped: on a small phone, each page looked at."""

import asyncio
import os
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from marketplace.kernel import clock
from marketplace.kernel.database import DB, connection, open_pool
from marketplace.kernel.web.cookies import cookie_name
from marketplace.wanted.alerts.service import send_alerts
from tests.browser.test_asking_states import _look
from tests.factories.accounts import make_account, open_session_of
from tests.factories.listings import make_activity, make_organization, publish

pytestmark = pytest.mark.browser


def in_thread(url, work):
    """Do something with the site's database; the browser's loop may be running here."""

    async def run():
        pool, config = DB.pool, DB.config
        DB.pool = None
        DB.point_at(url)
        try:
            async with open_pool(max_size=2):
                return await work()
        finally:
            DB.pool, DB.config = pool, config

    with ThreadPoolExecutor(1) as executor:
        return executor.submit(asyncio.run, run()).result()


async def sign_in():
    return (await open_session_of(await make_account("person", name="Robin Example"))).token


async def bring_something_new():
    """Publish a listing and do the work of a day; return the path that stops the letters."""
    new = await publish(
        make_activity(organization=make_organization("New Makers"), title="Brand new pottery")
    )

    async def find_hits(_query):
        return frozenset({new})

    async with connection() as raw:
        await raw.execute("UPDATE alert_account SET looked_on = NULL")
    with clock.stopped_at(clock.now()):
        await send_alerts(find_hits)
    async with connection() as raw:
        return await raw.fetchval(
            "SELECT unsubscribe_url FROM letter WHERE kind = 'something_new' ORDER BY queued_at DESC LIMIT 1"
        )


def test_a_search_is_saved_something_new_comes_and_emails_stop(filled, address, chromium):
    axe, faults = Axe(), []
    token = in_thread(filled[0], sign_in)
    context = chromium.new_context(
        base_url=address,
        viewport={"width": 320, "height": 568},
        bypass_csp=True,
    )
    context.add_cookies([{"name": cookie_name(https=False), "value": token, "url": address}])
    page = context.new_page()

    def look(name):
        if os.environ.get("PICTURES"):
            page.screenshot(path=Path(os.environ["PICTURES"]) / f"search-{name}.png", full_page=True)
        faults.extend(_look(page, axe, name))
        page.set_viewport_size({"width": 320, "height": 568})
        page.reload()

    page.goto("/searches")
    look("no searches")
    page.goto("/search?near=BA14 8EA&language=english")
    page.get_by_role("link", name="Save this search").click()
    expect(page.get_by_text("We look near BA14.")).to_be_visible()
    assert "8EA" not in page.content()
    look("save")
    page.get_by_label("What do you want to call it?").fill("")
    page.get_by_role("button", name="Save this search").click()
    expect(page).to_have_title(re.compile("^Error: "))
    faults.extend(_look(page, axe, "no name"))
    page.get_by_label("What do you want to call it?").fill("Things to do near me")
    page.get_by_role("button", name="Save this search").click()
    expect(page.get_by_text("Your search is saved.")).to_be_visible()
    stop = in_thread(filled[0], bring_something_new)
    page.goto("/searches")
    expect(page.get_by_text("1 new")).to_be_visible()
    look("searches")
    page.get_by_role("link", name="Things to do near me", exact=True).click()
    expect(page.get_by_role("link", name="Brand new pottery")).to_be_visible()
    look("search")
    page.get_by_role("link", name="Remove this search").click()
    look("remove")
    page.goto("/searches/emails")
    look("emails")
    visitor = chromium.new_context(base_url=address).new_page()
    visitor.goto(stop)
    visitor.get_by_role("button", name="Yes, stop these emails").click()
    expect(visitor.get_by_role("heading", name="These emails have stopped")).to_be_visible()
    for name, path in (("stop", stop), ("stopped", "/alerts/stopped"), ("gone", f"/alerts/stop/{'a' * 43}")):
        page.goto(path)
        look(name)
    page.goto("/searches/save?kind=nonsense")
    look("nothing")
    page.goto("/searches")
    expect(page.get_by_text("You get no emails about what is new.")).to_be_visible()
    visitor.context.close()
    context.close()
    assert not faults
