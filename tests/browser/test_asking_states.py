"""The pages of messages in states that the journey does not pass: no answer, gone, wrong, at once, many."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe

from marketplace.accounts import service as accounts
from marketplace.accounts.supporting.schemas import Consent, Relation, Support
from marketplace.enquiries import service
from marketplace.enquiries.schemas import EndReason, Side
from marketplace.kernel import clock
from marketplace.kernel.database import DB, open_pool
from marketplace.listings.states.service import withdraw_listing
from tests.browser.test_every_state import LARGE_TEXT, SIDEWAYS, SMALL_TARGETS, TEXT_SPACING, violations
from tests.factories.accounts import make_account, open_session_of
from tests.factories.enquiries import make_agreed, make_answered, make_offer, make_talk

pytestmark = pytest.mark.browser

LONG_WORD = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch" * 3


async def _persons(account):
    """Pages of a person, by state."""
    with clock.stopped_at(clock.now() - timedelta(days=8)):
        waiting = await make_talk(person=account, support_types=("swimming",), where="SN12")
    ended, gone = await make_answered(person=account), await make_answered(person=account)
    await service.end(ended.id, EndReason.NO_CAPACITY, 2, ended.offer.viewer, words="I am full until May.")
    await withdraw_listing(gone.offer.listing, actor="test")
    long_one = await make_answered(person=account, words=LONG_WORD)
    await service.share_contact(long_one.id, LONG_WORD[:150], 2, long_one.offer.viewer)
    blocked = await make_talk(person=account)
    await service.block(blocked.id, blocked.person)
    offers = [await make_offer() for _ in range(3)]
    asked = "&".join(f"listing={each.listing}" for each in (*offers, blocked.offer, waiting.offer))
    return {
        "no answer for a week": f"/messages/{waiting.id}",
        "ended": f"/messages/{ended.id}",
        "page gone": f"/messages/{gone.id}",
        "very long words": f"/messages/{long_one.id}",
        "inbox": "/messages",
        "ended ones": "/messages?show=ended",
        "blocked": "/messages/blocked",
        "agree": f"/messages/{long_one.id}/agree",
        "end": f"/messages/{long_one.id}/end",
        "contact": f"/messages/{long_one.id}/contact",
        "block": f"/messages/{long_one.id}/block",
        "report": f"/messages/{long_one.id}/report",
        "ask several": f"/ask?{asked}",
        "ask nobody": "/ask",
    }


async def _providers():
    """Pages of a provider, by state, and its account."""
    offer = await make_offer()
    for _ in range(26):
        await make_talk(offer=offer)
    account = await make_account("person")
    support = Support(person_name="Mum", relation=Relation.FAMILY, consent=Consent.AGREED)
    await accounts.act_for(account.id, support)
    (supported,) = await accounts.list_acting_for(account.id)
    for_mum = await make_talk(offer=offer, person=account, acting_for=supported.id)
    agreed = await make_agreed(offer=offer)
    await agreed.reply(Side.PROVIDER, "See you on Tuesday.")
    return offer.account, {
        "many": "/provider/messages",
        "second page": "/provider/messages?page=2",
        "for somebody else": f"/provider/messages/{for_mum.id}",
        "agreed": f"/provider/messages/{agreed.id}",
        "cannot help": f"/provider/messages/{for_mum.id}/end",
        "block a person": f"/provider/messages/{for_mum.id}/block",
    }


async def _make(url):
    pool, config = DB.pool, DB.config
    DB.pool = None
    DB.point_at(url)
    try:
        async with open_pool(max_size=2):
            person = await make_account("person", name="Robin Example")
            own = await _persons(person)
            provider, theirs = await _providers()
            tokens = [(await open_session_of(each)).token for each in (person, provider)]
            return list(zip(tokens, (own, theirs), strict=True))
    finally:
        DB.pool, DB.config = pool, config


@pytest.fixture(scope="module")
def made(filled):
    """Sessions, each with addresses of pages by name. In a thread: the browser's loop may be running here."""
    with ThreadPoolExecutor(1) as executor:
        return executor.submit(asyncio.run, _make(filled[0])).result()


def _look(page, axe, name):
    """All faults of the page as it is now."""
    page.set_viewport_size({"width": 375, "height": 800})
    faults = [(name, fault) for fault in violations(axe, page)]
    faults += [(name, small) for small in page.evaluate(SMALL_TARGETS)]
    page.set_viewport_size({"width": 320, "height": 600})
    for how, style in (("as it is", ""), ("large text", LARGE_TEXT), ("wide text", TEXT_SPACING)):
        if style:
            page.add_style_tag(content=style)
        faults += [(name, "sideways", how)] if page.evaluate(SIDEWAYS) > 0 else []
    return faults


def test_no_state_of_the_pages_of_messages_has_a_fault(made, address, chromium):
    axe, faults = Axe(), []
    for token, pages in made:
        context = chromium.new_context(
            base_url=address, viewport={"width": 375, "height": 800}, bypass_csp=True
        )
        context.add_cookies([{"name": "session", "value": token, "url": address}])
        page = context.new_page()
        for name, path in pages.items():
            page.goto(path)
            faults += _look(page, axe, name)
        context.close()
    assert not faults


def test_what_is_wrong_or_came_in_meanwhile_is_said_without_a_fault(made, address, chromium):
    axe, faults = Axe(), []
    token, pages = made[0]
    context = chromium.new_context(base_url=address, viewport={"width": 375, "height": 800}, bypass_csp=True)
    context.add_cookies([{"name": "session", "value": token, "url": address}])
    page = context.new_page()
    page.goto(pages["very long words"])
    page.get_by_label("Show them how to reach me").check()
    page.get_by_label("Your phone number or email address").fill("")
    page.get_by_role("button", name="Send").click()
    assert page.title().startswith("Error: ")
    faults += _look(page, axe, "wrong")
    page.goto(pages["very long words"])
    page.get_by_label("Your message").fill("Hello, are you there?")
    page.evaluate("document.querySelector('[name=version]').value = '1'")
    page.get_by_role("button", name="Send").click()
    assert page.get_by_text("Something new came in while you were writing.").is_visible()
    assert page.get_by_label("Your message").input_value() == "Hello, are you there?"
    faults += _look(page, axe, "two at once")
    context.close()
    assert not faults
