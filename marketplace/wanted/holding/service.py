"""The door for accounts: what is kept about somebody who looks for support."""

from uuid import UUID

from marketplace.kernel import clock
from marketplace.wanted.ending.service import note
from marketplace.wanted.holding import repository
from marketplace.wanted.schemas import AdvertStatus


class AdvertHolder:
    """Adverts of an account."""

    name = "adverts"

    async def export(self, account_id: UUID) -> object:
        """All that it wrote, and what stewards wrote to it."""
        return await repository.list_own(account_id)

    async def erase(self, account_id: UUID) -> None:
        """Delete them; the market view keeps that what was shown is over."""
        now = clock.now()
        for advert in await repository.list_waiting(account_id):
            await note(advert, AdvertStatus.WITHDRAWN.value, "account_gone", now)
        await repository.drop_all(account_id)
