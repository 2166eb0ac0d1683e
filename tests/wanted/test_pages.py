"""The pages of adverts, in a browser: for who looks, for stewards, for providers."""

import re
from datetime import date
from uuid import uuid4

import pytest

from marketplace.accounts.schemas import Role
from marketplace.listings.schemas import Check, ListingKind
from marketplace.wanted import service
from marketplace.wanted.rules import SEEN_BY
from marketplace.wanted.schemas import AdvertKind
from tests.factories.accounts import make_account
from tests.factories.enquiries import make_offer
from tests.factories.listings import MELKSHAM, make_activity
from tests.factories.wanted import WORDS, make_advert, make_published, make_submitted, make_wish
from tests.wanted.test_adverts import checked_offer

KINDS_IN_WORDS = {
    ListingKind.PERSONAL_ASSISTANT: "Personal assistants see",
    ListingKind.COMMUNITY_ACTIVITY: "Community activities",
    ListingKind.MICRO_ENTERPRISE: "micro-enterprises",
    ListingKind.CO_OPERATIVE: "co-operatives",
    ListingKind.SUPPORT_ORGANIZATION: "Support organisations",
}
SEEN_IN_WORDS = {
    AdvertKind.PERSONAL_ASSISTANT: "see adverts for a personal assistant",
    AdvertKind.ACTIVITY: "see adverts for something to do",
}
TYPED = {
    "kind": "personal_assistant",
    "support_types": ["swimming", "personal_care"],
    "words": "Somebody calm to swim with.",
    "place": MELKSHAM,
    "days": ["tue", "thu"],
    "parts": ["morning"],
    "hours_per_week": "3,5 hours",
    "rate_from_pence": "£13",
    "rate_to_pence": "15.50",
    "languages": ["somali"],
    "needs_driver": "y",
    "gender": "female",
    "gender_reason": "intimate_care",
}


def text_of(answer):
    """What stands on a page, without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


async def test_who_looks_writes_an_advert_and_sends_it(browse):
    browser = await browse(await make_account("person"))
    assert "Write an advert" in (await browser.get("/wanted")).text
    assert "kind=personal_assistant" in (await browser.get("/wanted/new")).text
    assert (await browser.get("/wanted/new?kind=personal_assistant")).status_code == 200
    answer = await browser.post("/wanted/new", data=TYPED)
    assert answer.status_code == 303
    page = await browser.get(answer.headers["location"])
    said = text_of(page)
    for words in (
        "Somebody calm to swim with.",
        "SN12, Wiltshire",
        "Tuesday morning, Thursday morning",
        "3.5 hours",
        "£13 to £15.50 an hour",
        "Somali",
        "Woman, since the work includes intimate care",
        "Needs somebody who can drive",
    ):
        assert words in said
    assert "6AD" not in page.text
    path = answer.headers["location"].partition("?")[0]
    sent = await browser.post(f"{path}/send", data={"version": "1"})
    assert (sent.status_code, sent.headers["location"]) == (303, f"{path}?done=sent")
    again = await browser.post(f"{path}/send", data={"version": "1"})
    assert again.status_code == 409
    assert "has changed since" in again.text


async def test_what_is_wrong_is_told_at_the_field_and_what_was_typed_is_kept(browse):
    browser = await browse(await make_account("person"))
    wrong = TYPED | {
        "words": "Ring me on 07700 900123, I am at BA12 6AA.",
        "place": "nowhere",
        "support_types": [],
        "hours_per_week": "many",
        "rate_from_pence": "lots",
    }
    answer = await browser.post("/wanted/new", data=wrong)
    assert answer.status_code == 422
    assert "<title>Error: " in answer.text
    for field in ("support_types", "words", "place", "hours_per_week", "rate_from_pence"):
        assert f'href="#{field}"' in answer.text
        assert f'id="{field}-error"' in answer.text
    assert "Ring me on 07700 900123" in answer.text
    assert "This has a full postcode in it" in answer.text


@pytest.mark.parametrize(
    "hidden",
    ["BA12-6AA", "ba126aa", "\uff22\uff21\uff11\uff12 \uff16\uff21\uff21", "BA12 6\u200bAA"],
    ids=["dash", "one-word", "wide", "invisible"],
)
async def test_a_postcode_in_the_words_is_found_however_it_is_written(browse, hidden):
    browser = await browse(await make_account("person"))
    answer = await browser.post("/wanted/new", data=TYPED | {"words": f"I live in {hidden}, come in."})
    assert answer.status_code == 422


async def test_odd_forms_and_addresses_are_no_failure(browse):
    browser = await browse(await make_account("person"))
    for data in (
        {},
        {"kind": "dragon", "support_types": "dragons", "gender": "x", "days": "x", "version": "-1"},
        TYPED | {"kind": "activity", "words": "\x00", "rate_to_pence": "9" * 19, "hours_per_week": "1e9"},
    ):
        assert (await browser.post("/wanted/new", data=data)).status_code == 422
    for path in ("/wanted?page=99999999999", "/wanted?page=x", "/wanted?done=%3Cb%3E", "/wanted/new?kind=x"):
        assert (await browser.get(path)).status_code == 200


async def test_of_two_browser_tabs_the_second_is_told_and_loses_nothing(browse):
    posted = await make_advert()
    browser = await browse(posted.account)
    path = f"/wanted/{posted.id}/edit"
    page = await browser.get(path)
    assert WORDS in page.text
    first = await browser.post(path, data=TYPED | {"version": "1", "place": ""})
    assert first.status_code == 303
    second = await browser.post(path, data=TYPED | {"version": "1", "words": "My second thoughts."})
    assert second.status_code == 409
    assert "My second thoughts." in second.text
    assert 'name="version" value="2"' in second.text


async def test_a_published_advert_is_changed_renewed_and_ended(browse):
    posted = await make_published()
    browser = await browse(posted.account)
    path = f"/wanted/{posted.id}"
    assert "Shown to providers" in (await browser.get(path)).text
    answer = await browser.post(f"{path}/edit", data=TYPED | {"version": "3", "place": ""})
    change = answer.headers["location"].partition("?")[0]
    assert change != path
    page = await browser.get(path)
    assert WORDS in page.text
    assert change in page.text
    assert (await browser.get(f"{path}/edit")).headers["location"] == f"{change}/edit"
    assert "A change of your advert" in (await browser.get(change)).text
    assert (await browser.post(f"{path}/renew", data={"version": "3"})).status_code == 303
    assert (await browser.get(f"{path}/matches")).status_code == 200
    assert (await browser.post(f"{path}/end", data={"version": "4"})).status_code == 422
    ended = await browser.post(f"{path}/end", data={"version": "4", "why": "here"})
    assert ended.headers["location"] == f"{path}?done=filled"
    assert "Found somebody" in (await browser.get(path)).text
    assert (await browser.get(change)).status_code == 404
    assert (await browser.post(f"{path}/discard", data={"version": "5"})).status_code == 303


async def test_a_steward_decides_and_does_not_see_whose_it_is(browse, db):
    account = await make_account("person", name="Robin Sparrowhawk", address="robin.secret@example.org")
    posted = await make_submitted(account=account)
    steward = await browse(await make_account(Role.STEWARD, "national"))
    listed = await steward.get("/stewards/wanted")
    assert f"/stewards/wanted/{posted.id}" in listed.text
    page = await steward.get(f"/stewards/wanted/{posted.id}")
    assert WORDS in page.text
    for secret in ("Robin", "Sparrowhawk", "robin.secret", str(account.id), "6AD", "51.3"):
        assert secret not in page.text + listed.text
    wrong = await steward.post(f"/stewards/wanted/{posted.id}", data={"version": "2", "decision": "return"})
    assert wrong.status_code == 422
    assert 'href="#note"' in wrong.text
    done = await steward.post(f"/stewards/wanted/{posted.id}", data={"version": "2", "decision": "approve"})
    assert done.headers["location"] == "/stewards/wanted?done=advert-approve"
    late = await steward.post(
        f"/stewards/wanted/{posted.id}",
        data={"version": "2", "decision": "return", "note": "My careful words."},
    )
    assert late.status_code == 409
    assert "My careful words." in late.text


async def test_a_steward_sees_what_a_change_is_to_change(browse):
    posted = await make_published()
    wish = make_wish(words="Somebody quiet.", skills="Uses a hoist")
    change = await service.save_advert(posted.id, wish, "", 3, posted.viewer, gazetteer=None)
    await service.hand_in(change, 1, posted.viewer)
    steward = await browse(await make_account(Role.STEWARD, "national"))
    page = await steward.get(f"/stewards/wanted/{change}")
    assert f"<del>{WORDS}</del>" in page.text
    assert "<ins>Somebody quiet.</ins>" in page.text
    rejected = await steward.post(
        f"/stewards/wanted/{change}", data={"version": "2", "decision": "reject", "reason": "not_lawful"}
    )
    assert rejected.status_code == 303


async def test_a_provider_reads_an_advert_and_answers_it(browse):
    posted = await make_published(make_wish(support_types=("swimming",)))
    offer = await checked_offer()
    browser = await browse(offer.account)
    listed = text_of(await browser.get("/provider/wanted"))
    assert "Personal assistant wanted: Swimming" in listed
    assert "SN12, Wiltshire, about 1 mile from you" in listed
    assert "Suits you:" in listed
    assert (await browser.get("/provider/wanted?show=suit")).status_code == 200
    path = f"/provider/wanted/{posted.id}"
    page = await browser.get(path)
    for secret in (posted.account.address, posted.account.name, str(posted.account.id), "6AD", "51.3"):
        assert secret not in page.text
    assert 'name="robots" content="noindex"' in page.text
    assert page.headers["cache-control"] == "private, no-store"
    empty = await browser.post(f"{path}/answer", data={"words": " "})
    assert empty.status_code == 422
    done = await browser.post(f"{path}/answer", data={"words": "I am free on Tuesdays."})
    assert done.headers["location"].startswith("/provider/messages/")
    again = await browser.post(f"{path}/answer", data={"words": "I said I am free."})
    assert again.status_code == 409
    assert "I said I am free." in again.text
    assert "You answered" in (await browser.get("/provider/wanted")).text


async def test_who_answers_an_advert_that_was_taken_down_meanwhile_keeps_what_they_typed(browse):
    posted, offer = await make_published(), await checked_offer()
    browser = await browse(offer.account)
    await service.withdraw_advert(posted.id, await posted.version(), posted.viewer)
    paths = [f"/provider/wanted/{advert_id}/answer" for advert_id in (posted.id, uuid4())]
    gone, unknown = [await browser.post(path, data={"words": "Tuesdays suit <me>."}) for path in paths]
    assert gone.status_code == unknown.status_code == 404
    assert "Your message was not sent" in text_of(gone)
    assert "Tuesdays suit &lt;me&gt;." in gone.text
    assert text_of(gone) == text_of(unknown), "what is over and what never was are not told apart"


async def test_an_unchecked_provider_is_told_why_there_is_nothing_to_see(browse):
    posted = await make_published()
    offer = await checked_offer(checks=())
    browser = await browse(offer.account)
    page = await browser.get("/provider/wanted")
    assert "You cannot see what people look for" in page.text
    assert WORDS not in page.text
    suiting = await browser.get("/provider/wanted?show=suit")
    assert "You cannot see what people look for" in suiting.text
    assert (await browser.get(f"/provider/wanted/{posted.id}")).status_code == 404
    answered = await browser.post(f"/provider/wanted/{posted.id}/answer", data={"words": "Hello."})
    assert answered.status_code == 404


async def test_who_can_see_no_advert_reads_what_is_true_for_each_kind(browse):
    kind = ListingKind.SUPPORT_ORGANIZATION
    checks = tuple(Check(kind=each, checked_on=date(2026, 1, 1)) for each in ("insurance", "data_protection"))
    offer = await make_offer(make_activity(kind=kind, checks=checks))
    said = text_of(await (await browse(offer.account)).get("/provider/wanted"))
    assert "Support organisations see no adverts." in said
    for seen, kinds in SEEN_BY.items():
        sentence = next(line for line in said.split(".") if SEEN_IN_WORDS[seen] in line)
        named = {each.value for each, words in KINDS_IN_WORDS.items() if words in sentence}
        assert named == {each.value for each in kinds}


async def test_pages_take_a_fixed_number_of_statements(browse, statements):
    posted = await make_published()
    offer = await checked_offer()
    owner, provider = await browse(posted.account), await browse(offer.account)
    steward = await browse(await make_account(Role.STEWARD, "national"))
    waiting = await make_submitted()
    counts = []
    for browser, path in (
        (owner, "/wanted"),
        (owner, f"/wanted/{posted.id}"),
        (provider, "/provider/wanted"),
        (provider, f"/provider/wanted/{posted.id}"),
        (steward, "/stewards/wanted"),
        (steward, f"/stewards/wanted/{waiting.id}"),
    ):
        async with statements() as run:
            assert (await browser.get(path)).status_code == 200
        counts.append(len(run))
    assert counts == [3, 3, 9, 8, 2, 3]
