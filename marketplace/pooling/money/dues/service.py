"""The door of dues: makes them by the agreement in force, and says who has paid."""

from datetime import date
from uuid import UUID

from marketplace.accounts.schemas import Viewer
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.pooling.agreements.schemas import MemberTerm
from marketplace.pooling.agreements.service import current_agreement
from marketplace.pooling.money import rules as money_rules
from marketplace.pooling.money import service as money
from marketplace.pooling.money.dues import repository, rules
from marketplace.pooling.money.dues.schemas import MemberDues, PaidDue
from marketplace.pooling.money.keeping import service as keeping
from marketplace.pooling.parties import service as parties
from marketplace.pooling.schemas import HAS_PLACE, Member, Part


async def make_dues() -> int:
    """Make what has become due since the last time, in all pools with an agreement in force; return how many.

    For timed work. A day on which nothing ran is made up for, and what is there is never made twice.
    """
    made = 0
    for pool_id in await repository.list_active():
        async with transaction():
            await parties.hold_pool(pool_id)
            made += await _make(pool_id, clock.today())
    return made


async def list_dues(pool_id: UUID, viewer: Viewer) -> tuple[Part, tuple[MemberDues, ...]]:
    """Who has paid in and who has not, in order of joining.

    Raises:
        NotFoundError: the pool is not the viewer's.
    """
    part = await money.get_reader(pool_id, viewer)
    return part, await find_dues(pool_id)


async def find_dues(pool_id: UUID) -> tuple[MemberDues, ...]:
    """The same, whoever asks; for services."""
    members = [member.id for member in await money.list_money_members(pool_id)]
    dues = await repository.list_until(pool_id, clock.today())
    return rules.list_dues(members, dues, await repository.sum_paid(pool_id))


async def list_paid(pool_id: UUID, member_id: UUID) -> tuple[PaidDue, ...]:
    """All dues of one member until today, with what came of each, oldest first; whoever asks."""
    own = [due for due in await repository.list_until(pool_id, clock.today()) if due.member_id == member_id]
    return rules.pay(own, (await repository.sum_paid(pool_id)).get(member_id, 0)) if own else ()


async def drop_old_dues() -> int:
    """Delete dues whose time is over; return how many. For timed work."""
    count = 0
    async with transaction():
        async for council, settings in keeping.each_council():
            oldest = money_rules.oldest_kept(clock.today(), settings.statements_kept_years)
            count += await repository.drop_old(oldest, council)
    return count


async def _make(pool_id: UUID, today: date) -> int:
    agreement = await current_agreement(pool_id)
    if agreement is None or agreement.in_force_on is None:
        return 0
    members = {member.id: member for member in await parties.list_members(pool_id)}
    ends = await repository.find_ends(pool_id)
    wanted = []
    for term in agreement.terms.members:
        # A new agreement goes on in the rhythm that a member is used to.
        first, last = ends.get(term.member_id, (agreement.in_force_on, None))
        until = _last_day(term, members.get(term.member_id), today)
        days = rules.days_due(term.every, first, last, until) if until else ()
        wanted += [(term.member_id, day, term.contribution_pence) for day in days]
    return await repository.add_missing(pool_id, wanted, number=agreement.number, at=clock.now())


def _last_day(term: MemberTerm, member: Member | None, today: date) -> date | None:
    """Until when dues of a member are made: of who leaves, to their last day; of who has left, none."""
    if member is None or member.state not in HAS_PLACE or term.contribution_pence <= 0:
        return None
    return min(today, member.leaves_on) if member.leaves_on else today
