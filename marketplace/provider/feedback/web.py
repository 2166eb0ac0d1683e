"""The pages of a provider who is told how their help was."""

from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from marketplace.accounts.schemas import Role, Viewer
from marketplace.feedback import service
from marketplace.feedback.pages import web as pages
from marketplace.feedback.pages.schemas import AnswerForm
from marketplace.feedback.schemas import Reader
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError
from marketplace.kernel.forms import add_problems, read_form
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import for_roles
from marketplace.kernel.web.pages import see_other

LIST_PATH = "/provider/feedback"
_ONE = f"{LIST_PATH}/{{feedback_id:uuid}}"
PROVIDER = for_roles(Role.PROVIDER)


@get(LIST_PATH, opt=PROVIDER, include_in_schema=False)
async def list_feedback(request: PageRequest, viewer: NamedDependency[Viewer]) -> Template:
    """What people told, new ones first."""
    return await pages.list_page(Reader.PROVIDER, request, viewer)


@get(_ONE, opt=PROVIDER, include_in_schema=False)
async def show_feedback(
    feedback_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template:
    """One, which is read then."""
    return await pages.feedback_page(Reader.PROVIDER, feedback_id, request, viewer)


@post(f"{_ONE}/answer", opt=PROVIDER, include_in_schema=False)
async def answer(
    feedback_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Thank or answer, once; where it was taken back meanwhile, what was typed is not lost."""
    form = read_form(AnswerForm, await request.form())
    try:
        return await _answer(feedback_id, request, viewer, form)
    except NotFoundError as error:
        return pages.not_sent_page(Reader.PROVIDER, request, error, form.words.data)


async def _answer(
    feedback_id: UUID, request: PageRequest, viewer: Viewer, form: AnswerForm
) -> Template | Redirect:
    conflict = ""
    if form.validate():
        try:
            await service.answer(feedback_id, form.words.data, viewer)
        except InvalidError as error:
            add_problems(form, error)
        except ConflictError as error:
            conflict = str(error)
        else:
            return see_other(f"{LIST_PATH}/{feedback_id}?done=answered")
    return await pages.feedback_page(
        Reader.PROVIDER,
        feedback_id,
        request,
        viewer,
        form,
        conflict=conflict,
        typed=[form.words.data] if conflict else [],
    )


@get(f"{_ONE}/report", opt=PROVIDER, include_in_schema=False)
async def show_report(
    feedback_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template:
    """Ask what is wrong with it."""
    return await pages.report_page(Reader.PROVIDER, feedback_id, request, viewer)


@post(f"{_ONE}/report", opt=PROVIDER, include_in_schema=False)
async def report(
    feedback_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Tell the people who look after the website."""
    return await pages.report(Reader.PROVIDER, feedback_id, request, viewer)


route_handlers = (list_feedback, show_feedback, answer, show_report, report)
