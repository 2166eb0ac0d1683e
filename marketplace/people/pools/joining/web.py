"""Asking, following an invitation, and what somebody does about their own part before they are a member."""

from http import HTTPStatus
from typing import Any, NamedTuple
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
from marketplace.kernel.errors import ConflictError, InvalidError, TooManyError
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
from marketplace.pooling.parties.service import get_part, list_own, one_of
from marketplace.pooling.rules import LINK_DAYS
from marketplace.pooling.schemas import OPEN_MEMBERS, Pool
from marketplace.pooling.service import get_public

_LINK = f"{COME_PATH}/{{token:str}}"


@get(ASK_PATH, opt=SIGNED_IN, include_in_schema=False)
async def show_ask(pool_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Template | Redirect:
    """What asking means, and the form; who has a part already goes to it."""
    can_be = await _who_can(pool_id, viewer)
    if can_be.has_part and not can_be.supported:
        return see_other(pool_url(pool_id))
    form = read_form(ask_form(can_be.supported, is_taken=can_be.is_taken), **_usual(can_be, viewer))
    return await _ask_page(pool_id, form, can_be)


@post(ASK_PATH, opt=SIGNED_IN, include_in_schema=False)
async def ask_to_join(
    pool_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Ask those who lead it."""
    can_be, status = await _who_can(pool_id, viewer), None
    form = read_form(ask_form(can_be.everybody), await request.form())
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
    return await _ask_page(pool_id, form, can_be, status)


@get(_LINK, opt=BY_LINK, include_in_schema=False)
async def show_invitation(
    token: FromPath[str],
    viewer: NamedDependency[Viewer],
    settings: NamedDependency[Settings],
    done: FromQuery[str | None] = None,
    use: FromQuery[str | None] = None,
) -> Template:
    """What somebody is invited to; for who is in it, the link to hand on, or to `use` for another."""
    pool = await service.find_invited(token)
    can_be = await _who_can(pool.id, viewer)
    if can_be.has_part and not (use and can_be.supported):
        return plain_page(
            "people/pools/link.html",
            here=MINE_PATH,
            pool=pool,
            is_new=done == "made",
            days=LINK_DAYS,
            address=f"{settings.address}{COME_PATH}/{token}",
            use_url=f"{COME_PATH}/{token}?use=yes" if can_be.supported else "",
            back=pool_url(pool.id),
        )
    form = read_form(join_form(can_be.supported, is_taken=can_be.is_taken), **_usual(can_be, viewer))
    return _invitation_page(token, pool, viewer, form, can_be)


@post(_LINK, opt=SIGNED_IN, include_in_schema=False)
async def come_by_link(
    token: FromPath[str], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Follow an invitation."""
    pool, status = await service.find_invited(token), None
    can_be = await _who_can(pool.id, viewer)
    form = read_form(join_form(can_be.everybody), await request.form())
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
    return _invitation_page(token, pool, viewer, form, can_be, status)


@post(f"{PATH}/accept", opt=SIGNED_IN, include_in_schema=False)
async def accept(
    pool_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Say yes to an invitation."""
    version = await version_of(request)
    doing = service.accept(await _own(pool_id, viewer), version, viewer)
    return await do(pool_id, viewer, doing, "accepted")


@post(f"{PATH}/place", opt=SIGNED_IN, include_in_schema=False)
async def take_place(
    pool_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Take a place."""
    version = await version_of(request)
    doing = service.take_place(await _own(pool_id, viewer), version, viewer)
    return await do(pool_id, viewer, doing, "placed")


@post(f"{PATH}/withdraw", opt=SIGNED_IN, include_in_schema=False)
async def withdraw(
    pool_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Say no before being a member; a place is free again."""
    version = await version_of(request)
    doing = service.withdraw(await _own(pool_id, viewer), version, viewer)
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
    return one_of(await get_part(pool_id, viewer, OPEN_MEMBERS)).id


class _CanBe(NamedTuple):
    """Who can come in for an account."""

    everybody: list[Supported]
    """For whom the account acts."""
    supported: list[Supported]
    """Of these, who has no part in the pool yet."""
    is_taken: bool
    """The viewer has one for themselves."""
    names: tuple[str, ...]
    """Of those in it for whom the account speaks."""

    @property
    def has_part(self) -> bool:
        return bool(self.names)


async def _who_can(pool_id: UUID, viewer: Viewer) -> _CanBe:
    if not viewer.is_signed_in:
        return _CanBe([], [], is_taken=False, names=())
    everybody, own = await list_supported(viewer), await list_own(pool_id, viewer, OPEN_MEMBERS)
    taken = {member.acting_for for member in own}
    free = [each for each in everybody if each.id not in taken]
    return _CanBe(everybody, free, is_taken=None in taken, names=tuple(member.name for member in own))


def _usual(can_be: _CanBe, viewer: Viewer) -> dict[str, Any]:
    """What a form begins with: nothing is chosen for who speaks for another in the pool already."""
    if can_be.has_part:
        return {}
    return {"name": first_name(viewer.name), "acting_for": FOR_MYSELF}


async def _ask_page(pool_id: UUID, form: Form, can_be: _CanBe, status: int | None = None) -> Template:
    pool = await get_public(pool_id)
    return form_page(
        "people/pools/ask.html",
        form,
        status=status,
        here=MINE_PATH,
        pool=pool,
        has_supported=bool(can_be.everybody),
        in_it=", ".join(can_be.names),
        own_url=pool_url(pool_id),
        url=f"{PUBLIC_PATH}/{pool_id}/ask",
        back=f"{PUBLIC_PATH}/{pool_id}",
    )


def _invitation_page(
    token: str,
    pool: Pool,
    viewer: Viewer,
    form: JoinForm,
    can_be: _CanBe,
    status: int | None = None,
) -> Template:
    return form_page(
        "people/pools/invitation.html",
        form,
        status=status,
        here=MINE_PATH,
        pool=pool,
        rows=rules.content_rows(pool.content, pool.area.outcode, council_name(pool.area.council_code)),
        has_supported=bool(can_be.everybody),
        in_it=", ".join(can_be.names),
        own_url=pool_url(pool.id),
        is_signed_in=viewer.is_signed_in,
        url=f"{COME_PATH}/{token}",
    )


route_handlers = (show_ask, ask_to_join, show_invitation, come_by_link, accept, take_place, withdraw)
