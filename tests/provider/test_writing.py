"""A provider goes through the pages: what is typed is kept, what is missing is said at its field."""

import html
import re
from uuid import uuid4

import pytest
from msgspec.structs import replace

from marketplace.councils import service as councils
from marketplace.listings.editing import service as editing
from marketplace.listings.editing.schemas import RequestStatus, Step
from marketplace.listings.editing.steps.rules import steps_of
from marketplace.listings.organizations.schemas import MemberRole
from marketplace.listings.organizations.service import add_person
from marketplace.listings.schemas import ListingKind
from marketplace.listings.service import get_stored, update_listing
from marketplace.provider.steps.schemas import FORMS
from tests.factories.listings import FEW_PLACES, make_activity, publish
from tests.factories.providers import ACTIVITY, ASSISTANT, ENTERPRISE, make_submitted, make_written

KINDS = {
    ListingKind.PERSONAL_ASSISTANT: ASSISTANT,
    ListingKind.COMMUNITY_ACTIVITY: ACTIVITY,
    ListingKind.MICRO_ENTERPRISE: ENTERPRISE,
}


def url_of(request, end=""):
    return f"/provider/requests/{request.id}{end}"


def heading(answer):
    return html.unescape(re.sub(r"<[^>]+>", "", re.search(r"<h1.*?</h1>", answer.text, re.DOTALL)[0])).strip()


async def test_from_the_first_page_to_handed_in(client, viewer):
    answer = await client.post(
        "/provider/start", data={"kind": "personal_assistant", "organization_name": "Amina K."}
    )
    assert answer.status_code == 303
    url = answer.headers["location"]
    for _page in range(20):
        request_id = url.split("/")[3]
        request = await editing.get_request(request_id, viewer)
        page = await client.get(url)
        assert page.status_code == 200
        if url.split("?")[0].endswith("/check"):
            break
        step = re.search(r"answers/([\w-]+)", url)
        if step is None or url.split("?")[0].endswith("/photos"):
            url = re.search(rf'href="({url_of(request)}/[^"]+)">\s*Yes, go on', page.text)[1]
            continue
        form = dict(ASSISTANT) | {"version": request.version, "action": "next", "easy_read": ["I help."]}
        answer = await client.post(url.split("?")[0], data=form)
        assert answer.status_code == 303, (step, re.findall(r"error-message.*", answer.text))
        url = answer.headers["location"]
        if url.split("?")[0].endswith("/photos"):
            url = url_of(request, "/answers/easy-read")
    assert "Hand in" in page.text
    request = await editing.get_request(request.id, viewer)
    answer = await client.post(url_of(request, "/hand-in"), data={"version": request.version})
    assert answer.status_code == 303
    page = await client.get(answer.headers["location"])
    assert "Being checked" in page.text
    assert (await editing.get_request(request.id, viewer)).status is RequestStatus.SUBMITTED


@pytest.mark.parametrize("kind", KINDS)
async def test_every_page_shows_what_was_typed(client, viewer, kind):
    request = await make_written(viewer, KINDS[kind], kind)
    for step in steps_of(request.content):
        if step not in FORMS:
            continue
        page = await client.get(url_of(request, f"/answers/{step}"))
        assert page.status_code == 200
        for field in set(KINDS[kind]) & set(page_fields(page)):
            typed = KINDS[kind][field]
            for value in typed if isinstance(typed, list) else [typed]:
                assert html.escape(value, quote=True).replace("&#x27;", "&#39;") in page.text, (step, field)


def page_fields(page):
    return re.findall(r'name="(\w+)"', page.text)


async def test_what_cannot_be_read_is_kept_and_told_with_a_link(client, viewer):
    request = await make_written(viewer)
    answer = await client.post(
        url_of(request, "/answers/price"), data={"prices": "a bit <b>", "version": request.version}
    )
    assert answer.status_code == 422
    assert "<title>Error: " in answer.text
    assert 'href="#prices"' in answer.text
    assert "a bit &lt;b&gt;</textarea>" in answer.text
    assert (await editing.get_request(request.id, viewer)).content["prices"] == "a bit <b>"
    again = await client.get(url_of(request, "/answers/price"))
    assert "a bit &lt;b&gt;</textarea>" in again.text


async def test_later_saves_what_is_not_whole_and_says_nothing_is_wrong(client, viewer):
    request = await make_written(viewer)
    answer = await client.post(
        url_of(request, "/answers/offer"),
        data={"title": "", "summary": "", "version": request.version, "action": "later"},
    )
    assert (answer.status_code, answer.headers["location"]) == (303, url_of(request, "?done=saved"))
    page = await client.get(answer.headers["location"])
    assert "To mend" in page.text


async def test_prices_are_said_back(client, viewer):
    request = await make_written(viewer)
    answer = await client.post(
        url_of(request, "/answers/price"), data={"prices": "18 an hour", "version": request.version}
    )
    page = await client.get(answer.headers["location"])
    assert "We understood: £18 an hour" in page.text


async def test_the_place_is_shown_back_before_going_on(client, viewer):
    request = await make_written(viewer, ACTIVITY, ListingKind.COMMUNITY_ACTIVITY)
    answer = await client.post(
        url_of(request, "/answers/venue"), data=ACTIVITY | {"version": request.version}
    )
    page = await client.get(answer.headers["location"])
    assert "BA14 8EA is in the area of Wiltshire council" in page.text


async def test_the_area_is_shown_back_on_a_map_without_the_postcode(client, viewer):
    request = await make_written(viewer)
    page = await client.get(url_of(request, "/place/travel"))
    assert "<svg" in page.text
    assert "This covers" in page.text
    assert "SN12 6AD" not in page.text.upper()


async def test_the_second_of_two_is_told_and_both_texts_are_there(client, viewer):
    request = await make_written(viewer)
    await editing.save_answers(
        request.id, Step.OFFER, {"title": "Theirs", "summary": "x"}, request.version, viewer
    )
    answer = await client.post(
        url_of(request, "/answers/offer"),
        data={"title": "Mine", "summary": "y", "version": request.version},
    )
    assert answer.status_code == 409
    assert "Theirs" in answer.text
    assert 'value="Mine"' in answer.text
    assert (await editing.get_request(request.id, viewer)).content["title"] == "Theirs"
    version = re.search(r'name="version" value="(\d+)"', answer.text)[1]
    again = await client.post(
        url_of(request, "/answers/offer"),
        data={"title": "Both of us", "summary": ASSISTANT["summary"], "version": version},
    )
    assert again.status_code == 303
    assert (await editing.get_request(request.id, viewer)).content["title"] == "Both of us"


async def test_what_somebody_else_changed_since_is_told_on_the_way_and_not_overwritten(client, viewer):
    draft = make_activity()
    listing_id = await publish(draft)
    await add_person(draft.organization.id, viewer.account_id, MemberRole.OWNER, actor="test")
    request_id = await editing.start_change(listing_id, viewer)
    url = f"/provider/requests/{request_id}"
    mine = {"title": "My own title", "summary": "We paint together every week."}
    version = await editing.save_answers(request_id, Step.OFFER, mine, 1, viewer)
    for path in (url, f"{url}/check"):
        assert "Somebody else changed this" not in (await client.get(path)).text
    stored = await get_stored(listing_id)
    theirs = replace(stored.draft, title="Theirs, and newer")
    await update_listing(listing_id, theirs, stored.version, gazetteer=FEW_PLACES, actor="test")
    for path in (url, f"{url}/check"):
        page = await client.get(path)
        assert "Somebody else changed this" in page.text
        assert "Theirs, and newer" in page.text
        assert f'href="{url}/answers/offer?back=check"' in page.text
    assert (await get_stored(listing_id)).draft.title == "Theirs, and newer"
    theirs_too = mine | {"title": "Theirs, and newer"}
    await editing.save_answers(request_id, Step.OFFER, theirs_too, version, viewer)
    assert "Somebody else changed this" not in (await client.get(url)).text


async def test_what_is_typed_after_handing_in_is_shown_and_not_lost(client, viewer):
    request = await make_submitted(viewer)
    answer = await client.post(
        url_of(request, "/answers/offer"), data={"title": "Too late", "version": request.version}
    )
    assert answer.status_code == 409
    assert "Too late" in answer.text


async def test_handing_in_what_is_not_whole_lists_what_is_missing_with_links(client, viewer):
    request = await make_written(viewer, ASSISTANT | {"title": "", "prices": "cheap"})
    answer = await client.post(url_of(request, "/hand-in"), data={"version": request.version})
    assert answer.status_code == 422
    assert f'href="{url_of(request)}/answers/offer?back=check#title"' in answer.text
    assert f'href="{url_of(request)}/answers/price?back=check#prices"' in answer.text


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30, "0", "٣"])
async def test_odd_versions_are_old_ones(client, viewer, version):
    request = await make_written(viewer)
    answer = await client.post(url_of(request, "/hand-in"), data={"version": version})
    assert answer.status_code == 409
    answer = await client.post(url_of(request, "/answers/offer"), data={"title": "x", "version": version})
    assert answer.status_code == 409


async def test_the_preview_is_what_others_will_see(client, viewer):
    request = await make_written(viewer)
    page = await client.get(url_of(request, "/preview"))
    assert page.status_code == 200
    assert heading(page) == ASSISTANT["title"]
    assert "This is a preview." in page.text
    assert 'content="noindex"' in page.text
    assert "SN12 6AD" not in page.text.upper()
    assert "£14.50 to £17 an hour" in html.unescape(page.text)


async def test_an_empty_request_has_a_preview_and_a_list_of_answers(client, viewer):
    answer = await client.post("/provider/start", data={"kind": "co_operative", "organization_name": "We"})
    base = answer.headers["location"].rsplit("/answers", 1)[0]
    for end in ("", "/preview", "/check", "/place/venue", "/discard"):
        page = await client.get(base + end, follow_redirects=True)
        assert page.status_code == 200, end


@pytest.mark.parametrize("end", ["", "/preview", "/check", "/discard", "/answers/offer", "/place/travel"])
async def test_another_provider_finds_nothing(stranger, viewer, end):
    request = await make_written(viewer)
    assert (await stranger.get(url_of(request, end))).status_code == 404
    assert (await stranger.get(f"/provider/requests/{uuid4()}{end}")).status_code == 404


@pytest.mark.parametrize("end", ["/answers/offer", "/hand-in", "/take-back", "/discard"])
async def test_another_provider_changes_nothing(stranger, viewer, end):
    request = await make_written(viewer)
    answer = await stranger.post(
        url_of(request, end), data={"version": request.version, "title": "Mine now", "summary": "x"}
    )
    assert answer.status_code == 404
    assert await editing.get_request(request.id, viewer) == request


async def test_fields_that_are_not_asked_for_are_passed_over(client, viewer):
    request = await make_written(viewer)
    await client.post(
        url_of(request, "/answers/offer"),
        data={
            "title": "A good title",
            "summary": ASSISTANT["summary"],
            "version": request.version,
            "status": "approved",
            "organization": str(uuid4()),
            "listing": str(uuid4()),
            "council_code": "E08000035",
            "prices": "free",
            "checks": "dbs",
        },
    )
    now = await editing.get_request(request.id, viewer)
    assert now.content == request.content | {"title": "A good title"}
    assert (now.status, now.organization, now.listing_id) == (
        request.status, request.organization, request.listing_id,
    )  # fmt: skip


@pytest.mark.parametrize("step", ["photos", "nothing", "who'", "venue"])
async def test_pages_that_are_not_there(client, viewer, step):
    request = await make_written(viewer)
    answer = await client.get(url_of(request, f"/answers/{step}"))
    assert answer.status_code in {303, 404}


async def test_choices_that_are_not_offered_are_not_kept(client, viewer):
    request = await make_written(viewer)
    answer = await client.post(
        url_of(request, "/answers/support"),
        data={"support_types": ["swimming", "<script>"], "version": request.version},
    )
    assert answer.status_code == 422
    assert (await editing.get_request(request.id, viewer)).content["support_types"] == ASSISTANT[
        "support_types"
    ]


async def test_taking_back_and_throwing_away(client, viewer):
    request = await make_submitted(viewer)
    answer = await client.post(url_of(request, "/take-back"), data={"version": request.version})
    assert answer.status_code == 303
    again = await client.post(url_of(request, "/take-back"), data={"version": request.version})
    assert again.status_code == 409
    now = await editing.get_request(request.id, viewer)
    answer = await client.post(url_of(request, "/discard"), data={"version": now.version})
    assert answer.headers["location"] == "/provider?done=discarded"
    page = await client.get(url_of(request))
    assert "thrown away" in page.text
    assert now.status is RequestStatus.WRITING
    assert FEW_PLACES


async def test_leaving_the_kind_open_is_told_and_breaks_nothing(client, viewer):
    request = await make_written(viewer)
    answer = await client.post(
        url_of(request, "/answers/who"), data={"organization_name": "Amina K.", "version": request.version}
    )
    assert answer.status_code == 422
    assert "Choose the kind of support that is nearest." in answer.text
    for end in ("", "/check", "/preview", "/answers/offer", "/answers/checks", "/photos", "/area"):
        page = await client.get(url_of(request, end))
        assert page.status_code == 200, end


async def test_pages_of_what_was_thrown_away_or_handed_in_are_no_fault(client, viewer):
    gone, waiting = await make_written(viewer), await make_submitted(viewer)
    await editing.discard(gone.id, gone.version, viewer)
    for request in (gone, waiting):
        for end in (
            "", "/check", "/preview", "/answers/offer", "/answers/who", "/photos", "/area", "/place/travel",
            "/discard",
        ):  # fmt: skip
            page = await client.get(url_of(request, end))
            assert page.status_code in {200, 303}, end
        for end in ("/hand-in", "/answers/offer", "/answers/who", "/answers/easy-read", "/answers/support"):
            answer = await client.post(url_of(request, end), data={"version": "99"})
            assert answer.status_code in {303, 409}, end


async def test_the_councils_languages_come_first_before_a_place_is_given_too(client, viewer):
    draft = make_activity()
    council_code = (await get_stored(await publish(draft))).council_code
    await add_person(draft.organization.id, viewer.account_id, MemberRole.OWNER, actor="test")
    await councils.add_council(council_code, actor="test")
    await councils.update_council_settings(council_code, {"languages": ("somali",)}, 1, actor="test")
    request_id = await editing.start_listing(draft.organization.id, ListingKind.MICRO_ENTERPRISE, viewer)
    page = await client.get(f"/provider/requests/{request_id}/answers/languages")
    assert page.text.index("Somali") < page.text.index("Other languages")
