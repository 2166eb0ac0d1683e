"""The pages on which a pack is made, changed, and filled."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from marketplace.accounts.schemas import Role, Viewer
from marketplace.councils.service import council_name
from marketplace.finder.params.schemas import SearchParams
from marketplace.kernel.errors import ConflictError, InvalidError
from marketplace.kernel.forms import FormData, add_problems, clean_line, page_number, read_form
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.pages import AnyRequest, form_page, see_other
from marketplace.places.service import Gazetteer
from marketplace.practitioners.packs.rules import LIST_PATH, PATH, done_words, pack_url
from marketplace.practitioners.packs.service import reader_of
from marketplace.practitioners.packs.writing import rules, service
from marketplace.practitioners.packs.writing.schemas import (
    AddForm,
    ChangePackForm,
    GoneItem,
    NewPackForm,
    PackItemForm,
    change_form,
    order_field,
    out_field,
    reasons_field,
    suggested_field,
)
from marketplace.practitioners.rules import HERE, PRACTITIONERS
from marketplace.referrals.teams.service import list_own_teams
from marketplace.shortlists.packs import service as packs
from marketplace.shortlists.packs.rules import LONGEST_INTRODUCTION, MOST_LISTINGS, read_reasons
from marketplace.shortlists.packs.schemas import Pack, PackContent, PackItem, PackKind
from search.engine import SearchEngine

_NEW_PATH = f"{LIST_PATH}/new"
_CHANGE_PATH = f"{PATH}/change"
_ADD_PATH = f"{PATH}/add"
_LONGEST_QUERY = 200


@get(_NEW_PATH, opt=PRACTITIONERS, include_in_schema=False)
async def show_new_pack(viewer: NamedDependency[Viewer]) -> Template:
    """The form of a new pack, with what the practitioner saved."""
    return await _new_page(await _new_form(viewer, None), viewer, frozenset())


@post(_NEW_PATH, opt=PRACTITIONERS, include_in_schema=False)
async def make_pack(
    request: PageRequest, viewer: NamedDependency[Viewer], gazetteer: NamedDependency[Gazetteer]
) -> Template | Redirect:
    """Make a pack, and go on to the reasons; without any listing to the search."""
    sent = await request.form()
    form, chosen = await _new_form(viewer, sent), rules.chosen_ids(sent)
    if form.validate():
        try:
            content = PackContent(
                introduction=form.introduction.data,
                near=service.read_near(form.near.data, gazetteer),
                kind=PackKind(form.kind.data),
                items=tuple(PackItem(listing_id=each) for each in chosen),
            )
            pack_id = await packs.make_pack(
                content,
                await reader_of(viewer),
                council_code=form.council.data,
                team_id=UUID(form.team.data) if form.team.data else None,
            )
        except InvalidError as error:
            add_problems(form, error)
        else:
            return see_other(pack_url(pack_id, "change" if chosen else "add"))
    return await _new_page(form, viewer, frozenset(chosen))


async def _new_form(viewer: Viewer, sent: FormData | None) -> NewPackForm:
    """The form with the councils and teams that the viewer may choose."""
    councils = viewer.councils(Role.PRACTITIONER)
    form = read_form(NewPackForm, sent, council=councils[0], kind=PackKind.STANDARD.value)
    form.council.choices = [(code, council_name(code)) for code in councils]
    own = await list_own_teams(viewer)
    form.team.choices = [("", _("Only you")), *((str(team.id), team.name) for team in own)]
    return form


async def _new_page(form: NewPackForm, viewer: Viewer, chosen: frozenset[UUID]) -> Template:
    return form_page(
        "practitioners/packs/new.html",
        form,
        here=HERE,
        saved=await service.list_own_saved(viewer),
        chosen=chosen,
        list_path=LIST_PATH,
        longest=LONGEST_INTRODUCTION,
        most=MOST_LISTINGS,
    )


@get(_CHANGE_PATH, opt=PRACTITIONERS, include_in_schema=False)
async def show_change(
    pack_id: FromPath[UUID],
    request: AnyRequest,
    viewer: NamedDependency[Viewer],
    gazetteer: NamedDependency[Gazetteer],
) -> Template:
    """The form of a pack: its words, and each listing with its reasons."""
    pack = await packs.get_pack(pack_id, await reader_of(viewer))
    items = await service.list_items(pack, gazetteer)
    form = read_form(change_form(items), **_typed(pack, items))
    return _change_page(pack, items, form, done=request.query_params.get("done", ""))


@post(_CHANGE_PATH, opt=PRACTITIONERS, include_in_schema=False)
async def change_pack(
    pack_id: FromPath[UUID],
    request: PageRequest,
    viewer: NamedDependency[Viewer],
    gazetteer: NamedDependency[Gazetteer],
) -> Template | Redirect:
    """Write a pack anew."""
    reader = await reader_of(viewer)
    pack = await packs.get_pack(pack_id, reader)
    items = await service.list_items(pack, gazetteer)
    sent = await request.form()
    form = read_form(change_form(items), sent)
    _fill_unsent(form, sent, pack, items)
    conflict = ""
    gone: Sequence[GoneItem] = ()
    if form.validate():
        try:
            content = PackContent(
                introduction=form.introduction.data,
                near=service.read_near(form.near.data, gazetteer),
                kind=PackKind(form.kind.data),
                items=_read_items(form, items),
            )
            await packs.change_pack(pack_id, content, form.expected_version, reader)
        except InvalidError as error:
            add_problems(form, error)
        except ConflictError as error:
            conflict, gone = str(error), await service.list_gone(rules.typed_reasons(sent), items)
            form.version.data = str(pack.version)
        else:
            return see_other(f"{pack_url(pack_id)}?done=kept")
    return _change_page(pack, items, form, conflict=conflict, gone=gone)


def _fill_unsent(form: ChangePackForm, sent: FormData, pack: Pack, items: Sequence[PackItemForm]) -> None:
    """A listing that a colleague put in meanwhile was not on the page that was sent: it stands as it is."""
    typed = _typed(pack, items)
    for item in items:
        names = (suggested_field, reasons_field, order_field)
        fields = [name(item.listing_id) for name in names]
        if not any(field in sent for field in (*fields, out_field(item.listing_id))):
            for field in fields:
                form[field].data = typed[field]


def _typed(pack: Pack, items: Sequence[PackItemForm]) -> dict[str, Any]:
    """What stands in the form of a pack as it is."""
    content = pack.content
    typed: dict[str, Any] = {
        "version": str(pack.version),
        "near": content.near,
        "introduction": content.introduction,
        "kind": content.kind.value,
    }
    for number, item in enumerate(items, 1):
        suggested = [reason for reason in item.reasons if reason in item.suggested]
        typed[suggested_field(item.listing_id)] = suggested
        own = (reason for reason in item.reasons if reason not in item.suggested)
        typed[reasons_field(item.listing_id)] = "\n".join(own)
        typed[order_field(item.listing_id)] = str(number)
    return typed


def _read_items(form: ChangePackForm, items: Sequence[PackItemForm]) -> tuple[PackItem, ...]:
    """The listings of a form that stay in, in the order that was typed, with all their reasons."""
    kept = [item.listing_id for item in items if not form[out_field(item.listing_id)].data]
    places = {each: form[order_field(each)].data for each in kept}
    return tuple(
        PackItem(
            listing_id=each,
            reasons=tuple(
                dict.fromkeys(
                    [*form[suggested_field(each)].data, *read_reasons(form[reasons_field(each)].data)]
                )
            ),
        )
        for each in rules.in_order(kept, places)
    )


def _change_page(
    pack: Pack,
    items: Sequence[PackItemForm],
    form: ChangePackForm,
    *,
    conflict: str = "",
    gone: Sequence[GoneItem] = (),
    done: str = "",
) -> Template:
    return form_page(
        "practitioners/packs/change.html",
        form,
        status=HTTPStatus.CONFLICT if conflict else None,
        here=HERE,
        pack=pack,
        path=pack_url(pack.id),
        items=items,
        fields={
            item.listing_id: {
                "suggested": form[suggested_field(item.listing_id)],
                "reasons": form[reasons_field(item.listing_id)],
                "order": form[order_field(item.listing_id)],
                "out": form[out_field(item.listing_id)],
            }
            for item in items
        },
        conflict=conflict,
        gone=gone,
        done=done_words(done),
        longest=LONGEST_INTRODUCTION,
    )


@get(_ADD_PATH, opt=PRACTITIONERS, include_in_schema=False)
async def show_addable(
    pack_id: FromPath[UUID],
    request: AnyRequest,
    viewer: NamedDependency[Viewer],
    gazetteer: NamedDependency[Gazetteer],
    engine: NamedDependency[SearchEngine],
) -> Template:
    """What can be put into a pack: found by a search, or saved before."""
    pack = await packs.get_pack(pack_id, await reader_of(viewer))
    return await _add_page(pack, read_form(AddForm), request, viewer, gazetteer, engine)


@post(_ADD_PATH, opt=PRACTITIONERS, include_in_schema=False)
async def add_listings(
    pack_id: FromPath[UUID],
    request: PageRequest,
    viewer: NamedDependency[Viewer],
    gazetteer: NamedDependency[Gazetteer],
    engine: NamedDependency[SearchEngine],
) -> Template | Redirect:
    """Put what was ticked into the pack, and go on to the reasons."""
    reader = await reader_of(viewer)
    pack = await packs.get_pack(pack_id, reader)
    sent = await request.form()
    form, chosen = read_form(AddForm, sent), rules.chosen_ids(sent)
    if not chosen:
        form.listing.errors = [_("Tick what you want to put in.")]
    else:
        try:
            await packs.add_listings(pack_id, chosen, reader)
        except InvalidError as error:
            add_problems(form, error)
        else:
            return see_other(f"{pack_url(pack_id, 'change')}?done=added")
    return await _add_page(pack, form, request, viewer, gazetteer, engine, frozenset(chosen))


async def _add_page(
    pack: Pack,
    form: AddForm,
    request: AnyRequest,
    viewer: Viewer,
    gazetteer: Gazetteer,
    engine: SearchEngine,
    chosen: frozenset[UUID] = frozenset(),
) -> Template:
    asked = request.query_params
    q = str(clean_line(asked.get("q", "")))[:_LONGEST_QUERY]
    near = str(clean_line(asked.get("near", pack.content.near)))[:_LONGEST_QUERY]
    number = page_number(asked.get("page"))
    params = SearchParams(q=q, near=near, page=number, per_page=service.PER_PAGE)
    page = await service.list_addable(
        pack, viewer, params if "q" in asked else None, gazetteer=gazetteer, engine=engine
    )
    return form_page(
        "practitioners/packs/add.html",
        form,
        here=HERE,
        pack=pack,
        path=pack_url(pack.id),
        addable=page,
        chosen=chosen,
        q=q,
        near=near,
        most=MOST_LISTINGS,
    )


route_handlers = (show_new_pack, make_pack, show_change, change_pack, show_addable, add_listings)
