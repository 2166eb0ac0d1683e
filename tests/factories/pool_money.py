"""Money of pools for tests, through the services."""

from datetime import date, timedelta
from uuid import UUID, uuid4

from marketplace.kernel import clock
from marketplace.pooling.agreements.schemas import ShareRule
from marketplace.pooling.money.entries import service as entries
from marketplace.pooling.money.schemas import Facts, Sharing
from marketplace.pooling.money.sharing.schemas import Part
from tests.factories.pooling import Person, Pooled


def make_facts(amount_pence: int = 40_00, *, on: date | None = None, words: str = "", token=None) -> Facts:
    """What somebody says of money that moved, some days ago unless a day is said."""
    day = on or clock.today() - timedelta(days=3)
    return Facts(on=day, amount_pence=amount_pence, words=words, token=token or uuid4())


def make_sharing(pool: Pooled, *weights: int, rule: ShareRule = ShareRule.EQUAL) -> Sharing:
    """All with a place share, equally or by the weights."""
    numbers = weights or (1,) * len(pool.everybody)
    parts = [
        Part(member_id=person.member_id, weight=number)
        for person, number in zip(pool.everybody, numbers, strict=False)
    ]
    return Sharing(rule=rule, parts=tuple(parts))


async def pay_in(pool: Pooled, person: Person, amount_pence: int = 40_00, **facts) -> UUID:
    """Somebody pays in."""
    return await entries.record_contribution(
        pool.id, person.member_id, make_facts(amount_pence, **facts), pool.lead.viewer
    )


async def spend(pool: Pooled, amount_pence: int = 30_00, *weights: int, **facts) -> UUID:
    """The pool spends money, shared by all."""
    rule = ShareRule.WEIGHT if weights else ShareRule.EQUAL
    return await entries.record_spend(
        pool.id, make_facts(amount_pence, **facts), make_sharing(pool, *weights, rule=rule), pool.lead.viewer
    )


async def add_bill(pool: Pooled, amount_pence: int = 100_00, *weights: int, **facts) -> UUID:
    """The pool gets a bill, shared by all."""
    rule = ShareRule.WEIGHT if weights else ShareRule.EQUAL
    return await entries.record_bill(
        pool.id, make_facts(amount_pence, **facts), make_sharing(pool, *weights, rule=rule), pool.lead.viewer
    )
