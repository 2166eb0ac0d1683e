"""The list of packs, one pack and what can be done with it; and all routes of packs."""

from datetime import datetime
from http import HTTPStatus
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from marketplace.accounts.schemas import Viewer
from marketplace.finder.cards.service import list_result_cards
from marketplace.finder.words.rules import day_of_year
from marketplace.kernel import clock
from marketplace.kernel.clock import LONDON
from marketplace.kernel.errors import InvalidError
from marketplace.kernel.forms import page_number
from marketplace.kernel.web.pages import AnyRequest, plain_page, see_other
from marketplace.practitioners.packs import service
from marketplace.practitioners.packs.reading import web as reading
from marketplace.practitioners.packs.rules import LIST_PATH, PATH, done_words, pack_url
from marketplace.practitioners.packs.writing import web as writing
from marketplace.practitioners.rules import HERE, PRACTITIONERS
from marketplace.shortlists.packs import service as packs
from marketplace.shortlists.packs.rules import KEPT_AFTER, kind_words
from marketplace.shortlists.packs.schemas import PackKind


@get(LIST_PATH, opt=PRACTITIONERS, include_in_schema=False)
async def show_packs(request: AnyRequest, viewer: NamedDependency[Viewer]) -> Template:
    """Packs of the practitioner and their teams, the latest first."""
    return plain_page(
        "practitioners/packs/list.html",
        here=HERE,
        page=await service.list_packs(viewer, page_number(request.query_params.get("page"))),
        now=clock.now(),
        day=_day_words,
        done=done_words(request.query_params.get("done", "")),
        list_path=LIST_PATH,
    )


@get(PATH, opt=PRACTITIONERS, include_in_schema=False)
async def show_own_pack(
    pack_id: FromPath[UUID], request: AnyRequest, viewer: NamedDependency[Viewer]
) -> Template:
    """One pack, what is in it, and what can be done with it."""
    return await _page(pack_id, viewer, done=request.query_params.get("done", ""))


@post(f"{PATH}/link", opt=PRACTITIONERS, include_in_schema=False)
async def make_link(pack_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Template | Redirect:
    """Make a link to hand over, and show what is behind it."""
    try:
        token = await packs.make_pack_link(pack_id, await service.reader_of(viewer))
    except InvalidError as error:
        return await _page(pack_id, viewer, problem=error.problems[0].message)
    return see_other(f"{reading.PACKS_PATH}/{token}?done=made")


@post(f"{PATH}/renew", opt=PRACTITIONERS, include_in_schema=False)
async def renew_pack(pack_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Redirect:
    """Have a pack last longer, from today."""
    await packs.renew_pack(pack_id, await service.reader_of(viewer))
    return see_other(f"{pack_url(pack_id)}?done=renewed")


@get(f"{PATH}/delete", opt=PRACTITIONERS, include_in_schema=False)
async def show_delete(pack_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Template:
    """Ask whether it is meant."""
    pack = await packs.get_pack(pack_id, await service.reader_of(viewer))
    return plain_page("practitioners/packs/delete.html", here=HERE, path=pack_url(pack.id))


@post(f"{PATH}/delete", opt=PRACTITIONERS, include_in_schema=False)
async def delete_pack(pack_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Redirect:
    """Delete a pack."""
    await packs.delete_pack(pack_id, await service.reader_of(viewer))
    return see_other(f"{LIST_PATH}?done=deleted")


async def _page(pack_id: UUID, viewer: Viewer, *, done: str = "", problem: str = "") -> Template:
    pack = await packs.get_pack(pack_id, await service.reader_of(viewer))
    ids = [item.listing_id for item in pack.content.items]
    return plain_page(
        "practitioners/packs/pack.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK,
        here=HERE,
        pack=pack,
        path=pack_url(pack_id),
        cards=await list_result_cards(ids) if ids else {},
        kinds=[(kind.value, kind_words(kind)) for kind in PackKind],
        is_over=pack.is_over(clock.now()),
        day=_day_words,
        deleted_on=_day_words(pack.expires_at + KEPT_AFTER),
        problem=problem,
        done=done_words(done),
        list_path=LIST_PATH,
    )


def _day_words(moment: datetime) -> str:
    return day_of_year(moment.astimezone(LONDON).date())


route_handlers = (
    show_packs,
    show_own_pack,
    make_link,
    renew_pack,
    show_delete,
    delete_pack,
    *writing.route_handlers,
    *reading.route_handlers,
)
