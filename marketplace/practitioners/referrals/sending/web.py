"""The page of the consent, from which a referral is sent, and that of a consent that is recorded anew."""

from http import HTTPStatus
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from marketplace.accounts.schemas import Viewer
from marketplace.kernel.errors import ConflictError, InvalidError
from marketplace.kernel.forms import add_problems, read_form
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.pages import form_page, see_other
from marketplace.practitioners.referrals.moving.web import show_detail
from marketplace.practitioners.referrals.rules import LIST_PATH, PATH, need_rows, referral_url
from marketplace.practitioners.referrals.sending.rules import read_consent, waiting
from marketplace.practitioners.referrals.sending.schemas import ConsentForm
from marketplace.practitioners.rules import HERE, PRACTITIONERS
from marketplace.referrals.rules import mode_words
from marketplace.referrals.schemas import ReferralStatus, ReferralView
from marketplace.referrals.sending import service as sending
from marketplace.referrals.service import get_referral

_CONSENT_PATH = f"{PATH}/consent"
_AGAIN_PATH = f"{PATH}/consent-again"


@get(_CONSENT_PATH, opt=PRACTITIONERS, include_in_schema=False)
async def show_consent(referral_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Template | Redirect:
    """What will be sent to whom, and the questions about consent."""
    view = await get_referral(referral_id, viewer)
    if view.referral.status is not ReferralStatus.DRAFT:
        return see_other(referral_url(referral_id))
    if not view.offers:
        return see_other(referral_url(referral_id, "providers"))
    return _page(view, read_form(ConsentForm, version=str(view.referral.version)))


@post(_CONSENT_PATH, opt=PRACTITIONERS, include_in_schema=False)
async def send_referral(
    referral_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Record what was agreed, and ask."""
    form, conflict = read_form(ConsentForm, await request.form()), ""
    if form.validate():
        try:
            await sending.send_referral(referral_id, read_consent(form), form.expected_version, viewer)
        except InvalidError as error:
            add_problems(form, error)
        except ConflictError as error:
            conflict = str(error)
        else:
            return see_other(f"{referral_url(referral_id)}?done=sent")
    view = await get_referral(referral_id, viewer)
    if view.referral.status is not ReferralStatus.DRAFT:
        return await show_detail(referral_id, viewer, conflict=conflict or _("It has been sent already."))
    return _page(view, form, conflict=conflict)


@get(_AGAIN_PATH, opt=PRACTITIONERS, include_in_schema=False)
async def show_consent_again(
    referral_id: FromPath[UUID], viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Who waits with a consent that is too old, and the questions about a new one."""
    view = await get_referral(referral_id, viewer)
    if not waiting(view):
        return see_other(referral_url(referral_id))
    form = read_form(
        ConsentForm,
        share_with=view.consents[0].share_with.value,
        first_name=view.referral.first_name,
        contact_way=view.referral.contact_way,
    )
    return _page(view, form)


@post(_AGAIN_PATH, opt=PRACTITIONERS, include_in_schema=False)
async def agree_again(
    referral_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Record that they still agree, and go on."""
    form, conflict = read_form(ConsentForm, await request.form()), ""
    if form.validate():
        try:
            await sending.agree_again(referral_id, read_consent(form), form.expected_version, viewer)
        except InvalidError as error:
            add_problems(form, error)
        except ConflictError as error:
            conflict = str(error)
        else:
            return see_other(f"{referral_url(referral_id)}?done=agreed-again")
    view = await get_referral(referral_id, viewer)
    if not waiting(view):
        said = conflict or _("Nobody waits to be asked any more.")
        return await show_detail(referral_id, viewer, conflict=said)
    return _page(view, form, conflict=conflict)


def _page(view: ReferralView, form: ConsentForm, *, conflict: str = "") -> Template:
    is_again = view.referral.status is not ReferralStatus.DRAFT
    form.version.data = str(view.referral.version)
    return form_page(
        "practitioners/consent.html",
        form,
        status=HTTPStatus.CONFLICT if conflict else None,
        here=HERE,
        offers=waiting(view) if is_again else view.offers,
        is_again=is_again,
        referral=view.referral,
        rows=need_rows(view.referral),
        mode=mode_words(view.referral.mode),
        conflict=conflict,
        list_path=LIST_PATH,
    )


route_handlers = (show_consent, send_referral, show_consent_again, agree_again)
