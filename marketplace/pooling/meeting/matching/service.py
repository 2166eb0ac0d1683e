"""The door for who wants the same. Neither of two learns what the other said before both said yes.

The accounts of both are held first, in one order for everybody, and then the match.
"""

from uuid import UUID

from marketplace.accounts.schemas import Viewer
from marketplace.audit import service as audit
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, NotFoundError
from marketplace.kernel.i18n import gettext as _
from marketplace.listings.records.service import PlaceFinder
from marketplace.pooling import repository as pools
from marketplace.pooling.meeting import rules
from marketplace.pooling.meeting.matching import repository
from marketplace.pooling.meeting.matching.repository import Sides
from marketplace.pooling.meeting.repository import find_wish
from marketplace.pooling.meeting.schemas import MatchView, NearPool, Said, Wish, WishView
from marketplace.pooling.parties import service as parties
from marketplace.pooling.schemas import Invitee, NewPool, PoolContent, PublicPool
from marketplace.pooling.service import start_pool

RECORD_TYPE = "pool_match"


async def view_of(wish: Wish) -> WishView:
    """A wish with who goes with it, the answered first; and pools, those that suit and the nearest first."""
    near = []
    for pool in await repository.list_pools(wish):
        miles = rules.miles_between(wish.area, pool.area)
        if miles is not None:
            near.append(NearPool(pool=pool, miles=miles))
    return WishView(
        wish=wish,
        matches=tuple(await repository.list_matches(wish.id)),
        pools=tuple(sorted(near, key=lambda each: (not _suits(wish, each.pool), each.miles))),
    )


async def find_matches(wish: Wish) -> int:
    """Keep who goes with a wish, inside the transaction that wrote it; return how many are new."""
    found = []
    for other in await repository.list_near(wish):
        miles = rules.miles_between(wish.area, other.area)
        if miles is not None and rules.can_meet(wish.content.times, other.content.times):
            found.append((other.id, miles))
    if found:
        await repository.add_matches(wish, found, clock.now())
    return len(found)


async def get_match(match_id: UUID, viewer: Viewer) -> MatchView:
    """A match of one of the viewer's wishes.

    Raises:
        NotFoundError: it is not the viewer's, is over, or the viewer said no to it.
    """
    return (await _find(match_id, viewer)).view


async def say(match_id: UUID, said: Said, viewer: Viewer) -> MatchView:
    """Say yes or no, and return what is seen then. A no is for good; who says the same twice says it once.

    Raises:
        NotFoundError: as `get_match`.
        ConflictError: a pool was started from it.
    """
    if said is Said.NOTHING:
        raise not_found()
    async with transaction():
        match = await _hold(match_id, viewer)
        if match.view.pool_id is not None:
            raise ConflictError(_("There is a pool already. You can answer there."))
        both = said is Said.YES and match.other_said is Said.YES
        if match.view.said is not said:
            await repository.put_said(match_id, match.view.wish_id, said, clock.now() if both else None)
            await audit.record("answer", RECORD_TYPE, match_id, viewer.actor)
        found = await repository.find_match(match_id, match.account_id)
    if found is None:  # Cannot be: it was held.
        raise not_found()
    return found.view


async def start_from_match(
    match_id: UUID, content: PoolContent, place: str, viewer: Viewer, gazetteer: PlaceFinder
) -> UUID:
    """Start a pool to which the other is invited; return its id. Both go by the names they chose.

    Raises:
        InvalidError, TooManyError: as `start_pool`.
        NotFoundError: as `get_match`; or not both have said yes.
        ConflictError: the other has just started one.
    """
    async with transaction():
        match = await _hold(match_id, viewer)
        own = await find_wish(match.view.wish_id)
        if own is None or match.view.name is None:
            raise not_found()
        if match.view.pool_id is not None:
            raise ConflictError(_("There is a pool already: one of you started it. See your pools."))
        new = NewPool(
            content=content,
            name=own.content.name,
            place=place,
            area=own.area,
            acting_for=own.content.acting_for,
            invite=(
                Invitee(
                    account_id=match.other_account,
                    name=match.view.name,
                    acting_for=match.other_acting_for,
                    relation=match.other_relation,
                ),
            ),
        )
        pool_id = await start_pool(new, viewer, gazetteer)
        await repository.put_pool(match_id, pool_id)
    return pool_id


def not_found() -> NotFoundError:
    """The same for another's, and for what is over."""
    return NotFoundError(_("This is not here. It may be over."))


def _suits(wish: Wish, pool: PublicPool) -> bool:
    """Whether a pool is for anybody, or for whom the wish is."""
    groups, own = pool.content.care_groups, wish.content.care_group
    return not groups or not own or own in groups


async def _find(match_id: UUID, viewer: Viewer, *, lock: bool = False) -> Sides:
    match = await repository.find_match(match_id, parties.account_of(viewer), lock=lock)
    if match is None or match.view.said is Said.NO:
        raise not_found()
    return match


async def _hold(match_id: UUID, viewer: Viewer) -> Sides:
    """A match held until the transaction ends, the accounts of both before it."""
    match = await _find(match_id, viewer)
    for account_id in sorted({match.account_id, match.other_account}):
        if not await pools.hold_account(account_id):
            raise not_found()
    return await _find(match_id, viewer, lock=True)
