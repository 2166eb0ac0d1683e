"""The pages of the finder: results (whole, and as a fragment for live filters), one listing, its pictures."""

from http import HTTPStatus
from typing import Any, NamedTuple, cast
from uuid import UUID

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from msgspec import Struct
from msgspec.structs import replace

from marketplace.accounts.schemas import ANONYMOUS, Role, Viewer
from marketplace.councils.kept.service import KeptSettings
from marketplace.finder import service
from marketplace.finder.keeping.rules import keep_url
from marketplace.finder.maps import rules as maps
from marketplace.finder.maps.schemas import MapView
from marketplace.finder.noting.rules import signal_of
from marketplace.finder.params.schemas import View, Vocabulary
from marketplace.finder.saved.web import find_saved
from marketplace.finder.schemas import FacetGroup, FoundPage, ListingPage
from marketplace.finder.tiers.service import ListSettings
from marketplace.kernel.settings import Settings
from marketplace.kernel.web.guards import PUBLIC
from marketplace.kernel.web.pages import client_host
from marketplace.kernel.web.viewers import VIEWER
from marketplace.listings import service as listings
from marketplace.listings.organizations.service import may_edit
from marketplace.listings.schemas import Listing
from marketplace.places.schemas import UnknownPlace
from marketplace.places.service import Gazetteer, Geocoder
from marketplace.taxonomies.schemas import Taxonomy
from search.documents import Point
from search.engine import SearchEngine

LIVE = {"cache-control": "public, max-age=60"}
"""Free time changes; a minute is soon enough. Who goes back meanwhile needs no network."""
REFUSED = {"cache-control": "no-store"}
DOWN = {"cache-control": "no-store", "retry-after": "120"}
PICTURE = {"cache-control": "public, max-age=86400"}
"""Not longer: who withdraws a listing withdraws its pictures."""
TOWNS_ASKED = 60
MORE = b"more=1"
USUAL_FILTERS = frozenset(
    {
        Taxonomy.KIND,
        Taxonomy.CARE_GROUP,
        Taxonomy.SUPPORT_TYPE,
        Taxonomy.LANGUAGE,
        Taxonomy.DAY,
        Taxonomy.POOL,
    }
)

AnyRequest = Request[Any, Any, Any]


class WeekDay(Struct, frozen=True):
    """A row of the table of times: which parts of the day are on, and the hours where they are known."""

    label: str
    parts: tuple[bool, ...]
    hours: tuple[str, ...]


class Week(Struct, frozen=True):
    """The table of days and parts of the day."""

    parts: tuple[str, ...]
    days: tuple[WeekDay, ...]

    @property
    def has_hours(self) -> bool:
        """Some day has hours by the clock."""
        return any(day.hours for day in self.days)


class _Finder(NamedTuple):
    """What answers a search."""

    gazetteer: Gazetteer
    engine: SearchEngine
    geocoder: Geocoder | None
    home_council: str | None
    council_settings: ListSettings


@get("/search", opt=PUBLIC, include_in_schema=False)
async def show_results(
    request: AnyRequest,
    gazetteer: NamedDependency[Gazetteer],
    engine: NamedDependency[SearchEngine],
    geocoder: NamedDependency[Geocoder | None],
    settings: NamedDependency[Settings],
    kept_settings: NamedDependency[KeptSettings],
) -> Template:
    """The search page.

    Status 400: the form, and what to mend where an address cannot be understood. 503: the engine is down.
    """
    found = _Finder(gazetteer, engine, geocoder, settings.council, kept_settings.list_settings)
    return await _results("finder/search.html", request, found)


@get("/search/results", opt=PUBLIC, include_in_schema=False)
async def show_results_fragment(
    request: AnyRequest,
    gazetteer: NamedDependency[Gazetteer],
    engine: NamedDependency[SearchEngine],
    geocoder: NamedDependency[Geocoder | None],
    settings: NamedDependency[Settings],
    kept_settings: NamedDependency[KeptSettings],
) -> Template:
    """What the page refreshes when a filter changes: the filters with their counts, and the results."""
    found = _Finder(gazetteer, engine, geocoder, settings.council, kept_settings.list_settings)
    return await _results("finder/_found.html", request, found)


async def _results(template: str, request: AnyRequest, finder: _Finder) -> Template:
    query, more = split_more(request.scope.get("query_string", b""))
    params, problems = service.read_search(query, form=True)
    page = await service.search_listings(
        params,
        problems,
        gazetteer=finder.gazetteer,
        engine=finder.engine,
        geocoder=finder.geocoder,
        home_council=finder.home_council,
        council_settings=finder.council_settings,
    )
    note_search(request, page)
    errors = field_errors(page)
    status, headers = _status_of(page, errors)
    return Template(
        template,
        context={
            "page": page,
            "errors": errors,
            "here": "/search",
            "groups": shown_filters(page, more=more),
            "more": more,
            "map": _map_of(page, finder.gazetteer),
            "saved": await find_saved(request, [found.card.id for found in page.cards]),
            "keep_url": keep_url(page),
        },
        status_code=status,
        headers=headers,
    )


def note_search(request: AnyRequest, page: FoundPage) -> None:
    """Tell the signals what was looked for and how much was found. In memory only: it asks for nothing."""
    signal = signal_of(page)
    if signal is None:
        return
    viewer: Viewer = cast("Viewer", request.scope.get(VIEWER, ANONYMOUS))
    request.app.state.searches.note(
        signal,
        network=str(viewer.account_id) if viewer.account_id else client_host(request),
        browser=request.headers.get("user-agent", ""),
        purpose=request.headers.get("sec-purpose", ""),
    )


def _status_of(page: FoundPage, errors: dict[str, str]) -> tuple[int, dict[str, str]]:
    """Status and headers of the search page."""
    if page.is_down:
        return HTTPStatus.SERVICE_UNAVAILABLE, DOWN
    return (HTTPStatus.BAD_REQUEST, REFUSED) if errors else (HTTPStatus.OK, LIVE)


def split_more(query: bytes) -> tuple[bytes, bool]:
    """Take `more=1` out of a query string: how the page is shown is no part of what is searched for."""
    parts = query.split(b"&")
    rest = [part for part in parts if part != MORE]
    return b"&".join(rest), len(rest) < len(parts)


def shown_filters(page: FoundPage, *, more: bool) -> tuple[FacetGroup, ...]:
    """The filters of the page: all of them where more are asked for, else the usual ones and those in use.

    All choices together weigh as much as the results; an old phone gets them when it asks.
    """
    useful = [group for group in page.facets if group.selected or _finds_something(group)]
    if more:
        return tuple(useful)
    return tuple(replace(group, rest=()) for group in useful if group.name in USUAL_FILTERS or group.selected)


def _finds_something(group: FacetGroup) -> bool:
    return any(choice.count for choice in group.choices)


def field_errors(page: FoundPage) -> dict[str, str]:
    """What is wrong, by the field to mend it at."""
    errors = {problem.field: problem.message for problem in reversed(page.problems)}
    if "price_max" in errors:
        errors["price_max_pounds"] = errors.pop("price_max")
    if isinstance(page.place, UnknownPlace):
        errors["near"] = page.place.message
    return dict(reversed(errors.items()))


def _map_of(page: FoundPage, gazetteer: Gazetteer) -> MapView | None:
    if page.params.view is not View.MAP or not page.found:
        return None
    place = page.found_place
    point = Point(place.latitude, place.longitude) if place else None
    frame = maps.frame_of(point, page.params.within, page.found)
    if frame is None:
        return None
    return maps.draw_results(
        frame,
        page.found,
        gazetteer.towns_within(*frame.box, TOWNS_ASKED),
        gazetteer.settlement_cells(*frame.box),
        place_label=place.label if place else None,
        within_miles=page.params.within,
    )


@get("/listings/{listing_id:uuid}", opt=PUBLIC, include_in_schema=False)
async def show_listing(
    request: AnyRequest,
    listing_id: FromPath[UUID],
    gazetteer: NamedDependency[Gazetteer],
    engine: NamedDependency[SearchEngine],
    viewer: NamedDependency[Viewer],
    kept_settings: NamedDependency[KeptSettings],
) -> Template:
    """One listing with everything that the public may see, and for its own people the way to change it."""
    page = await service.get_listing_page(
        listing_id, gazetteer=gazetteer, engine=engine, council_settings=kept_settings.list_settings
    )
    is_own = viewer.has(Role.PROVIDER) and await may_edit(viewer, page.listing.organization.id)
    return Template(
        "finder/listing.html",
        context={
            "page": page,
            "week": week_of(page, service.get_vocabulary()),
            "map": map_of_listing(page.listing, gazetteer),
            "is_own": is_own,
            "saved": await find_saved(request, [listing_id]),
        },
        headers=LIVE,
    )


def map_of_listing(listing: Listing, gazetteer: Gazetteer) -> MapView | None:
    """Where a listing is or travels, drawn; None when it has no point."""
    frame = maps.frame_of_listing(listing)
    if frame is None:
        return None
    towns = gazetteer.towns_within(*frame.box, TOWNS_ASKED)
    return maps.draw_listing(frame, listing, towns, gazetteer.settlement_cells(*frame.box))


def week_of(page: ListingPage, vocabulary: Vocabulary) -> Week | None:
    """Days and parts of the day as a table; None when the listing says nothing of them.

    `words.week` has hours by the clock for days with a schedule, and else the same parts as the table.
    """
    listing = page.listing
    if not listing.times:
        return None
    parts = vocabulary.terms[Taxonomy.TIME]
    clocked = {vocabulary.label(Taxonomy.DAY, entry.day) for entry in listing.schedule}
    hours = {row.day: row.times for row in page.words.week if row.day in clocked}
    days = {day for day, _part in listing.times}
    rows = tuple(
        WeekDay(
            term.label,
            tuple((term.code, part.code) in listing.times for part in parts),
            hours.get(term.label, ()),
        )
        for term in vocabulary.terms[Taxonomy.DAY]
        if term.code in days
    )
    return Week(tuple(part.label for part in parts), rows)


@get("/media/{media_hash:str}", opt=PUBLIC, include_in_schema=False)
async def send_media(media_hash: FromPath[str]) -> Response[bytes]:
    """A picture of a public listing. Its address is its content, so it never changes."""
    media = await listings.get_media(media_hash)
    return Response(media.content, media_type=media.content_type, headers=PICTURE)


route_handlers = (show_results, show_results_fragment, show_listing, send_media)
