"""Gives the small made-up site three people who look for others, and a steward; prints their sessions.

A process of its own: Playwright's loop is running where the tests are.
"""

import asyncio
import os
import sys

from marketplace.accounts import service as accounts
from marketplace.accounts.schemas import Grant, Role
from marketplace.councils.schemas import NATIONAL
from marketplace.kernel.database import DB, open_pool
from marketplace.kernel.secrets import take_secret
from marketplace.kernel.settings import load_settings

PEOPLE = (
    ("Cleo Kingfisher", [Grant(Role.PERSON)]),
    ("Dot Wagtail", [Grant(Role.PERSON)]),
    ("Eve Heron", [Grant(Role.PERSON)]),
    ("Sam Steward", [Grant(Role.STEWARD, NATIONAL), Grant(Role.STEWARD, "E06000054")]),
)


async def main() -> None:
    settings = load_settings(os.environ)
    take_secret(settings)
    DB.point_at(settings.database_url)
    tokens = []
    async with open_pool(max_size=2):
        for name, grants in PEOPLE:
            address = f"{name.split()[0].lower()}@meeting.example"
            account_id = await accounts.add_account(address, name, password=None, grants=grants, actor="test")
            tokens.append((await accounts.open_session(account_id, second_factor=True)).token)
    sys.stdout.write(" ".join(tokens) + "\n")


if __name__ == "__main__":
    asyncio.run(main())
