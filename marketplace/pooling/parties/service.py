"""Finds a pool for somebody who has a part in it, and holds it for a change.

The order of locks is the same everywhere: somebody's own account where a row of it begins (`hold_account`),
the pool (`hold_pool`), its member rows, the rest.
"""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from msgspec.structs import replace

from marketplace.accounts.schemas import Viewer
from marketplace.accounts.service import list_acting_for, list_addresses
from marketplace.kernel.errors import ConflictError, NotFoundError, Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.mail import service as mail
from marketplace.mail.schemas import Letter
from marketplace.pooling import repository, rules
from marketplace.pooling.parties.repository import is_help_wanted, is_helping
from marketplace.pooling.schemas import HAS_PLACE, ForWhomError, Member, MemberState, Part, Pool

__all__ = [
    "MEMBER_TYPE", "RECORD_TYPE", "account_of", "find_relation", "get_member", "get_part", "hold_account",
    "hold_led", "hold_member", "hold_part", "hold_pool", "is_help_wanted", "list_members", "list_own",
    "not_found", "one_of", "tell", "tell_leads",
]  # fmt: skip

RECORD_TYPE = "pool"
MEMBER_TYPE = "pool_member"


def account_of(viewer: Viewer) -> UUID:
    """The signed-in account; nobody else has pools."""
    if viewer.account_id is None or not viewer.is_signed_in:
        raise not_found()
    return viewer.account_id


def not_found() -> NotFoundError:
    """The same for what is another's and for what does not exist."""
    return NotFoundError(_("This pool is not here. It may have ended."))


async def get_part(pool_id: UUID, viewer: Viewer, states: Collection[MemberState] = HAS_PLACE) -> Part:
    """Who the viewer is in a pool: somebody with a place, unless other states are said; or who helps it.

    An organisation helps while everybody with a place consents: that is looked up each time, by whoever
    writes after the pool is held, so that help ends at once when somebody takes their yes back.
    `schemas.MEETS` adds those who are welcome and may talk; add `MemberState.LEFT` for what is theirs still.

    Raises:
        NotFoundError: there is no such pool, or the viewer is not in it like that, or speaks for a member who
            is not theirs.
    """
    pool = await repository.find_pool(pool_id)
    if pool is None:
        raise not_found()
    return await _part_of(pool, viewer, states)


def one_of(part: Part, among: Sequence[Member] | None = None) -> Member:
    """For whom something is done that is done for one member; `among` are those who can be it, else all.

    Raises:
        NotFoundError: the viewer helps the pool, or the member whom the page says cannot be it.
        ForWhomError: the viewer speaks for several, and the page does not say for whom.
    """
    able = part.members if among is None else tuple(among)
    if part.is_said:
        able = tuple(member for member in able if member == part.member)
    if not able:
        raise not_found()
    if len(able) > 1:
        raise ForWhomError(part.pool, able)
    return able[0]


async def list_own(pool_id: UUID, viewer: Viewer, states: Collection[MemberState]) -> list[Member]:
    """The viewer's own members of a pool in these states, whoever the page says; none for who has no part."""
    return await repository.list_of_account(pool_id, account_of(viewer), states)


async def get_member(pool_id: UUID, member_id: UUID, viewer: Viewer) -> Member:
    """A member of a pool in which the viewer has a place, for an address that names both.

    Raises:
        NotFoundError: the viewer has no place there, or the member is of another pool.
    """
    await get_part(pool_id, viewer)
    member = await repository.find_member(member_id)
    if member is None or member.pool_id != pool_id:
        raise not_found()
    return member


async def hold_pool(pool_id: UUID) -> Pool:
    """Hold a pool until the transaction ends. Every writer of anything of a pool does this first.

    Raises:
        NotFoundError: there is no such pool.
    """
    pool = await repository.find_pool(pool_id, lock=True)
    if pool is None:
        raise not_found()
    return pool


async def hold_part(pool_id: UUID, viewer: Viewer, states: Collection[MemberState] = HAS_PLACE) -> Part:
    """`get_part` with the pool held until the transaction ends; errors as there."""
    account_of(viewer)
    return await _part_of(await hold_pool(pool_id), viewer, states)


async def hold_led(pool_id: UUID, viewer: Viewer) -> Part:
    """The same for who runs the pool.

    Raises:
        NotFoundError: as `get_part`.
        ConflictError: the viewer has a place, and does not lead.
    """
    part = await hold_part(pool_id, viewer)
    if not part.may_write:
        raise ConflictError(_("Only somebody who leads the pool can do this."))
    return part


async def hold_member(member_id: UUID) -> tuple[Pool, Member]:
    """A member with the pool held, as both are then.

    Raises:
        NotFoundError: there is no such member.
    """
    found = await repository.find_member(member_id)
    if found is None:
        raise not_found()
    pool = await hold_pool(found.pool_id)
    member = await repository.find_member(member_id)
    if member is None:
        raise not_found()
    return pool, member


async def hold_account(account_id: UUID) -> None:
    """Keep an account there until the transaction ends; before the pool is held.

    Raises:
        NotFoundError: it was deleted meanwhile.
    """
    if not await repository.hold_account(account_id):
        raise not_found()


async def list_members(pool_id: UUID) -> list[Member]:
    """All members of a pool in order of joining, then those who have no place; whoever asks."""
    return rules.in_order(await repository.list_members(pool_id))


async def find_relation(acting_for: UUID | None, account_id: UUID) -> tuple[str, list[Problem]]:
    """What the account is to whom it acts for, "" for itself; a problem when it does not act for them."""
    if acting_for is None:
        return "", []
    for each in await list_acting_for(account_id):
        if each.id == acting_for and each.ended_at is None:
            return each.relation.value, []
    return "", [Problem(field="acting_for", message=_("Choose whom you act for."))]


async def tell(pool: Pool, members: Iterable[Member], letter: Letter) -> None:
    """Write to these members, in the name of the council; not to who is to be left in peace."""
    able = (member.account_id for member in members if member.gets_letters and member.has_voice)
    told = [account_id for account_id in able if account_id is not None]
    addresses = await list_addresses(set(told)) if told else {}
    own = replace(letter, council_code=pool.steward_council)
    await mail.queue_letters((address, own, account_id) for account_id, address in addresses.items())


async def tell_leads(pool: Pool, letter: Letter, *, but: UUID | None = None) -> None:
    """Write to everybody who leads, but for one member."""
    members = await repository.list_members(pool.id)
    await tell(pool, (member for member in members if member.is_lead and member.id != but), letter)


async def _part_of(pool: Pool, viewer: Viewer, states: Collection[MemberState]) -> Part:
    account_id = account_of(viewer)
    said = viewer.speaks_for
    own = sorted(await repository.list_of_account(pool.id, account_id, states), key=rules.who_speaks_first)
    if own:
        found = [member for member in own if said is None or member.id == said]
        if not found:
            raise not_found()
        is_lead = any(member.is_lead for member in own)
        return Part(pool=pool, members=tuple(own), member=found[0], is_said=said is not None, is_lead=is_lead)
    if said is None and await is_helping(pool.id, account_id):
        return Part(pool=pool, member=None, is_helper=True)
    raise not_found()
