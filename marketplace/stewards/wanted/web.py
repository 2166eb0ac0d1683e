"""The list of adverts that wait, the page of one, and the decision."""

from http import HTTPStatus
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template
from wtforms import TextAreaField

from marketplace.accounts.schemas import Viewer
from marketplace.councils.service import council_name
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError
from marketplace.kernel.form_fields import ChoiceField
from marketplace.kernel.forms import AtMost, VersionForm, add_problems, lazy, page_number, read_form
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.pages import form_page, moment_words, plain_page, see_other
from marketplace.stewards.rules import HERE, STEWARDS, done_words
from marketplace.stewards.wanted import rules
from marketplace.wanted import service
from marketplace.wanted.checking.rules import MOST_CHARACTERS
from marketplace.wanted.rules import reject_words, report_words
from marketplace.wanted.saying.rules import title_of
from marketplace.wanted.schemas import AdvertCheck, AdvertStatus, RejectReason
from marketplace.wanted.writing.rules import risk_labels

LIST_PATH = "/stewards/wanted"
PATH = f"{LIST_PATH}/{{advert_id:uuid}}"


class AdvertDecisionForm(VersionForm):
    """Approve, ask for changes, or reject."""

    decision = ChoiceField(
        lazy(lambda: _("Can providers see this?")),
        lambda: _("Choose what is to happen."),
        choices=lambda: [
            ("approve", _("Yes, show it")),
            ("return", _("Not yet: ask for changes")),
            ("reject", _("No, for good")),
        ],
    )
    reason = ChoiceField(
        lazy(lambda: _("Why not?")),
        lambda: _("Choose from the list."),
        may_be_empty=True,
        choices=lambda: [
            ("", _("Choose when you say no")),
            *((reason.value, reject_words(reason)) for reason in RejectReason),
        ],
    )
    note = TextAreaField(lazy(lambda: _("Words for them")), [AtMost(MOST_CHARACTERS)])


@get(LIST_PATH, opt=STEWARDS, include_in_schema=False)
async def show_adverts(request: PageRequest, viewer: NamedDependency[Viewer]) -> Template:
    """Adverts that wait, the oldest first; or those that are shown, the newest first."""
    number, is_shown = (
        page_number(request.query_params.get("page")),
        request.query_params.get("show") == "shown",
    )
    page = await (service.list_published if is_shown else service.list_queue)(viewer, number)
    return plain_page(
        "stewards/adverts.html",
        here=HERE,
        part="wanted",
        page=page,
        title_of=title_of,
        risks=risk_labels(),
        moment=moment_words,
        done=done_words(request.query_params.get("done", "")),
        is_shown=is_shown,
        report_words=report_words,
        list_path=LIST_PATH,
        url=f"{LIST_PATH}?show=shown" if is_shown else LIST_PATH,
    )


@get(PATH, opt=STEWARDS, include_in_schema=False)
async def show_advert(advert_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Template:
    """One advert, and of a change what differs."""
    check = await service.get_check(advert_id, viewer)
    return _page(check, read_form(AdvertDecisionForm, version=str(check.advert.version)))


@post(PATH, opt=STEWARDS, include_in_schema=False)
async def decide_advert(
    advert_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Show it, give it back, or say no."""
    form = read_form(AdvertDecisionForm, await request.form())
    conflict = ""
    if form.validate():
        try:
            await _decide(advert_id, form, viewer)
        except InvalidError as error:
            add_problems(form, error)
        except ConflictError as error:
            conflict = str(error)
        else:
            return see_other(f"{LIST_PATH}?done=advert-{form.decision.data}")
    try:
        check = await service.get_check(advert_id, viewer)
    except NotFoundError:
        if not conflict:
            raise
        return _gone(conflict, form)
    form.version.data = str(check.advert.version) if conflict else form.version.data
    return _page(check, form, conflict=conflict)


async def _decide(advert_id: UUID, form: AdvertDecisionForm, viewer: Viewer) -> None:
    version, note = form.expected_version, form.note.data
    if form.decision.data == "approve":
        await service.approve(advert_id, version, viewer)
    elif form.decision.data == "return":
        await service.ask_for_changes(advert_id, version, note, viewer)
    else:
        reason = RejectReason(form.reason.data) if form.reason.data else None
        await service.reject(advert_id, version, reason, note, viewer)


def _page(check: AdvertCheck, form: AdvertDecisionForm, *, conflict: str = "") -> Template:
    advert = check.advert
    return form_page(
        "stewards/advert.html",
        form,
        status=HTTPStatus.CONFLICT if conflict else None,
        here=HERE,
        part="wanted",
        check=check,
        advert=advert,
        title=title_of(advert.wish.kind, advert.wish.support_types),
        rows=rules.rows_of(advert),
        changes=rules.changes(check.shown, advert) if check.shown else (),
        is_shown=advert.status is AdvertStatus.PUBLISHED,
        reported=report_words(advert.reported_for) if advert.reported_for else "",
        council=council_name(advert.steward_council),
        risks=[risk_labels()[code] for code in advert.risks],
        conflict=conflict,
        moment=moment_words,
        url=f"{LIST_PATH}/{advert.id}",
        list_path=LIST_PATH,
    )


def _gone(conflict: str, form: AdvertDecisionForm) -> Template:
    """Somebody was quicker, and there is nothing to decide any more."""
    return plain_page(
        "stewards/advert_gone.html",
        status=HTTPStatus.CONFLICT,
        here=HERE,
        part="wanted",
        conflict=conflict,
        note=form.note.data,
        list_path=LIST_PATH,
    )


route_handlers = (show_adverts, show_advert, decide_advert)
