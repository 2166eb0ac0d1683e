"""The list of somebody's pools; and all routes of pools."""

from litestar import get
from litestar.di import NamedDependency
from litestar.response import Template

from marketplace.accounts.schemas import Viewer
from marketplace.kernel.forms import page_number
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import SIGNED_IN
from marketplace.kernel.web.pages import plain_page
from marketplace.people.pools import rules
from marketplace.people.pools.desk import web as desk
from marketplace.people.pools.finding import web as finding
from marketplace.people.pools.helping import web as helping
from marketplace.people.pools.home import web as home
from marketplace.people.pools.joining import web as joining
from marketplace.people.pools.leaving import web as leaving
from marketplace.people.pools.members import web as members
from marketplace.people.pools.rules import MINE_PATH, PUBLIC_PATH, START_PATH
from marketplace.people.pools.starting import web as starting
from marketplace.pooling import rules as pools
from marketplace.pooling import service


@get(MINE_PATH, opt=SIGNED_IN, include_in_schema=False)
async def list_pools(request: PageRequest, viewer: NamedDependency[Viewer]) -> Template:
    """The viewer's pools, those that are over last."""
    page = await service.list_mine(viewer, page_number(request.query_params.get("page")))
    return plain_page(
        "people/pools/mine.html",
        here=MINE_PATH,
        page=page,
        pool_words=pools.pool_words,
        pool_colour=rules.pool_colour,
        own_words=rules.own_state_words,
        places_words=rules.places_words,
        waiting_words=rules.waiting_words,
        done=rules.done_words(request.query_params.get("done", "")),
        url=MINE_PATH,
        start_url=START_PATH,
        plan_url=f"{PUBLIC_PATH}/plan",
    )


route_handlers = (
    list_pools,
    *finding.route_handlers,
    *starting.route_handlers,
    *home.route_handlers,
    *joining.route_handlers,
    *members.route_handlers,
    *leaving.route_handlers,
    *desk.route_handlers,
    *helping.route_handlers,
)
