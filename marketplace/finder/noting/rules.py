"""The signal of a search, as a pure function."""

from marketplace.finder.schemas import FoundPage
from marketplace.signals.schemas import SearchSignal
from marketplace.taxonomies.schemas import Taxonomy
from search.query import Reach


def signal_of(page: FoundPage) -> SearchSignal | None:
    """What a page of results says for the signals; None for what is no new search.

    Not its age, distance and order: they say more of the person than of what is missing.
    """
    if not page.searched or page.page != 1:
        return None
    params, place = page.params, page.found_place
    filters = {name.value: codes for name in Taxonomy if (codes := params.chosen(name))}
    if params.free:
        filters["free"] = ("1",)
    if params.reach is not Reach.ANY:
        filters["reach"] = (params.reach.value,)
    if params.price_max is not None:
        filters["price_max"] = (str(params.price_max),)
    return SearchSignal(
        outcode=place.district if place else None,
        council_code=page.council.code if page.council else None,
        filters=filters,
        text=params.q,
        results=page.total,
        is_partial=bool(page.words_ignored),
    )
