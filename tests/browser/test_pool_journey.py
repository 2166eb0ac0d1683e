"""Somebody starts a pool, another comes in by a link, takes a place and leaves: without JavaScript."""

import os
import re
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from marketplace.kernel.web.cookies import cookie_name
from tests.browser.test_steward_journey import Journey
from tests.conftest import ROOT

pytestmark = pytest.mark.browser


@pytest.fixture
def journeys(filled, address, open_page):
    """Of who starts a pool, and of who comes in."""
    url, folder = filled
    environment = os.environ | {"DATABASE_URL": url, "MARKETPLACE_DATA_DIR": str(folder)}
    command = [sys.executable, "-m", "tests.browser.pool_work"]
    made = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    opened = []
    for number, token in enumerate(made.stdout.split()[-2:]):
        walking = open_page("/", width=375, height=800, java_script_enabled=False)
        looking = open_page("/", width=375, bypass_csp=True)
        for page in (walking, looking):
            page.context.add_cookies([{"name": cookie_name(https=False), "value": token, "url": address}])
        opened.append(Journey(walking, looking))
        opened[-1].seen = 20 * number
    return opened


def start(lead):
    """Start a pool with a mistake in it, mend it, and make a link."""
    page = lead.page
    lead.go("/pools/mine")
    lead.look("no pools")
    lead.follow("Start a pool")
    lead.look("start")
    page.get_by_label("What do you call the pool?").fill("Tuesday art group")
    lead.unfold("Groups and creative life")
    page.get_by_label("Arts and crafts", exact=True).check()
    page.get_by_label("Tell others about it").fill("We paint. Ring me on 07700 900123.")
    page.get_by_label("Postcode of the place, or yours").fill("SN12 6AD")
    page.get_by_label("Tuesday").check()
    page.get_by_label("What may it cost each of you in a week?").fill("40")
    lead.press("Start the pool")
    expect(page).to_have_title(re.compile("^Error: "))
    lead.sees("Leave out phone numbers")
    page.get_by_label("Tell others about it").fill("We paint, and have tea.")
    lead.press("Start the pool")
    lead.sees("You have the first place and lead it.")
    assert "6AD" not in page.content()
    assert "Sparrowhawk" not in page.content()
    lead.look("started")
    home = page.url
    lead.press("Make a link")
    lead.look("link")
    return home, urlsplit(page.url).path


def come(guest, path):
    """Follow the link, take a place."""
    page = guest.page
    guest.go(path)
    guest.sees("You are invited to a pool")
    assert "Ada" not in page.content()
    guest.look("invited")
    page.get_by_label("The name that other members see").fill("")
    guest.press("Yes, I would like to see more")
    expect(page).to_have_title(re.compile("^Error: "))
    page.get_by_label("The name that other members see").fill("Bo")
    guest.press("Yes, I would like to see more")
    guest.sees("Ada")
    guest.look("welcome")
    guest.press("Take a place")
    guest.sees("You have a place.")
    guest.look("placed")


def look_round(lead, home):
    """What a lead has: the members, and what cannot be hoped for."""
    lead.page.goto(home)
    lead.sees("Bo")
    assert "Kestrel" not in lead.page.content()
    lead.look("two members")
    for words in ("When they cannot go on", "Change what it says", "Leave the pool", "End the pool"):
        lead.page.goto(home)
        if words.startswith("When"):
            lead.unfold("If something changes for Bo")
        lead.follow(words)
        lead.look(words)


def leave(guest):
    """Go back to an own arrangement."""
    guest.follow("Leave the pool")
    guest.sees("You can always go back to an arrangement of your own.")
    guest.press("Leave the pool")
    guest.sees("You are not in this pool any more.")
    guest.look("left")


def test_from_starting_a_pool_to_leaving_it(journeys):
    lead, guest = journeys
    home, path = start(lead)
    come(guest, path)
    look_round(lead, home)
    leave(guest)
    lead.page.goto(home)
    lead.follow("End the pool")
    lead.press("End the pool")
    lead.sees("The pool has ended")
