"""Gives the small made-up site a practitioner, and people to its providers; prints the sessions of both.

A process of its own: Playwright's loop is running where the tests are.
"""

import asyncio
import os
import sys

from marketplace.accounts import service as accounts
from marketplace.accounts.schemas import Grant, Role
from marketplace.councils import service as councils
from marketplace.kernel.database import DB, connection, open_pool
from marketplace.kernel.secrets import take_secret
from marketplace.kernel.settings import load_settings
from marketplace.listings.organizations.schemas import MemberRole
from marketplace.listings.organizations.service import add_person

COUNCIL = "E06000054"
ACTOR = "test"


async def _session(address: str, name: str, grant: Grant):
    account_id = await accounts.add_account(address, name, password=None, grants=[grant], actor=ACTOR)
    return await accounts.open_session(account_id, second_factor=True)


async def main() -> None:
    settings = load_settings(os.environ)
    take_secret(settings)
    DB.point_at(settings.database_url)
    async with open_pool(max_size=2):
        await councils.add_council(COUNCIL, actor=ACTOR)
        provider = await _session("bo@referrals.example", "Bo Provider", Grant(Role.PROVIDER))
        practitioner = await _session(
            "robin@referrals.example", "Robin Practitioner", Grant(Role.PRACTITIONER, COUNCIL)
        )
        async with connection() as raw:
            rows = await raw.fetch("SELECT DISTINCT organization FROM service WHERE status = 'published'")
        for row in rows:
            account_id = provider.viewer.account_id
            await add_person(row["organization"], account_id, MemberRole.OWNER, actor=ACTOR)
    sys.stdout.write(f"{practitioner.token} {provider.token}\n")


if __name__ == "__main__":
    asyncio.run(main())
