"""A personal assistant whose people stay away is warned, hidden, and shown when they come back."""

import asyncio
import contextvars

from marketplace.kernel import clock
from marketplace.kernel.database import DB
from marketplace.listings import service as listings
from marketplace.listings.freshness import repository, service
from marketplace.listings.freshness.absence import service as absence
from marketplace.listings.schemas import HiddenReason
from tests.factories.listings import ACTOR, make_activity, make_personal_assistant, publish


async def hidden_for(listing_id):
    return (await listings.get_stored(listing_id)).hidden_for


async def seen(viewer, at):
    await DB.run_ddl(
        f"UPDATE session SET last_seen_at = '{at.isoformat()}' WHERE account = '{viewer.account_id}'"
    )
    await DB.run_ddl(
        f"UPDATE account SET last_signed_in_at = '{at.isoformat()}' WHERE id = '{viewer.account_id}'"
    )


async def steps(day, numbers):
    taken = []
    for number in numbers:
        with day(number):
            taken += [number] * await absence.hide_absent()
    return taken


async def test_who_stays_away_is_warned_and_then_hidden(db, provider, day, letters):
    _viewer, (listing_id,) = await provider(make_personal_assistant)
    assert await steps(day, range(100, 140)) == [106, 120]
    assert await hidden_for(listing_id) == {HiddenReason.NOT_SIGNED_IN}
    assert await letters() == ["sign_in_warning", "not_signed_in"]


async def test_after_downtime_the_warning_comes_first(db, provider, day, letters):
    await provider(make_personal_assistant)
    assert await steps(day, range(300, 330)) == [300, 314]


async def test_who_signs_in_or_confirms_stays(db, provider, day, letters):
    viewer, (first,) = await provider(make_personal_assistant)
    _other, (second,) = await provider(make_personal_assistant)
    with day(100):
        await seen(viewer, clock.now())
        await service.confirm(second, actor=ACTOR)
    assert await steps(day, range(101, 206)) == []
    assert await hidden_for(first) == await hidden_for(second) == frozenset()
    assert await steps(day, [206]) == [206, 206]


async def test_who_signs_in_after_being_hidden_is_shown_again(db, provider, day):
    viewer, (listing_id,) = await provider(make_personal_assistant)
    await steps(day, range(100, 140))
    with day(141):
        assert await absence.show_returned() == 0
        await seen(viewer, clock.now())
        assert await absence.show_returned() == 1
        assert await absence.show_returned() == 0
        assert await absence.hide_absent() == 0
    assert await hidden_for(listing_id) == frozenset()


async def test_confirming_by_the_link_of_the_letter_shows_it_again(db, provider, day, tokens):
    _viewer, (listing_id,) = await provider(make_personal_assistant)
    await steps(day, range(100, 140))
    with day(141):
        await service.confirm_by_link((await tokens())[-1])
    assert await hidden_for(listing_id) == frozenset()


async def test_a_listing_that_a_steward_approved_anew_is_shown_again(db, provider, day):
    _viewer, (listing_id,) = await provider()
    for number in range(91, 140, 7):
        with day(number):
            await service.take_steps()
    assert await hidden_for(listing_id) == {HiddenReason.NOT_CONFIRMED}
    with day(141):
        await listings.confirm_listing(listing_id, actor=ACTOR)
        assert await absence.show_returned() == 1
    assert await hidden_for(listing_id) == frozenset()


async def test_other_kinds_and_listings_that_nobody_looks_after_are_left_alone(db, provider, day):
    await provider(make_activity)
    with day(0):
        await publish(make_personal_assistant())
    assert await steps(day, (106, 120, 200)) == []


async def test_workers_that_race_warn_once(committed_db, provider, day, letters):
    await provider(make_personal_assistant)
    with day(106):
        done = await asyncio.gather(*(absence.hide_absent() for _ in range(3)))
    assert sum(done) == 1
    assert await letters() == ["sign_in_warning"]


async def test_a_step_that_another_worker_took_meanwhile_is_not_taken_again(
    committed_db, provider, day, letters, monkeypatch
):
    await provider(make_personal_assistant)
    hold, others = repository.hold, []

    async def work_elsewhere():
        with day(106):
            others.append(await absence.hide_absent())

    async def hold_after_another(ids):
        monkeypatch.setattr(repository, "hold", hold)
        await asyncio.create_task(work_elsewhere(), context=contextvars.Context())
        return await hold(ids)

    monkeypatch.setattr(repository, "hold", hold_after_another)
    with day(106):
        assert await absence.hide_absent() == 0
    assert others == [1]
    assert await letters() == ["sign_in_warning"]
