"""Whatever is recorded in whatever order: the record adds up, on every day, and what was stays as it was."""

import random
from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

import pytest

from marketplace.kernel import clock
from marketplace.kernel.errors import ConflictError, InvalidError
from marketplace.pooling.agreements.schemas import ShareRule
from marketplace.pooling.money import repository, rules, service
from marketplace.pooling.money.entries import service as entries
from marketplace.pooling.money.schemas import Account, EntryKind, Period, Sharing
from marketplace.pooling.money.sharing.schemas import MICRO, Part
from tests.factories.pool_money import make_facts
from tests.factories.pooling import make_content, make_pool

pytestmark = pytest.mark.usefixtures("db")

STEPS = 60


class Walk:
    """Takes steps at random, from a seed."""

    def __init__(self, pool, seed):
        self.pool, self.draw, self.viewer = pool, random.Random(seed), pool.lead.viewer
        self.kinds = [self.pay_in, self.bill, self.spend, self.pay, self.back, self.out, self.correct]

    def facts(self, most=200_00):
        day = clock.today() - timedelta(days=self.draw.randrange(60))
        return make_facts(self.draw.randint(1, most), on=day)

    def member(self):
        return self.draw.choice(self.pool.everybody).member_id

    def sharing(self):
        rule = self.draw.choice(list(ShareRule))
        parts = tuple(
            Part(member_id=person.member_id, weight=self.draw.choice([0, 1, 1, 2, 7, 30_00]))
            for person in self.pool.everybody
        )
        return Sharing(rule=rule, parts=parts)

    async def some(self):
        found = (await repository.list_entries(self.pool.id, None, limit=1_000, offset=0))[0]
        return self.draw.choice(found).id if found else None

    async def pay_in(self):
        await entries.record_contribution(self.pool.id, self.member(), self.facts(), self.viewer)

    async def bill(self):
        await entries.record_bill(self.pool.id, self.facts(), self.sharing(), self.viewer)

    async def spend(self):
        await entries.record_spend(self.pool.id, self.facts(), self.sharing(), self.viewer)

    async def pay(self):
        for bill in (await service.list_open_bills(self.pool.id))[:1]:
            who = self.draw.choice([None, self.member()])
            await entries.pay_bill(bill.id, self.facts(bill.left_pence), self.viewer, member_id=who)

    async def back(self):
        if entry := await self.some():
            await entries.record_refund(entry, self.facts(50_00), self.viewer)

    async def out(self):
        settle = self.draw.choice([entries.record_refund_out, entries.record_settlement])
        await settle(self.pool.id, self.member(), self.facts(20_00), self.viewer)

    async def correct(self):
        if entry := await self.some():
            await entries.correct(entry, "", uuid4(), self.viewer)

    async def step(self):
        """One thing that may or may not be possible."""
        with suppress(ConflictError, InvalidError):
            await self.draw.choice(self.kinds)()


@pytest.mark.parametrize("seed", range(6))
async def test_the_record_adds_up_whatever_is_recorded(seed):
    pool = await make_pool(make_content(places=6), others=seed % 4 + 1)
    walk, known, start = Walk(pool, seed), {}, clock.now()
    for number in range(STEPS):
        with clock.stopped_at(start + timedelta(seconds=number)):
            await walk.step()
            found = await service.balances(pool.id)
            assert rules.is_sound(found)
            assert found.owed_pence >= 0
            if number % 10 == 0:
                known[clock.now()] = found
    all_entries, total = await repository.list_entries(pool.id, None, limit=1_000, offset=0)
    assert sorted(entry.number for entry in all_entries) == list(range(1, total + 1))
    for moment, found in known.items():
        assert await service.balances(pool.id, known_at=moment) == found
    for back in range(0, 60, 7):
        day = clock.today() - timedelta(days=back)
        found = await service.balances(pool.id, day)
        assert rules.is_sound(found)
        assert found.cash_pence == sum(
            line.amount_pence
            for entry in all_entries
            if entry.on <= day
            for line in entry.postings
            if line.account is Account.CASH
        )
    open_bills = await service.list_open_bills(pool.id)
    assert sum(bill.left_pence for bill in open_bills) == (await service.balances(pool.id)).owed_pence
    period = Period(since=clock.today() - timedelta(days=30), until=clock.today())
    for person in pool.everybody:
        said = await service.statement_of(person.member_id, period)
        assert said.closing_pence == (await service.balances(pool.id)).of(person.member_id)
        moved = said.paid_in_pence - said.shares_pence - said.paid_back_pence
        assert said.opening_pence + moved == said.closing_pence
    behind = await repository.sum_carried(pool.id)
    assert sum(behind.values()) == 0
    assert all(abs(each) < 2 * len(pool.everybody) * MICRO for each in behind.values())
    assert {entry.kind for entry in all_entries} & {EntryKind.BILL, EntryKind.SPEND}
