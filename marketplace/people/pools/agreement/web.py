"""Where the agreement of a pool is, and the list of its versions; and all routes of agreements."""

from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from marketplace.accounts.schemas import Viewer
from marketplace.kernel.forms import page_number
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import SIGNED_IN
from marketplace.kernel.web.pages import plain_page
from marketplace.people.pools.agreement import rules
from marketplace.people.pools.agreement.agreeing import web as agreeing
from marketplace.people.pools.agreement.reading import web as reading
from marketplace.people.pools.agreement.rules import PATH, agreement_url
from marketplace.people.pools.agreement.writing import web as writing
from marketplace.people.pools.rules import MINE_PATH, pool_url
from marketplace.pooling.agreements import service
from marketplace.pooling.agreements.clauses.rules import day_words
from marketplace.pooling.agreements.printing import rules as printing


@get(PATH, opt=SIGNED_IN, include_in_schema=False)
async def show_agreement(
    pool_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template:
    """What is in force, what waits for whom, and what can be done."""
    return plain_page(
        "people/pools/agreement/overview.html",
        here=MINE_PATH,
        overview=await service.get_overview(pool_id, viewer),
        url=agreement_url(pool_id),
        back=pool_url(pool_id),
        agreed_words=printing.agreed_words,
        status_words=printing.status_words,
        done=rules.done_words(request.query_params.get("done", "")),
    )


@get(f"{PATH}/versions", opt=SIGNED_IN, include_in_schema=False)
async def list_versions(
    pool_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template:
    """Every version that was proposed, the newest first."""
    return plain_page(
        "people/pools/agreement/versions.html",
        here=MINE_PATH,
        page=await service.list_versions(pool_id, viewer, page_number(request.query_params.get("page"))),
        url=agreement_url(pool_id),
        state_words=printing.state_words,
        state_colour=printing.state_colour,
        day_words=day_words,
    )


route_handlers = (
    show_agreement,
    list_versions,
    *writing.route_handlers,
    *agreeing.route_handlers,
    *reading.route_handlers,
)
