"""Gives the small made-up site a pool in which much waits, and a support organisation; prints sessions.

A process of its own: Playwright's loop is running where the tests are.
"""

import asyncio
import os
import sys
from datetime import timedelta

from msgspec.structs import replace

from marketplace.accounts import service as accounts
from marketplace.kernel import clock
from marketplace.kernel.database import DB, open_pool
from marketplace.kernel.secrets import take_secret
from marketplace.kernel.settings import load_settings
from marketplace.pooling.agreements import service as agreements
from marketplace.pooling.agreements.schemas import Employer, EmployerKind, ShareRule
from marketplace.pooling.money.dues.service import make_dues
from marketplace.pooling.money.entries import service as entries
from marketplace.pooling.money.schemas import Sharing
from marketplace.pooling.money.sharing.schemas import Part
from tests.factories.agreements import agree_all, make_together, propose
from tests.factories.pool_desk import make_supporters
from tests.factories.pool_money import make_facts


async def main() -> None:
    settings = load_settings(os.environ)
    take_secret(settings)
    DB.point_at(settings.database_url)
    async with open_pool(max_size=2):
        supporters = await make_supporters("Journey Support")
        together = await make_together(2)
        lead, other = await together.members()
        draft, today = await agreements.begin_writing(together.id, together.lead), clock.today()
        members = tuple(replace(term, contribution_pence=40_00) for term in draft.terms.members)
        employer = Employer(
            kind=EmployerKind.MEMBER,
            member_id=other.id,
            insurer="Fish",
            insured_until=today + timedelta(days=9),
        )
        number = await propose(together, members=members, employer=employer)
        await agree_all(together, number)
        await make_dues()
        parts = (Part(member_id=lead.id, weight=1), Part(member_id=other.id, weight=1))
        facts = make_facts(31_00, on=today, words="Hall in March")
        await entries.record_bill(
            together.id, facts, Sharing(rule=ShareRule.EQUAL, parts=parts), together.lead
        )
        await propose(together, notice_weeks=6)
        people = [*together.accounts, supporters.account]
        opened = [await accounts.open_session(each.id, second_factor=True) for each in people]
    sys.stdout.write(f"{together.id} {' '.join(each.token for each in opened)}\n")


if __name__ == "__main__":
    asyncio.run(main())
