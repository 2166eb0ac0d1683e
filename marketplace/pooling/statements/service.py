"""The door of statements: a member's own, that of a member who cannot ask any more, and the whole pool's."""

from uuid import UUID

from marketplace.accounts.schemas import Viewer
from marketplace.councils.schemas import PackPart
from marketplace.pooling.money import service as money
from marketplace.pooling.money.schemas import Period
from marketplace.pooling.money.service import HAD_PLACE
from marketplace.pooling.parties import service as parties
from marketplace.pooling.schemas import HAS_PLACE, QUIET, Member, MemberState, Part, Pool
from marketplace.pooling.statements.making.service import make_record, make_statement
from marketplace.pooling.statements.schemas import PoolRecord, Statement

_OF_OTHERS = frozenset(PackPart) - {PackPart.OUTCOMES}


async def get_own_member(pool_id: UUID, viewer: Viewer) -> tuple[Pool, Member]:
    """The viewer's own member, or whom they act for, also when they have left.

    Raises:
        NotFoundError: the viewer has, and had, no place in the pool.
        ForWhomError: the viewer speaks for several, and the page does not say for whom.
    """
    part, member = await get_own_part(pool_id, viewer)
    return part.pool, member


async def get_own_part(pool_id: UUID, viewer: Viewer) -> tuple[Part, Member]:
    """The same with what the viewer may do. Errors as `get_own_member`."""
    part = await parties.get_part(pool_id, viewer, HAD_PLACE)
    return part, parties.one_of(part, [each for each in part.members if each.placed_at is not None])


async def get_own(pool_id: UUID, viewer: Viewer, period: Period) -> Statement:
    """The viewer's own statement with all that is in one. Errors as `get_own_member`."""
    pool, member = await get_own_member(pool_id, viewer)
    return await make_statement(pool, member, period)


async def get_of_gone(pool_id: UUID, member_id: UUID, viewer: Viewer, period: Period) -> Statement:
    """The statement of a member who died or cannot decide any more, for whoever looks after their affairs.

    Who can see the record of the pool can make it, without what was the member's alone.

    Raises:
        NotFoundError: the viewer cannot, or the member is not one of those.
    """
    part = await get_record_part(pool_id, viewer)
    gone = {member.id: member for member in await list_gone(pool_id)}
    if member_id not in gone:
        raise parties.not_found()
    return await make_statement(part.pool, gone[member_id], period, _OF_OTHERS)


async def list_gone(pool_id: UUID) -> list[Member]:
    """Members who had a place and died or cannot decide any more, whoever asks."""
    return [
        member
        for member in await parties.list_members(pool_id)
        if member.state is MemberState.LEFT and member.reason in QUIET and member.placed_at is not None
    ]


async def may_see_record(part: Part) -> bool:
    """Whether somebody runs the pool or holds its account; of a pool that has ended, whether they did."""
    if part.is_helper or any(member.has_place for member in part.members):
        return await money.may_write(part)
    return await money.settles(part)


async def get_record(pool_id: UUID, viewer: Viewer, period: Period) -> PoolRecord:
    """The record of a whole pool.

    Raises:
        NotFoundError: the viewer neither runs the pool nor holds its account.
    """
    part = await get_record_part(pool_id, viewer)
    return await make_record(part.pool, part.members, period)


async def get_record_part(pool_id: UUID, viewer: Viewer) -> Part:
    """Who the viewer is in a pool of which they can see the whole record. Errors as `get_record`."""
    part = await parties.get_part(pool_id, viewer, HAS_PLACE | {MemberState.LEFT})
    if not await may_see_record(part):
        raise parties.not_found()
    return part
