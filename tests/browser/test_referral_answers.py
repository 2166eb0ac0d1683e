"""A practitioner asks two providers in order: the first says no, the second yes; it starts, and it ends.

On three phones without JavaScript, each page without a fault on the way. Pages of the practitioner's own are
looked at in `test_referral_journey`.
"""

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import UUID

import pytest
from playwright.sync_api import expect

from marketplace.accounts.schemas import Role
from marketplace.councils.service import add_council
from marketplace.kernel.database import DB, connection, open_pool
from marketplace.kernel.web.cookies import cookie_name
from marketplace.listings.organizations.schemas import MemberRole
from marketplace.listings.organizations.service import add_person
from marketplace.listings.service import get_stored
from tests.browser.test_steward_journey import Journey
from tests.factories.accounts import COUNCIL, make_account, open_session_of

pytestmark = pytest.mark.browser

PROVIDER_LIST = "/provider/referrals"
CONTACT = "Ring her daughter after 2 pm."


async def _make_staff():
    """A practitioner, and one person for every provider, so that all can be asked."""
    await add_council(COUNCIL, actor="test")
    anybody = await make_account(Role.PROVIDER, name="Kim Anybody", address="kim@answers.example")
    async with connection() as raw:
        rows = await raw.fetch("SELECT DISTINCT organization FROM service WHERE status = 'published'")
    for row in rows:
        await add_person(row["organization"], anybody.id, MemberRole.MEMBER, actor="test")
    robin = await make_account(Role.PRACTITIONER, name="Robin Practitioner", address="robin@answers.example")
    return (await open_session_of(robin)).token


async def _make_provider(listing_id):
    """Somebody who looks after this listing, and no other."""
    organization = (await get_stored(listing_id)).draft.organization
    account = await make_account(Role.PROVIDER, address=f"{listing_id}@answers.example")
    await add_person(organization.id, account.id, MemberRole.OWNER, actor="test")
    return (await open_session_of(account)).token


async def _on(url, work):
    pool, config = DB.pool, DB.config
    DB.pool = None
    DB.point_at(url)
    try:
        async with open_pool(max_size=2):
            return await work
    finally:
        DB.pool, DB.config = pool, config


@pytest.fixture
def make(filled):
    """Does work on the database of the browser, in a thread with a loop of its own."""

    def run(work):
        with ThreadPoolExecutor(1) as executor:
            return executor.submit(asyncio.run, _on(filled[0], work)).result()

    return run


@pytest.fixture
def open_phone(open_page, address):
    """A phone that is signed in, with a browser that looks at its pages."""

    def open_phone(token):
        walking = open_page("/", width=375, height=800, java_script_enabled=False)
        looking = open_page("/", width=375, bypass_csp=True)
        for page in (walking, looking):
            page.context.add_cookies([{"name": cookie_name(https=False), "value": token, "url": address}])
        return Journey(walking, looking)

    return open_phone


def send_to_two(phone):
    """Write a need, choose two providers, record consent; return the ids of the listings."""
    page = phone.page
    phone.go("/practitioners/referrals/new")
    page.get_by_label("Your own reference for this person").fill("LAS-777")
    phone.unfold("Help at home")
    page.get_by_label("Shopping", exact=True).check()
    page.get_by_label("Whom is it for?").select_option(index=1)
    page.get_by_label("Where is it needed?").fill("BA14")
    page.get_by_label("In your words").fill("Likes gardens and football.")
    phone.press("Keep and choose providers")
    boxes = page.locator("input[name=listing]:not([disabled])")
    chosen = [UUID(boxes.nth(at).get_attribute("value")) for at in range(2)]
    for at in range(2):
        boxes.nth(at).check()
    page.get_by_label("One after the other").check()
    phone.press("Go on to consent")
    page.get_by_label("The person", exact=True).check()
    page.get_by_label("Face to face").check()
    today = datetime.now(UTC).date()
    for label, number in (("Day", today.day), ("Month", today.month), ("Year", today.year)):
        page.get_by_label(label, exact=True).fill(str(number))
    page.get_by_label("Only the providers that we chose together").check()
    page.get_by_label("First name").fill("Edith")
    page.get_by_label("How to reach them").fill(CONTACT)
    phone.press("Send the referral")
    phone.sees("It is sent.")
    return chosen


def say_no(phone):
    page = phone.page
    phone.go(PROVIDER_LIST)
    phone.sees("To answer")
    phone.look("asked-list")
    page.locator(".app-list a").first.click()
    phone.sees("Can you help?")
    phone.sees("Likes gardens and football.")
    phone.look("asked")
    expect(page.get_by_role("main")).not_to_contain_text("Edith")
    phone.press("No, we cannot help")
    expect(page).to_have_title(re.compile(r"^Error: "))
    page.get_by_label("Something else").check()
    phone.press("No, we cannot help")
    phone.sees("Say in a few words why not.")
    page.get_by_label("We cannot do these days or hours").check()
    page.get_by_label("Anything that helps the team").fill("Our mornings are full until May.")
    phone.press("No, we cannot help")
    phone.sees("Thank you for the answer.")
    page.get_by_label("Show", exact=True).select_option("over")
    phone.press("Show these")
    page.locator(".app-list a").first.click()
    phone.sees("Our mornings are full until May.")
    phone.look("declined")
    expect(page.get_by_role("main")).not_to_contain_text("Likes gardens")


def say_yes(phone):
    page = phone.page
    phone.go(PROVIDER_LIST)
    page.locator(".app-list a").first.click()
    phone.press("Yes, we can help")
    phone.sees("The team knows that you said yes")
    for words in ("Edith", CONTACT, "Robin Practitioner", "LAS-777"):
        phone.sees(words)
    phone.look("accepted")
    phone.press("It has started")
    phone.sees("Noted: the support has started.")
    phone.look("started")


def end(phone):
    phone.press("It is over")
    expect(phone.page).to_have_title(re.compile(r"^Error: "))
    phone.page.get_by_label("It did what it was for, and is over").check()
    phone.press("It is over")
    phone.sees("Noted: it is over.")
    phone.look("ended")
    expect(phone.page.get_by_role("main")).not_to_contain_text("Edith")


def test_the_first_says_no_the_second_yes_and_it_starts_and_ends(make, open_phone):
    practitioner = open_phone(make(_make_staff()))
    chosen = send_to_two(practitioner)
    first, second = (open_phone(make(_make_provider(listing_id))) for listing_id in chosen)
    second.go(PROVIDER_LIST)
    second.sees("Nobody has referred anybody to you yet.")
    second.look("nothing")
    say_no(first)
    practitioner.page.reload()
    practitioner.sees("We cannot do these days or hours")
    practitioner.sees("Our mornings are full until May.")
    say_yes(second)
    practitioner.page.reload()
    practitioner.sees("Started, noted on")
    end(second)
    practitioner.page.reload()
    practitioner.sees("It did what it was for, and is over")
