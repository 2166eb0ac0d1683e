"""Gives the small made-up site a practitioner with something saved, and prints their session.

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
from marketplace.shortlists.schemas import NOTHING
from marketplace.shortlists.service import save_listing

COUNCIL = "E06000054"
ACTOR = "test"


async def main() -> None:
    settings = load_settings(os.environ)
    take_secret(settings)
    DB.point_at(settings.database_url)
    async with open_pool(max_size=2):
        await councils.add_council(COUNCIL, actor=ACTOR)
        account_id = await accounts.add_account(
            "sam@packs.example",
            "Sam Practitioner",
            password=None,
            grants=[Grant(Role.PRACTITIONER, COUNCIL)],
            actor=ACTOR,
        )
        session = await accounts.open_session(account_id, second_factor=True)
        async with connection() as raw:
            rows = await raw.fetch(
                "SELECT id FROM service WHERE status = 'published' AND NOT is_hidden ORDER BY id LIMIT 3"
            )
        for row in rows:
            await save_listing(row["id"], session.viewer, NOTHING)
    sys.stdout.write(f"{session.token}\n")


if __name__ == "__main__":
    asyncio.run(main())
