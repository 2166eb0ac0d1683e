"""The pages on which a provider reads and answers what a council's team asks of it."""

import asyncio
import random
import re
from contextlib import AsyncExitStack
from datetime import timedelta
from urllib.parse import quote
from uuid import uuid4

import brotli
import pytest
import pytest_asyncio

from marketplace.accounts.schemas import Role
from marketplace.accounts.service import end_role, find_account
from marketplace.councils import service as councils
from marketplace.kernel import clock
from marketplace.kernel.database import connection
from marketplace.listings.organizations.repository import remove_member
from marketplace.listings.organizations.schemas import MemberRole
from marketplace.listings.organizations.service import add_person
from marketplace.listings.schemas import HiddenReason
from marketplace.listings.states.service import hide_listing
from marketplace.provider.referrals import rules
from marketplace.referrals import service
from marketplace.referrals.answering import service as answering
from marketplace.referrals.schemas import (
    GivenBy,
    Mode,
    OfferStatus,
    Outcome,
    Reason,
    ReferralStatus,
)
from marketplace.referrals.sending import service as sending
from tests.factories.accounts import ACTOR, COUNCIL, make_account, sign_in_as, viewer_of
from tests.factories.referrals import (
    accept,
    make_consent,
    make_listed,
    make_practitioner,
    make_sent,
    make_team_of,
    offer_to,
)
from tests.provider.conftest import open_browser

LIST = "/provider/referrals"
POSTS = ("accept", "decline", "give-back", "start", "end")
LATER_PAGE_BYTES = 6 * 1024
PERSON = ("Edith", "Ring her daughter", "LAS-20417", "Robin Practitioner")
NEED = ("Likes gardens and football", "BA14", "3.5")
ODD = [
    "", " ", "\x00", "\u202e\u200b", "a" * 30_000, "'; DROP TABLE referral; --", "{{ 7*7 }}", "%s%n",
    "-1", "9" * 40, "NaN", "\r\nBcc: everybody@example.org", "٣", "null", "[]", "<svg/onload=alert(1)>",
    "no_capacity", "other", "finished", "forgotten", "1", "2",
]  # fmt: skip


class Asked:
    """A practitioner, providers with their browsers, and one referral."""

    def __init__(self, robin, listed, browsers, referral_id):
        self.robin, self.listed, self.browsers, self.referral_id = robin, listed, browsers, referral_id

    async def view(self):
        return await service.get_referral(self.referral_id, self.robin)

    async def offer(self, index=0):
        return await offer_to(self.referral_id, self.listed[index][0], self.robin)

    async def path(self, index=0):
        return f"{LIST}/{(await self.offer(index)).id}"

    async def post(self, end, index=0, **form):
        offer = await self.offer(index)
        data = {"version": str(offer.version)} | form
        return await self.browsers[index].post(f"{LIST}/{offer.id}/{end}", data=data)

    async def say_yes(self, index=0):
        await accept(self.referral_id, self.listed[index][0], self.listed[index][1], self.robin)


@pytest_asyncio.fixture(loop_scope="session")
async def ask(app):
    """Makes a referral to some providers. Each has a browser that is signed in."""
    async with AsyncExitStack() as stack:

        async def make(number=1, mode=Mode.IN_ORDER, **changes):
            await councils.add_council(COUNCIL, actor=ACTOR)
            robin = await make_practitioner(name="Robin Practitioner")
            listed = [await make_listed(f"Provider {letter}") for letter in "ABCD"[:number]]
            browsers = []
            for _listing_id, viewer in listed:
                browser = await stack.enter_async_context(open_browser(app))
                await sign_in_as(browser, await find_account(viewer.account_id))
                browsers.append(browser)
            referral_id = await make_sent(robin, [each for each, _ in listed], mode, **changes)
            return Asked(robin, listed, browsers, referral_id)

        yield make


def has_any(text, words):
    return [each for each in words if each in text]


async def letters_to(viewer):
    account = await find_account(viewer.account_id)
    async with connection() as raw:
        rows = await raw.fetch(
            "SELECT kind, council_code FROM letter WHERE recipient = $1 ORDER BY queued_at", account.address
        )
    return [(row["kind"], row["council_code"]) for row in rows]


async def test_a_visitor_is_led_to_sign_in(app, db):
    async with open_browser(app) as browser:
        answer = await browser.get(LIST)
    assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (303, "/sign-in")


async def test_from_being_asked_to_the_end(db, ask):
    asked = await ask()
    browser, path = asked.browsers[0], await asked.path()
    assert f'href="{path}"' in (await browser.get(LIST)).text
    page = (await browser.get(path)).text
    assert "Can you help?" in page
    assert has_any(page, NEED) == list(NEED)
    assert not has_any(page, PERSON)
    assert (await asked.offer()).status is OfferStatus.SEEN
    answer = await asked.post("accept")
    assert answer.headers["location"] == f"{path}?done=accepted"
    page = (await browser.get(answer.headers["location"])).text
    assert has_any(page, (*NEED, *PERSON)) == [*NEED, *PERSON]
    assert (await asked.post("start")).headers["location"] == f"{path}?done=started"
    assert (await asked.view()).referral.status is ReferralStatus.STARTED
    assert (await asked.post("end", outcome="finished")).headers["location"] == f"{path}?done=ended"
    view = await asked.view()
    assert (view.referral.status, view.referral.outcome) == (ReferralStatus.ENDED, Outcome.FINISHED)
    page = (await browser.get(f"{path}?done=ended")).text
    assert "it is over" in page
    assert not has_any(page, (*NEED, *PERSON))
    assert await letters_to(asked.robin) == [("referral_answered", COUNCIL)] * 2
    assert await letters_to(asked.listed[0][1]) == [("referral_asked", COUNCIL)]


async def test_looking_is_noted_once(db, ask):
    asked = await ask()
    path = await asked.path()
    for _ in range(3):
        assert (await asked.browsers[0].get(path)).status_code == 200
    assert (await asked.offer()).version == 3


async def test_what_is_not_shared_is_said(db, ask):
    consent = make_consent(first_name="", contact_way="", given_by=GivenBy.BEST_INTERESTS)
    asked = await ask(consent=consent)
    assert "best interests" not in (await asked.browsers[0].get(await asked.path())).text
    await asked.say_yes()
    page = (await asked.browsers[0].get(await asked.path())).text
    assert page.count("They did not agree to share it.") == 2
    assert "in their best interests" in page


async def test_whom_to_ask_is_who_made_it_and_else_their_team(db, ask):
    kim = await make_practitioner(name="Kim Colleague", address="kim@council.example")
    robin = await make_practitioner(name="Robin Practitioner", address="robin@council.example")
    listing_id, provider = await make_listed()
    alone, shared = [
        await make_sent(robin, [listing_id], team_id=team_id)
        for team_id in (None, await make_team_of(robin, kim, name="North team"))
    ]
    offers = [await accept(each, listing_id, provider, robin) for each in (alone, shared)]
    seen = [await answering.get_offer(each, provider) for each in offers]
    assert [[each.address for each in view.practitioners] for view in seen] == [["robin@council.example"]] * 2
    assert seen[1].team_name == "North team"
    await end_role(robin.account_id, Role.PRACTITIONER, COUNCIL, actor=ACTOR)
    seen = [await answering.get_offer(each, provider) for each in offers]
    assert [[each.name for each in view.practitioners] for view in seen] == [[], ["Kim Colleague"]]
    assert "Ask the council." in dict(rules.person_rows(seen[0]))["Practitioner"]


async def test_a_no_needs_a_reason_and_keeps_what_was_typed(db, ask):
    asked = await ask(2)
    for form, field in (
        ({}, "reason"),
        ({"reason": "tired"}, "reason"),
        ({"reason": "other", "words": " "}, "words"),
        ({"reason": "price", "words": "x" * 2_001}, "words"),
    ):
        page = await asked.post("decline", **form)
        assert page.status_code == 422
        assert "<title>Error: " in page.text
        assert f'href="#{field}"' in page.text
        assert form.get("words", "") in page.text
    assert (await asked.offer()).status is OfferStatus.SENT
    answer = await asked.post("decline", reason="hours", words="Tuesdays <b>are</b> full.")
    assert answer.headers["location"] == f"{LIST}?done=declined"
    assert "Thank you for the answer" in (await asked.browsers[0].get(answer.headers["location"])).text
    assert [offer.status for offer in (await asked.view()).offers] == [OfferStatus.DECLINED, OfferStatus.SENT]
    page = (await asked.browsers[0].get(await asked.path())).text
    assert "Tuesdays &lt;b&gt;are&lt;/b&gt; full." in page
    assert not has_any(page, (*NEED, *PERSON))
    assert (await asked.browsers[1].get(await asked.path(1))).status_code == 200


async def _taken(asked):
    await sending.ask_next(asked.referral_id, (await asked.view()).referral.version, asked.robin)
    await asked.say_yes(1)


async def _stopped(asked):
    offer = await asked.offer()
    await sending.stop_asking(asked.referral_id, offer.id, (await asked.view()).referral.version, asked.robin)


async def _consent_withdrawn(asked):
    await service.withdraw_consent(asked.referral_id, asked.robin)


async def _consent_withdrawn_after_a_yes(asked):
    await asked.say_yes()
    await _consent_withdrawn(asked)


async def _taken_back(asked):
    await asked.say_yes()
    await service.take_provider_back(asked.referral_id, (await asked.view()).referral.version, asked.robin)


async def _ended(asked):
    await asked.say_yes()
    version = (await asked.view()).referral.version
    await service.end_support(asked.referral_id, Outcome.NEVER_STARTED, version, asked.robin)


async def _given_back(asked):
    await asked.say_yes()
    await asked.post("give-back", reason="hours", words="")


async def _consent_withdrawn_after_it_was_given_back(asked):
    await _given_back(asked)
    await _consent_withdrawn(asked)


async def _consent_withdrawn_after_the_end(asked):
    await _ended(asked)
    await _consent_withdrawn(asked)


@pytest.mark.parametrize(
    ("happen", "said"),
    [
        (_taken, "Another provider was quicker"),
        (_stopped, "The team needs no answer any more"),
        (_consent_withdrawn, "The team needs no answer any more"),
        (_consent_withdrawn_after_a_yes, "Please delete what you noted"),
        (_consent_withdrawn_after_the_end, "Please delete what you noted"),
        (_consent_withdrawn_after_it_was_given_back, "The person no longer agrees"),
        (_taken_back, "The team took it back"),
        (_given_back, "You gave it back"),
        (_ended, "It is over"),
    ],
)
async def test_what_is_over_is_said_kindly_and_shows_nothing_of_the_person(db, ask, happen, said):
    asked = await ask(2)
    await happen(asked)
    path, browser = await asked.path(), asked.browsers[0]
    page = await browser.get(path)
    assert page.status_code == 200
    assert said in page.text
    assert not has_any(page.text, (*NEED, *PERSON))
    assert "<form" not in page.text.partition("<main")[2].partition("</main>")[0]
    listed = (await browser.get(f"{LIST}?show=over")).text
    assert path in listed
    assert not has_any(listed, (*NEED, *PERSON))
    for end in POSTS:
        answer = await asked.post(end, reason="hours", words="What I typed", outcome="finished")
        assert answer.status_code == 409, end
        assert not has_any(answer.text, (*NEED, *PERSON))
        assert ("What I typed" in answer.text) == (end in {"decline", "give-back"})
        assert "<title>Error" not in answer.text


async def test_who_cannot_do_it_after_all_gives_it_back(db, ask):
    asked = await ask(2)
    await asked.say_yes()
    assert (await asked.post("give-back")).status_code == 422
    answer = await asked.post("give-back", reason="hours", words="We lost two people.")
    assert answer.headers["location"] == f"{LIST}?done=given-back"
    assert "Please delete what you noted" in (await asked.browsers[0].get(answer.headers["location"])).text
    view = await asked.view()
    assert view.referral.status is ReferralStatus.OPEN
    assert [offer.status for offer in view.offers] == [OfferStatus.DECLINED, OfferStatus.SENT]
    page = (await asked.browsers[0].get(await asked.path())).text
    assert not has_any(page, (*NEED, *PERSON))


async def test_what_has_started_is_not_given_back(db, ask):
    asked = await ask()
    await asked.say_yes()
    assert (await asked.post("end", outcome="finished")).status_code == 409
    await asked.post("start")
    page = (await asked.browsers[0].get(await asked.path())).text
    assert "/give-back" not in page
    assert (await asked.post("give-back", reason="hours", words="Too late")).status_code == 409
    assert (await asked.post("start")).status_code == 409
    for outcome in ("continues", "forgotten", "never_started", "x", ""):
        answer = await asked.post("end", outcome=outcome)
        assert answer.status_code == 422, outcome
        assert 'href="#outcome"' in answer.text
    assert (await asked.view()).referral.status is ReferralStatus.STARTED


async def _strangers(asked):
    """Another provider, somebody who left, and whoever has other roles as well."""
    left = await make_account("provider")
    organization_id = (await asked.offer()).organization_id
    await add_person(organization_id, left.id, MemberRole.MEMBER, actor=ACTOR)
    await remove_member(organization_id, left.id)
    return [left, await make_account("provider"), await find_account(asked.listed[1][1].account_id)]


async def test_nobody_else_reaches_it(app, db, ask):
    asked = await ask(2)
    path = await asked.path()
    for account in await _strangers(asked):
        async with open_browser(app) as browser:
            await sign_in_as(browser, account)
            assert (await browser.get(path)).status_code == 404
            assert path not in (await browser.get(LIST)).text
            for end in POSTS:
                data = {"version": "1", "reason": "hours", "outcome": "finished"}
                assert (await browser.post(f"{path}/{end}", data=data)).status_code == 404, end
                assert (await browser.post(f"{path}/{end}", data={})).status_code == 404, end
    assert (await asked.offer()).status is OfferStatus.SENT


async def test_staff_of_the_council_without_the_role_are_refused(app, db, ask):
    asked = await ask()
    path = await asked.path()
    for role in ("steward", "administrator", "commissioner", "practitioner", "person"):
        async with open_browser(app) as browser:
            await sign_in_as(browser, await make_account(role))
            assert (await browser.get(path)).status_code == 403
            assert (await browser.post(f"{path}/accept", data={"version": "1"})).status_code == 403


async def test_a_practitioner_who_is_a_provider_reads_their_own_offers_only(app, db, ask):
    """Neither the id of the referral nor that of a waiting offer opens anything."""
    asked = await ask(2)
    waiting = await asked.path(1)
    for path in (waiting, f"{LIST}/{asked.referral_id}", f"{LIST}/{asked.listed[0][0]}", f"{LIST}/{uuid4()}"):
        for browser in asked.browsers:
            assert (await browser.get(path)).status_code == 404
            assert (await browser.post(f"{path}/accept", data={"version": "1"})).status_code == 404
    assert (await asked.browsers[0].get(f"{LIST}/nonsense")).status_code == 404


async def test_everybody_of_the_provider_sees_who_has_answered(app, db, ask):
    asked = await ask()
    colleague = await make_account("provider", name="Kim Colleague")
    await add_person((await asked.offer()).organization_id, colleague.id, MemberRole.MEMBER, actor=ACTOR)
    async with open_browser(app) as browser:
        await sign_in_as(browser, colleague)
        await browser.get(await asked.path())
        typed = {"version": str((await asked.offer()).version), "reason": "hours", "words": "All Mondays"}
        await asked.post("accept")
        answer = await browser.post(f"{await asked.path()}/decline", data=typed)
        assert answer.status_code == 409
        assert "You or a colleague have said yes already." in answer.text
        assert "All Mondays" in answer.text
    assert (await asked.view()).referral.status is ReferralStatus.ACCEPTED


async def test_a_form_of_before_is_told_and_keeps_what_was_typed(db, ask):
    asked = await ask()
    path = await asked.path()
    for end in ("decline", "accept"):
        data = {"version": "1", "reason": "hours", "words": "All Mondays"}
        answer = await asked.browsers[0].post(f"{path}/{end}", data=data)
        assert answer.status_code == 409
        assert ("All Mondays" in answer.text) == (end == "decline")
        assert f'name="version" value="{(await asked.offer()).version}"' in answer.text
    assert (await asked.post("decline", reason="hours", words="All Mondays")).status_code == 303


async def test_pressing_twice_does_it_once(db, ask):
    asked = await ask()
    offer = await asked.offer()
    path, data = await asked.path(), {"version": str(offer.version), "reason": "price", "outcome": "stopped"}
    for end in ("accept", "start", "end"):
        data["version"] = str((await asked.offer()).version)
        answers = [await asked.browsers[0].post(f"{path}/{end}", data=data) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [303, 409], end
        assert "Another provider" not in answers[1].text
    assert await letters_to(asked.robin) == [("referral_answered", COUNCIL)] * 2
    again = await ask()
    answers = [await again.post("decline", reason="price") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 409]
    assert "You or a colleague have said no already." in answers[1].text


async def test_a_page_that_is_hidden_takes_nobody_on(db, ask):
    asked = await ask()
    await hide_listing(asked.listed[0][0], HiddenReason.PAUSED, actor=ACTOR)
    answer = await asked.post("accept")
    assert answer.status_code == 409
    assert "Your page is not shown at the moment" in answer.text
    assert not has_any(answer.text, PERSON)
    assert (await asked.post("decline", reason="no_capacity")).status_code == 303


async def test_odd_values_never_break_a_page(db, ask):
    chance = random.Random(5)
    for _ in range(3):
        asked = await ask(2)
        for end in POSTS * 4:
            names = ("version", "reason", "words", "outcome", "organization", "status")
            sent = {name: chance.choice(ODD) for name in names if chance.random() < 0.7}
            answer = await asked.browsers[0].post(f"{await asked.path()}/{end}", data=sent)
            assert answer.status_code in {303, 409, 422}, (end, sent)
            answer = await asked.browsers[0].post(
                f"{await asked.path()}/{end}", content=b"\xff\xfe", headers={"content-type": "text/plain"}
            )
            assert answer.status_code in {303, 400, 409, 422}, end
        several = {"version": ["1", "2"], "reason": ["x", "hours"], "words": ["one", "two"]}
        answer = await asked.browsers[0].post(f"{await asked.path()}/decline", data=several)
        assert answer.status_code in {303, 409, 422}
    for odd in ODD:
        text = quote(odd[:300])
        page = await asked.browsers[0].get(f"{LIST}?page={text}&show={text}&listing={text}&done={text}")
        assert page.status_code == 200
        assert (await asked.browsers[0].get(f"{await asked.path()}?done={text}")).status_code == 200


async def test_the_list_shows_a_part_of_it(db, ask):
    asked = await ask()
    listing_id, viewer = asked.listed[0]
    browser = asked.browsers[0]
    second, third = [await make_sent(asked.robin, [listing_id], reference=f"N-{number}") for number in (2, 3)]
    await accept(second, listing_id, viewer, asked.robin)
    offer = await offer_to(third, listing_id, asked.robin)
    await answering.decline_offer(offer.id, Reason.PRICE, "", offer.version, viewer)
    paths = {
        "open": await asked.path(),
        "own": f"{LIST}/{(await offer_to(second, listing_id, asked.robin)).id}",
        "over": f"{LIST}/{offer.id}",
    }
    for query, shown in (
        ("", {"open", "own", "over"}),
        ("show=open", {"open"}),
        ("show=own", {"own"}),
        ("show=over", {"over"}),
        (f"listing={listing_id}", {"open", "own", "over"}),
        (f"listing={uuid4()}", set()),
        ("show=nonsense&listing=x&page=0", {"open", "own", "over"}),
    ):
        page = (await browser.get(f"{LIST}?{query}")).text
        assert {part for part, path in paths.items() if path in page} == shown, query
        order = [page.index(path) for path in paths.values() if path in page]
        assert order == sorted(order)
    assert "Go to the first page" in (await browser.get(f"{LIST}?page=9")).text


async def test_the_list_comes_page_by_page_and_each_stands_on_one(db, ask):
    asked = await ask()
    for number in range(30):
        await make_sent(asked.robin, [asked.listed[0][0]], reference=f"N-{number}")
    pages = [(await asked.browsers[0].get(f"{LIST}?page={number}")).text for number in (1, 2)]
    found = [re.findall(rf'href="({LIST}/[0-9a-f-]{{36}})"', page) for page in pages]
    assert [len(each) for each in found] == [25, 6]
    assert len({*found[0], *found[1]}) == 31


async def test_what_is_late_is_marked_and_may_still_be_answered(db, ask):
    with clock.stopped_at(clock.now() - timedelta(days=6)):
        asked = await ask()
    assert "Late" in (await asked.browsers[0].get(LIST)).text
    assert (await asked.post("accept")).status_code == 303


async def test_nobody_sees_an_empty_list_as_a_fault(client):
    page = await client.get(LIST)
    assert page.status_code == 200
    assert "Nobody has referred anybody to you yet." in page.text


async def test_pages_ask_few_times_however_much_there_is_and_are_light(db, ask, statements):
    asked = await ask(words="A long word about it. " * 60)
    listing_id, _viewer = asked.listed[0]
    browser, counts = asked.browsers[0], []

    async def look(path):
        async with statements() as run:
            page = await browser.get(path)
        assert page.status_code == 200
        assert len(brotli.compress(page.content, quality=5)) <= LATER_PAGE_BYTES
        counts.append(len(run))

    await browser.get(await asked.path())
    await look(LIST)
    await look(await asked.path())
    for number in range(26):
        await make_sent(asked.robin, [listing_id], reference=f"N-{number}")
    await look(LIST)
    await asked.say_yes()
    await look(await asked.path())
    await asked.post("start")
    await look(await asked.path())
    assert counts == [3, 2, 3, 6, 6]


async def test_nothing_of_the_person_stands_in_an_address_or_a_letter(db, ask):
    asked = await ask()
    await asked.say_yes()
    page = (await asked.browsers[0].get(await asked.path())).text
    for address in re.findall(r'(?:href|action|src)="([^"]*)"', page):
        assert not has_any(address, (*NEED, *PERSON))
    async with connection() as raw:
        kept = " ".join(str(row) for row in await raw.fetch("SELECT * FROM letter"))
    assert not has_any(kept, (*NEED, "Edith", "Ring her daughter", "LAS-20417"))


async def test_of_four_who_press_yes_at_once_one_has_it_and_the_others_are_told(committed_db, ask):
    asked = await ask(4, Mode.AT_ONCE)
    answers = await asyncio.gather(*(asked.post("accept", index) for index in range(4)))
    assert sorted(answer.status_code for answer in answers) == [303, 409, 409, 409]
    for answer in answers:
        if answer.status_code == 409:
            assert "Another provider was quicker this time." in answer.text
            assert not has_any(answer.text, (*NEED, *PERSON))
    assert [offer.status for offer in (await asked.view()).offers].count(OfferStatus.ACCEPTED) == 1


async def test_two_people_of_one_provider_who_press_at_once_count_once(committed_db, ask):
    asked = await ask(2)
    path, version = await asked.path(), str((await asked.offer()).version)
    data = {"version": version, "reason": "hours", "words": ""}
    answers = await asyncio.gather(
        *(asked.browsers[0].post(f"{path}/{end}", data=data) for end in ("accept", "decline") * 3)
    )
    assert [answer.status_code for answer in answers].count(303) == 1
    assert {answer.status_code for answer in answers} == {303, 409}
    view = await asked.view()
    if view.referral.status is ReferralStatus.ACCEPTED:
        assert [offer.status for offer in view.offers] == [OfferStatus.ACCEPTED, OfferStatus.WAITING]
    else:
        assert [offer.status for offer in view.offers] == [OfferStatus.DECLINED, OfferStatus.SENT]


async def test_a_yes_while_consent_is_withdrawn_shows_nothing_of_the_person(committed_db, ask):
    for _ in range(4):
        asked = await ask()
        answer, _nothing = await asyncio.gather(
            asked.post("accept"), service.withdraw_consent(asked.referral_id, asked.robin)
        )
        assert answer.status_code in {303, 409}
        page = (await asked.browsers[0].get(await asked.path())).text
        assert not has_any(page, (*NEED, *PERSON))


async def test_opening_it_while_it_is_withdrawn_never_breaks(committed_db, ask):
    for _ in range(4):
        asked = await ask()
        path = await asked.path()
        *pages, _nothing = await asyncio.gather(
            *(asked.browsers[0].get(path) for _ in range(3)),
            service.withdraw_consent(asked.referral_id, asked.robin),
        )
        assert {page.status_code for page in pages} == {200}
        assert (await asked.offer()).status is OfferStatus.WITHDRAWN


async def test_who_is_taken_out_while_they_answer_is_out(committed_db, ask):
    asked = await ask()
    offer, viewer = await asked.offer(), asked.listed[0][1]
    other = await viewer_of(await make_account("provider"))
    await add_person(offer.organization_id, other.account_id, MemberRole.OWNER, actor=ACTOR)
    answer, _nothing = await asyncio.gather(
        asked.post("accept"), remove_member(offer.organization_id, viewer.account_id)
    )
    assert answer.status_code in {303, 404}
    assert (await asked.browsers[0].get(await asked.path())).status_code == 404
