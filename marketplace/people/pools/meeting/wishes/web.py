"""The pages of what somebody would like to do with others."""

from collections.abc import Awaitable
from http import HTTPStatus
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from marketplace.accounts.limits.rules import too_many_words
from marketplace.accounts.schemas import Viewer
from marketplace.enquiries.rules import first_name
from marketplace.finder.words.rules import day_of_year
from marketplace.kernel.errors import ConflictError, InvalidError, TooManyError
from marketplace.kernel.forms import VersionForm, add_problem, add_problems, read_form
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import SIGNED_IN
from marketplace.kernel.web.pages import form_page, plain_page, see_other
from marketplace.people.pools.joining.web import list_supported, read_whom
from marketplace.people.pools.meeting import rules
from marketplace.people.pools.meeting.rules import WISH_PATH, WISHES_PATH, wish_url
from marketplace.people.pools.meeting.schemas import WishForm, wish_form
from marketplace.people.pools.rules import MINE_PATH, PUBLIC_PATH, START_PATH, places_words
from marketplace.people.pools.schemas import FOR_MYSELF
from marketplace.people.wanted.rules import read_times
from marketplace.places.service import Gazetteer
from marketplace.pooling.meeting.rules import distance_words
from marketplace.pooling.meeting.schemas import Wish, WishContent
from marketplace.pooling.meeting.wishes import service
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy

_NEW_PATH = f"{WISHES_PATH}/new"
_FIELDS = {"times": "days"}
"""Where the form calls a field otherwise."""


@get(WISHES_PATH, opt=SIGNED_IN, include_in_schema=False)
async def list_wishes(request: PageRequest, viewer: NamedDependency[Viewer]) -> Template:
    """What the viewer looks for: a handful at most."""
    return plain_page(
        "people/pools/meeting/wishes.html",
        here=MINE_PATH,
        items=await service.list_wishes(viewer),
        title_words=rules.title_words,
        wish_words=rules.wish_words,
        wish_url=wish_url,
        done=rules.done_words(request.query_params.get("done", "")),
        new_url=_NEW_PATH,
        back=MINE_PATH,
    )


@get(_NEW_PATH, opt=SIGNED_IN, include_in_schema=False)
async def show_new(request: PageRequest, viewer: NamedDependency[Viewer]) -> Template:
    """The form of a new wish; an address may name what it is for."""
    supported = await list_supported(viewer)
    kind = request.query_params.get("what", "")
    form = read_form(
        wish_form(supported, is_new=True),
        name=first_name(viewer.name),
        acting_for=FOR_MYSELF,
        support_type=kind if kind in taxonomies.codes(Taxonomy.SUPPORT_TYPE) else "",
    )
    return _page(form, has_supported=bool(supported))


@post(_NEW_PATH, opt=SIGNED_IN, include_in_schema=False)
async def start_wish(
    request: PageRequest, viewer: NamedDependency[Viewer], gazetteer: NamedDependency[Gazetteer]
) -> Template | Redirect:
    """Begin to look for others."""
    supported, status = await list_supported(viewer), None
    form = read_form(wish_form(supported, is_new=True), await request.form())
    if form.validate():
        content = _content(form, form.support_type.data)
        try:
            wish_id = await service.start_wish(content, form.place.data, viewer, gazetteer)
        except InvalidError as error:
            add_problems(form, error, _FIELDS)
        except TooManyError as error:
            add_problem(form, "place", too_many_words(error.retry_after_seconds))
            status = HTTPStatus.TOO_MANY_REQUESTS
        else:
            return see_other(f"{wish_url(wish_id)}?done=wished")
    return _page(form, has_supported=bool(supported), status=status)


@get(WISH_PATH, opt=SIGNED_IN, include_in_schema=False)
async def show_wish(
    wish_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template:
    """One wish, who wants the same, and pools that fit."""
    return await wish_page(wish_id, viewer, done=rules.done_words(request.query_params.get("done", "")))


@get(f"{WISH_PATH}/edit", opt=SIGNED_IN, include_in_schema=False)
async def show_edit(wish_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Template:
    """The form of a wish."""
    wish, supported = await service.get_wish(wish_id, viewer), await list_supported(viewer)
    form = read_form(wish_form(supported, is_new=False), **rules.typed_wish(wish, FOR_MYSELF))
    return _page(form, wish, has_supported=bool(supported))


@post(f"{WISH_PATH}/edit", opt=SIGNED_IN, include_in_schema=False)
async def change_wish(
    wish_id: FromPath[UUID],
    request: PageRequest,
    viewer: NamedDependency[Viewer],
    gazetteer: NamedDependency[Gazetteer],
) -> Template | Redirect:
    """Write it anew."""
    wish, supported = await service.get_wish(wish_id, viewer), await list_supported(viewer)
    form, status, conflict = read_form(wish_form(supported, is_new=False), await request.form()), None, ""
    if form.validate():
        content, version = _content(form, wish.content.support_type), form.expected_version
        try:
            await service.change_wish(wish_id, content, version, viewer, gazetteer, form.place.data)
        except InvalidError as error:
            add_problems(form, error, _FIELDS)
        except TooManyError as error:
            add_problem(form, "place", too_many_words(error.retry_after_seconds))
            status = HTTPStatus.TOO_MANY_REQUESTS
        except ConflictError as error:
            conflict, status = str(error), HTTPStatus.CONFLICT
            form.version.data = str((await service.get_wish(wish_id, viewer)).version)
        else:
            return see_other(f"{wish_url(wish_id)}?done=changed")
    return _page(form, wish, has_supported=bool(supported), status=status, conflict=conflict)


@post(f"{WISH_PATH}/renew", opt=SIGNED_IN, include_in_schema=False)
async def renew_wish(
    wish_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Still looking."""
    doing = service.renew_wish(wish_id, await _version_of(request), viewer)
    return await do(wish_id, viewer, doing, f"{wish_url(wish_id)}?done=renewed")


@post(f"{WISH_PATH}/letters", opt=SIGNED_IN, include_in_schema=False)
async def set_letters(
    wish_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Want letters about it, or none."""
    wanted = (await request.form()).get("letters") == "on"
    doing = service.set_letters(wish_id, await _version_of(request), viewer, wanted=wanted)
    done = "letters-on" if wanted else "letters-off"
    return await do(wish_id, viewer, doing, f"{wish_url(wish_id)}?done={done}")


@post(f"{WISH_PATH}/end", opt=SIGNED_IN, include_in_schema=False)
async def end_wish(
    wish_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Look no more."""
    doing = service.end_wish(wish_id, await _version_of(request), viewer)
    return await do(wish_id, viewer, doing, f"{WISHES_PATH}?done=ended")


async def do(wish_id: UUID, viewer: Viewer, doing: Awaitable[object], onward: str) -> Template | Redirect:
    """Do it and go on; or say on the page of the wish why it could not be done."""
    try:
        await doing
    except ConflictError as error:
        return await wish_page(wish_id, viewer, refused=str(error))
    return see_other(onward)


async def wish_page(wish_id: UUID, viewer: Viewer, *, done: str = "", refused: str = "") -> Template:
    """The page of a wish; `refused` says what could not be done."""
    view = await service.get_wish_view(wish_id, viewer)
    return plain_page(
        "people/pools/meeting/wish.html",
        status=HTTPStatus.CONFLICT if refused else HTTPStatus.OK,
        here=MINE_PATH,
        view=view,
        wish=view.wish,
        title=rules.title_words(view.wish.content),
        what=rules.support_words(view.wish.content.support_type) if view.wish.content.title else "",
        care_words=rules.care_words,
        line=rules.wish_words(view.wish),
        match_words=rules.match_words,
        match_url=rules.match_url,
        distance_words=distance_words,
        places_words=places_words,
        day=day_of_year,
        done=done,
        refused=refused,
        url=wish_url(wish_id),
        pools_url=PUBLIC_PATH,
        start_url=START_PATH,
        mine_url=MINE_PATH,
        back=WISHES_PATH,
    )


async def _version_of(request: PageRequest) -> int:
    return read_form(VersionForm, await request.form()).expected_version


def _content(form: WishForm, support_type: str) -> WishContent:
    return WishContent(
        support_type=support_type,
        name=form.name.data,
        times=read_times(form.days.data or (), form.parts.data or ()),
        acting_for=read_whom(form),
        title=form.title.data,
        care_group=form.care_group.data or "",
    )


def _page(
    form: WishForm,
    wish: Wish | None = None,
    *,
    has_supported: bool,
    status: int | None = None,
    conflict: str = "",
) -> Template:
    return form_page(
        "people/pools/meeting/write.html",
        form,
        status=status,
        here=MINE_PATH,
        wish=wish,
        what=rules.support_words(wish.content.support_type) if wish else "",
        has_supported=has_supported,
        conflict=conflict,
        title=_("Change what you look for") if wish else _("Find people who want the same"),
        url=f"{wish_url(wish.id)}/edit" if wish else _NEW_PATH,
        back=wish_url(wish.id) if wish else WISHES_PATH,
    )


route_handlers = (
    list_wishes,
    show_new,
    start_wish,
    show_wish,
    show_edit,
    change_wish,
    renew_wish,
    set_letters,
    end_wish,
)
