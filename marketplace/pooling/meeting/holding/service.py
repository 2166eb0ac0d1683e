"""The door for accounts: what somebody looked for with others, and what they wrote in pools."""

from uuid import UUID

from marketplace.pooling import repository as pools
from marketplace.pooling.holding.repository import list_pools
from marketplace.pooling.meeting.holding import repository
from marketplace.pooling.parties import service as parties


class MeetingHolder:
    """Wishes, what was said about matches, messages. Comes before the pooling room lets go of member rows."""

    name = "pool_meeting"

    async def export(self, account_id: UUID) -> object:
        """What it wished, said and wrote itself. Of others nothing."""
        return {
            "looking": await repository.list_wishes(account_id),
            "messages": await repository.list_messages(account_id),
            "muted": await repository.list_muted(account_id),
        }

    async def erase(self, account_id: UUID) -> None:
        """Delete all of it. Pools are held, so that nobody writes in the account's name at that moment."""
        await pools.hold_account(account_id)
        for pool_id in await list_pools(account_id):
            await parties.hold_pool(pool_id)
        await repository.drop_of(account_id)
