"""Gives the small made-up site two people who pool, new ones each time; prints their sessions.

A process of its own: Playwright's loop is running where the tests are.
"""

import asyncio
import os
import sys
from uuid import uuid4

from marketplace.accounts import service as accounts
from marketplace.accounts.schemas import Grant, Role
from marketplace.kernel.database import DB, open_pool
from marketplace.kernel.secrets import take_secret
from marketplace.kernel.settings import load_settings

PEOPLE = ("Ada Sparrowhawk", "Bo Kestrel")


async def main() -> None:
    settings = load_settings(os.environ)
    take_secret(settings)
    DB.point_at(settings.database_url)
    tokens = []
    async with open_pool(max_size=2):
        for name in PEOPLE:
            account_id = await accounts.add_account(
                f"{name.split()[0].lower()}-{uuid4().hex}@pools.example",
                name,
                password=None,
                grants=[Grant(Role.PERSON)],
                actor="test",
            )
            tokens.append((await accounts.open_session(account_id, second_factor=True)).token)
    sys.stdout.write(" ".join(tokens) + "\n")


if __name__ == "__main__":
    asyncio.run(main())
