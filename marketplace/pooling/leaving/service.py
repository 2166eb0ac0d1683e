"""The door for who leaves, and for the end of a pool. One function = one use case = one transaction.

Notice is by the agreement in force; without one everybody may go at once. Another's is NotFoundError.
"""

from datetime import date
from uuid import UUID

from marketplace.accounts.schemas import Viewer
from marketplace.audit import service as audit
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, InvalidError, Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.pooling import repository
from marketplace.pooling import rules as pool_rules
from marketplace.pooling.agreements.service import current_terms
from marketplace.pooling.leaving import rules
from marketplace.pooling.letters import rules as letters
from marketplace.pooling.moving.service import (
    check_version,
    end_now,
    let_go,
    move,
    move_pool,
    not_now,
    settle,
)
from marketplace.pooling.parties import service as parties
from marketplace.pooling.schemas import (
    OPEN_MEMBERS,
    Affairs,
    LeftReason,
    Member,
    MemberState,
    Part,
    Pool,
    PoolState,
)


async def find_last_day(pool_id: UUID) -> date:
    """The earliest last day of who gives notice today: today where no agreement is in force."""
    terms = await current_terms(pool_id)
    return rules.first_last_day(clock.today(), terms.notice_weeks if terms else 0)


async def give_notice(
    member_id: UUID,
    reason: LeftReason,
    last_day: date | None,
    expected_version: int,
    viewer: Viewer,
) -> date:
    """A member leaves; return the last day: the earliest there is, unless a later one is said.

    Where no notice is to be given they have left at once.

    Raises:
        InvalidError: the day is too early or too far off, or the reason is not theirs to say.
        NotFoundError: it is another's.
        ConflictError: they are no member, or leave already.
    """
    async with transaction():
        pool, member = await _hold_own(member_id, expected_version, viewer)
        if member.state is not MemberState.MEMBER:
            raise not_now()
        today, earliest = clock.today(), await find_last_day(pool.id)
        problems = list(rules.check_last_day(last_day, earliest, today))
        if reason not in rules.OWN_REASONS:
            problems.append(Problem(field="reason", message=_("Choose why you leave.")))
        if problems:
            raise InvalidError(problems)
        last = last_day or earliest
        if last <= today:
            await let_go(member, reason, today, "leave", viewer.actor)
            await _after(pool, member, viewer.actor)
        else:
            await move(
                member,
                MemberState.LEAVING,
                "give_notice",
                viewer.actor,
                reason=reason.value,
                notice_on=today,
                leaves_on=last,
            )
            await parties.tell_leads(pool, letters.went(pool.id), but=member.id)
    return last


async def take_back_notice(member_id: UUID, expected_version: int, viewer: Viewer) -> None:
    """Who gave notice stays after all, while the agreement in force names them.

    Raises:
        NotFoundError: it is another's.
        ConflictError: they have left, or the others have agreed without them.
    """
    async with transaction():
        pool, member = await _hold_own(member_id, expected_version, viewer)
        if member.state is not MemberState.LEAVING or pool.state is not PoolState.ACTIVE:
            raise not_now()
        terms = await current_terms(pool.id)
        if terms is not None and member_id not in {each.member_id for each in terms.members}:
            raise ConflictError(_("The others have agreed without you since. Ask them to join again."))
        await move(
            member,
            MemberState.MEMBER,
            "take_back_notice",
            viewer.actor,
            reason=None,
            notice_on=None,
            leaves_on=None,
        )
        await parties.tell_leads(pool, letters.stays(pool.id), but=member.id)


async def record_left(
    member_id: UUID,
    reason: LeftReason,
    on: date,
    affairs: Affairs,
    expected_version: int,
    viewer: Viewer,
) -> None:
    """A lead or helper records that somebody died or cannot decide any more, and nobody acts for them here.

    Nothing is asked of them by letter from then on; what they are owed stays on record.

    Raises:
        InvalidError: another reason, or a day to come.
        NotFoundError: it is another pool's.
        ConflictError: they have left already, it is the viewer, or the viewer does not lead.
    """
    async with transaction():
        part, member = await _hold_for_lead(member_id, expected_version, viewer)
        if not member.has_place:
            raise not_now()
        if part.own_ids == {member_id} or (member_id in part.own_ids and member.acting_for is None):
            raise ConflictError(_("You cannot record this of yourself. Leave the pool instead."))
        if problems := list(rules.check_recorded(member, reason, on, clock.today())):
            raise InvalidError(problems)
        await let_go(
            member, reason, on, "record_left", viewer.actor, gets_letters=False, affairs=affairs.value
        )
        await _after(part.pool, member, viewer.actor, is_told=False)


async def put_right(member_id: UUID, expected_version: int, viewer: Viewer) -> None:
    """It was a mistake that somebody died or cannot decide any more: they are in the pool as before.

    They lead no more. Letters to them, stopped until now, go on. Who had given notice leaves on that day;
    who is not named in what the others agreed meanwhile has a place until an agreement names them.

    Raises:
        NotFoundError: it is another pool's.
        ConflictError: too long ago, no place is free, the pool ends or has ended; the viewer does not lead.
    """
    async with transaction():
        part, member = await _hold_for_lead(member_id, expected_version, viewer)
        until = pool_rules.back_until(member)
        if until is None or clock.now() > until or part.pool.state is PoolState.ENDED:
            raise not_now()
        members = await repository.list_members(part.pool.id)
        if pool_rules.count_places(members) >= part.pool.content.places:
            raise ConflictError(_("All places are taken now. Add a place to the pool first."))
        if any(each.account_id == member.account_id and each.acting_for == member.acting_for
               and each.state in OPEN_MEMBERS for each in members):  # fmt: skip
            raise ConflictError(_("They are in this pool already."))
        terms = await current_terms(part.pool.id)
        named = {each.member_id for each in terms.members} if terms is not None else set()
        state = rules.state_again(member, is_named=member_id in named)
        if state is MemberState.JOINING and not part.pool.is_open:
            raise not_now()
        await repository.put_member(
            member_id,
            state=state.value,
            version=member.version + 1,
            reason=LeftReason.OTHER.value if state is MemberState.LEAVING else None,
            left_on=None,
            closed_at=None,
            affairs="",
            gets_letters=True,
        )
        await audit.record("put_right", parties.MEMBER_TYPE, member_id, viewer.actor)
        await parties.tell_leads(part.pool, letters.stays(part.pool.id))


async def end_pool(pool_id: UUID, last_day: date | None, viewer: Viewer) -> date:
    """A lead ends a pool; return the last day. Without an agreement in force it has ended at once.

    Raises:
        InvalidError: the day is earlier than everybody's notice, or too far off.
        NotFoundError: the viewer has no place in it.
        ConflictError: it is ending or has ended, or the viewer does not lead.
    """
    async with transaction():
        part = await parties.hold_led(pool_id, viewer)
        pool, today = part.pool, clock.today()
        if not pool.is_open:
            raise not_now()
        if pool.state is not PoolState.ACTIVE:
            await end_now(pool, today, "before_start", viewer.actor)
            return today
        earliest = await find_last_day(pool_id)
        if problems := list(rules.check_last_day(last_day, earliest, today)):
            raise InvalidError(problems)
        last = last_day or earliest
        await move_pool(pool, PoolState.ENDING, "end", viewer.actor, last_day=last)
        members = await repository.list_members(pool_id)
        await parties.tell(pool, (each for each in members if each.has_place), letters.ending(pool_id))
    return last


async def take_back_end(pool_id: UUID, viewer: Viewer) -> None:
    """A lead takes the last day back: the pool goes on.

    Raises:
        NotFoundError: the viewer has no place in it.
        ConflictError: no last day is set, or it is over; the viewer does not lead.
    """
    async with transaction():
        pool = (await parties.hold_led(pool_id, viewer)).pool
        if pool.state is not PoolState.ENDING:
            raise not_now()
        await move_pool(pool, PoolState.ACTIVE, "go_on", viewer.actor, last_day=None)
        members = await repository.list_members(pool_id)
        await parties.tell(pool, (each for each in members if each.has_place), letters.goes_on(pool_id))


async def carry_out(pool: Pool, member: Member, actor: str) -> None:
    """The last day of somebody who gave notice is over; with the pool held, in the caller's transaction."""
    reason = member.reason or LeftReason.OTHER
    await let_go(member, reason, member.leaves_on or clock.today(), "leave", actor)
    await _after(pool, member, actor)


async def _after(pool: Pool, member: Member, actor: str, *, is_told: bool = True) -> None:
    """What comes after somebody left: who leads, who is told."""
    if is_told:
        await parties.tell(pool, [member], letters.left())
    await parties.tell_leads(pool, letters.went(pool.id))
    await settle(pool, actor)


async def _hold_own(member_id: UUID, expected_version: int, viewer: Viewer) -> tuple[Pool, Member]:
    account_id = parties.account_of(viewer)
    pool, member = await parties.hold_member(member_id)
    if member.account_id != account_id or not member.has_voice:
        raise parties.not_found()
    check_version(member, expected_version)
    return pool, member


async def _hold_for_lead(member_id: UUID, expected_version: int, viewer: Viewer) -> tuple[Part, Member]:
    parties.account_of(viewer)
    found = await repository.find_member(member_id)
    if found is None:
        raise parties.not_found()
    part = await parties.hold_led(found.pool_id, viewer)
    _pool, member = await parties.hold_member(member_id)
    check_version(member, expected_version)
    return part, member
