"""The money of a made-up pool, month by month, and its register: written into the diary of its life."""

from datetime import date, timedelta
from functools import partial
from random import Random
from uuid import UUID, uuid4

from marketplace.accounts.schemas import Viewer
from marketplace.kernel import clock
from marketplace.pooling.agreements.schemas import ShareRule
from marketplace.pooling.money import service as money
from marketplace.pooling.money.entries import service as entries
from marketplace.pooling.money.receipts import service as receipts
from marketplace.pooling.money.schemas import Facts, Period, Sharing
from marketplace.pooling.money.sessions import service as sessions
from marketplace.pooling.money.sessions.schemas import Came, DayPart, SessionFacts
from marketplace.pooling.money.sharing.schemas import Part
from seed.demo.pools.life import Life, Place
from seed.demo.pools.papers import make_invoice, make_till_receipt

MONTH = 30.44
"""Days, on average."""
_RECORDED_AFTER = 27
"""Days into each month: the lead records it in one go."""
_PAID_IN_AFTER = 1
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ALL_BUT = 84
"""Of a hundred: at least so much of what is paid in is spent, at most nearly all."""
_CAME, _SAID_SO = 0.82, 0.93
_EVERY_THIRD = 3
_WITH_PAPERS, _PAPERS = 7, 3
"""The first pools have papers for so many of the latest costs."""


class Ledger:
    """Months of money. What things cost is odd on purpose, and the same in every demonstration."""

    def __init__(self, life: Life, in_force: float) -> None:
        self._life, self._in_force = life, in_force
        self._costs, self._luck = Random(life.idea.title), Random(f"{life.idea.title} came")
        self.last_bill: UUID | None = None

    def months(self, *, is_last_paid: bool = True, behind: int | None = None) -> None:
        """All months: everybody pays in, and what it costs is shared.

        The last bill waits where `is_last_paid` is not so; the member `behind` has not paid in that month.
        """
        last = self._life.idea.months - 1
        for number in range(last + 1):
            is_paid = is_last_paid or number < last
            step = partial(self._month, number, is_paid=is_paid, behind=behind if number == last else None)
            self._life.on(self._in_force - number * MONTH - _RECORDED_AFTER, step)

    def open(self) -> None:
        """What members had before the pool came here."""

        async def step() -> None:
            amounts = {place.id: 12_00 + 3_50 * at for at, place in enumerate(self._life.placed)}
            facts = Facts(on=clock.today(), amount_pence=0, words="From our old notebook", token=uuid4())
            await entries.record_opening(self._life.id, amounts, facts, self._writer)

        self._life.on(self._in_force - 0.2, step)

    def slip(self, days_ago: float) -> None:
        """A nought too many, put right the day after."""
        place = self._life.places[1]
        wrong: list[UUID] = []

        async def slip() -> None:
            wrong.append(await self._pay_in(place, 200_00, clock.today(), "Paid in for a new water butt"))

        async def mend() -> None:
            await entries.correct(wrong[0], "I typed a nought too many", uuid4(), self._writer)
            await self._pay_in(
                place, 20_00, clock.today() - timedelta(days=1), "Paid in for a new water butt"
            )

        self._life.on(days_ago, slip)
        self._life.on(days_ago - 1, mend)

    def refund(self, days_ago: float) -> None:
        """Some of the latest cost comes back."""

        async def step() -> None:
            assert self.last_bill is not None
            facts = self._facts(17_35, clock.today(), "One session fell through: money back")
            await entries.record_refund(self.last_bill, facts, self._writer)

        self._life.on(days_ago, step)

    def pay_direct(self, days_ago: float) -> None:
        """A bill that a member's own budget and the pool's account pay together."""

        async def step() -> None:
            bill = await self._bill(90_00, clock.today(), "A day with the trainer outdoors")
            own = self._life.places[1]
            part = self._facts(30_00, clock.today(), "Paid from the own budget")
            await entries.pay_bill(bill, part, self._writer, member_id=own.id)
            rest = self._facts(60_00, clock.today(), "The rest")
            await entries.pay_bill(bill, rest, self._writer)

        self._life.on(days_ago, step)

    def pay_out(self, days_ago: float, words: str, place: Place | None = None) -> None:
        """The last payment of a member, or of all with a place: afterwards they have nothing in the pool."""

        async def step() -> None:
            balances = await money.balances(self._life.id)
            for each in [place] if place is not None else self._life.placed:
                if pence := balances.of(each.id):
                    facts = self._facts(abs(pence), clock.today(), words)
                    await entries.record_settlement(self._life.id, each.id, facts, self._writer)

        self._life.on(days_ago, step)

    async def _month(self, number: int, *, is_paid: bool, behind: int | None) -> None:
        life, idea = self._life, self._life.idea
        first = clock.today() - timedelta(days=_RECORDED_AFTER)
        total = 0
        for place in life.placed:
            at = life.places.index(place)
            if at == behind:
                continue
            total += idea.pays_in(at)
            await self._pay_in(place, idea.pays_in(at), first + timedelta(days=_PAID_IN_AFTER + at), "")
        if idea.rule is ShareRule.SESSIONS:
            await self._register(first)
        billed = clock.today()
        amount = total * self._costs.randint(_ALL_BUT, 98) // 100 + self._costs.randint(0, 99)
        words = f"{idea.costs[number % len(idea.costs)]}, {billed:%B}"
        has_paper = life.number < _WITH_PAPERS and number >= idea.months - _PAPERS
        if number % _EVERY_THIRD == 1 and is_paid:
            self.last_bill = await self._spend(amount, billed, words)
            if has_paper:
                await self._add_paper(make_till_receipt(words, amount, billed))
            return
        self.last_bill = await self._bill(amount, billed, words)
        if has_paper:
            await self._add_paper(make_invoice(words, amount, billed))
        if is_paid:
            paid = self._facts(amount, billed, "")
            await entries.pay_bill(self.last_bill, paid, self._writer)

    async def _add_paper(self, content: bytes) -> None:
        """To the latest cost."""
        assert self.last_bill is not None
        await receipts.add_receipt(self.last_bill, content, self._writer)

    async def _register(self, first: date) -> None:
        """Who came, week by week, on the first day of those that the pool has."""
        weekday, _dot, part = self._life.idea.times[0].partition(".")
        days = [first + timedelta(days=number) for number in range(_RECORDED_AFTER + 1)]
        for day in days:
            if day.weekday() != _WEEKDAYS.index(weekday):
                continue
            came = {place.id: self._came() for place in self._life.placed}
            facts = SessionFacts(
                held_on=day,
                part=DayPart(part),
                took_place=Came.CAME in came.values(),
                came=came,
            )
            await sessions.record_session(self._life.id, facts, self._writer)

    def _came(self) -> Came:
        chance = self._luck.random()
        if chance < _CAME:
            return Came.CAME
        return Came.ABSENT_WITH_NOTICE if chance < _SAID_SO else Came.ABSENT

    async def _bill(self, pence: int, on: date, words: str) -> UUID:
        sharing = await self._sharing(on)
        return await entries.record_bill(self._life.id, self._facts(pence, on, words), sharing, self._writer)

    async def _spend(self, pence: int, on: date, words: str) -> UUID:
        sharing = await self._sharing(on)
        return await entries.record_spend(self._life.id, self._facts(pence, on, words), sharing, self._writer)

    async def _pay_in(self, place: Place, pence: int, on: date, words: str) -> UUID:
        return await entries.record_contribution(
            self._life.id, place.id, self._facts(pence, on, words), self._writer
        )

    async def _sharing(self, on: date) -> Sharing:
        """As the agreement says."""
        life, idea = self._life, self._life.idea
        places = life.placed
        if idea.rule is ShareRule.SESSIONS:
            since, until = on - timedelta(days=_RECORDED_AFTER), on
            order = [place.id for place in places]
            parts = await sessions.count_parts(
                life.id, Period(since=since, until=until), idea.absent_rule, order
            )
            return Sharing(rule=idea.rule, parts=parts, since=since, until=until)
        weights = [
            idea.pays_in(at) if idea.fixed else idea.part_of(at) for at in map(life.places.index, places)
        ]
        return Sharing(
            rule=idea.rule,
            parts=tuple(
                Part(member_id=place.id, weight=weight) for place, weight in zip(places, weights, strict=True)
            ),
        )

    @property
    def _writer(self) -> Viewer:
        return self._life.lead.neighbour.viewer

    @staticmethod
    def _facts(pence: int, on: date, words: str) -> Facts:
        return Facts(on=on, amount_pence=pence, words=words, token=uuid4())
