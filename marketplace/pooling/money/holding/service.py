"""The door for accounts: what the record of money keeps about them."""

from uuid import UUID

from marketplace.pooling.money.holding import repository


class MoneyHolder:
    """What this room keeps about an account: its own lines, and what it recorded for its pools."""

    name = "money of pools"

    async def export(self, account_id: UUID) -> object:
        """Own entries, dues and sessions; receipts are downloaded one by one. Of others nothing."""
        return await repository.list_own(account_id)

    async def erase(self, account_id: UUID) -> None:
        """Nothing here: the record is the pool's, and names nobody once the member has no name."""
