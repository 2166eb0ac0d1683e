"""A support organisation helps while every member consents, and not a moment longer."""

import asyncio

import pytest

from marketplace.accounts.leaving.service import delete_account
from marketplace.accounts.limits.schemas import POOL_HELP
from marketplace.accounts.schemas import Role
from marketplace.accounts.service import act_for, end_acting_for
from marketplace.accounts.supporting.schemas import Consent, Relation, Support
from marketplace.holders import DATA_HOLDERS
from marketplace.kernel import clock
from marketplace.kernel.database import connection, transaction
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError, TooManyError
from marketplace.listings import service as listings
from marketplace.listings.organizations.schemas import MemberRole
from marketplace.listings.organizations.service import add_person, remove_member
from marketplace.listings.schemas import HiddenReason
from marketplace.pooling import service as pools
from marketplace.pooling.agreements import service as agreements
from marketplace.pooling.desk.helping import service
from marketplace.pooling.desk.schemas import HelperState
from marketplace.pooling.joining import service as joining
from marketplace.pooling.meeting.talk import service as talk
from marketplace.pooling.money.entries import service as entries
from marketplace.pooling.needs import service as needs
from marketplace.pooling.parties import service as parties
from tests.factories.accounts import make_account, viewer_of
from tests.factories.listings import ACTOR
from tests.factories.pool_desk import ask_help, make_helped, make_supporters
from tests.factories.pool_money import make_facts
from tests.factories.pooling import make_active, make_placed, make_pool
from tests.pooling.test_acting import make_supporter


async def helps(pool, supporters):
    """Whether the organisation helps now."""
    try:
        return (await parties.get_part(pool.id, supporters.viewer)).is_helper
    except NotFoundError:
        return False


async def test_an_organisation_helps_once_it_and_every_member_said_yes(db, letters):
    pool = await make_pool(others=2)
    helper_id, supporters = await ask_help(pool)
    assert len(await letters("pool_help_asked")) == 2
    assert len(await letters("pool_help_wanted")) == 1
    await service.answer(helper_id, supporters.viewer, yes=True)
    await service.consent(pool.id, helper_id, pool.others[0].viewer, yes=True)
    assert not await helps(pool, supporters)
    await service.consent(pool.id, helper_id, pool.others[1].viewer, yes=True)
    assert await helps(pool, supporters)
    assert len(await letters("pool_help_on")) == 2
    view = await service.get_help(pool.id, pool.others[0].viewer)
    assert (view.said_yes, view.of, view.answers[0].has_consented) == (3, 3, True)


async def test_without_the_yes_of_the_organisation_nobody_helps(db):
    pool = await make_pool()
    helper_id, supporters = await ask_help(pool)
    assert not await helps(pool, supporters)
    await service.answer(helper_id, supporters.viewer, yes=False)
    assert not await helps(pool, supporters)
    with pytest.raises(ConflictError):
        await service.answer(helper_id, supporters.viewer, yes=True)
    with pytest.raises(ConflictError, match="after a month"):
        await service.ask(pool.id, supporters.id, pool.lead.viewer)
    former = (await service.get_help(pool.id, pool.lead.viewer)).former
    assert (former.name, former.state, former.on) == ("Wiltshire Direct", HelperState.REFUSED, clock.today())


async def test_whoever_takes_a_yes_back_turns_help_off_at_once_and_nobody_learns_who(db, letters):
    pool = await make_pool(others=2)
    helper_id, supporters = await make_helped(pool)
    await service.consent(pool.id, helper_id, pool.others[1].viewer, yes=False)
    assert not await helps(pool, supporters)
    told = await letters("pool_help_off")
    assert len(told) == 2
    assert all("Bo" not in str(each["parts"]) for each in told)
    await service.consent(pool.id, helper_id, pool.others[1].viewer, yes=False)
    assert len(await letters("pool_help_off")) == 2
    await service.consent(pool.id, helper_id, pool.others[1].viewer, yes=True)
    assert await helps(pool, supporters)


async def test_a_new_member_is_asked_and_help_waits_for_the_answer(db, letters):
    pool = await make_pool(others=1)
    helper_id, supporters = await make_helped(pool)
    before = len(await letters("pool_help_asked"))
    new = await make_placed(pool.id, pool.lead)
    assert len(await letters("pool_help_asked")) == before + 1
    assert not await helps(pool, supporters)
    (need,) = [each for each in await needs.list_needs(new.viewer) if each.code == "pool_help"]
    assert need.count == 1
    await service.consent(pool.id, helper_id, new.viewer, yes=True)
    assert await helps(pool, supporters)
    assert await needs.list_needs(new.viewer) == []


async def test_somebody_who_said_no_is_not_asked_every_day(db):
    pool = await make_pool(others=1)
    helper_id, _supporters = await ask_help(pool)
    viewer = pool.others[0].viewer
    assert await needs.list_needs(viewer)
    await service.consent(pool.id, helper_id, viewer, yes=False)
    assert await needs.list_needs(viewer) == []


async def test_who_left_no_longer_counts_and_who_deletes_the_account_neither(db):
    pool = await make_pool(others=2)
    helper_id, supporters = await ask_help(pool)
    await service.answer(helper_id, supporters.viewer, yes=True)
    gone, erased = pool.others
    await joining.withdraw(gone.member_id, await gone.version(), gone.viewer)
    assert not await helps(pool, supporters)
    await service.consent(pool.id, helper_id, erased.viewer, yes=True)
    assert await helps(pool, supporters)
    await delete_account(erased.account.id, DATA_HOLDERS.all, actor=str(erased.account.id))
    assert await helps(pool, supporters)
    async with connection() as raw:
        assert await raw.fetchval("SELECT count(*) FROM helper_consent") == 1


async def test_who_leaves_the_organisation_helps_no_more_while_the_others_do(db):
    pool = await make_pool()
    _helper_id, supporters = await make_helped(pool)
    account = await make_account(Role.PROVIDER)
    colleague = supporters._replace(account=account, viewer=await viewer_of(account))
    async with transaction():
        await add_person(supporters.id, account.id, MemberRole.MEMBER, actor="test")
    assert await helps(pool, colleague)
    await remove_member(supporters.id, account.id, supporters.viewer)
    assert not await helps(pool, colleague)
    assert (await service.list_helped(colleague.viewer)).items == ()
    assert await helps(pool, supporters)


async def test_a_yes_counts_while_whoever_gave_it_acts_for_the_member(db, letters):
    pool = await make_pool()
    pat, supported = await make_supporter(pool.id, pool.lead.viewer)
    helper_id, supporters = await ask_help(pool)
    await service.consent(pool.id, helper_id, pat.viewer, yes=True)
    await service.answer(helper_id, supporters.viewer, yes=True)
    assert await helps(pool, supporters)
    await end_acting_for(pat.account.id, supported)
    assert not await helps(pool, supporters)
    view = await service.get_help(pool.id, pool.lead.viewer)
    assert (view.said_yes, view.of, view.helper.is_on) == (1, 2, False)
    assert view.unheard == ("Pat",)
    await act_for(
        pat.account.id, Support(person_name="Pat", relation=Relation.FAMILY, consent=Consent.AGREED)
    )
    assert not await helps(pool, supporters)


async def test_a_pool_that_ended_is_helped_by_nobody(db):
    pool = await make_pool()
    _helper_id, supporters = await make_helped(pool)
    assert await helps(pool, supporters)
    await joining.withdraw(pool.lead.member_id, await pool.lead.version(), pool.lead.viewer)
    assert not await helps(pool, supporters)
    assert (await service.list_helped(supporters.viewer)).items == ()


async def test_an_organisation_that_is_not_listed_any_more_does_not_help(db):
    pool = await make_pool()
    _helper_id, supporters = await make_helped(pool)
    await listings.hide_listing(supporters.listing_id, HiddenReason.PAUSED, actor=ACTOR)
    assert await helps(pool, supporters)
    await listings.hide_listing(supporters.listing_id, HiddenReason.SUSPENDED, actor=ACTOR)
    assert not await helps(pool, supporters)
    await listings.show_listing(supporters.listing_id, HiddenReason.SUSPENDED, actor=ACTOR)
    assert await helps(pool, supporters)
    await listings.withdraw_listing(supporters.listing_id, actor=ACTOR)
    assert not await helps(pool, supporters)


async def test_what_is_over_goes_with_time_and_what_holds_stays(db):
    over, going = await make_pool(), await make_pool(others=1)
    await make_helped(over)
    await make_helped(going)
    assert await service.drop_old_help() == 0
    await joining.withdraw(over.lead.member_id, await over.lead.version(), over.lead.viewer)
    assert await service.drop_old_help() == 1
    helper = (await service.get_help(going.id, going.lead.viewer)).helper
    await service.end_help(going.id, helper.id, going.lead.viewer)
    assert await service.drop_old_help() == 0
    async with connection() as raw:
        await raw.execute("UPDATE pool_helper SET ended_at = ended_at - interval '366 days'")
    assert await service.drop_old_help() == 1


async def test_a_helper_runs_the_pool_like_a_lead_and_does_not_read_messages_or_outcomes(db):
    pool = await make_active(others=1)
    _helper_id, supporters = await make_helped(pool)
    await entries.record_contribution(pool.id, pool.lead.member_id, make_facts(), supporters.viewer)
    assert (await agreements.begin_writing(pool.id, supporters.viewer)).terms.members
    assert await joining.invite(pool.id, supporters.viewer)
    view = await pools.get_pool(pool.id, supporters.viewer)
    assert {line.name for line in view.members} == {"Ada", "Bo"}
    assert (await agreements.get_overview(pool.id, supporters.viewer)).outcome is None
    with pytest.raises(NotFoundError):
        await talk.get_talk(pool.id, None, supporters.viewer)
    with pytest.raises(ConflictError):
        await joining.step_down(pool.id, supporters.viewer)


async def test_a_helper_neither_asks_for_help_nor_consents_to_it(db):
    pool = await make_pool(others=1)
    helper_id, supporters = await make_helped(pool)
    for doing in (
        service.ask(pool.id, supporters.id, supporters.viewer),
        service.end_help(pool.id, helper_id, supporters.viewer),
    ):
        with pytest.raises(ConflictError):
            await doing
    with pytest.raises(NotFoundError):
        await service.consent(pool.id, helper_id, supporters.viewer, yes=True)


async def test_only_a_lead_asks_and_one_organisation_at_a_time(db):
    pool = await make_pool(others=1)
    supporters = await make_supporters()
    with pytest.raises(ConflictError):
        await service.ask(pool.id, supporters.id, pool.others[0].viewer)
    helper_id, _same = await ask_help(pool, supporters)
    with pytest.raises(ConflictError):
        await ask_help(pool)
    await service.end_help(pool.id, helper_id, pool.lead.viewer)
    assert await ask_help(pool)


async def test_an_organisation_that_is_listed_for_something_else_cannot_be_asked(db):
    pool = await make_pool()
    supporters = await make_supporters()
    await listings.hide_listing(supporters.listing_id, HiddenReason.SUSPENDED, actor=ACTOR)
    with pytest.raises(InvalidError):
        await service.ask(pool.id, supporters.id, pool.lead.viewer)
    assert await service.list_candidates(await parties.get_part(pool.id, pool.lead.viewer)) == []


async def test_an_organisation_sees_no_title_before_a_steward_has_and_no_name(db):
    pool = await make_pool(others=1)
    helper_id, supporters = await ask_help(pool)
    (asked,) = (await service.list_helped(supporters.viewer)).items
    assert (asked.helper_id, asked.title, asked.is_on) == (helper_id, None, False)
    other = await make_supporters("Another")
    assert (await service.list_helped(other.viewer)).items == ()
    with pytest.raises(NotFoundError):
        await service.answer(helper_id, other.viewer, yes=True)


async def test_consent_for_one_organisation_is_none_for_the_next(db):
    pool = await make_pool(others=1)
    helper_id, supporters = await make_helped(pool)
    await service.end_help(pool.id, helper_id, pool.lead.viewer)
    next_id, _same = await ask_help(pool, supporters)
    await service.answer(next_id, supporters.viewer, yes=True)
    assert not await helps(pool, supporters)
    with pytest.raises(ConflictError):
        await service.consent(pool.id, helper_id, pool.others[0].viewer, yes=True)


async def test_what_a_helper_writes_after_a_yes_was_taken_back_is_refused(committed_db):
    for _number in range(4):
        pool = await make_active(others=1)
        helper_id, supporters = await make_helped(pool)

        async def write(pool=pool, supporters=supporters):
            return await entries.record_contribution(
                pool.id, pool.lead.member_id, make_facts(), supporters.viewer
            )

        taken, written = await asyncio.gather(
            service.consent(pool.id, helper_id, pool.others[0].viewer, yes=False),
            write(),
            return_exceptions=True,
        )
        assert taken is None
        assert not isinstance(written, Exception) or isinstance(written, NotFoundError)
        with pytest.raises(NotFoundError):
            await write()
        async with connection() as raw:
            count = await raw.fetchval("SELECT count(*) FROM ledger_entry WHERE pool = $1", pool.id)
        assert count == (0 if isinstance(written, Exception) else 1)


async def test_a_write_that_waits_for_the_pool_sees_that_the_yes_is_gone(committed_db):
    pool = await make_active(others=1)
    helper_id, supporters = await make_helped(pool)
    is_held = asyncio.Event()

    async def write():
        await is_held.wait()
        await entries.record_contribution(pool.id, pool.lead.member_id, make_facts(), supporters.viewer)

    writing = asyncio.create_task(write())
    async with transaction():
        await parties.hold_pool(pool.id)
        is_held.set()
        await asyncio.sleep(0.3)
        assert not writing.done()
        await service.consent(pool.id, helper_id, pool.others[0].viewer, yes=False)
    with pytest.raises(NotFoundError):
        await writing


async def test_two_leads_who_ask_at_once_ask_one(committed_db):
    pool = await make_pool(others=1)
    other = pool.others[0]
    await joining.make_lead(other.member_id, await other.version(), pool.lead.viewer)
    one, two = await make_supporters("One"), await make_supporters("Two")
    done = await asyncio.gather(
        service.ask(pool.id, one.id, pool.lead.viewer),
        service.ask(pool.id, two.id, other.viewer),
        return_exceptions=True,
    )
    assert sum(isinstance(each, ConflictError) for each in done) == 1


async def test_yes_very_often_is_too_often_and_a_no_is_always_taken(db):
    pool = await make_pool(others=1)
    helper_id, supporters = await make_helped(pool)
    viewer = pool.others[0].viewer
    for _number in range(POOL_HELP.most - 1):
        await service.consent(pool.id, helper_id, viewer, yes=True)
    with pytest.raises(TooManyError):
        await service.consent(pool.id, helper_id, viewer, yes=True)
    await service.consent(pool.id, helper_id, viewer, yes=False)
    assert not await helps(pool, supporters)
