"""Gives the small made-up site somebody who looks, a steward and a checked provider; prints their sessions.

A process of its own: Playwright's loop is running where the tests are.
"""

import asyncio
import os
import sys
from datetime import date

from marketplace.accounts import service as accounts
from marketplace.accounts.schemas import Grant, Role
from marketplace.councils import service as councils
from marketplace.kernel.database import DB, open_pool
from marketplace.kernel.secrets import take_secret
from marketplace.kernel.settings import load_settings
from marketplace.listings.organizations.schemas import MemberRole
from marketplace.listings.organizations.service import add_person
from marketplace.listings.schemas import Check
from marketplace.listings.service import get_stored
from tests.factories.listings import make_organization, make_personal_assistant, publish

COUNCIL = "E06000054"
ACTOR = "test"
CHECKS = ("dbs", "identity", "right_to_work", "references")


async def _session(address: str, name: str, grant: Grant):
    account_id = await accounts.add_account(address, name, password=None, grants=[grant], actor=ACTOR)
    return await accounts.open_session(account_id, second_factor=True)


async def main() -> None:
    settings = load_settings(os.environ)
    take_secret(settings)
    DB.point_at(settings.database_url)
    async with open_pool(max_size=2):
        await councils.add_council(COUNCIL, actor=ACTOR)
        person = await _session("robin@wanted.example", "Robin Sparrowhawk", Grant(Role.PERSON))
        steward = await _session("sian@wanted.example", "Siân Davies", Grant(Role.STEWARD, COUNCIL))
        provider = await _session("amina@wanted.example", "Amina Khan", Grant(Role.PROVIDER))
        checks = tuple(Check(kind=kind, checked_on=date(2025, 5, 1)) for kind in CHECKS)
        organization = make_organization("Amina K.")
        listing_id = await publish(make_personal_assistant(organization=organization, checks=checks))
        owned = (await get_stored(listing_id)).draft.organization.id
        await add_person(owned, provider.viewer.account_id, MemberRole.OWNER, actor=ACTOR)
    sys.stdout.write(f"{person.token} {steward.token} {provider.token}\n")


if __name__ == "__main__":
    asyncio.run(main())
