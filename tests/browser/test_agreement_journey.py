"""Two people agree with each other, and change it: written by topics, read, compared; without JavaScript."""

import os
import re
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from marketplace.kernel.web.cookies import cookie_name
from tests.browser.test_steward_journey import Journey
from tests.conftest import ROOT

pytestmark = pytest.mark.browser
TOPICS = ("payments", "sharing", "account", "worker", "absence", "leaving", "review")


@pytest.fixture
def together(filled, address, open_page):
    """Where the agreement of their pool is, and journeys of who leads and of the other."""
    url, folder = filled
    environment = os.environ | {"DATABASE_URL": url, "MARKETPLACE_DATA_DIR": str(folder)}
    command = [sys.executable, "-m", "tests.browser.agreement_work"]
    made = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    pool_id, *tokens = made.stdout.split()[-3:]
    opened = []
    for number, token in enumerate(tokens):
        walking = open_page("/", width=375, height=800, java_script_enabled=False)
        looking = open_page("/", width=375, bypass_csp=True)
        for page in (walking, looking):
            page.context.add_cookies([{"name": cookie_name(https=False), "value": token, "url": address}])
        opened.append(Journey(walking, looking))
        opened[-1].seen = 40 * number
    return f"/pools/mine/{pool_id}/agreement", *opened


def write(lead, path):
    """Begin, make a mistake, mend it, and go through all topics."""
    page = lead.page
    lead.go(path)
    lead.look("nothing agreed")
    lead.press("Write the agreement")
    lead.sees("Still open")
    lead.look("topics")
    lead.follow("What it is for")
    page.get_by_label("What does the pool pay for?").fill("an art group with an assistant")
    lead.look("purpose")
    lead.press("Save and go on")
    page.get_by_label("Pays in").first.fill("a lot")
    lead.press("Save and go on")
    expect(page).to_have_title(re.compile("^Error: "))
    page.get_by_label("Pays in").first.fill("40")
    for topic in TOPICS:
        assert page.url.endswith(topic)
        lead.look(topic)
        if topic == "account":
            page.get_by_role("group", name="Which of you?").get_by_label("Robin").check()
        lead.press("Save and go on")
    lead.look("ready")
    lead.follow("Read the whole draft")
    lead.sees("Robin holds the account for all of us.")
    lead.look("draft")
    lead.go(f"{path}/write")
    lead.press("Ask everybody to agree")
    lead.sees("waits for everybody's yes")
    lead.look("proposed")


def agree(person, words):
    """Read in easy words, and say yes with a mistake first."""
    person.follow("Read version")
    person.look("version")
    person.follow("Easy read")
    person.sees("You can say no.")
    person.look("easy read")
    person.follow("I have read it and want to answer")
    person.look("answer")
    person.page.locator("textarea").fill("")
    person.page.get_by_role("button", name=re.compile("I agree to version")).click()
    expect(person.page).to_have_title(re.compile("^Error: "))
    person.page.locator("textarea").fill(words)
    person.page.get_by_role("button", name=re.compile("I agree to version")).click()


def change(lead, path):
    """Ask for another version."""
    lead.go(path)
    lead.press("Change the agreement")
    lead.follow("Joining and leaving")
    lead.page.get_by_label("How many weeks' notice does a member give before leaving?").fill("8")
    lead.press("Save and go back to the list")
    lead.press("Ask everybody to agree")


def test_from_nothing_agreed_to_a_changed_agreement(together):
    path, lead, other = together
    write(lead, path)
    agree(lead, "I want to paint.")
    lead.sees("You have agreed to this version.")
    other.go(path)
    other.look("to answer")
    agree(other, "I want to meet people.")
    other.sees("Everybody has agreed.")
    assert "I want to paint." not in other.page.content()
    other.look("in force")
    change(lead, path)
    lead.go(path)
    lead.look("changed")
    other.go(path)
    other.follow("What is different from now?")
    other.sees("1 part is different: Leaving")
    other.look("changes")
    other.go(f"{path}/versions")
    other.look("versions")
    other.go(f"{path}/outcome")
    other.look("outcome")
