"""The pages of saved searches, and all their routes. Only their owner sees them."""

from http import HTTPStatus
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from marketplace.accounts.schemas import Viewer
from marketplace.finder.addresses.rules import SEARCH_PATH
from marketplace.finder.cards.service import list_result_cards
from marketplace.finder.keeping.rules import SAVE_PATH
from marketplace.finder.keeping.schemas import Kept
from marketplace.finder.keeping.service import keep_search
from marketplace.kernel import clock
from marketplace.kernel.errors import InvalidError
from marketplace.kernel.forms import add_problems, page_number, read_form
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.settings import Settings
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import SIGNED_IN
from marketplace.kernel.web.pages import form_page, plain_page, see_other
from marketplace.people.searches import rules
from marketplace.people.searches.schemas import SaveForm, SearchForm
from marketplace.people.searches.telling import web as telling
from marketplace.places.service import Gazetteer, Geocoder
from marketplace.wanted.alerts.service import get_choices, list_new
from marketplace.wanted.searches import service
from marketplace.wanted.searches.rules import MOST_SEARCHES

LIST_PATH = "/searches"
ONE_PATH = f"{LIST_PATH}/{{search_id:uuid}}"


def _done_words(code: str | None) -> str | None:
    return {
        "saved": _("Your search is saved. You find it here: choose Saved at the top of any page."),
        "changed": _("Your search is changed."),
        "removed": _("Your search is removed."),
        "emails": _("Your choice about emails is saved."),
    }.get(code or "")


@get(LIST_PATH, opt=SIGNED_IN, include_in_schema=False)
async def list_searches(
    viewer: NamedDependency[Viewer],
    page: FromQuery[str | None] = None,
    done: FromQuery[str | None] = None,
) -> Template:
    """Everything that somebody looks for again and again."""
    return plain_page(
        "people/searches/list.html",
        here=LIST_PATH,
        page=await service.list_searches(viewer, page_number(page)),
        choices=await get_choices(viewer),
        done=_done_words(done),
    )


@get(SAVE_PATH, opt=SIGNED_IN, include_in_schema=False)
async def show_save(
    request: PageRequest,
    gazetteer: NamedDependency[Gazetteer],
    geocoder: NamedDependency[Geocoder | None],
    settings: NamedDependency[Settings],
) -> Template:
    """Ask what to call the search of this address. 400: the address cannot be understood."""
    query: bytes = request.scope.get("query_string", b"")
    kept = await keep_search(query, gazetteer, geocoder, settings.council)
    if kept is None or not kept.query:
        return _nothing_page()
    return _save_page(read_form(SaveForm, name=kept.name, wants_alerts=True, query=kept.query), kept)


@post(SAVE_PATH, opt=SIGNED_IN, include_in_schema=False)
async def save_search(
    request: PageRequest,
    viewer: NamedDependency[Viewer],
    gazetteer: NamedDependency[Gazetteer],
    geocoder: NamedDependency[Geocoder | None],
    settings: NamedDependency[Settings],
) -> Template | Redirect:
    """Keep a search."""
    form = read_form(SaveForm, await request.form())
    kept = await keep_search(form.query.data.encode(), gazetteer, geocoder, settings.council)
    if kept is None or not kept.query:
        return _nothing_page()
    if form.validate():
        try:
            await service.save_search(form.name.data, kept.query, viewer, wants_alerts=form.wants_alerts.data)
        except InvalidError as error:
            add_problems(form, error)
        else:
            return see_other(f"{LIST_PATH}?done=saved")
    return _save_page(form, kept)


@get(ONE_PATH, opt=SIGNED_IN, include_in_schema=False)
async def show_search(
    search_id: FromPath[UUID], viewer: NamedDependency[Viewer], page: FromQuery[str | None] = None
) -> Template:
    """What came new to a search, and its name."""
    return await _search_page(search_id, viewer, page_number(page))


@post(ONE_PATH, opt=SIGNED_IN, include_in_schema=False)
async def change_search(
    request: PageRequest, search_id: FromPath[UUID], viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Write what a search is called, and whether its owner is told."""
    form = read_form(SearchForm, await request.form())
    if form.validate():
        await service.change_search(search_id, form.name.data, viewer, wants_alerts=form.wants_alerts.data)
        return see_other(f"{LIST_PATH}?done=changed")
    return await _search_page(search_id, viewer, form=form)


@get(f"{ONE_PATH}/remove", opt=SIGNED_IN, include_in_schema=False)
async def show_remove(search_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Template:
    """Ask once more."""
    search = await service.get_search(search_id, viewer)
    return plain_page("people/searches/remove.html", here=LIST_PATH, search=search)


@post(f"{ONE_PATH}/remove", opt=SIGNED_IN, include_in_schema=False)
async def remove_search(search_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Redirect:
    """Forget a search."""
    await service.drop_search(search_id, viewer)
    return see_other(f"{LIST_PATH}?done=removed")


async def _search_page(
    search_id: UUID, viewer: Viewer, number: int = 1, form: SearchForm | None = None
) -> Template:
    search = await service.get_search(search_id, viewer)
    new = await list_new(search_id, viewer, number)
    cards = await list_result_cards([item.id for item in new.items], new.offset + 1)
    days = [item.since.astimezone(clock.LONDON).date() for item in new.items]
    found = [(day, cards[item.id]) for day, item in zip(days, new.items, strict=True) if item.id in cards]
    return form_page(
        "people/searches/search.html",
        form or read_form(SearchForm, name=search.name, wants_alerts=search.wants_alerts),
        here=LIST_PATH,
        search=search,
        results_url=f"{SEARCH_PATH}?{search.query}",
        new=new,
        days=rules.by_day(found),
    )


def _save_page(form: SaveForm, kept: Kept) -> Template:
    return form_page("people/searches/save.html", form, here=LIST_PATH, kept=kept, most=MOST_SEARCHES)


def _nothing_page() -> Template:
    return plain_page("people/searches/nothing.html", status=HTTPStatus.BAD_REQUEST, here=LIST_PATH)


route_handlers = (
    list_searches,
    show_save,
    save_search,
    show_search,
    change_search,
    show_remove,
    remove_search,
    *telling.route_handlers,
)
