"""What is free, in two taps: signed in, and by a link of a letter."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from marketplace.kernel import clock
from marketplace.links.service import make_link
from marketplace.listings import service as listings
from marketplace.listings.capacity.service import PURPOSE, STOP_PURPOSE
from marketplace.listings.organizations.service import create_organization
from marketplace.listings.schemas import Capacity
from marketplace.provider.capacity.rules import read_hours
from tests.factories.listings import ACTOR, make_activity, make_organization, make_personal_assistant, publish
from tests.provider.conftest import open_browser


async def publish_own(viewer, make=make_personal_assistant, **changes):
    organization_id = await create_organization("Amina K.", viewer)
    return await publish(make(organization=make_organization(id=organization_id), **changes))


@pytest.fixture
async def listing_id(viewer):
    return await publish_own(viewer)


@pytest.fixture
async def visitor(app):
    """Somebody who is not signed in."""
    async with open_browser(app) as browser:
        yield browser


async def link(viewer, listing_id, purpose=PURPOSE, days=2):
    return await make_link(
        purpose,
        record_id=listing_id,
        account_id=viewer.account_id,
        expires_at=clock.now() + timedelta(days=days),
    )


async def free(listing_id):
    return (await listings.get_listing(listing_id)).capacity


def form_of(page, answer, **data):
    was = re.search(r'name="was" value="([^"]*)"', page.text)[1]
    return {"was": was, "answer": answer, **data}


async def test_second_tap_says_that_it_is_still_so(visitor, viewer, listing_id):
    url = f"/free/{await link(viewer, listing_id)}"
    page = await visitor.get(url)
    assert "Still 6.5 hours a week free?" in page.text
    assert (await free(listing_id)).as_of != clock.today()
    answer = await visitor.post(url, data=form_of(page, "yes"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/free/thanks")
    assert await free(listing_id) == Capacity(hours_per_week=6.5, as_of=clock.today())
    assert "Thank you" in (await visitor.get("/free/thanks")).text


@pytest.mark.parametrize(
    ("answer", "data", "hours"),
    [("none", {}, 0), ("change", {"hours_per_week": "3 hours a week"}, 3), ("", {"hours_per_week": "2"}, 2)],
)
async def test_other_answers_are_taken(visitor, viewer, listing_id, answer, data, hours):
    url = f"/free/{await link(viewer, listing_id)}"
    page = await visitor.get(url)
    assert (await visitor.post(url, data=form_of(page, answer, **data))).status_code == 303
    assert (await free(listing_id)).hours_per_week == hours


async def test_looking_at_a_link_changes_nothing_however_often(visitor, viewer, listing_id):
    url = f"/free/{await link(viewer, listing_id)}"
    before = await listings.get_listing(listing_id)
    for method in ("GET", "HEAD", "GET"):
        assert (await visitor.request(method, url)).status_code == 200
    assert await listings.get_listing(listing_id) == before


async def test_replayed_link_is_told_kindly_and_changes_nothing(visitor, viewer, listing_id):
    url = f"/free/{await link(viewer, listing_id)}"
    form = form_of(await visitor.get(url), "yes")
    await visitor.post(url, data=form)
    for answer in (await visitor.post(url, data={**form, "answer": "none"}), await visitor.get(url)):
        assert answer.status_code == 404
        assert "This link does not work any more" in answer.text
        assert "Nothing is lost" in answer.text
    assert (await free(listing_id)).hours_per_week == 6.5


@pytest.mark.parametrize(
    "token", ["A" * 43, "x", "%00", "..%2f..%2fetc", "é" * 43, "A" * 3_000, "thanks?x=1"]
)
async def test_forged_link_is_told_kindly(visitor, db, token):
    answer = await visitor.get(f"/free/{token}")
    assert answer.status_code in {404, 200} if token.startswith("thanks") else answer.status_code == 404
    answer = await visitor.post(f"/free/{token}", data={"answer": "yes"})
    assert answer.status_code in {404, 405}


async def test_page_of_a_link_is_not_indexed_or_told_to_others(visitor, viewer, listing_id):
    page = await visitor.get(f"/free/{await link(viewer, listing_id)}")
    assert page.headers["referrer-policy"] in {"no-referrer", "same-origin"}
    assert "no-store" in page.headers["cache-control"]
    assert "noindex" in page.headers.get("x-robots-tag", "") + page.text
    assert "set-cookie" not in page.headers


async def test_link_gives_no_other_right(visitor, viewer, listing_id):
    await visitor.get(f"/free/{await link(viewer, listing_id)}")
    answer = await visitor.get(f"/provider/listings/{listing_id}/free")
    assert answer.headers["location"].startswith("/sign-in")


@pytest.mark.parametrize("hours", ["lots", "-1", "1e9", "6000", "", "six", "½ ½", "9" * 50, "<script>"])
async def test_number_that_is_none_is_told_at_the_field_and_the_link_still_works(
    visitor, viewer, listing_id, hours
):
    url = f"/free/{await link(viewer, listing_id)}"
    answer = await visitor.post(url, data={"answer": "change", "hours_per_week": hours})
    assert answer.status_code == 422
    assert answer.text.count("Error: ", 0, answer.text.index("</title>")) == 1
    assert 'href="#hours_per_week"' in answer.text
    assert "<script>" not in answer.text
    assert (await visitor.get(url)).status_code == 200


async def test_what_changed_meanwhile_is_shown_and_not_overwritten(visitor, client, viewer, listing_id):
    url = f"/free/{await link(viewer, listing_id)}"
    form = form_of(await visitor.get(url), "yes")
    await client.post(
        f"/provider/listings/{listing_id}/free", data={"answer": "change", "hours_per_week": "2"}
    )
    answer = await visitor.post(url, data=form)
    assert answer.status_code == 409
    assert "Still 2 hours a week free?" in answer.text
    assert (await free(listing_id)).hours_per_week == 2


async def test_letters_are_stopped_by_one_press(visitor, viewer, listing_id):
    url = f"/free/stop/{await link(viewer, listing_id, STOP_PURPOSE)}"
    assert "Stop emails that ask what is free?" in (await visitor.get(url)).text
    answer = await visitor.post(url)
    assert answer.headers["location"] == "/free/thanks?done=stopped"
    assert "We no longer ask you" in (await visitor.get(answer.headers["location"])).text


async def test_mail_programs_stop_letters_from_another_site(visitor, viewer, listing_id):
    url = f"/free/stop/{await link(viewer, listing_id, STOP_PURPOSE)}"
    headers = {"sec-fetch-site": "cross-site", "origin": "https://mail.example"}
    answer = await visitor.post(url, data={"List-Unsubscribe": "One-Click"}, headers=headers)
    assert answer.status_code == 303


async def test_another_site_cannot_answer(visitor, viewer, listing_id):
    url = f"/free/{await link(viewer, listing_id)}"
    headers = {"sec-fetch-site": "cross-site", "origin": "https://evil.example"}
    assert (await visitor.post(url, data={"answer": "none"}, headers=headers)).status_code == 403
    assert (await free(listing_id)).hours_per_week == 6.5


async def test_forged_link_to_stop_is_told_kindly(visitor, db):
    for answer in (await visitor.get(f"/free/stop/{'A' * 43}"), await visitor.post(f"/free/stop/{'A' * 43}")):
        assert answer.status_code == 404
        assert "This link does not work any more" in answer.text


async def test_signed_in_provider_says_it_and_is_led_home(client, listing_id):
    url = f"/provider/listings/{listing_id}/free"
    page = await client.get(url)
    assert "Still 6.5 hours a week free?" in page.text
    answer = await client.post(url, data=form_of(page, "yes"))
    assert answer.headers["location"] == "/provider?done=free"
    assert (await free(listing_id)).as_of == clock.today()


async def test_group_is_asked_for_places(client, viewer):
    listing_id = await publish_own(viewer, make_activity)
    url = f"/provider/listings/{listing_id}/free"
    page = await client.get(url)
    assert "Still 4 places free?" in page.text
    assert "hours_per_week" not in page.text
    assert (await client.post(url, data=form_of(page, "change", places="7"))).status_code == 303
    assert (await free(listing_id)).places == 7
    for places in ("", "two", "-1", "5001", "1.5"):
        answer = await client.post(url, data={"answer": "change", "places": places})
        assert answer.status_code == 422
        assert 'href="#places"' in answer.text


async def test_listing_that_says_nothing_yet_can_say_it(client, viewer):
    listing_id = await publish_own(viewer, capacity=None)
    url = f"/provider/listings/{listing_id}/free"
    page = await client.get(url)
    assert "What is free now?" in page.text
    assert (await client.post(url, data={"answer": "yes"})).status_code == 409
    assert (await client.post(url, data=form_of(page, "change", hours_per_week="4"))).status_code == 303
    assert (await free(listing_id)).hours_per_week == 4


async def test_how_often_is_chosen(client, listing_id):
    url = f"/provider/listings/{listing_id}/free"
    assert "Every 2 weeks" in (await client.get(url)).text
    answer = await client.post(f"{url}/asking", data={"every_days": "14"})
    assert answer.headers["location"] == f"{url}?done=asking"
    assert 'value="14" checked' in (await client.get(answer.headers["location"])).text
    for chosen in ("13", "", "never", "9" * 40):
        answer = await client.post(f"{url}/asking", data={"every_days": chosen})
        assert answer.status_code == 422


async def test_strangers_get_nowhere(stranger, listing_id):
    url = f"/provider/listings/{listing_id}/free"
    assert (await stranger.get(url)).status_code == 404
    assert (await stranger.post(url, data={"answer": "none"})).status_code == 404
    assert (await stranger.post(f"{url}/asking", data={"every_days": "0"})).status_code == 404
    assert (await stranger.get(f"/provider/listings/{uuid4()}/free")).status_code == 404


async def test_withdrawn_listing_is_told(client, listing_id):
    await listings.withdraw_listing(listing_id, actor=ACTOR)
    answer = await client.post(f"/provider/listings/{listing_id}/free", data={"answer": "yes"})
    assert answer.status_code == 409


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("6", 6), ("6.5", 6.5), ("6,5", 6.5), (" 6 hours ", 6), ("6h", 6), ("6½", 6.5),
        ("6 1/2 hours a week", 6.5),
        ("½", 0.5), ("0", 0), ("12 hrs per week", 12), ("six", None), ("", None), ("-3", None), ("1e3", None),
        ("6.555", None), ("٦", None), ("nan", None), ("inf", None), ("hours", None),
    ],
)  # fmt: skip
def test_hours_are_read_as_people_type_them(text, hours):
    assert read_hours(text) == hours
