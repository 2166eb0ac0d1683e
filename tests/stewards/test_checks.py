"""Evidence of checks, as the steward of a council sees it and decides."""

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from marketplace.finder.words.rules import day_of_year
from marketplace.kernel import clock
from marketplace.listings import service as listings
from marketplace.listings.evidence import service as evidence
from marketplace.listings.evidence.deciding import service as deciding
from marketplace.listings.evidence.schemas import ClaimFacts, ClaimStatus
from marketplace.listings.organizations import repository as members
from marketplace.listings.organizations.schemas import MemberRole
from marketplace.listings.schemas import ListingKind
from tests.factories.accounts import make_account, sign_in_as
from tests.factories.evidence import make_pdf
from tests.factories.listings import make_personal_assistant, publish
from tests.factories.pictures import jpeg
from tests.factories.providers import ENTERPRISE, make_provider, make_submitted

SEEN = {"checked_on_day": "1", "checked_on_month": "5", "checked_on_year": "2026"}
TODAY = clock.today()


@pytest.fixture
async def provider(steward):
    """A provider with a public listing in Wiltshire."""
    viewer = await make_provider()
    draft = make_personal_assistant(checks=())
    viewer_listing = await publish(draft)
    await members.add_member(draft.organization.id, viewer.account_id, MemberRole.OWNER, clock.now())
    return viewer, draft.organization.id, viewer_listing


async def send_in(provider, files=(), **values):
    viewer, organization_id, _listing_id = provider
    facts = {"kind": "dbs", "level": "enhanced", "checked_on": TODAY - timedelta(days=30)} | values
    return await evidence.add_claim(organization_id, ClaimFacts(**facts), files, viewer)


async def post(browser, path, **typed):
    page = (await browser.get(path.rpartition("/")[0])).text
    form = page.split(f'action="{path}"')[1].split("</form>")[0]
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    return await browser.post(path, data=fields | typed)


async def test_evidence_that_waits_is_listed_and_shown(steward, provider):
    assert "No evidence waits" in (await steward.get("/stewards/checks")).text
    claim_id = await send_in(provider)
    text = (await steward.get("/stewards/checks")).text
    assert f"/stewards/checks/{claim_id}" in text
    page = (await steward.get(f"/stewards/checks/{claim_id}")).text
    assert "Enhanced" in page
    assert "No file." in page
    listing_page = (await steward.get(f"/stewards/listings/{provider[2]}")).text
    assert f"/stewards/checks/{claim_id}" in listing_page


async def test_accepted_evidence_is_a_check_with_who_saw_it_and_until_when(steward, provider):
    claim_id = await send_in(provider)
    answer = await post(
        steward,
        f"/stewards/checks/{claim_id}/accept",
        **SEEN,
        level="enhanced",
        expires_on_day="1",
        expires_on_month="5",
        expires_on_year=str(TODAY.year + 3),
    )
    assert answer.headers["location"] == "/stewards/checks?done=check-accepted"
    (check,) = (await listings.get_listing(provider[2])).checks
    assert (check.kind, check.level, check.checked_by) == ("dbs", "enhanced", "Wiltshire")
    assert check.expires_on.year == TODAY.year + 3
    page = (await steward.get(f"/stewards/listings/{provider[2]}")).text
    assert "by Wiltshire" in page
    assert "this is missing" in page
    words = f"Sam Steward saw it on {day_of_year(TODAY)}"
    assert words in page
    assert f'href="/stewards/checks/{claim_id}"' in page
    assert words in (await steward.get(f"/stewards/checks/{claim_id}")).text


async def test_refused_evidence_says_why(steward, provider):
    claim_id = await send_in(provider)
    path = f"/stewards/checks/{claim_id}/refuse"
    answer = await post(steward, path)
    assert answer.status_code == 422
    assert 'href="#reason"' in answer.text
    answer = await post(steward, path, reason="The name on it is another.")
    assert answer.headers["location"] == "/stewards/checks?done=check-refused"
    page = (await steward.get(f"/stewards/checks/{claim_id}")).text
    assert "The name on it is another." in page
    assert '<form method="post" action="/stewards' not in page


async def test_acceptance_can_be_taken_back(steward, provider):
    claim_id = await send_in(provider)
    await post(steward, f"/stewards/checks/{claim_id}/accept", **SEEN, level="enhanced")
    await post(steward, f"/stewards/checks/{claim_id}/refuse", reason="It was forged after all.")
    assert (await listings.get_listing(provider[2])).checks == ()


@pytest.mark.parametrize(
    "typed",
    [
        {"level": ""},
        {"level": "x"},
        {"level": "enhanced", "checked_on_day": "31", "checked_on_month": "2", "checked_on_year": "2026"},
        {"level": "enhanced", "checked_on_year": "9999"},
        {"level": "enhanced", "expires_on_day": "1", "expires_on_month": "1", "expires_on_year": "2001"},
        {"level": "enhanced", "note": "x" * 1_001},
    ],
)
async def test_impossible_acceptance_is_told_at_the_field(steward, provider, typed):
    claim_id = await send_in(provider)
    answer = await post(steward, f"/stewards/checks/{claim_id}/accept", **SEEN | typed)
    assert answer.status_code == 422
    assert "<title>Error: " in answer.text
    assert (await deciding.list_claims_of(provider[1], provider[0])) == ()
    assert (await listings.get_listing(provider[2])).checks == ()


async def test_days_that_are_wrong_are_told_by_their_names_at_the_top(steward, provider):
    claim_id = await send_in(provider)
    wrong = {
        "checked_on_day": "31",
        "checked_on_month": "2",
        "checked_on_year": "2026",
        "expires_on_day": "x",
    }
    answer = await post(steward, f"/stewards/checks/{claim_id}/accept", **wrong, level="enhanced")
    assert '<a href="#checked_on_day">Date on it: Enter a real date' in answer.text
    assert '<a href="#expires_on_day">Until when it holds: Enter a real date' in answer.text


async def test_second_steward_is_told(browse, steward, provider):
    claim_id = await send_in(provider)
    async with browse() as other:
        await sign_in_as(other, await make_account("steward"))
        await post(other, f"/stewards/checks/{claim_id}/refuse", reason="I cannot read it.")
    for action, typed in (("accept", SEEN | {"level": "enhanced"}), ("refuse", {"reason": "Too dark."})):
        answer = await steward.post(f"/stewards/checks/{claim_id}/{action}", data=typed | {"version": "1"})
        assert answer.status_code == 409
        assert "Robin Example did not accept it" in answer.text
    assert "Too dark." in answer.text


async def test_file_is_sent_as_a_download_and_to_nobody_else(browse, steward, provider):
    claim_id = await send_in(provider, [jpeg()])
    (file,) = (await evidence.get_own_claim(claim_id, provider[0])).files
    assert f"/evidence/{file.id}" in (await steward.get(f"/stewards/checks/{claim_id}")).text
    answer = await steward.get(f"/evidence/{file.id}")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "no-store" in answer.headers["cache-control"]
    for role, council in (("steward", "E10000008"), ("provider", None), ("administrator", None)):
        async with browse() as other:
            await sign_in_as(other, await make_account(role, council))
            assert (await other.get(f"/evidence/{file.id}")).status_code in {403, 404}
            assert (await other.get(f"/stewards/checks/{claim_id}")).status_code in {403, 404}
    assert (await steward.get(f"/evidence/{uuid4()}")).status_code == 404


async def test_another_councils_evidence_is_not_decided(browse, steward, provider):
    claim_id = await send_in(provider)
    async with browse() as other:
        await sign_in_as(other, await make_account("steward", "E10000008"))
        for action, typed in (("accept", SEEN | {"level": "enhanced"}), ("refuse", {"reason": "No."})):
            answer = await other.post(f"/stewards/checks/{claim_id}/{action}", data=typed | {"version": "1"})
            assert answer.status_code == 404
        assert "DBS" not in (await other.get("/stewards/checks")).text
    assert (await evidence.get_own_claim(claim_id, provider[0])).status is ClaimStatus.WAITING


async def test_steward_puts_a_check_on_record_that_nobody_sent_in(steward, provider):
    path = f"/stewards/listings/{provider[2]}/checks"
    assert (await steward.get(path)).status_code == 200
    answer = await steward.post(path, data={})
    assert answer.status_code == 422
    answer = await steward.post(path, data={"kind": "identity"})
    assert answer.headers["location"] == f"/stewards/listings/{provider[2]}?done=check-accepted"
    (check,) = (await listings.get_listing(provider[2])).checks
    assert (check.kind, check.checked_on, check.checked_by) == ("identity", TODAY, "Wiltshire")


async def test_check_that_waits_already_is_not_put_on_record_beside_it(steward, provider):
    await send_in(provider)
    answer = await steward.post(
        f"/stewards/listings/{provider[2]}/checks", data={"kind": "dbs", "level": "enhanced"}
    )
    assert answer.status_code == 409


def uuid_of(page, kind):
    """The claim of a kind in the list."""
    return UUID(re.search(rf'/stewards/checks/([0-9a-f-]{{36}})">{kind}', page)[1])


async def test_what_was_only_said_in_a_listing_is_listed_and_told_apart(steward):
    viewer = await make_provider()
    request = await make_submitted(viewer, ENTERPRISE, ListingKind.MICRO_ENTERPRISE)
    page = (await steward.get("/stewards/checks")).text
    assert page.count("Said, nothing sent in") == 3
    claim_id = uuid_of(page, "Public liability insurance")
    claim_page = (await steward.get(f"/stewards/checks/{claim_id}")).text
    assert "Nothing was sent in yet" in claim_page
    assert "said in a listing on" in claim_page
    await evidence.add_file(uuid_of(page, "DBS"), make_pdf(), viewer)
    sent = (await steward.get("/stewards/checks?show=sent")).text
    assert uuid_of(sent, "DBS")
    assert "Said, nothing sent in" not in sent
    review = (await steward.get(f"/stewards/requests/{request.id}")).text
    assert "Said, not seen yet: Public liability insurance" in review
    answer = await post(steward, f"/stewards/checks/{claim_id}/accept", **SEEN)
    assert answer.headers["location"] == "/stewards/checks?done=check-accepted"
    assert (await steward.get("/stewards/checks")).text.count("Said, nothing sent in") == 1


async def test_all_evidence_of_a_provider_comes_page_by_page(steward, provider, statements):
    kept = set()
    for number in range(23):
        claim_id = await send_in(provider, checked_on=TODAY - timedelta(days=number))
        await evidence.end_claim(claim_id, provider[0])
        kept.add(str(claim_id))
    base = f"/stewards/listings/{provider[2]}/evidence"
    assert base in (await steward.get(f"/stewards/listings/{provider[2]}")).text
    found, counts = [], []
    for number in (1, 2):
        async with statements() as run:
            page = (await steward.get(f"{base}?page={number}")).text
        counts.append(len(run))
        found += re.findall(r'href="/stewards/checks/([0-9a-f-]{36})"', page)
    assert (len(found), set(found)) == (23, kept)
    assert counts[0] == counts[1] <= 5
    for odd in ("0", "-1", "x", "9", "99999999999"):
        assert (await steward.get(f"{base}?page={odd}")).status_code == 200
