"""A listing that nobody confirms is asked for, ranked lower, and hidden: each step once, none left out."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.accounts.schemas import Role
from marketplace.audit.service import list_history
from marketplace.councils import service as councils
from marketplace.councils.schemas import CouncilSettings
from marketplace.kernel import clock
from marketplace.kernel.database import DB, connection
from marketplace.kernel.errors import NotFoundError
from marketplace.listings import service as listings
from marketplace.listings.freshness import rules, service
from marketplace.listings.freshness.examples import service as examples
from marketplace.listings.indexing.repository import read_rows
from marketplace.listings.indexing.rules import document_of
from marketplace.listings.schemas import HiddenReason
from search.documents import LAPSED
from tests.benchmarks.freshness import copy_listing
from tests.factories.accounts import make_account
from tests.factories.listings import ACTOR, make_activity, publish

ALL = ["confirm_reminder", "second_reminder", "ranked_lower", "hide_warning", "not_confirmed"]


async def is_public(listing_id):
    try:
        await listings.get_listing(listing_id)
    except NotFoundError:
        return False
    return True


async def document(listing_id):
    return document_of((await read_rows([listing_id]))[listing_id])


async def test_the_steps_of_a_listing_that_nobody_confirms(db, provider, day, letters):
    _viewer, (listing_id,) = await provider()
    seen = []
    for number in range(85, 150):
        with day(number):
            seen += [number] * await service.take_steps()
    assert seen == [91, 98, 105, 119, 133]
    assert await letters() == ALL
    assert not await is_public(listing_id)
    stored = await listings.get_stored(listing_id)
    assert stored.hidden_for == {HiddenReason.NOT_CONFIRMED}
    actions = [entry.action for entry in await list_history("listing", listing_id)]
    assert actions[-2:] == ["rank_lower", "hide"]


async def test_it_is_ranked_lower_from_the_third_step_until_it_is_confirmed(db, provider, day):
    _viewer, (listing_id,) = await provider()
    for number in (91, 98):
        with day(number):
            await service.take_steps()
    before = await document(listing_id)
    assert before.confirmed_on != LAPSED
    with day(105):
        await service.take_steps()
        lapsed = await document(listing_id)
        assert lapsed.confirmed_on == LAPSED
        assert lapsed.version > before.version
        await service.confirm(listing_id, actor=ACTOR)
        assert (await document(listing_id)).confirmed_on == clock.today()


async def test_confirming_begins_anew(db, provider, day, letters):
    _viewer, (listing_id,) = await provider()
    with day(91):
        await service.take_steps()
        await service.confirm(listing_id, actor=ACTOR)
    with day(181):
        assert await service.take_steps() == 0
    with day(182):
        assert await service.take_steps() == 1
    assert await letters() == ["confirm_reminder"] * 2


async def test_a_day_or_a_year_of_downtime_leaves_no_step_out_and_nobody_is_hidden_without_warning(
    db, provider, day, letters
):
    _viewer, (listing_id,) = await provider()
    seen = []
    for number in range(500, 560):
        with day(number):
            seen += [number - 500] * await service.take_steps()
    assert seen == [0, 7, 14, 28, 42]
    assert await letters() == ALL
    assert not await is_public(listing_id)


async def test_a_clock_set_back_does_nothing_twice(db, provider, day, letters):
    await provider()
    for number in (91, 90, 91, 60, 92):
        with day(number):
            await service.take_steps()
    assert await letters() == ["confirm_reminder"]


async def test_nobody_is_written_to_at_night(db, provider, day):
    await provider()
    for hour in (0, 5, 19, 23):
        with day(92, hour=hour):
            assert await service.take_steps() == 0
    with day(92, hour=9):
        assert await service.take_steps() == 1


async def test_workers_that_race_write_once(committed_db, provider, day, letters):
    await provider(count=12)
    with day(91):
        done = await asyncio.gather(*(service.take_steps() for _ in range(3)))
    assert sum(done) == 12
    assert await letters() == ["confirm_reminder"]


async def test_listings_of_one_person_stand_in_one_letter_up_to_twenty(db, provider, day, letters, tokens):
    await provider(count=23)
    with day(91):
        await service.take_steps()
    assert await letters() == ["confirm_reminder"] * 2
    assert len(set(await tokens())) == 23


async def test_what_is_not_public_is_left_alone(db, provider, day):
    _viewer, (hidden, withdrawn) = await provider(count=2)
    await listings.hide_listing(hidden, HiddenReason.PAUSED, actor=ACTOR)
    await listings.withdraw_listing(withdrawn, actor=ACTOR)
    with day(300):
        assert await service.take_steps() == 0


async def test_a_council_sets_its_own_interval(db, provider, day):
    await provider()
    await councils.add_council("E06000054", actor=ACTOR)
    settings = await councils.get_council_settings("E06000054")
    await councils.update_council_settings(
        "E06000054", {"confirm_every_days": 40}, settings.version, actor=ACTOR
    )
    with day(39):
        assert await service.take_steps() == 0
    with day(40):
        assert await service.take_steps() == 1


async def test_listings_that_nobody_looks_after_are_told_to_the_stewards_in_one_letter(db, day, letters):
    await councils.add_council("E06000054", actor=ACTOR)
    for _ in range(2):
        await make_account(Role.STEWARD)
    with day(0):
        for number in range(5):
            await publish(make_activity(title=f"Art group {number}"))
    with day(91):
        assert await service.take_steps() == 5
    assert await letters() == ["freshness_digest"] * 2
    (parts, *_rest) = [row["parts"] for row in await DB.run_ddl("SELECT parts FROM letter")]
    assert "5 listings are to be looked at: they were confirmed long ago." in str(parts)
    assert "/stewards/listings?state=to_confirm" in str(parts)


async def test_made_up_listings_that_nobody_looks_after_stay_as_they_are(db, day, letters):
    with day(0):
        listing_id = await publish(make_activity())
    await DB.run_ddl("UPDATE service SET is_demonstration = true")
    for number in (91, 200, 400):
        with day(number):
            assert await service.take_steps() == 0
    assert await is_public(listing_id)
    assert await letters() == []


async def test_the_link_of_a_letter_confirms_once_and_shows_what_was_hidden(db, provider, day, tokens):
    _viewer, (listing_id,) = await provider()
    for number in range(91, 140, 7):
        with day(number):
            await service.take_steps()
    assert not await is_public(listing_id)
    token = (await tokens())[-1]
    with day(141):
        assert (await service.find_asked(token)).id == listing_id
        assert not await is_public(listing_id)
        await service.confirm_by_link(token)
        assert await is_public(listing_id)
        assert (await listings.get_stored(listing_id)).draft.confirmed_on == clock.today()
        with pytest.raises(NotFoundError):
            await service.confirm_by_link(token)


async def test_confirming_does_not_end_a_suspension(db, provider, day, tokens):
    _viewer, (listing_id,) = await provider()
    with day(91):
        await service.take_steps()
        await listings.hide_listing(listing_id, HiddenReason.SUSPENDED, actor=ACTOR)
        await service.confirm_by_link((await tokens())[0])
    assert (await listings.get_stored(listing_id)).hidden_for == {HiddenReason.SUSPENDED}


async def test_the_link_of_somebody_who_left_or_of_a_listing_taken_down_does_nothing(
    db, provider, day, tokens
):
    _viewer, (listing_id,) = await provider()
    with day(91):
        await service.take_steps()
        (token,) = await tokens()
        await listings.withdraw_listing(listing_id, actor=ACTOR)
        with pytest.raises(NotFoundError):
            await service.confirm_by_link(token)
        await DB.run_ddl("UPDATE service SET status = 'published', withdrawn_at = NULL")
        await DB.run_ddl("DELETE FROM organization_member")
        for use in (service.find_asked, service.confirm_by_link):
            with pytest.raises(NotFoundError):
                await use(token)


async def test_a_link_runs_out_after_two_months(db, provider, day, tokens):
    await provider()
    with day(91):
        await service.take_steps()
    (token,) = await tokens()
    with day(150):
        await service.find_asked(token)
    with day(152), pytest.raises(NotFoundError):
        await service.find_asked(token)


async def test_reminders_can_be_stopped_and_what_happens_is_still_told(db, provider, day, letters):
    viewer, _ids = await provider()
    with day(91):
        await service.take_steps()
        ((stop,),) = await DB.run_ddl("SELECT unsubscribe_url FROM letter")
        token = stop.removeprefix("/still-correct/stop/")
        await service.check_stop(token)
        await service.stop_reminders(token)
        await service.stop_reminders(token)
    for number in range(92, 140):
        with day(number):
            await service.take_steps()
    assert await letters() == ["confirm_reminder", *ALL[2:]]
    holder = service.FreshnessHolder()
    assert len(await holder.export(viewer.account_id)) == 1
    await holder.erase(viewer.account_id)
    assert await holder.export(viewer.account_id) == []


@given(
    st.integers(7, 400), st.integers(0, 100), st.integers(0, 200), st.integers(0, 100), st.integers(7, 400)
)
def test_steps_come_in_their_order_whatever_a_council_sets(every, lower, hide, warn, sign_in):
    settings = CouncilSettings(
        code="national",
        name="",
        confirm_every_days=every,
        rank_lower_after_days=lower,
        hide_after_days=hide,
        warn_days=warn,
        sign_in_every_days=sign_in,
    )
    intervals = rules.intervals_of("national", settings)
    assert list(intervals.offsets) == sorted(intervals.offsets)
    assert intervals.offsets[0] == 0
    assert intervals.warn <= intervals.sign_in_every


async def test_more_listings_than_are_taken_at_once_are_all_taken(committed_db, day, monkeypatch):
    monkeypatch.setattr(service, "AT_ONCE", 100)
    with day(0):
        await copy_listing(await publish(make_activity()), 250)
    with day(91):
        assert await service.take_steps() == 251
        assert await service.take_steps() == 0
    async with connection() as raw:
        await raw.execute("UPDATE listing_freshness SET stage = 4")
    with day(133):
        assert await service.take_steps() == 251


async def test_a_demonstration_shows_some_listings_at_each_step(db, provider, day, letters, monkeypatch):
    monkeypatch.setattr(examples, "FEWEST", 12)
    with day(0):
        for number in range(12):
            await publish(make_activity(title=f"Art group {number}"))
    await provider(count=3)
    await DB.run_ddl("UPDATE service SET is_demonstration = true")
    with day(1):
        assert await examples.show_examples() == 11
        assert await examples.show_examples() == 0
    assert sorted(await letters()) == ["confirm_reminder", "ranked_lower"]
    hidden = await DB.run_ddl("SELECT count(*) FROM service WHERE is_hidden")
    assert hidden == [(3,)]
