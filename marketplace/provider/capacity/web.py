"""What is free now: a page for who is signed in, and pages for the holders of links in letters.

A GET changes nothing, since scanners of mail follow links; each page has buttons that do.
"""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from marketplace.accounts.schemas import Role, Viewer
from marketplace.councils.service import get_council_settings
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError
from marketplace.kernel.forms import add_problems, read_form
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import BY_LINK, for_roles
from marketplace.kernel.web.pages import see_other
from marketplace.listings.capacity import service as capacity
from marketplace.listings.capacity.rules import free_words
from marketplace.listings.capacity.schemas import FreeNow
from marketplace.provider.capacity.rules import read_asked
from marketplace.provider.capacity.schemas import AS_THE_COUNCIL, AskingForm, FreeForm

PROVIDER = for_roles(Role.PROVIDER)
_PATH = "/provider/listings/{listing_id:uuid}/free"
_ANSWERED: dict[str, Any] = {"include_in_schema": False, "status_code": HTTPStatus.OK}


@get(_PATH, opt=PROVIDER, include_in_schema=False)
async def show_free(
    request: PageRequest, listing_id: FromPath[UUID], viewer: NamedDependency[Viewer]
) -> Response[Any]:
    """What a listing says is free, with buttons to say how it is now, and how often to be asked."""
    now = await capacity.get_free_now(listing_id, viewer)
    return await _own_page(now, _form_of(now), done=request.query_params.get("done", ""))


@post(_PATH, opt=PROVIDER, **_ANSWERED)
async def save_free(
    request: PageRequest, listing_id: FromPath[UUID], viewer: NamedDependency[Viewer]
) -> Response[Any]:
    """Take what is free now. 422: a number to mend. 409: somebody changed it meanwhile."""
    now = await capacity.get_free_now(listing_id, viewer)
    form = read_form(FreeForm, await request.form())
    asked = read_asked(form)
    if asked is None:
        return await _own_page(now, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        await capacity.answer(listing_id, asked, viewer)
    except InvalidError as error:
        add_problems(form, error, _names(now))
        return await _own_page(now, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except ConflictError as error:
        now = await capacity.get_free_now(listing_id, viewer)
        return await _own_page(now, _form_of(now), conflict=str(error), status=HTTPStatus.CONFLICT)
    return see_other("/provider?done=free")


@post(f"{_PATH}/asking", opt=PROVIDER, **_ANSWERED)
async def save_asking(
    request: PageRequest, listing_id: FromPath[UUID], viewer: NamedDependency[Viewer]
) -> Response[Any]:
    """Choose how often to be asked."""
    now = await capacity.get_free_now(listing_id, viewer)
    form = read_form(AskingForm, await request.form())
    if not form.validate():
        return await _own_page(now, _form_of(now), asking=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    chosen = form.every_days.data
    await capacity.choose_asking(listing_id, None if chosen == AS_THE_COUNCIL else int(chosen), viewer)
    return see_other(f"/provider/listings/{listing_id}/free?done=asking")


@get("/free/thanks", opt=BY_LINK, include_in_schema=False, sync_to_thread=False)
def show_thanks(request: PageRequest) -> Template:
    """What is free was taken, or letters were stopped. Says nothing of whose."""
    has_stopped = request.query_params.get("done") == "stopped"
    return Template("provider/free_thanks.html", context={"has_stopped": has_stopped})


@get("/free/stop/{token:str}", opt=BY_LINK, include_in_schema=False)
async def show_stop(token: FromPath[str]) -> Template:
    """Ask whether letters about the listings of a letter shall stop."""
    try:
        titles = await capacity.find_stop(token)
    except NotFoundError:
        return _gone()
    return Template("provider/free_stop.html", context={"token": token, "titles": titles})


@post("/free/stop/{token:str}", opt=BY_LINK | {"cross_site": True}, **_ANSWERED)
async def stop_letters(token: FromPath[str]) -> Response[Any]:
    """Stop letters about a listing. Mail programs post here by themselves when somebody says so."""
    try:
        await capacity.stop_letters(token)
    except NotFoundError:
        return _gone()
    return see_other("/free/thanks?done=stopped")


@get("/free/{token:str}", opt=BY_LINK, include_in_schema=False)
async def show_free_by_link(token: FromPath[str]) -> Template:
    """What a listing says is free, with buttons, for the holder of a link."""
    try:
        now = await capacity.find_by_link(token)
    except NotFoundError:
        return _gone()
    return _link_page(token, now, _form_of(now))


@post("/free/{token:str}", opt=BY_LINK, **_ANSWERED)
async def save_free_by_link(request: PageRequest, token: FromPath[str]) -> Response[Any]:
    """Take what is free now; the link is used up. After 422 and 409 it still works."""
    try:
        now = await capacity.find_by_link(token)
        form = read_form(FreeForm, await request.form())
        asked = read_asked(form)
        if asked is None:
            return _link_page(token, now, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        await capacity.answer_by_link(token, asked)
    except NotFoundError:
        return _gone()
    except InvalidError as error:
        add_problems(form, error, _names(now))
        return _link_page(token, now, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except ConflictError as error:
        return await _link_conflict(token, str(error))
    return see_other("/free/thanks")


async def _link_conflict(token: str, conflict: str) -> Template:
    try:
        now = await capacity.find_by_link(token)
    except NotFoundError:
        return _gone()
    return _link_page(token, now, _form_of(now), conflict=conflict, status=HTTPStatus.CONFLICT)


def _form_of(now: FreeNow) -> FreeForm:
    was = now.capacity
    hours = "" if was is None or was.hours_per_week is None else f"{was.hours_per_week:g}"
    return read_form(FreeForm, None, hours_per_week=hours, places=was.places if was else None)


def _names(now: FreeNow) -> dict[str, str]:
    """Where the page has no hours, what is missing is said at the places."""
    return {} if now.asks_hours else {"hours_per_week": "places"}


async def _own_page(
    now: FreeNow,
    form: FreeForm,
    *,
    asking: AskingForm | None = None,
    done: str = "",
    conflict: str = "",
    status: int = HTTPStatus.OK,
) -> Template:
    settings = await get_council_settings(now.council_code)
    chosen = AS_THE_COUNCIL if now.every_days is None else str(now.every_days)
    context = {
        "now": now,
        "form": form,
        "asking": asking or read_form(AskingForm, None, every_days=chosen),
        "council_weeks": max(1, round(settings.ask_capacity_every_days / 7)),
        "free": free_words(now.capacity),
        "action": f"/provider/listings/{now.listing_id}/free",
        "has_chosen": done == "asking",
        "conflict": conflict,
        "here": "/provider",
    }
    return Template("provider/capacity.html", context=context, status_code=status)


def _link_page(
    token: str, now: FreeNow, form: FreeForm, *, conflict: str = "", status: int = HTTPStatus.OK
) -> Template:
    context = {
        "now": now,
        "form": form,
        "free": free_words(now.capacity),
        "action": f"/free/{token}",
        "conflict": conflict,
    }
    return Template("provider/capacity.html", context=context, status_code=status)


def _gone() -> Template:
    """The link is used, too old or was never ours; they are not told apart."""
    return Template("provider/free_gone.html", status_code=HTTPStatus.NOT_FOUND)


route_handlers = (
    show_free,
    save_free,
    save_asking,
    show_thanks,
    show_stop,
    stop_letters,
    show_free_by_link,
    save_free_by_link,
)
