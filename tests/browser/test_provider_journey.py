"""From signing up to handed in: on a phone, without JavaScript, and each page without a fault on the way.

One long test: each browser that starts costs more than the whole way.
"""

import os
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.test_every_state import SIDEWAYS, SMALL_TARGETS, violations
from tests.factories.evidence import make_pdf
from tests.factories.pictures import exif, hostile_files, jpeg

pytestmark = pytest.mark.browser

PASSWORD = "three odd teapots dancing"
PICTURES = os.environ.get("PROVIDER_PICTURES")
"""A folder for pictures of each page, for people to look at."""


class Journey:
    """A phone without JavaScript that walks, and a browser that looks at each page it stands on."""

    def __init__(self, walking, looking):
        self.page = walking
        self._looking = looking
        self._axe = Axe()
        self.seen = []

    def look(self, name):
        """Look at the page on which the phone stands: axe, what runs out of the screen, what is too small."""
        self._looking.context.clear_cookies()
        self._looking.context.add_cookies(self.page.context.cookies())
        self._looking.set_viewport_size({"width": 375, "height": 800})
        self._looking.goto(self.page.url)
        found = violations(self._axe, self._looking)
        assert not found, (name, found)
        assert not self._looking.evaluate(SMALL_TARGETS), name
        self._picture(name, 375)
        self._looking.set_viewport_size({"width": 320, "height": 600})
        assert self._looking.evaluate(SIDEWAYS) <= 0, name
        if PICTURES:
            self._looking.set_viewport_size({"width": 1280, "height": 900})
            self._picture(name, 1280)
        self.seen.append(name)

    def _picture(self, name, width):
        if PICTURES:
            path = Path(PICTURES) / f"{len(self.seen):02}-{name}-{width}.png"
            self._looking.screenshot(path=path, full_page=True)

    def press(self, name):
        self.page.get_by_role("button", name=name).click()

    def go_on(self, name):
        """Look at the page, save it and go on."""
        self.look(name)
        self.press("Save and continue")


@pytest.fixture
def journey(open_page):
    walking = open_page("/sign-up/provider", width=375, height=800, java_script_enabled=False)
    return Journey(walking, open_page("/", width=375, bypass_csp=True))


def sign_up(journey):
    page = journey.page
    page.get_by_label("Your name").fill("Amina Khan")
    page.get_by_label("Email address").fill("amina@example.org")
    journey.press("Send me the link")
    page.goto("/mailbox")
    page.locator("main a[href^='/mailbox/']").first.click()
    page.locator("main a[href*='/sign-up/'], main a[href*='/confirm']").first.click()
    page.locator("input[type=password]").first.fill(PASSWORD)
    page.locator("main form button").first.click()


def test_from_signing_up_to_handed_in(journey):
    page = journey.page
    sign_up(journey)
    page.goto("/provider")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your listings")
    journey.look("home-empty")
    page.get_by_role("link", name="List what you offer").click()
    journey.look("start")
    page.get_by_label("Personal assistant").check()
    page.get_by_label("Name", exact=True).fill("Amina K.")
    journey.press("Start")

    page.get_by_label("Title").fill("Swimming and getting out with you")
    journey.press("Save and continue")
    expect(page).to_have_title(re.compile(r"^Error: "))
    page.get_by_role("link", name="Say in a sentence or two").click()
    page.get_by_label("In a sentence or two").fill("I help people to swim, shop and see friends.")
    journey.go_on("offer")

    say_what_and_for_whom(journey)
    say_where_and_when(journey)
    say_price_and_checks(journey)
    add_photos(journey)
    say_it_in_easy_words(journey)
    hand_in(journey)
    send_in_papers(journey)


def say_what_and_for_whom(journey):
    page = journey.page
    page.get_by_text("Sport and being active").click()
    page.get_by_label("Swimming", exact=True).check()
    journey.go_on("support")
    page.get_by_label("About what you offer").fill("Ten years of support in and around town.")
    journey.go_on("words")
    page.get_by_label("Learning disability").check()
    page.get_by_label("Youngest age").fill("16")
    journey.go_on("people")
    page.get_by_label("English", exact=True).check()
    journey.go_on("languages")


def say_where_and_when(journey):
    page = journey.page
    page.get_by_label("The postcode you set out from").fill("sn12 6ad")
    page.get_by_label("How many miles you travel").fill("8")
    journey.go_on("travel")
    expect(page.get_by_role("heading", level=1)).to_have_text("Is this where you go?")
    expect(page.get_by_text("This covers").first).to_be_attached()
    journey.look("place")
    page.get_by_role("link", name="Yes, go on").click()

    page.get_by_label("Days and times").fill("whenever")
    page.get_by_label("Hours a week that are free now").fill("6.5")
    journey.press("Save and continue")
    expect(page.get_by_label("Days and times")).to_have_value("whenever")
    journey.look("times-wrong")
    page.get_by_label("Days and times").fill("Mon to Fri 9am to 1pm")
    journey.go_on("times")
    expect(page.get_by_text("We understood: Mon to Fri 9am to 1pm")).to_be_visible()


def say_price_and_checks(journey):
    page = journey.page
    page.get_by_label("Prices").fill("£18 an hour\n£22 an hour at weekends")
    page.get_by_label("Direct payment").check()
    journey.go_on("price")
    expect(page.get_by_text("We understood: £18 an hour; £22 an hour (at weekends)")).to_be_visible()
    page.get_by_role("group", name="Do you have a DBS check?").get_by_label("Yes").check()
    page.get_by_label("Which level?").select_option("enhanced")
    page.get_by_label("Date on the certificate").fill("27 3 2026")
    page.get_by_role("group", name="Can you name two people").get_by_label("Yes").check()
    journey.go_on("checks")


def add_photos(journey):
    page = journey.page
    expect(page.get_by_role("heading", level=1)).to_have_text("Photos")
    journey.look("photos-empty")
    photo = {"name": "holiday.jpg", "mimeType": "image/jpeg", "buffer": hostile_files()["HEIC"]}
    page.get_by_label("Picture", exact=True).set_input_files(photo)
    journey.press("Add this picture")
    expect(page.get_by_text("Most Compatible").first).to_be_visible()
    page.get_by_label("Picture", exact=True).set_input_files(photo | {"buffer": jpeg(900, 600, exif=exif())})
    journey.press("Add this picture")
    expect(page).to_have_title(re.compile(r"^Error: Photos"))
    page.get_by_label("What does picture 1 show?").fill("Amina in the shallow end of a pool")
    page.get_by_label("Picture", exact=True).set_input_files(photo | {"buffer": jpeg(600, 900)})
    page.get_by_label("What does it show?").fill("The pool from outside")
    journey.press("Add this picture")
    expect(page.get_by_text("The picture is added.")).to_be_visible()
    journey.press("Move up picture 2")
    expect(page.get_by_label("What does picture 1 show?")).to_have_value("The pool from outside")
    journey.look("photos")
    # Enter goes on, and neither moves nor removes anything.
    page.get_by_label("What does picture 2 show?").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Say it in easy words")


def send_in_papers(journey):
    page = journey.page
    page.goto("/provider")
    page.get_by_role("link", name="Checks and evidence").click()
    page.get_by_role("link", name="Add something").click()
    journey.look("evidence-kind")
    page.get_by_label("Public liability insurance").check()
    journey.press("Go on")
    journey.press("Send it in")
    expect(page).to_have_title(re.compile(r"^Error: Public liability insurance"))
    page.get_by_label("What does it cover?").fill("5 million")
    until = page.get_by_role("group", name="Until when does it hold?")
    for label, number in (("Day", "1"), ("Month", "5"), ("Year", "2030")):
        until.get_by_label(label).fill(number)
    paper = {"name": "policy.pdf", "mimeType": "application/pdf", "buffer": make_pdf()}
    page.get_by_label("Papers that show it").set_input_files([paper, paper | {"buffer": jpeg(900, 600)}])
    journey.press("Send it in")
    expect(page.get_by_text("It is sent in.")).to_be_visible()
    journey.look("evidence")
    page.get_by_role("link", name="Public liability insurance").click()
    expect(page.get_by_text("£5,000,000")).to_be_visible()
    journey.look("evidence-claim")


def say_it_in_easy_words(journey):
    page = journey.page
    page.goto(f"{url_of_request(page)}/answers/easy-read")
    page.get_by_label("Line 1", exact=True).fill("I help people swim.")
    page.get_by_label("Picture for line 1").select_option("swimming")
    journey.go_on("easy-read")


def url_of_request(page):
    return re.match(r".*/provider/requests/[^/]+", page.url)[0]


def hand_in(journey):
    page = journey.page
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    journey.look("check")
    page.goto(f"{url_of_request(page)}/preview")
    expect(page.get_by_role("heading", level=1)).to_have_text("Swimming and getting out with you")
    journey.look("preview")
    page.get_by_role("link", name="Back to your pages").click()
    journey.look("pages")
    page.get_by_role("link", name="Check your answers", exact=True).click()
    journey.press("Hand in")
    expect(page.get_by_text("Being checked")).to_be_visible()
    journey.look("handed-in")
    page.goto("/provider")
    journey.look("home")
    page.locator("#organizations + ul a").first.click()
    journey.look("people")
