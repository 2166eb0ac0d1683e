"""The pages of who says how help was: to whom, what was said, and taking it back."""

from http import HTTPStatus
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from marketplace.accounts.limits.rules import too_many_words
from marketplace.accounts.schemas import Viewer
from marketplace.enquiries.rules import first_name
from marketplace.feedback import rules, service
from marketplace.feedback.pages import web as pages
from marketplace.feedback.pages.schemas import GiveForm
from marketplace.feedback.schemas import NewFeedback, Reader
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError, TooManyError
from marketplace.kernel.forms import add_problem, add_problems, read_form
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import SIGNED_IN
from marketplace.kernel.web.pages import plain_page, see_other

LIST_PATH = "/feedback"
_ONE = f"{LIST_PATH}/{{feedback_id:uuid}}"
_GIVE = f"{LIST_PATH}/new/{{listing_id:uuid}}"


@get(LIST_PATH, opt=SIGNED_IN, include_in_schema=False)
async def list_feedback(request: PageRequest, viewer: NamedDependency[Viewer]) -> Template:
    """Whom one may tell, and what one has told."""
    tellable = await service.list_tellable(viewer)
    return await pages.list_page(Reader.PERSON, request, viewer, tellable=tellable)


@get(_GIVE, opt=SIGNED_IN, include_in_schema=False)
async def show_give(
    listing_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Ask what was good and what could be better; who has told already is led to it."""
    try:
        return await _give_page(listing_id, request, viewer)
    except NotFoundError:
        given = await service.find_given(listing_id, viewer)
        if given is None:
            raise
        return see_other(f"{LIST_PATH}/{given}")


@post(_GIVE, opt=SIGNED_IN, include_in_schema=False)
async def give(
    listing_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Tell them; where nobody can be told any more, what was typed is not lost."""
    form = read_form(GiveForm, await request.form())
    try:
        return await _give(listing_id, request, viewer, form)
    except NotFoundError as error:
        return pages.not_sent_page(Reader.PERSON, request, error, form.good.data, form.better.data)


async def _give(
    listing_id: UUID, request: PageRequest, viewer: Viewer, form: GiveForm
) -> Template | Redirect:
    if form.validate():
        new = NewFeedback(
            good=form.good.data,
            better=form.better.data,
            statements=tuple(form.statements.data or ()),
            name=form.name.data,
            with_steward=form.with_steward.data,
        )
        try:
            made = await service.give(listing_id, new, viewer)
        except InvalidError as error:
            add_problems(form, error)
        except TooManyError as error:
            add_problem(form, "good", too_many_words(error.retry_after_seconds))
        except ConflictError as error:
            return await _told_already(listing_id, request, viewer, form, str(error))
        else:
            told = await service.look_at(made, Reader.PERSON, viewer)
            done = "given" if told.with_provider else "given-council"
            return see_other(f"{LIST_PATH}/{made}?done={done}")
    return await _give_page(listing_id, request, viewer, form)


@get(_ONE, opt=SIGNED_IN, include_in_schema=False)
async def show_feedback(
    feedback_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template:
    """What one told, and the answer."""
    return await pages.feedback_page(Reader.PERSON, feedback_id, request, viewer)


@get(f"{_ONE}/take-back", opt=SIGNED_IN, include_in_schema=False)
async def ask_take_back(
    feedback_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template:
    """Ask whether it is meant."""
    feedback = await service.look_at(feedback_id, Reader.PERSON, viewer)
    return plain_page(
        "feedback/take_back.html",
        **pages.common(Reader.PERSON, request),
        feedback=feedback,
        url=f"{LIST_PATH}/{feedback_id}",
    )


@post(f"{_ONE}/take-back", opt=SIGNED_IN, include_in_schema=False)
async def take_back(feedback_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Redirect:
    """Take it back."""
    await service.take_back(feedback_id, viewer)
    return see_other(f"{LIST_PATH}?done=taken-back")


@get(f"{_ONE}/report", opt=SIGNED_IN, include_in_schema=False)
async def show_report(
    feedback_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template:
    """Ask what is wrong with the answer."""
    return await pages.report_page(Reader.PERSON, feedback_id, request, viewer)


@post(f"{_ONE}/report", opt=SIGNED_IN, include_in_schema=False)
async def report(
    feedback_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Tell the people who look after the website."""
    return await pages.report(Reader.PERSON, feedback_id, request, viewer)


async def _give_page(
    listing_id: UUID, request: PageRequest, viewer: Viewer, form: GiveForm | None = None
) -> Template:
    tellable = await service.get_tellable(listing_id, viewer)
    form = form or read_form(GiveForm, name=first_name(viewer.name))
    mend = HTTPStatus.UNPROCESSABLE_ENTITY if form.problems else HTTPStatus.OK
    return plain_page(
        "feedback/give.html",
        status=mend,
        **pages.common(Reader.PERSON, request),
        form=form,
        tellable=tellable,
        source_url=rules.SOURCE_URL,
    )


async def _told_already(
    listing_id: UUID, request: PageRequest, viewer: Viewer, form: GiveForm, conflict: str
) -> Template:
    """What was told before, with what was typed now: nothing of it is lost."""
    given = await service.find_given(listing_id, viewer)
    if given is None:
        return await _give_page(listing_id, request, viewer, form)
    typed = [words for words in (form.good.data, form.better.data) if words]
    return await pages.feedback_page(Reader.PERSON, given, request, viewer, conflict=conflict, typed=typed)


route_handlers = (
    list_feedback,
    show_give,
    give,
    show_feedback,
    ask_take_back,
    take_back,
    show_report,
    report,
)
