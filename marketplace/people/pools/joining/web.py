"""Asking, following an invitation, and what somebody does about their own part before they are a member."""

from http import HTTPStatus
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from marketplace.accounts.limits.rules import too_many_words
from marketplace.accounts.schemas import Viewer
from marketplace.accounts.service import list_acting_for
from marketplace.accounts.supporting.schemas import Supported
from marketplace.councils.service import council_name
from marketplace.enquiries.rules import first_name
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError, TooManyError
from marketplace.kernel.forms import Form, add_problem, add_problems, read_form
from marketplace.kernel.settings import Settings
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import BY_LINK, SIGNED_IN
from marketplace.kernel.web.pages import form_page, plain_page, see_other
from marketplace.people.pools import rules
from marketplace.people.pools.home.web import do, version_of
from marketplace.people.pools.rules import ASK_PATH, COME_PATH, MINE_PATH, PATH, PUBLIC_PATH, pool_url
from marketplace.people.pools.schemas import FOR_MYSELF, JoinForm, ask_form, join_form
from marketplace.pooling.joining import service
from marketplace.pooling.parties.service import get_part
from marketplace.pooling.rules import LINK_DAYS
from marketplace.pooling.schemas import OPEN_MEMBERS, Pool
from marketplace.pooling.service import get_public

_LINK = f"{COME_PATH}/{{token:str}}"


@get(ASK_PATH, opt=SIGNED_IN, include_in_schema=False)
async def show_ask(pool_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Template | Redirect:
    """What asking means, and the form; who has a part already goes to it."""
    if await _has_part(pool_id, viewer):
        return see_other(pool_url(pool_id))
    supported = await list_supported(viewer)
    form = read_form(ask_form(supported), name=first_name(viewer.name), acting_for=FOR_MYSELF)
    return await _ask_page(pool_id, form, supported)


@post(ASK_PATH, opt=SIGNED_IN, include_in_schema=False)
async def ask_to_join(
    pool_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Ask those who lead it."""
    supported, status = await list_supported(viewer), None
    form = read_form(ask_form(supported), await request.form())
    if form.validate():
        try:
            await service.ask_to_join(pool_id, form.name.data, read_whom(form), viewer, form.words.data)
        except InvalidError as error:
            add_problems(form, error)
        except ConflictError as error:
            add_problem(form, "name", str(error))
            status = HTTPStatus.CONFLICT
        except TooManyError as error:
            add_problem(form, "name", too_many_words(error.retry_after_seconds))
            status = HTTPStatus.TOO_MANY_REQUESTS
        else:
            return see_other(f"{pool_url(pool_id)}?done=asked")
    return await _ask_page(pool_id, form, supported, status)


@get(_LINK, opt=BY_LINK, include_in_schema=False)
async def show_invitation(
    token: FromPath[str],
    viewer: NamedDependency[Viewer],
    settings: NamedDependency[Settings],
    done: FromQuery[str | None] = None,
) -> Template:
    """What somebody is invited to; for a lead, the link to hand on."""
    pool = await service.find_invited(token)
    if viewer.is_signed_in and await _has_part(pool.id, viewer):
        return plain_page(
            "people/pools/link.html",
            here=MINE_PATH,
            pool=pool,
            is_new=done == "made",
            days=LINK_DAYS,
            address=f"{settings.address}{COME_PATH}/{token}",
            back=pool_url(pool.id),
        )
    supported = await list_supported(viewer)
    form = read_form(join_form(supported), name=first_name(viewer.name), acting_for=FOR_MYSELF)
    return _invitation_page(token, pool, viewer, form, supported)


@post(_LINK, opt=SIGNED_IN, include_in_schema=False)
async def come_by_link(
    token: FromPath[str], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Follow an invitation."""
    pool, status = await service.find_invited(token), None
    supported = await list_supported(viewer)
    form = read_form(join_form(supported), await request.form())
    if form.validate():
        try:
            await service.come_by_link(token, form.name.data, read_whom(form), viewer)
        except InvalidError as error:
            add_problems(form, error)
        except ConflictError as error:
            add_problem(form, "name", str(error))
            status = HTTPStatus.CONFLICT
        else:
            return see_other(f"{pool_url(pool.id)}?done=accepted")
    return _invitation_page(token, pool, viewer, form, supported, status)


@post(f"{PATH}/accept", opt=SIGNED_IN, include_in_schema=False)
async def accept(
    pool_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Say yes to an invitation."""
    member_id = await _own(pool_id, viewer)
    return await do(pool_id, viewer, service.accept(member_id, await version_of(request), viewer), "accepted")


@post(f"{PATH}/place", opt=SIGNED_IN, include_in_schema=False)
async def take_place(
    pool_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Take a place."""
    doing = service.take_place(await _own(pool_id, viewer), await version_of(request), viewer)
    return await do(pool_id, viewer, doing, "placed")


@post(f"{PATH}/withdraw", opt=SIGNED_IN, include_in_schema=False)
async def withdraw(
    pool_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Say no before being a member; a place is free again."""
    doing = service.withdraw(await _own(pool_id, viewer), await version_of(request), viewer)
    return await do(pool_id, viewer, doing, "withdrawn", onward=MINE_PATH)


async def list_supported(viewer: Viewer) -> list[Supported]:
    """Those for whom the viewer acts now."""
    if viewer.account_id is None or not viewer.is_signed_in:
        return []
    return [each for each in await list_acting_for(viewer.account_id) if each.ended_at is None]


def read_whom(form: Form) -> UUID | None:
    """For whom a form says that it is; None for the viewer."""
    return None if form.acting_for.data == FOR_MYSELF else UUID(form.acting_for.data)


async def _own(pool_id: UUID, viewer: Viewer) -> UUID:
    """The viewer's own open row. NotFoundError when there is none."""
    part = await get_part(pool_id, viewer, OPEN_MEMBERS)
    if part.member is None:
        raise NotFoundError
    return part.member.id


async def _has_part(pool_id: UUID, viewer: Viewer) -> bool:
    try:
        await get_part(pool_id, viewer, OPEN_MEMBERS)
    except NotFoundError:
        return False
    return True


async def _ask_page(
    pool_id: UUID, form: Form, supported: list[Supported], status: int | None = None
) -> Template:
    pool = await get_public(pool_id)
    return form_page(
        "people/pools/ask.html",
        form,
        status=status,
        here=MINE_PATH,
        pool=pool,
        has_supported=bool(supported),
        url=f"{PUBLIC_PATH}/{pool_id}/ask",
        back=f"{PUBLIC_PATH}/{pool_id}",
    )


def _invitation_page(
    token: str,
    pool: Pool,
    viewer: Viewer,
    form: JoinForm,
    supported: list[Supported],
    status: int | None = None,
) -> Template:
    return form_page(
        "people/pools/invitation.html",
        form,
        status=status,
        here=MINE_PATH,
        pool=pool,
        rows=rules.content_rows(pool.content, pool.area.outcode, council_name(pool.area.council_code)),
        has_supported=bool(supported),
        is_signed_in=viewer.is_signed_in,
        url=f"{COME_PATH}/{token}",
    )


route_handlers = (show_ask, ask_to_join, show_invitation, come_by_link, accept, take_place, withdraw)
