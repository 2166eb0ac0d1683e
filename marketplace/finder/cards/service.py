"""Cards of listings that were not searched for: saved ones, shared ones, those of a pack."""

from collections.abc import Sequence
from uuid import UUID

from marketplace.finder.cards.rules import result_card
from marketplace.finder.schemas import ResultCard
from marketplace.finder.service import area_name, get_vocabulary
from marketplace.listings import service as listings


async def list_result_cards(listing_ids: Sequence[UUID], first_number: int = 1) -> dict[UUID, ResultCard]:
    """Cards of those that are public, by id, in one statement. How far they are is not said.

    They are numbered as they stand in `listing_ids`, those that are not public included.
    """
    cards = await listings.list_cards(listing_ids)
    vocabulary = get_vocabulary()
    return {
        listing_id: result_card(
            cards[listing_id],
            number=number,
            distance_miles=None,
            covers_place=False,
            vocabulary=vocabulary,
            area_names=area_name,
        )
        for number, listing_id in enumerate(listing_ids, first_number)
        if listing_id in cards
    }
