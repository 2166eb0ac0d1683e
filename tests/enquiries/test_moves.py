"""Whatever both sides do, in whatever order: a conversation moves only as it may. What is over stays so."""

import random
from datetime import timedelta

import pytest

from marketplace.enquiries import rules, service
from marketplace.enquiries.schemas import EndReason, Side, Status
from marketplace.enquiries.waiting import service as waiting
from marketplace.kernel import clock
from marketplace.kernel.errors import DomainError
from marketplace.listings.states.service import withdraw_listing
from tests.factories.enquiries import make_talk
from tests.factories.listings import show_again, suspend

MOVES = {
    Status.SENT: {Status.READ, Status.ANSWERED, Status.NOT_TAKEN_UP},
    Status.READ: {Status.ANSWERED, Status.NOT_TAKEN_UP},
    Status.ANSWERED: {Status.AGREED, Status.NOT_TAKEN_UP},
    Status.AGREED: set(),
    Status.NOT_TAKEN_UP: set(),
}


class Walk:
    """One conversation to which things happen by chance, each with its own check."""

    def __init__(self, talk, chance):
        self.talk, self.chance, self.later = talk, chance, timedelta()

    def side(self):
        return self.chance.choice(list(Side))

    def viewer(self, side):
        return self.talk.person if side is Side.PERSON else self.talk.offer.viewer

    async def version(self):
        seen = await service.look_at(self.talk.id, self.talk.person)
        return seen.conversation.version - (self.chance.random() < 0.15)

    async def read(self):
        await self.talk.seen_by(self.side())

    async def reply(self):
        side = self.side()
        await service.reply(self.talk.id, "Words.", await self.version(), self.viewer(side), side=side)

    async def agree(self):
        await service.agree(self.talk.id, await self.version(), self.viewer(self.side()))

    async def end(self):
        side = self.side()
        reason = self.chance.choice(list(EndReason))
        await service.end(self.talk.id, reason, await self.version(), self.viewer(side), side=side)

    async def share(self):
        side, contact = self.side(), self.chance.choice(["", "07700 900123"])
        await service.share_contact(self.talk.id, contact, await self.version(), self.viewer(side), side=side)

    async def hold_back(self):
        await self.chance.choice([suspend, show_again])(self.talk.offer.listing)

    async def wait(self):
        self.later += timedelta(days=self.chance.choice([1, 4, 9, 30, 95]))

    async def work(self):
        await waiting.take_steps()

    async def withdraw(self):
        if self.chance.random() < 0.2:
            await withdraw_listing(self.talk.offer.listing, actor="test")

    async def step(self):
        often = [self.read, self.reply, self.agree] * 3
        seldom = [self.end, self.share, self.hold_back, self.wait, self.work, self.withdraw]
        act = self.chance.choice([*often, *seldom])
        with clock.stopped_at(clock.now() + self.later):
            try:
                await act()
            except DomainError:
                return act.__name__, False
        return act.__name__, True


def check(before, after, is_done):
    """What holds from one step to the next."""
    if after.status is not before.status:
        assert is_done
        reached = {after.status}
        # An answer is also a reading; of what was agreed or ended nothing more follows.
        assert reached <= MOVES[before.status]
    assert after.version - before.version in ({0, 1, 2} if is_done else {0})
    if before.is_closed:
        assert after.is_closed
        assert (after.status, after.reason, after.ended_at) == (before.status, before.reason, before.ended_at)
        assert after.last_message_at == before.last_message_at
    assert after.in_a_row <= rules.MOST_IN_A_ROW
    assert (after.status is Status.NOT_TAKEN_UP) <= after.is_closed
    assert (after.status is Status.AGREED) == (after.agreed_at is not None)
    assert after.is_closed <= (after.status in {Status.AGREED, Status.NOT_TAKEN_UP})


@pytest.mark.parametrize("seed", range(12))
async def test_no_order_of_things_leads_round_the_rules(db, seed, signals):
    chance = random.Random(seed)
    talk = await make_talk()
    walk = Walk(talk, chance)
    seen = (await service.look_at(talk.id, talk.person)).conversation
    ended = 0
    for _ in range(25):
        _name, is_done = await walk.step()
        now = (await service.look_at(talk.id, talk.person)).conversation
        check(seen, now, is_done)
        ended += now.status is not seen.status and now.status in {Status.AGREED, Status.NOT_TAKEN_UP}
        seen = now
    assert len(await signals()) == ended <= 1
