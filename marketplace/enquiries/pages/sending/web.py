"""Does what a form of a conversation asks for, and answers: 303 when it is done, else the page again."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from uuid import UUID

from litestar.response import Redirect, Template

from marketplace.accounts.limits.rules import too_many_words
from marketplace.accounts.schemas import Viewer
from marketplace.enquiries import service
from marketplace.enquiries.pages import rules as words
from marketplace.enquiries.pages.schemas import AgreeForm, ContactForm, ReportForm, end_form, reply_form
from marketplace.enquiries.pages.web import Outcome, conversation_page, question_page
from marketplace.enquiries.schemas import EndReason, Side
from marketplace.kernel.errors import ConflictError, InvalidError, TooManyError
from marketplace.kernel.forms import Form, add_problem, add_problems, read_form
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.pages import client_host, see_other


async def reply(
    side: Side, conversation_id: UUID, request: PageRequest, viewer: Viewer
) -> Template | Redirect:
    """Write to the other side."""
    form = read_form(reply_form(side), await request.form())
    form.validate()
    _check_share(form)
    if words.lacks_words(form.ready.data, form.words.data):
        add_problem(form, "words", _("Finish the sentence that you chose."))

    async def send() -> None:
        message = words.message_of(form.ready.data, form.words.data, side)
        share = form.contact.data if form.share.data else ""
        await service.reply(conversation_id, message, form.expected_version, viewer, side=side, share=share)

    outcome = await _attempt(form, send)
    if outcome.is_done:
        return _done(side, conversation_id, "replied")
    return await conversation_page(side, conversation_id, request, viewer, form, outcome=outcome)


async def agree(
    side: Side, conversation_id: UUID, request: PageRequest, viewer: Viewer
) -> Template | Redirect:
    """Say, as the person, that help is agreed."""
    form = read_form(AgreeForm, await request.form())
    form.validate()
    _check_share(form)

    async def send() -> None:
        share = form.contact.data if form.share.data else ""
        await service.agree(
            conversation_id, form.expected_version, viewer, words=form.words.data, share=share
        )

    outcome = await _attempt(form, send)
    if outcome.is_done:
        return _done(side, conversation_id, "agreed")
    return await question_page("agree", side, conversation_id, request, viewer, form, outcome=outcome)


async def end(side: Side, conversation_id: UUID, request: PageRequest, viewer: Viewer) -> Template | Redirect:
    """End it, with a reason."""
    form = read_form(end_form(side), await request.form())
    form.validate()

    async def send() -> None:
        reason = EndReason(form.reason.data) if form.reason.data else None
        await service.end(
            conversation_id, reason, form.expected_version, viewer, side=side, words=form.words.data
        )

    outcome = await _attempt(form, send)
    if outcome.is_done:
        return _done(side, conversation_id, "ended")
    return await question_page("end", side, conversation_id, request, viewer, form, outcome=outcome)


async def share_contact(
    side: Side, conversation_id: UUID, request: PageRequest, viewer: Viewer
) -> Template | Redirect:
    """Show the other side how to reach this one."""
    form = read_form(ContactForm, await request.form())
    form.validate()

    async def send() -> None:
        await service.share_contact(
            conversation_id, form.contact.data, form.expected_version, viewer, side=side
        )

    outcome = await _attempt(form, send)
    if outcome.is_done:
        return _done(side, conversation_id, "shared")
    return await question_page("contact", side, conversation_id, request, viewer, form, outcome=outcome)


async def hide_contact(side: Side, conversation_id: UUID, viewer: Viewer) -> Redirect:
    """Show it no more."""
    await service.share_contact(conversation_id, "", 0, viewer, side=side)
    return _done(side, conversation_id, "hidden")


async def block(side: Side, conversation_id: UUID, viewer: Viewer) -> Redirect:
    """Want nothing more from the other side."""
    await service.block(conversation_id, viewer, side=side)
    return _done(side, conversation_id, "blocked")


async def report(
    side: Side, conversation_id: UUID, request: PageRequest, viewer: Viewer
) -> Template | Redirect:
    """Tell the people who look after the website."""
    form = read_form(ReportForm, await request.form())
    form.validate()

    async def send() -> None:
        await service.report(
            conversation_id,
            form.words.data,
            viewer,
            host=client_host(request),
            side=side,
            is_unsafe=form.kind.data == "unsafe",
            with_messages=bool(form.messages.data),
            may_be_told=bool(form.told.data),
        )

    outcome = await _attempt(form, send)
    if outcome.is_done:
        return _done(side, conversation_id, "reported")
    return await question_page("report", side, conversation_id, request, viewer, form, outcome=outcome)


async def unblock(side: Side, block_id: UUID, viewer: Viewer) -> Redirect:
    """Take a block back."""
    await service.unblock(block_id, viewer, side)
    return see_other(f"{words.BASES[side]}/blocked?done=unblocked")


async def _attempt(form: Form, work: Callable[[], Awaitable[None]]) -> Outcome:
    """Do it if the form is right; else, or when it cannot be done, say so in the form."""
    if form.problems:
        return Outcome()
    try:
        await work()
    except InvalidError as error:
        add_problems(form, error)
    except ConflictError as error:
        return Outcome(conflict=str(error), status=HTTPStatus.CONFLICT)
    except TooManyError as error:
        add_problem(form, "words", too_many_words(error.retry_after_seconds))
        return Outcome(status=HTTPStatus.TOO_MANY_REQUESTS)
    else:
        return Outcome(is_done=True)
    return Outcome()


def _check_share(form: Form) -> None:
    if form["share"].data and not form["contact"].data:
        add_problem(form, "contact", _("Write a phone number or an email address, or untick the box"))


def _done(side: Side, conversation_id: UUID, code: str) -> Redirect:
    return see_other(f"{words.BASES[side]}/{conversation_id}?done={code}")
