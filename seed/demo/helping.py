"""From finding to being helped: conversations, referrals, adverts, feedback and packs of three months."""

from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.listings.overview.schemas import ListingFilter, ListingState
from marketplace.listings.overview.service import list_listings
from marketplace.listings.service import get_stored
from marketplace.places.service import Gazetteer
from seed.demo.assisting import make_assistant
from seed.demo.cast import ACTOR, find_cast
from seed.demo.council_words import publish_words
from seed.demo.diary import Diary
from seed.demo.market import load_market
from seed.demo.referring import write_referrals
from seed.demo.talks import write_talks
from seed.demo.wanting import write_adverts

_MOST_PLACES = 5
_LOOKED_THROUGH = 25
"""So many listings are asked where they are."""


async def load_help(gazetteer: Gazetteer, council: str | None) -> int:
    """Give the made-up people what they did in the last three months, once: all or nothing.

    Returns how many searches of these months counted; 0 when it was there, or there are too few listings.
    """
    async with transaction():
        cast = await find_cast(council)
        if cast is None:
            return 0
        now = clock.now()
        diary = Diary(now)
        write_talks(diary, cast, gazetteer)
        write_referrals(diary, cast, gazetteer)
        write_adverts(diary, cast, gazetteer)
        await diary.live()
        await make_assistant(cast, gazetteer)
        await publish_words(cast.council, ACTOR)
        return await load_market(cast.council, await _places(cast.council), now)


async def _places(council: str) -> list[str]:
    """Postcode districts of the council, by its listings."""
    page = await list_listings([council], 1, ListingFilter(state=ListingState.PUBLIC))
    found: list[str] = []
    for row in page.items[:_LOOKED_THROUGH]:
        draft = (await get_stored(row.id)).draft
        postcode = (draft.venue and draft.venue.postcode) or (draft.area and draft.area.base_postcode) or ""
        outcode = postcode.split()[0] if postcode else ""
        if outcode and outcode not in found and row.council_code == council:
            found.append(outcode)
    return found[:_MOST_PLACES]
