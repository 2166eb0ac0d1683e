"""The page of one pool, and how it says that something could not be done."""

from collections.abc import Awaitable
from http import HTTPStatus
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template
from msgspec import ValidationError
from msgspec.structs import replace

from marketplace.accounts.limits.rules import too_many_words
from marketplace.accounts.schemas import Viewer
from marketplace.councils.service import council_name
from marketplace.finder.words.rules import day_of_year
from marketplace.kernel import clock
from marketplace.kernel.errors import ConflictError, InvalidError, TooManyError
from marketplace.kernel.forms import VersionForm, read_form
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import SIGNED_IN
from marketplace.kernel.web.pages import plain_page, see_other
from marketplace.people.pools import rules
from marketplace.people.pools.planning.saying.rules import break_even_words, headline, money_words
from marketplace.people.pools.rules import MINE_PATH, PATH, pool_url
from marketplace.people.pools.whom.rules import whom_query
from marketplace.pooling import rules as pools
from marketplace.pooling import service
from marketplace.pooling.desk.helping.service import is_asked
from marketplace.pooling.money.service import balances, settles
from marketplace.pooling.planning.service import from_json, work_out
from marketplace.pooling.schemas import HAS_PLACE, CheckState, Member, MemberState, PoolView


@get(PATH, opt=SIGNED_IN, include_in_schema=False)
async def show_pool(
    pool_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template:
    """One pool, as the viewer may see it, and what can be done with it."""
    return await pool_page(pool_id, viewer, done=rules.done_words(request.query_params.get("done", "")))


async def version_of(request: PageRequest) -> int:
    """The version that a button holds for."""
    return read_form(VersionForm, await request.form()).expected_version


async def do(
    pool_id: UUID, viewer: Viewer, doing: Awaitable[object], done: str, *, onward: str = ""
) -> Template | Redirect:
    """Do it and go on; or say on the pool's page why it could not be done."""
    try:
        await doing
    except ConflictError as error:
        return await pool_page(pool_id, viewer, refused=str(error), status=HTTPStatus.CONFLICT)
    except InvalidError as error:
        words = " ".join(problem.message for problem in error.problems)
        return await pool_page(pool_id, viewer, refused=words, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except TooManyError as error:
        words = too_many_words(error.retry_after_seconds)
        return await pool_page(pool_id, viewer, refused=words, status=HTTPStatus.TOO_MANY_REQUESTS)
    return see_other(f"{onward or pool_url(pool_id)}?done={done}")


async def pool_page(
    pool_id: UUID, viewer: Viewer, *, done: str = "", refused: str = "", status: int = HTTPStatus.OK
) -> Template:
    """The page of a pool; `refused` says what could not be done."""
    view = await service.get_pool(pool_id, replace(viewer, speaks_for=None))
    pool, part = view.pool, view.part
    content = rules.content_for(view)
    return plain_page(
        "people/pools/pool.html",
        status=status,
        here=MINE_PATH,
        view=view,
        pool=pool,
        content=content,
        owns=await _owns(view),
        own_state=part.member.state.value if part.member else "",
        has_place=part.member is not None and part.member.state in HAS_PLACE,
        leads=any(member.is_lead for member in part.members),
        for_whom=whom_query,
        is_lead=part.may_write and pool.ended_at is None,
        has_other_lead=sum(line.is_lead for line in view.members) > 1,
        is_returned=pool.check is CheckState.RETURNED,
        is_asked=await is_asked(part),
        mistakes=[line for line in view.members if line.back_until and clock.now() <= line.back_until],
        helper_words=rules.what_next(view, None) if part.member is None else "",
        check_words=rules.check_words(pool) if part.may_write else "",
        sections=rules.sections(view, settles=await settles(part)),
        planned=_planned_of(view),
        rows=rules.content_rows(content, pool.area.outcode, council_name(pool.area.council_code)),
        places=rules.places_words(content.places, view.places_taken) if pool.is_open else "",
        pool_words=pools.pool_words,
        pool_colour=rules.pool_colour,
        member_words=pools.member_words,
        day=day_of_year,
        done=done,
        refused=refused,
        url=pool_url(pool_id),
    )


async def _owns(view: PoolView) -> list[tuple[Member, str, str]]:
    """The viewer's own members with what they can do now, and what is left to settle with who has left."""
    has_left = any(own.state is MemberState.LEFT for own in view.part.members)
    kept = await balances(view.pool.id) if has_left else None
    return [
        (
            own,
            rules.what_next(view, own),
            rules.balance_words(kept.of(own.id)) if kept and own.state is MemberState.LEFT else "",
        )
        for own in view.part.members
    ]


def _planned_of(view: PoolView) -> list[str]:
    """What the pool worked out before it began, for those with a place."""
    own, kept = view.part.member, view.pool.plan
    if own is None or not own.has_place or kept is None:
        return []
    try:
        answer = work_out(from_json(kept)).answer
    except (InvalidError, ValidationError):
        # Kept under older bounds: the page of the pool is there without it.
        return []
    return [headline(answer), money_words(answer), break_even_words(answer)]


route_handlers = (show_pool,)
