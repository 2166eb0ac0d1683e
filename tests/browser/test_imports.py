"""A steward brings a spreadsheet in: on a phone, without JavaScript, and each page without a fault."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_steward_journey import journey  # noqa: F401 - a fixture
from tests.imports.conftest import ASSISTANT, GROUP, sheet

pytestmark = pytest.mark.browser

AGAIN = {**GROUP, "Funding taken": "Direct payment"}
DEAR = {**GROUP, "Title": "Bowls for beginners", "Price": "dear"}


def send(journey, *rows):  # noqa: F811 - the fixture
    file = {"name": "our-listings.csv", "mimeType": "text/csv", "buffer": sheet(*rows)}
    journey.go("/stewards/imports")
    journey.page.get_by_label("Your spreadsheet").set_input_files(file)
    journey.press("Send and look at it")
    journey.sees("Nothing is listed yet.")


def test_a_spreadsheet_is_brought_in_and_undone(journey):  # noqa: F811 - the fixture
    page = journey.page
    journey.go("/stewards/imports")
    journey.look("imports-none")
    journey.press("Send and look at it")
    expect(page).to_have_title(re.compile(r"^Error: "))
    send(journey, GROUP, ASSISTANT, DEAR)
    journey.sees("It says: dear")
    journey.look("import-open")
    journey.press("Bring in 2 listings")
    journey.sees("The listings are public")
    journey.look("import-done")

    send(journey, AGAIN, {**GROUP, "Title": "Tuesday arts group"}, {**GROUP, "Title": "Walks by the river"})
    journey.look("import-alike")
    journey.follow("See what merging would change")
    journey.sees("Nothing stood here before.")
    journey.look("import-row")
    journey.follow("our-listings.csv")
    page.get_by_label("Merge: add what is missing").first.check()
    journey.press("Save the choices on this page")
    journey.sees("Your choices are saved.")
    journey.press("Bring in 1 and merge 1")
    journey.unfold("Undo the whole import")
    journey.press("Undo the import")
    journey.sees("The import is undone.")
    journey.look("import-undone")
    journey.go("/stewards/imports")
    journey.look("imports-list")
