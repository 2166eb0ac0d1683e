"""What is free now: said without a review, by a link without a password, and asked for by letter."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.accounts.schemas import Role
from marketplace.audit.service import list_history
from marketplace.councils import service as councils
from marketplace.kernel import clock
from marketplace.kernel.database import DB, transaction
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError
from marketplace.links import service as links
from marketplace.listings import service as listings
from marketplace.listings.capacity import rules, service
from marketplace.listings.capacity.schemas import Answer, Asked, FreeNow
from marketplace.listings.organizations.schemas import MemberRole
from marketplace.listings.organizations.service import add_person, create_organization, remove_member
from marketplace.listings.schemas import Capacity, ListingKind, ListingStatus
from tests.factories.accounts import make_account, viewer_of
from tests.factories.listings import ACTOR, make_activity, make_organization, make_personal_assistant, publish

NOON = datetime(2026, 6, 10, 12, tzinfo=UTC)
YES, NONE = Asked(answer=Answer.YES), Asked(answer=Answer.NONE)


async def provider(draft=None, **changes):
    """Somebody with a public listing: the viewer, and its id."""
    viewer = await viewer_of(await make_account(Role.PROVIDER))
    organization_id = await create_organization("Amina K.", viewer)
    draft = draft or make_personal_assistant
    listing_id = await publish(draft(organization=make_organization(id=organization_id), **changes))
    return viewer, listing_id


async def token_for(viewer, listing_id, purpose=service.PURPOSE, **options):
    expires_at = options.pop("expires_at", clock.now() + timedelta(days=1))
    return await links.make_link(
        purpose, record_id=listing_id, account_id=viewer.account_id, expires_at=expires_at, **options
    )


async def letters():
    return await DB.run_ddl(
        "SELECT recipient, subject, parts, unsubscribe_url FROM letter ORDER BY queued_at"
    )


def tokens_in(letter):
    parts, stop = letter[2], letter[3]
    [free] = [part["url"] for part in parts if "url" in part]
    return free.removeprefix("/free/"), stop.removeprefix("/free/stop/")


async def test_capacity_is_public_at_once_and_is_true_today(db):
    viewer, listing_id = await provider()
    version = (await listings.get_listing(listing_id)).version
    now = await service.answer(listing_id, Asked(answer=Answer.CHANGE, hours_per_week=3.5), viewer)
    shown = await listings.get_listing(listing_id)
    assert shown.capacity == Capacity(hours_per_week=3.5, as_of=clock.today()) == now.capacity
    assert shown.version == version + 1


async def test_yes_makes_the_same_numbers_true_today(db):
    viewer, listing_id = await provider()
    assert (await service.get_free_now(listing_id, viewer)).capacity.as_of == date(2026, 1, 12)
    now = await service.answer(listing_id, YES, viewer)
    assert now.capacity == Capacity(hours_per_week=6.5, as_of=clock.today())


@pytest.mark.parametrize(
    ("draft", "capacity"),
    [
        (make_personal_assistant, Capacity(hours_per_week=0, as_of=clock.today())),
        (make_activity, Capacity(places=0, as_of=clock.today())),
    ],
)
async def test_none_makes_it_full(db, draft, capacity):
    viewer, listing_id = await provider(draft)
    await service.answer(listing_id, NONE, viewer)
    assert (await listings.get_listing(listing_id)).capacity == capacity


async def test_change_is_recorded_with_before_and_after(db):
    viewer, listing_id = await provider()
    await service.answer(listing_id, NONE, viewer)
    [entry] = [one for one in await list_history("listing", listing_id) if one.action == "set_capacity"]
    assert entry.actor == str(viewer.account_id)
    assert (entry.before["hours_per_week"], entry.after["hours_per_week"]) == (6.5, 0.0)


async def test_search_index_hears_of_it(db):
    await DB.run_ddl("INSERT INTO search_index (name, added_at) VALUES ('test', now())")
    viewer, listing_id = await provider()
    await DB.run_ddl("DELETE FROM dirty_listing")
    await service.answer(listing_id, NONE, viewer)
    waiting = await DB.run_ddl("SELECT DISTINCT service FROM dirty_listing")
    assert [row[0] for row in waiting] == [listing_id]


@pytest.mark.parametrize(
    "asked",
    [
        Asked(answer=Answer.CHANGE),
        Asked(answer=Answer.CHANGE, hours_per_week=-1),
        Asked(answer=Answer.CHANGE, hours_per_week=5_001),
        Asked(answer=Answer.CHANGE, hours_per_week=float("nan")),
        Asked(answer=Answer.CHANGE, hours_per_week=float("inf")),
        Asked(answer=Answer.CHANGE, places=-1),
        Asked(answer=Answer.CHANGE, places=10**9),
    ],
)
async def test_impossible_numbers_are_refused(db, asked):
    viewer, listing_id = await provider()
    with pytest.raises(InvalidError):
        await service.answer(listing_id, asked, viewer)


async def test_another_providers_listing_is_not_there(db):
    _viewer, listing_id = await provider()
    other, _own = await provider()
    for ask in (
        service.get_free_now(listing_id, other),
        service.answer(listing_id, YES, other),
        service.choose_asking(listing_id, 7, other),
    ):
        with pytest.raises(NotFoundError):
            await ask


async def test_withdrawn_listing_cannot_be_changed(db):
    viewer, listing_id = await provider()
    await listings.withdraw_listing(listing_id, actor=ACTOR)
    with pytest.raises(ConflictError):
        await service.answer(listing_id, YES, viewer)


async def test_who_confirms_what_is_no_longer_shown_is_told(db):
    viewer, listing_id = await provider()
    seen = (await service.get_free_now(listing_id, viewer)).was
    await service.answer(listing_id, NONE, viewer)
    with pytest.raises(ConflictError):
        await service.answer(listing_id, Asked(answer=Answer.YES, was=seen), viewer)


async def test_link_answers_once(db):
    viewer, listing_id = await provider()
    token = await token_for(viewer, listing_id)
    assert (await service.find_by_link(token)).title
    assert (await service.find_by_link(token)).capacity.hours_per_week == 6.5
    await service.answer_by_link(token, NONE)
    with pytest.raises(NotFoundError):
        await service.answer_by_link(token, YES)
    with pytest.raises(NotFoundError):
        await service.find_by_link(token)


async def test_link_still_works_after_impossible_numbers(committed_db):
    viewer, listing_id = await provider()
    token = await token_for(viewer, listing_id)
    with pytest.raises(InvalidError):
        await service.answer_by_link(token, Asked(answer=Answer.CHANGE, hours_per_week=-2))
    with pytest.raises(ConflictError):
        await service.answer_by_link(token, Asked(answer=Answer.YES, was="9.0/None"))
    assert await service.answer_by_link(token, YES)


async def test_of_two_answers_with_one_link_at_once_one_counts(committed_db):
    viewer, listing_id = await provider()
    token = await token_for(viewer, listing_id)
    answers = await asyncio.gather(
        service.answer_by_link(token, YES), service.answer_by_link(token, NONE), return_exceptions=True
    )
    assert sorted(isinstance(one, NotFoundError) for one in answers) == [False, True]
    assert (
        len([one for one in await list_history("listing", listing_id) if one.action == "set_capacity"]) == 1
    )


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "../../x", "é" * 43, "A" * 10_000])
async def test_forged_link_does_nothing(db, token):
    for ask in (service.find_by_link(token), service.answer_by_link(token, YES), service.stop_letters(token)):
        with pytest.raises(NotFoundError):
            await ask


@pytest.mark.parametrize("purpose", ["still_correct", "reset_password", service.STOP_PURPOSE])
async def test_link_for_something_else_does_nothing(db, purpose):
    viewer, listing_id = await provider()
    token = await token_for(viewer, listing_id, purpose)
    with pytest.raises(NotFoundError):
        await service.answer_by_link(token, YES)


async def test_link_that_has_run_out_does_nothing(db):
    viewer, listing_id = await provider()
    token = await token_for(viewer, listing_id)
    with clock.stopped_at(clock.now() + timedelta(days=2)), pytest.raises(NotFoundError):
        await service.answer_by_link(token, YES)


async def test_link_of_somebody_who_left_does_nothing(db):
    viewer, listing_id = await provider()
    organization_id = (await listings.get_stored(listing_id)).draft.organization.id
    other = await make_account(Role.PROVIDER)
    await add_person(organization_id, other.id, MemberRole.MEMBER, actor=ACTOR)
    token = await token_for(await viewer_of(other), listing_id)
    await remove_member(organization_id, other.id, viewer)
    with pytest.raises(NotFoundError):
        await service.answer_by_link(token, YES)


async def test_letter_asks_after_the_councils_time_and_then_again(db):
    await provider(capacity=Capacity(hours_per_week=6, as_of=NOON.date()))
    counts = []
    for day in range(61):
        with clock.stopped_at(NOON + timedelta(days=day)):
            counts.append(await service.ask_what_is_free())
    assert [day for day, count in enumerate(counts) if count] == [28, 56]


async def test_letter_has_a_link_that_answers_and_one_that_stops(db):
    await provider()
    with clock.stopped_at(NOON):
        assert await service.ask_what_is_free() == 1
        [letter] = await letters()
        token, stop = tokens_in(letter)
        assert "6.5" not in letter[1]
        assert (await service.answer_by_link(token, YES)).capacity.as_of == NOON.date()
        await service.stop_letters(stop)
        await service.stop_letters(stop)
        assert await service.find_stop(stop)
    with clock.stopped_at(NOON + timedelta(days=40)):
        await service.ask_what_is_free()
    assert len(await letters()) == 1


async def test_new_letter_ends_the_links_of_the_last(db):
    await provider()
    with clock.stopped_at(NOON):
        await service.ask_what_is_free()
    with clock.stopped_at(NOON + timedelta(days=28)):
        await service.ask_what_is_free()
        old, new = [tokens_in(letter)[0] for letter in await letters()]
        with pytest.raises(NotFoundError):
            await service.find_by_link(old)
        assert await service.find_by_link(new)


async def test_after_a_month_of_downtime_each_is_asked_once(db):
    await provider()
    with clock.stopped_at(NOON + timedelta(days=100)):
        assert [await service.ask_what_is_free() for _ in range(3)] == [1, 0, 0]


async def several(count, viewer=None, name="Listing"):
    """Somebody with public listings of one organisation: the viewer, and the ids by title."""
    viewer = viewer or await viewer_of(await make_account(Role.PROVIDER))
    organization = make_organization(id=await create_organization("Amina K.", viewer))
    titles = [f"{name} {number:02}" for number in range(count)]
    return viewer, {
        title: await publish(make_personal_assistant(organization=organization, title=title))
        for title in titles
    }


def links_in(letter):
    """Title -> token of the letter's links."""
    titles = [part["rows"][0][1] for part in letter[2] if "rows" in part]
    tokens = [part["url"].removeprefix("/free/") for part in letter[2] if "url" in part]
    return dict(zip(titles, tokens, strict=True))


async def test_one_letter_asks_about_all_listings_of_a_person_with_a_link_for_each(db):
    viewer, ids = await several(3)
    _viewer, more = await several(1, viewer, name="Swimming")
    _other, others = await several(2)
    with clock.stopped_at(NOON):
        assert await service.ask_what_is_free() == 6
        found = sorted((links_in(letter) for letter in await letters()), key=len)
        assert [sorted(one) for one in found] == [sorted(others), sorted(ids | more)]
        assert await DB.run_ddl("SELECT DISTINCT council_code FROM letter") == [("national",)]
        for title, listing_id in (ids | more).items():
            assert (await service.answer_by_link(found[1][title], YES)).listing_id == listing_id


async def test_a_person_with_very_many_listings_gets_several_letters_and_each_listing_once(db):
    _viewer, ids = await several(service.IN_A_LETTER + 5)
    with clock.stopped_at(NOON):
        await service.ask_what_is_free()
        found = [links_in(letter) for letter in await letters()]
        assert sorted(map(len, found)) == [5, service.IN_A_LETTER]
        assert sorted(title for one in found for title in one) == sorted(ids)


async def test_a_letter_about_several_listings_stops_them_all_and_no_others(db):
    viewer, ids = await several(2)
    with clock.stopped_at(NOON):
        await service.ask_what_is_free()
        ((*_letter, stop),) = await letters()
        stop = stop.removeprefix("/free/stop/")
        assert await service.find_stop(stop) == tuple(ids)
        await service.stop_letters(stop)
        await service.stop_letters(stop)
    _viewer, more = await several(1, viewer)
    with clock.stopped_at(NOON + timedelta(days=400)):
        await service.ask_what_is_free()
        assert [list(links_in(letter)) for letter in await letters()] == [list(ids), list(more)]
    for listing_id in ids.values():
        history = await list_history("listing", listing_id)
        assert [one.action for one in history].count("stop_capacity_letters") == 1


async def test_two_people_of_a_listing_get_a_letter_and_a_link_each(db):
    _viewer, listing_id = await provider()
    organization_id = (await listings.get_stored(listing_id)).draft.organization.id
    other = await make_account(Role.PROVIDER)
    await add_person(organization_id, other.id, MemberRole.MEMBER, actor=ACTOR)
    with clock.stopped_at(NOON):
        await service.ask_what_is_free()
        first, second = [tokens_in(letter) for letter in await letters()]
        assert not set(first) & set(second)
        await service.answer_by_link(first[0], YES)
        assert await service.find_by_link(second[0])


async def test_the_number_of_statements_does_not_grow_with_the_number_of_listings(db, statements):
    counts = []
    for day, (people, each) in enumerate([(1, 1), (3, 4)]):
        for _ in range(people):
            await several(each)
        with clock.stopped_at(NOON + timedelta(days=40 * day)):
            async with statements() as run:
                assert await service.ask_what_is_free() == sum([1, 12][: day + 1])
        counts.append(len(run))
    assert counts[0] == counts[1] <= 14, counts


@pytest.mark.parametrize("hour", [0, 5, 20, 23])
async def test_nobody_is_asked_at_night(db, hour):
    await provider()
    with clock.stopped_at(NOON.replace(hour=hour)):
        assert await service.ask_what_is_free() == 0


async def test_people_choose_how_often_and_no_more_than_weekly(db):
    viewer, listing_id = await provider(capacity=Capacity(hours_per_week=6, as_of=NOON.date()))
    await service.choose_asking(listing_id, 7, viewer)
    counts = []
    for day in range(22):
        with clock.stopped_at(NOON + timedelta(days=day)):
            counts.append(await service.ask_what_is_free())
    assert [day for day, count in enumerate(counts) if count] == [7, 14, 21]


async def test_who_chose_never_is_never_asked(db):
    viewer, listing_id = await provider()
    await service.choose_asking(listing_id, 0, viewer)
    with clock.stopped_at(NOON + timedelta(days=500)):
        assert await service.ask_what_is_free() == 0


@pytest.mark.parametrize("days", [1, 6, -7, 8, 10**9])
async def test_other_intervals_are_refused(db, days):
    viewer, listing_id = await provider()
    with pytest.raises(InvalidError):
        await service.choose_asking(listing_id, days, viewer)


async def test_who_stopped_and_chooses_again_is_asked_again(db):
    viewer, listing_id = await provider()
    await service.stop_letters(await token_for(viewer, listing_id, service.STOP_PURPOSE))
    await service.choose_asking(listing_id, None, viewer)
    with clock.stopped_at(NOON):
        await service.ask_what_is_free()
    assert len(await letters()) == 1


async def test_council_chooses_how_often(db):
    await councils.add_council("E06000054", actor=ACTOR)
    settings = await councils.get_council_settings("E06000054")
    await councils.update_council_settings(
        "E06000054", {"ask_capacity_every_days": 14}, settings.version, actor=ACTOR
    )
    await provider(capacity=Capacity(hours_per_week=6, as_of=NOON.date()))
    with clock.stopped_at(NOON + timedelta(days=13)):
        assert await service.ask_what_is_free() == 0
    with clock.stopped_at(NOON + timedelta(days=14)):
        assert await service.ask_what_is_free() == 1


async def test_hidden_and_withdrawn_listings_and_those_without_people_are_left_alone(db):
    _viewer, listing_id = await provider()
    await listings.withdraw_listing(listing_id, actor=ACTOR)
    await publish(make_personal_assistant())
    with clock.stopped_at(NOON):
        assert await service.ask_what_is_free() == 0


async def test_what_is_kept_about_an_account_is_handed_over_and_erased(db):
    viewer, listing_id = await provider()
    await service.stop_letters(await token_for(viewer, listing_id, service.STOP_PURPOSE))
    holder = service.CapacityHolder()
    assert await holder.export(viewer.account_id) == [listing_id]
    async with transaction():
        await holder.erase(viewer.account_id)
    assert await holder.export(viewer.account_id) == []


hours = st.none() | st.floats(0, 5_000)
places = st.none() | st.integers(0, 5_000)


@given(st.sampled_from(list(ListingKind)), hours, places, st.sampled_from(list(Answer)))
def test_every_answer_gives_a_possible_capacity_of_today(kind, hours, places, answer):
    was = None
    if hours is not None or places is not None:
        was = Capacity(hours_per_week=hours, places=places, as_of=date(2026, 1, 1))
    now = FreeNow(
        listing_id=None, organization_id=None, title="", kind=kind, status=ListingStatus.PUBLISHED,
        is_hidden=False, council_code=None, capacity=was, every_days=None,
    )  # fmt: skip
    assert now.asks_hours or now.asks_places
    if was is None and answer is not Answer.NONE:
        return
    asked = Asked(answer=answer, hours_per_week=hours, places=places)
    after = rules.capacity_after(now, asked, date(2026, 2, 2))
    assert not list(rules.check_capacity(after))
    assert after.as_of == date(2026, 2, 2)
    if answer is Answer.NONE:
        assert after.free_now == 0
    if answer is Answer.YES:
        assert after.free_now == was.free_now


@pytest.mark.parametrize(
    ("capacity", "said"),
    [
        (None, "nothing"),
        (Capacity(hours_per_week=0, as_of=NOON.date()), "nothing"),
        (Capacity(hours_per_week=1, as_of=NOON.date()), "1 hour a week"),
        (Capacity(hours_per_week=6.5, places=1, as_of=NOON.date()), "6.5 hours a week and 1 place"),
    ],
)
def test_what_is_free_in_words(capacity, said):
    assert rules.free_words(capacity) == said


async def test_a_demonstration_shows_one_letter_whatever_the_hour(db):
    _viewer, listing_id = await provider()
    assert await service.ask_example() == 0
    await DB.run_ddl(f"UPDATE service SET is_demonstration = true WHERE id = '{listing_id}'")
    assert (await service.ask_example(), await service.ask_example()) == (1, 0)
    [letter] = await letters()
    assert letter[1] == "Is your free time still right?"
    assert (await service.find_by_link(tokens_in(letter)[0])).listing_id == listing_id
