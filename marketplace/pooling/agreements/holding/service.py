"""Hands over and erases. That somebody agreed stays with their member row, which has no name then."""

from uuid import UUID

from marketplace.pooling.agreements import repository
from marketplace.pooling.agreements.outcomes import repository as outcomes


class AgreementHolder:
    """What this room keeps about an account: what it agreed to, and what was for itself alone."""

    name = "pool_agreements"

    async def export(self, account_id: UUID) -> object:
        """Each yes, and each outcome with what the council said."""
        return {
            "agreed": await repository.list_consents_of(account_id),
            "own": await outcomes.list_of_account(account_id),
        }

    async def erase(self, account_id: UUID) -> None:
        """Delete what was for the account alone. Before the pooling room lets go of its member rows."""
        await outcomes.drop_of_account(account_id)
