"""Gives the small made-up site a pool in which two people have places; prints its id and their sessions.

A process of its own: Playwright's loop is running where the tests are.
"""

import asyncio
import os
import sys

from marketplace.accounts import service as accounts
from marketplace.kernel.database import DB, open_pool
from marketplace.kernel.secrets import take_secret
from marketplace.kernel.settings import load_settings
from tests.factories.agreements import make_together


async def main() -> None:
    settings = load_settings(os.environ)
    take_secret(settings)
    DB.point_at(settings.database_url)
    async with open_pool(max_size=2):
        together = await make_together(2)
        opened = [await accounts.open_session(each.id, second_factor=True) for each in together.accounts]
    sys.stdout.write(f"{together.id} {opened[0].token} {opened[1].token}\n")


if __name__ == "__main__":
    asyncio.run(main())
