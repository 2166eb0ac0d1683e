"""Somebody says what they look for, a steward checks it, a provider answers: without JavaScript."""

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
WORDS = "Somebody cheerful to swim with. I use a wheelchair and like dogs."


@pytest.fixture
def journeys(filled, address, open_page):
    """Of who looks, of a steward, and of a provider."""
    url, folder = filled
    environment = os.environ | {"DATABASE_URL": url, "MARKETPLACE_DATA_DIR": str(folder)}
    command = [sys.executable, "-m", "tests.browser.wanted_work"]
    made = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    opened = []
    for number, token in enumerate(made.stdout.split()[-3:]):
        walking = open_page("/", width=375, height=800, java_script_enabled=False)
        looking = open_page("/", width=375, bypass_csp=True)
        for page in (walking, looking):
            page.context.add_cookies([{"name": cookie_name(https=False), "value": token, "url": address}])
        opened.append(Journey(walking, looking))
        opened[-1].seen = 20 * number
    return opened


def write(person):
    """Write an advert with a mistake in it, mend it, read it through and send it."""
    page = person.page
    person.go("/wanted")
    person.look("no adverts")
    person.follow("Write an advert")
    person.look("kind")
    person.follow("A personal assistant")
    person.look("write")
    person.unfold("Sport and being active")
    page.get_by_label("Swimming", exact=True).check()
    page.get_by_label("What are you looking for?").fill(f"{WORDS} Ring me on 07700 900123.")
    page.get_by_label("Your postcode").fill("SN12 6AD")
    page.get_by_label("Tuesday").check()
    page.get_by_label("Morning").check()
    page.get_by_label("From", exact=True).fill("13")
    page.get_by_label("To", exact=True).fill("15.50")
    person.unfold("More that may matter: skills, language, driving, a woman or a man")
    page.get_by_label("Woman").check()
    person.press("Keep it and read it through")
    expect(page).to_have_title(re.compile("^Error: "))
    person.sees("Leave out phone numbers")
    person.sees("Without a reason in the work itself")
    page.get_by_label("What are you looking for?").fill(WORDS)
    page.get_by_label("It does not matter").check()
    person.press("Keep it and read it through")
    person.sees("SN12, Wiltshire")
    assert "6AD" not in page.content()
    person.look("read through")
    person.press("Send it to be checked")
    person.sees("A steward reads it")
    person.look("sent")


def check(steward):
    """Read it and show it."""
    page = steward.page
    steward.go("/stewards/wanted")
    steward.look("queue")
    steward.follow("Personal assistant wanted: Swimming")
    steward.sees(WORDS)
    assert "Sparrowhawk" not in page.content()
    steward.look("check")
    page.get_by_label("Yes, show it").check()
    steward.press("Decide")
    steward.sees("The advert is shown to providers")
    steward.go("/stewards/wanted")


def answer(provider):
    """Find it, see why it suits, answer it."""
    page = provider.page
    provider.go("/provider/wanted")
    provider.sees("Suits you:")
    provider.look("near")
    provider.follow("See only what suits you")
    provider.look("suiting")
    provider.follow("Personal assistant wanted")
    provider.sees(WORDS)
    assert "Robin" not in page.content()
    provider.look("advert")
    provider.follow("Something is wrong with this advert")
    provider.look("report")
    provider.follow("Back to the advert")
    provider.press("Send the message")
    expect(page).to_have_title(re.compile("^Error: "))
    page.get_by_label("Your message").fill("I swim every Tuesday, and I am free.")
    provider.press("Send the message")
    provider.sees("I swim every Tuesday")
    provider.look("answered")


def change_and_end(person):
    """Change what is shown, see who suits, and say that somebody was found."""
    page = person.page
    person.go("/wanted")
    person.look("adverts")
    person.follow("Personal assistant wanted: Swimming")
    person.look("shown")
    shown = page.url
    person.follow("Change something")
    person.unfold("More that may matter: skills, language, driving, a woman or a man")
    page.get_by_label("What should they know or be able to do?").fill("Uses a hoist")
    person.press("Keep it and read it through")
    person.sees("A change of your advert")
    person.look("change")
    page.goto(shown)
    person.follow("See who could suit you")
    person.look("matches")
    person.follow("Back to the advert")
    person.follow("It is over")
    person.look("over")
    page.get_by_label("I found somebody through this advert").check()
    person.press("End it")
    person.sees("We are glad that you found somebody.")
    person.look("ended")


def test_from_wanting_to_being_answered(journeys):
    person, steward, provider = journeys
    write(person)
    check(steward)
    answer(provider)
    change_and_end(person)
    provider.go("/provider/wanted")
    provider.sees("Nobody near you looks for what you offer just now.")
