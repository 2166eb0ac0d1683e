"""A practitioner makes an options pack on a phone, without JavaScript; who gets it reads it in each kind."""

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
LIST = "/practitioners/packs"


@pytest.fixture
def journey(filled, address, open_page):
    url, folder = filled
    environment = os.environ | {"DATABASE_URL": url, "MARKETPLACE_DATA_DIR": str(folder)}
    command = [sys.executable, "-m", "tests.browser.pack_work"]
    made = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    walking = open_page("/", width=375, height=800, java_script_enabled=False)
    looking = open_page("/", width=375, bypass_csp=True)
    for page in (walking, looking):
        token = made.stdout.split()[-1]
        page.context.add_cookies([{"name": cookie_name(https=False), "value": token, "url": address}])
    return Journey(walking, looking)


def write_it(journey):
    page = journey.page
    journey.go(f"{LIST}/new")
    journey.look("new pack")
    page.get_by_label("Roughly where?").fill("nowhere at all")
    for box in page.locator("input[name=listing]").all():
        box.check()
    journey.press("Go on")
    expect(page).to_have_title(re.compile(r"^Error: "))
    assert all(box.is_checked() for box in page.locator("input[name=listing]").all())
    page.get_by_label("Roughly where?").fill("BA14 8AA")
    journey.press("Go on")
    journey.look("reasons")
    expect(page.get_by_label("Roughly where?")).to_have_value("BA14")
    page.locator("input[name^=suggested]").first.check()
    page.get_by_label("In your own words").first.fill("You said that you like gardens.\nNot far from you.")
    page.get_by_label("Take it out").last.check()
    journey.press("Save the pack")
    journey.sees("The pack is saved.")
    journey.look("pack")


def test_a_pack_is_made_handed_over_and_read(journey, open_page):
    journey.go(LIST)
    journey.look("no packs")
    write_it(journey)
    journey.press("Make a link")
    journey.sees("This is the link to hand over")
    link = journey.page.url.partition("?")[0]
    journey.go(LIST)
    journey.look("packs")
    visitor = open_page(link, width=320, java_script_enabled=False)
    reading = open_page(link, width=320, bypass_csp=True)
    reader = Journey(visitor, reading)
    for kind in ("Standard print", "Large print", "Easy read"):
        visitor.get_by_role("link", name=kind, exact=True).click()
        reader.sees("You said that you like gardens.")
        expect(visitor.locator(".app-pack__choice")).to_have_count(2)
        reader.look(kind)
        printed = visitor.request.get(
            visitor.get_by_role("link", name="Get this as a PDF").get_attribute("href")
        )
        assert printed.headers["content-type"] == "application/pdf"
    journey.go(LIST)
    journey.page.locator(".app-list a").first.click()
    journey.page.get_by_role("link", name="Delete this pack").click()
    journey.look("delete")
    journey.press("Delete it")
    journey.sees("The pack is deleted.")
    assert visitor.goto(link).status == 404
