"""Leaving a pool, recording that a member died, and the end of a pool."""

from collections.abc import Awaitable
from http import HTTPStatus
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from marketplace.accounts.schemas import Viewer
from marketplace.finder.words.rules import day_of_year
from marketplace.kernel import clock
from marketplace.kernel.errors import ConflictError, InvalidError
from marketplace.kernel.forms import Form, VersionForm, add_problem, add_problems, read_form
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import SIGNED_IN
from marketplace.kernel.web.pages import form_page, see_other
from marketplace.people.pools.home.web import do, pool_page, version_of
from marketplace.people.pools.leaving.schemas import EndForm, LeaveForm, RecordForm
from marketplace.people.pools.rules import MEMBER_PATH, MINE_PATH, PATH, balance_words, pool_url
from marketplace.people.pools.whom.rules import whom_query, whom_words
from marketplace.pooling.leaving import service
from marketplace.pooling.money.service import balances
from marketplace.pooling.parties.service import get_member, get_part, one_of
from marketplace.pooling.rules import back_until, name_of
from marketplace.pooling.schemas import Affairs, LeftReason, Member, MemberState, Part, PoolState

_LEAVE_PATH, _END_PATH, _LEFT_PATH = f"{PATH}/leave", f"{PATH}/end", f"{MEMBER_PATH}/left"
_BACK_PATH = f"{MEMBER_PATH}/back"


@get(_LEAVE_PATH, opt=SIGNED_IN, include_in_schema=False)
async def show_leave(pool_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Template | Redirect:
    """What leaving means, and the questions; who is no member yet only says that they are sure."""
    part = await get_part(pool_id, viewer)
    if part.is_helper:
        return see_other(pool_url(pool_id))
    member = one_of(part)
    if member.state is MemberState.LEAVING:
        return see_other(pool_url(pool_id))
    return await _leave_page(part, member, read_form(LeaveForm, version=str(member.version)))


@post(_LEAVE_PATH, opt=SIGNED_IN, include_in_schema=False)
async def give_notice(
    pool_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Give notice, or leave at once."""
    form = read_form(LeaveForm, await request.form())
    part = await get_part(pool_id, viewer)
    member = one_of(part)
    if form.validate():
        try:
            last_day = await service.give_notice(
                member.id,
                LeftReason(form.reason.data),
                form.last_day.data,
                form.expected_version,
                viewer,
            )
        except InvalidError as error:
            add_problems(form, error)
        except ConflictError as error:
            return await pool_page(pool_id, viewer, refused=str(error), status=HTTPStatus.CONFLICT)
        else:
            done = "notice" if last_day > clock.today() else "left"
            return see_other(f"{pool_url(pool_id)}?done={done}")
    return await _leave_page(part, member, form)


@post(f"{PATH}/stay", opt=SIGNED_IN, include_in_schema=False)
async def take_back_notice(
    pool_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Stay after all."""
    version = await version_of(request)
    doing = service.take_back_notice(one_of(await get_part(pool_id, viewer)).id, version, viewer)
    return await do(pool_id, viewer, doing, "stays")


@get(_LEFT_PATH, opt=SIGNED_IN, include_in_schema=False)
async def show_left(
    pool_id: FromPath[UUID], member_id: FromPath[UUID], viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Ask what happened to a member, and who looks after their affairs."""
    member = await get_member(pool_id, member_id, viewer)
    part = await get_part(pool_id, viewer)
    if not _may_record(part, member):
        return see_other(pool_url(pool_id))
    return _left_page(member, read_form(RecordForm, version=str(member.version), on=clock.today()))


@post(_LEFT_PATH, opt=SIGNED_IN, include_in_schema=False)
async def record_left(
    pool_id: FromPath[UUID],
    member_id: FromPath[UUID],
    request: PageRequest,
    viewer: NamedDependency[Viewer],
) -> Template | Redirect:
    """Keep what happened to a member."""
    member = await get_member(pool_id, member_id, viewer)
    form = read_form(RecordForm, await request.form())
    if form.validate() and form.on.data is None:
        add_problem(form, "on", _("Enter their last day in the pool."))
    if not form.problems:
        try:
            await service.record_left(
                member_id,
                LeftReason(form.reason.data),
                form.on.data,
                Affairs(form.affairs.data),
                form.expected_version,
                viewer,
            )
        except InvalidError as error:
            add_problems(form, error)
        except ConflictError as error:
            return await pool_page(pool_id, viewer, refused=str(error), status=HTTPStatus.CONFLICT)
        else:
            return see_other(f"{pool_url(pool_id)}?done=recorded")
    return _left_page(member, form)


@get(_BACK_PATH, opt=SIGNED_IN, include_in_schema=False)
async def show_back(
    pool_id: FromPath[UUID], member_id: FromPath[UUID], viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Ask once more whether it was a mistake that a member cannot go on."""
    member = await get_member(pool_id, member_id, viewer)
    part = await get_part(pool_id, viewer)
    until = back_until(member)
    if not part.may_write or until is None or clock.now() > until:
        return see_other(pool_url(pool_id))
    return form_page(
        "people/pools/back.html",
        read_form(VersionForm, version=str(member.version)),
        here=MINE_PATH,
        name=name_of(member),
        url=f"{pool_url(pool_id)}/members/{member_id}/back",
        back=pool_url(pool_id),
    )


@post(_BACK_PATH, opt=SIGNED_IN, include_in_schema=False)
async def put_right(
    pool_id: FromPath[UUID],
    member_id: FromPath[UUID],
    request: PageRequest,
    viewer: NamedDependency[Viewer],
) -> Template | Redirect:
    """They are in the pool as before."""
    version = await version_of(request)
    member = await get_member(pool_id, member_id, viewer)
    return await do(pool_id, viewer, service.put_right(member.id, version, viewer), "put-right")


@get(_END_PATH, opt=SIGNED_IN, include_in_schema=False)
async def show_end(pool_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Template | Redirect:
    """What ending means, and the last day."""
    part = await get_part(pool_id, viewer)
    if not part.may_write or not part.pool.is_open:
        return see_other(pool_url(pool_id))
    return await _end_page(part, read_form(EndForm))


@post(_END_PATH, opt=SIGNED_IN, include_in_schema=False)
async def end_pool(
    pool_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Set the last day, or end it at once."""
    part = await get_part(pool_id, viewer)
    form = read_form(EndForm, await request.form())
    if form.validate():
        try:
            await service.end_pool(pool_id, form.last_day.data, viewer)
        except InvalidError as error:
            add_problems(form, error)
        except ConflictError as error:
            return await pool_page(pool_id, viewer, refused=str(error), status=HTTPStatus.CONFLICT)
        else:
            done = "ending" if part.pool.state is PoolState.ACTIVE else "ended"
            return see_other(f"{pool_url(pool_id)}?done={done}")
    return await _end_page(part, form)


@post(f"{PATH}/go-on", opt=SIGNED_IN, include_in_schema=False)
async def take_back_end(pool_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Template | Redirect:
    """Let the pool go on."""
    doing: Awaitable[object] = service.take_back_end(pool_id, viewer)
    return await do(pool_id, viewer, doing, "goes-on")


def _may_record(part: Part, member: Member) -> bool:
    is_oneself = member.id in part.own_ids and (member.acting_for is None or len(part.members) == 1)
    return part.may_write and member.has_place and not is_oneself


async def _leave_page(part: Part, member: Member, form: LeaveForm) -> Template:
    earliest = await service.find_last_day(part.pool.id)
    return form_page(
        "people/pools/leave.html",
        form,
        here=MINE_PATH,
        pool=part.pool,
        member=member,
        is_member=member.state is MemberState.MEMBER,
        is_lead=part.is_lead,
        is_now=earliest <= clock.today(),
        earliest=day_of_year(earliest),
        balance=balance_words((await balances(part.pool.id)).of(member.id)),
        whom=whom_query(member, part.members),
        whom_words=whom_words(member, part.members),
        url=pool_url(part.pool.id),
    )


def _left_page(member: Member, form: RecordForm) -> Template:
    return form_page(
        "people/pools/left.html",
        form,
        here=MINE_PATH,
        member=member,
        name=name_of(member),
        url=f"{pool_url(member.pool_id)}/members/{member.id}/left",
        back=pool_url(member.pool_id),
    )


async def _end_page(part: Part, form: Form) -> Template:
    earliest = await service.find_last_day(part.pool.id)
    return form_page(
        "people/pools/end.html",
        form,
        here=MINE_PATH,
        pool=part.pool,
        is_active=part.pool.state is PoolState.ACTIVE,
        earliest=day_of_year(earliest),
        url=f"{pool_url(part.pool.id)}/end",
        back=pool_url(part.pool.id),
    )


route_handlers = (
    show_leave,
    give_notice,
    take_back_notice,
    show_left,
    record_left,
    show_back,
    put_right,
    show_end,
    end_pool,
    take_back_end,
)
