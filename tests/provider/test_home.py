"""The first page: each listing with how it is; what is done with it; who looks after it; claims."""

import asyncio
import html
import re
from datetime import datetime, time, timedelta
from uuid import uuid4

import pytest

from marketplace.accounts import service as accounts
from marketplace.kernel import clock
from marketplace.kernel.errors import ConflictError
from marketplace.listings import service as listings
from marketplace.listings.editing import service as editing
from marketplace.listings.editing.keeping import service as keeping
from marketplace.listings.editing.schemas import Step
from marketplace.listings.organizations import service as organizations
from marketplace.listings.organizations.invites import service as invites
from marketplace.listings.organizations.repository import add_member
from marketplace.listings.organizations.schemas import MemberRole
from marketplace.listings.schemas import HiddenReason, ListingKind, ListingStatus
from marketplace.mail.tables import StoredLetter
from marketplace.signals.rules import months_before
from tests.factories.accounts import make_account, sign_in_as
from tests.factories.listings import make_enterprise, make_personal_assistant, publish
from tests.factories.providers import make_organization_of, make_provider, make_submitted, make_written
from tests.factories.signals import look_for, publish_signals
from tests.provider.conftest import open_browser


@pytest.fixture
async def listing_id(account):
    """A public listing that the account looks after."""
    draft = make_enterprise()
    listing_id = await publish(draft)
    await add_member(draft.organization.id, account.id, MemberRole.OWNER, clock.now())
    return listing_id


def text_of(answer):
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.text.partition("<main")[2])))


async def act(client, listing_id, action, follow=True):
    return await client.post(f"/provider/listings/{listing_id}/{action}", follow_redirects=follow)


async def test_the_page_says_how_each_thing_is(client, viewer, listing_id):
    await make_written(viewer)
    await make_submitted(viewer)
    said = text_of(await client.get("/provider"))
    for words in ("Public", "Being written", "Being checked", "Cleaning, cooking and company", "1 person"):
        assert words in said


async def test_the_page_takes_a_fixed_small_number_of_statements(
    client, viewer, account, listing_id, statements
):
    await client.get("/provider")
    async with statements() as few:
        await client.get("/provider")
    for _ in range(3):
        draft = make_enterprise()
        await publish(draft)
        await add_member(draft.organization.id, account.id, MemberRole.OWNER, clock.now())
        await make_written(viewer)
    organization_id = await make_organization_of(viewer)
    for _ in range(editing.MOST_UNFINISHED):
        await editing.start_listing(organization_id, ListingKind.MICRO_ENTERPRISE, viewer)
    async with statements() as many:
        await client.get("/provider")
    async with statements() as last:
        await client.get("/provider?new=3&page=2")
    assert len(few) == len(many) == len(last) <= 11


async def begin_many(viewer, count):
    """New listings of one organisation that are not finished: their titles."""
    organization_id = await make_organization_of(viewer)
    titles = [f"Listing {number:02}" for number in range(count)]
    for title in titles:
        request_id = await editing.start_listing(organization_id, ListingKind.MICRO_ENTERPRISE, viewer)
        await editing.save_answers(request_id, Step.OFFER, {"title": title}, 1, viewer)
    return organization_id, titles


async def test_new_listings_are_shown_page_by_page_and_none_is_lost_or_shown_twice(client, viewer):
    _organization_id, titles = await begin_many(viewer, 23)
    found, url, pages = [], "/provider", 0
    while url:
        page = html.unescape((await client.get(url)).text)
        found += re.findall(r"<strong>(Listing \d\d)</strong>", page)
        following = re.search(r'rel="next" href="(/provider[^"]*)"', page)
        url, pages = following and following[1], pages + 1
    assert sorted(found) == titles
    assert pages == 3
    assert len(found) == len(set(found))


async def test_pages_of_new_listings_and_of_listings_do_not_move_each_other(client, viewer, account):
    await begin_many(viewer, 12)
    for _ in range(21):
        draft = make_enterprise()
        await publish(draft)
        await add_member(draft.organization.id, account.id, MemberRole.OWNER, clock.now())
    page = html.unescape((await client.get("/provider?new=2&page=2")).text)
    assert page.count("Page 2 of 2") == 2
    assert 'rel="prev" href="/provider?page=2&new=1"' in page
    assert 'rel="prev" href="/provider?new=2&page=1"' in page


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999", "2"])
async def test_odd_pages_of_new_listings_are_no_fault(client, viewer, page):
    await begin_many(viewer, 1)
    answer = await client.get(f"/provider?new={page}")
    assert answer.status_code == 200
    assert "You have not listed anything yet" not in answer.text


async def test_who_has_very_many_unfinished_listings_is_told_what_to_do(client, viewer):
    organization_id, _titles = await begin_many(viewer, editing.MOST_UNFINISHED)
    kind = {"kind": "micro_enterprise"}
    answer = await client.post("/provider/start", data=kind | {"organization": str(organization_id)})
    assert answer.status_code == 409
    assert "Hand one in or throw one away" in text_of(answer)
    assert re.search(r'value="micro_enterprise"[^>]*checked', answer.text)
    own = await make_organization_of(viewer, "Another")
    answer = await client.post("/provider/start", data=kind | {"organization": str(own)})
    assert answer.status_code == 303
    begun = (await keeping.list_begun([organization_id])).items[0]
    await editing.discard(begun.id, begun.version, viewer)
    answer = await client.post("/provider/start", data=kind | {"organization": str(organization_id)})
    assert answer.status_code == 303


async def test_of_many_begun_at_once_no_more_are_kept_than_may_be(committed_db):
    viewer = await make_provider()
    organization_id, _titles = await begin_many(viewer, editing.MOST_UNFINISHED - 2)
    begun = await asyncio.gather(
        *(editing.start_listing(organization_id, ListingKind.MICRO_ENTERPRISE, viewer) for _ in range(6)),
        return_exceptions=True,
    )
    assert sum(isinstance(one, ConflictError) for one in begun) == 4
    assert (await keeping.list_begun([organization_id])).total == editing.MOST_UNFINISHED


async def test_confirming_is_one_press(client, listing_id):
    later = clock.now() + timedelta(days=100)
    with clock.stopped_at(later):
        from marketplace.listings.states import service as states

        await states.hide_listing(listing_id, HiddenReason.NOT_CONFIRMED, actor="test")
    said = text_of(await act(client, listing_id, "confirm"))
    assert "Thank you." in said
    stored = await listings.get_stored(listing_id)
    assert (stored.hidden_for, stored.draft.confirmed_on) == (frozenset(), clock.today())


async def test_confirming_does_not_undo_a_suspension(client, listing_id):
    from marketplace.listings.states import service as states

    await states.hide_listing(listing_id, HiddenReason.SUSPENDED, actor="test")
    for action in ("confirm", "show"):
        await act(client, listing_id, action)
    assert (await listings.get_stored(listing_id)).hidden_for == {HiddenReason.SUSPENDED}
    assert "Suspended" in text_of(await client.get("/provider"))


async def test_pausing_and_showing_again(client, listing_id):
    assert "nobody finds it" in text_of(await act(client, listing_id, "pause"))
    assert (await listings.get_stored(listing_id)).is_hidden
    assert "shown again" in text_of(await act(client, listing_id, "show"))
    assert not (await listings.get_stored(listing_id)).is_hidden


async def test_taking_down_asks_first_and_ends_the_changes(client, viewer, listing_id):
    request_id = await editing.start_change(listing_id, viewer)
    page = await client.get(f"/provider/listings/{listing_id}/withdraw")
    assert "Take it down?" in text_of(page)
    assert (await listings.get_stored(listing_id)).status is ListingStatus.PUBLISHED
    await act(client, listing_id, "withdraw")
    assert (await listings.get_stored(listing_id)).status is ListingStatus.WITHDRAWN
    assert (await editing.find_request(request_id)).content == {}
    for action in ("confirm", "pause", "show", "withdraw", "change"):
        assert (await act(client, listing_id, action)).status_code == 409


async def test_changes_open_where_they_were_left(client, listing_id):
    first = await act(client, listing_id, "change", follow=False)
    second = await act(client, listing_id, "change", follow=False)
    assert first.headers["location"] == second.headers["location"]
    assert "Changes: Being written" in text_of(await client.get("/provider"))


async def test_what_a_steward_asks_for_is_on_the_first_page(client, viewer):
    from tests.factories.accounts import viewer_of

    request = await make_submitted(viewer)
    steward = await viewer_of(await make_account("steward"))
    from marketplace.listings.editing.schemas import RequestStatus

    await editing.decide_request(
        request.id, RequestStatus.WRITING, request.version, note="Say <b>where</b>.", viewer=steward
    )
    answer = await client.get("/provider")
    assert "Say <b>where</b>." in text_of(answer)
    assert "&lt;b&gt;" in answer.text
    assert "Say <b>where</b>." in text_of(await client.get(f"/provider/requests/{request.id}"))


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999", "2"])
async def test_odd_pages_are_no_fault(client, listing_id, page):
    assert (await client.get(f"/provider?page={page}")).status_code == 200


async def test_somebody_is_asked_joins_and_is_removed(app, client, viewer):
    organization_id = await make_organization_of(viewer, "Avon Home Help")
    base = f"/provider/organizations/{organization_id}"
    answer = await client.post(f"{base}/invite", data={"address": "no address", "role": "member"})
    assert answer.status_code == 422
    assert 'value="no address"' in answer.text
    answer = await client.post(f"{base}/invite", data={"address": "sam@example.org", "role": "member"})
    assert answer.status_code == 303
    letter = await StoredLetter.select().where(StoredLetter.recipient == "sam@example.org").first()
    path = re.search(r"/join/[\w-]+", str(letter["parts"]))[0]
    friend = await make_account(name="Sam Friend")
    async with open_browser(app) as visitor:
        assert "You need an account" in text_of(await visitor.get(path))
        assert (await visitor.post(path)).headers["location"].startswith("/sign-in")
        await sign_in_as(visitor, friend)
        assert "You are signed in as Sam Friend" in text_of(await visitor.get(path))
        assert not await organizations.may_edit(viewer, uuid4())
        assert (await visitor.post(path)).headers["location"] == "/provider?done=joined"
        assert (await visitor.get(path)).status_code == 404
        assert "Avon Home Help" in text_of(await visitor.get("/provider"))
        conflict = await visitor.post(f"{base}/people/{viewer.account_id}/remove")
        assert conflict.status_code == 409
    assert "Sam Friend" in text_of(await client.get(base))
    await client.post(f"{base}/people/{friend.id}/remove")
    assert "Sam Friend" not in text_of(await client.get(base))
    assert await accounts.find_account(friend.id)


async def test_the_last_owner_is_told_that_somebody_has_to_stay(client, viewer):
    organization_id = await make_organization_of(viewer)
    answer = await client.post(f"/provider/organizations/{organization_id}/people/{viewer.account_id}/remove")
    assert answer.status_code == 409
    assert "Somebody has to stay who owns this." in text_of(answer)


async def test_an_invitation_can_be_taken_back(client, viewer):
    organization_id = await make_organization_of(viewer)
    await invites.invite_member(organization_id, "sam@example.org", MemberRole.MEMBER, viewer)
    page = await client.get(f"/provider/organizations/{organization_id}")
    url = re.search(r'action="([^"]+/end)"', page.text)[1]
    assert (await client.post(url)).status_code == 303
    assert (await client.post(url)).status_code == 404


async def test_claiming_says_what_happens_next(client):
    listing_id = await publish(make_personal_assistant())
    url = f"/listings/{listing_id}/claim"
    assert "Is this listing yours?" in text_of(await client.get(url))
    assert (await client.post(url, data={"words": ""})).status_code == 422
    assert (await client.post(url, data={"words": "mine"})).status_code == 422
    answer = await client.post(url, data={"words": "I am Amina; the council knows my number."})
    assert "A steward of the council looks at it" in text_of(await client.get(answer.headers["location"]))
    again = await client.post(url, data={"words": "I am Amina; the council knows my number."})
    assert again.status_code == 409
    page = await client.get("/provider")
    assert "Listings that you say are yours" in text_of(page)
    ended = await client.post(re.search(r'action="(/provider/claims/[^"]+)"', page.text)[1])
    assert ended.status_code == 303


async def test_who_claimed_already_may_take_it_back_where_they_claimed(app, db):
    listing_id = await publish(make_personal_assistant())
    async with open_browser(app) as browser:
        await sign_in_as(browser, await make_account("person"))
        url = f"/listings/{listing_id}/claim"
        await browser.post(url, data={"words": "I am Amina; the council knows my number."})
        page = await browser.get(url)
        assert "You have claimed this already." in text_of(page)
        assert "<textarea" not in page.text
        ended = await browser.post(re.search(r'action="(/provider/claims/[^"]+)"', page.text)[1])
        assert "You took back what you said" in (await browser.get(ended.headers["location"])).text
        assert "<textarea" in (await browser.get(url)).text


async def test_nobody_is_asked_to_claim_what_they_look_after(client, stranger, listing_id):
    own = text_of(await client.get(f"/listings/{listing_id}/claim"))
    assert "You look after this listing already." in own
    assert "Go to your listings" in own
    assert "How can the council tell" not in own
    assert "How can the council tell" in text_of(await stranger.get(f"/listings/{listing_id}/claim"))
    answer = await client.post(f"/listings/{listing_id}/claim", data={"words": "I run it, as you know well."})
    assert answer.status_code == 409
    assert text_of(answer).count("You look after this listing already.") == 1


async def test_the_listing_page_leads_to_the_claim_and_a_hidden_one_has_none(client):
    listing_id = await publish(make_personal_assistant())
    await listings.hide_listing(listing_id, HiddenReason.SUSPENDED, actor="test")
    assert (await client.get(f"/listings/{listing_id}/claim")).status_code == 404


async def test_several_listings_of_one_organisation(client, viewer):
    organization_id = await make_organization_of(viewer, "Avon Home Help")
    page = await client.get("/provider/start")
    assert "Whose listing is it?" in text_of(page)
    for title in ("One", "Two"):
        answer = await client.post(
            "/provider/start", data={"kind": "micro_enterprise", "organization": str(organization_id)}
        )
        assert answer.status_code == 303, title
    assert len(await organizations.list_organizations_of(viewer.account_id)) == 1
    answer = await client.post(
        "/provider/start",
        data={"kind": "micro_enterprise", "organization": "new", "organization_name": "Another"},
    )
    assert answer.status_code == 303
    assert len(await organizations.list_organizations_of(viewer.account_id)) == 2


async def test_nobody_begins_a_listing_for_anothers_organisation(client, viewer, stranger):
    organization_id = await make_organization_of(viewer)
    answer = await stranger.post(
        "/provider/start", data={"kind": "micro_enterprise", "organization": str(organization_id)}
    )
    assert answer.status_code == 422


async def test_the_page_says_what_people_near_look_for_and_only_of_five_and_more(client, listing_id):
    assert "People near you look for" not in text_of(await client.get("/provider"))
    at = datetime.combine(months_before(clock.today(), 1), time(12), clock.LONDON)
    await look_for(6, at=at, types=("swimming",), outcode="SN12")
    await look_for(4, at=at, types=("driving",), outcode="SN12", first=10)
    await look_for(9, at=at, types=("cleaning",), outcode="TR18", first=20)
    await publish_signals()
    said = text_of(await client.get("/provider"))
    assert f"Swimming: at least 6 times since {at:%B %Y} (SN12)" in said
    assert "Driving and lifts: at least" not in said
    assert "TR18" not in said, "it is far"
