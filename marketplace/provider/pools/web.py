"""Pools that the viewer's organisations help, or are asked to help."""

from collections.abc import Awaitable
from http import HTTPStatus
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from marketplace.accounts.schemas import Role, Viewer
from marketplace.councils.service import council_name
from marketplace.kernel.errors import ConflictError
from marketplace.kernel.forms import page_number
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import for_roles
from marketplace.kernel.web.pages import plain_page, see_other
from marketplace.pooling.desk.helping import service

LIST_PATH = "/provider/pools"
_PATH = f"{LIST_PATH}/{{helper_id:uuid}}"
_MARK = for_roles(Role.PROVIDER)


@get(LIST_PATH, opt=_MARK, include_in_schema=False)
async def list_pools(request: PageRequest, viewer: NamedDependency[Viewer]) -> Template:
    """Those that wait for an answer first."""
    query = request.query_params
    done = _done_words(query.get("done", ""))
    return await _page(viewer, page_number(query.get("page")), done=done)


@post(f"{_PATH}/yes", opt=_MARK, include_in_schema=False)
async def say_yes(helper_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Template | Redirect:
    """The organisation would help."""
    return await _do(viewer, service.answer(helper_id, viewer, yes=True), "yes")


@post(f"{_PATH}/no", opt=_MARK, include_in_schema=False)
async def say_no(helper_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Template | Redirect:
    """It cannot."""
    return await _do(viewer, service.answer(helper_id, viewer, yes=False), "no")


@post(f"{_PATH}/stop", opt=_MARK, include_in_schema=False)
async def stop(helper_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Template | Redirect:
    """It helps no more."""
    return await _do(viewer, service.stop(helper_id, viewer), "stopped")


async def _do(viewer: Viewer, doing: Awaitable[None], done: str) -> Template | Redirect:
    try:
        await doing
    except ConflictError as error:
        return await _page(viewer, 1, refused=str(error), status=HTTPStatus.CONFLICT)
    return see_other(f"{LIST_PATH}?done={done}")


async def _page(
    viewer: Viewer, number: int, *, done: str = "", refused: str = "", status: int = HTTPStatus.OK
) -> Template:
    return plain_page(
        "provider/pools.html",
        status=status,
        here=LIST_PATH,
        page=await service.list_helped(viewer, number),
        council_name=council_name,
        done=done,
        refused=refused,
        url=LIST_PATH,
    )


def _done_words(code: str) -> str:
    return {
        "yes": _("You said yes. You can help once every member of the pool has said yes too."),
        "no": _("You said no, and we tell those who lead the pool."),
        "stopped": _("You do not help this pool any more, and see nothing of it."),
    }.get(code, "")


route_handlers = (list_pools, say_yes, say_no, stop)
