"""The public pages of markets: the list of councils, a council, its published statement."""

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from marketplace.councils.service import list_councils_in_system
from marketplace.gaps.schemas import Unit
from marketplace.gaps.taking.service import draw, read_map, read_market, read_statement
from marketplace.gaps.words.service import find_words
from marketplace.kernel.errors import NotFoundError
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.settings import Settings
from marketplace.kernel.web.guards import PUBLIC
from marketplace.pages.market.council.rules import market_page
from marketplace.places.service import Gazetteer

STILL = {"cache-control": "public, max-age=300"}


@get("/market", opt=PUBLIC, include_in_schema=False)
async def list_markets() -> Template:
    """The councils that there is a page of."""
    councils = sorted(await list_councils_in_system(), key=lambda each: each.name)
    return Template("pages/market/list.html", context={"councils": councils}, headers=STILL)


@get("/market/{council_code:str}", opt=PUBLIC, include_in_schema=False)
async def show_market(council_code: FromPath[str], gazetteer: NamedDependency[Gazetteer]) -> Template:
    """What there is, what is short, how to start something, whom to ask."""
    market = await read_market(council_code, (Unit.HOURS,))
    context = {"market": market_page(market), "map": await draw(market.hours, gazetteer)}
    return Template("pages/market/council.html", context=context, headers=STILL)


@get("/market/{council_code:str}/map.svg", opt=PUBLIC, include_in_schema=False)
async def send_map(council_code: FromPath[str], gazetteer: NamedDependency[Gazetteer]) -> Response[str]:
    """The map: in how many care groups there is too little, by small area."""
    drawing = await read_map(council_code, gazetteer)
    return Response(drawing, media_type="image/svg+xml", headers=STILL)


@get("/market/{council_code:str}/statement", opt=PUBLIC, include_in_schema=False)
async def show_statement(
    council_code: FromPath[str],
    gazetteer: NamedDependency[Gazetteer],
    settings: NamedDependency[Settings],
) -> Template:
    """The market position statement, once the council has published its words."""
    if (await find_words(council_code)).published is None:
        raise NotFoundError(_("This page is not here."))
    statement, view = await read_statement(council_code, gazetteer, settings.address, is_public=True)
    return Template(
        "pages/market/statement.html", context={"statement": statement, "map": view}, headers=STILL
    )


route_handlers = (list_markets, show_market, send_map, show_statement)
