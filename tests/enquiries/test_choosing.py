"""Whom one can tick on the page on which one asks several; and lists asked for beyond their end."""

import pytest

from marketplace.enquiries import service
from marketplace.enquiries.schemas import NewEnquiry
from tests.factories.accounts import make_account, viewer_of
from tests.factories.enquiries import make_offer


def box(offer):
    return f'name="listing" type="checkbox" value="{offer.listing}"'


async def test_who_cannot_be_asked_is_told_of_and_is_no_choice(browse):
    asked, free, other = [await make_offer() for _ in range(3)]
    account = await make_account("person")
    browser = await browse(account)
    await service.ask([asked.listing], NewEnquiry(words="Hello."), await viewer_of(account))
    ids = [str(each.listing) for each in (asked, free, other)]
    page = await browser.get("/ask", params={"listing": ids})
    assert "You are in touch with" in page.text
    assert box(asked) not in page.text
    assert box(free) in page.text
    assert box(other) in page.text


async def test_what_was_ticked_and_cannot_be_asked_any_more_stays_to_be_unticked(browse):
    asked, free = [await make_offer() for _ in range(2)]
    account = await make_account("person")
    browser = await browse(account)
    await service.ask([asked.listing], NewEnquiry(words="Hello."), await viewer_of(account))
    ids = [str(each.listing) for each in (asked, free)]
    page = await browser.post("/ask", data={"shown": ids, "listing": ids, "words": "Hello you."})
    assert page.status_code == 422
    assert box(asked) in page.text
    answer = await browser.post("/ask", data={"shown": ids, "listing": ids[1:], "words": "Hello you."})
    assert answer.status_code == 303


@pytest.mark.parametrize("path", ["/messages", "/messages?show=ended", "/messages/blocked"])
async def test_a_page_beyond_the_end_says_that_it_is_empty_and_nothing_untrue(browse, path):
    browser = await browse(await make_account("person"))
    page = await browser.get(f"{path}{'&' if '?' in path else '?'}page=9")
    assert "This page is empty. Go to the first page" in page.text
    for untrue in ("You have not asked anybody", "Nothing has ended", "You have blocked nobody"):
        assert untrue not in page.text
