"""The door of keeping: what can be kept of a search, and who is found by one that was kept."""

from uuid import UUID

from marketplace.finder import rules
from marketplace.finder.keeping.rules import keep
from marketplace.finder.keeping.schemas import Kept
from marketplace.finder.params.rules import parse_query
from marketplace.finder.params.schemas import MAX_REACHABLE, SearchParams
from marketplace.finder.service import get_vocabulary
from marketplace.finder.understanding.rules import understand
from marketplace.kernel.clock import today
from marketplace.places import service as places
from marketplace.places.schemas import Place
from marketplace.places.service import Gazetteer, Geocoder
from search.engine import SearchEngine
from search.query import SearchQuery


async def keep_search(
    query: bytes, gazetteer: Gazetteer, geocoder: Geocoder | None, home_council: str | None = None
) -> Kept | None:
    """What is kept of the search with this address; None where that cannot be understood."""
    vocabulary = get_vocabulary()
    params, problems = parse_query(query, vocabulary, form=True)
    if problems:
        return None
    params = understand(params, gazetteer, vocabulary, home_council).params
    answer = await places.find_place(params.near, gazetteer, geocoder) if params.near else None
    return keep(params, answer, vocabulary)


async def find_hits(
    query: str, gazetteer: Gazetteer, engine: SearchEngine, home_council: str | None = None
) -> frozenset[UUID]:
    """All listings that a kept search finds now, as its page would show them; none where it means nothing.

    Nobody's search is counted by this, and nothing is read from the database.

    Raises:
        SearchError: the engine cannot answer.
    """
    vocabulary = get_vocabulary()
    params, problems = parse_query(query.encode(), vocabulary)
    if problems:
        return frozenset()
    params = understand(params, gazetteer, vocabulary, home_council).params
    answer = gazetteer.find_place(params.near) if params.near else None
    if answer is not None and not isinstance(answer, Place):
        return frozenset()
    page = await engine.search(_all_of(params, answer))
    return frozenset(hit.id for hit in page.hits)


def _all_of(params: SearchParams, place: Place | None) -> SearchQuery:
    """As the page asks, for all that can be reached and without counts."""
    asked = rules.engine_query(params, place, today())
    return SearchQuery(
        text=asked.text,
        near=asked.near,
        reach=asked.reach,
        filters=asked.filters,
        price_max_pence=asked.price_max_pence,
        free_only=asked.free_only,
        age=asked.age,
        sort=asked.sort,
        limit=MAX_REACHABLE,
        today=asked.today,
    )
