"""How the pages of feedback are made and answered, for a reader."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from litestar.response import Redirect, Template

from marketplace.accounts.limits.rules import too_many_words
from marketplace.accounts.schemas import Viewer
from marketplace.councils.service import find_safeguarding
from marketplace.feedback import rules, service
from marketplace.feedback.pages import rules as words
from marketplace.feedback.pages.schemas import AnswerForm, ReportForm
from marketplace.feedback.schemas import Reader
from marketplace.kernel.errors import InvalidError, NotFoundError, TooManyError
from marketplace.kernel.forms import Form, add_problem, add_problems, page_number, read_form
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.pages import client_host, moment_words, plain_page, see_other


async def list_page(reader: Reader, request: PageRequest, viewer: Viewer, **context: Any) -> Template:
    """What a reader may read, new ones first."""
    number = page_number(request.query_params.get("page"))
    return plain_page(
        "feedback/list.html",
        **common(reader, request),
        page=await service.list_feedback(reader, viewer, number),
        **context,
    )


async def feedback_page(
    reader: Reader,
    feedback_id: UUID,
    request: PageRequest,
    viewer: Viewer,
    form: AnswerForm | None = None,
    *,
    conflict: str = "",
    **context: Any,
) -> Template:
    """One, with what can be done. Showing it marks it read."""
    feedback = await service.get_feedback(feedback_id, reader, viewer)
    form = form or read_form(AnswerForm)
    return plain_page(
        "feedback/feedback.html",
        status=_status(form, conflict),
        **common(reader, request),
        feedback=feedback,
        form=form,
        title=words.title_of(feedback, reader),
        url=f"{words.BASES[reader]}/{feedback_id}",
        statements=rules.statements(),
        source_url=rules.SOURCE_URL,
        conflict=conflict,
        **context,
    )


async def report_page(
    reader: Reader, feedback_id: UUID, request: PageRequest, viewer: Viewer, form: ReportForm | None = None
) -> Template:
    """Ask what is wrong, below whom to call when somebody may be unsafe. It marks nothing."""
    feedback = await service.look_at(feedback_id, reader, viewer)
    form = form or read_form(ReportForm)
    return plain_page(
        "feedback/report.html",
        status=_status(form),
        **common(reader, request),
        feedback=feedback,
        form=form,
        url=f"{words.BASES[reader]}/{feedback_id}",
        safeguarding=await find_safeguarding(feedback.council_code),
    )


async def report(
    reader: Reader, feedback_id: UUID, request: PageRequest, viewer: Viewer
) -> Template | Redirect:
    """Tell the people who look after the website."""
    form = read_form(ReportForm, await request.form())
    if form.validate():
        try:
            await service.report(
                feedback_id,
                reader,
                form.words.data,
                viewer,
                host=client_host(request),
                is_unsafe=form.kind.data == "unsafe",
                with_words=form.with_words.data,
                may_be_told=form.told.data,
            )
        except InvalidError as error:
            add_problems(form, error)
        except TooManyError as error:
            add_problem(form, "words", too_many_words(error.retry_after_seconds))
        else:
            return see_other(f"{words.BASES[reader]}/{feedback_id}?done=reported")
    return await report_page(reader, feedback_id, request, viewer, form)


def not_sent_page(reader: Reader, request: PageRequest, error: NotFoundError, *typed: str | None) -> Template:
    """What was typed for what went meanwhile, so that nothing is lost. Raises where nothing was typed."""
    words_typed = [each for each in typed if each]
    if not words_typed:
        raise error
    return plain_page(
        "feedback/not_sent.html",
        status=HTTPStatus.NOT_FOUND,
        **common(reader, request),
        refused=str(error),
        typed=words_typed,
    )


def common(reader: Reader, request: PageRequest) -> dict[str, Any]:
    """What all pages of a reader have."""
    return {
        "here": "/stewards" if reader is Reader.STEWARD else words.BASES[reader],
        "part": "feedback",
        "base": words.BASES[reader],
        "reader": reader.value,
        "as_reader": reader,
        "done": words.done_words(request.query_params.get("done", "")),
        "state": words.state_words,
        "title_of": words.title_of,
        "moment": moment_words,
    }


def _status(form: Form, conflict: str = "") -> int:
    if conflict:
        return HTTPStatus.CONFLICT
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.problems else HTTPStatus.OK
