"""Adverts for tests, through the services: somebody who looks, a steward, and providers near and far."""

from typing import NamedTuple
from uuid import UUID

from marketplace.accounts.schemas import Account, Role, Viewer
from marketplace.wanted import service
from marketplace.wanted.schemas import AdvertKind, Wish
from tests.factories.accounts import make_account, viewer_of
from tests.factories.listings import FEW_PLACES, MELKSHAM

WORDS = "I am looking for somebody cheerful to swim and shop with."


class Posted(NamedTuple):
    """An advert and whose it is."""

    id: UUID
    account: Account
    viewer: Viewer

    async def seen(self):
        """As its owner sees it."""
        return await service.get_advert(self.id, self.viewer)

    async def version(self) -> int:
        """The version as it is now."""
        return (await self.seen()).advert.version


def make_wish(kind: AdvertKind = AdvertKind.PERSONAL_ASSISTANT, **changes) -> Wish:
    """A wish that a personal assistant of the factories answers to."""
    return Wish(
        **{
            "kind": kind,
            "support_types": ("swimming",),
            "hours_per_week": 6.0,
            "times": ("tue.morning",),
            "rate_from_pence": 13_00,
            "rate_to_pence": 16_00,
            "words": WORDS,
        }
        | changes
    )


async def make_advert(
    wish: Wish | None = None, *, place: str = MELKSHAM, account: Account | None = None
) -> Posted:
    """An advert that nobody but its owner sees."""
    account = account or await make_account(Role.PERSON)
    viewer = await viewer_of(account)
    advert_id = await service.start_advert(wish or make_wish(), place, viewer, FEW_PLACES)
    return Posted(advert_id, account, viewer)


async def make_submitted(wish: Wish | None = None, **more) -> Posted:
    """An advert that waits for a steward."""
    posted = await make_advert(wish, **more)
    await service.hand_in(posted.id, await posted.version(), posted.viewer)
    return posted


async def make_steward(council: str | None = None) -> Viewer:
    """A steward of Wiltshire, unless another council is said."""
    return await viewer_of(await make_account(Role.STEWARD, council))


async def make_published(wish: Wish | None = None, **more) -> Posted:
    """An advert that providers see."""
    posted = await make_submitted(wish, **more)
    advert = (await posted.seen()).advert
    await service.approve(posted.id, advert.version, await make_steward(advert.steward_council))
    return posted
