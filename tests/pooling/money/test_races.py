"""Several who record at once, each in a transaction of their own, and one who is killed in the middle."""

import asyncio
import os
import signal
import sys
from pathlib import Path
from uuid import uuid4

import pytest

from marketplace.kernel import clock
from marketplace.kernel.database import DB, connection, transaction
from marketplace.kernel.errors import ConflictError, DomainError, NotFoundError
from marketplace.pooling.joining import service as joining
from marketplace.pooling.money import rules, service
from marketplace.pooling.money.entries import service as entries
from marketplace.pooling.money.schemas import EntryKind
from tests.factories.pool_money import add_bill, make_facts, make_sharing, pay_in, spend
from tests.factories.pooling import make_pool

pytestmark = pytest.mark.usefixtures("committed_db")

ROOT = Path(__file__).parents[3]


async def at_once(*doing):
    """The errors, or None, of what is done at once."""
    done = await asyncio.gather(*doing, return_exceptions=True)
    unexpected = [each for each in done if isinstance(each, Exception) and not isinstance(each, DomainError)]
    assert unexpected == []
    return [each if isinstance(each, Exception) else None for each in done]


async def check_sound(pool, number):
    """The record adds up, each entry by itself too, and numbers have no gap."""
    assert rules.is_sound(await service.balances(pool.id))
    async with connection() as raw:
        numbers = await raw.fetch("SELECT number FROM ledger_entry WHERE pool = $1 ORDER BY 1", pool.id)
        odd = await raw.fetch("SELECT entry FROM ledger_posting GROUP BY entry HAVING sum(amount_pence) <> 0")
        bare = await raw.fetch(
            "SELECT id FROM ledger_entry e WHERE postings <> "
            "(SELECT count(*) FROM ledger_posting WHERE entry = e.id)"
        )
    assert [row["number"] for row in numbers] == list(range(1, number + 1))
    assert odd == bare == []


async def test_forty_entries_at_once_are_numbered_without_gaps_and_add_up():
    pool, other = await make_pool(others=2), await make_pool(others=1)
    done = await at_once(
        *(pay_in(pool, person, 10_00) for person in pool.everybody for _number in range(5)),
        *(spend(pool, 1_00) for _number in range(10)),
        *(spend(pool, 7, 1, 2, 4) for _number in range(5)),
        *(spend(other, 1_01) for _number in range(10)),
    )
    assert set(done) == {None}
    await check_sound(pool, 30)
    await check_sound(other, 10)
    behind = await rules_behind(pool)
    assert all(abs(each) < 1_000_000 for each in behind)


async def rules_behind(pool):
    async with connection() as raw:
        rows = await raw.fetch(
            "SELECT sum(exact_micropence - amount_pence * 1000000) AS behind FROM ledger_posting "
            "WHERE pool = $1 AND exact_micropence IS NOT NULL GROUP BY member",
            pool.id,
        )
    return [int(row["behind"]) for row in rows]


async def test_of_two_who_take_an_entry_out_the_second_is_told():
    pool = await make_pool(others=1)
    entry = await pay_in(pool, pool.lead)
    done = await at_once(*(entries.correct(entry, "", uuid4(), pool.lead.viewer) for _one in range(4)))
    assert sorted(type(each).__name__ for each in done) == ["ConflictError"] * 3 + ["NoneType"]
    await check_sound(pool, 2)
    assert (await service.balances(pool.id)).cash_pence == 0


async def test_a_double_click_is_one_entry():
    pool = await make_pool(others=1)
    facts = make_facts()
    made = await asyncio.gather(
        *(
            entries.record_contribution(pool.id, pool.lead.member_id, facts, pool.lead.viewer)
            for _click in range(6)
        )
    )
    assert len(set(made)) == 1
    await check_sound(pool, 1)


async def test_a_bill_paid_by_two_at_once_is_paid_once():
    pool = await make_pool(others=1)
    bill = await add_bill(pool, 50_00)
    done = await at_once(
        *(entries.pay_bill(bill, make_facts(50_00), pool.lead.viewer) for _one in range(3)),
        entries.pay_bill(bill, make_facts(50_00), pool.lead.viewer, member_id=pool.lead.member_id),
    )
    assert [each for each in done if each is None] == [None]
    assert (await service.balances(pool.id)).owed_pence == 0
    await check_sound(pool, 2)


async def test_a_bill_is_taken_out_or_paid_and_never_both():
    pool = await make_pool(others=1)
    bill = await add_bill(pool, 50_00)
    done = await at_once(
        entries.correct(bill, "", uuid4(), pool.lead.viewer),
        entries.pay_bill(bill, make_facts(50_00), pool.lead.viewer),
    )
    assert sorted(type(each).__name__ for each in done) == ["ConflictError", "NoneType"]
    assert (await service.balances(pool.id)).owed_pence == 0
    await check_sound(pool, 2)


async def test_money_comes_back_once_however_many_say_so():
    pool = await make_pool(others=1)
    entry = await spend(pool, 9_99)
    done = await at_once(
        *(entries.record_refund(entry, make_facts(5_00), pool.lead.viewer) for _one in range(3))
    )
    assert done.count(None) == 1
    await check_sound(pool, 2)


async def leaves_slowly(person, gone):
    """Give a place back, in a transaction that ends a while after `gone` was set."""
    version = await person.version()
    async with transaction():
        await joining.withdraw(person.member_id, version, person.viewer)
        gone.set()
        await asyncio.sleep(0.2)
        return clock.now()


@pytest.mark.parametrize("who", ["a member leaves", "the lead leaves"])
async def test_a_bill_waits_for_who_leaves_meanwhile(who):
    pool = await make_pool(others=2)
    lead, bo = pool.everybody[:2]
    gone = asyncio.Event()
    leaving = asyncio.create_task(leaves_slowly(lead if who == "the lead leaves" else bo, gone))
    await gone.wait()
    (error,) = await at_once(entries.record_bill(pool.id, make_facts(90_00), make_sharing(pool), lead.viewer))
    left_at = await leaving
    found = await service.balances(pool.id)
    assert rules.is_sound(found)
    if who == "the lead leaves":
        assert isinstance(error, NotFoundError)
        assert found.owed_pence == 0
    else:
        assert error is None
        assert found.of(bo.member_id) == -30_00
        (bill,) = (await service.list_recorded(pool.id, None)).items
        assert bill.recorded_at >= left_at


_KILLED = """
import asyncio, os, sys
from uuid import UUID
from marketplace.accounts.schemas import Viewer
from marketplace.kernel.database import DB, open_pool
from marketplace.pooling.money.entries import repository, service
from tests.factories.pool_money import make_facts

async def stop(*_given):
    print("between", flush=True)
    await asyncio.sleep(60)

async def main(url, pool, member, account, stage):
    DB.point_at(url)
    async with open_pool(max_size=2):
        if stage == "postings":
            repository.add_postings = stop
        else:
            service.audit.record = lambda *given, **more: stop()
        viewer = Viewer(account_id=UUID(account))
        await service.record_contribution(UUID(pool), UUID(member), make_facts(), viewer)

asyncio.run(main(*sys.argv[1:]))
"""


@pytest.mark.parametrize("stage", ["postings", "audit"])
async def test_a_process_that_is_killed_in_the_middle_leaves_nothing_half_done(stage):
    pool = await make_pool(others=1)
    await pay_in(pool, pool.lead)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        _KILLED,
        DB.config["dsn"],
        str(pool.id),
        str(pool.lead.member_id),
        str(pool.lead.account.id),
        stage,
        stdout=asyncio.subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    async with asyncio.timeout(60):
        assert await process.stdout.readline() == b"between\n"
        process.send_signal(signal.SIGKILL)
        await process.wait()
    await check_sound(pool, 1)
    assert (await service.balances(pool.id)).cash_pence == 40_00
    async with asyncio.timeout(30):
        await pay_in(pool, pool.lead)
    await check_sound(pool, 2)
    last = (await service.list_recorded(pool.id, None)).items[0]
    assert (last.number, last.kind) == (2, EntryKind.CONTRIBUTION)


async def test_who_waited_for_another_to_record_is_right_about_what_is_left():
    pool = await make_pool(others=1)
    await pay_in(pool, pool.lead, 50_00)
    done = await at_once(
        *(
            entries.record_refund_out(pool.id, pool.lead.member_id, make_facts(30_00), pool.lead.viewer)
            for _one in range(3)
        )
    )
    assert done.count(None) == 1
    assert not [each for each in done if each is not None and isinstance(each, ConflictError)]
    assert (await service.balances(pool.id)).of(pool.lead.member_id) == 20_00
    await check_sound(pool, 2)
