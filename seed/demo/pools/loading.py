"""Puts the made-up pools into a demonstration."""

from collections.abc import Iterator

from msgspec.structs import replace

from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.places.service import Gazetteer
from marketplace.pooling.money.dues.service import make_dues
from seed.demo.diary import Diary
from seed.demo.pools.ideas import Idea, Story, pool_ideas
from seed.demo.pools.life import Life
from seed.demo.pools.neighbours import Neighbourhood, find_neighbourhood
from seed.demo.pools.showing import show_statements
from seed.demo.pools.stories import tell
from seed.demo.pools.wishes import write_wishes

_DUES = (95, 64, 34, 0)
"""Days ago on which what became due is written down, as the worker does each hour."""
_WITHOUT_LISTING = frozenset({Story.ALONE, Story.RETURNED, Story.NEVER})


async def load_pools(gazetteer: Gazetteer, council: str | None) -> int:
    """Give the made-up people their pools with months of money, once: all or nothing.

    Returns how many pools there are; 0 when they were there, or there is nobody to be in them.
    """
    async with transaction():
        hood = await find_neighbourhood(council)
        if hood is None:
            return 0
        diary = Diary(clock.now())
        lives = [Life(diary, hood, gazetteer, idea, number) for number, idea in enumerate(_ideas(hood))]
        for life in lives:
            if life.idea.story is Story.PROVIDER and hood.own_listing is not None:
                life.listing_id = hood.own_listing.id
            elif life.idea.story not in _WITHOUT_LISTING:
                life.listing_id = hood.find_listing(life.idea.types[0])
            tell(life)
        for days_ago in _DUES:
            diary.on(days_ago, make_dues)
        show_statements(diary, lives)
        write_wishes(diary, hood, gazetteer)
        await diary.live()
    return len(lives)


def _ideas(hood: Neighbourhood) -> Iterator[Idea]:
    """All pools; the one that uses the provider's listing is for what that offers."""
    for idea in pool_ideas():
        if idea.story is Story.PROVIDER and hood.own_listing is not None:
            yield replace(idea, types=hood.own_listing.draft.support_types[:2])
        else:
            yield idea
