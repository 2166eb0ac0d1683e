"""The pages of asking and of both sides, as forms without JavaScript."""

import re
from urllib.parse import unquote
from uuid import uuid4

import pytest

from marketplace.concerns.tables import Concern
from marketplace.enquiries import service
from marketplace.enquiries.schemas import EndReason, Side, Status
from marketplace.kernel.database import connection
from marketplace.listings.organizations.schemas import MemberRole
from marketplace.listings.organizations.service import add_person
from marketplace.listings.states.service import withdraw_listing
from tests.factories.accounts import make_account
from tests.factories.enquiries import WORDS, make_agreed, make_answered, make_offer, make_talk


def version_in(page):
    return re.search(r'name="version" value="(\d+)"', page.text)[1]


async def test_asking_leads_through_signing_in_and_back(browse):
    offer, browser = await make_offer(), await browse()
    answer = await browser.get(f"/ask?listing={offer.listing}")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/sign-in?next=/ask%3Flisting%3D{offer.listing}"


async def test_all_of_a_page_of_saved_ones_can_be_chosen_from_after_signing_in(browse):
    offer, browser = await make_offer(), await browse()
    path = "/ask?" + "&".join(f"listing={each}" for each in (*(uuid4() for _ in range(19)), offer.listing))
    answer = await browser.get(path)
    assert unquote(answer.headers["location"]) == f"/sign-in?next={path}"
    page = await (await browse(await make_account("person"))).get(path)
    assert f'name="listing" value="{offer.listing}"' in page.text


async def test_what_was_typed_is_kept_when_nobody_can_be_asked_any_more(browse):
    offer, browser = await make_offer(), await browse(await make_account("person"))
    data = {"shown": str(offer.listing), "listing": str(offer.listing), "words": "A long story of mine."}
    await remove_everybody(offer)
    left = await browser.post("/ask", data=data)
    assert left.status_code == 422
    await withdraw_listing(offer.listing, actor="test")
    gone = await browser.post("/ask", data=data)
    assert gone.status_code == 404
    for page in (left, gone):
        assert "A long story of mine." in page.text
        assert 'href="/search' in page.text


async def remove_everybody(offer):
    async with connection() as raw:
        await raw.execute("DELETE FROM organization_member WHERE organization = $1", offer.organization)


async def test_the_whole_way_from_asking_to_agreeing(browse):
    offer, account = await make_offer(), await make_account("person", name="Robin Example")
    person, provider = await browse(account), await browse(offer.account)
    page = await person.get(f"/ask?listing={offer.listing}")
    assert page.status_code == 200
    assert 'value="Robin"' in page.text
    data = {
        "listing": str(offer.listing),
        "shown": str(offer.listing),
        "support_types": ["swimming"],
        "when": "Tuesdays",
        "where": "SN12 6AD",
        "words": "I use a wheelchair.",
        "name": "Rob",
    }
    answer = await person.post("/ask", data=data)
    assert answer.status_code == 303, answer.text
    own = answer.headers["location"].partition("?")[0]
    theirs = f"/provider{own}"
    inbox = await provider.get("/provider/messages")
    assert "Rob" in inbox.text
    assert "Waits for your answer" in inbox.text
    page = await provider.get(theirs)
    assert "Where, roughly: SN12" in page.text
    assert account.address not in page.text
    data = {"version": version_in(page), "ready": "talk", "words": "", "contact": offer.account.address}
    answer = await provider.post(f"{theirs}/reply", data=data)
    assert answer.headers["location"] == f"{theirs}?done=replied"
    page = await person.get(own)
    assert "Yes, I can help. When could we talk?" in page.text
    assert offer.account.address not in page.text
    agree = await person.get(re.search(rf'href="({own}/agree[^"]*)"', page.text)[1].replace("&amp;", "&"))
    assert account.address in agree.text
    data = {"version": version_in(agree), "share": "y", "contact": "07700 900123", "words": ""}
    answer = await person.post(f"{own}/agree", data=data)
    assert answer.headers["location"] == f"{own}?done=agreed"
    page = await provider.get(theirs)
    assert "07700 900123" in page.text
    assert account.address not in page.text
    assert "Agreed" in page.text
    assert await service.has_agreed(account.id, offer.listing)


async def test_without_the_tick_nothing_is_shown(browse):
    talk = await make_answered()
    person, provider = await browse(talk.person_account), await browse(talk.offer.account)
    for form in ("reply", "agree"):
        version = str(await talk.version())
        data = {"version": version, "words": "Hello.", "contact": "07700 900999"}
        assert (await person.post(f"/messages/{talk.id}/{form}", data=data)).status_code == 303
        assert "07700 900999" not in (await provider.get(f"/provider/messages/{talk.id}")).text


@pytest.mark.parametrize("form", ["reply", "agree"])
async def test_a_tick_without_anything_to_show_is_said_at_the_field(browse, form):
    talk = await make_answered()
    person = await browse(talk.person_account)
    data = {"version": str(await talk.version()), "words": "Hello.", "share": "y", "contact": " "}
    answer = await person.post(f"/messages/{talk.id}/{form}", data=data)
    assert answer.status_code == 422
    assert "<title>Error: " in answer.text
    assert 'href="#contact"' in answer.text
    assert "Hello." in answer.text


async def test_what_is_shown_can_be_taken_back_at_any_time(browse):
    talk = await make_agreed()
    person, provider = await browse(talk.person_account), await browse(talk.offer.account)
    page = await person.get(f"/messages/{talk.id}/contact")
    data = {"version": version_in(page), "contact": "Ring 07700 900123"}
    answer = await person.post(f"/messages/{talk.id}/contact", data=data)
    assert answer.headers["location"] == f"/messages/{talk.id}?done=shared"
    assert "07700 900123" in (await provider.get(f"/provider/messages/{talk.id}")).text
    answer = await person.post(f"/messages/{talk.id}/hide-contact")
    assert answer.headers["location"] == f"/messages/{talk.id}?done=hidden"
    assert "07700 900123" not in (await provider.get(f"/provider/messages/{talk.id}")).text


async def test_two_colleagues_answer_at_once_and_the_second_keeps_what_was_typed(browse):
    talk = await make_talk()
    colleague = await make_account("provider", name="Kim Colleague")
    await add_person(talk.offer.organization, colleague.id, MemberRole.MEMBER, actor="test")
    first, second = await browse(talk.offer.account), await browse(colleague)
    path = f"/provider/messages/{talk.id}"
    versions = [version_in(await each.get(path)) for each in (first, second)]
    data = {"version": versions[0], "words": "Yes, gladly."}
    assert (await first.post(f"{path}/reply", data=data)).status_code == 303
    data = {"version": versions[1], "words": "No, we are full."}
    answer = await second.post(f"{path}/reply", data=data)
    assert answer.status_code == 409
    assert "Yes, gladly." in answer.text
    assert "No, we are full." in answer.text
    data = {"version": version_in(answer), "words": "No, we are full."}
    assert (await second.post(f"{path}/reply", data=data)).status_code == 303
    page = await first.get(path)
    assert "Kim Colleague" in page.text
    page = await (await browse(talk.person_account)).get(f"/messages/{talk.id}")
    assert "Kim Colleague" not in page.text


async def test_an_ended_conversation_keeps_what_was_typed_and_says_why(browse):
    talk = await make_answered()
    person = await browse(talk.person_account)
    page = await person.get(f"/messages/{talk.id}")
    provider = await browse(talk.offer.account)
    end = await provider.get(f"/provider/messages/{talk.id}/end")
    data = {"version": version_in(end), "reason": "no_capacity", "words": "I am full until May."}
    answer = await provider.post(f"/provider/messages/{talk.id}/end", data=data)
    assert answer.headers["location"] == f"/provider/messages/{talk.id}?done=ended"
    data = {"version": version_in(page), "words": "Tuesday then?"}
    answer = await person.post(f"/messages/{talk.id}/reply", data=data)
    assert answer.status_code == 409
    for words in ("Tuesday then?", "I am full until May.", "No free time or places now", "/search"):
        assert words in answer.text


@pytest.mark.parametrize(
    ("side", "name", "field"),
    [
        (Side.PERSON, "contact", "contact"),
        (Side.PROVIDER, "contact", "contact"),
        (Side.PERSON, "agree", "words"),
        (Side.PERSON, "end", "words"),
        (Side.PROVIDER, "end", "words"),
    ],
)
async def test_what_cannot_be_done_any_more_is_said_in_place_of_its_form(browse, side, name, field):
    talk = await make_answered()
    is_person = side is Side.PERSON
    browser = await browse(talk.person_account if is_person else talk.offer.account)
    base = "/messages" if is_person else "/provider/messages"
    path = f"{base}/{talk.id}/{name}"
    data = {"version": version_in(await browser.get(path)), "reason": "hours", field: "Ring 07700 900123"}
    await service.end(talk.id, EndReason.NO_CAPACITY, await talk.version(), talk.offer.viewer)
    sent = await browser.post(path, data=data)
    assert sent.status_code == 409
    page = await browser.get(path)
    assert page.status_code == 200
    assert "07700" not in page.text
    assert "Ring 07700 900123" in sent.text
    for answer in (page, sent):
        main = answer.text.split("<main")[1]
        assert "<form" not in main
        assert f"{'They' if is_person else 'You'} ended this conversation." in main
        assert "No free time or places now." in main
        ways = {f"{base}/{talk.id}", f"{base}/{talk.id}/report"}
        others = re.search(r'href="(/search[^"]*)"', main)
        assert bool(others) is is_person
        ways |= {f"/ask?listing={talk.offer.listing}"} if is_person else {base}
        for way in ways:
            assert f'href="{way}"' in main, way


async def test_what_was_agreed_and_ended_leads_on_to_saying_how_it_was(browse):
    talk = await make_agreed()
    await service.end(talk.id, None, await talk.version(), talk.person)
    page = await (await browse(talk.person_account)).get(f"/messages/{talk.id}/contact")
    assert "You ended this conversation." in page.text
    assert f'href="/feedback/new/{talk.offer.listing}"' in page.text


async def test_what_cannot_be_done_now_is_said_in_place_of_its_form(browse):
    asked, agreed, down = await make_talk(), await make_agreed(), await make_answered()
    await withdraw_listing(down.offer.listing, actor="test")
    for talk, name, words in (
        (asked, "agree", "You can say yes when they have answered."),
        (agreed, "agree", "You have said yes already."),
        (down, "agree", "messages are not passed on"),
        (down, "contact", "messages are not passed on"),
    ):
        page = await (await browse(talk.person_account)).get(f"/messages/{talk.id}/{name}")
        assert words in page.text
        assert "<form" not in page.text.split("<main")[1]


async def test_only_the_page_with_the_latest_messages_marks_them_read(browse):
    talk = await make_answered()
    person = await browse(talk.person_account)
    for number in (2, 99):
        await person.get(f"/messages/{talk.id}?page={number}")
    (item,) = (await service.list_conversations(talk.person, Side.PERSON)).items
    assert item.is_unread
    await person.get(f"/messages/{talk.id}?page=1")
    (item,) = (await service.list_conversations(talk.person, Side.PERSON)).items
    assert not item.is_unread
    asked = await make_talk()
    provider = await browse(asked.offer.account)
    await provider.get(f"/provider/messages/{asked.id}?page=2")
    assert (await asked.seen_by()).conversation.status is Status.SENT


async def test_the_pages_that_ask_hold_for_what_was_seen(browse):
    talk = await make_answered()
    person = await browse(talk.person_account)
    page = await person.get(f"/messages/{talk.id}")
    link = re.search(rf'href="(/messages/{talk.id}/end[^"]*)"', page.text)[1]
    await talk.reply(Side.PROVIDER, "One more thing.")
    end = await person.get(link)
    answer = await person.post(
        f"/messages/{talk.id}/end",
        data={"version": version_in(end), "reason": "not_right", "words": "Sorry."},
    )
    assert answer.status_code == 409
    assert "Sorry." in answer.text
    items = (await service.list_conversations(talk.person, Side.PERSON)).items
    assert items[0].is_unread, "a page that only asks marks nothing as read"


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"words": ""}, "words"),
        ({"words": "a" * 4_001}, "words"),
        ({"ready": "full_until"}, "words"),
        ({"ready": "nonsense", "words": "Hi"}, "ready"),
        ({"words": "From: Kim <kim@example.org>\nHi"}, "words"),
        ({"words": "Hi", "share": "y", "contact": "a" * 201}, "contact"),
    ],
    ids=["empty", "long", "unfinished", "not offered", "quoted", "long contact"],
)
async def test_what_cannot_be_sent_is_said_at_the_field(browse, data, field):
    talk = await make_talk()
    provider = await browse(talk.offer.account)
    path = f"/provider/messages/{talk.id}"
    answer = await provider.post(f"{path}/reply", data={"version": "1", **data})
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert f'id="{field}"' in answer.text


async def test_asking_says_what_is_missing_and_keeps_what_was_typed(browse):
    offers = [await make_offer() for _ in range(2)]
    person = await browse(await make_account("person"))
    ids = [str(each.listing) for each in offers]
    data = {"shown": ids, "listing": [], "when": "Zq Tuesdays"}
    answer = await person.post("/ask", data=data)
    assert answer.status_code == 422
    for words in ('href="#listing"', "Zq Tuesdays"):
        assert words in answer.text
    answer = await person.post("/ask", data={**data, "listing": ids[:1]})
    assert 'href="#words"' in answer.text
    assert answer.text.count("checked") == 1


async def test_asking_several_leads_to_the_list(browse):
    offers = [await make_offer() for _ in range(2)]
    person = await browse(await make_account("person"))
    ids = [str(each.listing) for each in offers]
    answer = await person.post("/ask", data={"shown": ids, "listing": ids, "words": WORDS})
    assert answer.headers["location"] == "/messages?done=sent"
    page = await person.get("/messages?done=sent")
    assert page.text.count("Not read yet") == 2


@pytest.mark.parametrize("query", ["", "?listing=", "?listing=nonsense", "?listing=%00", "?other=1"])
async def test_who_chose_nobody_is_asked_to_choose(browse, query):
    person = await browse(await make_account("person"))
    page = await person.get(f"/ask{query}")
    assert page.status_code == 200
    assert "You have not chosen anybody yet" in page.text
    assert "<textarea" not in page.text
    assert (await person.post("/ask", data={"listing": query})).status_code == 200


async def test_asking_somebody_who_is_not_there_is_a_page_that_is_not_there(browse):
    person = await browse(await make_account("person"))
    listing = str(uuid4())
    assert (await person.get(f"/ask?listing={listing}")).status_code == 404
    assert (await person.post("/ask", data={"listing": listing, "words": WORDS})).status_code == 404


async def test_who_is_in_touch_already_is_led_to_the_messages(browse):
    talk = await make_talk()
    person = await browse(talk.person_account)
    page = await person.get(f"/ask?listing={talk.offer.listing}")
    assert f'href="/messages/{talk.id}"' in page.text
    assert "<textarea" not in page.text


async def test_a_page_that_went_is_told_to_both_sides(browse):
    talk = await make_answered()
    await withdraw_listing(talk.offer.listing, actor="test")
    person, provider = await browse(talk.person_account), await browse(talk.offer.account)
    for browser, path in ((person, f"/messages/{talk.id}"), (provider, f"/provider/messages/{talk.id}")):
        page = await browser.get(path)
        assert page.status_code == 200
        assert "<textarea" not in page.text
        answer = await browser.post(f"{path}/reply", data={"version": "2", "words": "Hi"})
        assert answer.status_code == 409
        assert "Hi" in answer.text


async def test_reporting_hands_messages_over_only_when_ticked(browse):
    talk = await make_talk(words="Zqsecret words")
    person = await browse(talk.person_account)
    page = await person.get(f"/messages/{talk.id}/report")
    assert "Ring 999" in page.text
    for ticked in ({}, {"messages": "y", "told": "y"}):
        data = {"kind": "other", "words": "They were rude.", **ticked}
        answer = await person.post(f"/messages/{talk.id}/report", data=data)
        assert answer.headers["location"] == f"/messages/{talk.id}?done=reported"
    without, with_them = await Concern.select().order_by(Concern.created_at)
    assert "Zqsecret" not in str(without)
    assert without["reporter_contact"] == ""
    assert "Person, " in with_them["attached"]
    assert "Zqsecret words" in with_them["attached"]
    assert with_them["reporter_contact"] == talk.person_account.address
    answer = await person.post(f"/messages/{talk.id}/report", data={"words": ""})
    assert answer.status_code == 422


async def test_blocking_and_letting_write_again(browse):
    talk = await make_answered()
    person, provider = await browse(talk.person_account), await browse(talk.offer.account)
    assert (await person.get(f"/messages/{talk.id}/block")).status_code == 200
    answer = await person.post(f"/messages/{talk.id}/block")
    assert answer.headers["location"] == f"/messages/{talk.id}?done=blocked"
    page = await provider.get(f"/provider/messages/{talk.id}")
    assert "block" not in re.sub(r'href="[^"]*"|Block \w+|whom you have blocked', "", page.text)
    assert "Another reason" in page.text
    page = await person.get(f"/ask?listing={talk.offer.listing}")
    assert 'href="/messages/blocked"' in page.text
    assert "<textarea" not in page.text
    page = await person.get("/messages/blocked")
    assert "Amina K." in page.text
    end = re.search(r'action="(/messages/blocked/[^"]*)"', page.text)[1]
    assert (await person.post(end)).headers["location"] == "/messages/blocked?done=unblocked"
    assert (await person.post(end)).status_code == 404


async def test_lists_show_what_is_open_and_what_ended(browse):
    talk = await make_answered()
    await service.end(talk.id, EndReason.FOUND_OTHER, await talk.version(), talk.person)
    person = await browse(talk.person_account)
    assert "You have not asked anybody yet" in (await person.get("/messages")).text
    ended = await person.get("/messages?show=ended&page=junk")
    assert "Found somebody else" in ended.text
    page = await person.get(f"/messages/{talk.id}?page=99999999999999")
    assert page.status_code == 200


async def test_reading_is_told_to_who_wrote(browse):
    talk = await make_talk()
    person, provider = await browse(talk.person_account), await browse(talk.offer.account)
    assert "Not read yet" in (await person.get(f"/messages/{talk.id}")).text
    await provider.get(f"/provider/messages/{talk.id}")
    assert "They have read it" in (await person.get(f"/messages/{talk.id}")).text
    assert (await talk.seen_by()).conversation.status is Status.READ


async def test_words_are_text_and_never_markup(browse):
    evil = '<script>alert(1)</script><img src=x onerror="x">'
    talk = await make_talk(words=evil, name="<b>Rob</b>"[:40], where="<i>x</i>")
    for account, path in ((talk.person_account, "/messages"), (talk.offer.account, "/provider/messages")):
        browser = await browse(account)
        for end in ("", f"/{talk.id}", f"/{talk.id}/block", f"/{talk.id}/report", f"/{talk.id}/end"):
            page = await browser.get(f"{path}{end}")
            assert page.status_code == 200
            for markup in ("<script>alert", "<img src=x", "<b>Rob", "<i>x"):
                assert markup not in page.text
