"""The page on which an administrator says who helps with direct payments."""

from http import HTTPStatus

import msgspec
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from marketplace.accounts.schemas import Role, Viewer
from marketplace.administration.council.schemas import SupportForm
from marketplace.administration.rules import check_administers
from marketplace.councils import service as councils
from marketplace.councils.schemas import NATIONAL
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError
from marketplace.kernel.forms import add_problems, read_form
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import for_roles
from marketplace.kernel.web.pages import form_page, see_other
from marketplace.places import service as places
from marketplace.places.schemas import DirectPaymentSupport

PATH = "/administration/council/{council_code:str}/support"
ADMINISTRATOR = for_roles(Role.ADMINISTRATOR)


@get(PATH, opt=ADMINISTRATOR, include_in_schema=False)
async def show_support(council_code: FromPath[str], viewer: NamedDependency[Viewer]) -> Template:
    """The form, with what is on record."""
    support = await _find(council_code, viewer)
    values = {} if support.is_national_default else msgspec.structs.asdict(support)
    return _page(
        council_code, read_form(SupportForm, None, **values, version=councils.support_version(support))
    )


@post(PATH, opt=ADMINISTRATOR, include_in_schema=False)
async def set_support(
    council_code: FromPath[str], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Put it on record."""
    await _find(council_code, viewer)
    form = read_form(SupportForm, await request.form())
    if not form.validate():
        return _page(council_code, form)
    support = DirectPaymentSupport(
        name=form.name.data,
        description=form.description.data or "",
        phone=form.phone.data or None,
        url=form.url.data or None,
        source=form.source.data,
        as_of=form.as_of.data,
    )
    try:
        await councils.set_support(council_code, support, form.version.data or "", actor=viewer.actor)
    except InvalidError as error:
        add_problems(form, error)
    except ConflictError as error:
        form.version.data = councils.support_version(await places.find_support(council_code))
        return _page(council_code, form, conflict=str(error))
    else:
        return see_other(f"/administration/council/{council_code}?done=kept")
    return _page(council_code, form)


async def _find(council_code: str, viewer: Viewer) -> DirectPaymentSupport:
    """What is on record. NotFoundError for another's council, and for the national team: it has no area."""
    check_administers(viewer, council_code)
    if council_code == NATIONAL:
        raise NotFoundError(_("This page is not here."))
    return await places.find_support(council_code)


def _page(council_code: str, form: SupportForm, *, conflict: str = "") -> Template:
    return form_page(
        "administration/support.html",
        form,
        status=HTTPStatus.CONFLICT if conflict else None,
        here="/administration",
        path=f"/administration/council/{council_code}",
        council=councils.council_name(council_code),
        conflict=conflict,
    )


route_handlers = (show_support, set_support)
