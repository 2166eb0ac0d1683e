"""The pages on which leads write: a list of topics, a page for each, and the draft to read through."""

from collections.abc import Awaitable
from http import HTTPStatus
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect, Template

from marketplace.accounts.limits.rules import too_many_words
from marketplace.accounts.schemas import Viewer
from marketplace.kernel import clock
from marketplace.kernel.errors import ConflictError, InvalidError, TooManyError
from marketplace.kernel.forms import VersionForm, add_problems, read_form
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import SIGNED_IN
from marketplace.kernel.web.pages import form_page, plain_page, see_other
from marketplace.people.pools.agreement import rules
from marketplace.people.pools.agreement.agreeing.web import refused_page
from marketplace.people.pools.agreement.rules import (
    PATH,
    TOPIC_PATH,
    VERSION_PATH,
    WRITE_PATH,
    agreement_url,
)
from marketplace.people.pools.agreement.schemas import TopicForm, topic_form
from marketplace.people.pools.rules import MINE_PATH
from marketplace.pooling.agreements import service
from marketplace.pooling.agreements.schemas import Agreement, Terms, TermsChangedError
from marketplace.pooling.agreements.terms.rules import TOPICS, open_topics
from marketplace.pooling.agreements.writing.service import preview


@get(WRITE_PATH, opt=SIGNED_IN, include_in_schema=False)
async def show_draft(
    pool_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template:
    """The topics, which of them are ready, and proposing."""
    draft = await service.get_draft(pool_id, viewer)
    return _list_page(draft, done=rules.done_words(request.query_params.get("done", "")))


@post(WRITE_PATH, opt=SIGNED_IN, include_in_schema=False)
async def begin_writing(pool_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Template | Redirect:
    """Begin a draft, or go on with the one that is there."""
    try:
        await service.begin_writing(pool_id, viewer)
    except ConflictError as error:
        return refused_page(pool_id, str(error))
    return see_other(agreement_url(pool_id, "write"))


@get(f"{WRITE_PATH}/preview", opt=SIGNED_IN, include_in_schema=False)
async def show_preview(pool_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Template:
    """The draft in words, as members would read it, and what differs from what is in force."""
    title, draft, clauses, difference = await preview(pool_id, viewer)
    return plain_page(
        "people/pools/agreement/preview.html",
        here=MINE_PATH,
        title=title,
        draft=draft,
        clauses=clauses,
        difference=difference,
        back=agreement_url(pool_id, "write"),
    )


@get(TOPIC_PATH, opt=SIGNED_IN, include_in_schema=False)
async def show_topic(
    pool_id: FromPath[UUID], topic: FromPath[str], viewer: NamedDependency[Viewer]
) -> Template:
    """The form of one topic."""
    _check_topic(topic)
    draft = await service.get_draft(pool_id, viewer)
    values = rules.typed(topic, draft.terms)
    form = read_form(topic_form(topic, draft.terms), **values, version=str(draft.version))
    return _topic_page(draft, topic, form)


@post(TOPIC_PATH, opt=SIGNED_IN, include_in_schema=False)
async def write_topic(
    pool_id: FromPath[UUID], topic: FromPath[str], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Keep one topic, and go on to the next or back to the list."""
    _check_topic(topic)
    draft = await service.get_draft(pool_id, viewer)
    data = await request.form()
    form = read_form(topic_form(topic, draft.terms), data)
    if not form.validate():
        return _topic_page(draft, topic, form)
    mine = rules.read_topic(topic, form, draft.terms)
    try:
        await service.write_terms(pool_id, mine, form.expected_version, viewer)
    except InvalidError as error:
        add_problems(form, error)
        return _topic_page(draft, topic, form)
    except TermsChangedError as error:
        form.version.data = str(error.theirs.version)
        return _topic_page(error.theirs, topic, form, conflict=str(error), mine=mine)
    except ConflictError as error:
        return refused_page(pool_id, str(error))
    onward = None if data.get("then") == "list" else rules.next_topic(topic)
    return see_other(agreement_url(pool_id, "write", onward) if onward else _list_url(pool_id))


@post(f"{PATH}/propose", opt=SIGNED_IN, include_in_schema=False)
async def propose(
    pool_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Ask everybody to read and agree."""
    version = await _version(request)
    return await _do(pool_id, viewer, service.propose(pool_id, version, viewer), "proposed")


@post(f"{PATH}/drop", opt=SIGNED_IN, include_in_schema=False)
async def drop_draft(
    pool_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Delete the draft."""
    version = await _version(request)
    return await _do(pool_id, viewer, service.drop_draft(pool_id, version, viewer), "dropped")


@post(f"{VERSION_PATH}/take-back", opt=SIGNED_IN, include_in_schema=False)
async def take_back(
    pool_id: FromPath[UUID], number: FromPath[int], viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Ask nobody any more about a version that waits."""
    try:
        await service.take_back(pool_id, number, viewer)
    except ConflictError as error:
        return refused_page(pool_id, str(error))
    return see_other(f"{agreement_url(pool_id)}?done=taken-back")


def _check_topic(topic: str) -> None:
    if topic not in TOPICS:
        raise NotFoundException


async def _version(request: PageRequest) -> int:
    return read_form(VersionForm, await request.form()).expected_version


async def _do(pool_id: UUID, viewer: Viewer, doing: Awaitable[object], done: str) -> Template | Redirect:
    """Do it with the draft and go on; or say on the list of topics why it could not be done."""
    try:
        await doing
    except TermsChangedError as error:
        return _list_page(error.theirs, refused=str(error), status=HTTPStatus.CONFLICT)
    except ConflictError as error:
        return refused_page(pool_id, str(error))
    except InvalidError:
        draft = await service.get_draft(pool_id, viewer)
        return _list_page(draft, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except TooManyError as error:
        draft = await service.get_draft(pool_id, viewer)
        words = too_many_words(error.retry_after_seconds)
        return _list_page(draft, refused=words, status=HTTPStatus.TOO_MANY_REQUESTS)
    return see_other(f"{agreement_url(pool_id)}?done={done}")


def _list_url(pool_id: UUID) -> str:
    return f"{agreement_url(pool_id, 'write')}?done=kept"


def _list_page(
    draft: Agreement, *, done: str = "", refused: str = "", status: int = HTTPStatus.OK
) -> Template:
    still_open = open_topics(draft.terms, clock.today())
    return plain_page(
        "people/pools/agreement/write.html",
        status=status,
        here=MINE_PATH,
        draft=draft,
        topics=[(topic, rules.topic_title(topic), still_open.get(topic, ())) for topic in TOPICS],
        still_open=still_open,
        is_error=status == HTTPStatus.UNPROCESSABLE_ENTITY,
        done=done,
        refused=refused,
        url=agreement_url(draft.pool_id, "write"),
        back=agreement_url(draft.pool_id),
    )


def _topic_page(
    draft: Agreement, topic: str, form: TopicForm, *, conflict: str = "", mine: Terms | None = None
) -> Template:
    topics = list(TOPICS)
    return form_page(
        "people/pools/agreement/topic.html",
        form,
        status=HTTPStatus.CONFLICT if conflict else None,
        here=MINE_PATH,
        draft=draft,
        topic=topic,
        title=rules.topic_title(topic),
        number=topics.index(topic) + 1,
        total=len(topics),
        conflict=conflict,
        different=rules.different_rows(topic, mine, draft.terms) if mine else (),
        url=agreement_url(draft.pool_id, "write", topic),
        back=agreement_url(draft.pool_id, "write"),
    )


route_handlers = (
    show_draft,
    begin_writing,
    show_preview,
    show_topic,
    write_topic,
    propose,
    drop_draft,
    take_back,
)
