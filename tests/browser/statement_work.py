"""Gives the small made-up site a pool with money and a worker of its council; prints id and sessions.

A process of its own: Playwright's loop is running where the tests are.
"""

import asyncio
import os
import sys
from datetime import timedelta

from marketplace.accounts import service as accounts
from marketplace.councils import service as councils
from marketplace.kernel import clock
from marketplace.kernel.database import DB, open_pool
from marketplace.kernel.secrets import take_secret
from marketplace.kernel.settings import load_settings
from marketplace.pooling.money.receipts import service as receipts
from marketplace.pooling.money.sessions import service as sessions
from marketplace.pooling.money.sessions.schemas import Came, SessionFacts
from tests.factories.accounts import COUNCIL
from tests.factories.pictures import jpeg
from tests.factories.pool_money import add_bill, pay_in, spend
from tests.factories.pool_statements import make_agreed, make_worker


async def main() -> None:
    settings = load_settings(os.environ)
    take_secret(settings)
    DB.point_at(settings.database_url)
    async with open_pool(max_size=2):
        await councils.add_council(COUNCIL, actor="test")
        pool, today = await make_agreed(3), clock.today()
        for week in range(8):
            on = today - timedelta(days=7 * week + 1)
            for person in pool.everybody:
                await pay_in(pool, person, 40_00, on=on)
            await spend(pool, 31_00, on=on, words=f"Hall and paint, session {8 - week}")
            came = dict.fromkeys([person.member_id for person in pool.everybody], Came.CAME)
            facts = SessionFacts(held_on=on, came=came | {pool.others[0].member_id: list(Came)[week % 3]})
            await sessions.record_session(pool.id, facts, pool.lead.viewer)
        bill = await add_bill(pool, 200_01, words="Art worker in November")
        await receipts.add_receipt(bill, jpeg(), pool.lead.viewer)
        worker, _viewer = await make_worker()
        people = [pool.others[0].account, pool.lead.account, worker]
        opened = [await accounts.open_session(each.id, second_factor=True) for each in people]
    sys.stdout.write(f"{pool.id} {' '.join(each.token for each in opened)}\n")


if __name__ == "__main__":
    asyncio.run(main())
