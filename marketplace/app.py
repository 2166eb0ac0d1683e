"""The composition root: puts settings, database, gazetteer, search engine and rooms together."""

import asyncio
import gc
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from granian.utils.proxies import wrap_asgi_with_proxy_headers
from litestar import Litestar, Response, get
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.types import ASGIApp, Scope

from marketplace.accounts import service as accounts
from marketplace.accounts import web as accounts_web
from marketplace.accounts.demonstration import web as demonstration_web
from marketplace.accounts.schemas import ANONYMOUS, Viewer
from marketplace.accounts.sessions.web import ON_SIGN_IN
from marketplace.administration import web as administration_web
from marketplace.commissioners import web as commissioners_web
from marketplace.concerns import web as concerns_web
from marketplace.councils.looks import web as looks_web
from marketplace.councils.looks.service import LooksKeeper
from marketplace.councils.signing.service import Signer
from marketplace.finder import api as finder_api
from marketplace.finder import web as finder_web
from marketplace.gaps.unmet.publishing.rules import counted_as
from marketplace.holders import DATA_HOLDERS
from marketplace.home import web as home_web
from marketplace.kernel import processes
from marketplace.kernel.database import DB, open_pool
from marketplace.kernel.errors import DomainError
from marketplace.kernel.logging import configure_logging, log
from marketplace.kernel.requests import RequestLog, route_pattern
from marketplace.kernel.secrets import take_secret
from marketplace.kernel.settings import Settings, load_settings
from marketplace.kernel.web.bodies import LARGEST_BODY_BYTES, PageRequest
from marketplace.kernel.web.guards import PUBLIC
from marketplace.kernel.web.setup import configure
from marketplace.kernel.web.viewers import VIEWER, Viewers
from marketplace.listings.indexing import service as indexing
from marketplace.mail import web as mail_web
from marketplace.pages import web as pages_web
from marketplace.people import web as people_web
from marketplace.people.saved.keeping.web import OWN_COOKIES, move_at_sign_in
from marketplace.places import service as places
from marketplace.places.service import Gazetteer, Geocoder
from marketplace.practitioners import web as practitioners_web
from marketplace.provider import web as provider_web
from marketplace.signals.searches.service import SignalKeeper
from marketplace.stewards import web as stewards_web
from search.engine import SearchEngine
from search.factory import MEILISEARCH, open_reader

_READY_SECONDS = 2.0
_FIRST_SERVER_ERROR = 500
_NO_STORE = {"cache-control": "no-store"}


@get("/healthz", opt=PUBLIC, include_in_schema=False, sync_to_thread=False)
def show_health() -> Response[dict[str, str]]:
    """This process answers."""
    return Response({"status": "ok"}, headers=_NO_STORE)


@get("/readyz", opt=PUBLIC, include_in_schema=False)
async def show_readiness(state: State) -> Response[dict[str, str]]:
    """Everything a page needs is there: 200; or 503, saying what is not."""
    parts = {
        "database": await _works(_ask_database),
        "search index": await _works(state.engine.watermark) if "engine" in state else False,
        "places": "gazetteer" in state,
    }
    body = {name: "ok" if works else "missing" for name, works in parts.items()}
    return Response(body, status_code=200 if all(parts.values()) else 503, headers=_NO_STORE)


async def _ask_database() -> None:
    await DB.run_ddl("SELECT 1")


async def _works(ask: Callable[[], Any]) -> bool:
    try:
        await asyncio.wait_for(ask(), _READY_SECONDS)
    except Exception as error:  # noqa: BLE001 - whatever it is, it does not work
        log.warning("not ready", exc_info=error)
        return False
    return True


def create_app(
    settings: Settings,
    *,
    gazetteer: Gazetteer | None = None,
    engine: SearchEngine | None = None,
    geocoder: Geocoder | None = None,
) -> Litestar:
    """Put the application together. OperatorError when a setting cannot be used as it is.

    It opens the pool, and the gazetteer and the engine unless they are given, when it starts (ASGI
    lifespan), and lets go of what it opened when it stops. Tests that give both and have a pool of their
    own need no lifespan. Without `geocoder` it is the one of the settings, if any.
    """

    @asynccontextmanager
    async def running(app: Litestar) -> AsyncIterator[None]:
        opened = None
        async with open_pool():
            if "gazetteer" not in app.state:
                app.state.gazetteer = places.open_gazetteer(settings.data_dir)
            if "engine" not in app.state:
                app.state.engine = opened = await asyncio.to_thread(open_search, settings)
            try:
                async with looks.running(), searches.running():
                    yield
            finally:
                if opened is not None:
                    await opened.aclose()

    take_secret(settings)
    given = {"gazetteer": gazetteer, "engine": engine}
    state = State({name: value for name, value in given.items() if value is not None})
    state.geocoder = geocoder or places.configured_geocoder(settings)
    state.sign_letter = Signer(settings.council)
    viewers = Viewers(ANONYMOUS, accounts.find_viewer, OWN_COOKIES)
    parts = configure(settings, demonstration=settings.demonstration, viewers=viewers)
    searches = SignalKeeper(settings.words_dir, group_of=counted_as())
    looks = LooksKeeper(settings.council, parts.brand, parts.show_brand)
    app = Litestar(
        route_handlers=[
            show_health,
            show_readiness,
            *accounts_web.route_handlers,
            *administration_web.route_handlers,
            *looks_web.route_handlers,
            *(demonstration_web.route_handlers if settings.demonstration else ()),
            *(mail_web.route_handlers if settings.demonstration else ()),
            *commissioners_web.route_handlers,
            *concerns_web.route_handlers,
            *finder_api.route_handlers,
            *finder_web.route_handlers,
            *home_web.route_handlers,
            *pages_web.route_handlers,
            *people_web.route_handlers,
            *practitioners_web.route_handlers,
            *provider_web.route_handlers,
            *stewards_web.route_handlers,
            *parts.route_handlers,
        ],
        dependencies={
            "settings": Provide(lambda: settings, sync_to_thread=False),
            "gazetteer": Provide(_from_state("gazetteer"), sync_to_thread=False),
            "engine": Provide(_from_state("engine"), sync_to_thread=False),
            "geocoder": Provide(_from_state("geocoder"), sync_to_thread=False),
            "brand": Provide(lambda: looks.shown, sync_to_thread=False),
            "kept_settings": Provide(lambda: looks.kept, sync_to_thread=False),
            "viewer": Provide(_viewer, sync_to_thread=False),
            "data_holders": Provide(lambda: DATA_HOLDERS, sync_to_thread=False),
        },
        request_class=PageRequest,
        request_max_body_size=LARGEST_BODY_BYTES,
        state=state,
        lifespan=[running],
        template_config=parts.template_config,
        exception_handlers=parts.exception_handlers,
        after_exception=[_log_failure],
        guards=parts.guards,
        openapi_config=None,
        logging_config=None,
        debug=False,
    )
    app.state.looks = looks
    app.state.searches = searches
    app.state[ON_SIGN_IN] = (move_at_sign_in(settings),)
    parts.wrap(app)
    app.asgi_handler = _outermost(app.asgi_handler, settings)
    return app


def open_search(settings: Settings) -> SearchEngine:
    """What answers searches. With a search server, the log has a line when that is left alone and returns."""

    async def is_fit() -> bool:
        return await indexing.is_fresh(MEILISEARCH)

    def tell(is_back: bool, error: Exception | None) -> None:  # noqa: FBT001 - as it is called
        if is_back:
            log.info("search server answers", engine=MEILISEARCH)
        else:
            log.warning("search server left alone, the embedded index answers", exc_info=error)

    return open_reader(settings.index_dir, settings.search_server, is_fit=is_fit, tell=tell)


def _log_failure(error: Exception, scope: Scope) -> None:
    """Log what is our own fault; what people mistyped is no failure."""
    if isinstance(error, HTTPException):
        is_ours = error.status_code >= _FIRST_SERVER_ERROR
    else:
        is_ours = not isinstance(error, DomainError)
    if is_ours:
        log.error("request failed", exc_info=error, route=route_pattern(scope))


def _viewer(scope: Scope) -> Viewer:
    """Who makes the request."""
    viewer = scope.get(VIEWER, ANONYMOUS)
    assert isinstance(viewer, Viewer)
    return viewer


def _from_state(name: str) -> Callable[[State], Any]:
    def provide(state: State) -> Any:
        return state[name]

    return provide


def _outermost(app: ASGIApp, settings: Settings) -> ASGIApp:
    """Log each request, with the client's address from the proxies that are trusted."""
    logged: ASGIApp = RequestLog(app)
    if not settings.trusted_proxies:
        return logged
    behind: ASGIApp = wrap_asgi_with_proxy_headers(logged, trusted_hosts=list(settings.trusted_proxies))
    return behind


def load() -> Litestar:
    """Make the application of a web process, from the environment. Each of them calls this.

    What is made here stays to the end: Python looks for no garbage in it, now or during requests.
    """
    processes.end_with_starter()
    gc.disable()
    settings = load_settings(os.environ)
    configure_logging(settings)
    if settings.database_url:
        DB.point_at(settings.database_url)
    app = create_app(settings)
    gc.enable()
    gc.collect()
    gc.freeze()
    return app
