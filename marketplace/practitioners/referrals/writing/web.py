"""The pages on which a need is written, changed and thrown away."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from marketplace.accounts.schemas import Role, Viewer
from marketplace.councils.service import council_name
from marketplace.kernel.errors import ConflictError, InvalidError
from marketplace.kernel.forms import FormData, VersionForm, add_problems, read_form
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.pages import form_page, see_other
from marketplace.places.service import Gazetteer
from marketplace.practitioners.referrals.rules import LIST_PATH, PATH, referral_url
from marketplace.practitioners.referrals.writing import rules
from marketplace.practitioners.referrals.writing.schemas import NeedForm
from marketplace.practitioners.rules import HERE, PRACTITIONERS
from marketplace.referrals import service
from marketplace.referrals.schemas import Referral, ReferralStatus
from marketplace.referrals.teams.service import list_own_teams

_NEED_PATH = f"{PATH}/need"


@get(f"{LIST_PATH}/new", opt=PRACTITIONERS, include_in_schema=False)
async def show_new(viewer: NamedDependency[Viewer]) -> Template:
    """The form of a new referral."""
    return _page(await _form(viewer, None, council=viewer.councils(Role.PRACTITIONER)[0]))


@post(f"{LIST_PATH}/new", opt=PRACTITIONERS, include_in_schema=False)
async def start_referral(
    request: PageRequest, viewer: NamedDependency[Viewer], gazetteer: NamedDependency[Gazetteer]
) -> Template | Redirect:
    """Begin a referral, and go on to the providers."""
    form = await _form(viewer, await request.form())
    if form.validate():
        try:
            referral_id = await service.start_referral(rules.read_need(form), viewer, gazetteer)
        except InvalidError as error:
            add_problems(form, error)
        else:
            return see_other(referral_url(referral_id, "providers"))
    return _page(form)


@get(_NEED_PATH, opt=PRACTITIONERS, include_in_schema=False)
async def show_need(referral_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Template | Redirect:
    """The form of a draft."""
    referral = (await service.get_referral(referral_id, viewer)).referral
    if referral.status is not ReferralStatus.DRAFT:
        return see_other(referral_url(referral_id))
    return _page(await _form(viewer, None, **rules.typed_need(referral)), referral)


@post(_NEED_PATH, opt=PRACTITIONERS, include_in_schema=False)
async def change_need(
    referral_id: FromPath[UUID],
    request: PageRequest,
    viewer: NamedDependency[Viewer],
    gazetteer: NamedDependency[Gazetteer],
) -> Template | Redirect:
    """Write a draft anew."""
    referral = (await service.get_referral(referral_id, viewer)).referral
    form = await _form(viewer, await request.form())
    conflict = ""
    if form.validate():
        try:
            await service.change_referral(
                referral_id, rules.read_need(form), form.expected_version, viewer, gazetteer
            )
        except InvalidError as error:
            add_problems(form, error)
        except ConflictError as error:
            conflict = str(error)
            form.version.data = str(referral.version)
        else:
            return see_other(referral_url(referral_id, "providers"))
    return _page(form, referral, conflict=conflict)


@post(f"{PATH}/discard", opt=PRACTITIONERS, include_in_schema=False)
async def discard_draft(
    referral_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Delete what was never sent."""
    form = read_form(VersionForm, await request.form())
    try:
        await service.discard_draft(referral_id, form.expected_version, viewer)
    except ConflictError as error:
        referral = (await service.get_referral(referral_id, viewer)).referral
        again = await _form(viewer, None, **rules.typed_need(referral))
        return _page(again, referral, conflict=str(error))
    return see_other(f"{LIST_PATH}?done=discarded")


async def _form(viewer: Viewer, sent: FormData | None, **typed: Any) -> NeedForm:
    """The form with the councils and teams that the viewer may choose."""
    form = read_form(NeedForm, sent, **typed)
    form.council.choices = [(code, council_name(code)) for code in viewer.councils(Role.PRACTITIONER)]
    own = await list_own_teams(viewer)
    form.team.choices = [("", _("Only you")), *((str(team.id), team.name) for team in own)]
    return form


def _page(form: NeedForm, referral: Referral | None = None, *, conflict: str = "") -> Template:
    return form_page(
        "practitioners/need.html",
        form,
        status=HTTPStatus.CONFLICT if conflict else None,
        here=HERE,
        referral=referral,
        conflict=conflict,
        list_path=LIST_PATH,
        groups=rules.groups(),
    )


route_handlers = (show_new, start_referral, show_need, change_need, discard_draft)
