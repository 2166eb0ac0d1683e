"""The door for accounts: what is kept about somebody who has or had a part in pools."""

from uuid import UUID

from marketplace.kernel import clock
from marketplace.pooling import repository as pools
from marketplace.pooling.holding import repository
from marketplace.pooling.letters import rules as letters
from marketplace.pooling.moving.service import let_go, move, settle
from marketplace.pooling.parties import service as parties
from marketplace.pooling.schemas import OPEN_MEMBERS, LeftReason, Member, MemberState, Pool


class PoolHolder:
    """An account's part in pools. Holds the account, and comes after those who hold something else first."""

    name = "pools"

    async def export(self, account_id: UUID) -> object:
        """Its own part, and what it wrote for pools that it leads. Of other members nothing."""
        return await repository.list_own(account_id)

    async def erase(self, account_id: UUID) -> None:
        """Take it out of every pool. Its rows stay for the others' records, without account and name."""
        await pools.hold_account(account_id)
        pool_ids = await repository.list_pools(account_id)
        for pool_id in pool_ids:
            pool = await parties.hold_pool(pool_id)
            for member in await pools.list_members(pool_id):
                if member.account_id == account_id and member.state in OPEN_MEMBERS:
                    await _take_out(pool, member, str(account_id))
            await settle(pool, str(account_id))
        await repository.forget(account_id)
        await repository.empty_pools(pool_ids)


async def _take_out(pool: Pool, member: Member, actor: str) -> None:
    if member.has_place:
        await let_go(member, member.reason or LeftReason.OTHER, clock.today(), "leave", actor)
    else:
        await move(member, MemberState.WITHDRAWN, "withdraw", actor, words="")
    if member.has_place:
        await parties.tell_leads(pool, letters.went(pool.id))
