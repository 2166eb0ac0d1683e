"""Pools whose members write and agree to agreements, through the services."""

from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from msgspec.structs import replace

from marketplace.accounts.schemas import Account, Viewer
from marketplace.kernel import clock
from marketplace.pooling.agreements import service
from marketplace.pooling.agreements.schemas import Holder, Terms
from marketplace.pooling.joining import service as joining
from marketplace.pooling.parties import service as parties
from marketplace.pooling.schemas import Member, NewPool, PoolContent
from marketplace.pooling.service import start_pool
from tests.factories.accounts import make_account, viewer_of
from tests.factories.listings import FEW_PLACES, MELKSHAM

NAMES = ("Robin", "Ash", "Kit", "Sam", "Jo", "Max")
OUTCOME = "I get out of the house and meet people."


class Together(NamedTuple):
    """A pool with its members in order of joining; the first leads."""

    id: UUID
    accounts: list[Account]
    viewers: list[Viewer]

    @property
    def lead(self) -> Viewer:
        """Who leads."""
        return self.viewers[0]

    async def members(self) -> list[Member]:
        """Everybody, as they are now."""
        return await parties.list_members(self.id)

    async def state(self) -> str:
        """Where the pool is."""
        return (await parties.get_part(self.id, self.lead)).pool.state.value


async def make_together(number: int = 3, **content) -> Together:
    """A pool in which so many people have a place and nothing is agreed."""
    lead = await make_account("person", name="Account Of Lead")
    viewer = await viewer_of(lead)
    new = PoolContent(
        **{
            "title": "Tuesday art group",
            "words": "We paint together, with somebody who helps.",
            "support_types": ("swimming",),
            "times": ("tue.afternoon",),
            "place_words": "The hall in Melksham",
            "weekly_cost_pence": 40_00,
            "places": max(number, 4),
        }
        | content
    )
    pool_id = await start_pool(NewPool(content=new, name=NAMES[0], place=MELKSHAM), viewer, FEW_PLACES)
    together = Together(pool_id, [lead], [viewer])
    for name in NAMES[1:number]:
        await add_member(together, name)
    return together


async def add_member(together: Together, name: str) -> Viewer:
    """One more who has a place and has agreed to nothing."""
    account = await make_account("person", name=f"Account Of {name}")
    viewer = await viewer_of(account)
    token = await joining.invite(together.id, together.lead)
    await joining.come_by_link(token, name, None, viewer)
    member = next(each for each in await together.members() if each.account_id == account.id)
    await joining.take_place(member.id, member.version, viewer)
    together.accounts.append(account)
    together.viewers.append(viewer)
    return viewer


async def write(together: Together, **changes) -> int:
    """Write terms that can be proposed; return the version of the draft."""
    draft = await service.begin_writing(together.id, together.lead)
    terms = whole(draft.terms)
    return await service.write_terms(together.id, replace(terms, **changes), draft.version, together.lead)


def whole(terms: Terms) -> Terms:
    """The terms with nothing missing: the first member holds the account."""
    return replace(
        terms,
        activity=terms.activity or "an art group",
        holder=replace(terms.holder, member_id=terms.members[0].member_id)
        if terms.holder == Holder()
        else terms.holder,
        review_on=terms.review_on or clock.today() + timedelta(days=180),
    )


async def make_proposed(number: int = 3, **changes) -> tuple[Together, int]:
    """A pool with a version that waits, and its number."""
    together = await make_together(number)
    return together, await propose(together, **changes)


async def propose(together: Together, **changes) -> int:
    """One more version that waits; its number."""
    return await service.propose(together.id, await write(together, **changes), together.lead)


async def make_in_force(number: int = 3, **changes) -> tuple[Together, int]:
    """A pool with an agreement in force."""
    together, version = await make_proposed(number, **changes)
    await agree_all(together, version)
    return together, version


async def agree_all(together: Together, number: int) -> None:
    """Everybody says yes."""
    for viewer in together.viewers:
        await service.agree(together.id, number, viewer, OUTCOME)
