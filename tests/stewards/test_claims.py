"""Claims, as the steward of a council decides on them."""

import asyncio
import re
from uuid import uuid4

import pytest

from marketplace.councils import service as councils
from marketplace.kernel.errors import ConflictError
from marketplace.listings.organizations import service as organizations
from marketplace.listings.organizations.claims import service as claims
from marketplace.listings.organizations.schemas import ClaimStatus
from marketplace.mail.tables import StoredLetter
from tests.factories.accounts import ACTOR, COUNCIL, make_account, sign_in_as, viewer_of
from tests.factories.listings import make_activity, publish
from tests.factories.providers import make_provider
from tests.reviewing.test_deciding import make_steward

WORDS = "I run this group, and the hall's caretaker knows me well."


async def make_claim(viewer=None):
    viewer = viewer or await make_provider(name="Clara Claims")
    listing_id = await publish(make_activity())
    return await claims.claim_listing(listing_id, viewer, WORDS), viewer


async def post(browser, claim_id, **typed):
    page = (await browser.get(f"/stewards/claims/{claim_id}")).text
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    return await browser.post(f"/stewards/claims/{claim_id}", data=fields | typed)


async def test_claims_that_wait_are_listed(steward):
    assert "No claim waits" in (await steward.get("/stewards/claims")).text
    claim_id, _viewer = await make_claim()
    text = (await steward.get("/stewards/claims")).text
    assert f"/stewards/claims/{claim_id}" in text
    assert "Clara Claims" in text
    page = (await steward.get(f"/stewards/claims/{claim_id}")).text
    assert WORDS.replace("'", "&#39;") in page


async def test_another_councils_claim_is_not_found(browse, db, steward):
    claim_id, _viewer = await make_claim()
    async with browse() as other:
        await sign_in_as(other, await make_account("steward", "E10000008"))
        assert (await other.get(f"/stewards/claims/{claim_id}")).status_code == 404
        answer = await other.post(f"/stewards/claims/{claim_id}", data={"decision": "accept", "version": "1"})
        assert answer.status_code == 404
        assert "Clara" not in (await other.get("/stewards/claims")).text
    assert (await steward.get(f"/stewards/claims/{uuid4()}")).status_code == 404
    assert (await claims.get_claim(claim_id)).status is ClaimStatus.OPEN


async def test_accepted_claimant_looks_after_the_listing(steward):
    claim_id, viewer = await make_claim()
    answer = await post(steward, claim_id, decision="accept")
    assert answer.headers["location"] == "/stewards/claims?done=claim-accepted"
    assert await organizations.may_edit(viewer, (await claims.get_claim(claim_id)).organization_id)


async def test_the_page_of_a_listing_asks_others_to_claim_it_and_not_its_own_people(browse, steward):
    account = await make_account("provider")
    claim_id, _viewer = await make_claim(await viewer_of(account))
    url = f"/listings/{(await claims.get_claim(claim_id)).listing_id}"
    async with browse() as theirs:
        await sign_in_as(theirs, account)
        assert f'href="{url}/claim"' in (await theirs.get(url)).text
        await post(steward, claim_id, decision="accept")
        page = (await theirs.get(url)).text
        assert "You look after this listing." in page
        assert f'href="{url}/claim"' not in page
    for browser in (steward, browse()):
        assert f'href="{url}/claim"' in (await browser.get(url)).text
    assert "Sam Steward accepted this" in (await steward.get(f"/stewards/claims/{claim_id}")).text


async def test_refusing_needs_words(steward):
    claim_id, viewer = await make_claim()
    for typed in ({}, {"decision": "x"}, {"decision": "refuse"}, {"decision": "refuse", "note": "No."}):
        answer = await post(steward, claim_id, **typed)
        assert answer.status_code == 422
        assert "<title>Error: " in answer.text
    answer = await post(steward, claim_id, decision="refuse", note="The caretaker does not know you.")
    assert answer.headers["location"] == "/stewards/claims?done=claim-refused"
    [letter] = [kept for kept in await StoredLetter.select() if kept["kind"] == "claim_decided"]
    assert f"/listings/{(await claims.get_claim(claim_id)).listing_id}" in str(letter["parts"])
    assert not await organizations.may_edit(viewer, (await claims.get_claim(claim_id)).organization_id)
    page = (await steward.get(f"/stewards/claims/{claim_id}")).text
    assert "The caretaker does not know you." in page


async def test_own_claim_is_another_stewards_to_decide(steward):
    claim_id, viewer = await make_claim(await viewer_of(steward.account))
    answer = await post(steward, claim_id, decision="accept")
    assert answer.status_code == 409
    assert not await organizations.may_edit(viewer, (await claims.get_claim(claim_id)).organization_id)


async def test_second_steward_is_told_and_keeps_what_was_typed(browse, steward):
    claim_id, _viewer = await make_claim()
    async with browse() as other:
        await sign_in_as(other, await make_account("steward", name="Olive Other"))
        await post(other, claim_id, decision="accept")
    answer = await steward.post(
        f"/stewards/claims/{claim_id}",
        data={"version": "1", "decision": "refuse", "note": "Not known to us."},
    )
    assert answer.status_code == 409
    assert "Olive Other accepted this" in answer.text
    assert "Not known to us." in answer.text


@pytest.mark.parametrize("version", ["", "0", "9" * 30, "x"])
async def test_forged_version_decides_nothing(steward, version):
    claim_id, _viewer = await make_claim()
    answer = await steward.post(
        f"/stewards/claims/{claim_id}", data={"version": version, "decision": "accept"}
    )
    assert answer.status_code == 409
    assert (await claims.get_claim(claim_id)).status is ClaimStatus.OPEN


async def test_of_two_stewards_at_once_one_decides(committed_db):
    await councils.add_council(COUNCIL, actor=ACTOR)
    stewards = [await make_steward(), await make_steward()]
    claim_id, _viewer = await make_claim()
    results = await asyncio.gather(
        claims.decide_claim(claim_id, 1, stewards[0], is_accepted=True, note=""),
        claims.decide_claim(claim_id, 1, stewards[1], is_accepted=False, note="We do not know you."),
        return_exceptions=True,
    )
    assert [type(result) for result in results].count(ConflictError) == 1
