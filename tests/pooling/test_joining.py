from datetime import timedelta

import pytest

from marketplace.accounts.service import act_for, list_acting_for
from marketplace.accounts.supporting.schemas import Consent, Relation, Support
from marketplace.kernel import clock
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError
from marketplace.pooling import repository, service
from marketplace.pooling.joining import service as joining
from marketplace.pooling.rules import ASK_AGAIN_AFTER
from marketplace.pooling.schemas import MemberState
from tests.factories.pooling import (
    activate,
    make_asked,
    make_content,
    make_person,
    make_placed,
    make_pool,
    make_shown,
    make_welcome,
)

pytestmark = pytest.mark.usefixtures("db")


async def names_seen_by(pool, viewer):
    """The names that a viewer reads on the page of a pool."""
    return {line.name for line in (await service.get_pool(pool.id, viewer)).members}


async def welcome(pool, asker):
    """Let somebody in who asked."""
    await joining.welcome(asker.member_id, await asker.version(), pool.lead.viewer)


async def test_a_pool_that_no_steward_has_seen_cannot_be_asked():
    pool = await make_pool()
    _account, viewer = await make_person()
    with pytest.raises(NotFoundError):
        await joining.ask_to_join(pool.id, "Dot", None, viewer)


async def test_names_are_known_only_after_both_said_yes():
    pool = await make_shown(others=1)
    asker = await make_asked(pool.id, words="I like clay.")
    assert await names_seen_by(pool, pool.lead.viewer) == {"Ada", "Bo", None}
    assert await names_seen_by(pool, pool.others[0].viewer) == {"Ada", "Bo"}
    assert await names_seen_by(pool, asker.viewer) == {"Dot"}
    await welcome(pool, asker)
    assert await names_seen_by(pool, pool.others[0].viewer) == {"Ada", "Bo", "Dot"}
    assert await names_seen_by(pool, asker.viewer) == {"Ada", "Bo", "Dot"}


async def test_only_leads_read_what_somebody_wrote_when_they_asked():
    pool = await make_shown(others=1)
    await make_asked(pool.id, words="I like clay.")
    said = [line.words for line in (await pool.seen()).members if line.words]
    assert said == ["I like clay."]
    lines = (await service.get_pool(pool.id, pool.others[0].viewer)).members
    assert [line.words for line in lines if line.words] == []


async def test_those_who_are_welcome_do_not_know_each_other():
    pool = await make_shown()
    first, second = await make_asked(pool.id, "Dot"), await make_asked(pool.id, "Eve")
    await welcome(pool, first)
    await welcome(pool, second)
    assert await names_seen_by(pool, first.viewer) == {"Ada", "Dot"}


async def test_who_left_before_is_known_to_nobody_who_came_later():
    pool = await make_pool(others=1)
    gone = pool.others[0]
    await joining.withdraw(gone.member_id, await gone.version(), gone.viewer)
    later = await make_placed(pool.id, pool.lead, "Zoe")
    assert await names_seen_by(pool, later.viewer) == {"Ada", "Zoe", None}
    assert await names_seen_by(pool, pool.lead.viewer) == {"Ada", "Bo", "Zoe"}
    assert await names_seen_by(pool, gone.viewer) == {"Ada", "Bo"}


async def test_asking_tells_leads_and_being_welcome_tells_who_asked(letters):
    pool = await make_shown()
    asker = await make_asked(pool.id)
    assert [row["account"] for row in await letters("pool_asked")] == [pool.lead.account.id]
    await welcome(pool, asker)
    assert [row["account"] for row in await letters("pool_welcomed")] == [asker.account.id]


async def test_who_is_told_no_hears_it_and_cannot_ask_again_soon(letters):
    pool = await make_shown()
    asker = await make_asked(pool.id)
    await joining.refuse(asker.member_id, 1, pool.lead.viewer)
    assert [row["account"] for row in await letters("pool_refused")] == [asker.account.id]
    with pytest.raises(ConflictError, match="three months"):
        await joining.ask_to_join(pool.id, "Dot", None, asker.viewer)
    with clock.stopped_at(clock.now() + ASK_AGAIN_AFTER + timedelta(days=1)):
        await joining.ask_to_join(pool.id, "Dot", None, asker.viewer)


async def test_a_link_lets_in_who_was_told_no():
    pool = await make_shown()
    asker = await make_asked(pool.id)
    await joining.refuse(asker.member_id, 1, pool.lead.viewer)
    token = await joining.invite(pool.id, pool.lead.viewer)
    assert await joining.come_by_link(token, "Dot", None, asker.viewer) == pool.id


async def test_nobody_asks_twice():
    pool = await make_shown()
    asker = await make_asked(pool.id)
    with pytest.raises(ConflictError, match="already"):
        await joining.ask_to_join(pool.id, "Dot", None, asker.viewer)
    with pytest.raises(ConflictError, match="already"):
        await joining.ask_to_join(pool.id, "Dot", None, pool.lead.viewer)


async def test_a_full_pool_takes_nobody():
    pool = await make_shown(make_content(places=2), others=1)
    _account, viewer = await make_person()
    with pytest.raises(ConflictError, match="No place is left"):
        await joining.ask_to_join(pool.id, "Dot", None, viewer)
    waits = await make_welcome(pool.id, pool.lead)
    with pytest.raises(ConflictError, match="No place is left"):
        await joining.take_place(waits.member_id, 1, waits.viewer)


async def test_a_link_brings_in_one_person_who_is_welcome_at_once(letters):
    pool = await make_pool()
    token = await joining.invite(pool.id, pool.lead.viewer)
    assert (await joining.find_invited(token)).id == pool.id
    _account, viewer = await make_person()
    await joining.come_by_link(token, "Cleo", None, viewer)
    assert await names_seen_by(pool, viewer) == {"Ada", "Cleo"}
    assert len(await letters("pool_came")) == 1
    _account, another = await make_person()
    with pytest.raises(NotFoundError):
        await joining.come_by_link(token, "Zoe", None, another)


async def test_a_link_runs_out_and_can_be_ended():
    pool = await make_pool()
    token = await joining.invite(pool.id, pool.lead.viewer)
    with clock.stopped_at(clock.now() + timedelta(days=15)), pytest.raises(NotFoundError):
        await joining.find_invited(token)
    assert await joining.end_invites(pool.id, pool.lead.viewer) == 1
    with pytest.raises(NotFoundError):
        await joining.find_invited(token)


async def test_only_leads_answer_and_invite():
    pool = await make_shown(others=1)
    asker, member = await make_asked(pool.id), pool.others[0].viewer
    with pytest.raises(ConflictError, match="leads"):
        await joining.welcome(asker.member_id, 1, member)
    with pytest.raises(ConflictError, match="leads"):
        await joining.invite(pool.id, member)
    with pytest.raises(NotFoundError):
        await joining.welcome(asker.member_id, 1, asker.viewer)
    other = await make_pool()
    with pytest.raises(NotFoundError):
        await joining.welcome(asker.member_id, 1, other.lead.viewer)


async def test_nobody_acts_on_anothers_row():
    pool = await make_pool()
    waits = await make_welcome(pool.id, pool.lead)
    with pytest.raises(NotFoundError):
        await joining.take_place(waits.member_id, 1, pool.lead.viewer)
    with pytest.raises(NotFoundError):
        await joining.withdraw(waits.member_id, 1, pool.lead.viewer)


async def test_an_answer_to_what_is_not_so_any_more_is_told():
    pool = await make_shown()
    asker = await make_asked(pool.id)
    await welcome(pool, asker)
    with pytest.raises(ConflictError, match="Something changed"):
        await joining.refuse(asker.member_id, 1, pool.lead.viewer)


async def test_a_pool_is_never_without_a_lead():
    pool = await make_pool(others=1)
    with pytest.raises(ConflictError, match="Nobody else leads"):
        await joining.step_down(pool.id, pool.lead.viewer)
    other = pool.others[0]
    await joining.make_lead(other.member_id, await other.version(), pool.lead.viewer)
    await joining.step_down(pool.id, pool.lead.viewer)
    assert [line.is_lead for line in (await pool.seen()).members] == [False, True]


async def test_a_lead_who_goes_before_the_agreement_leaves_it_to_who_has_been_there_longest(letters):
    pool = await make_pool(others=2)
    await joining.withdraw(pool.lead.member_id, 1, pool.lead.viewer)
    rows = {member.id: member for member in await repository.list_members(pool.id)}
    assert rows[pool.others[0].member_id].is_lead
    assert [row["account"] for row in await letters("pool_lead")] == [pool.others[0].account.id]


async def test_a_pool_that_its_only_member_leaves_has_ended_and_tells_who_asked(letters):
    pool = await make_shown()
    asker = await make_asked(pool.id)
    await joining.withdraw(pool.lead.member_id, 1, pool.lead.viewer)
    assert (await pool.pool()).state == "ended"
    assert (await asker.row()).state is MemberState.REFUSED
    assert asker.account.id in {row["account"] for row in await letters("pool_ended")}
    assert await service.find_public(pool.id) is None


async def test_a_member_gives_notice_and_does_not_withdraw():
    pool = await make_pool(others=1)
    await activate(pool)
    member = pool.others[0]
    with pytest.raises(ConflictError):
        await joining.withdraw(member.member_id, await member.version(), member.viewer)


async def test_a_lead_gives_back_the_place_of_who_never_agreed():
    pool = await make_pool(others=1)
    late = pool.others[0]
    await joining.refuse(late.member_id, await late.version(), pool.lead.viewer)
    assert (await pool.seen()).places_taken == 1
    with pytest.raises(ConflictError, match="step down"):
        await joining.refuse(pool.lead.member_id, 1, pool.lead.viewer)


async def test_somebody_acts_for_a_member_and_it_is_recorded():
    pool = await make_pool()
    account, viewer = await make_person()
    support = Support(person_name="Pat", relation=Relation.FAMILY, consent=Consent.AGREED)
    await act_for(account.id, support)
    supported = (await list_acting_for(account.id))[0].id
    token = await joining.invite(pool.id, pool.lead.viewer)
    await joining.come_by_link(token, "Pat", supported, viewer)
    (row,) = [each for each in await repository.list_members(pool.id) if each.account_id == account.id]
    assert (row.name, row.acting_for, row.relation) == ("Pat", supported, "family")


@pytest.mark.parametrize("words", ["My number is 01225 555010", "I live at BA14 8EA", "x" * 501])
async def test_words_that_tell_how_to_reach_somebody_are_refused(words):
    pool = await make_shown()
    _account, viewer = await make_person()
    with pytest.raises(InvalidError):
        await joining.ask_to_join(pool.id, "Dot", None, viewer, words)


async def test_the_public_sees_no_person():
    pool = await make_shown(others=2)
    public = await service.get_public(pool.id)
    assert public.places_left == 1
    assert not {"Ada", "Bo", "Robin"} & set(repr(public).replace("'", " ").split())
