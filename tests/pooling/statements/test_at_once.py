"""Several people at one statement at once, each in a transaction of their own."""

import asyncio
from uuid import uuid4

import pytest

from marketplace.accounts.service import delete_account
from marketplace.councils import service as councils
from marketplace.holders import DATA_HOLDERS
from marketplace.kernel.errors import DomainError
from marketplace.pooling.money.entries import service as entries
from marketplace.pooling.money.rules import is_sound
from marketplace.pooling.statements import service as statements
from marketplace.pooling.statements.shares import repository
from marketplace.pooling.statements.shares import service as shares
from marketplace.pooling.statements.shares.schemas import Answer
from tests.factories.accounts import COUNCIL
from tests.factories.pool_money import pay_in, spend
from tests.factories.pool_statements import last_month, make_opened, make_share, make_used, make_worker

pytestmark = pytest.mark.usefixtures("committed_db")
TIMES = 5


@pytest.fixture(autouse=True)
async def wiltshire(committed_db):
    """Wiltshire is in the system, on the database of these tests."""
    await councils.add_council(COUNCIL, actor="test")


async def at_once(*doing):
    """What each came to: the class of its error, or None."""
    done = await asyncio.gather(*doing, return_exceptions=True)
    assert [each for each in done if isinstance(each, Exception) and not isinstance(each, DomainError)] == []
    return [type(each).__name__ if isinstance(each, Exception) else None for each in done]


async def test_of_two_workers_who_open_it_at_once_one_does():
    pool = await make_used()
    workers = [(await make_worker())[1] for _number in range(3)]
    for _number in range(TIMES):
        share, token = await make_share(pool)
        done = await at_once(*(shares.open_share(token, worker) for worker in workers))
        assert sorted(map(str, done)) == ["ConflictError", "ConflictError", "None"]
        kept = await repository.find(share.id)
        assert kept.reader_id == workers[done.index(None)].account_id


async def test_opening_while_it_is_taken_back_leaves_nothing_to_read():
    pool = await make_used()
    person = pool.everybody[-1]
    _account, worker = await make_worker()
    for _number in range(TIMES):
        share, token = await make_share(pool)
        done = await at_once(shares.open_share(token, worker), shares.withdraw(share.id, person.viewer))
        assert done[1] is None
        assert done[0] in {None, "NotFoundError"}
        assert await at_once(shares.read_shared(share.id, worker)) == ["NotFoundError"]


async def test_an_answer_while_it_is_taken_back_comes_before_or_not_at_all():
    pool = await make_used()
    person = pool.everybody[-1]
    for _number in range(TIMES):
        share_id, _account, worker = await make_opened(pool)
        done = await at_once(
            shares.answer(share_id, Answer.LOOKS_FINE, worker), shares.withdraw(share_id, person.viewer)
        )
        kept = await repository.find(share_id)
        assert done[1] is None
        assert (kept.answer is None) == (done[0] == "NotFoundError")
        assert kept.withdrawn_at is not None


async def test_both_answers_at_once_end_in_looks_fine_or_talk_and_then_fine():
    pool = await make_used()
    for _number in range(TIMES):
        share_id, _account, worker = await make_opened(pool)
        done = await at_once(*(shares.answer(share_id, answer, worker) for answer in Answer))
        assert done[0] is None
        assert done[1] in {None, "ConflictError"}
        assert (await repository.find(share_id)).answer is Answer.LOOKS_FINE


async def test_a_member_who_deletes_their_account_while_it_is_opened_leaves_nothing():
    for _number in range(2):
        pool = await make_used()
        person = pool.everybody[-1]
        share, token = await make_share(pool)
        _account, worker = await make_worker()
        done = await at_once(
            shares.open_share(token, worker),
            delete_account(person.account.id, DATA_HOLDERS.all, actor="test"),
        )
        assert done[1] is None
        assert await repository.find(share.id) is None


async def test_what_is_made_while_others_record_adds_up():
    pool = await make_used()
    person, period = pool.everybody[-1], last_month()
    for _number in range(TIMES):
        made = await asyncio.gather(
            *(statements.get_own(pool.id, person.viewer, period) for _one in range(3)),
            *(statements.get_record(pool.id, pool.lead.viewer, period) for _one in range(3)),
            pay_in(pool, person, 17_01),
            spend(pool, 10_01),
            entries.correct(await spend(pool, 1_01), "", uuid4(), pool.lead.viewer),
        )
        for statement in made[:3]:
            lines = (*statement.paid, *statement.spent)
            moved = sum(line.change_pence for line in lines)
            assert statement.sums.opening_pence + moved == statement.sums.closing_pence
        for record in made[3:6]:
            assert is_sound(record.start)
            assert is_sound(record.end)
            closing = sum(member.sums.closing_pence for member in record.members)
            assert closing == record.end.cash_pence - record.end.owed_pence
