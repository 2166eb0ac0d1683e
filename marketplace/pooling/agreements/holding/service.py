"""Hands over and erases. That somebody agreed stays with their member row, which has no name then."""

from uuid import UUID

from marketplace.pooling import repository as pools
from marketplace.pooling.agreements import repository
from marketplace.pooling.agreements.outcomes import repository as outcomes
from marketplace.pooling.holding.repository import list_pools
from marketplace.pooling.parties import service as parties


class OrphanHolder:
    """Agreements that nobody can read any more. After the pooling room, which lets go of member rows."""

    name = "pool_agreements_of_nobody"

    async def export(self, account_id: UUID) -> object:
        """Nothing of its own: `AgreementHolder` hands over what there is."""
        del account_id
        return []

    async def erase(self, account_id: UUID) -> None:
        """Delete versions and drafts of pools of whose members nobody has an account any more."""
        del account_id
        await repository.drop_of_nobody()


class AgreementHolder:
    """What this room keeps about an account: what it agreed to, and what was for itself alone."""

    name = "pool_agreements"

    async def export(self, account_id: UUID) -> object:
        """Each yes, each outcome with what the council said, and words of drafts and versions."""
        return {
            "agreed": await repository.list_consents_of(account_id),
            "own": await outcomes.list_of_account(account_id),
            "written": await repository.list_written(account_id),
        }

    async def erase(self, account_id: UUID) -> None:
        """Delete what was for the account alone. Before the pooling room lets go of its member rows.

        Holds the account and its pools first: what is written in this moment is written before, and goes too,
        or comes after, and finds no place of the account any more.
        """
        await pools.hold_account(account_id)
        for pool_id in await list_pools(account_id):
            await parties.hold_pool(pool_id)
        await outcomes.drop_of_account(account_id)
        await repository.drop_own_drafts(account_id)
