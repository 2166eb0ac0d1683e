"""The list of somebody's adverts, one of them, and what can be done with it; and all routes of adverts."""

from collections.abc import Awaitable
from http import HTTPStatus
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from marketplace.accounts.limits.rules import too_many_words
from marketplace.accounts.schemas import Viewer
from marketplace.councils.service import council_name
from marketplace.finder.words.rules import day_of_year
from marketplace.kernel import clock
from marketplace.kernel.errors import ConflictError, InvalidError, TooManyError
from marketplace.kernel.forms import VersionForm, page_number, read_form
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import SIGNED_IN
from marketplace.kernel.web.pages import form_page, moment_words, plain_page, see_other
from marketplace.people.wanted import rules
from marketplace.people.wanted.rules import LIST_PATH, PATH, advert_url
from marketplace.people.wanted.schemas import EndForm
from marketplace.people.wanted.writing import web as writing
from marketplace.wanted import rules as adverts
from marketplace.wanted import service
from marketplace.wanted.acting.service import list_named
from marketplace.wanted.alerts.service import find_new
from marketplace.wanted.matching.service import list_matches_for_advert
from marketplace.wanted.saying import rules as saying
from marketplace.wanted.schemas import AdvertStatus, OwnAdvert

_END_PATH = f"{PATH}/end"


@get(LIST_PATH, opt=SIGNED_IN, include_in_schema=False)
async def list_adverts(request: PageRequest, viewer: NamedDependency[Viewer]) -> Template:
    """The viewer's adverts, those that are over last."""
    page = await service.list_adverts(viewer, page_number(request.query_params.get("page")))
    return plain_page(
        "people/wanted/list.html",
        here=LIST_PATH,
        page=page,
        named=await list_named([own.advert for own in page.items], viewer),
        title_of=saying.title_of,
        status_words=adverts.status_words,
        status_colour=saying.status_colour,
        left_words=_left_words,
        done=rules.done_words(request.query_params.get("done", "")),
        url=LIST_PATH,
    )


@get(PATH, opt=SIGNED_IN, include_in_schema=False)
async def show_advert(
    advert_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template:
    """One advert, as others see it or would, and what can be done with it."""
    return await _page(advert_id, viewer, done=rules.done_words(request.query_params.get("done", "")))


@get(f"{PATH}/matches", opt=SIGNED_IN, include_in_schema=False)
async def show_matches(
    advert_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template:
    """Public listings that suit an advert that is shown, with the reasons; what is new stands first."""
    own = await service.get_advert(advert_id, viewer)
    number, new = page_number(request.query_params.get("page")), await find_new(advert_id, viewer)
    page = await list_matches_for_advert(advert_id, viewer, number, new=new)
    return plain_page(
        "people/wanted/matches.html",
        here=LIST_PATH,
        advert=own.advert,
        is_shown=own.advert.status is AdvertStatus.PUBLISHED,
        page=page,
        new_words=lambda since: rules.new_words(since.astimezone(clock.LONDON).date()),
        url=f"{advert_url(advert_id)}/matches",
        back=advert_url(advert_id),
    )


@post(f"{PATH}/send", opt=SIGNED_IN, include_in_schema=False)
async def send_advert(
    advert_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Hand it in to a steward."""
    return await _do(advert_id, viewer, service.hand_in(advert_id, await _version(request), viewer), "sent")


@post(f"{PATH}/take-back", opt=SIGNED_IN, include_in_schema=False)
async def take_back(
    advert_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Write again what nobody has decided."""
    doing = service.take_back(advert_id, await _version(request), viewer)
    return await _do(advert_id, viewer, doing, "taken-back")


@post(f"{PATH}/renew", opt=SIGNED_IN, include_in_schema=False)
async def renew_advert(
    advert_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Show it for another while."""
    doing = service.renew_advert(advert_id, await _version(request), viewer)
    return await _do(advert_id, viewer, doing, "renewed")


@post(f"{PATH}/discard", opt=SIGNED_IN, include_in_schema=False)
async def discard_advert(
    advert_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Delete it, or the change that it is."""
    own = await service.get_advert(advert_id, viewer)
    onward = advert_url(own.advert.replaces) if own.advert.replaces else LIST_PATH
    doing = service.discard(advert_id, await _version(request), viewer)
    return await _do(advert_id, viewer, doing, "discarded", onward=onward)


@get(_END_PATH, opt=SIGNED_IN, include_in_schema=False)
async def show_end(advert_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Template | Redirect:
    """Ask why it is over."""
    own = await service.get_advert(advert_id, viewer)
    if not adverts.can_end(own.advert):
        return see_other(advert_url(advert_id))
    return _end_page(own, read_form(EndForm, version=str(own.advert.version)))


@post(_END_PATH, opt=SIGNED_IN, include_in_schema=False)
async def end_advert(
    advert_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Say that somebody was found, or take it down."""
    form = read_form(EndForm, await request.form())
    if not form.validate():
        return _end_page(await service.get_advert(advert_id, viewer), form)
    version, why = form.expected_version, form.why.data
    if why == "withdraw":
        return await _do(advert_id, viewer, service.withdraw_advert(advert_id, version, viewer), "withdrawn")
    doing = service.fill_advert(advert_id, version, viewer, found_here=why == "here")
    return await _do(advert_id, viewer, doing, "filled")


async def _version(request: PageRequest) -> int:
    return read_form(VersionForm, await request.form()).expected_version


async def _do(
    advert_id: UUID, viewer: Viewer, doing: Awaitable[object], done: str, *, onward: str = ""
) -> Template | Redirect:
    """Do it and go on; or say on its page why it could not be done."""
    try:
        await doing
    except ConflictError as error:
        return await _page(advert_id, viewer, refused=str(error), status=HTTPStatus.CONFLICT)
    except InvalidError as error:
        words = " ".join(problem.message for problem in error.problems)
        return await _page(advert_id, viewer, refused=words, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except TooManyError as error:
        words = too_many_words(error.retry_after_seconds)
        return await _page(advert_id, viewer, refused=words, status=HTTPStatus.TOO_MANY_REQUESTS)
    return see_other(f"{onward or advert_url(advert_id)}?done={done}")


async def _page(
    advert_id: UUID, viewer: Viewer, *, done: str = "", refused: str = "", status: int = HTTPStatus.OK
) -> Template:
    own = await service.get_advert(advert_id, viewer)
    advert = own.advert
    return plain_page(
        "people/wanted/advert.html",
        status=status,
        here=LIST_PATH,
        own=own,
        advert=advert,
        supported=(await list_named([advert], viewer)).get(advert_id),
        title=saying.title_of(advert.wish.kind, advert.wish.support_types),
        rows=saying.wish_rows(advert.wish),
        where=saying.near_words(advert.area.outcode, council_name(advert.area.council_code), None),
        status_words=adverts.status_words,
        status_colour=saying.status_colour,
        what_next=rules.what_next(advert),
        left=_left_words(own),
        until=day_of_year(advert.expires_at.astimezone(clock.LONDON).date()) if advert.expires_at else "",
        can_write=adverts.can_write(advert),
        can_renew=adverts.can_renew(advert, clock.now()),
        can_discard=adverts.can_discard(advert),
        is_shown=advert.status is AdvertStatus.PUBLISHED,
        is_waiting=advert.status is AdvertStatus.SUBMITTED,
        moment=moment_words,
        done=done,
        refused=refused,
        url=advert_url(advert_id),
    )


def _end_page(own: OwnAdvert, form: EndForm) -> Template:
    return form_page(
        "people/wanted/end.html", form, here=LIST_PATH, advert=own.advert, url=advert_url(own.advert.id)
    )


def _left_words(own: OwnAdvert) -> str:
    advert = own.advert
    if advert.status is not AdvertStatus.PUBLISHED or advert.expires_at is None:
        return ""
    return rules.left_words((advert.expires_at - clock.now()).days)


route_handlers = (
    list_adverts,
    *writing.route_handlers,
    show_advert,
    show_matches,
    send_advert,
    take_back,
    renew_advert,
    discard_advert,
    show_end,
    end_advert,
)
