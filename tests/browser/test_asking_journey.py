"""From finding to being helped: on phones, without JavaScript, and each page without a fault on the way.

One long test: each browser that starts costs more than the whole way.
"""

import asyncio
import os
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from marketplace.accounts.schemas import Role
from marketplace.kernel.database import DB, open_pool
from marketplace.listings.organizations.schemas import MemberRole
from marketplace.listings.organizations.service import add_person
from marketplace.listings.service import get_stored
from tests.browser.test_every_state import SIDEWAYS, SMALL_TARGETS, violations
from tests.factories.accounts import PASSWORD, make_account

pytestmark = pytest.mark.browser

PICTURES = os.environ.get("ASKING_PICTURES")
"""A folder for pictures of each page, for people to look at."""
PERSON, PROVIDER = "robin@asking.example", "amina@asking.example"
PHONE_NUMBER = "07700 900123"


class Phone:
    """A phone without JavaScript that walks, and a browser that looks at each page it stands on."""

    seen = 0

    def __init__(self, walking, looking):
        self.page = walking
        self._looking = looking
        self._axe = Axe()

    def look(self, name):
        """Look at the page on which the phone stands, as it is at this address."""
        looking = self._looking
        looking.context.clear_cookies()
        looking.context.add_cookies(self.page.context.cookies())
        looking.set_viewport_size({"width": 375, "height": 800})
        looking.goto(self.page.url)
        found = violations(self._axe, looking)
        assert not found, (name, found)
        assert not looking.evaluate(SMALL_TARGETS), name
        self._picture(name, 375)
        looking.set_viewport_size({"width": 320, "height": 600})
        assert looking.evaluate(SIDEWAYS) <= 0, name
        if PICTURES:
            looking.set_viewport_size({"width": 1280, "height": 900})
            self._picture(name, 1280)
        Phone.seen += 1

    def _picture(self, name, width):
        if PICTURES:
            path = Path(PICTURES) / f"{Phone.seen:02}-{name}-{width}.png"
            self._looking.screenshot(path=path, full_page=True)

    def press(self, name):
        self.page.get_by_role("button", name=name).click()

    def follow(self, name):
        self.page.get_by_role("link", name=name).first.click()

    def read_letter(self, button):
        """Open the newest letter, as the mailbox of the demonstration shows it, and follow its button."""
        self.page.goto("/mailbox")
        self.page.locator("main a[href^='/mailbox/']").first.click()
        self.look(f"letter {button}")
        self.page.get_by_role("link", name=button).first.click()

    def sign_in(self, address):
        self.page.get_by_label("Email address").fill(address)
        self.page.locator("input[type=password]").fill(PASSWORD)
        self.page.locator("main form button[type=submit]").first.click()


async def _make(url, listing_id):
    """A person, and a provider who looks after a listing that is there."""
    pool, config = DB.pool, DB.config
    DB.pool = None
    DB.point_at(url)
    try:
        async with open_pool(max_size=2):
            await make_account(Role.PERSON, name="Robin Example", address=PERSON, password=PASSWORD)
            provider = await make_account(
                Role.PROVIDER, name="Amina Khan", address=PROVIDER, password=PASSWORD
            )
            organization = (await get_stored(listing_id)).draft.organization
            await add_person(organization.id, provider.id, MemberRole.OWNER, actor="test")
            return organization.name
    finally:
        DB.pool, DB.config = pool, config


def make(url, listing_id):
    """In a thread with a loop of its own: the browser's may be running here."""
    with ThreadPoolExecutor(1) as executor:
        return executor.submit(asyncio.run, _make(url, listing_id)).result()


@pytest.fixture
def open_phone(open_page):
    def open_phone(path):
        walking = open_page(path, width=375, height=800, java_script_enabled=False)
        return Phone(walking, open_page("/", width=375, bypass_csp=True))

    return open_phone


def find_and_ask(phone, filled):
    """Find somebody, ask, sign in on the way; return how the provider is called."""
    page = phone.page
    path = page.locator(".app-card h2 a").first.get_attribute("href")
    name = make(filled[0], UUID(path.rpartition("/")[2]))
    page.goto(path)
    phone.follow("Ask about this")
    phone.look("sign in")
    phone.sign_in(PERSON)
    expect(page.get_by_role("heading", name=f"Ask {name}")).to_be_visible()
    phone.look("ask")
    phone.press("Send the message")
    expect(page).to_have_title(re.compile("^Error: "))
    page.locator("input[name=support_types]").first.check()
    page.get_by_label("When?").fill("Tuesday mornings")
    page.get_by_label("Where, roughly?").fill("SN12 6AD")
    page.get_by_label("Anything else").fill("I use a wheelchair. " * 12)
    phone.press("Send the message")
    expect(page.get_by_text("Your message is on its way.")).to_be_visible()
    phone.look("sent")
    return name


def answer(phone):
    """Read the letter, sign in, read the message, answer with a ready answer."""
    page = phone.page
    phone.read_letter("Read the message")
    phone.sign_in(PROVIDER)
    expect(page.get_by_role("heading", name="Robin", exact=True)).to_be_visible()
    expect(page.get_by_text("Where, roughly: SN12")).to_be_visible()
    assert "SN12 6AD" not in page.content()
    assert PERSON not in page.content()
    phone.look("provider reads")
    phone.press("Send")
    expect(page).to_have_title(re.compile("^Error: "))
    page.get_by_label("Yes, I can help. When could we talk?").check()
    phone.press("Send")
    expect(page.get_by_text("Yes, I can help. When could we talk?").first).to_be_visible()
    page.goto("/provider/messages")
    phone.look("provider inbox")


def agree(phone, name):
    """Read the answer, say yes, and show a phone number by a tick."""
    page = phone.page
    phone.read_letter("Read the answer")
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
    assert PROVIDER not in page.content()
    phone.look("person reads")
    phone.follow("Say yes to their help")
    phone.look("agree")
    page.get_by_label("Show them how to reach me").check()
    page.get_by_label("Your phone number or email address").fill(PHONE_NUMBER)
    phone.press("Yes, I want to go ahead")
    expect(page.get_by_text("They know that you want to go ahead.")).to_be_visible()
    phone.look("agreed")
    for link in ("End this conversation", "Report a problem", "Block"):
        before = page.url
        phone.follow(link)
        phone.look(link.lower())
        page.goto(before)
    page.goto("/messages/blocked")
    phone.look("blocked")
    page.goto("/messages")
    phone.look("person inbox")


def test_from_finding_to_being_helped(open_phone, filled):
    person, provider = open_phone("/search?near=Melksham"), open_phone("/")
    name = find_and_ask(person, filled)
    answer(provider)
    agree(person, name)
    provider.read_letter("Read it")
    page = provider.page
    expect(page.get_by_text(PHONE_NUMBER)).to_be_visible()
    assert PERSON not in page.content()
    provider.look("provider sees")
    provider.follow("End this conversation")
    provider.look("provider ends")
    provider.press("End it")
    expect(page.get_by_text("You ended this conversation.")).to_be_visible()
    provider.look("ended")
