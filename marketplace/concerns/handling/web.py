"""Pages of stewards: the list of concerns, and one concern with what can be done about it."""

from http import HTTPStatus
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template
from wtforms import TextAreaField

from marketplace.accounts.schemas import Viewer
from marketplace.accounts.service import list_names
from marketplace.concerns import rules
from marketplace.concerns.handling import service
from marketplace.concerns.schemas import ConcernKind, ConcernStatus, Decision, Outcome
from marketplace.kernel.errors import ConflictError, InvalidError
from marketplace.kernel.form_fields import ChoiceField
from marketplace.kernel.forms import (
    AtMost,
    Form,
    Needed,
    VersionForm,
    add_problems,
    lazy,
    page_number,
    read_form,
)
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import for_roles
from marketplace.kernel.web.pages import moment_words, plain_page, see_other

STAFF = for_roles("steward", "administrator")
LIST_PATH = "/stewards/concerns"


def outcome_words(outcome: Outcome) -> str:
    """How a concern ended."""
    return {
        Outcome.MENDED: _("It has been put right"),
        Outcome.SUSPENDED: _("The listing was taken out of sight"),
        Outcome.NO_ACTION: _("Nothing needed to be done"),
        Outcome.PASSED_ON: _("Passed on to somebody else"),
    }[outcome]


def risk_words(kind: ConcernKind) -> str:
    """What is reported, in a word or two for a list."""
    return {
        ConcernKind.WRONG: _("Out of date"),
        ConcernKind.CLOSED: _("Closed"),
        ConcernKind.SAFEGUARDING: _("Safety"),
        ConcernKind.OTHER: _("Other"),
    }[kind]


def _done_words(code: str) -> str:
    return {
        "taken": _("You look after this concern now."),
        "noted": _("Your note is kept."),
        "suspended": _("The listing is out of sight. The concern is still open."),
        "closed": _("The concern is closed."),
    }.get(code, "")


class NoteForm(Form):
    """A note."""

    note = TextAreaField(
        lazy(lambda: _("Your note")), [Needed(lambda: _("Write a note")), AtMost(rules.LONGEST_NOTE)]
    )


class DecisionForm(VersionForm):
    """How a concern ends."""

    outcome = ChoiceField(
        lazy(lambda: _("How did it end?")),
        lambda: _("Choose how it ended"),
        choices=lambda: [(outcome.value, outcome_words(outcome)) for outcome in Outcome],
    )
    reason = TextAreaField(lazy(lambda: _("Why, or to whom")), [AtMost(rules.LONGEST_NOTE)])
    words_for_provider = TextAreaField(
        lazy(lambda: _("Words for the provider (if you like)")), [AtMost(rules.LONGEST_NOTE)]
    )


@get(LIST_PATH, opt=STAFF, include_in_schema=False)
async def list_concerns(request: PageRequest, viewer: NamedDependency[Viewer]) -> Template:
    """Concerns that wait, urgent ones first; or closed ones."""
    closed = request.query_params.get("show") == "closed"
    page = await service.list_concerns(viewer, page_number(request.query_params.get("page")), closed=closed)
    return plain_page(
        "concerns/list.html",
        here="/stewards",
        page=page,
        closed=closed,
        names=await list_names([item.taken_by for item in page.items if item.taken_by]),
        risk=risk_words,
        outcome=outcome_words,
        moment=moment_words,
        url=f"{LIST_PATH}?show=closed" if closed else LIST_PATH,
    )


@get(f"{LIST_PATH}/{{concern_id:uuid}}", opt=STAFF, include_in_schema=False)
async def show_concern(
    concern_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template:
    """One concern, with what can be done about it."""
    return await _page(concern_id, viewer, done=_done_words(request.query_params.get("done", "")))


@post(f"{LIST_PATH}/{{concern_id:uuid}}/take", opt=STAFF, include_in_schema=False)
async def take_concern(
    concern_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Look after it from now on."""
    form = read_form(VersionForm, await request.form())
    try:
        await service.take_concern(concern_id, form.expected_version, viewer)
    except ConflictError as error:
        return await _page(concern_id, viewer, conflict=str(error))
    return _done(concern_id, "taken")


@post(f"{LIST_PATH}/{{concern_id:uuid}}/note", opt=STAFF, include_in_schema=False)
async def add_note(
    concern_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Keep a note."""
    form = read_form(NoteForm, await request.form())
    if not form.validate():
        return await _page(concern_id, viewer, note=form)
    await service.add_note(concern_id, form.note.data, viewer)
    return _done(concern_id, "noted")


@post(f"{LIST_PATH}/{{concern_id:uuid}}/suspend", opt=STAFF, include_in_schema=False)
async def suspend_listing(concern_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Template | Redirect:
    """Take the listing out of sight at once."""
    try:
        await service.suspend_listing(concern_id, viewer)
    except ConflictError as error:
        return await _page(concern_id, viewer, conflict=str(error))
    return _done(concern_id, "suspended")


@post(f"{LIST_PATH}/{{concern_id:uuid}}/decide", opt=STAFF, include_in_schema=False)
async def decide_concern(
    concern_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Close it."""
    form = read_form(DecisionForm, await request.form())
    if not form.validate():
        return await _page(concern_id, viewer, decision=form)
    decision = Decision(
        outcome=Outcome(form.outcome.data),
        reason=form.reason.data or "",
        words_for_provider=form.words_for_provider.data or "",
    )
    try:
        await service.decide_concern(concern_id, decision, form.expected_version, viewer)
    except InvalidError as error:
        add_problems(form, error)
        return await _page(concern_id, viewer, decision=form)
    except ConflictError as error:
        return await _page(concern_id, viewer, decision=form, conflict=str(error))
    return _done(concern_id, "closed")


async def _page(
    concern_id: UUID,
    viewer: Viewer,
    *,
    note: NoteForm | None = None,
    decision: DecisionForm | None = None,
    done: str = "",
    conflict: str = "",
) -> Template:
    """The page of a concern: 409 when somebody was quicker, 422 when there is something to mend.

    What was typed is kept in both cases; the version becomes that of what is shown.
    """
    view = await service.get_concern(concern_id, viewer)
    note = note or read_form(NoteForm)
    decision = decision or read_form(DecisionForm)
    decision.version.data = str(view.concern.version)
    active = note if note.problems else decision
    status = HTTPStatus.UNPROCESSABLE_ENTITY if active.problems else HTTPStatus.OK
    return plain_page(
        "concerns/detail.html",
        status=HTTPStatus.CONFLICT if conflict else status,
        here="/stewards",
        view=view,
        concern=view.concern,
        form=active,
        note=note,
        decision=decision,
        done=done,
        conflict=conflict,
        is_closed=view.concern.status is ConcernStatus.CLOSED,
        is_mine=view.concern.taken_by == viewer.account_id,
        may_tell=rules.may_tell_provider(view.concern),
        kind_words=rules.kind_words,
        risk=risk_words,
        outcome=outcome_words,
        moment=moment_words,
    )


def _done(concern_id: UUID, code: str) -> Redirect:
    return see_other(f"{LIST_PATH}/{concern_id}?done={code}")


route_handlers = (list_concerns, show_concern, take_concern, add_note, suspend_listing, decide_concern)
