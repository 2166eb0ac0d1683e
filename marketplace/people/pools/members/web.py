"""What leads do: answer who asks, invite, let others lead, and step down."""

from uuid import UUID

from litestar import post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from marketplace.accounts.schemas import Viewer
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import SIGNED_IN
from marketplace.kernel.web.pages import see_other
from marketplace.people.pools.home.web import do, version_of
from marketplace.people.pools.rules import COME_PATH, MEMBER_PATH, PATH
from marketplace.pooling.joining import service
from marketplace.pooling.parties.service import get_member


@post(f"{MEMBER_PATH}/welcome", opt=SIGNED_IN, include_in_schema=False)
async def welcome_member(
    pool_id: FromPath[UUID],
    member_id: FromPath[UUID],
    request: PageRequest,
    viewer: NamedDependency[Viewer],
) -> Template | Redirect:
    """Let somebody know that they are welcome."""
    await get_member(pool_id, member_id, viewer)
    doing = service.welcome(member_id, await version_of(request), viewer)
    return await do(pool_id, viewer, doing, "welcomed")


@post(f"{MEMBER_PATH}/refuse", opt=SIGNED_IN, include_in_schema=False)
async def refuse_member(
    pool_id: FromPath[UUID],
    member_id: FromPath[UUID],
    request: PageRequest,
    viewer: NamedDependency[Viewer],
) -> Template | Redirect:
    """Say no to somebody who is no member yet."""
    await get_member(pool_id, member_id, viewer)
    doing = service.refuse(member_id, await version_of(request), viewer)
    return await do(pool_id, viewer, doing, "refused")


@post(f"{MEMBER_PATH}/lead", opt=SIGNED_IN, include_in_schema=False)
async def make_lead(
    pool_id: FromPath[UUID],
    member_id: FromPath[UUID],
    request: PageRequest,
    viewer: NamedDependency[Viewer],
) -> Template | Redirect:
    """Let somebody lead too."""
    await get_member(pool_id, member_id, viewer)
    doing = service.make_lead(member_id, await version_of(request), viewer)
    return await do(pool_id, viewer, doing, "lead")


@post(f"{PATH}/step-down", opt=SIGNED_IN, include_in_schema=False)
async def step_down(pool_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Template | Redirect:
    """Lead no more."""
    return await do(pool_id, viewer, service.step_down(pool_id, viewer), "stepped-down")


@post(f"{PATH}/invite", opt=SIGNED_IN, include_in_schema=False)
async def invite(pool_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Template | Redirect:
    """Make a link to hand on, and show it."""
    made: list[str] = []

    async def make() -> None:
        made.append(await service.invite(pool_id, viewer))

    answer = await do(pool_id, viewer, make(), "")
    return see_other(f"{COME_PATH}/{made[0]}?done=made") if made else answer


@post(f"{PATH}/end-invites", opt=SIGNED_IN, include_in_schema=False)
async def end_invites(pool_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Template | Redirect:
    """Make links that nobody used stop working."""
    return await do(pool_id, viewer, service.end_invites(pool_id, viewer), "invites-ended")


route_handlers = (welcome_member, refuse_member, make_lead, step_down, invite, end_invites)
