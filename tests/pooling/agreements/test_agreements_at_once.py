"""Several people at one agreement at once, each in a transaction of their own."""

import asyncio

import pytest
from msgspec.structs import replace

from marketplace.accounts.service import delete_account
from marketplace.kernel import clock
from marketplace.kernel.database import connection, transaction
from marketplace.kernel.errors import ConflictError, DomainError
from marketplace.pooling.agreements import service
from marketplace.pooling.agreements.holding.service import AgreementHolder
from marketplace.pooling.agreements.outcomes import repository as outcome_rows
from marketplace.pooling.agreements.outcomes import service as outcomes
from marketplace.pooling.agreements.schemas import NewerVersionError, TermsChangedError
from marketplace.pooling.holding.service import PoolHolder
from marketplace.pooling.joining import service as joining
from marketplace.pooling.parties import service as parties
from tests.factories.agreements import (
    OUTCOME,
    agree_all,
    make_in_force,
    make_proposed,
    make_together,
    propose,
    write,
)

pytestmark = pytest.mark.usefixtures("committed_db")


async def at_once(*doing):
    """The errors, or None, of what is done at once."""
    done = await asyncio.gather(*doing, return_exceptions=True)
    unexpected = [each for each in done if isinstance(each, Exception) and not isinstance(each, DomainError)]
    assert unexpected == []
    return [each if isinstance(each, Exception) else None for each in done]


async def states(together):
    async with connection() as raw:
        rows = await raw.fetch(
            "SELECT number, state FROM pool_agreement WHERE pool = $1 ORDER BY number", together.id
        )
    return [(row["number"], row["state"]) for row in rows]


async def test_all_agree_at_once_and_it_is_in_force_once(letters):
    together, number = await make_proposed(4)
    done = await asyncio.gather(
        *(service.agree(together.id, number, viewer, OUTCOME) for viewer in together.viewers)
    )
    assert sorted(done) == [False, False, False, True]
    assert await states(together) == [(1, "in_force")]
    assert len(await letters("agreement_in_force")) == 4


async def test_one_who_presses_twice_agrees_once():
    together, number = await make_proposed(2)
    done = await at_once(*(service.agree(together.id, number, together.lead, OUTCOME) for _time in range(4)))
    assert done == [None] * 4
    async with connection() as raw:
        assert await raw.fetchval("SELECT count(*) FROM agreement_consent") == 1


@pytest.mark.parametrize("attempt", range(4))
async def test_agreeing_while_the_version_changes_is_to_what_was_read_or_to_nothing(attempt):
    together, first = await make_proposed(2)
    await service.agree(together.id, first, together.lead, OUTCOME)
    version = await write(together, notice_weeks=9)
    other = together.viewers[1]
    agreed, proposed = await at_once(
        service.agree(together.id, first, other, OUTCOME),
        service.propose(together.id, version, together.lead),
    )
    assert proposed is None
    if agreed is None:
        assert await states(together) == [(1, "in_force"), (2, "proposed")]
        assert (await service.current_terms(together.id)).notice_weeks == 4
    else:
        assert isinstance(agreed, NewerVersionError)
        assert agreed.newest == 2
        assert await states(together) == [(1, "dropped"), (2, "proposed")]
        assert await outcomes.get_own(together.id, other) == (None, None)
    assert [each.consent for each in await service.list_waiting(together.id)] == [None, None]


async def test_of_two_leads_who_write_at_once_one_is_told_and_has_the_others_text():
    together = await make_together(2)
    member = (await together.members())[1]
    await joining.make_lead(member.id, member.version, together.lead)
    draft = await service.begin_writing(together.id, together.lead)
    texts = ("Trees", "Flowers")
    done = await at_once(
        *(
            service.write_terms(together.id, replace(draft.terms, purpose=text), draft.version, viewer)
            for text, viewer in zip(texts, together.viewers, strict=True)
        )
    )
    (told,) = [each for each in done if each is not None]
    kept = (await service.get_draft(together.id, together.lead)).terms.purpose
    assert isinstance(told, TermsChangedError)
    assert told.theirs.terms.purpose == kept
    assert kept == texts[done.index(None)]


async def test_two_leads_who_begin_at_once_have_one_draft():
    together = await make_together(2)
    member = (await together.members())[1]
    await joining.make_lead(member.id, member.version, together.lead)
    drafts = await asyncio.gather(*(service.begin_writing(together.id, each) for each in together.viewers))
    assert len({draft.id for draft in drafts}) == 1


async def test_writing_and_proposing_at_once_loses_nothing():
    together = await make_together(2)
    version = await write(together)
    draft = await service.get_draft(together.id, together.lead)
    wrote, proposed = await at_once(
        service.write_terms(together.id, replace(draft.terms, purpose="Later"), version, together.lead),
        service.propose(together.id, version, together.lead),
    )
    assert (wrote is None) != (proposed is None)
    assert isinstance(wrote or proposed, ConflictError)


@pytest.mark.parametrize("attempt", range(3))
async def test_the_last_yes_and_taking_one_back_at_once_is_one_of_both(attempt):
    together, number = await make_proposed(2)
    await service.agree(together.id, number, together.lead, OUTCOME)
    last, back = await at_once(
        service.agree(together.id, number, together.viewers[1], OUTCOME),
        service.take_back_yes(together.id, number, together.lead),
    )
    assert last is None
    is_in_force = await states(together) == [(1, "in_force")]
    assert is_in_force == isinstance(back, ConflictError)


@pytest.mark.parametrize("attempt", range(3))
async def test_the_last_yes_while_somebody_goes_names_nobody_who_is_gone(attempt):
    together, number = await make_proposed(3)
    for viewer in together.viewers[:2]:
        await service.agree(together.id, number, viewer, OUTCOME)
    goes = (await together.members())[1]
    last, went = await at_once(
        service.agree(together.id, number, together.viewers[2], OUTCOME),
        joining.withdraw(goes.id, goes.version, together.viewers[1]),
    )
    assert (last is None) != (went is None)
    if last is None:
        assert {member.state.value for member in await together.members()} == {"member"}
    else:
        assert await states(together) == [(1, "proposed")]


async def test_the_one_before_is_in_force_at_every_moment():
    """Readers of another connection never see none, or two."""
    together, _first = await make_in_force(3)
    second = await propose(together, notice_weeks=9)
    seen = []

    async def read():
        for _time in range(40):
            terms = await service.current_terms(together.id)
            seen.append(terms.notice_weeks if terms else None)
            await asyncio.sleep(0)

    await asyncio.gather(read(), agree_all(together, second))
    assert set(seen) <= {4, 9}
    assert seen == sorted(seen)
    assert (await service.current_terms(together.id)).notice_weeks == 9


async def test_an_outcome_written_while_the_account_is_deleted_does_not_survive():
    together = await make_together(2)
    account, viewer = together.accounts[1], together.viewers[1]
    is_written = asyncio.Event()

    async def write_slowly():
        async with transaction():
            part = await parties.hold_part(together.id, viewer)
            await outcome_rows.put_outcome(part.member.id, "I paint again, and sleep well.", clock.now())
            is_written.set()
            await asyncio.sleep(0.3)

    async def delete():
        await is_written.wait()
        await delete_account(account.id, [AgreementHolder(), PoolHolder()], actor="test")

    assert await at_once(write_slowly(), delete()) == [None, None]
    async with connection() as raw:
        assert await raw.fetchval("SELECT count(*) FROM member_outcome") == 0
