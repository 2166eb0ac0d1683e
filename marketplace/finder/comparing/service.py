"""The door of comparing."""

from collections.abc import Sequence
from uuid import UUID

from marketplace.finder.comparing import rules
from marketplace.finder.comparing.schemas import Comparison
from marketplace.finder.service import area_name, get_vocabulary
from marketplace.listings import service as listings
from marketplace.places.schemas import Place


async def compare_listings(listing_ids: Sequence[UUID], place: Place | None) -> Comparison:
    """Put up to four listings side by side, in this order, by one statement. Only public ones."""
    found = await listings.list_public(listing_ids[: rules.MOST_COMPARED])
    public = [found[listing_id] for listing_id in listing_ids if listing_id in found]
    return rules.compare(public, place, get_vocabulary(), area_name)
