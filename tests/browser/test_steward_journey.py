"""A steward's day: on a phone, without JavaScript, and each page without a fault on the way.

One long test: each browser that starts costs more than the whole way.
"""

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from marketplace.kernel.web.cookies import cookie_name
from tests.browser.test_every_state import SIDEWAYS, SMALL_TARGETS, violations
from tests.conftest import ROOT

pytestmark = pytest.mark.browser

PICTURES = os.environ.get("STEWARD_PICTURES")
"""A folder for pictures of each page, for people to look at."""
OPEN_ALL = "document.querySelectorAll('details').forEach(one => one.open = true)"


class Journey:
    """A phone without JavaScript that walks, and a browser that looks at each page it stands on."""

    def __init__(self, walking, looking):
        self.page = walking
        self._looking = looking
        self._axe = Axe()
        self.seen = 0

    def go(self, path):
        self.page.goto(urlsplit(self.page.url)._replace(path=path, query="").geturl())

    def look(self, name):
        """Look at the page on which the phone stands, all of it unfolded."""
        looking = self._looking
        looking.set_viewport_size({"width": 375, "height": 800})
        looking.goto(self.page.url)
        looking.evaluate(OPEN_ALL)
        found = violations(self._axe, looking)
        assert not found, (name, found)
        assert not looking.evaluate(SMALL_TARGETS), name
        self._picture(name, 375)
        looking.set_viewport_size({"width": 320, "height": 600})
        assert looking.evaluate(SIDEWAYS) <= 0, name
        if PICTURES:
            looking.set_viewport_size({"width": 1280, "height": 900})
            self._picture(name, 1280)
        self.seen += 1

    def _picture(self, name, width):
        if PICTURES:
            path = Path(PICTURES) / f"{self.seen:02}-{name}-{width}.png"
            self._looking.screenshot(path=path, full_page=True)

    def press(self, name):
        self.page.get_by_role("button", name=name, exact=True).click()

    def follow(self, name):
        self.page.get_by_role("main").get_by_role("link", name=name).first.click()

    def unfold(self, name):
        """Without JavaScript `details` open all the same."""
        self.page.get_by_text(name, exact=True).first.click()

    def sees(self, words):
        expect(self.page.get_by_role("main")).to_contain_text(words)


@pytest.fixture
def journey(filled, address, open_page):
    url, folder = filled
    environment = os.environ | {"DATABASE_URL": url, "MARKETPLACE_DATA_DIR": str(folder)}
    command = [sys.executable, "-m", "tests.browser.steward_work"]
    made = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    cookie = {"name": cookie_name(https=False), "value": made.stdout.split()[-1], "url": address}
    walking = open_page("/", width=375, height=800, java_script_enabled=False)
    looking = open_page("/", width=375, bypass_csp=True)
    for page in (walking, looking):
        page.context.add_cookies([cookie])
    return Journey(walking, looking)


def decide_on_requests(journey):
    page = journey.page
    journey.go("/stewards")
    journey.sees("Requests to check")
    journey.look("queue")
    page.get_by_label("Show", exact=True).select_option("changes")
    journey.press("Show these")
    expect(page.locator(".app-list > li")).to_have_count(1)
    page.locator(".app-list a").first.click()
    journey.sees("What changes")
    journey.look("change")
    journey.follow("As everybody would see it")
    journey.look("preview")
    journey.follow("Back to your decision")
    journey.unfold("Ask for changes")
    page.get_by_label("What to change, and why").fill("short")
    journey.press("Ask for changes")
    expect(page).to_have_title(re.compile(r"^Error: "))
    page.get_by_label("What to change, and why").fill("Please leave the web address out of the text.")
    journey.press("Ask for changes")
    journey.sees("The provider is asked for changes.")

    journey.follow("Thursday walking group")
    journey.look("new-listing")
    journey.press("Approve and publish")
    journey.sees("It is public now")
    journey.follow("Help to get up, get out and see friends")
    journey.unfold("Do not accept")
    page.get_by_label("We could not confirm what it says.").check()
    journey.press("Do not accept")
    journey.sees("Not accepted.")
    journey.look("queue-empty")


def look_at_evidence_and_claims(journey):
    page = journey.page
    journey.follow("Checks")
    journey.look("checks")
    page.locator(".app-list a").first.click()
    journey.look("check")
    journey.press("I saw it: accept")
    journey.sees("The check counts from now on")
    journey.follow("Claims")
    journey.look("claims")
    page.locator(".app-list a").first.click()
    journey.look("claim")
    page.get_by_label("Yes, they can look after it").check()
    journey.press("Decide")
    journey.sees("They can look after the listing now")


def look_listings_up(journey):
    page = journey.page
    journey.follow("Listings")
    page.get_by_label("Title or provider").fill("walking thursday")
    journey.press("Show these")
    journey.sees("No listing is like this.")
    page.get_by_label("Title or provider").fill("thursday walking")
    journey.press("Show these")
    journey.look("listings")
    journey.follow("Thursday walking group")
    journey.sees("Public liability insurance")
    journey.look("listing")
    journey.unfold("Suspend it at once")
    page.get_by_label("What it says may not be right.").check()
    journey.press("Take it out of sight")
    journey.sees("The listing is out of sight.")
    journey.look("suspended")
    journey.press("End the suspension")
    journey.sees("The suspension has ended")
    journey.follow("Put a check on record that you saw")
    journey.look("give-check")
    page.get_by_label("What you saw").select_option(label="Identity seen")
    journey.press("Put it on record")
    journey.sees("Identity seen")


def look_back(journey):
    journey.follow("All earlier versions")
    journey.look("history")
    journey.press("Show what differs")
    journey.sees("What differs")
    journey.look("compare")
    journey.follow("History")
    journey.page.locator(".app-list a").nth(1).click()
    journey.sees("This stood from")
    journey.look("version")


def test_a_stewards_day(journey):
    decide_on_requests(journey)
    look_at_evidence_and_claims(journey)
    look_listings_up(journey)
    look_back(journey)
