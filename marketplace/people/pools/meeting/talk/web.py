"""The pages of a pool's threads: reading, writing, letters, reporting."""

from http import HTTPStatus
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from marketplace.accounts.limits.rules import too_many_words
from marketplace.accounts.schemas import Viewer
from marketplace.councils.service import find_safeguarding
from marketplace.kernel.errors import InvalidError, TooManyError
from marketplace.kernel.forms import add_problem, add_problems, page_number, read_form
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import SIGNED_IN
from marketplace.kernel.web.pages import client_host, form_page, moment_words, see_other
from marketplace.people.pools.meeting import rules
from marketplace.people.pools.meeting.rules import TALK_PATH, THREAD_PATH, thread_url
from marketplace.people.pools.meeting.schemas import TalkForm, TalkReportForm
from marketplace.people.pools.rules import MINE_PATH, pool_url
from marketplace.pooling.meeting.talk import service


@get(TALK_PATH, opt=SIGNED_IN, include_in_schema=False)
async def show_talk(
    pool_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """The thread of all; whoever is welcome and has no place is led to their own."""
    own_thread = await service.find_own_thread(pool_id, viewer)
    if own_thread is not None:
        return see_other(thread_url(pool_id, own_thread))
    return await _page(pool_id, None, request, viewer)


@post(TALK_PATH, opt=SIGNED_IN, include_in_schema=False)
async def write_to_all(
    pool_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Write to all with a place."""
    return await _write(pool_id, None, request, viewer)


@get(THREAD_PATH, opt=SIGNED_IN, include_in_schema=False)
async def show_thread(
    pool_id: FromPath[UUID],
    member_id: FromPath[UUID],
    request: PageRequest,
    viewer: NamedDependency[Viewer],
) -> Template:
    """The thread of somebody who is welcome and those who lead."""
    return await _page(pool_id, member_id, request, viewer)


@post(THREAD_PATH, opt=SIGNED_IN, include_in_schema=False)
async def write_in_thread(
    pool_id: FromPath[UUID],
    member_id: FromPath[UUID],
    request: PageRequest,
    viewer: NamedDependency[Viewer],
) -> Template | Redirect:
    """Write in it."""
    return await _write(pool_id, member_id, request, viewer)


@post(f"{TALK_PATH}/letters", opt=SIGNED_IN, include_in_schema=False)
async def set_letters(
    pool_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Redirect:
    """Want letters about messages, or none."""
    is_muted = (await request.form()).get("letters") != "on"
    await service.set_muted(pool_id, viewer, is_muted=is_muted)
    own_thread = await service.find_own_thread(pool_id, viewer)
    return see_other(f"{thread_url(pool_id, own_thread)}?done={'muted' if is_muted else 'unmuted'}")


@get(f"{TALK_PATH}/report", opt=SIGNED_IN, include_in_schema=False)
async def show_report_of_all(pool_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Template:
    """The form to report something about the thread of all."""
    return await _report_page(pool_id, None, viewer, read_form(TalkReportForm))


@post(f"{TALK_PATH}/report", opt=SIGNED_IN, include_in_schema=False)
async def report_all(
    pool_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Report it."""
    return await _report(pool_id, None, request, viewer)


@get(f"{THREAD_PATH}/report", opt=SIGNED_IN, include_in_schema=False)
async def show_report(
    pool_id: FromPath[UUID], member_id: FromPath[UUID], viewer: NamedDependency[Viewer]
) -> Template:
    """The form to report something about a thread with the leads."""
    return await _report_page(pool_id, member_id, viewer, read_form(TalkReportForm))


@post(f"{THREAD_PATH}/report", opt=SIGNED_IN, include_in_schema=False)
async def report_thread(
    pool_id: FromPath[UUID],
    member_id: FromPath[UUID],
    request: PageRequest,
    viewer: NamedDependency[Viewer],
) -> Template | Redirect:
    """Report it."""
    return await _report(pool_id, member_id, request, viewer)


async def _write(
    pool_id: UUID, member_id: UUID | None, request: PageRequest, viewer: Viewer
) -> Template | Redirect:
    form, status = read_form(TalkForm, await request.form()), None
    if form.validate():
        try:
            await service.write(pool_id, member_id, form.body.data, viewer)
        except InvalidError as error:
            add_problems(form, error)
        except TooManyError as error:
            add_problem(form, "body", too_many_words(error.retry_after_seconds))
            status = HTTPStatus.TOO_MANY_REQUESTS
        else:
            return see_other(f"{thread_url(pool_id, member_id)}?done=sent")
    return await _page(pool_id, member_id, request, viewer, form, status)


async def _report(
    pool_id: UUID, member_id: UUID | None, request: PageRequest, viewer: Viewer
) -> Template | Redirect:
    form, status = read_form(TalkReportForm, await request.form()), None
    if form.validate():
        try:
            await service.report(
                pool_id,
                member_id,
                form.words.data,
                viewer,
                host=client_host(request),
                is_unsafe=form.kind.data == "unsafe",
                with_messages=bool(form.messages.data),
                may_be_told=bool(form.told.data),
            )
        except InvalidError as error:
            add_problems(form, error)
        except TooManyError as error:
            add_problem(form, "words", too_many_words(error.retry_after_seconds))
            status = HTTPStatus.TOO_MANY_REQUESTS
        else:
            return see_other(f"{thread_url(pool_id, member_id)}?done=reported")
    return await _report_page(pool_id, member_id, viewer, form, status)


async def _page(
    pool_id: UUID,
    member_id: UUID | None,
    request: PageRequest,
    viewer: Viewer,
    form: TalkForm | None = None,
    status: int | None = None,
) -> Template:
    talk = await service.get_talk(pool_id, member_id, viewer, page_number(request.query_params.get("page")))
    return form_page(
        "people/pools/meeting/talk.html",
        form or read_form(TalkForm),
        status=status,
        here=MINE_PATH,
        talk=talk,
        moment=moment_words,
        thread_url=thread_url,
        done=rules.done_words(request.query_params.get("done", "")),
        url=thread_url(pool_id, member_id),
        letters_url=f"{thread_url(pool_id, None)}/letters",
        back=pool_url(pool_id),
    )


async def _report_page(
    pool_id: UUID,
    member_id: UUID | None,
    viewer: Viewer,
    form: TalkReportForm,
    status: int | None = None,
) -> Template:
    pool = await service.get_pool(pool_id, member_id, viewer)
    return form_page(
        "people/pools/meeting/report.html",
        form,
        status=status,
        here=MINE_PATH,
        safeguarding=await find_safeguarding(pool.area.council_code),
        url=thread_url(pool_id, member_id),
    )


route_handlers = (
    show_talk,
    write_to_all,
    show_thread,
    write_in_thread,
    set_letters,
    show_report_of_all,
    report_all,
    show_report,
    report_thread,
)
