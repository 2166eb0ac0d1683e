"""The queue and the page of a request, as a steward uses them."""

import re
from uuid import uuid4

import pytest

from marketplace.accounts import service as accounts
from marketplace.concerns.schemas import ConcernKind, NewConcern
from marketplace.concerns.service import report_concern
from marketplace.councils import service as councils
from marketplace.kernel.errors import NotFoundError
from marketplace.listings import service as listings
from marketplace.listings.editing import service as editing
from marketplace.listings.editing.schemas import RequestStatus, Step
from marketplace.listings.schemas import ListingKind
from tests.factories.accounts import make_account, sign_in_as, viewer_of
from tests.factories.listings import make_activity
from tests.factories.providers import ACTIVITY, ASSISTANT, make_provider, make_submitted
from tests.reviewing.test_deciding import NEW_TITLE, change, make_change

NOTE = "Please say more about who comes along."


async def hidden_of(browser, request_id, action):
    """The hidden fields of a form on the page of a request, as a browser sends them."""
    page = (await browser.get(f"/stewards/requests/{request_id}")).text
    form = page.split(f'action="/stewards/requests/{request_id}/{action}"')[1].split("</form>")[0]
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))


async def post(browser, request_id, action, **typed):
    return await browser.post(f"/stewards/requests/{request_id}/{action}", data=typed)


async def test_visitor_is_asked_to_sign_in(browse, db):
    async with browse() as visitor:
        for path in ("/stewards", f"/stewards/requests/{uuid4()}"):
            answer = await visitor.get(path)
            assert answer.status_code == 303
            assert answer.headers["location"].startswith("/sign-in?next=")


async def test_queue_shows_what_waits_with_its_marks(steward):
    provider = await make_provider()
    request = await make_submitted(provider)
    page = await steward.get("/stewards")
    assert page.status_code == 200
    assert ASSISTANT["title"] in page.text
    assert "New provider" in page.text
    assert f"/stewards/requests/{request.id}" in page.text
    assert ASSISTANT["title"] not in (await steward.get("/stewards?show=changes")).text
    assert ASSISTANT["title"] in (await steward.get("/stewards?show=new&risk=new_provider")).text


async def test_queue_without_anything_says_so(steward):
    assert "Nothing waits" in (await steward.get("/stewards")).text


@pytest.mark.parametrize(
    "query", ["show=x", "risk=x", "kind=x", "page=x", "page=0", "page=-1", "page=999999999", "page=9" * 9]
)
async def test_strange_addresses_of_the_queue_are_no_error(steward, query):
    await make_submitted(await make_provider())
    assert (await steward.get(f"/stewards?{query}")).status_code == 200


async def test_another_councils_request_is_not_found_and_nothing_of_it_is_said(browse, db, steward):
    request = await make_submitted(await make_provider())
    async with browse() as other:
        await sign_in_as(other, await make_account("steward", "E10000008"))
        for answer in (
            await other.get(f"/stewards/requests/{request.id}"),
            await post(other, request.id, "approve", version=str(request.version)),
            await post(other, request.id, "changes", version=str(request.version), note=NOTE),
            await post(other, request.id, "reject", version=str(request.version), reason="not_safe"),
        ):
            assert answer.status_code == 404
            assert ASSISTANT["title"] not in answer.text
        assert ASSISTANT["title"] not in (await other.get("/stewards")).text
    assert (await editing.find_request(request.id)).status is RequestStatus.SUBMITTED


async def test_new_listing_is_shown_and_approved(steward):
    request = await make_submitted(await make_provider(), ACTIVITY, ListingKind.COMMUNITY_ACTIVITY)
    page = await steward.get(f"/stewards/requests/{request.id}")
    assert page.status_code == 200
    for words in (ACTIVITY["title"], "£8 a session", "Tuesday, 2pm to 4pm", "Public liability insurance"):
        assert words in page.text
    assert "<ins" not in page.text
    answer = await post(steward, request.id, "approve", **await hidden_of(steward, request.id, "approve"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/stewards?done=approved")
    assert "It is public now" in (await steward.get(answer.headers["location"])).text
    assert (await listings.get_listing(request.listing_id)).title == ACTIVITY["title"]


async def test_change_is_shown_word_by_word(steward):
    draft = make_activity(summary="A friendly group that paints every Tuesday morning.")
    summary = "A friendly group that sings every Tuesday morning."
    request = await make_change(
        await make_provider(), {Step.OFFER: {"title": draft.title, "summary": summary}}, draft
    )
    text = (await steward.get(f"/stewards/requests/{request.id}")).text
    changes = text.split("What changes")[1].split("What stays the same")[0]
    assert re.search(r"<del[^>]*>.*?</span>paints<span", changes)
    assert re.search(r"<ins[^>]*>.*?</span>sings<span", changes)
    assert draft.title not in changes
    assert draft.title in text.split("What stays the same")[1]


async def test_markup_in_what_was_typed_is_shown_as_typed(steward):
    typed = ASSISTANT | {"title": "<script>alert(1)</script> & more", "description": "<b>bold</b>"}
    request = await make_submitted(await make_provider(), typed)
    for path in ("/stewards", f"/stewards/requests/{request.id}"):
        text = (await steward.get(path)).text
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)" in text


async def test_asking_for_changes_without_words_keeps_the_page_and_says_where(steward):
    request = await make_submitted(await make_provider())
    fields = await hidden_of(steward, request.id, "changes")
    answer = await post(steward, request.id, "changes", **fields, note="short")
    assert answer.status_code == 422
    assert "<title>Error: " in answer.text
    assert 'href="#note"' in answer.text
    assert ">\nshort</textarea>" in answer.text
    answer = await post(steward, request.id, "changes", **fields, note=NOTE)
    assert answer.headers["location"] == "/stewards?done=returned"


async def test_rejecting_needs_a_reason_and_says_where(steward):
    request = await make_submitted(await make_provider())
    fields = await hidden_of(steward, request.id, "reject")
    for typed in ({}, {"reason": "x"}, {"reason": "other"}, {"reason": "not_safe", "words": "x" * 3_000}):
        answer = await post(steward, request.id, "reject", **fields, **typed)
        assert answer.status_code == 422
        assert "<title>Error: " in answer.text
    answer = await post(steward, request.id, "reject", **fields, reason="not_safe", words=NOTE)
    assert answer.headers["location"] == "/stewards?done=rejected"
    text = (await steward.get(f"/stewards/requests/{request.id}")).text
    assert "Sam Steward did not accept this" in text
    assert NOTE in text


async def test_second_steward_is_told_what_the_first_decided_and_keeps_what_was_typed(browse, steward):
    request = await make_submitted(await make_provider())
    fields = await hidden_of(steward, request.id, "changes")
    async with browse() as other:
        await sign_in_as(other, await make_account("steward", name="Olive Other"))
        assert "Sam Steward opened this" in (await other.get(f"/stewards/requests/{request.id}")).text
        await post(other, request.id, "approve", **await hidden_of(other, request.id, "approve"))
    answer = await post(steward, request.id, "changes", **fields, note=NOTE)
    assert answer.status_code == 409
    assert "Olive Other approved this" in answer.text
    assert NOTE in answer.text
    assert (await editing.find_request(request.id)).status is RequestStatus.APPROVED


async def test_listing_that_changed_meanwhile_is_shown_as_it_is_now_and_can_be_approved_then(
    committed_db, browse, gazetteer
):
    await councils.add_council("E06000054", actor="test")
    request = await make_change(await make_provider(), NEW_TITLE)
    async with browse() as browser:
        await sign_in_as(browser, await make_account("steward"))
        fields = await hidden_of(browser, request.id, "approve")
        await change(request.listing_id, title="Somebody else's title")
        answer = await post(browser, request.id, "approve", **fields)
        assert answer.status_code == 409
        assert "changed while you were at it" in answer.text
        assert "Somebody else" in answer.text
        assert "Somebody else changed this too" in answer.text
        fields = await hidden_of(browser, request.id, "approve")
        assert (await post(browser, request.id, "approve", **fields)).status_code == 303
    assert (await listings.get_listing(request.listing_id)).title == "Tuesday pottery group"


@pytest.mark.parametrize("version", ["", "x", "0", "-1", "9" * 30, "1.0", "²"])
async def test_forged_versions_decide_nothing(steward, version):
    request = await make_submitted(await make_provider())
    for action, typed in (
        ("approve", {"listing_version": version}),
        ("changes", {"note": NOTE}),
        ("reject", {"reason": "not_safe"}),
    ):
        answer = await post(steward, request.id, action, version=version, **typed)
        assert answer.status_code == 409
    with pytest.raises(NotFoundError):
        await listings.get_stored(request.listing_id)


async def test_what_a_provider_took_back_is_not_read_on(steward):
    provider = await make_provider()
    request = await make_submitted(provider)
    await editing.take_back(request.id, request.version, provider)
    request = await editing.get_request(request.id, provider)
    await editing.save_answers(
        request.id, Step.WORDS, {"description": "Not meant for anybody yet."}, request.version, provider
    )
    page = await steward.get(f"/stewards/requests/{request.id}")
    assert page.status_code == 200
    assert "took this back" in page.text
    assert "Not meant for anybody yet" not in page.text


async def test_own_listing_cannot_be_decided_on(steward):
    request = await make_submitted(await viewer_of(steward.account))
    page = (await steward.get(f"/stewards/requests/{request.id}")).text
    assert "another steward has to decide" in page
    assert "Approve and publish" not in page
    answer = await post(steward, request.id, "approve", version=str(request.version))
    assert answer.status_code == 409


async def test_answers_are_kept_by_no_cache(steward):
    request = await make_submitted(await make_provider())
    for path in ("/stewards", f"/stewards/requests/{request.id}"):
        assert "no-store" in (await steward.get(path)).headers["cache-control"]


async def test_statements_of_the_pages_are_few_and_do_not_grow(steward, statements):
    provider, numbers = await make_provider(), []
    for _ in range(3):
        await make_submitted(provider)
        async with statements() as run:
            await steward.get("/stewards")
        numbers.append(len(run))
    assert len(set(numbers)) == 1
    assert numbers[0] <= 12
    request = await make_change(provider, NEW_TITLE)
    async with statements() as run:
        await steward.get(f"/stewards/requests/{request.id}")
    assert len(run) <= 16


async def test_open_safeguarding_concern_is_marked_first_and_told_at_the_top(steward):
    request = await make_change(await make_provider(), NEW_TITLE)
    assert "A safeguarding concern is open" not in marks_of(await steward.get("/stewards"))
    new = NewConcern(kind=ConcernKind.SAFEGUARDING, words="I saw somebody being shouted at.")
    await report_concern(request.listing_id, new, host="203.0.113.9")
    page = await steward.get("/stewards")
    assert marks_of(page)[0] == "A safeguarding concern is open"
    assert "Concerns about safety are open: 1." in page.text
    review = await steward.get(f"/stewards/requests/{request.id}")
    assert marks_of(review)[0] == "A safeguarding concern is open"
    assert "Open concerns: 1" in review.text
    assert "shouted" not in page.text + review.text


def marks_of(page):
    lists = re.findall(r'<ul class="app-marks[^>]*>(.*?)</ul>', page.text, flags=re.DOTALL)
    return [mark for each in lists for mark in re.findall(r"<li>(.*?)</li>", each)]


async def test_request_is_shown_as_everybody_would_see_it_and_nobody_else_sees_it(steward, browse):
    request = await make_submitted(await make_provider())
    page = await steward.get(f"/stewards/requests/{request.id}/preview")
    assert f'id="title">{ASSISTANT["title"]}</h1>' in page.text
    assert "noindex" in page.text
    assert "SN12 6AD" not in page.text
    async with browse() as visitor:
        assert (await visitor.get(f"/stewards/requests/{request.id}/preview")).status_code == 303
    await editing.take_back(request.id, request.version, await viewer_of_request(request))
    assert (await steward.get(f"/stewards/requests/{request.id}/preview")).status_code == 404


async def viewer_of_request(request):
    account = await accounts.find_account(request.created_by)
    return await viewer_of(account)
