"""The planner: it answers while one types, and by a plain form; each state looked at."""

import os
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.test_asking_states import _look

pytestmark = pytest.mark.browser

WORKED_OUT = (
    "/pools/plan?price_by=employed&price=13&hours=8&times=2&weeks=50&people=4&each=60&own_2=55&own_3=1234.56"
    "&travel=15&venue=10&cover=90&payroll=120&age=22&holiday=weeks&absent=with_notice_free&when=next"
)
STATES = {
    "empty": "/pools/plan",
    "worked out": WORKED_OUT,
    "a price for each": "/pools/plan?price_by=place&price=12&times=1&weeks=40&people=3&each=15&travel=30",
    "too little pay": WORKED_OUT.replace("price=13", "price=9.99"),
    "large amounts": WORKED_OUT.replace("price=13", "price=9999.99").replace("each=60", "each=9999.99"),
    "something missing": WORKED_OUT.replace("price=13", "price=lots").replace("people=4", "people=99"),
}
ANSWERED = re.compile(r"/pools/plan/answer\?")


def test_it_answers_while_one_types_and_keeps_the_place(open_page):
    page = open_page("/pools/plan")
    page.evaluate("window.untouched = true")
    price = page.get_by_label("Price, or the PA's pay for an hour")
    with page.expect_response(ANSWERED):
        price.press_sequentially("20")
    # 2 hours x 20 x 48 weeks, among 3, over 52 weeks: 12.307...
    expect(page.get_by_role("status")).to_have_text("For 3 people: £12.31 a week each.")
    expect(page.get_by_role("heading", name="What it would cost", exact=True)).to_be_visible()
    expect(price).to_be_focused()
    assert "price=20" in page.url
    with page.expect_response(ANSWERED):
        page.get_by_label("What can each person put in, a week?").fill("12")
    expect(page.get_by_role("status")).to_contain_text("£0.93 a week is missing")
    with page.expect_response(ANSWERED):
        page.get_by_label("How many people?").fill("4")
    expect(page.get_by_role("status")).to_contain_text("For 4 people: £9.24 a week each.")
    assert page.evaluate("window.untouched")
    page.reload()
    expect(page.get_by_text("For 4 people: £9.24 a week each.").first).to_be_visible()


def test_while_one_types_something_wrong_it_says_what_is_missing_and_takes_nothing_away(open_page):
    page = open_page("/pools/plan?price_by=hour&price=20&hours=2&times=1&weeks=48&people=3")
    with page.expect_response(ANSWERED):
        page.get_by_label("How many people?").fill("")
    expect(page.get_by_text("Enter how many people: 2 to 20.")).to_be_visible()
    expect(page.get_by_label("Price, or the PA's pay for an hour")).to_have_value("20")
    with page.expect_response(ANSWERED):
        page.get_by_label("How many people?").fill("5")
    expect(page.get_by_text("For 5 people: £7.39 a week each.").first).to_be_visible()


def test_on_a_phone_the_figure_goes_along(open_page):
    page = open_page("/pools/plan", width=375, height=640)
    going_along = page.get_by_role("link", name="a week each (go to the answer)")
    expect(going_along).not_to_be_visible()
    with page.expect_response(ANSWERED):
        page.get_by_label("Price, or the PA's pay for an hour").fill("20")
    expect(going_along).to_be_in_viewport()
    expect(going_along).to_contain_text("£12.31")
    going_along.click()
    expect(page.get_by_role("heading", name="What it would cost", exact=True)).to_be_in_viewport()


def test_only_what_the_way_to_pay_needs_is_asked(open_page):
    page = open_page("/pools/plan")
    hours, age = page.get_by_label("Hours each time"), page.get_by_label("How old is the PA?")
    expect(hours).to_be_visible()
    expect(age).not_to_be_visible()
    page.get_by_label("For each time, a price for each person").check()
    expect(hours).not_to_be_visible()
    page.get_by_label("You employ a personal assistant (PA) together").check()
    expect(hours).to_be_visible()
    expect(age).to_be_visible()


def test_the_plain_form_answers_without_javascript(open_page):
    page = open_page("/pools/plan", java_script_enabled=False)
    page.get_by_label("You employ a personal assistant (PA) together").check()
    page.get_by_label("Price, or the PA's pay for an hour").fill("14")
    page.get_by_label("Hours each time").fill("3")
    page.get_by_label("What can each person put in, a week?").fill("40")
    page.get_by_label("Travel, each time").fill("15")
    page.get_by_label("Room or venue, each time").fill("10")
    page.get_by_label("Insurance, a year").fill("90")
    page.get_by_label("Payroll service, a year").fill("120")
    page.get_by_role("button", name="Work it out").click()
    expect(page.get_by_text("For 3 people: £23.47 a week each.")).to_be_visible()
    assert page.url.endswith("#answer")
    page.get_by_label("Price, or the PA's pay for an hour").fill("a lot")
    page.get_by_role("button", name="Work it out").click()
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.get_by_role("alert")).to_contain_text("enter an amount in pounds")
    expect(page.get_by_label("Room or venue, each time")).to_have_value("10")


def test_an_answer_that_does_not_come_leaves_no_old_one(open_page):
    page = open_page("/pools/plan?price_by=hour&price=20&hours=2&times=1&weeks=48&people=3")
    page.route(ANSWERED, lambda route: route.abort())
    page.get_by_label("How many people?").fill("5")
    expect(page.get_by_role("heading", name="What it would cost", exact=True)).not_to_be_visible()
    page.unroute(ANSWERED)
    page.get_by_role("button", name="Work it out").click()
    expect(page.get_by_text("For 5 people: £7.39 a week each.").first).to_be_visible()


def test_no_state_of_the_planner_has_a_fault(chromium, address):
    axe, faults = Axe(), []
    for name, path in STATES.items():
        context = chromium.new_context(
            base_url=address, viewport={"width": 1280, "height": 900}, bypass_csp=True
        )
        page = context.new_page()
        page.goto(path)
        for details in page.locator("details").all():
            details.evaluate("one => { one.open = true }")
        if os.environ.get("PICTURES"):
            for width in (1280, 375):
                page.set_viewport_size({"width": width, "height": 900})
                picture = Path(os.environ["PICTURES"]) / f"planner-{name.replace(' ', '-')}-{width}.png"
                page.screenshot(path=picture, full_page=True)
        faults += _look(page, axe, name)
        context.close()
    assert not faults
