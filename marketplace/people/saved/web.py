"""The pages of somebody's list: all of it, a note, clearing it; and all routes of saved listings."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template
from msgspec import Struct
from wtforms import TextAreaField

from marketplace.accounts.schemas import Viewer
from marketplace.finder.cards.service import list_result_cards
from marketplace.finder.schemas import ResultCard
from marketplace.finder.words.rules import day_of_year
from marketplace.kernel.clock import LONDON
from marketplace.kernel.errors import InvalidError, NotFoundError
from marketplace.kernel.forms import AtMost, Form, add_problems, lazy, page_number, read_form
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.paging import Page
from marketplace.kernel.settings import Settings
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import PUBLIC
from marketplace.kernel.web.pages import AnyRequest, form_page, plain_page, see_other
from marketplace.people.saved.comparing.web import show_comparison
from marketplace.people.saved.keeping.web import LIST_PATH, change_saved, keep, read_kept
from marketplace.people.saved.sharing import web as sharing
from marketplace.shortlists import service
from marketplace.shortlists.rules import LONGEST_NOTE
from marketplace.shortlists.schemas import SavedListing
from marketplace.shortlists.sharing.service import list_shared

PER_PAGE = 20
NOTE_PATH = f"{LIST_PATH}/notes/{{listing_id:uuid}}"
CLEAR_PATH = f"{LIST_PATH}/clear"


class SavedCard(Struct, frozen=True, kw_only=True):
    """A saved listing with what can be seen of it."""

    saved: SavedListing
    found: ResultCard | None
    """None when it is not public any more."""


class NoteForm(Form):
    """A note to oneself."""

    note = TextAreaField(lazy(lambda: _("Your note")), [AtMost(LONGEST_NOTE)])


def _done_words(code: str | None) -> str | None:
    return {
        "changed": _("Your list is changed."),
        "noted": _("Your note is saved."),
        "cleared": _("Everything is off your list."),
        "emailed": _("The email is on its way to you."),
        "ended": _("The link does not work any more."),
    }.get(code or "")


@get(LIST_PATH, opt=PUBLIC, include_in_schema=False)
async def show_saved(
    request: AnyRequest,
    viewer: NamedDependency[Viewer],
    page: FromQuery[str | None] = None,
    done: FromQuery[str | None] = None,
) -> Template:
    """Everything that somebody saved, the latest first."""
    saved = await service.list_saved(viewer, read_kept(request))
    paged = await _page_of(saved, page_number(page))
    return plain_page(
        "people/saved/list.html",
        here=LIST_PATH,
        page=paged,
        gone=sum(1 for one in paged.items if one.found is None),
        shared=await list_shared(viewer),
        done=_done_words(done),
        day=_day_words,
    )


def _day_words(moment: datetime) -> str:
    return day_of_year(moment.astimezone(LONDON).date())


async def _page_of(saved: tuple[SavedListing, ...], number: int) -> Page[SavedCard]:
    """A page of the list; the last one for a number beyond it."""
    number = min(number, max(1, -(-len(saved) // PER_PAGE)))
    shown = saved[(number - 1) * PER_PAGE : number * PER_PAGE]
    return Page(
        items=saved_cards(shown, await list_result_cards([one.listing_id for one in shown])),
        total=len(saved),
        page=number,
        per_page=PER_PAGE,
    )


def saved_cards(saved: tuple[SavedListing, ...], cards: Mapping[UUID, ResultCard]) -> tuple[SavedCard, ...]:
    """Each saved listing with its card, where it has one."""
    return tuple(SavedCard(saved=one, found=cards.get(one.listing_id)) for one in saved)


@get(NOTE_PATH, opt=PUBLIC, include_in_schema=False)
async def show_note(
    request: AnyRequest, listing_id: FromPath[UUID], viewer: NamedDependency[Viewer]
) -> Template:
    """The form for a note to oneself."""
    return await _note_page(request, listing_id, viewer)


@post(NOTE_PATH, opt=PUBLIC, include_in_schema=False)
async def put_note(
    request: PageRequest,
    listing_id: FromPath[UUID],
    viewer: NamedDependency[Viewer],
    settings: NamedDependency[Settings],
) -> Template | Redirect:
    """Write a note to oneself; an empty one takes it away."""
    form = read_form(NoteForm, await request.form())
    if form.validate():
        try:
            kept = await service.put_note(listing_id, form.note.data, viewer, read_kept(request))
        except InvalidError as error:
            add_problems(form, error)
        else:
            return keep(see_other(f"{LIST_PATH}?done=noted"), kept, request, settings)
    return await _note_page(request, listing_id, viewer, form)


async def _note_page(
    request: AnyRequest, listing_id: UUID, viewer: Viewer, form: NoteForm | None = None
) -> Template:
    saved = await service.list_saved(viewer, read_kept(request))
    found = next((one for one in saved if one.listing_id == listing_id), None)
    if found is None:
        raise NotFoundError(_("This listing is not on your list."))
    cards = await list_result_cards([listing_id])
    return form_page(
        "people/saved/note.html",
        form or read_form(NoteForm, note=found.note),
        listing_id=listing_id,
        title=cards[listing_id].card.title if listing_id in cards else None,
        longest=LONGEST_NOTE,
    )


@get(CLEAR_PATH, opt=PUBLIC, include_in_schema=False)
async def show_clear(request: AnyRequest, viewer: NamedDependency[Viewer]) -> Template:
    """Ask once more before everything goes."""
    saved = await service.list_saved(viewer, read_kept(request))
    return plain_page("people/saved/clear.html", count=len(saved))


@post(CLEAR_PATH, opt=PUBLIC, include_in_schema=False)
async def clear_list(
    request: PageRequest, viewer: NamedDependency[Viewer], settings: NamedDependency[Settings]
) -> Redirect:
    """Take everything off the list, in the account and in the browser."""
    kept = await service.clear_list(viewer)
    return keep(see_other(f"{LIST_PATH}?done=cleared"), kept, request, settings)


route_handlers = (
    change_saved,
    show_saved,
    show_note,
    put_note,
    show_clear,
    clear_list,
    show_comparison,
    *sharing.route_handlers,
)
