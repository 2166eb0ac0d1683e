"""The pages on which an advert is begun and written anew."""

from http import HTTPStatus
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from marketplace.accounts.schemas import Viewer
from marketplace.kernel.errors import ConflictError, InvalidError
from marketplace.kernel.forms import add_problems, read_form
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import SIGNED_IN
from marketplace.kernel.web.pages import form_page, plain_page, see_other
from marketplace.people.wanted import rules
from marketplace.people.wanted.rules import LIST_PATH, PATH, advert_url
from marketplace.people.wanted.schemas import AdvertForm, advert_form
from marketplace.places.service import Gazetteer
from marketplace.wanted import service
from marketplace.wanted.acting.service import list_supported
from marketplace.wanted.rules import can_change, can_write
from marketplace.wanted.schemas import Advert, AdvertKind

_NEW_PATH = f"{LIST_PATH}/new"
_EDIT_PATH = f"{PATH}/edit"
_FIELDS = {"times": "days"}
"""Where the form calls a field otherwise."""


@get(_NEW_PATH, opt=SIGNED_IN, include_in_schema=False)
async def show_new(request: PageRequest, viewer: NamedDependency[Viewer]) -> Template:
    """Ask what is looked for; then the form of a new advert."""
    kind = rules.read_kind(request.query_params.get("kind"))
    if kind is None:
        return plain_page("people/wanted/kind.html", here=LIST_PATH, url=_NEW_PATH, back=LIST_PATH)
    return _page(read_form(await _form_of(viewer), kind=kind.value), kind)


@post(_NEW_PATH, opt=SIGNED_IN, include_in_schema=False)
async def start_advert(
    request: PageRequest, viewer: NamedDependency[Viewer], gazetteer: NamedDependency[Gazetteer]
) -> Template | Redirect:
    """Begin an advert, and read it through."""
    form = read_form(await _form_of(viewer), await request.form())
    kind = rules.read_kind(form.kind.data) or AdvertKind.PERSONAL_ASSISTANT
    if form.validate():
        try:
            wish = rules.read_wish(form, kind)
            advert_id = await service.start_advert(wish, form.place.data, viewer, gazetteer)
        except InvalidError as error:
            add_problems(form, error, _FIELDS)
        else:
            return see_other(f"{advert_url(advert_id)}?done=kept")
    return _page(form, kind)


@get(_EDIT_PATH, opt=SIGNED_IN, include_in_schema=False)
async def show_edit(advert_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Template | Redirect:
    """The form of an advert; of one that is shown, for a change."""
    own = await service.get_advert(advert_id, viewer)
    if own.change is not None and can_write(own.change):
        return see_other(f"{advert_url(own.change.id)}/edit")
    if not can_write(own.advert) and not can_change(own.advert):
        return see_other(advert_url(advert_id))
    form = read_form(await _form_of(viewer, own.advert), **rules.typed_wish(own.advert))
    return _page(form, own.advert.wish.kind, own.advert)


@post(_EDIT_PATH, opt=SIGNED_IN, include_in_schema=False)
async def save_advert(
    advert_id: FromPath[UUID],
    request: PageRequest,
    viewer: NamedDependency[Viewer],
    gazetteer: NamedDependency[Gazetteer],
) -> Template | Redirect:
    """Write it anew."""
    advert = (await service.get_advert(advert_id, viewer)).advert
    kind, conflict = advert.wish.kind, ""
    form = read_form(await _form_of(viewer, advert), await request.form())
    if form.validate():
        wish, place = rules.read_wish(form, kind), form.place.data
        try:
            kept_id = await service.save_advert(
                advert_id, wish, place, form.expected_version, viewer, gazetteer
            )
        except InvalidError as error:
            add_problems(form, error, _FIELDS)
        except ConflictError as error:
            conflict = str(error)
            advert = (await service.get_advert(advert_id, viewer)).advert
            form.version.data = str(advert.version)
        else:
            return see_other(f"{advert_url(kept_id)}?done=kept")
    return _page(form, kind, advert, conflict=conflict)


async def _form_of(viewer: Viewer, advert: Advert | None = None) -> type[AdvertForm]:
    """The form, which asks who it is for where the viewer acts for somebody, or the advert is for another."""
    supported = await list_supported(viewer)
    is_for_another = advert is not None and advert.wish.acting_for is not None
    return advert_form(supported) if supported or is_for_another else AdvertForm


def _page(
    form: AdvertForm, kind: AdvertKind, advert: Advert | None = None, *, conflict: str = ""
) -> Template:
    return form_page(
        "people/wanted/write.html",
        form,
        status=HTTPStatus.CONFLICT if conflict else None,
        here=LIST_PATH,
        kind=kind.value,
        is_assistant=kind is AdvertKind.PERSONAL_ASSISTANT,
        advert=advert,
        asks_for_whom=type(form) is not AdvertForm or bool(form.acting_for.errors),
        is_shown=advert is not None and can_change(advert),
        conflict=conflict,
        groups=rules.groups(),
        url=f"{advert_url(advert.id)}/edit" if advert else _NEW_PATH,
        back=advert_url(advert.id) if advert else LIST_PATH,
    )


route_handlers = (show_new, start_advert, show_edit, save_advert)
