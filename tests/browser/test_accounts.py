"""An account from the first page to the last, on a phone; each page is looked at on the way."""

import os
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.test_every_state import LARGE_TEXT, SIDEWAYS, SMALL_TARGETS, violations

pytestmark = pytest.mark.browser

PASSWORD = "three odd teapots dancing"
PICTURES = os.environ.get("ACCOUNT_PICTURES")
"""A folder for pictures of each page, for people to look at."""


@pytest.fixture
def axe():
    return Axe()


@pytest.fixture
def look(axe):
    """Look at a page as it stands: axe, targets, what runs out of a small phone, also with large text."""
    seen = []

    def look(page, name):
        for width in (1280, 375):
            page.set_viewport_size({"width": width, "height": 900})
            if PICTURES:
                path = Path(PICTURES) / f"{len(seen):02}-{name}-{width}.png"
                page.screenshot(path=path, full_page=True)
            assert not violations(axe, page), name
            assert not page.evaluate(SMALL_TARGETS), name
        page.set_viewport_size({"width": 320, "height": 600})
        assert page.evaluate(SIDEWAYS) <= 0, name
        page.add_style_tag(content=LARGE_TEXT)
        assert page.evaluate(SIDEWAYS) <= 0, name
        page.set_viewport_size({"width": 375, "height": 800})
        seen.append(name)

    return look


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def open_last_letter(page, path):
    page.goto("/mailbox")
    page.locator("main a[href^='/mailbox/']").first.click()
    page.goto(page.locator(f"main a[href*='{path}']").first.get_attribute("href"))


def test_from_signing_up_to_deleting(open_page, look):
    page = open_page("/", width=375, height=800, bypass_csp=True)
    page.get_by_role("link", name="Sign in", exact=True).click()
    look(page, "sign-in")
    page.get_by_role("link", name="I have no account yet").click()
    look(page, "sign-up")
    page.get_by_role("link", name="I act for someone").click()
    press(page, "Send me the link")
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.get_by_role("alert")).to_be_focused()
    look(page, "sign-up-errors")
    page.get_by_role("link", name="Choose what you are to them").click()
    expect(page.get_by_label("A member of their family")).to_be_focused()
    page.get_by_label("Your name").fill("Sam Okafor")
    page.get_by_label("Email address").fill("sam.okafor@example.org")
    page.get_by_label("What do you call the person you act for?").fill("Mum")
    page.get_by_label("A member of their family").check()
    page.get_by_label("They agreed that I do this for them").check()
    look(page, "sign-up-supporter")
    press(page, "Send me the link")
    look(page, "sent")
    open_last_letter(page, "/sign-up/confirm/")
    page.get_by_label("Password").fill("password123")
    press(page, "Make my account")
    look(page, "weak-password")
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Make my account")
    expect(page.get_by_text("Your account is ready.")).to_be_visible()
    look(page, "account")
    for path, heading in (
        ("/account/name", "Your name"),
        ("/account/password", "Change your password"),
        ("/account/address", "Change your email address"),
        ("/account/acting-for", "People you act for"),
        ("/account/delete", "Delete your account"),
    ):
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        look(page, path.replace("/", "-"))
    page.goto("/stewards")
    look(page, "no-role")
    page.goto("/account")
    press(page, "Sign out")
    look(page, "signed-out")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_forgotten_password_and_goodbye(open_page, look, javascript):
    address = f"forgetful-{javascript}@example.org".lower()
    page = open_page("/sign-up/person", width=375, java_script_enabled=javascript)
    page.get_by_label("Your name").fill("Jo")
    page.get_by_label("Email address").fill(address)
    press(page, "Send me the link")
    open_last_letter(page, "/sign-up/confirm/")
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Make my account")
    press(page, "Sign out")
    page.get_by_role("link", name="I forgot my password").click()
    page.get_by_label("Email address").fill(address)
    press(page, "Send me the link")
    open_last_letter(page, "/reset-password/")
    page.get_by_label("Password").fill("four green lamps humming")
    press(page, "Keep this password")
    expect(page.get_by_text("Your password was changed.")).to_be_visible()
    page.get_by_label("Email address").fill(address)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")
    expect(page.locator("main").get_by_role("alert")).to_contain_text("do not match")
    expect(page.get_by_label("Email address")).to_have_value(address)
    page.get_by_label("Password").fill("four green lamps humming")
    press(page, "Sign in")
    expect(page).to_have_url(re.compile("/home$"))
    page.get_by_role("link", name="Your account").click()
    page.get_by_role("link", name="Delete your account").click()
    page.get_by_label("Delete my account and all that goes with it").check()
    page.get_by_label("Your password").fill("four green lamps humming")
    press(page, "Delete my account")
    expect(page.get_by_text("Your account was deleted.")).to_be_visible()
    expect(page.get_by_role("link", name="Sign in", exact=True)).to_be_visible()
