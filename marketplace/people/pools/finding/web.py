"""Pages of pools for anybody. They are the same for everybody, and so caches may keep them for a minute."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template
from msgspec.structs import replace

from marketplace.concerns import service as concerns
from marketplace.concerns.schemas import ConcernKind, NewConcern
from marketplace.concerns.web import ReportForm
from marketplace.councils import service as councils
from marketplace.councils.kept.service import KeptSettings
from marketplace.finder import service as finder
from marketplace.finder.pools.rules import pool_result, pool_url
from marketplace.finder.web import DOWN, LIVE, REFUSED, field_errors, note_search
from marketplace.kernel.errors import InvalidError, NotFoundError
from marketplace.kernel.forms import add_problems, read_form
from marketplace.kernel.settings import Settings
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import PUBLIC
from marketplace.kernel.web.pages import client_host, form_page, plain_page, see_other
from marketplace.people.pools.finding import rules
from marketplace.people.pools.rules import ASK_PATH, PUBLIC_PATH, START_PATH
from marketplace.places import service as places
from marketplace.places.service import Gazetteer, Geocoder
from marketplace.pooling.finding import service
from search.engine import SearchEngine

_ONE = f"{PUBLIC_PATH}/{{pool_id:uuid}}"
_ABOUT_PATH = f"{_ONE}/about"
_REPORT_PATH = f"{_ONE}/report"
_WISH_PATH = f"{PUBLIC_PATH}/wishes/new"


@get(PUBLIC_PATH, opt=PUBLIC, include_in_schema=False)
async def show_pools(
    request: PageRequest,
    gazetteer: NamedDependency[Gazetteer],
    engine: NamedDependency[SearchEngine],
    geocoder: NamedDependency[Geocoder | None],
    settings: NamedDependency[Settings],
    kept_settings: NamedDependency[KeptSettings],
) -> Template:
    """Pools with free places, by the same search as everything else.

    Status 400: the form, and what to mend where an address cannot be understood. 503: the engine is down.
    """
    params, problems = finder.read_search(request.scope.get("query_string", b""), form=True)
    page = await finder.search_listings(
        rules.only_pools(params),
        problems,
        gazetteer=gazetteer,
        engine=engine,
        geocoder=geocoder,
        home_council=settings.council,
        council_settings=kept_settings.list_settings,
    )
    # What was read out of the words may be something that only listings have.
    page = replace(page, params=rules.only_pools(page.params))
    note_search(request, page)
    errors = field_errors(page)
    status, headers = (HTTPStatus.BAD_REQUEST, REFUSED) if errors else (HTTPStatus.OK, LIVE)
    if page.is_down:
        status, headers = HTTPStatus.SERVICE_UNAVAILABLE, DOWN
    return Template(
        "people/pools/finding/list.html",
        context={
            "page": page,
            "errors": errors,
            "here": PUBLIC_PATH,
            "headline": rules.headline(page),
            "groups": rules.groups(page),
            "withins": rules.withins(page.params),
            "sorts": rules.sorts(page),
            "looser": rules.looser(page),
            "paged": rules.pages_of(page),
            "url": rules.list_url(page.params),
            "path": PUBLIC_PATH,
            "start_url": START_PATH,
            "plan_url": f"{PUBLIC_PATH}/plan",
            "wish_url": _WISH_PATH,
        },
        status_code=status,
        headers=headers,
    )


@get(_ABOUT_PATH, opt=PUBLIC, include_in_schema=False)
async def show_pool(pool_id: FromPath[UUID]) -> Template:
    """One pool as anybody sees it, and the way to ask to join. Nothing of who is in it."""
    card = await service.get_card(pool_id)
    found = pool_result(card, number=1, distance_miles=None, vocabulary=finder.get_vocabulary())
    return Template(
        "people/pools/finding/about.html",
        context={
            "found": found,
            "here": PUBLIC_PATH,
            "for_whom": rules.for_whom(found.care_groups),
            "council": places.find_council(card.council_code) if card.council_code else None,
            "support": await places.find_support(card.council_code),
            "ask_url": ASK_PATH.replace("{pool_id:uuid}", str(pool_id)),
            "report_url": f"{PUBLIC_PATH}/{pool_id}/report",
            "list_url": f"{PUBLIC_PATH}?near={card.outcode}",
            "plan_url": f"{PUBLIC_PATH}/plan",
        },
        headers=LIVE,
    )


@get(_REPORT_PATH, opt=PUBLIC, include_in_schema=False)
async def show_pool_report(pool_id: FromPath[UUID]) -> Template:
    """The form to report a problem with a pool, below whom to call when somebody may be unsafe."""
    return await _report_page(pool_id, read_form(ReportForm))


@post(_REPORT_PATH, opt=PUBLIC, include_in_schema=False)
async def report_pool(pool_id: FromPath[UUID], request: PageRequest) -> Template | Redirect:
    """Take in what somebody reports about a pool that the public sees."""
    card = await service.get_card(pool_id)
    form = read_form(ReportForm, await request.form())
    if form.validate():
        new = NewConcern(
            kind=ConcernKind(form.kind.data),
            words=form.words.data or "",
            name=form.name.data or "",
            contact=form.contact.data or "",
        )
        council_code = await councils.responsible_council(card.council_code)
        try:
            await concerns.report_pool(pool_id, council_code, new, host=client_host(request))
        except InvalidError as error:
            add_problems(form, error)
        else:
            return see_other(f"{PUBLIC_PATH}/{pool_id}/report/sent")
    return await _report_page(pool_id, form)


@get(f"{_REPORT_PATH}/sent", opt=PUBLIC, include_in_schema=False)
async def show_pool_report_sent(pool_id: FromPath[UUID]) -> Template:
    """Thanks, and once more whom to call. Also for a pool that has gone out of sight since."""
    try:
        council_code = (await service.get_card(pool_id)).council_code
    except NotFoundError:
        council_code = None
    contact = await councils.find_safeguarding(council_code)
    return plain_page("people/pools/finding/sent.html", here=PUBLIC_PATH, contact=contact, path=PUBLIC_PATH)


async def _report_page(pool_id: UUID, form: ReportForm) -> Template:
    card = await service.get_card(pool_id)
    context: dict[str, Any] = {"title": card.title, "back": pool_url(pool_id), "here": PUBLIC_PATH}
    contact = await councils.find_safeguarding(card.council_code)
    return form_page(
        "people/pools/finding/report.html",
        form,
        contact=contact,
        url=f"{PUBLIC_PATH}/{pool_id}/report",
        **context,
    )


route_handlers = (show_pools, show_pool, show_pool_report, report_pool, show_pool_report_sent)
