"""The first page of each role and the pages of feedback, in a browser: what waits stands first; no faults."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from marketplace.accounts.schemas import Role
from marketplace.councils import service as councils
from marketplace.feedback import service as feedback
from marketplace.kernel import clock
from marketplace.kernel.database import DB, open_pool
from tests.browser.test_asking_states import LONG_WORD, _look
from tests.factories.accounts import COUNCIL, make_account, open_session_of
from tests.factories.enquiries import make_agreed, make_answered, make_talk
from tests.factories.feedback import make_feedback, make_new

pytestmark = pytest.mark.browser

FOLD = """() => {
    const below = document.querySelector('.app-places').getBoundingClientRect();
    return below.top - window.innerHeight;
}"""


async def _fill():
    """A person, a provider and a steward with much to do; sessions and the pages of each."""
    await councils.add_council(COUNCIL, actor="test")
    talk = await make_agreed()
    told = await make_feedback(talk, good=LONG_WORD, better="Ring me.", with_steward=True)
    await feedback.answer(told.id, "Thank you.", talk.offer.viewer)
    await make_answered(person=talk.person_account)
    tellable = await make_agreed(person=talk.person_account)
    asked = await make_talk(offer=talk.offer)
    new = await make_agreed(offer=talk.offer)
    with clock.stopped_at(clock.now() - timedelta(days=3)):
        unread = await feedback.give(new.offer.listing, make_new(with_steward=True), new.person)
    steward, idle = await make_account(Role.STEWARD), await make_account(Role.COMMISSIONER)
    people = {
        talk.person_account: {
            "person's home": "/home",
            "told": "/feedback",
            "own": f"/feedback/{told.id}",
            "tell": f"/feedback/new/{tellable.offer.listing}",
            "take back": f"/feedback/{told.id}/take-back",
            "report": f"/feedback/{told.id}/report",
        },
        talk.offer.account: {
            "provider's home": "/home",
            "what people say": "/provider/feedback",
            "read": f"/provider/feedback/{unread}",
        },
        steward: {
            "steward's home": "/home",
            "shared": "/stewards/feedback",
            "one": f"/stewards/feedback/{told.id}",
        },
        idle: {"home of who has nothing to do": "/home"},
    }
    del asked
    return [((await open_session_of(who)).token, pages) for who, pages in people.items()]


async def _make(url):
    pool, config = DB.pool, DB.config
    DB.pool = None
    DB.point_at(url)
    try:
        async with open_pool(max_size=2):
            return await _fill()
    finally:
        DB.pool, DB.config = pool, config


@pytest.fixture(scope="module")
def made(filled):
    """Sessions, each with addresses of pages by name. In a thread: the browser's loop may be running here."""
    with ThreadPoolExecutor(1) as executor:
        return executor.submit(asyncio.run, _make(filled[0])).result()


@pytest.fixture
def browse(made, address, chromium):
    """What opens a phone's page in which the first, second … of them is signed in."""
    contexts = []

    def browse(number, **options):
        context = chromium.new_context(
            base_url=address, viewport={"width": 375, "height": 667}, bypass_csp=True, **options
        )
        contexts.append(context)
        token, pages = made[number]
        context.add_cookies([{"name": "session", "value": token, "url": address}])
        return context.new_page(), pages

    yield browse
    for context in contexts:
        context.close()


def test_what_waits_stands_alone_on_a_phones_first_screen(browse):
    for number, first in ((0, "You have a message to read"), (1, "wait for your answer")):
        page, _pages = browse(number)
        page.goto("/home")
        expect(page.get_by_role("listitem").filter(has_text=first)).to_be_in_viewport()
        assert page.evaluate(FOLD) >= 0, "the links stand below the fold"
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        expect(page.locator(".app-needs a").first).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Your messages")


def test_who_has_nothing_to_do_is_led_on(browse):
    page, _pages = browse(3)
    page.goto("/home")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing needs you now")
    expect(page.get_by_role("navigation", name="Where to go").get_by_role("link").first).to_be_in_viewport()


def test_somebody_tells_a_provider_without_scripts(browse):
    page, pages = browse(0, java_script_enabled=False)
    page.goto(pages["tell"])
    page.get_by_role("button", name="Send it to them").click()
    expect(page.get_by_role("alert")).to_contain_text("Write what was good")
    page.get_by_label("I feel safe, and can still try things.").check()
    page.get_by_label("What was good?").fill("You are kind.")
    page.get_by_role("button", name="Send it to them").click()
    expect(page.get_by_text("They have it now.")).to_be_visible()
    page.get_by_role("link", name="Take it back").click()
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("Nobody reads it any more.")).to_be_visible()


@pytest.mark.parametrize("number", range(4))
def test_no_page_has_a_fault(browse, number):
    axe, faults = Axe(), []
    page, pages = browse(number)
    for name, path in pages.items():
        page.goto(path)
        faults += _look(page, axe, name)
    assert not faults
