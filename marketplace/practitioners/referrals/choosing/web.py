"""The page on which providers are chosen for a draft, or added to a referral that is open."""

from collections.abc import Iterable
from http import HTTPStatus
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template
from msgspec import Struct

from marketplace.accounts.schemas import Viewer
from marketplace.kernel import clock
from marketplace.kernel.errors import ConflictError, InvalidError
from marketplace.kernel.forms import add_problems, page_number, read_form
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.pages import form_page, see_other
from marketplace.places.service import Gazetteer
from marketplace.practitioners.referrals.choosing import rules, service
from marketplace.practitioners.referrals.choosing.schemas import AddForm, AddWithConsentForm, ChoiceForm
from marketplace.practitioners.referrals.moving.web import show_detail
from marketplace.practitioners.referrals.rules import LIST_PATH, PATH, done_words, offer_tag, referral_url
from marketplace.practitioners.referrals.sending.rules import read_consent
from marketplace.practitioners.rules import HERE, PRACTITIONERS
from marketplace.referrals.checking.rules import MOST_PROVIDERS, reaches_more
from marketplace.referrals.schemas import Mode, OfferStatus, ReferralStatus, ReferralView
from marketplace.referrals.sending import service as sending
from marketplace.referrals.service import get_referral
from search.engine import SearchEngine

AnyForm = AddForm | AddWithConsentForm
_PROVIDERS_PATH = f"{PATH}/providers"
_AGAIN = frozenset({OfferStatus.TAKEN, OfferStatus.WITHDRAWN})


class _Search(Struct, frozen=True):
    """What finds listings."""

    gazetteer: Gazetteer
    engine: SearchEngine


@get(_PROVIDERS_PATH, opt=PRACTITIONERS, include_in_schema=False)
async def show_providers(
    referral_id: FromPath[UUID],
    request: PageRequest,
    viewer: NamedDependency[Viewer],
    gazetteer: NamedDependency[Gazetteer],
    engine: NamedDependency[SearchEngine],
) -> Template | Redirect:
    """Who could be asked: by the need, and from one's own list."""
    view = await get_referral(referral_id, viewer)
    form = _form_of(view)
    if form is None:
        return see_other(referral_url(referral_id))
    return await _page(view, form, viewer, _Search(gazetteer, engine), request)


@post(_PROVIDERS_PATH, opt=PRACTITIONERS, include_in_schema=False)
async def choose_providers(
    referral_id: FromPath[UUID],
    request: PageRequest,
    viewer: NamedDependency[Viewer],
    gazetteer: NamedDependency[Gazetteer],
    engine: NamedDependency[SearchEngine],
) -> Template | Redirect:
    """Keep who is chosen for a draft, and go on to consent, or look for more."""
    view = await get_referral(referral_id, viewer)
    sent = await request.form()
    form, chosen, conflict = read_form(ChoiceForm, sent), rules.chosen_ids(sent), ""
    if view.referral.status is not ReferralStatus.DRAFT:
        return await show_detail(referral_id, viewer, conflict=_("It has been sent already."))
    if form.validate():
        try:
            await sending.choose_providers(
                referral_id,
                chosen,
                Mode(form.mode.data),
                form.answer_within_days.data or 0,
                form.expected_version,
                viewer,
            )
        except InvalidError as error:
            add_problems(form, error)
        except ConflictError as error:
            now = await get_referral(referral_id, viewer)
            if now.referral.status is not view.referral.status:
                return await show_detail(referral_id, viewer, conflict=str(error))
            view, conflict = now, str(error)
        else:
            stays = sent.get("go") == "stay"
            part = "providers?done=kept" if stays else "consent"
            return see_other(referral_url(referral_id, part))
    search = _Search(gazetteer, engine)
    return await _page(view, form, viewer, search, request, chosen=chosen, conflict=conflict)


@post(f"{PATH}/add", opt=PRACTITIONERS, include_in_schema=False)
async def add_providers(
    referral_id: FromPath[UUID],
    request: PageRequest,
    viewer: NamedDependency[Viewer],
    gazetteer: NamedDependency[Gazetteer],
    engine: NamedDependency[SearchEngine],
) -> Template | Redirect:
    """Ask more providers, with a new consent where the first does not reach them."""
    view = await get_referral(referral_id, viewer)
    sent = await request.form()
    if view.referral.status is not ReferralStatus.OPEN:
        said = _("Nobody is asked at the moment, so nobody can be added.")
        return await show_detail(referral_id, viewer, conflict=said)
    form = read_form(AddWithConsentForm if _needs_consent(view) else AddForm, sent)
    chosen, conflict = rules.chosen_ids(sent), ""
    if form.validate():
        consent = read_consent(form) if isinstance(form, AddWithConsentForm) else None
        try:
            await sending.add_providers(referral_id, chosen, form.expected_version, viewer, consent=consent)
        except InvalidError as error:
            add_problems(form, error, {"agreed_again": "given_by"})
        except ConflictError as error:
            now = await get_referral(referral_id, viewer)
            if now.referral.status is not view.referral.status:
                return await show_detail(referral_id, viewer, conflict=str(error))
            view, conflict = now, str(error)
        else:
            return see_other(f"{referral_url(referral_id)}?done=added")
    search = _Search(gazetteer, engine)
    return await _page(view, form, viewer, search, request, chosen=chosen, conflict=conflict)


def _form_of(view: ReferralView) -> AnyForm | None:
    """The form that fits where a referral is; None when nobody can be chosen."""
    referral, version = view.referral, str(view.referral.version)
    if referral.status is ReferralStatus.DRAFT:
        return read_form(
            ChoiceForm,
            version=version,
            mode=referral.mode.value,
            answer_within_days=referral.answer_within_days,
        )
    if referral.status is not ReferralStatus.OPEN:
        return None
    if _needs_consent(view):
        return read_form(
            AddWithConsentForm,
            version=version,
            share_with=view.consents[0].share_with.value,
            first_name=referral.first_name,
            contact_way=referral.contact_way,
        )
    return read_form(AddForm, version=version)


def _needs_consent(view: ReferralView) -> bool:
    return bool(view.consents) and not reaches_more(view.consents[0], clock.today())


async def _page(
    view: ReferralView,
    form: AnyForm,
    viewer: Viewer,
    search: _Search,
    request: PageRequest,
    *,
    chosen: Iterable[UUID] | None = None,
    conflict: str = "",
) -> Template:
    form.version.data = str(view.referral.version)
    is_draft = view.referral.status is ReferralStatus.DRAFT
    number = page_number(request.query_params.get("page"))
    page = await service.list_providers(
        view,
        viewer,
        number,
        gazetteer=search.gazetteer,
        engine=search.engine,
        chosen=chosen if is_draft else None,
    )
    offers = {offer.listing_id: offer for offer in view.offers}
    return form_page(
        "practitioners/providers.html",
        form,
        status=HTTPStatus.CONFLICT if conflict else None,
        here=HERE,
        providers=page,
        referral=view.referral,
        is_draft=is_draft,
        ticked=frozenset(chosen or ()),
        again=frozenset(each for each, offer in offers.items() if offer.status in _AGAIN),
        tags={each: offer_tag(offer.status) for each, offer in offers.items()},
        needs_consent=_needs_consent(view),
        conflict=conflict,
        done=done_words(request.query_params.get("done", "")),
        most=MOST_PROVIDERS,
        list_path=LIST_PATH,
        url=referral_url(view.referral.id, "providers"),
    )


route_handlers = (show_providers, choose_providers, add_providers)
