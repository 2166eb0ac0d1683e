"""The pages of a provider's referrals: what its people were asked, one of it, and each answer."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from marketplace.accounts.schemas import Role, Viewer
from marketplace.kernel.errors import ConflictError, InvalidError
from marketplace.kernel.forms import VersionForm, add_problems, page_number, read_form
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import for_roles
from marketplace.kernel.web.pages import form_page, moment_words, plain_page, see_other
from marketplace.provider.referrals import rules
from marketplace.provider.referrals.rules import LIST_PATH, PATH, offer_url
from marketplace.provider.referrals.schemas import EndForm, NoForm
from marketplace.referrals.answering import service
from marketplace.referrals.answering.schemas import OfferView
from marketplace.referrals.schemas import Outcome, Reason

_MARK = for_roles(Role.PROVIDER)
_SayNo = Callable[[UUID, Reason, str, int, Viewer], Awaitable[None]]


@get(LIST_PATH, opt=_MARK, include_in_schema=False)
async def list_offers(request: PageRequest, viewer: NamedDependency[Viewer]) -> Template:
    """What the viewer's organisations were asked, those to be answered first."""
    wanted = rules.read_filter(dict(request.query_params))
    query = rules.filter_query(wanted)
    return plain_page(
        "provider/referrals.html",
        here=LIST_PATH,
        page=await service.list_offers(viewer, wanted, page_number(request.query_params.get("page"))),
        listings=await service.list_asked_listings(viewer),
        wanted=wanted,
        shown=rules.shown_of(wanted),
        parts=rules.parts(),
        tag_of=rules.tag_of,
        support=rules.support_words,
        moment=moment_words,
        done=rules.done_words(request.query_params.get("done", "")),
        list_path=LIST_PATH,
        url=f"{LIST_PATH}?{query}" if query else LIST_PATH,
    )


@get(PATH, opt=_MARK, include_in_schema=False)
async def show_offer(
    offer_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template:
    """One referral, as far as the provider may read it. Opening it is noted for the team."""
    view = await service.open_offer(offer_id, viewer)
    return _page(view, done=request.query_params.get("done", ""))


@post(f"{PATH}/accept", opt=_MARK, include_in_schema=False)
async def accept_offer(
    offer_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Take it on."""
    form = read_form(VersionForm, await request.form())
    try:
        await service.accept_offer(offer_id, form.expected_version, viewer)
    except ConflictError as error:
        return await _again(offer_id, viewer, conflict=str(error))
    return see_other(f"{offer_url(offer_id)}?done=accepted")


@post(f"{PATH}/decline", opt=_MARK, include_in_schema=False)
async def decline_offer(
    offer_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Say no."""
    return await _say_no(service.decline_offer, offer_id, request, viewer, "declined")


@post(f"{PATH}/give-back", opt=_MARK, include_in_schema=False)
async def give_back(
    offer_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Say that it does not work after all."""
    return await _say_no(service.give_back, offer_id, request, viewer, "given-back")


@post(f"{PATH}/start", opt=_MARK, include_in_schema=False)
async def say_started(
    offer_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Note that the support has begun."""
    form = read_form(VersionForm, await request.form())
    try:
        await service.say_started(offer_id, form.expected_version, viewer)
    except ConflictError as error:
        return await _again(offer_id, viewer, conflict=str(error))
    return see_other(f"{offer_url(offer_id)}?done=started")


@post(f"{PATH}/end", opt=_MARK, include_in_schema=False)
async def say_ended(
    offer_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Note that the support is over, and how it ended."""
    form = read_form(EndForm, await request.form())
    if not form.validate():
        return await _again(offer_id, viewer, ending=form)
    try:
        await service.say_ended(offer_id, Outcome(form.outcome.data), form.expected_version, viewer)
    except ConflictError as error:
        return await _again(offer_id, viewer, ending=form, conflict=str(error))
    return see_other(f"{offer_url(offer_id)}?done=ended")


async def _say_no(
    act: _SayNo, offer_id: UUID, request: PageRequest, viewer: Viewer, code: str
) -> Template | Redirect:
    form = read_form(NoForm, await request.form())
    if not form.validate():
        return await _again(offer_id, viewer, refusing=form)
    try:
        await act(offer_id, Reason(form.reason.data), form.words.data, form.expected_version, viewer)
    except InvalidError as error:
        add_problems(form, error)
        return await _again(offer_id, viewer, refusing=form)
    except ConflictError as error:
        return await _again(offer_id, viewer, refusing=form, conflict=str(error))
    return see_other(f"{LIST_PATH}?done={code}")


async def _again(
    offer_id: UUID,
    viewer: Viewer,
    *,
    conflict: str = "",
    refusing: NoForm | None = None,
    ending: EndForm | None = None,
) -> Template:
    """The page as it is now with what was typed: 409 when somebody was quicker, 422 to mend something."""
    view = await service.get_offer(offer_id, viewer)
    is_over = (refusing and not rules.may_refuse(view)) or (ending and not view.has_started)
    if is_over and not conflict:
        conflict = _("Something changed while you were at it. Look at it as it is now.")
    typed = str(refusing.words.data) if refusing and is_over else ""
    return _page(
        view,
        conflict=conflict,
        typed=typed,
        refusing=None if is_over else refusing,
        ending=None if is_over else ending,
    )


def _page(
    view: OfferView,
    *,
    done: str = "",
    conflict: str = "",
    typed: str = "",
    refusing: NoForm | None = None,
    ending: EndForm | None = None,
) -> Template:
    form = refusing or ending
    refusing, ending = refusing or read_form(NoForm), ending or read_form(EndForm)
    refusing.version.data = ending.version.data = str(view.version)
    return form_page(
        "provider/referral.html",
        form or refusing,
        status=HTTPStatus.CONFLICT if conflict else None,
        here=LIST_PATH,
        view=view,
        refusing=refusing,
        ending=ending,
        may_refuse=rules.may_refuse(view),
        tag_words=rules.tag_of(view),
        heading=rules.heading(view),
        over=rules.over_words(view),
        needs=rules.need_rows(view) if view.is_open or view.is_own else [],
        person=rules.person_rows(view) if view.is_own else [],
        past=rules.past_rows(view, moment_words(view.sent_at)),
        conflict=conflict,
        typed=typed,
        done=rules.done_words(done),
        moment=moment_words,
        list_path=LIST_PATH,
        url=offer_url(view.id),
    )


route_handlers = (
    list_offers,
    show_offer,
    accept_offer,
    decline_offer,
    give_back,
    say_started,
    say_ended,
)
