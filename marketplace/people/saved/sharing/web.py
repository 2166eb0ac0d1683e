"""Shares a list by a link, shows it to whoever holds the link, and emails it to its owner."""

from uuid import UUID

from litestar import get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template
from wtforms import BooleanField

from marketplace.accounts.schemas import Viewer
from marketplace.finder.cards.service import list_result_cards
from marketplace.finder.words.rules import day_of_year
from marketplace.kernel.clock import LONDON
from marketplace.kernel.errors import InvalidError
from marketplace.kernel.forms import Form, add_problem, lazy, read_form
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.settings import Settings
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.cookies import is_https
from marketplace.kernel.web.guards import BY_LINK, PUBLIC, SIGNED_IN
from marketplace.kernel.web.pages import (
    AnyRequest,
    client_host,
    form_page,
    plain_page,
    see_other,
)
from marketplace.people.saved.keeping.web import LIST_PATH, read_kept
from marketplace.shortlists import rules, service
from marketplace.shortlists.sharing import service as sharing

SHARE_PATH = f"{LIST_PATH}/share"
LISTS_PATH = "/lists"
MADE_COOKIE = "shared_lists"
"""Marks of the links that were made in this browser without an account, so that they can be ended there."""


class ShareForm(Form):
    """What goes with the list."""

    notes = BooleanField(lazy(lambda: _("Put my notes in too")))


@get(SHARE_PATH, opt=PUBLIC, include_in_schema=False)
async def show_share(request: AnyRequest, viewer: NamedDependency[Viewer]) -> Template:
    """What sharing means, and the button."""
    return await _share_page(request, viewer, read_form(ShareForm))


@post(SHARE_PATH, opt=PUBLIC, include_in_schema=False)
async def share_list(
    request: PageRequest, viewer: NamedDependency[Viewer], settings: NamedDependency[Settings]
) -> Template | Redirect:
    """Make a link to a copy of the list, and show what is behind it."""
    form = read_form(ShareForm, await request.form())
    saved = await service.list_saved(viewer, read_kept(request))
    try:
        token = await sharing.share_list(
            saved, viewer, host=client_host(request), with_notes=bool(form.notes.data)
        )
    except InvalidError as error:
        add_problem(form, "notes", error.problems[0].message)
        return await _share_page(request, viewer, form)
    cookies = [] if viewer.is_signed_in else [_made_cookie(token, request, settings)]
    return see_other(f"{LISTS_PATH}/{token}?done=shared", cookies)


async def _share_page(request: AnyRequest, viewer: Viewer, form: ShareForm) -> Template:
    saved = await service.list_saved(viewer, read_kept(request))
    return form_page(
        "people/saved/share.html",
        form,
        count=len(saved),
        has_notes=viewer.is_signed_in and any(one.note for one in saved),
        days=sharing.LASTS.days,
    )


def _made_cookie(token: str, request: AnyRequest, settings: Settings) -> Cookie:
    marks = (sharing.mark_of(token), *_marks_in(request))
    return Cookie(
        key=MADE_COOKIE,
        value=rules.write_marks(marks),
        path=LISTS_PATH,
        max_age=int(sharing.LASTS.total_seconds()),
        secure=is_https(settings),
        httponly=True,
        samesite="lax",
    )


def _marks_in(request: AnyRequest) -> tuple[str, ...]:
    return rules.read_marks(request.cookies.get(MADE_COOKIE))


@get(f"{LISTS_PATH}/{{token:str}}", opt=BY_LINK, include_in_schema=False)
async def show_shared(
    request: AnyRequest,
    token: FromPath[str],
    viewer: NamedDependency[Viewer],
    settings: NamedDependency[Settings],
    done: FromQuery[str | None] = None,
) -> Template:
    """A shared list, for whoever holds the link; for who made it, also how to pass it on and to end it."""
    shared = await sharing.get_shared(token)
    ids = [one.listing_id for one in shared.saved]
    cards = await list_result_cards(ids)
    return plain_page(
        "people/saved/shared.html",
        shared=[one for one in shared.saved if one.listing_id in cards],
        cards=cards,
        gone=len(ids) - len(cards),
        ends=day_of_year(shared.expires_at.astimezone(LONDON).date()),
        saved=await service.find_saved(viewer, read_kept(request), list(cards)),
        is_maker=sharing.is_maker(shared, token, viewer, _marks_in(request)),
        is_new=done == "shared",
        path=f"{LISTS_PATH}/{token}",
        address=f"{settings.address}{LISTS_PATH}/{token}",
    )


@post(f"{LISTS_PATH}/{{token:str}}/end", opt=BY_LINK, include_in_schema=False)
async def end_shared_here(
    request: PageRequest, token: FromPath[str], viewer: NamedDependency[Viewer]
) -> Redirect:
    """Make the link stop working, for who made it."""
    await sharing.end_by_token(token, viewer, _marks_in(request))
    return see_other(f"{LIST_PATH}?done=ended")


@post(f"{LIST_PATH}/shared/{{shared_id:uuid}}/end", opt=SIGNED_IN, include_in_schema=False)
async def end_shared(shared_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Redirect:
    """The same for a list of the account, whose link is not at hand any more."""
    await sharing.end_shared(shared_id, viewer)
    return see_other(f"{LIST_PATH}?done=ended")


@post(f"{LIST_PATH}/email", opt=SIGNED_IN, include_in_schema=False)
async def email_list(request: PageRequest, viewer: NamedDependency[Viewer]) -> Redirect:
    """Send the list to the account's own address."""
    saved = await service.list_saved(viewer, read_kept(request))
    try:
        await sharing.email_list(saved, viewer)
    except InvalidError:
        return see_other(LIST_PATH)
    return see_other(f"{LIST_PATH}?done=emailed")


route_handlers = (show_share, share_list, show_shared, end_shared_here, end_shared, email_list)
