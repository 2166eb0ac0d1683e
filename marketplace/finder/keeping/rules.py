"""What is kept of a search, as pure functions."""

from msgspec.structs import replace

from marketplace.finder.addresses.rules import SEARCH_PATH, search_url
from marketplace.finder.facets.rules import active_filters
from marketplace.finder.keeping.schemas import Kept
from marketplace.finder.params.schemas import DEFAULT_PER_PAGE, SearchParams, View, Vocabulary
from marketplace.places.schemas import Place, PlaceAnswer, PlaceKind
from marketplace.taxonomies.schemas import Taxonomy
from marketplace.wanted.searches.rules import rough, short_name
from search.query import Sort

_EXACT = frozenset({PlaceKind.POSTCODE, PlaceKind.SECTOR, PlaceKind.POINT})


def keep(params: SearchParams, answer: PlaceAnswer | None, vocabulary: Vocabulary) -> Kept:
    """A search without what says where somebody lives, and without how its page is shown."""
    near = rough_place(params.near, answer)
    kept = replace(
        params,
        q=rough(params.q),
        near=near,
        sort=Sort.BEST,
        page=1,
        per_page=DEFAULT_PER_PAGE,
        view=View.LIST,
    )
    return Kept(
        params=kept,
        query=search_url(kept)[len(SEARCH_PATH) + 1 :],
        name=short_name(name_of(kept, vocabulary)),
        is_rougher=near != params.near,
    )


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
