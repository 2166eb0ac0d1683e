"""A commissioner reads the counts of a month, an administrator turns them off; no page has a fault."""

import os
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.browser.test_accounts import axe, look, press  # noqa: F401 - fixtures among them
from tests.conftest import ROOT

pytestmark = pytest.mark.browser

COUNCIL = "E06000054"


@pytest.fixture
def session(filled):
    """The session of somebody who is a commissioner and an administrator."""
    url, folder = filled
    environment = os.environ | {
        "DATABASE_URL": url,
        "MARKETPLACE_DATA_DIR": str(folder),
        "MARKETPLACE_LOG_LEVEL": "error",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "tests.browser.commissioner_counts"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().splitlines()[-1]


def test_counts_are_read_and_turned_off(open_page, address, session, look):  # noqa: F811 - the fixture
    page = open_page("/", width=375, height=800, bypass_csp=True)
    page.context.add_cookies([{"name": "session", "value": session, "url": address}])
    page.goto(f"/commissioners/{COUNCIL}")
    expect(page.get_by_role("heading", level=1)).to_have_text("What people look for: Wiltshire")
    expect(page.get_by_role("row").filter(has_text="canoe club")).to_contain_text("6")
    look(page, "searches")
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_text("Page 2 of 2")).to_be_visible()
    page.get_by_role("link", name="What came of asking").click()
    row = page.get_by_role("row").filter(has_text="Referral: declined (no free time or place)")
    expect(row).to_contain_text("6")
    look(page, "outcomes")
    page.get_by_label("Month").select_option(index=1)
    press(page, "Show")
    expect(page.get_by_text("No number reached 5 in this month.").first).to_be_visible()
    look(page, "outcomes-none")

    page.goto(f"/administration/council/{COUNCIL}/signals")
    look(page, "settings")
    page.get_by_label("Count what people of our area look for").uncheck()
    press(page, "Save")
    expect(page.get_by_text("There are no counts of your area.")).to_be_visible()
    page.goto(f"/commissioners/{COUNCIL}")
    expect(page.get_by_text("Wiltshire has turned these counts off")).to_be_visible()
    look(page, "off")
