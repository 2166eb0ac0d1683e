"""Reads listings and pools that go on from what is being typed."""

import structlog

from marketplace.finder.pools.rules import pool_items
from marketplace.finder.schemas import SuggestedItem
from marketplace.finder.suggestions import rules
from marketplace.listings import service as listings
from marketplace.pooling.finding import service as pools
from search.engine import SearchEngine, SearchError
from search.query import Near

log = structlog.get_logger()


async def suggest_records(q: str, around: Near | None, engine: SearchEngine) -> tuple[SuggestedItem, ...]:
    """Those whose title goes on from the text; none while the engine is down. One statement, or two."""
    try:
        found = await engine.suggest(q, around, rules.LISTINGS_SHOWN)
    except SearchError as error:
        log.warning("search_failed", reason=str(error))
        return ()
    cards = await listings.list_cards([one.id for one in found])
    others = await pools.list_cards([one.id for one in found if one.id not in cards])
    return (*rules.listing_items(found, cards), *pool_items(found, others))
