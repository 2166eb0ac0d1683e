"""The search of pools in an address, and what the pages of pools say, as pure functions."""

from msgspec.structs import replace

from marketplace.finder.addresses.rules import changed, search_url
from marketplace.finder.params.schemas import WITHIN_CHOICES, SearchParams
from marketplace.finder.schemas import FacetGroup, FoundPage, LinkChoice, Loosening
from marketplace.finder.words.rules import listed
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.i18n import ngettext
from marketplace.kernel.paging import Page
from marketplace.people.pools.rules import PUBLIC_PATH
from marketplace.pooling.finding.rules import PLACES
from marketplace.taxonomies.schemas import Taxonomy
from search.query import Reach, Sort

SHOWN_LISTS = (Taxonomy.SUPPORT_TYPE, Taxonomy.DAY, Taxonomy.CARE_GROUP, Taxonomy.LANGUAGE, Taxonomy.POOL)
_SORTS = (Sort.BEST, Sort.NEAREST, Sort.PRICE, Sort.FREE)


def only_pools(params: SearchParams) -> SearchParams:
    """The search for pools alone; what only listings have is let go."""
    return replace(
        params,
        pool=params.pool[-1:] or (PLACES,),
        reach=Reach.ANY,
        kind=(),
        culture=(),
        gender=(),
        transport=(),
        access=(),
        funding=(),
        check=(),
        age=None,
        free=False,
    )


def list_url(params: SearchParams) -> str:
    """The list of pools of a search, from its first page."""
    return search_url(changed(params), PUBLIC_PATH)


def headline(page: FoundPage) -> str:
    """What was found: "3 pools with free places near Melksham"."""
    pools = ngettext(
        "%(num)s pool with free places", "%(num)s pools with free places", page.total, num=f"{page.total:,}"
    )
    if page.found_place is None:
        return pools
    return _("%(pools)s near %(place)s", pools=pools, place=page.found_place.label)


def groups(page: FoundPage) -> tuple[FacetGroup, ...]:
    """The lists to choose from: choices that find something, and chosen ones."""
    found = {group.name: group for group in page.facets}
    return tuple(
        replace(
            found[name.value],
            choices=tuple(
                choice
                for choice in (*found[name.value].choices, *found[name.value].rest)
                if choice.count or choice.selected or choice.count is None
            ),
            rest=(),
        )
        for name in SHOWN_LISTS
        if name.value in found
    )


def withins(params: SearchParams) -> tuple[LinkChoice, ...]:
    """How far away: whole miles, since areas of pools are known to a kilometre only."""
    chosen = {params.within, *(miles for miles in WITHIN_CHOICES if miles >= 1)}
    return tuple(
        LinkChoice(
            value=f"{miles:g}",
            label=ngettext("%(miles)s mile", "%(miles)s miles", 1 if miles == 1 else 2, miles=f"{miles:g}"),
            url="",
            selected=miles == params.within,
        )
        for miles in sorted(chosen)
    )


def sorts(page: FoundPage) -> tuple[LinkChoice, ...]:
    """The orders of the list."""
    words = {
        Sort.BEST: _("Best match"),
        Sort.NEAREST: _("Nearest"),
        Sort.PRICE: _("Lowest cost"),
        Sort.FREE: _("Most places left"),
    }
    return tuple(
        LinkChoice(value=sort.value, label=words[sort], url="", selected=sort is page.params.sort)
        for sort in _SORTS
        if page.params.near or sort is not Sort.NEAREST
    )


def looser(page: FoundPage) -> tuple[Loosening, ...]:
    """Ways to find more that are still ways to pools."""
    return tuple(
        replace(each, url=list_url(only_pools(each.params))) for each in page.loosenings if each.params.pool
    )


def pages_of(page: FoundPage) -> Page[object]:
    """The page of the list, for the way to the others."""
    return Page(items=page.pools, total=page.total, page=page.page, per_page=page.per_page)


def for_whom(care_groups: tuple[str, ...]) -> str:
    """Whom a pool is for."""
    return listed(care_groups) if care_groups else _("Anybody")
