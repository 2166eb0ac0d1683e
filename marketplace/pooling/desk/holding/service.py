"""Hands over and erases what the desk keeps about an account."""

from uuid import UUID

from marketplace.pooling import repository as pools
from marketplace.pooling.desk import repository
from marketplace.pooling.holding.repository import list_pools
from marketplace.pooling.parties import service as parties


class DeskHolder:
    """Consents to help, ticks and reminders of an account. Comes before the pool forgets its rows."""

    name = "pool_desk"

    async def export(self, account_id: UUID) -> object:
        """Its own, and nothing of other members."""
        return await repository.list_own(account_id)

    async def erase(self, account_id: UUID) -> None:
        """Delete consents and reminders. What it ticked stays for the others, as of a former member."""
        await pools.hold_account(account_id)
        for pool_id in await list_pools(account_id):
            await parties.hold_pool(pool_id)
        await repository.forget(account_id)
