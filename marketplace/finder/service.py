"""The door of the finder: one function for each thing that people and programs ask of it.

Nothing here remembers who searched for what. A page of results takes two SQL statements (the cards; who helps
with direct payments there), and a third where not all of what was found are listings (the pools); a listing's
page at most four; and one more where the councils' schemes are not at hand (`council_settings`).
"""

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from uuid import UUID

import structlog
from msgspec.structs import replace

from marketplace.councils.service import list_council_settings
from marketplace.finder import rules
from marketplace.finder.addresses.rules import (
    count_pages,
    listing_url,
    page_links,
    search_url,
    unfiltered,
)
from marketplace.finder.cards.rules import result_card
from marketplace.finder.details.rules import listing_words
from marketplace.finder.facets import rules as facets
from marketplace.finder.loosening.rules import Candidate, candidates, last_resorts, worth_showing
from marketplace.finder.params.rules import parse_query
from marketplace.finder.params.schemas import (
    DEFAULT_WITHIN_MILES,
    ParamProblem,
    SearchParams,
    Vocabulary,
)
from marketplace.finder.pools.service import list_using, read_pools
from marketplace.finder.schemas import (
    FoundPage,
    ListingPage,
    Loosening,
    ResultCard,
    SuggestedItem,
)
from marketplace.finder.suggestions import rules as suggestions
from marketplace.finder.suggestions.service import suggest_records
from marketplace.finder.tiers.service import ListSettings, find_tier, list_tiers
from marketplace.finder.understanding.rules import understand
from marketplace.finder.understanding.saying.rules import (
    literally,
    offer_place,
    say_nothing_found,
    say_understood,
)
from marketplace.finder.understanding.schemas import Understanding
from marketplace.kernel.clock import today
from marketplace.kernel.i18n import current_language
from marketplace.listings import service as listings
from marketplace.listings.schemas import Listing
from marketplace.places import service as places
from marketplace.places.schemas import Place, PlaceAnswer
from marketplace.places.service import Gazetteer, Geocoder
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy
from search.engine import SearchEngine, SearchError
from search.query import Hit, SearchPage

log = structlog.get_logger()
_Settle = Callable[[SearchParams], Understanding]


def read_search(query: bytes, *, form: bool = False) -> tuple[SearchParams, tuple[ParamProblem, ...]]:
    """Read a search out of the raw query string of a URL; `form` allows what only the page's form sends."""
    return parse_query(query, get_vocabulary(), form=form)


def get_vocabulary() -> Vocabulary:
    """The lists that people choose from, in the language of the request."""
    return _vocabulary(current_language())


@cache
def _vocabulary(_language: str) -> Vocabulary:
    terms = {taxonomy: taxonomies.terms(taxonomy) for taxonomy in Taxonomy}
    words = {
        (taxonomy, term.code): term.label
        for taxonomy in Taxonomy
        for term in (*terms[taxonomy], *taxonomies.headings(taxonomy))
    }
    return Vocabulary(terms=terms, words=words)


async def search_listings(
    params: SearchParams,
    problems: tuple[ParamProblem, ...] = (),
    *,
    gazetteer: Gazetteer,
    engine: SearchEngine,
    geocoder: Geocoder | None = None,
    home_council: str | None = None,
    council_settings: ListSettings = list_council_settings,
) -> FoundPage:
    """Answer a search: what was found, or why nothing was looked for.

    A place, a kind or languages that stand in the text are understood as such, and `understood` says so; when
    that finds nothing and the words as they stand do, the page shows what they find.
    A place that is not known, or is one of several, is an answer too: `place` and `place_choices` say so.
    `geocoder` is asked only about what the gazetteer does not know.
    `home_council` is the council of this site, whose direct payment support is named when no place is given.
    `council_settings` reads the settings by which councils give tiers.
    """

    def settle(asked: SearchParams) -> Understanding:
        return understand(asked, gazetteer, get_vocabulary(), home_council)

    meant = Understanding(params=params) if problems else settle(params)
    near = meant.params.near
    answer = await places.find_place(near, gazetteer, geocoder) if near else None
    is_unknown = answer is not None and not isinstance(answer, Place)
    if is_unknown:
        meant = Understanding(params=params)
    page = await _make_page(params, meant, problems, answer, home_council)
    if problems or is_unknown:
        return _with_controls(replace(page, searched=False), SearchPage(hits=(), total=0))
    page = await _search(page, engine, settle, council_settings)
    if not meant.taken or page.total or page.is_down:
        return page
    by_words = Understanding(params=literally(params))
    literal = await _make_page(params, by_words, (), answer if params.near else None, home_council)
    said = say_nothing_found(meant, get_vocabulary())
    literal = replace(literal, notices=(said, *literal.notices))
    literal = await _search(literal, engine, settle, council_settings)
    return literal if rules.has_all_words(literal.cards, params.q) else page


async def _make_page(
    asked: SearchParams,
    meant: Understanding,
    problems: tuple[ParamProblem, ...],
    answer: PlaceAnswer | None,
    home_council: str | None,
) -> FoundPage:
    """What is known of a page before anything is searched."""
    params = meant.params
    place = answer if isinstance(answer, Place) else None
    council_code = place.council_code if place else home_council
    return FoundPage(
        params=params,
        url=search_url(params),
        typed=rules.typed_boxes(params, problems),
        problems=problems,
        place_offered=offer_place(meant),
        understood=say_understood(asked, meant, get_vocabulary()),
        place=answer,
        place_choices=rules.place_links(params, answer),
        outside_england=rules.nation_outside(place),
        notices=rules.notices(params, place),
        council=places.find_council(council_code) if council_code else None,
        support=await places.find_support(council_code),
        page=params.page,
        per_page=params.per_page,
        clear_url=search_url(unfiltered(params)),
    )


async def _search(
    page: FoundPage, engine: SearchEngine, settle: _Settle, council_settings: ListSettings
) -> FoundPage:
    """Fill a page with what its search finds, and with ways on when that is nothing."""
    try:
        found = await engine.search(rules.engine_query(page.params, page.found_place, today()))
        loosenings = await _loosen(page, engine, settle) if found.total == 0 else ()
    except SearchError as error:
        log.warning("search_failed", reason=str(error))
        return _with_controls(rules.down(page), SearchPage(hits=(), total=0))
    return await _with_results(replace(page, loosenings=loosenings), found, council_settings)


async def _with_results(page: FoundPage, found: SearchPage, council_settings: ListSettings) -> FoundPage:
    params, place = page.params, page.found_place
    pages = count_pages(found.total, params.per_page)
    current = params.page
    first = (current - 1) * params.per_page + 1
    only_pools = bool(params.pool)
    cards = () if only_pools else await _read_cards(found.hits, first, council_settings=council_settings)
    return _with_controls(
        replace(
            page,
            cards=cards,
            pools=await read_pools(found.hits, {one.card.id for one in cards}, get_vocabulary(), first),
            total=found.total,
            total_is_exact=found.total_is_exact,
            pages=pages,
            page_links=page_links(params, pages),
            previous_url=search_url(replace(params, page=min(current - 1, pages)))
            if current > 1 and pages
            else None,
            next_url=search_url(replace(params, page=current + 1)) if current < pages else None,
            words_ignored=rules.words_as_typed(params.q, found.words_ignored),
            degraded=found.degraded,
            headline=rules.headline(params, place, found.total),
        ),
        found,
    )


def _with_controls(page: FoundPage, found: SearchPage) -> FoundPage:
    """Add every filter and way to go on; without counts when nothing was looked for."""
    params, vocabulary = page.params, get_vocabulary()
    counts = {name: found.facets.get(name, {}) for name in found.facets} if page.searched else {}
    return replace(
        page,
        facets=facets.facet_groups(params, vocabulary, counts),
        free_choice=facets.free_choice(params, counts),
        active=facets.active_filters(params, vocabulary),
        sorts=facets.sort_choices(params),
        reaches=facets.reach_choices(params, counts),
        withins=facets.within_choices(params),
        views=facets.view_choices(params),
    )


async def _read_cards(
    hits: Sequence[Hit], first_number: int = 1, *, council_settings: ListSettings | None = None
) -> tuple[ResultCard, ...]:
    """Read what was found from the database; what is not public any more is left out.

    `council_settings` None is for cards beside a listing: without tiers, which its page says, and without how
    far it is, since nobody has said where they are.
    """
    if not hits:
        return ()
    cards = await listings.list_cards([hit.id for hit in hits])
    vocabulary = get_vocabulary()
    from_place = council_settings is not None
    tiers = await list_tiers(cards, council_settings) if council_settings and cards else {}
    return tuple(
        result_card(
            cards[hit.id],
            number=number,
            distance_miles=hit.distance_miles if from_place else None,
            covers_place=hit.covers_place and from_place,
            vocabulary=vocabulary,
            area_names=area_name,
            tier=tiers.get(hit.id, ""),
        )
        for number, hit in enumerate(hits, first_number)
        if hit.id in cards
    )


def area_name(code: str) -> str:
    """What people call an area that a provider covers."""
    council = places.find_council(code)
    return council.name if council else code


async def _loosen(page: FoundPage, engine: SearchEngine, settle: _Settle) -> tuple[Loosening, ...]:
    """What would be found with one thing let go; when that is not enough, with several."""
    found = await _count(candidates(page.params), page.found_place, engine, settle)
    return found or await _count(last_resorts(page.params), page.found_place, engine, settle)


async def _count(
    tried: Sequence[Candidate], place: Place | None, engine: SearchEngine, settle: _Settle
) -> tuple[Loosening, ...]:
    """What each finds. Where more would be understood of the words that are left, they are only words."""
    if not tried:
        return ()
    tried = [replace(one, params=literally(one.params)) if settle(one.params).taken else one for one in tried]
    queries = [rules.count_query(candidate.params, place, today()) for candidate in tried]
    return worth_showing(tried, await engine.count(queries))


async def get_listing_page(
    listing_id: UUID,
    *,
    gazetteer: Gazetteer,
    engine: SearchEngine,
    council_settings: ListSettings = list_council_settings,
) -> ListingPage:
    """Everything about one public listing, with what is similar nearby and which pools use it.

    Raises:
        NotFoundError: there is no such listing, or it is not public.
    """
    listing = await listings.get_listing(listing_id)
    here = _place_of(listing, gazetteer)
    page = await preview_listing_page(listing, council_settings)
    using, total = await list_using(listing_id, get_vocabulary())
    similar = await _list_similar(listing, here, engine)
    return replace(page, similar=similar, pools=using, pools_total=total)


async def preview_listing_page(
    listing: Listing, council_settings: ListSettings = list_council_settings
) -> ListingPage:
    """The page of a listing that may not be public yet, for those who write or check it; nothing similar."""
    vocabulary = get_vocabulary()
    return ListingPage(
        listing=listing,
        url=listing_url(listing.id),
        words=replace(
            listing_words(listing, vocabulary, area_name),
            tier=await find_tier(listing, vocabulary, council_settings),
        ),
        council=places.find_council(listing.council_code) if listing.council_code else None,
        support=await places.find_support(listing.council_code),
        similar=(),
        similar_url=search_url(rules.similar_params(listing)),
    )


def _place_of(listing: Listing, gazetteer: Gazetteer) -> Place | None:
    """The place that a listing's public point lies in."""
    if listing.latitude is None or listing.longitude is None:
        return None
    return gazetteer.place_at(listing.latitude, listing.longitude)


async def _list_similar(listing: Listing, here: Place | None, engine: SearchEngine) -> tuple[ResultCard, ...]:
    """A few others like it near its public point, in one SQL statement; none while the engine is down."""
    hits: dict[UUID, Hit] = {}
    try:
        for query in rules.similar_queries(listing, here.areas if here else frozenset(), today()):
            if len(hits) < rules.SIMILAR_SHOWN:
                page = await engine.search(query)
                hits |= {hit.id: hit for hit in page.hits if hit.id != listing.id and hit.id not in hits}
    except SearchError as error:
        log.warning("search_failed", reason=str(error))
    return await _read_cards(list(hits.values())[: rules.SIMILAR_SHOWN])


async def suggest(
    q: str, near: str = "", *, gazetteer: Gazetteer, engine: SearchEngine, words_dir: Path | None = None
) -> tuple[SuggestedItem, ...]:
    """What goes on from what is being typed: kinds of help, people and languages; listings; places.

    A `near` that is not understood only means that nothing is said about distance. `words_dir` is the folder
    with a council's own thesaurus.
    """
    if len(q) < suggestions.LEAST_LETTERS:
        return ()
    answer = gazetteer.find_place(near) if near else None
    place = answer if isinstance(answer, Place) else None
    around = rules.place_near(place, DEFAULT_WITHIN_MILES) if place else None
    return (
        *suggestions.suggest_terms(q, near, get_vocabulary(), taxonomies.thesaurus_in_use(words_dir)),
        *await suggest_records(q, around, engine),
        *suggestions.place_items(gazetteer.suggest_places(q, suggestions.PLACES_SHOWN)),
    )
