"""Gives the small made-up site a steward with work, once, and prints a session of the steward.

A process of its own: Playwright's loop is running where the tests are.
"""

import asyncio
import os
import sys

from marketplace.accounts import service as accounts
from marketplace.accounts.schemas import Grant, Role
from marketplace.councils import service as councils
from marketplace.kernel.database import DB, open_pool
from marketplace.kernel.secrets import take_secret
from marketplace.kernel.settings import load_settings
from marketplace.places.service import open_gazetteer
from seed.demo.work import load_work

COUNCIL = "E06000054"
ACTOR = "test"


async def _viewer(address: str, name: str, grant: Grant):
    found = await accounts.find_account_by_address(address)
    if found is None:
        account_id = await accounts.add_account(address, name, password=None, grants=[grant], actor=ACTOR)
    else:
        account_id = found.id
    return await accounts.open_session(account_id, second_factor=True), found is None


async def main() -> None:
    settings = load_settings(os.environ)
    take_secret(settings)
    DB.point_at(settings.database_url)
    async with open_pool(max_size=2):
        await councils.add_council(COUNCIL, actor=ACTOR)
        provider, is_first = await _viewer("jo@stewards.example", "Jo Field", Grant(Role.PROVIDER))
        steward, _ = await _viewer("sian@stewards.example", "Siân Davies", Grant(Role.STEWARD, COUNCIL))
        if is_first:
            gazetteer = open_gazetteer(settings.data_dir)
            await load_work(gazetteer, council=COUNCIL, provider=provider.viewer, steward=steward.viewer)
    sys.stdout.write(f"{steward.token}\n")


if __name__ == "__main__":
    asyncio.run(main())
