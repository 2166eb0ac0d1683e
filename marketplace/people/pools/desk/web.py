"""The desk of those who run a pool, its reminders and its ticks."""

from collections.abc import Awaitable, Callable
from enum import StrEnum
from http import HTTPStatus
from typing import TypeVar
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from marketplace.accounts.schemas import Viewer
from marketplace.finder.words.rules import day_of_year
from marketplace.kernel import clock
from marketplace.kernel.errors import ConflictError, NotFoundError
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.money import say_pence
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import SIGNED_IN
from marketplace.kernel.web.pages import plain_page, see_other
from marketplace.people.pools.desk import rules
from marketplace.people.pools.desk.rules import DESK_PATH, desk_url
from marketplace.people.pools.rules import MINE_PATH, pool_url, waiting_words
from marketplace.pooling.desk import service
from marketplace.pooling.desk.schemas import ChecklistItem, Thing

C = TypeVar("C", bound=StrEnum)


@get(DESK_PATH, opt=SIGNED_IN, include_in_schema=False)
async def show_desk(
    pool_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template:
    """What waits, what runs out, and the list of a new pool."""
    return await _page(pool_id, viewer, done=rules.done_words(request.query_params.get("done", "")))


@post(f"{DESK_PATH}/remind/{{member_id:uuid}}/{{thing:str}}", opt=SIGNED_IN, include_in_schema=False)
async def remind(
    pool_id: FromPath[UUID],
    member_id: FromPath[UUID],
    thing: FromPath[str],
    viewer: NamedDependency[Viewer],
) -> Template | Redirect:
    """Write to one member that something waits."""
    doing = service.remind(pool_id, member_id, _code(Thing, thing), viewer)
    return await _do(pool_id, viewer, doing, "reminded")


@post(f"{DESK_PATH}/tick/{{item:str}}", opt=SIGNED_IN, include_in_schema=False)
async def tick(
    pool_id: FromPath[UUID], item: FromPath[str], viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Say that something of the list is done."""
    doing = service.tick(pool_id, _code(ChecklistItem, item), viewer)
    return await _do(pool_id, viewer, doing, "ticked")


@post(f"{DESK_PATH}/untick/{{item:str}}", opt=SIGNED_IN, include_in_schema=False)
async def untick(
    pool_id: FromPath[UUID], item: FromPath[str], viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Say that it is not."""
    doing = service.untick(pool_id, _code(ChecklistItem, item), viewer)
    return await _do(pool_id, viewer, doing, "unticked")


async def _do(pool_id: UUID, viewer: Viewer, doing: Awaitable[None], done: str) -> Template | Redirect:
    try:
        await doing
    except ConflictError as error:
        return await _page(pool_id, viewer, refused=str(error), status=HTTPStatus.CONFLICT)
    return see_other(f"{desk_url(pool_id)}?done={done}")


async def _page(
    pool_id: UUID, viewer: Viewer, *, done: str = "", refused: str = "", status: int = HTTPStatus.OK
) -> Template:
    desk = await service.get_desk(pool_id, viewer)
    return plain_page(
        "people/pools/desk/desk.html",
        status=status,
        here=MINE_PATH,
        desk=desk,
        pool=desk.part.pool,
        item_words=rules.item_words,
        line_words=rules.line_words,
        can_tick=rules.can_tick,
        count_words=rules.count_words(desk.checklist),
        endings=[
            (each, rules.ending_words(each), rules.ending_path(each, desk.part.pool.content))
            for each in desk.runs_out
        ],
        today=clock.today(),
        asking_words=waiting_words(desk.asking) if desk.asking else "",
        say=say_pence,
        day=day_of_year,
        done=done,
        refused=refused,
        url=desk_url(pool_id),
        back=pool_url(pool_id),
    )


def _code(kind: Callable[[str], C], text: str) -> C:
    try:
        return kind(text)
    except ValueError:
        raise NotFoundError(_("This is not here.")) from None


route_handlers = (show_desk, remind, tick, untick)
