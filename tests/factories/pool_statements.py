"""Pools with money and an agreement in force, their statements, and those who look at them."""

from datetime import timedelta
from uuid import UUID

from marketplace.accounts.schemas import Account, Viewer
from marketplace.councils.schemas import PackPart
from marketplace.kernel import clock
from marketplace.pooling.money.schemas import Period
from marketplace.pooling.statements.shares import service as shares
from marketplace.pooling.statements.shares.schemas import NewShare, Share
from tests.factories.accounts import COUNCIL, make_account, viewer_of
from tests.factories.agreements import Together, make_in_force
from tests.factories.pool_money import pay_in, spend
from tests.factories.pooling import Person, Pooled

PARTS = tuple(part for part in PackPart if part is not PackPart.RECEIPTS)
"""What a council can be shown by default."""


def last_month() -> Period:
    """The last thirty days, in which factories record."""
    today = clock.today()
    return Period(since=today - timedelta(days=30), until=today)


async def pooled_of(together: Together) -> Pooled:
    """The same pool as factories of money take it."""
    by_account = {member.account_id: member for member in await together.members()}
    people = [
        Person(by_account[account.id].id, account, viewer)
        for account, viewer in zip(together.accounts, together.viewers, strict=True)
    ]
    return Pooled(together.id, people[0], tuple(people[1:]))


async def make_agreed(number: int = 3) -> Pooled:
    """A pool of so many with an agreement in force."""
    together, _version = await make_in_force(number)
    return await pooled_of(together)


async def make_used(number: int = 3) -> Pooled:
    """The same, with something paid in and spent."""
    pool = await make_agreed(number)
    for person in pool.everybody:
        await pay_in(pool, person, 40_00)
    await spend(pool, 31_00, words="hall in March")
    return pool


async def make_share(
    pool: Pooled,
    person: Person | None = None,
    *,
    parts: tuple[PackPart, ...] = PARTS,
    period: Period | None = None,
    by_letter: bool = False,
) -> tuple[Share, str]:
    """What somebody of the pool shows to Wiltshire, and the token of its link."""
    person = person or pool.everybody[-1]
    new = NewShare(period=period or last_month(), parts=parts, council_code=COUNCIL, by_letter=by_letter)
    token = await shares.share(pool.id, new, person.viewer)
    return (await shares.list_own(pool.id, person.viewer))[0], token


async def make_worker(council: str = COUNCIL) -> tuple[Account, Viewer]:
    """A practitioner of a council."""
    account = await make_account("practitioner", council, name="Sam Worker")
    return account, await viewer_of(account)


async def make_opened(pool: Pooled, **more) -> tuple[UUID, Account, Viewer]:
    """A statement that a worker has opened."""
    _share, token = await make_share(pool, **more)
    account, worker = await make_worker()
    return await shares.open_share(token, worker), account, worker
