"""What people nearby look for: the list, one advert, and answering it."""

from http import HTTPStatus
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template
from wtforms import TextAreaField

from marketplace.accounts.limits.rules import too_many_words
from marketplace.accounts.schemas import Role, Viewer
from marketplace.councils.service import council_name
from marketplace.finder.words.rules import day_of_year
from marketplace.kernel import clock
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError, TooManyError
from marketplace.kernel.form_fields import ChoiceField
from marketplace.kernel.forms import (
    AtMost,
    Form,
    Needed,
    add_problem,
    add_problems,
    lazy,
    page_number,
    read_form,
)
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import for_roles
from marketplace.kernel.web.pages import form_page, plain_page, see_other
from marketplace.wanted import service
from marketplace.wanted.alerts.service import note_seen
from marketplace.wanted.matching.service import find_reasons, list_adverts_for
from marketplace.wanted.rules import report_words
from marketplace.wanted.saying.rules import near_words, title_of, wish_rows
from marketplace.wanted.schemas import ReportReason, ShownAdvert

LIST_PATH = "/provider/wanted"
PATH = f"{LIST_PATH}/{{advert_id:uuid}}"
_MARK = for_roles(Role.PROVIDER)
_MOST_CHARACTERS = 4_000


class AnswerForm(Form):
    """What a provider writes to whose advert it is."""

    words = TextAreaField(
        lazy(lambda: _("Your message")),
        [Needed(lambda: _("Write a message.")), AtMost(_MOST_CHARACTERS)],
    )


class ReportForm(Form):
    """What is wrong with an advert."""

    reason = ChoiceField(
        lazy(lambda: _("What is wrong with it?")),
        lambda: _("Choose what is wrong with it."),
        choices=lambda: [(reason.value, report_words(reason)) for reason in ReportReason],
    )


@get(LIST_PATH, opt=_MARK, include_in_schema=False)
async def list_adverts(request: PageRequest, viewer: NamedDependency[Viewer]) -> Template:
    """Adverts near the viewer's listings, the newest first, with why they suit; or only those that suit."""
    number = page_number(request.query_params.get("page"))
    await note_seen(viewer)
    if request.query_params.get("show") == "suit":
        suiting = await list_adverts_for(viewer, number)
        return plain_page(
            "provider/wanted_suiting.html",
            here=LIST_PATH,
            page=suiting,
            may_see=suiting.total > 0 or bool(await service.list_seers(viewer)),
            url=f"{LIST_PATH}?show=suit",
            list_path=LIST_PATH,
        )
    page = await service.list_shown(viewer, number)
    return plain_page(
        "provider/wanted.html",
        here=LIST_PATH,
        page=page,
        may_see=page.total > 0 or bool(await service.list_seers(viewer)),
        reasons=await find_reasons([shown.id for shown in page.items], viewer) if page.items else {},
        title_of=title_of,
        where=_where,
        done=_("Thank you. A steward looks at it.") if request.query_params.get("done") == "reported" else "",
        url=LIST_PATH,
    )


@get(PATH, opt=_MARK, include_in_schema=False)
async def show_advert(advert_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Template:
    """One advert, with a form to answer it."""
    return await _page(await service.get_shown(advert_id, viewer), read_form(AnswerForm), viewer)


@post(f"{PATH}/answer", opt=_MARK, include_in_schema=False)
async def answer_advert(
    advert_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Write to whose advert it is, and go on to the conversation; where it is over, nothing typed is lost."""
    form = read_form(AnswerForm, await request.form())
    try:
        return await _answer(advert_id, form, viewer)
    except NotFoundError as error:
        if not form.words.data:
            raise
        return plain_page(
            "provider/wanted_gone.html",
            status=HTTPStatus.NOT_FOUND,
            here=LIST_PATH,
            refused=str(error),
            typed=form.words.data,
            list_path=LIST_PATH,
        )


async def _answer(advert_id: UUID, form: AnswerForm, viewer: Viewer) -> Template | Redirect:
    refused, status = "", None
    if form.validate():
        try:
            conversation_id = await service.answer(advert_id, form.words.data, viewer)
        except InvalidError as error:
            add_problems(form, error)
        except ConflictError as error:
            refused, status = str(error), HTTPStatus.CONFLICT
        except TooManyError as error:
            refused, status = too_many_words(error.retry_after_seconds), HTTPStatus.TOO_MANY_REQUESTS
        else:
            return see_other(f"/provider/messages/{conversation_id}")
    shown = await service.get_shown(advert_id, viewer)
    return await _page(shown, form, viewer, refused=refused, status=status)


@get(f"{PATH}/report", opt=_MARK, include_in_schema=False)
async def show_report(advert_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Template:
    """Ask what is wrong with an advert."""
    return _report_page(await service.get_shown(advert_id, viewer), read_form(ReportForm))


@post(f"{PATH}/report", opt=_MARK, include_in_schema=False)
async def report_advert(
    advert_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Tell the stewards that something is wrong with an advert."""
    shown = await service.get_shown(advert_id, viewer)
    form = read_form(ReportForm, await request.form())
    if not form.validate():
        return _report_page(shown, form)
    try:
        await service.report(advert_id, ReportReason(form.reason.data), viewer)
    except TooManyError as error:
        add_problem(form, "reason", too_many_words(error.retry_after_seconds))
        return _report_page(shown, form, status=HTTPStatus.TOO_MANY_REQUESTS)
    return see_other(f"{LIST_PATH}?done=reported")


def _report_page(shown: ShownAdvert, form: ReportForm, *, status: HTTPStatus | None = None) -> Template:
    return form_page(
        "provider/wanted_report.html",
        form,
        status=status,
        here=LIST_PATH,
        title=title_of(shown.wish.kind, shown.wish.support_types),
        url=f"{LIST_PATH}/{shown.id}",
    )


async def _page(
    shown: ShownAdvert,
    form: AnswerForm,
    viewer: Viewer,
    *,
    refused: str = "",
    status: HTTPStatus | None = None,
) -> Template:
    match = (await find_reasons([shown.id], viewer)).get(shown.id)
    return form_page(
        "provider/wanted_advert.html",
        form,
        status=status,
        here=LIST_PATH,
        shown=shown,
        title=title_of(shown.wish.kind, shown.wish.support_types),
        rows=[(_("Where"), _where(shown)), *wish_rows(shown.wish)],
        why=match.why if match else "",
        until=day_of_year(shown.expires_at.astimezone(clock.LONDON).date()),
        refused=refused,
        url=f"{LIST_PATH}/{shown.id}",
        list_path=LIST_PATH,
    )


def _where(shown: ShownAdvert) -> str:
    return near_words(shown.outcode, council_name(shown.council_code), shown.distance_miles)


route_handlers = (list_adverts, show_advert, answer_advert, show_report, report_advert)
