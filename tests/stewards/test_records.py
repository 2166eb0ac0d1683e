"""Listings as their stewards look them up, and what they do to them."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from msgspec.structs import replace

from marketplace.accounts.schemas import Role
from marketplace.audit import service as audit
from marketplace.councils import service as councils
from marketplace.councils.schemas import NATIONAL
from marketplace.kernel import clock
from marketplace.kernel.errors import ConflictError, NotFoundError
from marketplace.listings import service as listings
from marketplace.listings.erasing.service import erase_listing_content
from marketplace.listings.freshness import service as freshness
from marketplace.listings.history import service as history
from marketplace.listings.moderating import rules
from marketplace.listings.moderating import service as moderating
from marketplace.listings.moderating.schemas import SuspendReason
from marketplace.listings.organizations import repository as members
from marketplace.listings.organizations.schemas import MemberRole
from marketplace.listings.organizations.service import add_person
from marketplace.listings.schemas import Capacity, HiddenReason, ListingStatus
from tests.factories.accounts import ACTOR, make_account, sign_in_as, viewer_of
from tests.factories.listings import (
    EXETER,
    create,
    make_activity,
    make_enterprise,
    make_personal_assistant,
    publish,
    suspend,
)
from tests.factories.providers import make_provider
from tests.reviewing.test_deciding import NEW_TITLE, change, make_change

WHY = "The hall has closed and nobody answers."
DEVON = "E10000008"


async def titles(browser, query=""):
    text = (await browser.get(f"/stewards/listings{query}")).text
    return re.findall(r'<a class="govuk-link" href="/stewards/listings/[^"]+">([^<]+)</a>', text)


async def publish_of(provider, draft=None):
    draft = draft or make_activity()
    listing_id = await publish(draft)
    await members.add_member(draft.organization.id, provider.account_id, MemberRole.OWNER, clock.now())
    return listing_id


async def kinds_of_letters(db, provider):
    async with db.transaction() as current:
        rows = await current.connection.fetch(
            "SELECT kind, parts::text AS words FROM letter WHERE account = $1 ORDER BY queued_at",
            provider.account_id,
        )
    return [(row["kind"], row["words"]) for row in rows]


PATHS = ("", "/history", "/versions/3", "/compare?from=3&to=3", "/checks")
POSTS = {
    "suspend": {"reason": "safety"},
    "show": {},
    "confirm": {},
    "withdraw": {"why": WHY},
    "change": {},
    "checks": {"kind": "identity"},
}


# -- whose -----------------------------------------------------------------------------------------


async def test_visitor_and_others_see_and_do_nothing(browse, db, steward):
    listing_id = await publish(make_activity())
    others = [None, await make_account("provider"), await make_account("administrator")]
    for account in others:
        async with browse() as browser:
            if account:
                await sign_in_as(browser, account)
            for path in ("/stewards/listings", *(f"/stewards/listings/{listing_id}{path}" for path in PATHS)):
                assert (await browser.get(path)).status_code in {303, 403}
            browser.headers["sec-fetch-site"] = "same-origin"
            for action, typed in POSTS.items():
                answer = await browser.post(f"/stewards/listings/{listing_id}/{action}", data=typed)
                assert answer.status_code in {303, 403}
                assert not answer.headers.get("location", "").startswith("/stewards")
    stored = await listings.get_stored(listing_id)
    assert (stored.status, stored.is_hidden, stored.draft.checks) == (ListingStatus.PUBLISHED, False, ())


async def test_another_councils_listing_is_not_found(browse, db, steward):
    listing_id = await publish(make_activity())
    async with browse() as other:
        await sign_in_as(other, await make_account("steward", DEVON))
        for path in PATHS:
            answer = await other.get(f"/stewards/listings/{listing_id}{path}")
            assert answer.status_code == 404
            assert make_activity().title not in answer.text
        for action, typed in POSTS.items():
            answer = await other.post(f"/stewards/listings/{listing_id}/{action}", data=typed)
            assert answer.status_code == 404
        assert await titles(other) == []
        assert await titles(other, "?council=E06000054") == []
    assert not (await listings.get_stored(listing_id)).is_hidden


async def test_national_stewards_see_what_is_in_no_council_of_the_system(browse, db, steward):
    here = await publish(make_activity(title="In Wiltshire"))
    area = replace(make_personal_assistant().area, base_postcode=EXETER)
    there = await publish(make_personal_assistant(title="In Devon today", area=area))
    async with browse() as national:
        await sign_in_as(national, await make_account("steward", NATIONAL))
        assert await titles(national) == ["In Devon today"]
        assert await titles(national, f"?council={NATIONAL}") == ["In Devon today"]
        assert (await national.get(f"/stewards/listings/{there}")).status_code == 200
        assert (await national.get(f"/stewards/listings/{here}")).status_code == 404
        await councils.add_council(DEVON, actor=ACTOR)
        assert await titles(national) == []
        assert (await national.get(f"/stewards/listings/{there}")).status_code == 404
    assert await titles(steward) == ["In Wiltshire"]


async def test_listing_that_is_not_there_is_not_found(steward):
    for path in PATHS:
        assert (await steward.get(f"/stewards/listings/{uuid4()}{path}")).status_code == 404


# -- the list --------------------------------------------------------------------------------------


async def test_listings_are_looked_up_by_words_and_state(steward):
    await publish(make_activity(title="Public art group"))
    await suspend(await publish(make_activity(title="Suspended art group")))
    withdrawn = await publish(make_activity(title="Withdrawn art group"))
    await listings.withdraw_listing(withdrawn, actor=ACTOR)
    await create(make_activity(title="Draft of an art group"))
    assert await titles(steward) == ["Draft of an art group", "Public art group", "Suspended art group"]
    assert await titles(steward, "?q=ART public") == []
    assert await titles(steward, "?q=PUBLIC group") == ["Public art group"]
    assert await titles(steward, "?state=suspended") == ["Suspended art group"]
    assert await titles(steward, "?state=hidden") == ["Suspended art group"]
    assert await titles(steward, "?state=withdrawn") == ["Withdrawn art group"]
    assert await titles(steward, "?state=unfinished") == ["Draft of an art group"]
    assert await titles(steward, "?state=public&q=art") == ["Public art group"]


async def test_steward_says_that_a_listing_which_nobody_looks_after_is_still_right(steward):
    begin = clock.now().replace(hour=12)
    ids = {}
    for number, title in ((-400, "Hidden by now"), (-100, "Asked for by now"), (0, "Fresh enough today")):
        with clock.stopped_at(begin + timedelta(days=number)):
            free = Capacity(places=4, as_of=clock.today())
            ids[title] = await publish(make_activity(title=title, capacity=free))
    for number in range(6):
        with clock.stopped_at(begin + timedelta(days=-309 + number * 60)):
            await freshness.take_steps()
    with clock.stopped_at(begin):
        await freshness.take_steps()
    assert await titles(steward, "?state=to_confirm") == ["Hidden by now", "Asked for by now"]
    page = (await steward.get("/stewards/listings?state=to_confirm")).text
    assert page.count("nobody looks after it") == 2
    assert (await listings.get_stored(ids["Hidden by now"])).is_hidden
    answer = await steward.post(f"/stewards/listings/{ids['Hidden by now']}/confirm")
    assert answer.status_code == 303
    assert "it is right today" in (await steward.get(answer.headers["location"])).text
    stored = await listings.get_stored(ids["Hidden by now"])
    assert (stored.is_hidden, stored.draft.confirmed_on) == (False, clock.today())
    assert await titles(steward, "?state=to_confirm") == ["Asked for by now"]
    assert (await audit.list_history("listing", stored.id))[-1].actor == str(steward.account.id)


@pytest.mark.parametrize(
    "query", ["?q=%25", "?q=_", "?q=%5C", "?q=%00%FF", "?state=x", "?page=x", "?page=999999999", "?council=x"]
)
async def test_strange_searches_are_no_error_and_find_nothing_by_pattern(steward, query):
    await publish(make_activity(title="Plain title here"))
    answer = await steward.get(f"/stewards/listings{query}")
    assert answer.status_code == 200
    if query in {"?q=%25", "?q=_", "?q=%5C"}:
        assert "Plain title" not in answer.text


async def test_statements_of_the_list_and_of_a_listing_are_few(steward, statements):
    ids = [await publish(make_activity(title=f"Group {number}")) for number in range(4)]
    async with statements() as run:
        await steward.get("/stewards/listings")
    assert len(run) <= 3
    async with statements() as run:
        await steward.get(f"/stewards/listings/{ids[0]}")
    assert len(run) <= 20


# -- the page --------------------------------------------------------------------------------------


async def test_page_of_a_listing_shows_all_that_is_known_of_it(steward):
    provider = await make_provider(name="Petra Provider")
    listing_id = await publish_of(provider, make_personal_assistant())
    await change(listing_id, title="Another title for it")
    text = (await steward.get(f"/stewards/listings/{listing_id}")).text
    base = make_personal_assistant().area.base_postcode
    for words in ("Petra Provider", "Public", base, "never shown to the public", "All earlier versions (1)"):
        assert words in text


async def test_withdrawn_listing_can_only_be_looked_at(steward):
    listing_id = await publish(make_activity())
    await listings.withdraw_listing(listing_id, actor=ACTOR)
    page = await steward.get(f"/stewards/listings/{listing_id}")
    assert "Taken down" in page.text
    assert '<form method="post" action="/stewards' not in page.text
    for action, typed in (
        ("suspend", {"reason": "safety"}),
        ("show", {}),
        ("withdraw", {"why": WHY}),
        ("change", {}),
    ):
        answer = await steward.post(f"/stewards/listings/{listing_id}/{action}", data=typed)
        assert answer.status_code == 409
        assert "Nothing was changed" in answer.text


# -- suspend, show, take down ----------------------------------------------------------------------


async def test_listing_is_suspended_at_once_and_the_provider_is_told_only_where_it_is_wanted(steward, db):
    provider = await make_provider()
    listing_id = await publish_of(provider)
    answer = await steward.post(
        f"/stewards/listings/{listing_id}/suspend", data={"reason": "safety", "words": "Ring me first."}
    )
    assert answer.headers["location"] == f"/stewards/listings/{listing_id}?done=suspended"
    with pytest.raises(NotFoundError):
        await listings.get_listing(listing_id)
    assert await kinds_of_letters(db, provider) == []
    text = (await steward.get(answer.headers["location"])).text
    assert "The listing is out of sight." in text
    assert "Sam Steward suspended it" in text
    assert "Ring me first." in text
    assert "The provider was not told." in text
    answer = await steward.post(f"/stewards/listings/{listing_id}/show")
    assert answer.headers["location"].endswith("?done=shown")
    assert (await listings.get_listing(listing_id)).id == listing_id
    assert [kind for kind, _words in await kinds_of_letters(db, provider)] == ["listing_hidden"]


async def test_provider_who_is_told_reads_why(steward, db):
    provider = await make_provider()
    listing_id = await publish_of(provider)
    answer = await steward.post(
        f"/stewards/listings/{listing_id}/suspend",
        data={"reason": "checks", "words": "Your insurance ran out.", "tell": "y"},
    )
    assert answer.headers["location"].endswith("?done=suspended-told")
    ((kind, words),) = await kinds_of_letters(db, provider)
    assert kind == "listing_hidden"
    assert "Your insurance ran out." in words
    assert rules.suspend_words()[SuspendReason.CHECKS] in words


async def test_ending_a_suspension_leaves_other_reasons(steward, db):
    listing_id = await publish(make_activity())
    await suspend(listing_id)
    await listings.hide_listing(listing_id, HiddenReason.NOT_CONFIRMED, actor=ACTOR)
    await steward.post(f"/stewards/listings/{listing_id}/show")
    assert (await listings.get_stored(listing_id)).hidden_for == {HiddenReason.NOT_CONFIRMED}
    assert "not confirmed for too long" in (await steward.get(f"/stewards/listings/{listing_id}")).text


async def test_suspension_by_another_room_is_shown_without_words(steward):
    listing_id = await publish(make_activity())
    await suspend(listing_id)
    assert await moderating.find_suspension(listing_id) is None
    assert (await steward.get(f"/stewards/listings/{listing_id}")).status_code == 200


@pytest.mark.parametrize(
    ("action", "typed", "field"),
    [
        ("suspend", {}, "reason"),
        ("suspend", {"reason": "x"}, "reason"),
        ("suspend", {"reason": "other"}, "words"),
        ("suspend", {"reason": "safety", "words": "x" * 2_001}, "words"),
        ("withdraw", {}, "why"),
        ("withdraw", {"why": "short"}, "why"),
        ("withdraw", {"why": "x" * 2_001}, "why"),
    ],
)
async def test_what_is_missing_is_told_at_the_field_and_nothing_happens(steward, action, typed, field):
    listing_id = await publish(make_activity())
    answer = await steward.post(f"/stewards/listings/{listing_id}/{action}", data=typed)
    assert answer.status_code == 422
    assert "<title>Error: " in answer.text
    assert f'href="#{field}"' in answer.text
    assert f'id="{field}-error"' in answer.text
    stored = await listings.get_stored(listing_id)
    assert (stored.status, stored.is_hidden) == (ListingStatus.PUBLISHED, False)


async def test_listing_is_taken_down_for_good_and_the_provider_reads_why(steward, db):
    provider = await make_provider()
    listing_id = await publish_of(provider)
    answer = await steward.post(f"/stewards/listings/{listing_id}/withdraw", data={"why": WHY})
    assert answer.headers["location"].endswith("?done=withdrawn")
    assert (await listings.get_stored(listing_id)).status is ListingStatus.WITHDRAWN
    ((kind, words),) = await kinds_of_letters(db, provider)
    assert (kind, WHY in words) == ("listing_withdrawn", True)


async def test_what_stewards_did_is_on_record_for_their_council(steward):
    listing_id = await publish(make_activity())
    await steward.post(f"/stewards/listings/{listing_id}/suspend", data={"reason": "safety"})
    entries = await audit.list_history("listing", listing_id)
    assert [entry.action for entry in entries[-2:]] == ["hide", "suspend"]
    assert {(entry.actor, entry.council) for entry in entries[-2:]} == {
        (str(steward.account.id), "E06000054")
    }


# -- history ---------------------------------------------------------------------------------------


async def test_any_past_version_is_shown_on_the_page_on_which_everybody_saw_it(steward):
    listing_id = await publish(make_activity(title="First title of it"))
    await change(listing_id, title="Second title of it")
    (kept,) = (await history.list_versions(listing_id)).items
    text = (await steward.get(f"/stewards/listings/{listing_id}/history")).text
    assert "First title of it" in text
    assert "Second title of it" in text
    page = await steward.get(f"/stewards/listings/{listing_id}/versions/{kept.version}")
    assert page.status_code == 200
    assert '<h1 class="govuk-heading-l" id="title">First title of it</h1>' in page.text
    assert "This stood from" in page.text
    assert "noindex" in page.text
    now = await steward.get(f"/stewards/listings/{listing_id}/versions/{kept.version + 1}")
    assert "This stands since" in now.text


async def test_two_versions_are_compared_the_older_first(steward):
    listing_id = await publish(make_activity(title="First title of it"))
    newest = await change(listing_id, title="Second title of it")
    (kept,) = (await history.list_versions(listing_id)).items
    pages = [
        (await steward.get(f"/stewards/listings/{listing_id}/compare?from={a}&to={b}")).text
        for a, b in ((kept.version, newest), (newest, kept.version))
    ]
    assert pages[0] == pages[1]
    assert re.search(r"<del[^>]*>.*?First<", pages[0])
    assert re.search(r"<ins[^>]*>.*?Second<", pages[0])
    same = (await steward.get(f"/stewards/listings/{listing_id}/compare?from={newest}&to={newest}")).text
    assert "Nothing differs" in same


@pytest.mark.parametrize("version", ["0", "2", "99", "x", "-1", "9" * 30, "²"])
async def test_version_that_never_was_is_not_found(steward, version):
    listing_id = await publish(make_activity())
    assert (await steward.get(f"/stewards/listings/{listing_id}/versions/{version}")).status_code == 404


@pytest.mark.parametrize("query", ["", "?from=x&to=3", "?from=3", "?to=3", "?from=0&to=3"])
async def test_comparison_of_nothing_leads_to_the_history(steward, query):
    listing_id = await publish(make_activity())
    answer = await steward.get(f"/stewards/listings/{listing_id}/compare{query}")
    assert answer.headers["location"] == f"/stewards/listings/{listing_id}/history"


async def test_history_is_paged(steward, monkeypatch):
    monkeypatch.setattr(history, "PER_PAGE", 2)
    listing_id = await publish(make_enterprise())
    for number in range(3):
        await change(listing_id, title=f"Title number {number}")
    first, second = [
        (await steward.get(f"/stewards/listings/{listing_id}/history?page={page}")).text for page in (1, 2)
    ]
    assert "Page 1 of 2" in first
    assert "Title number 2" in first
    assert make_enterprise().title in second


async def test_listing_is_changed_on_behalf_of_its_provider_on_the_providers_pages(steward):
    listing_id = await publish(make_activity())
    answer = await steward.post(f"/stewards/listings/{listing_id}/change")
    path = answer.headers["location"]
    assert path.startswith("/provider/requests/")
    page = await steward.get(path)
    assert page.status_code == 200
    assert f'href="/stewards/listings/{listing_id}"' in page.text
    for end in ("/answers/offer", "/photos", "/area", "/check", "/preview", "/discard"):
        assert (await steward.get(path + end)).status_code == 200
    answer = await steward.post(f"{path}/discard", data={"version": "1"})
    assert answer.headers["location"] == "/stewards"


async def test_listing_that_somebody_else_is_changing_is_left_alone(steward):
    request = await make_change(await make_provider(), NEW_TITLE)
    answer = await steward.post(f"/stewards/listings/{request.listing_id}/change")
    assert answer.status_code == 409
    assert "Somebody else is changing this listing" in answer.text


async def test_moderating_is_refused_to_whoever_is_no_steward(db):
    listing_id = await publish(make_activity())
    await councils.add_council("E06000054", actor=ACTOR)
    provider = await make_provider()
    for doing in (
        moderating.get_listing(listing_id, provider),
        moderating.suspend_listing(listing_id, SuspendReason.SAFETY, "", provider, tell_provider=True),
        moderating.end_suspension(listing_id, provider),
        moderating.withdraw_listing(listing_id, WHY, provider),
    ):
        with pytest.raises(NotFoundError):
            await doing


async def test_nobody_ends_the_suspension_of_what_they_offer_themselves(db):
    listing_id = await publish(make_activity())
    await councils.add_council("E06000054", actor=ACTOR)
    account = await make_account(Role.STEWARD, "E06000054")
    own, colleague = await viewer_of(account), await viewer_of(await make_account(Role.STEWARD, "E06000054"))
    organization = (await listings.get_stored(listing_id)).draft.organization
    await add_person(organization.id, account.id, MemberRole.OWNER, actor=ACTOR)
    await moderating.suspend_listing(listing_id, SuspendReason.SAFETY, "", colleague, tell_provider=False)
    with pytest.raises(ConflictError, match="another steward"):
        await moderating.end_suspension(listing_id, own)
    with pytest.raises(NotFoundError):
        await listings.get_listing(listing_id)
    await moderating.end_suspension(listing_id, colleague)
    assert (await listings.get_listing(listing_id)).id == listing_id


async def test_erased_listing_is_called_that(steward):
    listing_id = await publish(make_activity())
    await erase_listing_content(listing_id, actor=ACTOR)
    for path in ("/stewards/listings?state=withdrawn", f"/stewards/listings/{listing_id}"):
        assert "A listing that was erased" in (await steward.get(path)).text, path
