"""A lead's desk, and a support organisation that is asked, helps and is taken off; without JavaScript."""

import os
import re
import subprocess
import sys

import pytest

from marketplace.kernel.web.cookies import cookie_name
from tests.browser.test_every_state import LARGE_TEXT, SIDEWAYS
from tests.browser.test_steward_journey import Journey
from tests.conftest import ROOT

pytestmark = pytest.mark.browser


@pytest.fixture
def desked(filled, address, open_page):
    """Where a pool is, and journeys of who leads it, of a member and of who works for the organisation."""
    url, folder = filled
    environment = os.environ | {"DATABASE_URL": url, "MARKETPLACE_DATA_DIR": str(folder)}
    command = [sys.executable, "-m", "tests.browser.desk_work"]
    made = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    pool_id, *tokens = made.stdout.split()[-4:]
    opened = []
    for number, token in enumerate(tokens):
        walking = open_page("/", width=375, height=800, java_script_enabled=False)
        looking = open_page("/", width=375, bypass_csp=True)
        for page in (walking, looking):
            page.context.add_cookies([{"name": cookie_name(https=False), "value": token, "url": address}])
        opened.append(Journey(walking, looking))
        opened[-1].seen = 20 * number
    return f"/pools/mine/{pool_id}", *opened


def press_for(page, label, about):
    """The first button with a label that says for whom or for what."""
    page.get_by_role("button", name=re.compile(rf"^{label} ?: {about}")).first.click()


def go_through_the_desk(lead, home):
    """What waits, a reminder and a second one from another tab, a tick and its end."""
    page = lead.page
    lead.go(home)
    lead.follow("What waits")
    for words in (
        "Hall in March: £31.00, since",
        "Who has not paid in",
        "Who has not agreed yet",
        "Insurance",
    ):
        lead.sees(words)
    lead.look("desk")
    reminder = page.locator('form[action*="/remind/"]').first.get_attribute("action")
    press_for(page, "Remind them", "Ash")
    lead.sees("They are reminded by email.")
    lead.sees("You can again a week later.")
    other = lead.page.context.new_page()
    other.goto(page.url)
    answer = other.request.post(reminder, headers={"sec-fetch-site": "same-origin"})
    assert answer.status == 409
    assert "less than a week ago" in answer.text()
    press_for(page, "It is done", "A contract or written terms")
    lead.sees("Robin said so on")
    lead.look("ticked")
    lead.unfold("See what is done")
    press_for(page, "It is not done after all", "A contract")
    lead.sees("It is on your list again.")


def look_with_large_text(lead, path):
    """Twice the size of text on a phone, and forced colours."""
    page = lead._looking
    page.set_viewport_size({"width": 375, "height": 800})
    page.emulate_media(forced_colors="active")
    lead.page.goto(path)
    page.goto(lead.page.url)
    page.add_style_tag(content=LARGE_TEXT)
    assert page.evaluate(SIDEWAYS) <= 0, path
    page.emulate_media(forced_colors="none")


def ask_for_help(home, lead, member, helper):
    """Asked by the lead, answered by the organisation and the member."""
    lead.go(f"{home}/help")
    lead.look("nobody is asked")
    press_for(lead.page, "Ask them", "Journey Support")
    lead.sees("1 of 2 members have said yes.")
    lead.look("asked")
    helper.go("/provider/pools")
    helper.look("asks")
    assert "Tuesday art group" not in helper.page.content()
    press_for(helper.page, "Yes, we can help", "A pool near")
    helper.sees("Waits for its members")
    helper.look("waits")
    member.go(home)
    member.follow("Read what it could do, and answer")
    member.look("may they help")
    member.press("Yes, they may help")
    member.sees("You can take it back at any time, at once.")
    member.look("said yes")


def help_and_be_taken_off(home, member, helper):
    """The organisation sees what leads see, until somebody takes a yes back."""
    helper.go("/provider/pools")
    helper.look("helps")
    helper.follow("See what waits")
    helper.sees("Ash")
    helper.look("desk of a helper")
    helper.go(f"{home}/help")
    helper.sees("You do not read the members' messages")
    helper.look("help as the helper sees it")
    member.press("Take my yes back")
    member.sees("Nobody is told who said so.")
    member.look("took it back")
    helper.page.reload()
    helper.sees("This pool is not here")
    helper.go("/provider/pools")
    press_for(helper.page, "Stop helping", "")
    helper.sees("You do not help this pool any more")
    helper.look("helps nobody")


def test_from_what_waits_to_help_that_ends(desked):
    home, lead, member, helper = desked
    go_through_the_desk(lead, home)
    look_with_large_text(lead, lead.page.url)
    ask_for_help(home, lead, member, helper)
    help_and_be_taken_off(home, member, helper)
    lead.go(f"{home}/help")
    lead.sees("Journey Support does not help any more since")
    lead.look("does not help any more")
