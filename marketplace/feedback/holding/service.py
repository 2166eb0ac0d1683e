"""The door for accounts: what is kept about somebody who told a provider, or answered for one."""

from uuid import UUID

from marketplace.feedback.holding import repository


class FeedbackHolder:
    """What an account told providers, and what it answered for organisations.

    Comes after the holder of enquiries, which holds the organisations, and before that of organisations,
    which takes the account out of them.
    """

    name = "feedback"

    async def export(self, account_id: UUID) -> object:
        """What it told with the answers; of what it answered, its own words."""
        return {
            "given": await repository.list_given(account_id),
            "answered_for_organizations": await repository.list_answered(account_id),
        }

    async def erase(self, account_id: UUID) -> None:
        """Delete what it told; where an organisation goes with it, its answers. Others' words stay theirs.

        Where colleagues go on, what it answered for the organisation stays, without its name.
        """
        await repository.leave_alone(account_id)
        await repository.drop_given(account_id)
