"""The JSON API: everything that the search page knows, for other programs. Read only, public, for any origin.

Every answer is a struct of `finder.answers`; every problem is problem+json (RFC 9457) with all that is wrong.
"""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from msgspec import Struct

from marketplace.councils.kept.service import KeptSettings
from marketplace.finder import service
from marketplace.finder.answers import rules as answers
from marketplace.finder.answers.schemas import ProblemAnswer
from marketplace.finder.openapi.rules import openapi_document, operations, problem_example
from marketplace.finder.params.lookups.rules import parse_places, parse_suggest
from marketplace.kernel.errors import NotFoundError
from marketplace.kernel.settings import Settings
from marketplace.kernel.web.errors import PROBLEM_JSON
from marketplace.kernel.web.guards import PUBLIC
from marketplace.kernel.web.theme import Brand
from marketplace.places.schemas import Place
from marketplace.places.service import Gazetteer, Geocoder
from search.engine import SearchEngine

JSON = "application/json"
LIVE_SECONDS = 60
"""Free time changes; a minute is soon enough."""
STILL_SECONDS = 3600
PAGE_SECONDS = 300
"""What shows the name of the site: as long as any page, so that a new name shows everywhere by then."""
RETRY_SECONDS = 120
"""When to try again while the engine is down."""
_ANY_ORIGIN = {"access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin"}
AnyRequest = Request[Any, Any, Any]


def _answer(content: Struct | dict[str, Any], seconds: int) -> Response[bytes]:
    headers = {"cache-control": f"public, max-age={seconds}", **_ANY_ORIGIN}
    return Response(msgspec.json.encode(content), media_type=JSON, headers=headers)


def _refusal(problem: ProblemAnswer) -> Response[bytes]:
    headers = {"cache-control": "no-store", **_ANY_ORIGIN}
    if problem.status == answers.UNAVAILABLE:
        headers["retry-after"] = str(RETRY_SECONDS)
    body = msgspec.json.encode(problem)
    return Response(body, status_code=problem.status, media_type=PROBLEM_JSON, headers=headers)


def _query(request: AnyRequest) -> bytes:
    query: bytes = request.scope.get("query_string", b"")
    return query


@get("/api/search", opt=PUBLIC, include_in_schema=False)
async def search_listings_json(
    request: AnyRequest,
    gazetteer: NamedDependency[Gazetteer],
    engine: NamedDependency[SearchEngine],
    geocoder: NamedDependency[Geocoder | None],
    settings: NamedDependency[Settings],
    kept_settings: NamedDependency[KeptSettings],
) -> Response[bytes]:
    """Find local support."""
    params, problems = service.read_search(_query(request))
    if problems:
        return _refusal(answers.problems_answer(problems))
    page = await service.search_listings(
        params,
        gazetteer=gazetteer,
        engine=engine,
        geocoder=geocoder,
        home_council=settings.council,
        council_settings=kept_settings.list_settings,
    )
    if page.is_down:
        return _refusal(answers.down_answer())
    if page.place is not None and not isinstance(page.place, Place):
        return _refusal(answers.place_problem(page.place))
    return _answer(answers.search_answer(page), LIVE_SECONDS)


@get("/api/listings/{listing_id:str}", opt=PUBLIC, include_in_schema=False)
async def get_listing_json(
    listing_id: FromPath[str],
    gazetteer: NamedDependency[Gazetteer],
    engine: NamedDependency[SearchEngine],
    kept_settings: NamedDependency[KeptSettings],
) -> Response[bytes]:
    """Everything about one listing."""
    try:
        page = await service.get_listing_page(
            UUID(listing_id), gazetteer=gazetteer, engine=engine, council_settings=kept_settings.list_settings
        )
    except (ValueError, NotFoundError):
        return _refusal(answers.missing_answer())
    return _answer(answers.listing_answer(page), LIVE_SECONDS)


@get("/api/places", opt=PUBLIC, include_in_schema=False)
async def list_places_json(request: AnyRequest, gazetteer: NamedDependency[Gazetteer]) -> Response[bytes]:
    """Places by postcode or name, also while it is being typed."""
    lookup, problems = parse_places(_query(request))
    if problems:
        return _refusal(answers.problems_answer(problems))
    goes_on = gazetteer.suggest_places(lookup.q, lookup.limit)
    answer = answers.places_answer(lookup.q, gazetteer.find_place(lookup.q), goes_on, lookup.limit)
    return _answer(answer, STILL_SECONDS)


@get("/api/suggest", opt=PUBLIC, include_in_schema=False)
async def suggest_json(
    request: AnyRequest,
    gazetteer: NamedDependency[Gazetteer],
    engine: NamedDependency[SearchEngine],
    settings: NamedDependency[Settings],
) -> Response[bytes]:
    """What goes on from what is being typed."""
    lookup, problems = parse_suggest(_query(request))
    if problems:
        return _refusal(answers.problems_answer(problems))
    items = await service.suggest(
        lookup.q, lookup.near, gazetteer=gazetteer, engine=engine, words_dir=settings.words_dir
    )
    return _answer(answers.suggest_answer(lookup.q, items), LIVE_SECONDS)


@get("/api/openapi.json", opt=PUBLIC, include_in_schema=False, sync_to_thread=False)
def get_openapi_json(brand: NamedDependency[Brand]) -> Response[bytes]:
    """What the API takes and answers, for programs."""
    document = openapi_document(service.get_vocabulary(), brand.theme.name)
    return _answer(document, PAGE_SECONDS)


@get("/api", opt=PUBLIC, include_in_schema=False, sync_to_thread=False)
def show_api(brand: NamedDependency[Brand]) -> Template:
    """What the API takes and answers, for people."""
    document = openapi_document(service.get_vocabulary(), brand.theme.name)
    return Template(
        "finder/api.html",
        context={
            "document": document,
            "operations": operations(document),
            "problem_example": problem_example(document),
        },
        headers={"cache-control": f"public, max-age={PAGE_SECONDS}"},
    )


route_handlers = (
    search_listings_json,
    get_listing_json,
    list_places_json,
    suggest_json,
    get_openapi_json,
    show_api,
)
