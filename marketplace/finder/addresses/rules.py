"""URLs of searches: the same search has the same URL, with what goes without saying left out."""

from enum import StrEnum
from typing import Any
from urllib.parse import quote_plus
from uuid import UUID

from msgspec.structs import replace

from marketplace.finder.params.schemas import MAX_REACHABLE, SearchParams
from marketplace.finder.schemas import PageLink
from marketplace.taxonomies.schemas import Taxonomy

SEARCH_PATH = "/search"
API_SEARCH_PATH = "/api/search"
_NOTHING = SearchParams()
_ORDER = (
    *("q", "literal", "near", "within", "reach"),
    *(taxonomy.value for taxonomy in Taxonomy),
    *("age", "price_max", "free", "sort", "view", "per_page", "page"),
)


def search_url(params: SearchParams, path: str = SEARCH_PATH) -> str:
    """The canonical URL of a search; reading it gives the same search again."""
    pairs: list[str] = []
    for name in _ORDER:
        value = getattr(params, name)
        if value == getattr(_NOTHING, name) or _goes_without_saying(name, params, path):
            continue
        values = value if isinstance(value, tuple) else (value,)
        pairs += [f"{name}={quote_plus(_text(item), safe=',')}" for item in values]
    return f"{path}?{'&'.join(pairs)}" if pairs else path


def _goes_without_saying(name: str, params: SearchParams, path: str) -> bool:
    """The view belongs to the page; without words none is literal."""
    return (name == "view" and path != SEARCH_PATH) or (name == "literal" and not params.q)


def _text(value: Any) -> str:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, bool):
        return "1" if value else "0"
    return f"{value:g}" if isinstance(value, float) else str(value)


def listing_url(listing_id: UUID) -> str:
    """The page of a listing."""
    return f"/listings/{listing_id}"


def changed(params: SearchParams, **fields: Any) -> SearchParams:
    """The search with some fields changed, from its first page."""
    return replace(params, **{"page": 1, **fields})


def without(params: SearchParams, name: str, value: str | None = None) -> SearchParams:
    """The search without one filter, or without one choice of it."""
    if value is None:
        return changed(params, **{name: getattr(_NOTHING, name)})
    return changed(params, **{name: tuple(code for code in getattr(params, name) if code != value)})


def unfiltered(params: SearchParams) -> SearchParams:
    """The same words, place and way to show it, without any filter."""
    return SearchParams(
        q=params.q,
        literal=params.literal,
        near=params.near,
        sort=params.sort,
        per_page=params.per_page,
        view=params.view,
    )


def count_pages(total: int, per_page: int) -> int:
    """How many pages can be reached; none when nothing was found."""
    return min(-(-total // per_page), MAX_REACHABLE // per_page)


def page_links(params: SearchParams, pages: int) -> tuple[PageLink, ...]:
    """First, last and the neighbours of this page, with gaps between; nothing for a single page."""
    if pages < 2:  # noqa: PLR2004 - one page needs no links
        return ()
    near = range(params.page - 1, params.page + 2)
    numbers = sorted({1, pages, *(number for number in near if 1 <= number <= pages)})
    links: list[PageLink] = []
    for before, number in zip([0, *numbers], numbers, strict=False):
        if number - before == 2:  # noqa: PLR2004 - a gap of one page is shorter written as that page
            links.append(_page_link(params, number - 1))
        elif number - before > 1:
            links.append(PageLink(number=None))
        links.append(_page_link(params, number))
    return tuple(links)


def _page_link(params: SearchParams, number: int) -> PageLink:
    return PageLink(
        number=number, url=search_url(replace(params, page=number)), current=number == params.page
    )
