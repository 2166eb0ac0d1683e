"""Hands over and erases what shared statements keep about an account."""

from uuid import UUID

from marketplace.links.service import end_links_to
from marketplace.pooling import repository as pools
from marketplace.pooling.holding.repository import list_pools
from marketplace.pooling.parties import service as parties
from marketplace.pooling.statements.shares import repository
from marketplace.pooling.statements.shares.schemas import SHARE


class StatementHolder:
    """What this room keeps about an account: what it showed to its council, and what it was shown."""

    name = "pool_statements"

    async def export(self, account_id: UUID) -> object:
        """Days, parts, answers; of what was shown to it no more than that."""
        return await repository.list_of_account(account_id)

    async def erase(self, account_id: UUID) -> None:
        """Delete what it showed, with the links. First of the rooms of pools: it holds all in order."""
        await pools.hold_account(account_id)
        for pool_id in sorted({*await list_pools(account_id), *await repository.list_read_in(account_id)}):
            await parties.hold_pool(pool_id)
        gone = await repository.drop_of_account(account_id)
        if gone:
            await end_links_to(SHARE, gone)
        await repository.forget_reader(account_id)
