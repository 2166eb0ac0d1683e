"""The page of photos, and pictures that are not public yet. It all works with plain buttons."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import FormMultiDict, UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from marketplace.accounts.schemas import Role, Viewer
from marketplace.kernel import pictures
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError
from marketplace.kernel.forms import clean_line, number_of
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import for_roles
from marketplace.kernel.web.pages import see_other
from marketplace.listings.editing import service as editing
from marketplace.listings.editing.schemas import ChangeRequest, RequestStatus, Step
from marketplace.listings.media import service as media
from marketplace.provider.photos import rules
from marketplace.provider.photos.rules import Lines
from marketplace.provider.photos.schemas import PhotoLine, PhotoProblem
from marketplace.provider.steps import rules as steps

PROVIDER = for_roles(Role.PROVIDER, Role.STEWARD)
"""Stewards write too, in what they began on behalf of a provider; the service knows."""
LARGEST_BODY_BYTES = 2 * pictures.MOST_BYTES
"""Room for a picture that is too large, so that the page can say so instead of the connection breaking."""
_PATH = "/provider/requests/{request_id:uuid}/photos"


@get(_PATH, opt=PROVIDER, include_in_schema=False)
async def show_photos(
    request: PageRequest, request_id: FromPath[UUID], viewer: NamedDependency[Viewer]
) -> Response[Any]:
    """The pictures so far, with their words, and where to add one."""
    found = await editing.get_request(request_id, viewer)
    if found.status is not RequestStatus.WRITING:
        return see_other(steps.request_url(request_id))
    back, done = (request.query_params.get(name, "") for name in ("back", "done"))
    return _page(found, rules.lines_of(found.content), back, said=_said(done))


@post(
    _PATH,
    opt=PROVIDER,
    include_in_schema=False,
    status_code=HTTPStatus.OK,
    request_max_body_size=LARGEST_BODY_BYTES,
)
async def save_photos(
    request: PageRequest, request_id: FromPath[UUID], viewer: NamedDependency[Viewer]
) -> Response[Any]:
    """Keep the words, and do what the button says: add, move, remove, go on.

    422: a picture cannot be used, or words are missing. 409: somebody else saved this page meanwhile.
    """
    found = await editing.get_request(request_id, viewer)
    data = await request.form()
    sent = rules.read_lines(data)
    usable = await media.list_usable({line.media_hash for line in sent}, found.organization.id)
    action, back = _text(data, "action"), _text(data, "back")
    lines = rules.act(rules.only_usable(sent, usable), action)
    problems: tuple[PhotoProblem, ...] = ()
    if action == "add":
        lines, problems = await _add(found, lines, data, viewer)
    try:
        await editing.save_answers(
            request_id, Step.PHOTOS, rules.answers_of(lines), number_of(data.get("version")), viewer
        )
    except ConflictError:
        return await _show_conflict(request_id, lines, back, viewer)
    saved = await editing.get_request(request_id, viewer)
    if action == "later":
        return see_other(f"{steps.request_url(request_id)}?done=saved")
    marked = rules.mark_problems(lines)
    problems += rules.list_problems(marked)
    if problems and (action in {"add", "next"} or not action):
        return _page(saved, marked, back, problems=problems, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if action in {"next", ""}:
        return see_other(steps.next_url(saved, Step.PHOTOS, saved.content, back))
    done = action.partition("-")[0]
    return see_other(f"{steps.step_url(request_id, Step.PHOTOS, back)}{'&' if back else '?'}done={done}")


@get("/provider/media/{media_hash:str}", opt=for_roles(Role.PROVIDER, Role.STEWARD), include_in_schema=False)
async def send_private_media(media_hash: FromPath[str], viewer: NamedDependency[Viewer]) -> Response[bytes]:
    """A picture for those who may see it before the public does."""
    found = await media.get_private_media(media_hash, viewer)
    headers = {"cache-control": "private, no-store", "content-security-policy": "sandbox; default-src 'none'"}
    return Response(found.content, media_type=found.content_type, headers=headers)


async def _add(
    found: ChangeRequest, lines: Lines, data: FormMultiDict, viewer: Viewer
) -> tuple[Lines, tuple[PhotoProblem, ...]]:
    """The pictures with the one that was sent; or why it cannot be used."""
    content, problem = await _read_upload(data), ""
    if len(lines) >= rules.MOST_PHOTOS:
        problem = _("You have %(num)s pictures, which is the most. Remove one first", num=rules.MOST_PHOTOS)
    elif content is None:
        problem = _("Choose a picture first")
    if problem or content is None:
        return lines, (PhotoProblem("photo", problem),)
    try:
        media_hash = await media.add_upload(content, found.organization.id, viewer)
    except InvalidError as error:
        return lines, tuple(PhotoProblem("photo", each.message) for each in error.problems)
    except ConflictError as error:
        return lines, (PhotoProblem("photo", str(error)),)
    except NotFoundError:
        return lines, (PhotoProblem("photo", _("Only the provider's own people add pictures")),)
    if any(line.media_hash == media_hash for line in lines):
        return lines, (PhotoProblem("photo", _("You have added this picture already")),)
    return (*lines, PhotoLine(media_hash=media_hash, alt=_text(data, "new_alt"))), ()


async def _read_upload(data: FormMultiDict) -> bytes | None:
    """The bytes of the file; None when none was chosen."""
    for value in data.getall("photo", []):
        if isinstance(value, UploadFile):
            content = await value.read()
            return content if content or value.filename else None
    return None


async def _show_conflict(request_id: UUID, lines: Lines, back: str, viewer: Viewer) -> Response[Any]:
    """What is there now first, then what was only here: whoever saves now has seen both."""
    now = await editing.get_request(request_id, viewer)
    if now.status is not RequestStatus.WRITING:
        return see_other(steps.request_url(request_id))
    theirs = rules.lines_of(now.content)
    known = {line.media_hash for line in theirs}
    both = theirs + tuple(line for line in lines if line.media_hash not in known)
    return _page(now, both[: rules.MOST_PHOTOS], back, status=HTTPStatus.CONFLICT, is_conflict=True)


def _page(
    found: ChangeRequest,
    lines: Lines,
    back: str,
    *,
    problems: tuple[PhotoProblem, ...] = (),
    said: str = "",
    status: int = HTTPStatus.OK,
    is_conflict: bool = False,
) -> Template:
    number, count = steps.place_in(Step.PHOTOS, found.content)
    context = {
        "item": found,
        "lines": lines,
        "problems": problems,
        "photo_problem": next((each.message for each in problems if each.target == "photo"), ""),
        "most": rules.MOST_PHOTOS,
        "number": number,
        "count": count,
        "back": back,
        "back_url": steps.back_url(found, Step.PHOTOS, back),
        "said": said,
        "is_conflict": is_conflict,
        "here": "/provider",
    }
    return Template("provider/photos.html", context=context, status_code=status)


def _said(done: str) -> str:
    return {
        "add": _("The picture is added."),
        "remove": _("The picture is removed."),
        "up": _("The picture stands further up now."),
        "down": _("The picture stands further down now."),
    }.get(done, "")


def _text(data: FormMultiDict, name: str) -> str:
    """A line of text as we keep it; "" for a file."""
    value = clean_line(data.get(name, ""))
    return value if isinstance(value, str) else ""


route_handlers = (show_photos, save_photos, send_private_media)
