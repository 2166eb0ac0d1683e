"""The pages about a request: the list of pages, the place shown back, all answers, what is done with it."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Template

from marketplace.accounts.schemas import Role, Viewer
from marketplace.finder.service import preview_listing_page
from marketplace.kernel.errors import ConflictError, InvalidError
from marketplace.kernel.forms import number_of
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import for_roles
from marketplace.kernel.web.pages import see_other
from marketplace.listings.editing import service as editing
from marketplace.listings.editing.previewing.service import find_start, preview_listing
from marketplace.listings.editing.schemas import ChangeRequest, Reading, RequestStatus, Step
from marketplace.listings.editing.steps.rules import steps_of
from marketplace.places.service import Gazetteer
from marketplace.provider.area.service import show_area
from marketplace.provider.evidence.filling.service import papers_to_send
from marketplace.provider.requests import rules
from marketplace.provider.steps import rules as steps

PROVIDER = for_roles(Role.PROVIDER, Role.STEWARD)
"""Stewards write too, in what they began on behalf of a provider; the service knows."""
_PATH = "/provider/requests/{request_id:uuid}"
_ANSWERED: dict[str, Any] = {"opt": PROVIDER, "include_in_schema": False, "status_code": HTTPStatus.OK}


@get(_PATH, opt=PROVIDER, include_in_schema=False)
async def show_request(
    request: PageRequest,
    request_id: FromPath[UUID],
    viewer: NamedDependency[Viewer],
    gazetteer: NamedDependency[Gazetteer],
) -> Template:
    """All pages of questions with how far each is, and what can be done."""
    found = await editing.get_request(request_id, viewer)
    return await _show(found, viewer, gazetteer, done=request.query_params.get("done", ""))


@get(f"{_PATH}/place/{{step:str}}", opt=PROVIDER, include_in_schema=False)
async def show_place(
    request: PageRequest,
    request_id: FromPath[UUID],
    step: FromPath[str],
    viewer: NamedDependency[Viewer],
    gazetteer: NamedDependency[Gazetteer],
) -> Response[Any]:
    """The place or the area as it was understood, to say whether it is right."""
    if step not in {Step.VENUE, Step.TRAVEL}:
        raise NotFoundException
    found = await editing.get_request(request_id, viewer)
    asked = Step(step)
    if found.status is not RequestStatus.WRITING or asked not in steps_of(found.content):
        return see_other(steps.request_url(request_id))
    reading = await editing.read_request(found, gazetteer)
    back = request.query_params.get("back", "")
    context = {
        "item": found,
        "step": step,
        "start": find_start(reading.draft, gazetteer),
        "draft": reading.draft,
        "area": await show_area(reading.draft, gazetteer) if asked is Step.TRAVEL else None,
        "next_url": steps.url_after(found, asked, found.content, back),
        "change_url": steps.step_url(request_id, asked, back),
        "here": "/provider",
    }
    return Template("provider/place.html", context=context)


@get(f"{_PATH}/check", opt=PROVIDER, include_in_schema=False)
async def show_answers(
    request_id: FromPath[UUID], viewer: NamedDependency[Viewer], gazetteer: NamedDependency[Gazetteer]
) -> Response[Any]:
    """All answers, to check them before handing in."""
    found = await editing.get_request(request_id, viewer)
    if found.status is not RequestStatus.WRITING:
        return see_other(steps.request_url(request_id))
    return await _check(found, await editing.read_request(found, gazetteer), gazetteer)


@post(f"{_PATH}/hand-in", **_ANSWERED)
async def hand_in(
    request: PageRequest,
    request_id: FromPath[UUID],
    viewer: NamedDependency[Viewer],
    gazetteer: NamedDependency[Gazetteer],
) -> Response[Any]:
    """Hand in. 422: what is missing, with links to it. 409: somebody changed it meanwhile."""
    version = await _version(request)
    try:
        await editing.hand_in(request_id, version, viewer, gazetteer)
    except InvalidError:
        found = await editing.get_request(request_id, viewer)
        reading = await editing.read_request(found, gazetteer)
        return await _check(found, reading, gazetteer, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except ConflictError as error:
        found = await editing.get_request(request_id, viewer)
        return await _show(found, viewer, gazetteer, conflict=str(error))
    return see_other(f"{steps.request_url(request_id)}?done=handed-in")


@post(f"{_PATH}/take-back", **_ANSWERED)
async def take_back(
    request: PageRequest,
    request_id: FromPath[UUID],
    viewer: NamedDependency[Viewer],
    gazetteer: NamedDependency[Gazetteer],
) -> Response[Any]:
    """Take it back to go on writing."""
    try:
        await editing.take_back(request_id, await _version(request), viewer)
    except ConflictError as error:
        found = await editing.get_request(request_id, viewer)
        return await _show(found, viewer, gazetteer, conflict=str(error))
    return see_other(f"{steps.request_url(request_id)}?done=taken-back")


@get(f"{_PATH}/discard", opt=PROVIDER, include_in_schema=False)
async def ask_discard(request_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Template:
    """Ask whether it is meant: what was typed is gone then."""
    found = await editing.get_request(request_id, viewer)
    return Template("provider/discard.html", context={"item": found, "here": "/provider"})


@post(f"{_PATH}/discard", **_ANSWERED)
async def discard(
    request: PageRequest,
    request_id: FromPath[UUID],
    viewer: NamedDependency[Viewer],
    gazetteer: NamedDependency[Gazetteer],
) -> Response[Any]:
    """Throw it away."""
    try:
        await editing.discard(request_id, await _version(request), viewer)
    except ConflictError as error:
        found = await editing.get_request(request_id, viewer)
        return await _show(found, viewer, gazetteer, conflict=str(error))
    return see_other("/provider?done=discarded" if viewer.has(Role.PROVIDER) else "/stewards")


async def _show(
    found: ChangeRequest, viewer: Viewer, gazetteer: Gazetteer, *, done: str = "", conflict: str = ""
) -> Template:
    is_open = found.status.is_open
    reading = await editing.read_request(found, gazetteer) if is_open else None
    first = steps.first_open(found, reading) if reading else None
    papers = (
        await papers_to_send(found.organization.id, reading.facts, viewer)
        if reading and found.status is RequestStatus.SUBMITTED
        else ()
    )
    context = {
        "item": found,
        "tasks": steps.list_tasks(found, reading) if reading else (),
        "first_url": steps.step_url(found.id, first) if first else f"{steps.request_url(found.id)}/check",
        "is_started": bool(found.steps) or not found.is_new,
        "is_ready": reading is not None and not reading.problems,
        "overlaps": rules.overlaps_of(found, reading) if reading else (),
        "papers": papers,
        "done": rules.done_words(done),
        "conflict": conflict,
        "here": "/provider",
    }
    status = HTTPStatus.CONFLICT if conflict else HTTPStatus.OK
    return Template("provider/request.html", context=context, status_code=status)


async def _check(
    found: ChangeRequest, reading: Reading, gazetteer: Gazetteer, status: int = HTTPStatus.OK
) -> Template:
    page = await preview_listing_page(preview_listing(reading, found.version, gazetteer))
    context = {
        "item": found,
        "overlaps": rules.overlaps_of(found, reading),
        "sections": rules.sections_of(found, reading, page.words),
        "is_ready": not reading.problems,
        "is_refused": status != HTTPStatus.OK,
        "here": "/provider",
    }
    return Template("provider/check.html", context=context, status_code=status)


async def _version(request: PageRequest) -> int:
    """The version that the page was made from; one that nobody could have where it says none."""
    return number_of((await request.form()).get("version"))


route_handlers = (show_request, show_place, show_answers, hand_in, take_back, ask_discard, discard)
