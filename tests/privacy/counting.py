"""What somebody records of a pool's money."""

from datetime import timedelta

from marketplace.kernel import clock
from marketplace.pooling.money.receipts import service as receipts
from marketplace.pooling.money.sessions import service as sessions
from marketplace.pooling.money.sessions.schemas import Came, SessionFacts
from tests.factories.accounts import viewer_of
from tests.factories.pictures import jpeg
from tests.factories.pool_money import pay_in, spend
from tests.factories.pooling import make_pool


async def record_money(mark, account):
    """Lead a pool, and write down what was spent, with a receipt, and who came."""
    pool = await make_pool(account=account, others=1)
    await pay_in(pool, pool.lead)
    entry = await spend(pool, words=f"Paint, {mark('entry words')}")
    viewer = await viewer_of(account)
    await receipts.add_receipt(entry, jpeg(), viewer)
    facts = SessionFacts(
        held_on=clock.today() - timedelta(days=1),
        words=mark("session words"),
        came={person.member_id: Came.CAME for person in pool.everybody},
    )
    await sessions.record_session(pool.id, facts, viewer)
