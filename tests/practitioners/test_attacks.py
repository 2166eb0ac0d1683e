"""What somebody tries by hand with the pages of referrals: odd values, ids of others, all at once."""

import asyncio
import random
from urllib.parse import quote
from uuid import uuid4

import pytest

from marketplace.accounts.schemas import Role
from marketplace.accounts.service import end_role, find_account
from marketplace.kernel.database import connection
from marketplace.listings.schemas import HiddenReason
from marketplace.listings.states.service import hide_listing
from marketplace.referrals import service
from marketplace.referrals.schemas import CaseloadFilter, OfferStatus, Outcome, ReferralStatus, ShareWith
from marketplace.referrals.teams import service as teams
from tests.factories.accounts import ACTOR, COUNCIL, sign_in_as
from tests.factories.referrals import (
    accept,
    make_consent,
    make_draft,
    make_listed,
    make_practitioner,
    make_sent,
    make_team_of,
    offer_to,
)
from tests.practitioners.test_referral_pages import LIST, NEED, consent

OTHER_COUNCIL = "E06000023"
ODD = [
    "", " ", "\x00", "\u202e\u200b", "a" * 30_000, "'; DROP TABLE referral; --", "{{ 7*7 }}", "%s%n", "%",
    "-1", "9" * 40, "1e999", "NaN", "0.0000001", "\r\nBcc: everybody@example.org", "٣", "null", "[]",
    "<svg/onload=alert(1)>", "1", "2", "3", "on", str(uuid4()),
]  # fmt: skip
ENDS = ("need", "providers", "add", "consent", "next", "stop", "start", "take-back", "end", "hand-over")
FIELDS = (
    "version", "council", "team", "reference", "support_types", "care_group", "place", "hours_per_week",
    "days", "languages", "words", "listing", "mode", "answer_within_days", "go", "given_by", "how",
    "given_on_day", "given_on_month", "given_on_year", "share_with", "first_name", "contact_way", "offer",
    "outcome", f"order-{uuid4()}", "order-x", "name", "address",
)  # fmt: skip


async def in_every_state(robin, listed):
    (first, amina), (second, _), _third = listed
    started = await make_sent(robin.viewer, [first])
    await accept(started, first, amina, robin.viewer)
    version = (await service.get_referral(started, robin.viewer)).referral.version
    await service.start_support(started, version, robin.viewer)
    accepted = await make_sent(robin.viewer, [first])
    await accept(accepted, first, amina, robin.viewer)
    return [
        await make_draft(robin.viewer, words="Nobody is chosen."),
        await make_draft(robin.viewer, [first]),
        await make_sent(robin.viewer, [first, second]),
        accepted,
        started,
    ]


async def test_odd_values_never_break_a_page(robin, listed):
    chance = random.Random(11)
    for referral_id in await in_every_state(robin, listed):
        for end in (*ENDS, *ENDS):
            sent = {name: chance.choice(ODD) for name in FIELDS if chance.random() < 0.6}
            sent |= {"listing": [chance.choice([*ODD, str(listed[0][0])]) for _ in range(3)]}
            path = f"{LIST}/{referral_id}/{end}"
            answer = await robin.post(path, data=sent)
            assert answer.status_code in {303, 404, 409, 422}, (path, sent)
            answer = await robin.post(path, content=b"\xff\xfe", headers={"content-type": "text/plain"})
            assert answer.status_code in {303, 400, 404, 409, 422}, path
    for path in (f"{LIST}/new", f"{LIST}/find", "/practitioners/teams"):
        for _ in range(6):
            sent = {name: chance.choice(ODD) for name in FIELDS if chance.random() < 0.8}
            assert (await robin.post(path, data=sent)).status_code in {303, 422}, (path, sent)


async def test_a_page_beyond_the_last_leads_back(robin, listed):
    await make_draft(robin.viewer)
    for query in ("page=9", "page=9&status=draft"):
        assert "This page is empty." in (await robin.get(f"{LIST}?{query}")).text


async def test_odd_addresses_are_pages(robin, listed):
    referral_id = await make_sent(robin.viewer, [listed[0][0]])
    for odd in ODD:
        text = quote(odd[:300])
        for path in (
            f"{LIST}?page={text}&status={text}&team={text}&support={text}&like={text}&late={text}&done={text}",
            f"{LIST}/{referral_id}?done={text}",
            f"{LIST}/{referral_id}/providers?page={text}&done={text}",
            f"/practitioners/teams?page={text}&done={text}",
        ):
            assert (await robin.get(path)).status_code == 200, path


@pytest.mark.parametrize(
    "listing", [["hidden"], ["nowhere"], ["shown", "hidden"], ["shown"] * 20, ["many"]], ids=" ".join
)
async def test_only_who_can_be_asked_is_chosen_by_hand(robin, listed, listing):
    ids = {"shown": str(listed[0][0]), "hidden": str(listed[1][0]), "nowhere": str(uuid4())}
    await hide_listing(listed[1][0], HiddenReason.SUSPENDED, actor=ACTOR)
    referral_id = await make_draft(robin.viewer)
    wanted = [str(uuid4()) for _ in range(400)] if listing == ["many"] else [ids[each] for each in listing]
    data = {"version": "1", "mode": "at_once", "answer_within_days": "5", "listing": wanted}
    answer = await robin.post(f"{LIST}/{referral_id}/providers", data=data)
    offers = (await service.get_referral(referral_id, robin.viewer)).offers
    if set(listing) == {"shown"}:
        assert (answer.status_code, [offer.listing_id for offer in offers]) == (303, [listed[0][0]])
    else:
        assert (answer.status_code, offers) == (422, ())


async def test_nobody_is_added_by_hand_without_a_consent_that_reaches_them(robin, listed):
    named = make_consent(share_with=ShareWith.NAMED)
    referral_id = await make_sent(robin.viewer, [listed[0][0]], consent=named)
    for form in ({}, {"given_by": "person"}, {"agreed_again": "y"}, consent(version="3", share_with="x")):
        data = form | {"version": "3", "listing": [str(listed[1][0])]}
        assert (await robin.post(f"{LIST}/{referral_id}/add", data=data)).status_code == 422
    assert len((await service.get_referral(referral_id, robin.viewer)).offers) == 1


async def test_no_outcome_but_those_that_are_offered_is_taken(robin, listed):
    referral_id = await make_sent(robin.viewer, [listed[0][0]])
    for outcome in ("forgotten", "finished", "withdrawn", "", "x"):
        answer = await robin.post(f"{LIST}/{referral_id}/end", data={"version": "3", "outcome": outcome})
        assert answer.status_code == 422, outcome
    assert (await service.get_referral(referral_id, robin.viewer)).referral.status is ReferralStatus.OPEN


async def test_no_team_and_no_council_but_ones_own_is_taken_by_hand(robin, listed):
    kim = await make_practitioner()
    lee = await make_practitioner(OTHER_COUNCIL)
    own = await make_team_of(robin.viewer, name="Ours")
    theirs = await make_team_of(kim, name="Theirs")
    abroad = await make_team_of(lee, name="Abroad", council=OTHER_COUNCIL)
    referral_id = await make_draft(robin.viewer)
    for team_id in (theirs, abroad, uuid4()):
        answer = await robin.post(f"{LIST}/new", data=NEED | {"team": str(team_id)})
        assert answer.status_code == 422
        answer = await robin.post(
            f"{LIST}/{referral_id}/hand-over", data={"version": "1", "team": str(team_id)}
        )
        assert answer.status_code in {404, 422}
    answer = await robin.post(f"{LIST}/new", data=NEED | {"council": OTHER_COUNCIL})
    assert answer.status_code in {404, 422}
    answer = await robin.post(
        f"{LIST}/{referral_id}/need", data=NEED | {"council": OTHER_COUNCIL, "version": "1"}
    )
    assert answer.status_code in {303, 404, 422}
    view = await service.get_referral(referral_id, robin.viewer)
    assert (view.referral.council_code, view.referral.team_id) == (COUNCIL, None)
    assert (await service.list_caseload(robin.viewer, CaseloadFilter(team_id=theirs))).total == 0
    assert own


async def test_who_left_the_team_or_the_council_reads_nothing_more(browse, robin, listed):
    kim = await make_practitioner()
    team_id = await make_team_of(robin.viewer, kim)
    made_by_kim = await make_sent(kim, [listed[0][0]], team_id=team_id)
    alone = await make_sent(kim, [listed[0][0]], reference="ALONE-1")
    async with browse() as browser:
        await sign_in_as(browser, await find_account(kim.account_id))
        assert (await browser.get(f"{LIST}/{made_by_kim}")).status_code == 200
        await teams.remove_member(team_id, kim.account_id, robin.viewer)
        for end in ("", "/providers", "/withdraw"):
            assert (await browser.get(f"{LIST}/{made_by_kim}{end}")).status_code == 404
        assert (await browser.post(f"{LIST}/{made_by_kim}/withdraw")).status_code == 404
        assert (await browser.get(f"{LIST}/{alone}")).status_code == 200
        await end_role(kim.account_id, Role.PRACTITIONER, COUNCIL, actor=ACTOR)
        answer = await browser.get(f"{LIST}/{alone}")
        assert answer.status_code in {303, 403}
        assert "ALONE-1" not in answer.text


async def test_an_offer_of_another_referral_is_not_stopped_by_way_of_ones_own(robin, listed):
    kim = await make_practitioner()
    theirs = await make_sent(kim, [listed[0][0]])
    own = await make_sent(robin.viewer, [listed[1][0]])
    offer = await offer_to(theirs, listed[0][0], kim)
    answer = await robin.post(f"{LIST}/{own}/stop", data={"version": "3", "offer": str(offer.id)})
    assert answer.status_code == 404
    assert (await offer_to(theirs, listed[0][0], kim)).status is OfferStatus.SENT


async def test_a_reference_that_others_have_is_not_found(robin, listed):
    kim = await make_practitioner()
    theirs = await make_draft(kim, reference="SECRET-1")
    for reference in ("SECRET-1", "%", "_", "SECRET-_", "S%"):
        assert (await robin.post(f"{LIST}/find", data={"reference": reference})).status_code == 422
    page = await robin.get(f"{LIST}?like={theirs}")
    assert "SECRET-1" not in page.text


async def _browser_of(stack, browse, viewer):
    browser = await stack.enter_async_context(browse())
    await sign_in_as(browser, await find_account(viewer.account_id))
    return browser


@pytest.fixture
async def committed(committed_db, browse):
    """A practitioner with three open tabs and two providers, on a database where commits are real."""
    from contextlib import AsyncExitStack

    from marketplace.councils.service import add_council

    async with AsyncExitStack() as stack:
        await add_council(COUNCIL, actor=ACTOR)
        robin = await make_practitioner()
        listed = [await make_listed(name) for name in ("Amina K.", "Bo L.")]
        tabs = [await _browser_of(stack, browse, robin) for _ in range(3)]
        providers = [await _browser_of(stack, browse, viewer) for _, viewer in listed]
        yield robin, listed, tabs, providers


async def test_sending_in_three_tabs_at_once_sends_once(committed):
    robin, listed, tabs, _ = committed
    referral_id = await make_draft(robin, [listed[0][0]])
    answers = await asyncio.gather(
        *(tab.post(f"{LIST}/{referral_id}/consent", data=consent()) for tab in tabs)
    )
    assert sorted(answer.status_code for answer in answers) == [303, 409, 409]
    view = await service.get_referral(referral_id, robin)
    assert (len(view.consents), view.offers[0].status) == (1, OfferStatus.SENT)
    async with connection() as raw:
        assert await raw.fetchval("SELECT count(*) FROM letter WHERE kind = 'referral_asked'") == 1


async def test_everything_at_once_leaves_one_state_and_nobody_without_an_answer(committed):
    robin, listed, tabs, providers = committed
    for _ in range(4):
        referral_id = await make_sent(robin, [each for each, _ in listed])
        offer = await offer_to(referral_id, listed[0][0], robin)
        path, theirs = f"{LIST}/{referral_id}", f"/provider/referrals/{offer.id}"
        version = {"version": "3"}
        answers = await asyncio.gather(
            providers[0].post(f"{theirs}/accept", data={"version": str(offer.version)}),
            providers[0].post(f"{theirs}/decline", data={"version": str(offer.version), "reason": "hours"}),
            providers[0].get(theirs),
            tabs[0].post(f"{path}/next", data=version),
            tabs[1].post(f"{path}/stop", data=version | {"offer": str(offer.id)}),
            tabs[2].post(f"{path}/end", data=version | {"outcome": Outcome.NOT_NEEDED.value}),
            tabs[0].post(f"{path}/withdraw"),
            providers[1].get("/provider/referrals"),
        )
        assert {answer.status_code for answer in answers} <= {200, 303, 409}
        view = await service.get_referral(referral_id, robin)
        assert view.referral.is_final
        assert not any((view.referral.first_name, view.referral.contact_way, view.referral.words))
        assert not {offer.status for offer in view.offers} & {OfferStatus.SENT, OfferStatus.SEEN}
