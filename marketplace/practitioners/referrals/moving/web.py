"""The page of one referral, and every button on it."""

from collections.abc import Awaitable
from datetime import date, datetime
from http import HTTPStatus
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from marketplace.accounts.schemas import Viewer
from marketplace.kernel.clock import LONDON
from marketplace.kernel.errors import ConflictError, NotFoundError
from marketplace.kernel.forms import VersionForm, read_form
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.pages import form_page, moment_words, plain_page, see_other
from marketplace.practitioners.referrals import rules
from marketplace.practitioners.referrals.moving.schemas import EndForm, OfferForm, TeamForm
from marketplace.practitioners.referrals.rules import LIST_PATH, PATH, referral_url
from marketplace.practitioners.rules import HERE, PRACTITIONERS, day_words
from marketplace.referrals import service
from marketplace.referrals.moving.rules import OUTCOMES
from marketplace.referrals.rules import mode_words, outcome_words, reason_words
from marketplace.referrals.schemas import ASKED, OfferStatus, Outcome, ReferralStatus, ReferralView
from marketplace.referrals.sending import service as sending
from marketplace.referrals.teams.service import list_own_teams


@get(PATH, opt=PRACTITIONERS, include_in_schema=False)
async def show_referral(
    referral_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template:
    """One referral, with what can be done now."""
    return await show_detail(referral_id, viewer, done=request.query_params.get("done", ""))


@post(f"{PATH}/next", opt=PRACTITIONERS, include_in_schema=False)
async def ask_next(
    referral_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Ask the next provider now."""
    version = await _version(request)
    return await _do(sending.ask_next(referral_id, version, viewer), referral_id, viewer, "next")


@post(f"{PATH}/stop", opt=PRACTITIONERS, include_in_schema=False)
async def stop_asking(
    referral_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Ask one provider no longer."""
    form = read_form(OfferForm, await request.form())
    try:
        offer_id = UUID(form.offer.data)
    except ValueError as error:
        raise NotFoundError(_("This provider is not here.")) from error
    work = sending.stop_asking(referral_id, offer_id, form.expected_version, viewer)
    return await _do(work, referral_id, viewer, "stopped")


@post(f"{PATH}/start", opt=PRACTITIONERS, include_in_schema=False)
async def start_support(
    referral_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Note that it has begun."""
    version = await _version(request)
    return await _do(service.start_support(referral_id, version, viewer), referral_id, viewer, "started")


@post(f"{PATH}/take-back", opt=PRACTITIONERS, include_in_schema=False)
async def take_provider_back(
    referral_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Take it back from the provider who said yes."""
    work = service.take_provider_back(referral_id, await _version(request), viewer)
    return await _do(work, referral_id, viewer, "taken-back")


@post(f"{PATH}/end", opt=PRACTITIONERS, include_in_schema=False)
async def end_support(
    referral_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Note what came of it."""
    view = await service.get_referral(referral_id, viewer)
    form = _end_form(view, read_form(EndForm, await request.form()))
    if not form.validate():
        stale = form.expected_version != view.referral.version
        said = _("Somebody was quicker. Look at it as it is now.") if stale else ""
        return await show_detail(referral_id, viewer, ending=form, conflict=said)
    work = service.end_support(referral_id, Outcome(form.outcome.data), form.expected_version, viewer)
    return await _do(work, referral_id, viewer, "ended")


@post(f"{PATH}/hand-over", opt=PRACTITIONERS, include_in_schema=False)
async def hand_over(
    referral_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Let a team see it."""
    council_code = (await service.get_referral(referral_id, viewer)).referral.council_code
    form = await _team_form(viewer, council_code, read_form(TeamForm, await request.form()))
    if not form.validate():
        return await show_detail(referral_id, viewer, handing=form)
    work = service.hand_over(referral_id, UUID(form.team.data), form.expected_version, viewer)
    return await _do(work, referral_id, viewer, "handed-over")


@get(f"{PATH}/withdraw", opt=PRACTITIONERS, include_in_schema=False)
async def show_withdrawal(
    referral_id: FromPath[UUID], viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """What withdrawing consent does, and the button."""
    view = await service.get_referral(referral_id, viewer)
    if view.referral.consent_withdrawn_at is not None:
        return see_other(referral_url(referral_id))
    return plain_page("practitioners/withdraw.html", here=HERE, view=view, list_path=LIST_PATH)


@post(f"{PATH}/withdraw", opt=PRACTITIONERS, include_in_schema=False)
async def withdraw_consent(
    referral_id: FromPath[UUID], viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """The person no longer agrees."""
    view = await service.get_referral(referral_id, viewer)
    try:
        await service.withdraw_consent(referral_id, viewer)
    except ConflictError as error:
        return await show_detail(referral_id, viewer, conflict=str(error))
    if view.referral.status is ReferralStatus.DRAFT:
        return see_other(f"{LIST_PATH}?done=discarded")
    return see_other(f"{referral_url(referral_id)}?done=withdrawn")


async def show_detail(
    referral_id: UUID,
    viewer: Viewer,
    *,
    done: str = "",
    conflict: str = "",
    ending: EndForm | None = None,
    handing: TeamForm | None = None,
) -> Template:
    """The page of a referral: 409 when somebody was quicker, 422 when there is something to mend."""
    view = await service.get_referral(referral_id, viewer)
    referral = view.referral
    ending = _end_form(view, ending or read_form(EndForm))
    handing = await _team_form(viewer, referral.council_code, handing or read_form(TeamForm))
    for form in (ending, handing):
        form.version.data = str(referral.version)
    statuses = {offer.status for offer in view.offers}
    return form_page(
        "practitioners/referral.html",
        handing if handing.problems else ending,
        status=HTTPStatus.CONFLICT if conflict else None,
        here=HERE,
        view=view,
        referral=referral,
        ending=ending,
        handing=handing,
        rows=rules.need_rows(referral),
        shared=rules.shared_rows(referral),
        consents=[rules.consent_rows(consent, view, _day_of) for consent in view.consents],
        tag_words=rules.status_tag(referral.status, is_asked=bool(statuses & ASKED)),
        offer_tag=rules.offer_tag,
        reason=reason_words,
        outcome=outcome_words,
        mode=mode_words(referral.mode),
        is_asked=bool(statuses & ASKED),
        has_more=OfferStatus.WAITING in statuses and not view.lapsed,
        asked=ASKED,
        done=rules.done_words(done),
        conflict=conflict,
        moment=moment_words,
        day=day_words,
        list_path=LIST_PATH,
    )


def _day_of(moment: datetime) -> date:
    """The day of a moment in the United Kingdom."""
    return moment.astimezone(LONDON).date()


async def _do(work: Awaitable[None], referral_id: UUID, viewer: Viewer, code: str) -> Template | Redirect:
    """Do it and go on; when somebody was quicker, show the referral as it is now."""
    try:
        await work
    except ConflictError as error:
        return await show_detail(referral_id, viewer, conflict=str(error))
    return see_other(f"{referral_url(referral_id)}?done={code}")


async def _version(request: PageRequest) -> int:
    return read_form(VersionForm, await request.form()).expected_version


def _end_form(view: ReferralView, form: EndForm) -> EndForm:
    outcomes = OUTCOMES.get(view.referral.status, ())
    form.outcome.choices = [(outcome.value, outcome_words(outcome)) for outcome in outcomes]
    return form


async def _team_form(viewer: Viewer, council_code: str, form: TeamForm) -> TeamForm:
    own = await list_own_teams(viewer)
    form.team.choices = [(str(team.id), team.name) for team in own if team.council_code == council_code]
    return form


route_handlers = (
    show_referral,
    ask_next,
    stop_asking,
    start_support,
    take_provider_back,
    end_support,
    hand_over,
    show_withdrawal,
    withdraw_consent,
)
