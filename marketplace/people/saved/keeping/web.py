"""The buttons "Save" and "Saved", wherever they stand, and the cookies of who has no account."""

from typing import Any
from uuid import UUID

from litestar import Response, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.response import Redirect, Template

from marketplace.accounts.schemas import Viewer
from marketplace.accounts.sessions.web import SignInHook
from marketplace.kernel.errors import InvalidError, NotFoundError
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.settings import Settings
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.cookies import is_https
from marketplace.kernel.web.guards import PUBLIC
from marketplace.kernel.web.pages import AnyRequest, plain_page, see_other
from marketplace.kernel.web.redirects import next_path
from marketplace.shortlists import service
from marketplace.shortlists.schemas import NOTES_COOKIE, SAVED_COOKIE, BrowserList

OWN_COOKIES = frozenset({SAVED_COOKIE})
"""Pages asked for with one of these are kept by no cache."""
LIST_PATH = "/saved"
_KEPT_SECONDS = 60 * 24 * 3600
"""After the last change."""


@post(LIST_PATH, opt=PUBLIC, include_in_schema=False)
async def change_saved(
    request: PageRequest, viewer: NamedDependency[Viewer], settings: NamedDependency[Settings]
) -> Redirect | Template:
    """Save a listing, or take one off the list, and go back to the page on which that was pressed."""
    sent = await request.form()
    kept, removed = read_kept(request), _id_of(sent.get("remove"))
    listing_id = removed or _id_of(sent.get("listing"))
    if listing_id is None:
        raise NotFoundError(_("This listing is not here. It may have closed."))
    try:
        if removed:
            changed = await service.remove_listing(listing_id, viewer, kept)
        else:
            changed = await service.save_listing(listing_id, viewer, kept)
    except InvalidError as error:
        return plain_page("people/saved/full.html", status=422, message=error.problems[0].message)
    wanted = sent.get("next")
    back = next_path(wanted if isinstance(wanted, str) else None, f"{LIST_PATH}?done=changed")
    return keep(see_other(f"{back}#{listing_id}"), changed, request, settings)


def read_kept(request: AnyRequest) -> BrowserList:
    """What the browser keeps, by the cookies that came with a request."""
    return service.read_browser(request.cookies.get(SAVED_COOKIE), request.cookies.get(NOTES_COOKIE))


def keep(answer: Redirect, kept: BrowserList, request: AnyRequest, settings: Settings) -> Redirect:
    """Have the browser keep this from now on; what is empty goes."""
    _set_cookies(answer, kept, request, settings)
    return answer


def _set_cookies(answer: Response[Any], kept: BrowserList, request: AnyRequest, settings: Settings) -> None:
    for name, value in zip((SAVED_COOKIE, NOTES_COOKIE), service.write_browser(kept), strict=True):
        if value or name in request.cookies:
            answer.cookies.append(
                Cookie(
                    key=name,
                    value=value,
                    path="/",
                    max_age=_KEPT_SECONDS if value else 0,
                    secure=is_https(settings),
                    httponly=True,
                    samesite="lax",
                )
            )


def move_at_sign_in(settings: Settings) -> SignInHook:
    """What moves the browser's list to the account of whoever has just signed in."""

    async def move(request: AnyRequest, viewer: Viewer, answer: Response[Any]) -> None:
        if SAVED_COOKIE in request.cookies or NOTES_COOKIE in request.cookies:
            kept = await service.move_to_account(viewer, read_kept(request))
            _set_cookies(answer, kept, request, settings)

    return move


def _id_of(text: object) -> UUID | None:
    try:
        return UUID(text) if isinstance(text, str) else None
    except ValueError:
        return None
