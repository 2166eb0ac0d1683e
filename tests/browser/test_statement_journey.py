"""A member looks at their statement and shows it to a worker, who answers; without JavaScript."""

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
def shown(filled, address, open_page):
    """Where the statements of a pool are, and journeys of a member, of the lead and of a worker."""
    url, folder = filled
    environment = os.environ | {"DATABASE_URL": url, "MARKETPLACE_DATA_DIR": str(folder)}
    command = [sys.executable, "-m", "tests.browser.statement_work"]
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


def choose_days(member, home):
    """The usual ones, wrong ones, all."""
    member.go(home)
    member.follow("Your statement, also for your council")
    member.sees("Statement of Ash")
    member.look("statement")
    member.unfold("Choose other days")
    member.page.get_by_label("Days of your own choice").check()
    member.press("Show these days")
    expect(member.page).to_have_title(re.compile("^Error: "))
    member.look("no days")
    member.page.get_by_label("Since joining").check()
    member.press("Show these days")
    member.sees("Statement of Ash")


def show_it(member):
    """Not the words about what it is for; the link is handed on."""
    member.unfold("Choose other days")
    member.page.get_by_label("This tax year").check()
    member.press("Show these days")
    member.sees("Art worker in November")
    assert "Robin" not in member.page.inner_text("main")
    assert "Kit" not in member.page.inner_text("main")
    member.follow("Show it to your council")
    member.look("show it")
    member.page.get_by_label("When you came").uncheck()
    member.press("Show it")
    member.sees("We show it only now")
    member.look("link")
    return member.page.url.partition("?")[0]


def look_at_it(worker, link):
    """Open it, read it, say that a talk would be good."""
    worker.page.goto(link)
    worker.look("offered")
    worker.press("I look at it")
    worker.sees("Statement of Ash")
    assert "did not come" not in worker.page.inner_text("main").lower().replace("when they do not come", "")
    worker.look("for the worker")
    worker.press("Let us talk")
    worker.sees("You said that you would like to talk")
    worker.look("answered")
    worker.go("/practitioners/pools")
    worker.look("list")


def test_a_statement_is_shown_answered_and_taken_back(shown):
    home, member, lead, worker = shown
    choose_days(member, home)
    link = show_it(member)
    look_at_it(worker, link)
    member.go(f"{home}/statements")
    member.sees("Sam Worker says: let us talk. It does not mean that anything is wrong.")
    member.look("let us talk")
    member.press("Take it back (1)")
    member.sees("You took it back. Nobody can see it any more.")
    member.look("taken back")
    lead.go(f"{home}/statements")
    lead.follow("The record of the whole pool, for you who run it")
    lead.sees("Record of money: Tuesday art group")
    lead.look("record")
