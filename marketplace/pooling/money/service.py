"""The door for reading the record of money, and for who may write in it. One function = one use case.

`entries`, `receipts`, `sessions` and `dues` are the doors for writing.
"""

from collections.abc import Awaitable, Sequence
from datetime import date, datetime
from uuid import UUID

from marketplace.accounts.schemas import Viewer
from marketplace.kernel import clock
from marketplace.kernel.errors import ConflictError, NotFoundError
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.paging import Page
from marketplace.pooling.agreements.schemas import HolderKind
from marketplace.pooling.agreements.service import current_terms
from marketplace.pooling.money import repository, rules
from marketplace.pooling.money.schemas import Balances, Entry, MemberStatement, OpenBill, Period
from marketplace.pooling.parties import service as parties
from marketplace.pooling.rules import settle_until
from marketplace.pooling.schemas import HAS_PLACE, LeftReason, Member, MemberState, Part, Pool, PoolState

PER_PAGE = 20
MOST_ENTRIES = 1_000_000
"""Of a document: more than a pool can have."""
HAD_PLACE = HAS_PLACE | {MemberState.LEFT, MemberState.WITHDRAWN, MemberState.REFUSED}
"""Also those who gave a place back; who never had one is told apart by `placed_at`."""
_READERS = HAS_PLACE | {MemberState.LEFT}


async def get_reader(pool_id: UUID, viewer: Viewer) -> Part:
    """Who the viewer is in a pool whose money they may read.

    Whoever has a place in a pool that is at work, and has not agreed to its agreement yet, does not read what
    others paid in. Of a pool that has ended those read it who settle it.

    Raises:
        NotFoundError: the pool is not the viewer's.
    """
    part = await _in_or_settling(parties.get_part(pool_id, viewer, _READERS))
    if rules.has_to_agree_first(part):
        raise rules.not_found()
    return part


async def may_write(part: Part) -> bool:
    """Whether the viewer may record: who leads or helps, and the member who holds the account.

    Of a pool that has ended: who settles it, for `SETTLE_DAYS`.
    """
    if part.may_write:
        return True
    until = settle_until(part.pool)
    if until is not None:
        return clock.today() <= until and await settles(part)
    return await _holds_account(part, [member for member in part.members if member.has_place])


async def settles(part: Part) -> bool:
    """Whether somebody settles a pool that has ended: led it then, or was in it then and held its account.

    They read the whole record for as long as it is kept; whoever left before the end does not.
    """
    left = [member for member in part.members if member.state is MemberState.LEFT]
    if not left or part.pool.state is not PoolState.ENDED:
        return False
    if any(member.settles for member in left):
        return True
    stayed = [member for member in left if member.reason is LeftReason.POOL_ENDED]
    return await _holds_account(part, stayed)


async def hold_writer(pool_id: UUID, viewer: Viewer) -> Part:
    """Hold a pool for somebody who may record, until the transaction ends.

    Raises:
        NotFoundError: the pool is not the viewer's.
        ConflictError: the viewer is in it and may not record.
    """
    part = await _in_or_settling(parties.hold_part(pool_id, viewer, _READERS))
    if not await may_write(part):
        if part.pool.state is PoolState.ENDED:
            raise ConflictError(_("This pool has ended, and the time to record its last money is over."))
        raise ConflictError(_("Only who leads the pool or holds its account can record this."))
    return part


async def _in_or_settling(finding: Awaitable[Part]) -> Part:
    try:
        part = await finding
    except NotFoundError:
        raise rules.not_found() from None
    has_place = part.is_helper or any(member.has_place for member in part.members)
    if not has_place and not await settles(part):
        raise rules.not_found()
    return part


async def _holds_account(part: Part, among: Sequence[Member]) -> bool:
    """Whether one of these holds the pool's account."""
    terms = await current_terms(part.pool.id) if among else None
    holder = terms.holder if terms is not None else None
    if holder is None or holder.kind is not HolderKind.MEMBER:
        return False
    return any(member.id == holder.member_id for member in among)


async def balances(pool_id: UUID, on: date | None = None, known_at: datetime | None = None) -> Balances:
    """What a pool has at the end of a day, today if none is said, whoever asks; for services.

    `known_at` leaves out what was recorded later: what somebody was told then does not change.
    """
    return await repository.sum_balances(pool_id, on, known_at)


async def get_balances(pool_id: UUID, viewer: Viewer, on: date | None = None) -> tuple[Part, Balances]:
    """The same for a member, with who they are.

    Raises:
        NotFoundError: the pool is not the viewer's.
    """
    part = await get_reader(pool_id, viewer)
    return part, await repository.sum_balances(pool_id, on)


async def list_money_members(pool_id: UUID) -> list[Member]:
    """Members who have or had a place, in order of joining."""
    return [member for member in await parties.list_members(pool_id) if member.placed_at is not None]


async def list_entries(pool_id: UUID, viewer: Viewer, period: Period | None, page: int = 1) -> Page[Entry]:
    """Entries of a pool, of the newest day first.

    Raises:
        NotFoundError: the pool is not the viewer's.
    """
    await get_reader(pool_id, viewer)
    return await list_recorded(pool_id, period, page)


async def list_recorded(pool_id: UUID, period: Period | None, page: int = 1) -> Page[Entry]:
    """The same, whoever asks; for services and for who has been let in already."""
    page = max(page, 1)
    offset = (page - 1) * PER_PAGE
    found, total = await repository.list_entries(pool_id, period, limit=PER_PAGE, offset=offset)
    return Page(items=tuple(found), total=total, page=page, per_page=PER_PAGE)


async def list_period(pool_id: UUID, period: Period) -> list[Entry]:
    """All entries of a period, by day and number, whoever asks; for documents."""
    found, _total = await repository.list_entries(pool_id, period, limit=MOST_ENTRIES, offset=0)
    return found[::-1]


async def get_entry(entry_id: UUID, viewer: Viewer) -> tuple[Part, Entry, list[Entry]]:
    """An entry, with who the viewer is, and with what was paid or came back of it.

    Raises:
        NotFoundError: there is none, or its pool is not the viewer's.
    """
    entry = await repository.find_entry(entry_id)
    if entry is None:
        raise rules.not_found()
    part = await get_reader(entry.pool_id, viewer)
    return part, entry, await repository.list_about(entry_id)


async def find_opening(pool_id: UUID) -> int | None:
    """The number of the entry that says what members had before, None where there is none; whoever asks."""
    return await repository.find_opening(pool_id)


async def list_open_bills(pool_id: UUID) -> list[OpenBill]:
    """Bills with something left to pay, oldest first, whoever asks."""
    return await repository.list_open_bills(pool_id)


async def statement_of(member_id: UUID, period: Period) -> MemberStatement:
    """What one member had, paid and bore within a period, whoever asks; for services.

    Raises:
        NotFoundError: there is no such member.
    """
    pool_id = await repository.find_pool_of(member_id)
    if pool_id is None:
        raise rules.not_found()
    opening = await repository.sum_of_member(member_id, period.since)
    entries = await repository.list_of_member(member_id, period)
    return rules.state(pool_id, member_id, period, opening, entries)


async def get_own_statement(
    pool_id: UUID, viewer: Viewer, period: Period
) -> tuple[Pool, Member, MemberStatement]:
    """The viewer's own statement, also when they have left; or that of whom they act for.

    Raises:
        NotFoundError: the pool is not and was not the viewer's.
        ForWhomError: the viewer speaks for several, and the page does not say for whom.
    """
    part = await parties.get_part(pool_id, viewer, HAD_PLACE)
    member = parties.one_of(part, [each for each in part.members if each.placed_at is not None])
    return part.pool, member, await statement_of(member.id, period)
