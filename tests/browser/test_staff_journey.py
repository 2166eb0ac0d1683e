"""From the command that makes a council's first administrator to a colleague at work, on a phone."""

import os
import re
import subprocess
import sys
import time

import pyotp
import pytest
from playwright.sync_api import expect

from tests.browser.test_accounts import axe, look, open_last_letter, press  # noqa: F401 - fixtures among them
from tests.conftest import ROOT

pytestmark = pytest.mark.browser

COUNCIL = "E08000025"
PASSWORD = "three odd teapots dancing"
COLLEAGUE = "colleague@birmingham.gov.uk"


@pytest.fixture
def administrator(filled):
    """Address and password of an administrator whom the operator made."""
    url, folder = filled
    command = [sys.executable, "-m", "marketplace", "create-account", "--role", "administrator"]
    options = ["--council", COUNCIL, "--address", "first@birmingham.gov.uk", "--name", "Fay First"]
    environment = os.environ | {"DATABASE_URL": url, "MARKETPLACE_DATA_DIR": str(folder)}
    done = subprocess.run(
        [*command, *options], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return "first@birmingham.gov.uk", re.search(r"password is (\S+) ", done.stdout)[1]


def set_up_code_app(page, look):  # noqa: F811 - the fixture
    """Set up a code app from the first page of it; return what stands for the app."""
    look(page, "second-factor")
    press(page, "Set it up")
    look(page, "second-factor-picture")
    app = pyotp.TOTP(page.locator("code.app-code").inner_text().replace(" ", ""))
    page.get_by_label("The 6 digits that the app shows now").fill("000000")
    press(page, "Continue")
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.get_by_role("alert")).to_be_focused()
    look(page, "second-factor-error")
    page.get_by_label("The 6 digits that the app shows now").fill(app.now())
    press(page, "Continue")
    look(page, "recovery-codes")
    code = page.locator("code.app-code").first.inner_text()
    press(page, "I have kept my codes")
    return app, code


def sign_in(page, address, password):
    page.goto("/sign-in")
    page.get_by_label("Email address").fill(address)
    page.get_by_label("Password").fill(password)
    press(page, "Sign in")


def invite(page, look):  # noqa: F811 - the fixture
    page.goto("/administration/staff")
    expect(page.get_by_role("heading", level=1)).to_have_text("Who works for Birmingham")
    look(page, "staff")
    press(page, "Invite somebody")
    press(page, "Send the invitation")
    look(page, "invite-errors")
    page.get_by_label("Email address at work").fill(COLLEAGUE)
    page.get_by_label("Steward: checks").check()
    press(page, "Send the invitation")
    expect(page.get_by_text("The invitation is on its way.")).to_be_visible()
    look(page, "invited")


def join(phone):
    """Say yes to the invitation, without JavaScript."""
    phone.get_by_label("Your name").fill("Cal Colleague")
    phone.get_by_label("Password").fill(PASSWORD)
    press(phone, "Make an account and say yes")
    expect(phone).to_have_url(re.compile("/account/second-factor$"))
    press(phone, "Set it up")
    theirs = pyotp.TOTP(phone.locator("code.app-code").inner_text().replace(" ", ""))
    phone.get_by_label("The 6 digits that the app shows now").fill(theirs.now())
    press(phone, "Continue")
    press(phone, "I have kept my codes")
    expect(phone).to_have_url(re.compile("/home$"))


def help_and_stay(page, look, phone):  # noqa: F811 - the fixture
    """Remove the colleague's code app; try to end the own role."""
    page.goto("/administration/staff")
    page.get_by_role("link", name="Cal Colleague").click()
    look(page, "member")
    press(page, "Remove their code app")
    expect(page.get_by_text("Their code app was removed.")).to_be_visible()
    phone.goto("/stewards")
    expect(phone).to_have_url(re.compile("/sign-in"))
    page.get_by_role("link", name="Fay First").click()
    press(page, "End this role (Administrator)")
    expect(page.get_by_role("alert")).to_contain_text("a council needs at least one")
    look(page, "last-administrator")


def come_back(page, look, recovery_code, app):  # noqa: F811 - the fixture
    """Sign in without the phone; make new recovery codes."""
    look(page, "code")
    page.get_by_label("Code").fill("000000")
    press(page, "Continue")
    look(page, "code-error")
    page.get_by_label("Code").fill(recovery_code)
    press(page, "Continue")
    expect(page).to_have_url(re.compile("/home$"))
    page.goto("/account/second-factor")
    look(page, "second-factor-set")
    page.get_by_role("link", name="Make new ones").click()
    look(page, "renew")
    page.get_by_label("Code").fill(_unused(app))
    press(page, "Make new recovery codes")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your recovery codes")


def test_from_the_first_administrator_to_a_colleague_at_work(open_page, look, administrator):  # noqa: F811
    page = open_page("/", width=375, height=800, bypass_csp=True)
    sign_in(page, *administrator)
    app, recovery_code = set_up_code_app(page, look)
    invite(page, look)
    phone = open_page("/", width=375, height=800, java_script_enabled=False)
    open_last_letter(phone, "/staff-invitation/")
    page.goto(phone.url)
    look(page, "invitation-while-signed-in")
    join(phone)
    help_and_stay(page, look, phone)
    page.goto("/account")
    press(page, "Sign out")
    sign_in(page, *administrator)
    come_back(page, look, recovery_code, app)
    for path in ("/account/second-factor/change", "/sign-in/council", "/demonstration"):
        page.goto(path)
        look(page, path.replace("/", "-"))


def _unused(app):
    """A code that the app shows and that was not used: the next one, which is taken too."""
    return app.at(int(time.time()) + app.interval)
