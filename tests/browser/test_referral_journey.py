"""A practitioner makes a referral: on a phone, without JavaScript, each page without a fault on the way."""

import os
import re
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from marketplace.kernel.web.cookies import cookie_name
from tests.browser.test_steward_journey import Journey
from tests.conftest import ROOT

pytestmark = pytest.mark.browser
LIST = "/practitioners/referrals"


@pytest.fixture
def journey(filled, address, open_page):
    url, folder = filled
    environment = os.environ | {"DATABASE_URL": url, "MARKETPLACE_DATA_DIR": str(folder)}
    command = [sys.executable, "-m", "tests.browser.referral_work"]
    made = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    token, _provider = made.stdout.split()[-2:]
    walking = open_page("/", width=375, height=800, java_script_enabled=False)
    looking = open_page("/", width=375, bypass_csp=True)
    for page in (walking, looking):
        page.context.add_cookies([{"name": cookie_name(https=False), "value": token, "url": address}])
    return Journey(walking, looking)


def make_a_team(journey):
    journey.go("/practitioners/teams")
    journey.look("teams")
    journey.page.get_by_label("Name of the team").fill("Older people, north")
    journey.press("Make the team")
    journey.sees("The team is made.")
    journey.look("team")


def write_a_need(journey):
    page = journey.page
    journey.go(f"{LIST}/new")
    journey.look("need")
    page.get_by_label("Your own reference for this person").fill("Edith Smith")
    journey.press("Keep and choose providers")
    expect(page).to_have_title(re.compile(r"^Error: "))
    journey.sees("This looks like a name.")
    page.get_by_label("Your own reference for this person").fill("LAS-20417")
    page.get_by_label("Who else may see it").select_option(label="Older people, north")
    journey.unfold("Help at home")
    page.get_by_label("Shopping", exact=True).check()
    page.get_by_label("Whom is it for?").select_option(index=1)
    page.get_by_label("Where is it needed?").fill("BA14 8AA")
    page.get_by_label("Hours a week").fill("3.5")
    page.get_by_label("Tuesday").check()
    page.get_by_label("In your words").fill("Likes gardens and football.")
    journey.press("Keep and choose providers")


def choose_providers(journey):
    page = journey.page
    journey.sees("Found for this need")
    journey.look("providers")
    found = page.locator("input[name=listing]:not([disabled])")
    assert found.count() >= 3
    for number in range(3):
        found.nth(number).check()
    page.get_by_label("One after the other").check()
    journey.press("Keep these and look on")
    journey.sees("It is kept.")
    journey.look("chosen")
    page.get_by_label("Place in the order").nth(2).fill("0")
    journey.press("Go on to consent")


def record_consent(journey):
    page = journey.page
    journey.sees("What did the person agree to?")
    journey.look("consent")
    journey.press("Send the referral")
    expect(page).to_have_title(re.compile(r"^Error: "))
    page.get_by_label("The person", exact=True).check()
    page.get_by_label("Face to face").check()
    today = datetime.now(UTC).date()
    for label, number in (("Day", today.day), ("Month", today.month), ("Year", today.year)):
        page.get_by_label(label, exact=True).fill(str(number))
    page.get_by_label("Only the providers that we chose together").check()
    page.get_by_label("First name").fill("Edith")
    page.get_by_label("How to reach them").fill("Ring her daughter after 2 pm.")
    journey.press("Send the referral")
    journey.sees("It is sent.")
    journey.look("sent")


def move_it_on(journey):
    journey.press("Ask the next one now")
    journey.sees("The next provider is asked now.")
    journey.follow("Add providers")
    journey.sees("Do they agree to these too?")
    journey.look("add")
    journey.follow("Back to the referral")
    journey.follow("The person no longer agrees")
    journey.look("withdraw")
    journey.press("Delete it now")
    journey.sees("Everything that tells of the person is deleted.")
    journey.look("withdrawn")
    expect(journey.page.get_by_role("main")).not_to_contain_text("Edith")


def test_a_referral_from_the_need_to_the_end_of_consent(journey):
    make_a_team(journey)
    write_a_need(journey)
    choose_providers(journey)
    record_consent(journey)
    journey.go(LIST)
    journey.sees("LAS-20417")
    journey.look("caseload")
    journey.page.get_by_label("Find by your reference").fill("las-20417")
    journey.press("Find it")
    move_it_on(journey)
