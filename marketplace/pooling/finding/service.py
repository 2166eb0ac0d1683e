"""The door for pools that anybody finds: what the indexes hold of them, and cards by id."""

from collections.abc import AsyncIterator, Sequence
from uuid import UUID

from marketplace.pooling.finding import repository, rules
from marketplace.pooling.finding.schemas import PoolCard
from marketplace.pooling.parties.service import not_found
from search.documents import Change, SearchDocument

USING_SHOWN = 3


class PoolSource:
    """Pools that the public sees and that have places free, for the indexes: an `IndexSource`."""

    async def read_changes(self, ids: Sequence[UUID]) -> dict[UUID, Change]:
        """Those that are pools, as they are now."""
        return {row.id: rules.change_of(row) for row in await repository.read_rows(ids)}

    async def stream_public(self) -> AsyncIterator[Sequence[SearchDocument]]:
        """All that the public sees, in batches."""
        async for rows in repository.stream_public():
            yield [rules.document_of(row) for row in rows]

    async def list_versions(self) -> tuple[dict[UUID, int], dict[UUID, int]]:
        """Versions of what the public sees, and of all others."""
        return await repository.list_versions()

    async def count_public(self) -> int:
        """How many the public sees."""
        return await repository.count_public()


async def list_cards(ids: Sequence[UUID]) -> dict[UUID, PoolCard]:
    """Those of these that are pools with free places that the public sees: one statement."""
    return await repository.list_cards(ids) if ids else {}


async def get_card(pool_id: UUID) -> PoolCard:
    """A pool as anybody sees it, also when no place is free.

    Raises:
        NotFoundError: it is not shown; whether it is there is not told.
    """
    card = await repository.find_card(pool_id)
    if card is None:
        raise not_found()
    return card


async def list_using(listing_id: UUID) -> tuple[tuple[PoolCard, ...], int]:
    """A few pools with free places that use a listing, and how many there are: one statement."""
    return await repository.list_using(listing_id, USING_SHOWN)
