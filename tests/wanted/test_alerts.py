"""Alerts: what is new is told once, in one letter a day at most, and stops when somebody says so."""

from datetime import UTC, datetime, timedelta

import pytest

from marketplace.accounts import service as accounts
from marketplace.holders import DATA_HOLDERS
from marketplace.kernel import clock
from marketplace.kernel.database import connection
from marketplace.wanted import service as adverts
from marketplace.wanted.alerts import service
from marketplace.wanted.alerts.schemas import AlertChoices, AlertKind
from marketplace.wanted.keeping import service as keeping
from marketplace.wanted.matching import rules as matching
from marketplace.wanted.searches import service as searches
from search.engine import SearchError
from tests.factories.accounts import make_account, viewer_of
from tests.factories.enquiries import make_offer
from tests.factories.listings import make_organization, make_personal_assistant, publish, suspend
from tests.factories.wanted import WORDS, make_published, make_steward, make_wish

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NAME = "Help with epilepsy"


@pytest.fixture(autouse=True)
def unchecked(monkeypatch):
    """Every listing counts as checked; what checks decide is told apart in other tests."""
    monkeypatch.setattr(matching, "is_checked", lambda *_: True)


class Hits:
    """Stands for the search engine: each search finds what it was given."""

    def __init__(self):
        self.found, self.asked, self.is_down = set(), [], False

    async def __call__(self, query):
        self.asked.append(query)
        if self.is_down:
            raise SearchError("away")
        return frozenset(self.found)


@pytest.fixture
def hits():
    return Hits()


async def rows(statement, *values):
    async with connection() as raw:
        return [dict(row) for row in await raw.fetch(statement, *values)]


async def run(moment, hits=None):
    """Do the work of a day at a moment; return how many letters it wrote."""
    with clock.stopped_at(moment):
        return await service.send_alerts(hits or Hits())


async def searcher(moment=MONDAY - HOUR, **more):
    """Somebody with a saved search."""
    account = await make_account("person", **more)
    viewer = await viewer_of(account)
    with clock.stopped_at(moment):
        await searches.save_search(NAME, "q=epilepsy", viewer, wants_alerts=True)
    return account, viewer


async def publish_at(moment, name="Amina K.", **draft):
    with clock.stopped_at(moment):
        return await publish(make_personal_assistant(organization=make_organization(name), **draft))


async def offer_at(moment, name="Amina K.", **draft):
    with clock.stopped_at(moment):
        return await make_offer(make_personal_assistant(organization=make_organization(name), **draft))


async def advert_at(moment, **more):
    with clock.stopped_at(moment):
        return await make_published(**more)


async def told():
    return await rows("SELECT * FROM alert_told ORDER BY id")


def text_of(letter):
    return str(letter["parts"])


async def test_a_new_listing_of_a_saved_search_is_told_once(db, hits, letters):
    account, _viewer = await searcher()
    hits.found = {await publish_at(MONDAY + HOUR)}
    assert await run(MONDAY + 2 * HOUR, hits) == 1
    (letter,) = await letters("something_new")
    assert (letter["recipient"], letter["account"]) == (account.address, account.id)
    assert "One new listing is in your saved searches." in text_of(letter)
    for later in (MONDAY + 3 * HOUR, MONDAY + DAY, MONDAY + 10 * DAY):
        assert await run(later, hits) == 0
    assert len(await told()) == 1


async def test_what_was_there_before_the_search_was_saved_is_not_new(db, hits):
    hits.found = {await publish_at(MONDAY - DAY)}
    await searcher()
    assert await run(MONDAY, hits) == 0
    assert hits.asked == []


async def test_without_anything_new_no_search_is_run(db, hits):
    await searcher()
    await run(MONDAY, hits)
    await run(MONDAY + DAY, hits)
    assert hits.asked == []


async def test_a_search_that_was_not_to_be_told_is_not_run(db, hits):
    viewer = await viewer_of(await make_account("person"))
    with clock.stopped_at(MONDAY):
        await searches.save_search(NAME, "q=x", viewer, wants_alerts=False)
    hits.found = {await publish_at(MONDAY + HOUR)}
    assert await run(MONDAY + DAY, hits) == 0
    assert hits.asked == []


async def test_all_that_is_new_for_somebody_comes_in_one_letter(db, hits, letters):
    account = await make_account("provider", name="Amina Khan")
    viewer = await viewer_of(account)
    with clock.stopped_at(MONDAY):
        await searches.save_search(NAME, "q=x", viewer, wants_alerts=True)
    await advert_at(MONDAY, account=account)
    own = await offer_at(MONDAY)
    async with connection() as raw:
        await raw.execute(
            "UPDATE organization_member SET account = $1 WHERE account = $2", account.id, own.account.id
        )
    await run(MONDAY + HOUR)
    hits.found = {await publish_at(MONDAY + 2 * HOUR, "Ben O.")}
    await advert_at(MONDAY + 2 * HOUR)
    assert await run(MONDAY + DAY, hits) >= 1
    (letter,) = [each for each in await letters("something_new") if each["account"] == account.id]
    for part in ("Somebody near you looks for", "Somebody new may suit", "One new listing is in"):
        assert part in text_of(letter)
    assert {each["kind"] for each in await told() if each["account"] == account.id} == set(AlertKind)


async def test_a_provider_is_told_of_adverts_that_suit_and_of_no_others(db, letters):
    offer = await offer_at(MONDAY - DAY)
    await run(MONDAY)
    suits = await advert_at(MONDAY + HOUR)
    await advert_at(MONDAY + HOUR, place="LS1 1UR")
    assert await run(MONDAY + DAY) == 1
    (letter,) = await letters("something_new")
    assert letter["account"] == offer.account.id
    assert [each["item"] for each in await told()] == [suits.id]
    assert await run(MONDAY + 2 * DAY) == 0


async def test_an_advert_that_suits_several_listings_of_a_provider_is_told_once(db):
    first = await offer_at(MONDAY - DAY)
    await run(MONDAY)
    await advert_at(MONDAY + HOUR)
    assert await run(MONDAY + DAY) == 1
    with clock.stopped_at(MONDAY + DAY + HOUR):
        organization = make_organization(id=first.organization)
        await publish(make_personal_assistant(organization=organization, title="Shopping and swimming"))
    await run(MONDAY + 2 * DAY)
    assert len([each for each in await told() if each["account"] == first.account.id]) == 1


async def test_an_advert_that_suits_only_since_a_change_of_it_is_told_once_it_is_approved(db):
    offer = await offer_at(MONDAY - DAY)
    posted = await advert_at(MONDAY, wish=make_wish(languages=("somali",)))
    assert await run(MONDAY + HOUR) == 0
    with clock.stopped_at(MONDAY + 5 * DAY):
        wish = make_wish()
        change = await adverts.save_advert(
            posted.id, wish, "", await posted.version(), posted.viewer, gazetteer=None
        )
        await adverts.hand_in(change, 1, posted.viewer)
    assert await run(MONDAY + 5 * DAY) == 0
    with clock.stopped_at(MONDAY + 5 * DAY + HOUR):
        await adverts.approve(change, 2, await make_steward("national"))
    assert await run(MONDAY + 6 * DAY) == 1
    assert [(each["account"], each["item"]) for each in await told()] == [(offer.account.id, posted.id)]


async def test_who_got_listed_while_an_advert_was_over_is_told_when_it_is_put_up_again(db):
    posted = await advert_at(MONDAY)
    with clock.stopped_at(MONDAY + 61 * DAY):
        await keeping.close_adverts()
    offer = await offer_at(MONDAY + 62 * DAY)
    assert await run(MONDAY + 63 * DAY) == 0
    with clock.stopped_at(MONDAY + 70 * DAY):
        await adverts.renew_advert(posted.id, await posted.version(), posted.viewer)
    await run(MONDAY + 71 * DAY)
    theirs = [each["item"] for each in await told() if each["account"] == offer.account.id]
    assert theirs == [posted.id]


async def test_who_gets_listed_is_told_at_once_of_all_that_suits(db, letters):
    await advert_at(MONDAY - 20 * DAY)
    await advert_at(MONDAY - 10 * DAY)
    offer = await offer_at(MONDAY)
    await run(MONDAY + HOUR)
    (letter,) = [each for each in await letters("something_new") if each["account"] == offer.account.id]
    assert "2 people near you look for support that you offer." in text_of(letter)


async def test_a_person_is_told_of_listings_that_came_after_their_advert(db, letters):
    await offer_at(MONDAY - 2 * DAY)
    posted = await advert_at(MONDAY - DAY)
    await run(MONDAY)
    new = await publish_at(MONDAY + HOUR, "Ben O.")
    await publish_at(MONDAY + HOUR, "Cy P.", support_types=("cleaning",))
    await run(MONDAY + DAY)
    mine = [each for each in await told() if each["account"] == posted.account.id]
    assert [(each["subject"], each["item"]) for each in mine] == [(posted.id, new)]


async def test_without_the_councils_checks_nobody_is_told(db, monkeypatch):
    monkeypatch.undo()
    await offer_at(MONDAY - DAY)
    await run(MONDAY)
    await advert_at(MONDAY + HOUR)
    await publish_at(MONDAY + 2 * HOUR, "Ben O.")
    assert await run(MONDAY + DAY) == 0


async def test_the_letter_says_nothing_of_what_is_looked_for(db, hits, letters):
    await searcher()
    await offer_at(MONDAY - DAY)
    await run(MONDAY)
    hits.found = {await publish_at(MONDAY + HOUR, "Ben O.", title="Epilepsy support at night")}
    await advert_at(MONDAY + HOUR)
    assert await run(MONDAY + DAY, hits) == 2
    for letter in await letters("something_new"):
        said = letter["subject"] + text_of(letter)
        assert not any(private in said for private in (NAME, "pilepsy", WORDS, "wimming", "Ben", "SN12"))


async def test_a_listing_that_reached_the_index_late_is_told_the_next_day(db, hits):
    await searcher()
    late = await publish_at(MONDAY + HOUR)
    assert await run(MONDAY + 2 * HOUR, hits) == 0
    hits.found = {late}
    assert await run(MONDAY + DAY, hits) == 1


async def test_while_the_engine_is_down_adverts_are_told_and_searches_wait(db, hits, letters):
    await searcher()
    await offer_at(MONDAY - DAY)
    await run(MONDAY)
    await advert_at(MONDAY + HOUR)
    hits.found, hits.is_down = {await publish_at(MONDAY + 2 * HOUR, "Ben O.")}, True
    await run(MONDAY + DAY, hits)
    assert {each["kind"] for each in await told()} == {"advert", "own_advert"}
    hits.is_down = False
    assert await run(MONDAY + 6 * DAY, hits) == 1
    assert "search" in {each["kind"] for each in await told()}


async def test_a_week_of_downtime_is_caught_up_in_one_letter(db, hits, letters):
    await searcher()
    await run(MONDAY, hits)
    hits.found = {await publish_at(MONDAY + days * DAY, f"Olu {'ABC'[days]}.") for days in range(3)}
    assert await run(MONDAY + 8 * DAY, hits) == 1
    (letter,) = await letters("something_new")
    assert "3 new listings are in your saved searches." in text_of(letter)


async def test_a_clock_that_was_wrong_stops_nothing_and_tells_nothing_twice(db, hits):
    await searcher()
    await run(MONDAY + 3000 * DAY, hits)
    hits.found = {await publish_at(MONDAY + HOUR)}
    assert await run(MONDAY + 2 * HOUR, hits) == 1
    assert await run(MONDAY - DAY, hits) == 0
    assert await run(MONDAY + DAY, hits) == 0


async def test_letters_go_out_by_day(db):
    at = [hour for hour in range(24) if service.is_time(datetime(2026, 3, 2, hour, tzinfo=UTC))]
    assert at == list(range(8, 18))
    assert service.is_time(datetime(2026, 7, 1, 7, 30, tzinfo=UTC))


async def test_who_stopped_gets_none_and_who_begins_again_what_comes_from_then_on(db, hits):
    _account, viewer = await searcher()
    await run(MONDAY, hits)
    with clock.stopped_at(MONDAY):
        await service.choose(AlertChoices(has_stopped=True), viewer)
    hits.found = {await publish_at(MONDAY + HOUR)}
    assert await run(MONDAY + 9 * DAY, hits) == 0
    with clock.stopped_at(MONDAY + 10 * DAY):
        await service.choose(AlertChoices(), viewer)
    assert await run(MONDAY + 11 * DAY, hits) == 0
    hits.found |= {await publish_at(MONDAY + 11 * DAY + HOUR, "Ben O.")}
    assert await run(MONDAY + 12 * DAY, hits) == 1
    assert len(await told()) == 2


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        (AlertChoices(about_adverts=False), {"own_advert"}),
        (AlertChoices(about_own_adverts=False), {"advert"}),
    ],
    ids=["not of adverts", "not for own adverts"],
)
async def test_each_kind_can_be_left_out(db, choices, expected):
    offer, posted = await offer_at(MONDAY - DAY), await advert_at(MONDAY - DAY)
    await run(MONDAY)
    before = {each["id"] for each in await told()}
    for viewer in (offer.viewer, posted.viewer):
        await service.choose(choices, viewer)
    await advert_at(MONDAY + HOUR)
    await publish_at(MONDAY + HOUR, "Ben O.")
    await run(MONDAY + DAY)
    mine = [each for each in await told() if each["id"] not in before]
    assert {e["kind"] for e in mine if e["account"] in {offer.account.id, posted.account.id}} == expected


async def test_a_suspended_listing_is_told_to_nobody(db, hits):
    await searcher()
    hits.found = {await publish_at(MONDAY + HOUR)}
    await suspend(next(iter(hits.found)))
    assert await run(MONDAY + DAY, hits) == 0


async def test_what_came_new_stands_at_its_search_for_two_weeks(db, hits):
    _account, viewer = await searcher()
    new = await publish_at(MONDAY + HOUR)
    hits.found = {new}
    await run(MONDAY + DAY, hits)
    with clock.stopped_at(MONDAY + 2 * DAY):
        (search,) = (await searches.list_searches(viewer)).items
        assert search.new == 1
        assert [each.id for each in (await service.list_new(search.id, viewer)).items] == [new]
        stranger = await viewer_of(await make_account("person"))
        assert (await service.list_new(search.id, stranger)).total == 0
    with clock.stopped_at(MONDAY + 20 * DAY):
        assert (await searches.get_search(search.id, viewer)).new == 0
    with clock.stopped_at(MONDAY + 62 * DAY):
        assert await service.drop_old_told() == 1
    assert await told() == []


async def test_a_removed_search_is_told_no_more(db, hits):
    _account, viewer = await searcher()
    (search,) = (await searches.list_searches(viewer)).items
    await searches.drop_search(search.id, viewer)
    hits.found = {await publish_at(MONDAY + HOUR)}
    assert await run(MONDAY + DAY, hits) == 0


async def test_a_deleted_account_leaves_nothing_and_can_take_all_with_it_before(db, hits):
    account, _viewer = await searcher()
    hits.found = {await publish_at(MONDAY + HOUR)}
    await run(MONDAY + DAY, hits)
    data = await accounts.download_data(account.id, DATA_HOLDERS.all)
    assert [each["name"] for each in data["saved_searches"]] == [NAME]
    assert [each["item"] for each in data["alerts"]["told"]] == list(hits.found)
    await accounts.delete_account(account.id, DATA_HOLDERS.all, actor="test")
    for table in ("saved_search", "alert_account", "alert_told", "link"):
        assert await rows(f"SELECT * FROM {table}") == []


# The link in a letter


async def stop_path(letters):
    return (await letters("something_new"))[-1]["unsubscribe_url"]


async def test_a_link_in_the_letter_stops_them_without_signing_in(db, hits, letters, browse):
    _account, viewer = await searcher()
    hits.found = {await publish_at(MONDAY + HOUR)}
    await run(MONDAY + DAY, hits)
    path = await stop_path(letters)
    with clock.stopped_at(MONDAY + 2 * DAY):
        visitor = await browse()
        page = await visitor.get(path)
        assert page.status_code == 200
        assert "noindex" in page.headers["x-robots-tag"]
        assert not (await service.get_choices(viewer)).has_stopped
        for _twice in range(2):
            # As a mail program posts by itself: from no page of ours.
            answer = await visitor.post(path, headers={"sec-fetch-site": "cross-site"})
            assert (answer.status_code, answer.headers["location"]) == (303, "/alerts/stopped")
        assert (await visitor.get("/alerts/stopped")).status_code == 200
    assert (await service.get_choices(viewer)).has_stopped
    hits.found |= {await publish_at(MONDAY + 2 * DAY, "Ben O.")}
    assert await run(MONDAY + 3 * DAY, hits) == 0


async def test_a_link_stops_the_letters_of_its_own_account_only(db, hits, letters, browse):
    account, viewer = await searcher()
    _other, other_viewer = await searcher()
    hits.found = {await publish_at(MONDAY + HOUR)}
    await run(MONDAY + DAY, hits)
    (letter,) = [each for each in await letters("something_new") if each["account"] == account.id]
    with clock.stopped_at(MONDAY + DAY):
        await (await browse()).post(letter["unsubscribe_url"])
    assert (await service.get_choices(viewer)).has_stopped
    assert not (await service.get_choices(other_viewer)).has_stopped


@pytest.mark.parametrize("token", ["x", "a" * 43, "%2e%2e", "é"])
async def test_a_link_that_is_no_link_is_answered_kindly(browse, token):
    visitor = await browse()
    for ask in (visitor.get, visitor.post):
        assert (await ask(f"/alerts/stop/{token}")).status_code == 404


async def test_emails_are_chosen_on_a_page(browse):
    account = await make_account("person")
    browser = await browse(account)
    assert (await browser.get("/searches/emails")).status_code == 200
    answer = await browser.post("/searches/emails", data={"about_adverts": "y"})
    assert answer.status_code == 422
    answer = await browser.post("/searches/emails", data={"emails": "never", "about_adverts": "y"})
    assert answer.status_code == 303
    assert await service.get_choices(await viewer_of(account)) == AlertChoices(
        has_stopped=True, about_own_adverts=False, about_adverts=True
    )


@pytest.mark.parametrize("number", [2, 9])
async def test_a_night_takes_the_same_statements_for_few_and_many(db, hits, statements, number):
    for _count in range(number):
        await searcher()
    hits.found = {await publish_at(MONDAY + HOUR)}
    async with statements() as ran:
        assert await run(MONDAY + DAY, hits) == number
    assert len(ran) == 14


async def test_new_adverts_wait_on_the_home_page_until_they_are_looked_at(db, statements):
    offer = await offer_at(MONDAY - DAY)
    posted = await advert_at(MONDAY - HOUR)
    await service.choose(AlertChoices(has_stopped=True), offer.viewer)
    assert await run(MONDAY) == 0
    with clock.stopped_at(MONDAY + HOUR):
        async with statements() as ran:
            (need,) = await service.list_needs(offer.viewer)
        assert len(ran) == 1
        assert (need.code, need.count, need.since) == ("adverts_matching", 1, MONDAY)
        assert await service.list_needs(posted.viewer) == []
        await service.note_seen(offer.viewer)
        assert await service.list_needs(offer.viewer) == []
    await advert_at(MONDAY + 2 * HOUR)
    await run(MONDAY + DAY)
    with clock.stopped_at(MONDAY + DAY + HOUR):
        (need,) = await service.list_needs(offer.viewer)
        assert need.count == 1


# Checks that are complete after publishing


@pytest.fixture
def checked(monkeypatch):
    """What says of whom the checks are complete: of nobody at first."""
    complete = set()
    monkeypatch.setattr(matching, "is_checked", lambda offer, *_: offer.id in complete)
    return complete


async def told_to(account):
    return [
        (each["kind"], each["subject"], each["item"])
        for each in await told()
        if each["account"] == account.id
    ]


async def test_a_listing_whose_checks_are_complete_later_is_told_both_ways_once(db, checked, letters):
    offer = await offer_at(MONDAY - 30 * DAY)
    posted = await advert_at(MONDAY - 20 * DAY)
    for days in range(-20, 0):
        assert await run(MONDAY + days * DAY) == 0
    checked.add(offer.listing)
    assert await run(MONDAY) == 2
    assert await told_to(offer.account) == [("advert", offer.account.id, posted.id)]
    assert await told_to(posted.account) == [("own_advert", posted.id, offer.listing)]
    assert "Somebody new may suit" in text_of((await letters("something_new"))[-1]) + text_of(
        (await letters("something_new"))[-2]
    )
    for days in range(1, 10):
        assert await run(MONDAY + days * DAY) == 0
    await advert_at(MONDAY + 10 * DAY)
    assert await run(MONDAY + 11 * DAY) == 1, "what comes from then on is told as always"


async def test_what_suited_all_the_time_is_not_told_as_new_when_nothing_changed(db, checked):
    offer = await offer_at(MONDAY - 30 * DAY)
    checked.add(offer.listing)
    posted = await advert_at(MONDAY - 20 * DAY)
    for days in range(5):
        await run(MONDAY + days * DAY)
    assert await told_to(posted.account) == []
    assert await rows("SELECT * FROM alert_listing") == []


async def test_a_check_that_ran_out_and_is_renewed_brings_the_adverts_of_between(db, checked):
    offer = await offer_at(MONDAY - 30 * DAY)
    checked.add(offer.listing)
    before = await advert_at(MONDAY - 20 * DAY)
    await run(MONDAY - 19 * DAY)
    checked.clear()
    await run(MONDAY - 18 * DAY)
    between = await advert_at(MONDAY - 17 * DAY)
    assert await run(MONDAY - 16 * DAY) == 0
    checked.add(offer.listing)
    await run(MONDAY)
    await run(MONDAY + DAY)
    theirs = [item for _kind, _subject, item in await told_to(offer.account)]
    assert theirs == [before.id, between.id]


async def test_checks_are_looked_at_as_the_council_asks_for_them(db, monkeypatch):
    monkeypatch.undo()
    offer = await offer_at(MONDAY - 30 * DAY)
    posted = await advert_at(MONDAY - 20 * DAY)
    assert await run(MONDAY - DAY) == 0
    with clock.stopped_at(MONDAY - HOUR):
        await accept_all_checks(offer.listing)
    assert await run(MONDAY) == 2
    assert await told_to(offer.account) == [("advert", offer.account.id, posted.id)]


async def accept_all_checks(listing_id):
    """What is there once a steward has seen the last of the papers."""
    kinds = ["dbs", "identity", "right_to_work", "references"]
    await rows("DELETE FROM check_record WHERE service = $1", listing_id)
    await rows(
        """INSERT INTO check_record (id, service, position, kind, level, checked_on, checked_by)
        SELECT gen_random_uuid(), $1, n, kind, '', DATE '2026-01-01', 'test'
        FROM unnest($2::text[]) WITH ORDINALITY AS k (kind, n)""",
        listing_id,
        kinds,
    )


async def test_a_clock_that_was_ahead_when_checks_were_complete_is_put_right(db, checked):
    offer = await offer_at(MONDAY - 30 * DAY)
    await run(MONDAY - DAY)
    checked.add(offer.listing)
    await run(MONDAY + 3000 * DAY)
    await run(MONDAY)
    assert [each["complete_at"] for each in await rows("SELECT * FROM alert_listing")] == [MONDAY]


# Where the letter leads


def links_of(letter):
    """The addresses of its buttons."""
    return [part["url"] for part in letter["parts"] if "url" in part]


async def test_the_letter_leads_to_what_is_new_of_the_advert_or_to_all_that_have_news(db, letters, browse):
    one = await advert_at(MONDAY - DAY)
    several = await advert_at(MONDAY - DAY)
    second = await advert_at(MONDAY - DAY + HOUR, account=several.account)
    await publish_at(MONDAY - 2 * DAY, "Old O.", title="Here for long")
    await run(MONDAY)
    await publish_at(MONDAY + HOUR, "Ben O.", title="Here since Monday")
    await run(MONDAY + DAY)
    await publish_at(MONDAY + DAY + HOUR, "Cy P.", title="Here since Tuesday")
    await run(MONDAY + 2 * DAY)
    written = await letters("something_new")
    assert {tuple(links_of(each)) for each in written if each["account"] == one.account.id} == {
        (f"/wanted/{one.id}/matches",)
    }
    assert {tuple(links_of(each)) for each in written if each["account"] == several.account.id} == {
        ("/wanted",)
    }
    with clock.stopped_at(MONDAY + 2 * DAY + HOUR):
        browser = await browse(one.account)
        page = (await browser.get(f"/wanted/{one.id}/matches")).text
        places = [page.index(title) for title in ("Here since Tuesday", "Here since Monday", "Here for long")]
        assert places == sorted(places)
        assert page.count("New since") == 2
        listed = (await (await browse(several.account)).get("/wanted")).text
        assert listed.count("2 new") == 2
        assert f"/wanted/{second.id}/matches" in listed
    with clock.stopped_at(MONDAY + 30 * DAY):
        browser = await browse(one.account)
        assert "New since" not in (await browser.get(f"/wanted/{one.id}/matches")).text


async def test_an_advert_with_news_comes_before_a_younger_one_without(db):
    posted = await advert_at(MONDAY - 2 * DAY)
    with clock.stopped_at(MONDAY - DAY):
        younger = await make_published(make_wish(languages=("somali",)), account=posted.account)
    await run(MONDAY)
    await publish_at(MONDAY + HOUR)
    await run(MONDAY + DAY)
    with clock.stopped_at(MONDAY + DAY):
        listed = (await adverts.list_adverts(posted.viewer)).items
    assert [(own.advert.id, own.new) for own in listed] == [(posted.id, 1), (younger.id, 0)]


async def test_the_letter_leads_to_what_is_new_of_the_search_or_to_all_that_have_news(
    db, hits, letters, browse
):
    account, viewer = await searcher()
    hits.found = {await publish_at(MONDAY + HOUR, title="Here since Monday")}
    await run(MONDAY + 2 * HOUR, hits)
    with clock.stopped_at(MONDAY + 3 * HOUR):
        (search,) = (await searches.list_searches(viewer)).items
        await searches.save_search("Quiet", "q=quiet", viewer, wants_alerts=True)
    hits.found |= {await publish_at(MONDAY + 4 * HOUR, "Ben O.", title="Here since later")}
    await run(MONDAY + DAY, hits)
    first, second = await letters("something_new")
    assert (links_of(first), links_of(second)) == ([f"/searches/{search.id}"], ["/searches"])
    with clock.stopped_at(MONDAY + DAY + HOUR):
        browser = await browse(account)
        page = (await browser.get(f"/searches/{search.id}")).text
        marks = ["New since 3 March 2026", "Here since later", "New since 2 March 2026", "Here since Monday"]
        assert [page.index(mark) for mark in marks] == sorted(page.index(mark) for mark in marks)
        assert page.index("Here since Monday") < page.index("See all results")
