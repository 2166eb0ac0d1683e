"""The provider's first page, and the buttons on it."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from marketplace.accounts.schemas import Role, Viewer
from marketplace.kernel.errors import ConflictError
from marketplace.kernel.forms import page_number
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import for_roles
from marketplace.kernel.web.pages import see_other
from marketplace.listings.editing import service as editing
from marketplace.listings.editing.keeping import service as keeping
from marketplace.places.service import Gazetteer
from marketplace.provider.dashboard import rules
from marketplace.provider.dashboard.service import get_home
from marketplace.provider.steps.rules import request_url

PROVIDER = for_roles(Role.PROVIDER)
_LISTING = "/provider/listings/{listing_id:uuid}"
_ANSWERED: dict[str, Any] = {"opt": PROVIDER, "include_in_schema": False, "status_code": HTTPStatus.OK}

_Act = Callable[[UUID, Viewer], Awaitable[None]]


@get("/provider", opt=PROVIDER, include_in_schema=False)
async def show_home(
    request: PageRequest, viewer: NamedDependency[Viewer], gazetteer: NamedDependency[Gazetteer]
) -> Template:
    """Each listing with how it is, what is under way, who else looks after them, and what is missing near."""
    page, begun = (page_number(request.query_params.get(name)) for name in ("page", "new"))
    return await _home(viewer, page, begun, done=request.query_params.get("done", ""), gazetteer=gazetteer)


@post(f"{_LISTING}/change", **_ANSWERED)
async def start_change(listing_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Response[Any]:
    """Begin changes, or go on with those that were begun."""
    try:
        request_id = await editing.start_change(listing_id, viewer)
    except ConflictError as error:
        return await _home(viewer, 1, conflict=str(error))
    return see_other(request_url(request_id))


@post(f"{_LISTING}/confirm", **_ANSWERED)
async def confirm(listing_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Response[Any]:
    """Say that all is still right."""
    return await _act(keeping.confirm_own, listing_id, viewer, "confirmed")


@post(f"{_LISTING}/pause", **_ANSWERED)
async def pause(listing_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Response[Any]:
    """Take it out of sight for now."""
    return await _act(keeping.pause_own, listing_id, viewer, "paused")


@post(f"{_LISTING}/show", **_ANSWERED)
async def show(listing_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Response[Any]:
    """Show it again."""
    return await _act(keeping.show_own, listing_id, viewer, "shown")


@get(f"{_LISTING}/withdraw", opt=PROVIDER, include_in_schema=False)
async def ask_withdraw(listing_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Template:
    """Ask whether it is meant: it does not come back."""
    stored = await keeping.get_own_listing(listing_id, viewer)
    return Template("provider/withdraw.html", context={"stored": stored, "here": "/provider"})


@post(f"{_LISTING}/withdraw", **_ANSWERED)
async def withdraw(listing_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Response[Any]:
    """Take it down for good."""
    return await _act(keeping.withdraw_own, listing_id, viewer, "withdrawn")


async def _act(act: _Act, listing_id: UUID, viewer: Viewer, done: str) -> Response[Any]:
    try:
        await act(listing_id, viewer)
    except ConflictError as error:
        return await _home(viewer, 1, conflict=str(error))
    return see_other(f"/provider?done={done}")


async def _home(
    viewer: Viewer,
    page: int,
    begun: int = 1,
    *,
    done: str = "",
    conflict: str = "",
    gazetteer: Gazetteer | None = None,
) -> Template:
    context = {
        "home": await get_home(viewer, page, begun, gazetteer),
        "done": rules.done_words(done),
        "conflict": conflict,
        "here": "/provider",
    }
    status = HTTPStatus.CONFLICT if conflict else HTTPStatus.OK
    return Template("provider/home.html", context=context, status_code=status)


route_handlers = (show_home, start_change, confirm, pause, show, ask_withdraw, withdraw)
