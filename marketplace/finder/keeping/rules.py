"""What is kept of a search, as pure functions."""

from msgspec.structs import replace

from marketplace.finder.addresses.rules import SEARCH_PATH, search_url
from marketplace.finder.facets.rules import active_filters
from marketplace.finder.keeping.schemas import Kept
from marketplace.finder.params.schemas import DEFAULT_PER_PAGE, SearchParams, View, Vocabulary
from marketplace.finder.schemas import FoundPage
from marketplace.places.schemas import Place, PlaceAnswer, PlaceKind
from marketplace.taxonomies.schemas import Taxonomy
from marketplace.wanted.searches.rules import rough, short_name
from search.query import Sort

SAVE_PATH = "/searches/save"
_EXACT = frozenset({PlaceKind.POSTCODE, PlaceKind.SECTOR, PlaceKind.POINT})


def keep(params: SearchParams, answer: PlaceAnswer | None, vocabulary: Vocabulary) -> Kept:
    """A search without what says where somebody lives, and without how its page is shown."""
    kept = _without_home(params, answer)
    return Kept(
        params=kept,
        query=_query(kept),
        name=short_name(name_of(kept, vocabulary)),
        is_rougher=kept.near != params.near,
    )


def keep_url(page: FoundPage) -> str:
    """Where the search of a page can be saved, with its rough place only; "" when it asks for nothing."""
    if not page.searched:
        return ""
    query = _query(_without_home(page.params, page.place))
    return f"{SAVE_PATH}?{query}" if query else ""


def _without_home(params: SearchParams, answer: PlaceAnswer | None) -> SearchParams:
    return replace(
        params,
        q=rough(params.q),
        near=rough_place(params.near, answer),
        sort=Sort.BEST,
        page=1,
        per_page=DEFAULT_PER_PAGE,
        view=View.LIST,
    )


def _query(params: SearchParams) -> str:
    return search_url(params)[len(SEARCH_PATH) + 1 :]


def rough_place(near: str, answer: PlaceAnswer | None) -> str:
    """A place as it was typed, or only its district where it says more than a town does."""
    if isinstance(answer, Place) and (answer.kind in _EXACT or answer.attribution is not None):
        return answer.district or ""
    return rough(near)


def name_of(params: SearchParams, vocabulary: Vocabulary) -> str:
    """What a search may be called, out of its words, choices and place."""
    lists = {taxonomy.value for taxonomy in Taxonomy}
    chosen = [
        vocabulary.label(Taxonomy(one.name), one.value) if one.name in lists else one.label
        for one in active_filters(params, vocabulary)
    ]
    words = params.q[:1].upper() + params.q[1:]
    return " · ".join(part for part in (words, *chosen, params.near) if part)
