"""The first page: what kind of support, and whose."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.response import Template
from wtforms import StringField

from marketplace.accounts.schemas import Viewer
from marketplace.kernel.errors import ConflictError, InvalidError
from marketplace.kernel.form_fields import ChoiceField
from marketplace.kernel.forms import AtMost, Form, add_problem, add_problems, lazy, read_form
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import SIGNED_IN
from marketplace.kernel.web.pages import see_other
from marketplace.listings.editing import service as editing
from marketplace.listings.editing.schemas import Step
from marketplace.listings.organizations import service as organizations
from marketplace.listings.organizations.schemas import Membership
from marketplace.listings.schemas import ListingKind
from marketplace.provider.steps.rules import step_url
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy

NEW = "new"
_LONGEST_NAME = 120


class StartForm(Form):
    """Kind and name; with several organisations, which."""

    organization = ChoiceField(
        lazy(lambda: _("Whose listing is it?")), lambda: _("Choose whose listing it is"), may_be_empty=True
    )
    kind = ChoiceField(
        lazy(lambda: _("What kind of support is it?")),
        lambda: _("Choose the kind of support that is nearest"),
        choices=lambda: [(term.code, term.label) for term in taxonomies.terms(Taxonomy.KIND)],
    )
    organization_name = StringField(lazy(lambda: _("Name")), [AtMost(_LONGEST_NAME)])


@get("/provider/start", opt=SIGNED_IN, include_in_schema=False)
async def show_start(viewer: NamedDependency[Viewer]) -> Template:
    """The first page, empty."""
    own = await organizations.list_organizations_of(organizations.account_of(viewer))
    return _page(_form(own, None), own)


@post("/provider/start", opt=SIGNED_IN, include_in_schema=False, status_code=HTTPStatus.OK)
async def start(request: PageRequest, viewer: NamedDependency[Viewer]) -> Response[Any]:
    """Make the organisation where it is new, begin the listing, and go on to the next page.

    409: very many are begun and not finished.
    """
    own = await organizations.list_organizations_of(organizations.account_of(viewer))
    form = _form(own, await request.form())
    is_valid = form.validate()
    chosen = _chosen(own, str(form.organization.data or ""))
    if chosen is None and not form.organization_name.data and not form.organization_name.errors:
        add_problem(form, "organization_name", _("Write the name that people know you by"))
        is_valid = False
    if not is_valid:
        return _page(form, own, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        request_id = await _begin(form, chosen, viewer)
    except InvalidError as error:
        add_problems(form, error)
        return _page(form, own, HTTPStatus.UNPROCESSABLE_ENTITY)
    except ConflictError as error:
        return _page(form, own, HTTPStatus.CONFLICT, conflict=str(error))
    return see_other(step_url(request_id, Step.OFFER))


async def _begin(form: StartForm, chosen: UUID | None, viewer: Viewer) -> UUID:
    name = str(form.organization_name.data or "")
    organization_id = chosen or await organizations.create_organization(name, viewer)
    request_id = await editing.start_listing(organization_id, ListingKind(form.kind.data), viewer)
    await editing.save_answers(request_id, Step.WHO, {"kind": form.kind.data}, 1, viewer)
    return request_id


def _form(own: tuple[Membership, ...], data: Any) -> StartForm:
    form = read_form(StartForm, data)
    names = [(str(each.organization.id), each.organization.name) for each in own]
    form.organization.choices = [*names, (NEW, _("Another, with a name of its own"))]
    return form


def _chosen(own: tuple[Membership, ...], text: str) -> UUID | None:
    """The organisation that was chosen, of those that are the viewer's; None for a new one."""
    if not text and len(own) == 1:
        return own[0].organization.id
    return next((each.organization.id for each in own if str(each.organization.id) == text), None)


def _page(
    form: StartForm, own: tuple[Membership, ...], status: int = HTTPStatus.OK, *, conflict: str = ""
) -> Template:
    hints = {term.code: term.description for term in taxonomies.terms(Taxonomy.KIND)}
    context = {"form": form, "own": own, "kind_hints": hints, "conflict": conflict, "here": "/provider"}
    return Template("provider/start.html", context=context, status_code=status)


route_handlers = (show_start, start)
