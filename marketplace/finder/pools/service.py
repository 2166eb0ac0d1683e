"""Reads pools that were found, or that use a listing, as the public sees them at this moment."""

from collections.abc import Collection, Sequence
from uuid import UUID

from marketplace.finder.params.schemas import Vocabulary
from marketplace.finder.pools.rules import pool_result
from marketplace.finder.schemas import PoolResult
from marketplace.pooling.finding import service as pools
from search.query import Hit


async def read_pools(
    hits: Sequence[Hit], listing_ids: Collection[UUID], vocabulary: Vocabulary, first_number: int = 1
) -> tuple[PoolResult, ...]:
    """Those of what was found that are pools: one statement, and none where all are listings."""
    cards = await pools.list_cards([hit.id for hit in hits if hit.id not in listing_ids])
    return tuple(
        pool_result(cards[hit.id], number=number, distance_miles=hit.distance_miles, vocabulary=vocabulary)
        for number, hit in enumerate(hits, first_number)
        if hit.id in cards
    )


async def list_using(listing_id: UUID, vocabulary: Vocabulary) -> tuple[tuple[PoolResult, ...], int]:
    """A few pools with free places that use a listing, and how many there are: one statement."""
    cards, total = await pools.list_using(listing_id)
    results = (
        pool_result(card, number=number, distance_miles=None, vocabulary=vocabulary)
        for number, card in enumerate(cards, 1)
    )
    return tuple(results), total
