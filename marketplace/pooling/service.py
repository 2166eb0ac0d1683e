"""The door for what a pool is and whose it is. `joining` and `leaving` are the ways in and out."""

from uuid import UUID

from marketplace.accounts.schemas import Viewer
from marketplace.kernel.paging import Page
from marketplace.pooling import repository, rules
from marketplace.pooling.moving.service import put_active, put_agreeing, put_looking
from marketplace.pooling.parties import service as parties
from marketplace.pooling.parties.service import get_part
from marketplace.pooling.schemas import OPEN_MEMBERS, MemberState, PoolItem, PoolView, PublicPool
from marketplace.pooling.writing.service import change_pool, find_listing_area, start_pool

__all__ = [
    "change_pool", "find_listing_area", "find_public", "get_part", "get_pool", "get_public", "list_mine",
    "put_active", "put_agreeing", "put_looking", "start_pool",
]  # fmt: skip

PER_PAGE = 20
_SEES = OPEN_MEMBERS | {MemberState.LEFT}


async def get_pool(pool_id: UUID, viewer: Viewer) -> PoolView:
    """A pool as one of its own sees it: also who asks, is invited, or has left, each with what they may know.

    Raises:
        NotFoundError: there is none, or the viewer has no part in it.
    """
    part = await get_part(pool_id, viewer, _SEES)
    members = await repository.list_members(pool_id)
    return PoolView(
        pool=part.pool,
        part=part,
        members=rules.lines_for(part, members),
        places_taken=rules.count_places(members),
    )


async def find_public(pool_id: UUID) -> PublicPool | None:
    """A pool as anybody sees it, if it can be joined and a steward has seen it."""
    return await repository.find_public(pool_id)


async def get_public(pool_id: UUID) -> PublicPool:
    """The same.

    Raises:
        NotFoundError: it is not shown; whether it is there is not told.
    """
    pool = await repository.find_public(pool_id)
    if pool is None:
        raise parties.not_found()
    return pool


async def list_mine(viewer: Viewer, page: int = 1) -> Page[PoolItem]:
    """Pools in which the viewer has or had a part, those that are over last."""
    offset = (page - 1) * PER_PAGE
    found, total = await repository.list_mine(parties.account_of(viewer), limit=PER_PAGE, offset=offset)
    return Page(items=tuple(found), total=total, page=page, per_page=PER_PAGE)
