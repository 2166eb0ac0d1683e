"""A search in the engine's terms, and what the page says about how it was understood."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from msgspec.structs import replace

from marketplace.finder.addresses.rules import changed, search_url
from marketplace.finder.facets.rules import FREE, REACH
from marketplace.finder.params.schemas import ParamProblem, SearchParams
from marketplace.finder.schemas import FoundPage, LinkChoice, ResultCard
from marketplace.finder.words.rules import ENGLAND, nation, radius_words
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.i18n import ngettext
from marketplace.kernel.money import typed_pounds
from marketplace.listings.schemas import Listing, ListingKind
from marketplace.places.schemas import Place, PlaceAnswer, PlaceChoices, UnknownPlace
from marketplace.taxonomies.schemas import Taxonomy
from search.documents import Point
from search.query import Near, Reach, SearchQuery, Sort
from search.text import split_words

SIMILAR_SHOWN = 4
SIMILAR_MILES = 15.0
_PUNCTUATION = re.compile(r"^\W+|\W+$")
_KINDS = frozenset(kind.value for kind in ListingKind)
"""Every listing has one of these, and a pool none."""
BOXES = ("q", "near", "within", "age", "price_max_pounds")


def place_near(place: Place, within_miles: float) -> Near:
    """A place as the engine takes it."""
    point = Point(place.latitude, place.longitude)
    return Near(point=point, within_miles=within_miles, areas=place.areas)


def engine_query(params: SearchParams, place: Place | None, today: date) -> SearchQuery:
    """The search in the engine's terms, with every filter counted that compares the same things."""
    left_out = {Taxonomy.POOL} if leaves_pools_out(params) else set()
    counted = [taxonomy.value for taxonomy in Taxonomy if taxonomy not in left_out]
    return SearchQuery(
        text=params.q,
        near=place_near(place, params.within) if place else None,
        reach=params.reach,
        filters=_without_weekly_costs(params, chosen_filters(params)),
        price_max_pence=params.price_max,
        free_only=params.free,
        age=params.age,
        sort=Sort.BEST if params.sort is Sort.NEAREST and place is None else params.sort,
        facets=(*counted, FREE, REACH) if place else (*counted, FREE),
        offset=(params.page - 1) * params.per_page,
        limit=params.per_page,
        today=today,
    )


def chosen_filters(params: SearchParams) -> dict[str, frozenset[str]]:
    """The lists of which something was chosen."""
    return {
        taxonomy.value: frozenset(params.chosen(taxonomy)) for taxonomy in Taxonomy if params.chosen(taxonomy)
    }


def leaves_pools_out(params: SearchParams) -> bool:
    """Whether prices are compared among listings: what a pool costs is by the week, for each member.

    Pools are compared among themselves, where they alone are asked for. What is free is free either way.
    """
    by_price = bool(params.price_max) or params.sort is Sort.PRICE
    return by_price and not params.pool and not params.kind


def _without_weekly_costs(
    params: SearchParams, filters: dict[str, frozenset[str]]
) -> dict[str, frozenset[str]]:
    return filters | {Taxonomy.KIND.value: _KINDS} if leaves_pools_out(params) else filters


def only_listings(params: SearchParams) -> SearchParams:
    """The search without pools, where only providers can be chosen."""
    return params if params.kind else replace(params, kind=tuple(kind.value for kind in ListingKind))


def count_query(params: SearchParams, place: Place | None, today: date) -> SearchQuery:
    """The search for its total only. A search without a place ignores `place`."""
    query = engine_query(changed(params), place if params.near else None, today)
    return SearchQuery(
        text=query.text,
        near=query.near,
        reach=query.reach,
        filters=query.filters,
        price_max_pence=query.price_max_pence,
        free_only=query.free_only,
        age=query.age,
        limit=0,
        today=today,
    )


def similar_queries(listing: Listing, areas: frozenset[str], today: date) -> tuple[SearchQuery, ...]:
    """What is like a listing near its public point: by kind of help, then by whom it is for."""
    near = None
    if listing.latitude is not None and listing.longitude is not None:
        point = Point(listing.latitude, listing.longitude)
        near = Near(point=point, within_miles=SIMILAR_MILES, areas=areas)
    likenesses = (
        (Taxonomy.SUPPORT_TYPE, listing.support_types),
        (Taxonomy.CARE_GROUP, listing.care_groups),
    )
    return tuple(
        SearchQuery(
            near=near,
            filters={taxonomy.value: frozenset(codes), Taxonomy.KIND.value: _KINDS},
            limit=SIMILAR_SHOWN + 1,
            today=today,
        )
        for taxonomy, codes in likenesses
        if codes
    )


def similar_params(listing: Listing) -> SearchParams:
    """The search that shows more of what is like a listing; near its venue, or the district of its base."""
    near = listing.venue.postcode if listing.venue else (listing.area and listing.area.near) or ""
    if listing.support_types:
        return SearchParams(near=near, support_type=listing.support_types)
    return SearchParams(near=near, kind=(listing.kind.value,))


def typed_boxes(params: SearchParams, problems: Iterable[ParamProblem]) -> dict[str, str]:
    """What the boxes of the form hold: what was understood, or else what was typed."""
    boxes = {
        "q": params.q,
        "near": params.near,
        "within": f"{params.within:g}",
        "age": "" if params.age is None else str(params.age),
        "price_max_pounds": typed_pounds(params.price_max),
    }
    return boxes | {problem.field: problem.value for problem in problems if problem.field in BOXES}


def place_links(params: SearchParams, answer: PlaceAnswer | None) -> tuple[LinkChoice, ...]:
    """The same search at each place that may be meant."""
    texts: tuple[str, ...] = ()
    if isinstance(answer, PlaceChoices):
        texts = tuple(place.label for place in answer.choices)
    elif isinstance(answer, UnknownPlace):
        texts = answer.hints
    return tuple(
        LinkChoice(value=text, label=text, url=search_url(changed(params, near=text))) for text in texts
    )


def nation_outside(place: Place | None) -> str | None:
    """The name of the nation of a place that is not in England."""
    return nation(place.nation_code) if place and place.nation_code != ENGLAND else None


def notices(params: SearchParams, place: Place | None) -> tuple[str, ...]:
    """Kind words on what a search cannot mean as it was asked."""
    found: list[str] = []
    outside = nation_outside(place)
    if place and outside:
        found.append(
            _(
                "%(place)s is in %(nation)s. We list support in England; some of it may reach you there.",
                place=place.label,
                nation=outside,
            )
        )
    if not params.near and params.sort is Sort.NEAREST:
        found.append(_("To sort by nearest, tell us where: add a postcode or town."))
    if not params.near and params.reach is not Reach.ANY:
        found.append(_("To see what can come to you or is near you, tell us where: add a postcode or town."))
    if leaves_pools_out(params):
        found.append(
            _("Pools cost by the week, so they are not in a list by price. They have a page of their own.")
        )
    return tuple(found)


def words_as_typed(text: str, words: Sequence[str]) -> tuple[str, ...]:
    """Words that the engine names, as the person wrote them: "Café's" and not "cafe"."""
    named = set(words)
    found: dict[str, None] = {}
    for typed in text.split():
        inside = split_words(typed)
        if inside and named.issuperset(inside):
            found[_PUNCTUATION.sub("", typed)] = None
        else:
            found |= dict.fromkeys(word for word in inside if word in named)
        named.difference_update(inside)
    return (*found, *(word for word in words if word in named))


def has_all_words(cards: Sequence[ResultCard], text: str) -> bool:
    """Say whether the first of the cards shows every word of a text."""
    if not cards:
        return False
    first = cards[0].card
    shown = " ".join((first.title, first.provider, first.town or "", first.summary))
    return set(split_words(shown)).issuperset(split_words(text))


def down(page: FoundPage) -> FoundPage:
    """The page while the search engine cannot answer."""
    words = _("It is our fault, not yours. Please try again in a few minutes.")
    return replace(page, searched=False, is_down=True, degraded=True, notices=(words,))


def headline(params: SearchParams, place: Place | None, total: int) -> str:
    """What was found, in one line: "12 results within 10 miles of Melksham, or that come to you there"."""
    results = ngettext("%(total)s result", "%(total)s results", total, total=f"{total:,}")
    if place is None:
        return results
    miles, label = radius_words(params.within), place.label
    if params.reach is Reach.COME_TO_ME:
        return _("%(results)s that can come to you in %(place)s", results=results, place=label)
    if params.reach is Reach.I_GO:
        return _("%(results)s within %(miles)s of %(place)s", results=results, miles=miles, place=label)
    return _(
        "%(results)s within %(miles)s of %(place)s, or that come to you there",
        results=results,
        miles=miles,
        place=label,
    )
