"""Pools for tests, through the services: a lead, members, and those who ask."""

from typing import NamedTuple
from uuid import UUID

from marketplace.accounts.schemas import Account, Role, Viewer
from marketplace.kernel.database import transaction
from marketplace.pooling import repository, service
from marketplace.pooling.checking import service as checking
from marketplace.pooling.joining import service as joining
from marketplace.pooling.parties import service as parties
from marketplace.pooling.schemas import Member, MemberState, NewPool, Pool, PoolContent, PoolView
from tests.factories.accounts import make_account, viewer_of
from tests.factories.listings import FEW_PLACES, MELKSHAM

WORDS = "We paint and have tea, and one of us brings a cake."


class Person(NamedTuple):
    """Somebody with a row in a pool."""

    member_id: UUID
    account: Account
    viewer: Viewer

    async def row(self) -> Member:
        """All that is kept of them in the pool."""
        member = await repository.find_member(self.member_id)
        assert member is not None
        return member

    async def version(self) -> int:
        """The version of the row as it is now."""
        return (await self.row()).version


class Pooled(NamedTuple):
    """A pool, its lead, and the others with a place in order of joining."""

    id: UUID
    lead: Person
    others: tuple[Person, ...]

    @property
    def everybody(self) -> tuple[Person, ...]:
        """All with a place, the lead first."""
        return (self.lead, *self.others)

    async def pool(self) -> Pool:
        """As it is kept."""
        pool = await repository.find_pool(self.id)
        assert pool is not None
        return pool

    async def seen(self) -> PoolView:
        """As its lead sees it."""
        return await service.get_pool(self.id, self.lead.viewer)


def make_content(**changes) -> PoolContent:
    """What a pool is for."""
    return PoolContent(
        **{
            "title": "Tuesday art group",
            "words": WORDS,
            "support_types": ("arts_crafts",),
            "times": ("tue.afternoon",),
            "place_words": "The hall",
            "weekly_cost_pence": 40_00,
            "places": 4,
        }
        | changes
    )


async def make_person(name: str = "Robin Example") -> tuple[Account, Viewer]:
    """An account that draws on support, signed in."""
    account = await make_account(Role.PERSON, name=name)
    return account, await viewer_of(account)


async def make_pool(
    content: PoolContent | None = None,
    *,
    others: int = 0,
    place: str = MELKSHAM,
    account: Account | None = None,
    name: str = "Ada",
) -> Pooled:
    """A pool that looks for members, with so many beside its lead who have a place."""
    account = account or await make_account(Role.PERSON)
    viewer = await viewer_of(account)
    new = NewPool(content=content or make_content(), name=name, place=place)
    pool_id = await service.start_pool(new, viewer, FEW_PLACES)
    (member,) = await parties.list_members(pool_id)
    lead = Person(member.id, account, viewer)
    people = [await make_placed(pool_id, lead, f"Bo{number or ''}") for number in range(others)]
    return Pooled(pool_id, lead, tuple(people))


async def make_welcome(pool_id: UUID, lead: Person, name: str = "Cleo") -> Person:
    """Somebody who came by a link that the lead handed on."""
    account, viewer = await make_person()
    token = await joining.invite(pool_id, lead.viewer)
    await joining.come_by_link(token, name, None, viewer)
    return Person(await _row_of(pool_id, account), account, viewer)


async def make_placed(pool_id: UUID, lead: Person, name: str = "Cleo") -> Person:
    """Somebody with a place, whom no agreement names yet."""
    person = await make_welcome(pool_id, lead, name)
    await joining.take_place(person.member_id, await person.version(), person.viewer)
    return person


async def make_asked(pool_id: UUID, name: str = "Dot", words: str = "") -> Person:
    """Somebody who asks; the pool is shown."""
    account, viewer = await make_person()
    member_id = await joining.ask_to_join(pool_id, name, None, viewer, words)
    return Person(member_id, account, viewer)


async def show_pool(pool: Pooled) -> None:
    """A steward lets the words be shown."""
    kept = await pool.pool()
    steward = await viewer_of(await make_account(Role.STEWARD, kept.steward_council))
    await checking.approve(pool.id, kept.version, steward)


async def make_shown(content: PoolContent | None = None, **more) -> Pooled:
    """A pool that the public sees."""
    pool = await make_pool(content, **more)
    await show_pool(pool)
    return pool


async def activate(pool: Pooled) -> None:
    """As if an agreement that names everybody with a place had come into force."""
    async with transaction():
        held = await parties.hold_pool(pool.id)
        placed = [member.id for member in await parties.list_members(pool.id) if member.has_place]
        await service.put_active(held, placed, "test")


async def make_active(content: PoolContent | None = None, *, others: int = 2, **more) -> Pooled:
    """A pool whose members have agreed, without the agreement."""
    pool = await make_pool(content, others=others, **more)
    await activate(pool)
    return pool


async def _row_of(pool_id: UUID, account: Account) -> UUID:
    member = await repository.find_of_account(pool_id, account.id, frozenset(MemberState))
    assert member is not None
    return member.id
