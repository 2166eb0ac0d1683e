"""People who look for others, through the services."""

from typing import NamedTuple
from uuid import UUID

from marketplace.accounts.schemas import Account, Viewer
from marketplace.pooling.meeting.matching import service as matching
from marketplace.pooling.meeting.schemas import MatchView, Said, WishContent
from marketplace.pooling.meeting.wishes import service
from tests.factories.listings import FEW_PLACES, MELKSHAM
from tests.factories.pooling import make_person


class Wisher(NamedTuple):
    """Somebody who looks for others."""

    wish_id: UUID
    account: Account
    viewer: Viewer

    async def matches(self) -> tuple[MatchView, ...]:
        """Who wants the same, as they see it."""
        return (await service.get_wish_view(self.wish_id, self.viewer)).matches

    async def match(self) -> MatchView:
        """The only one."""
        (found,) = await self.matches()
        return found

    async def version(self) -> int:
        """Of the wish as it is now."""
        return (await service.get_wish(self.wish_id, self.viewer)).version

    async def say(self, said: Said) -> MatchView:
        """About the only one."""
        return await matching.say((await self.match()).id, said, self.viewer)


def make_wish_content(**changes) -> WishContent:
    """What somebody looks for."""
    return WishContent(
        **{"support_type": "arts_crafts", "name": "Dot", "times": ("tue.afternoon",)} | changes
    )


async def make_wisher(place: str = MELKSHAM, **changes) -> Wisher:
    """Somebody who looks for others near a place."""
    account, viewer = await make_person()
    wish_id = await service.start_wish(make_wish_content(**changes), place, viewer, FEW_PLACES)
    return Wisher(wish_id, account, viewer)


async def make_pair(**changes) -> tuple[Wisher, Wisher]:
    """Two who want the same: Ada in Melksham, Bo in Trowbridge, 4 miles away."""
    ada = await make_wisher(name="Ada", **changes)
    return ada, await make_wisher("BA14 8EA", name="Bo", **changes)


async def make_mutual(**changes) -> tuple[Wisher, Wisher]:
    """The same, and both have said yes."""
    pair = await make_pair(**changes)
    for each in pair:
        await each.say(Said.YES)
    return pair
