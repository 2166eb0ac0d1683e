"""Two who want the same meet, start a pool, talk; a steward lets others see it, and one asks to join.

Without JavaScript.
"""

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


@pytest.fixture
def journeys(filled, address, open_page):
    """Of two who want the same, of somebody who finds them, and of a steward."""
    url, folder = filled
    environment = os.environ | {"DATABASE_URL": url, "MARKETPLACE_DATA_DIR": str(folder)}
    command = [sys.executable, "-m", "tests.browser.meeting_work"]
    made = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    opened = []
    for number, token in enumerate(made.stdout.split()[-4:]):
        walking = open_page("/", width=375, height=800, java_script_enabled=False)
        looking = open_page("/", width=375, bypass_csp=True)
        for page in (walking, looking):
            page.context.add_cookies([{"name": cookie_name(https=False), "value": token, "url": address}])
        opened.append(Journey(walking, looking))
        opened[-1].seen = 100 + 20 * number
    return opened


def wish(person, name, postcode):
    """Say what one would like to do with others; return the address of its page."""
    page = person.page
    person.go("/pools/mine")
    person.follow("Find people near you who want the same")
    person.look(f"{name} looks for nothing")
    person.follow("Find people who want the same")
    page.get_by_label("Tuesday").check()
    page.get_by_label("Afternoon").check()
    page.get_by_label("Your postcode").fill(postcode)
    person.press("Keep it")
    expect(page).to_have_title(re.compile("^Error: "))
    person.look(f"{name} forgot something")
    page.get_by_label("What would you like to do with others?").select_option(label="Arts and crafts")
    person.press("Keep it")
    person.sees("Kept.")
    assert postcode.split()[1] not in page.content()
    person.look(f"{name} looks")
    return page.url


def test_two_who_want_the_same_meet_and_somebody_finds_what_a_steward_has_let_be_shown(journeys):
    cleo, dot, eve, steward = journeys
    cleos = wish(cleo, "Cleo", "SN12 6AD")
    dots = wish(dot, "Dot", "BA14 8EA")
    dot.sees("Somebody about")
    for hidden in ("Cleo", "Kingfisher", "SN12"):
        assert hidden not in dot.page.content()
    dot.page.get_by_role("button", name="Yes, tell them my name").click()
    dot.sees("You said yes.")
    dot.look("Dot said yes")
    cleo.page.goto(cleos)
    assert "Dot" not in cleo.page.content()
    cleo.page.get_by_role("button", name="Yes, tell them my name").click()
    cleo.sees("You both said yes.")
    cleo.look("both said yes")
    assert "Wagtail" not in cleo.page.content()
    cleo.follow("Start a pool with Dot")
    cleo.look("a pool of two")
    cleo.press("Start the pool")
    cleo.sees("You have the first place and lead it.")
    pool = cleo.page.url
    dot.page.goto(dots)
    dot.follow("See the pool that one of you started")
    dot.press("Yes, I would like that")
    dot.follow("Talk to those who lead it")
    dot.page.get_by_label("Write a message").fill("Is there a lift?")
    dot.press("Send")
    dot.sees("Is there a lift?")
    dot.look("Dot writes")
    dot.follow("Report a problem")
    dot.look("Dot reports")
    cleo.page.goto(pool)
    cleo.follow("Our messages")
    cleo.look("messages of the pool")
    cleo.follow("Messages with Dot")
    cleo.sees("Is there a lift?")
    decide(steward)
    ask(eve, pool)
    cleo.page.goto(pool)
    cleo.sees("Is the hall warm?")
    assert "Eve" not in cleo.page.content()
    cleo.look("somebody asks")
    cleo.page.get_by_role("button", name="They are welcome").click()
    cleo.sees("Eve")
    eve.page.reload()
    eve.sees("Cleo")
    eve.press("Take a place")
    eve.sees("You have a place.")
    eve.look("Eve has a place")


def ask(eve, pool):
    """Find the pools, and ask at one, with a mistake."""
    eve.go("/pools")
    eve.look("pools that anybody finds")
    eve.go(f"/pools/{pool.rsplit('/', 1)[1].split('?')[0]}/about")
    assert "Cleo" not in eve.page.content()
    eve.look("about a pool")
    eve.follow("Ask to join")
    eve.look("Eve asks")
    eve.page.get_by_label("The name that other members see").fill("")
    eve.press("Ask to join")
    expect(eve.page).to_have_title(re.compile("^Error: "))
    eve.page.get_by_label("The name that other members see").fill("Eve")
    eve.page.get_by_label("Would you like to say something").fill("Is the hall warm?")
    eve.press("Ask to join")
    eve.sees("You asked to join.")
    assert "Cleo" not in eve.page.content()
    eve.look("Eve has asked")


def decide(steward):
    """Ask for a change by mistake without a word, then show it."""
    page = steward.page
    steward.go("/stewards/pools")
    steward.look("pools that wait")
    steward.follow("Arts and crafts, together")
    steward.look("a pool that waits")
    page.get_by_label("Not yet: ask for changes").check()
    steward.press("Decide")
    expect(page).to_have_title(re.compile("^Error: "))
    steward.look("a decision without a word")
    page.get_by_label("Yes, show it").check()
    steward.press("Decide")
    steward.sees("Others can see it now")
    steward.look("a pool was shown")
