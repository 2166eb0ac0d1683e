"""The pages on which a pool is started, and changed by its leads."""

from http import HTTPStatus
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from marketplace.accounts.limits.rules import too_many_words
from marketplace.accounts.schemas import Viewer
from marketplace.enquiries.rules import first_name
from marketplace.kernel import clock
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError, TooManyError
from marketplace.kernel.forms import add_problem, add_problems, read_form
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import SIGNED_IN
from marketplace.kernel.web.pages import form_page, see_other
from marketplace.listings import service as listings
from marketplace.listings.schemas import Listing
from marketplace.people.pools.joining.web import list_supported, read_whom
from marketplace.people.pools.planning.rules import LONGEST_CARRIED, read_carried
from marketplace.people.pools.rules import MINE_PATH, PATH, START_PATH, pool_url
from marketplace.people.pools.schemas import PoolForm, start_form
from marketplace.people.pools.starting import rules
from marketplace.places.service import Gazetteer
from marketplace.pooling import service
from marketplace.pooling.planning.service import to_json
from marketplace.pooling.schemas import NewPool, Part, Pool

_EDIT_PATH = f"{PATH}/edit"
_FIELDS = {"times": "days", "listing": "title"}
"""Where the form calls a field otherwise."""


@get(START_PATH, opt=SIGNED_IN, include_in_schema=False)
async def show_start(request: PageRequest, viewer: NamedDependency[Viewer]) -> Template:
    """The form of a new pool; what a listing and the planner say stands in it."""
    listing = await _find_listing(request.query_params.get("listing"))
    begun = rules.prefilled(listing, request.query_params.get("weekly_cost_pence", ""))
    supported = await list_supported(viewer)
    carried = request.query_params.get("plan", "")[:LONGEST_CARRIED]
    plan = read_carried(carried, clock.today())
    if plan is not None:
        begun["places"] = plan.people
    form = read_form(start_form(supported), name=first_name(viewer.name), plan=carried, **begun)
    return _page(form, listing=listing, has_supported=bool(supported))


@post(START_PATH, opt=SIGNED_IN, include_in_schema=False)
async def start_pool(
    request: PageRequest, viewer: NamedDependency[Viewer], gazetteer: NamedDependency[Gazetteer]
) -> Template | Redirect:
    """Start a pool."""
    supported, status = await list_supported(viewer), None
    form = read_form(start_form(supported), await request.form())
    if form.validate():
        plan = read_carried(form.plan.data or "", clock.today())
        new = NewPool(
            content=rules.read_content(form),
            name=form.name.data,
            place=form.place.data,
            acting_for=read_whom(form),
            plan=to_json(plan) if plan else None,
        )
        try:
            pool_id = await service.start_pool(new, viewer, gazetteer)
        except InvalidError as error:
            add_problems(form, error, _FIELDS)
        except TooManyError as error:
            add_problem(form, "title", too_many_words(error.retry_after_seconds))
            status = HTTPStatus.TOO_MANY_REQUESTS
        else:
            return see_other(f"{pool_url(pool_id)}?done=started")
    listing = await _find_listing(form.listing.data)
    return _page(form, listing=listing, has_supported=bool(supported), status=status)


@get(_EDIT_PATH, opt=SIGNED_IN, include_in_schema=False)
async def show_edit(pool_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Template | Redirect:
    """The form of a pool, for its leads."""
    part = await service.get_part(pool_id, viewer)
    if not _may_edit(part):
        return see_other(pool_url(pool_id))
    listing = await _find_listing(part.pool.content.listing_id)
    return _page(read_form(PoolForm, **rules.typed_content(part.pool)), part.pool, listing=listing)


@post(_EDIT_PATH, opt=SIGNED_IN, include_in_schema=False)
async def change_pool(
    pool_id: FromPath[UUID],
    request: PageRequest,
    viewer: NamedDependency[Viewer],
    gazetteer: NamedDependency[Gazetteer],
) -> Template | Redirect:
    """Write it anew."""
    pool, conflict = (await service.get_part(pool_id, viewer)).pool, ""
    form = read_form(PoolForm, await request.form())
    if form.validate():
        content, version = rules.read_content(form), form.expected_version
        try:
            await service.change_pool(pool_id, content, version, viewer, gazetteer, form.place.data)
        except InvalidError as error:
            add_problems(form, error, _FIELDS)
        except ConflictError as error:
            conflict = str(error)
            pool = (await service.get_part(pool_id, viewer)).pool
            form.version.data = str(pool.version)
        else:
            return see_other(f"{pool_url(pool_id)}?done=changed")
    listing = await _find_listing(form.listing.data)
    return _page(form, pool, listing=listing, conflict=conflict)


def _may_edit(part: Part) -> bool:
    return part.may_write and part.pool.ended_at is None


async def _find_listing(text: object) -> Listing | None:
    """The listing that an address or a form names, as far as it is public."""
    listing_id = rules.read_id(text)
    try:
        return await listings.get_listing(listing_id) if listing_id else None
    except NotFoundError:
        return None


def _page(
    form: PoolForm,
    pool: Pool | None = None,
    *,
    listing: Listing | None = None,
    has_supported: bool = False,
    conflict: str = "",
    status: int | None = None,
) -> Template:
    return form_page(
        "people/pools/write.html",
        form,
        status=HTTPStatus.CONFLICT if conflict else status,
        here=MINE_PATH,
        pool=pool,
        listing=listing,
        has_supported=has_supported,
        conflict=conflict,
        groups=rules.form_groups(),
        title=_("Change the pool") if pool else _("Start a pool"),
        url=f"{pool_url(pool.id)}/edit" if pool else START_PATH,
        back=pool_url(pool.id) if pool else MINE_PATH,
    )


route_handlers = (show_start, start_pool, show_edit, change_pool)
