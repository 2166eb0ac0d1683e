"""Pages of words: home, about, help, accessibility statement, privacy and cookies; what robots may read."""

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.response import Template

from marketplace.kernel.settings import Settings
from marketplace.kernel.web.guards import PUBLIC
from marketplace.pages.market.council import web as market_web
from marketplace.pages.market.method import web as method_web
from marketplace.places import service as places
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy

STILL = {"cache-control": "public, max-age=300"}
ROBOTS = (
    "User-agent: *\nDisallow: /search\nDisallow: /api/\nDisallow: /ask\nDisallow: /saved\nDisallow: /lists/\n"
)
"""Listings may be found by search engines; searches are without end, and lists are somebody's own."""


@get("/", opt=PUBLIC, include_in_schema=False, sync_to_thread=False)
def show_home() -> Template:
    """What this is, and one search."""
    context = {"here": "/", "kinds": taxonomies.terms(Taxonomy.KIND)}
    return Template("pages/home.html", context=context, headers=STILL)


@get("/about", opt=PUBLIC, include_in_schema=False, sync_to_thread=False)
def show_about() -> Template:
    """What this site is and is not, and where its information comes from."""
    return Template("pages/about.html", context={"here": "/about"}, headers=STILL)


@get("/help", opt=PUBLIC, include_in_schema=False)
async def show_help(settings: NamedDependency[Settings]) -> Template:
    """What to do next: direct payments in plain words, and who to ask."""
    support = await places.find_support(settings.council)
    council = places.find_council(settings.council) if settings.council else None
    context = {"here": "/help", "support": support, "council": council}
    return Template("pages/help.html", context=context, headers=STILL)


@get("/accessibility", opt=PUBLIC, include_in_schema=False, sync_to_thread=False)
def show_accessibility() -> Template:
    """The accessibility statement."""
    return Template("pages/accessibility.html", headers=STILL)


@get("/privacy", opt=PUBLIC, include_in_schema=False, sync_to_thread=False)
def show_privacy(settings: NamedDependency[Settings]) -> Template:
    """What is kept about people who use this site, who is told of a place, and which cookies there are."""
    return Template("pages/privacy.html", context={"geocoder": settings.geocoder}, headers=STILL)


@get("/robots.txt", opt=PUBLIC, include_in_schema=False, sync_to_thread=False)
def send_robots() -> Response[str]:
    """What robots may read."""
    return Response(ROBOTS, media_type="text/plain", headers=STILL)


route_handlers = (
    show_home,
    show_about,
    show_help,
    show_accessibility,
    show_privacy,
    send_robots,
    *method_web.route_handlers,
    *market_web.route_handlers,
)
