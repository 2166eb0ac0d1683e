"""Who acts for a member no more reads, agrees and writes nothing for them, and the leads are told kindly."""

import pytest

from marketplace.accounts.service import act_for, download_data, end_acting_for, list_acting_for
from marketplace.accounts.supporting.schemas import Consent, Relation, Support
from marketplace.holders import DATA_HOLDERS
from marketplace.kernel.errors import ConflictError, DomainError, NotFoundError
from marketplace.pooling import service
from marketplace.pooling.agreements import service as agreements
from marketplace.pooling.agreements.outcomes import service as outcomes
from marketplace.pooling.joining import service as joining
from marketplace.pooling.keeping import service as keeping
from marketplace.pooling.leaving import service as leaving
from marketplace.pooling.money import service as money
from marketplace.pooling.needs import service as needs
from marketplace.pooling.parties import service as parties
from marketplace.pooling.schemas import LeftReason, MemberState, PoolState
from tests.factories.agreements import OUTCOME, Together, make_together, propose
from tests.factories.pooling import Person, make_person, make_pool

pytestmark = pytest.mark.usefixtures("db")


async def make_supporter(pool_id, lead, name="Pat"):
    """Somebody with a place for whom an account acts, and what the account acts by."""
    account, viewer = await make_person()
    await act_for(account.id, Support(person_name=name, relation=Relation.FAMILY, consent=Consent.AGREED))
    supported = (await list_acting_for(account.id))[0].id
    token = await joining.invite(pool_id, lead)
    await joining.come_by_link(token, name, supported, viewer)
    member = next(each for each in await parties.list_members(pool_id) if each.account_id == account.id)
    await joining.take_place(member.id, member.version, viewer)
    return Person(member.id, account, viewer), supported


async def test_who_acts_no_more_reaches_nothing_of_the_member_from_that_moment_on():
    together = await make_together(2)
    pat, supported = await make_supporter(together.id, together.lead)
    everybody = Together(together.id, [*together.accounts, pat.account], [*together.viewers, pat.viewer])
    number = await propose(everybody)
    await agreements.agree(together.id, number, pat.viewer, OUTCOME)
    assert OUTCOME in str(await download_data(pat.account.id, DATA_HOLDERS.all))
    await end_acting_for(pat.account.id, supported)
    version = await pat.version()
    for asked in (
        service.get_pool(together.id, pat.viewer),
        agreements.find_version(together.id, number, pat.viewer),
        agreements.agree(together.id, number, pat.viewer, OUTCOME),
        agreements.take_back_yes(together.id, number, pat.viewer),
        outcomes.get_own(together.id, pat.viewer),
        outcomes.change_outcome(together.id, "I would like something else.", 1, pat.viewer),
        money.get_reader(together.id, pat.viewer),
        joining.withdraw(pat.member_id, version, pat.viewer),
        leaving.give_notice(pat.member_id, LeftReason.MOVED, None, version, pat.viewer),
    ):
        with pytest.raises(NotFoundError):
            await asked
    assert (await service.list_mine(pat.viewer)).total == 0
    assert await needs.list_needs(pat.viewer) == []
    assert OUTCOME not in str(await download_data(pat.account.id, DATA_HOLDERS.all))


async def test_the_leads_are_told_once_and_the_member_keeps_the_place(letters):
    pool = await make_pool(others=1)
    pat, supported = await make_supporter(pool.id, pool.lead.viewer)
    await end_acting_for(pat.account.id, supported)
    before = len(await letters())
    assert await keeping.tell_nobody_acts() == 1
    assert await keeping.tell_nobody_acts() == 0
    (letter,) = await letters("pool_nobody_acts")
    assert letter["recipient"] == pool.lead.account.address
    assert len(await letters()) == before + 1
    assert "Pat" not in str(letter)
    row = await pat.row()
    assert (row.state, row.name) == (MemberState.JOINING, "Pat")
    assert not row.has_voice
    assert not row.gets_letters
    with pytest.raises(ConflictError):
        await joining.make_lead(pat.member_id, row.version, pool.lead.viewer)


async def test_a_lead_who_acts_no_more_leads_no_more_and_another_does():
    pool = await make_pool(others=1)
    pat, supported = await make_supporter(pool.id, pool.lead.viewer)
    await joining.make_lead(pat.member_id, await pat.version(), pool.lead.viewer)
    await joining.step_down(pool.id, pool.lead.viewer)
    await end_acting_for(pat.account.id, supported)
    with pytest.raises(DomainError):
        await joining.invite(pool.id, pat.viewer)
    await keeping.tell_nobody_acts()
    assert not (await pat.row()).is_lead
    assert (await pool.lead.row()).is_lead


async def test_who_had_no_place_yet_is_out_and_a_pool_of_nobody_ends():
    pool = await make_pool()
    account, viewer = await make_person()
    await act_for(account.id, Support(person_name="Sam", relation=Relation.FAMILY, consent=Consent.AGREED))
    supported = (await list_acting_for(account.id))[0].id
    await joining.come_by_link(await joining.invite(pool.id, pool.lead.viewer), "Sam", supported, viewer)
    pat, other = await make_supporter(pool.id, pool.lead.viewer)
    await end_acting_for(account.id, supported)
    await end_acting_for(pat.account.id, other)
    await keeping.tell_nobody_acts()
    (sam,) = [each for each in await parties.list_members(pool.id) if each.account_id == account.id]
    assert (sam.state, sam.words) == (MemberState.WITHDRAWN, "")
    await joining.withdraw(pool.lead.member_id, await pool.lead.version(), pool.lead.viewer)
    assert (await pool.pool()).state is PoolState.ENDED
    assert (await pat.row()).reason is LeftReason.POOL_ENDED


async def test_who_acts_for_the_member_again_or_for_another_comes_in_by_a_link():
    pool = await make_pool()
    pat, supported = await make_supporter(pool.id, pool.lead.viewer)
    with pytest.raises(ConflictError):
        await joining.come_by_link(
            await joining.invite(pool.id, pool.lead.viewer), "Again", supported, pat.viewer
        )
    await end_acting_for(pat.account.id, supported)
    await act_for(
        pat.account.id, Support(person_name="Pat", relation=Relation.FAMILY, consent=Consent.AGREED)
    )
    again = next(each.id for each in await list_acting_for(pat.account.id) if each.ended_at is None)
    await joining.come_by_link(await joining.invite(pool.id, pool.lead.viewer), "Pat", again, pat.viewer)
    part = await parties.get_part(pool.id, pat.viewer, frozenset(MemberState))
    assert part.member is not None
    assert part.member.id != pat.member_id
    assert part.member.acting_for == again
    assert (await service.list_mine(pat.viewer)).total == 1
