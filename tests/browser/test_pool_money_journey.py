"""A pool of two records what it spends: money paid in, a mistake, a bill, who came. Without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_pool_journey import come, journeys, start  # noqa: F401 - a fixture

pytestmark = pytest.mark.browser


def pay_in(lead, home):
    """With a mistake in it, and a nought too many that is taken out again."""
    page = lead.page
    page.goto(home)
    lead.follow("Our money")
    lead.look("no money")
    lead.follow("Somebody paid in")
    page.get_by_label("Ada").check()
    page.get_by_label("How much?").fill("forty")
    lead.press("Record it")
    expect(page).to_have_title(re.compile("^Error: "))
    lead.look("no amount")
    page.get_by_label("How much?").fill("£400")
    lead.press("Record it")
    lead.sees("It is recorded.")
    lead.follow("Ada paid in")
    lead.look("entry")
    lead.follow("It is wrong: take it out")
    lead.look("take out")
    lead.press("Take it out")
    lead.sees("taken out: it was wrong")
    lead.follow("Somebody paid in")
    page.get_by_label("Ada").check()
    page.get_by_label("How much?").fill("40")
    lead.press("Record it")
    lead.sees("In the pool's account")


def share_a_bill(lead):
    """Equally, and pay it."""
    page = lead.page
    lead.follow("A bill came")
    lead.look("form of a bill")
    page.get_by_label("How much?").fill("25.01")
    page.get_by_label("What is it for?").fill("Hall in March")
    lead.press("Record it")
    lead.sees("1 bill is not paid yet")
    lead.look("money")
    lead.follow("Bill: Hall in March")
    lead.sees("1 of 2 equal parts")
    lead.sees("£25.01 is left to pay.")
    lead.follow("It was paid")
    lead.look("form of a payment")
    lead.press("Record it")
    lead.sees("What came of it")
    lead.look("bill")


def note_who_came(lead, home):
    """Today, and everybody came."""
    lead.page.goto(home)
    lead.follow("Who came")
    lead.follow("Record a session")
    lead.look("form of a session")
    lead.press("Keep it")
    lead.sees("The session is in the register.")
    lead.look("register")


def test_what_a_pool_spends_is_recorded_and_each_sees_their_own(journeys):  # noqa: F811 - a fixture
    lead, guest = journeys
    started, path = start(lead)
    home = started.partition("?")[0]
    come(guest, path)
    pay_in(lead, home)
    share_a_bill(lead)
    note_who_came(lead, home)
    guest.page.goto(f"{home}/money")
    guest.sees("Bo (you)")
    guest.follow("Your money by the year")
    guest.sees("Bill: Hall in March")
    assert "Ada" not in guest.page.inner_text("main")
    guest.look("statement")
    guest.page.goto(f"{home}/money/dues")
    guest.look("dues")
