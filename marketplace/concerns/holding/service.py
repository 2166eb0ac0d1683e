"""The door for accounts: what is kept about somebody who reported, or who handled concerns."""

from uuid import UUID

from marketplace.accounts.service import find_address
from marketplace.concerns import repository


class ConcernHolder:
    """What this room keeps about an account: what it reported with its address, and notes it wrote as staff.

    A concern says nothing of an account; it is found by the email address that the reporter left.
    """

    name = "concerns"

    async def export(self, account_id: UUID) -> object:
        """What was reported with the account's address, and the notes it wrote, without those of others."""
        address = await find_address(account_id)
        reported = await repository.list_by_contact(address) if address else []
        return {
            "reported": [
                {
                    "listing": concern.listing_id,
                    "kind": concern.kind,
                    "words": concern.words,
                    "name": concern.name,
                    "contact": concern.contact,
                    "messages": concern.attached,
                    "reported_at": concern.created_at,
                }
                for concern in reported
            ],
            "notes": [
                {"concern": concern_id, "noted_at": note.at, "words": note.words}
                for concern_id, note in await repository.list_notes_of(account_id)
            ],
        }

    async def erase(self, account_id: UUID) -> None:
        """Remove name and address from what was reported. The concern and notes stay until their retention.

        Safety weighs more there: what was reported must still be looked into. Of a former member of staff
        an id stays, which names nobody.
        """
        address = await find_address(account_id)
        if address:
            await repository.forget_contact(address)
