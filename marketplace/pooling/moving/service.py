"""Takes steps. Every function is to be called inside a transaction that holds the pool.

Of two at once the second waits for the first, and then gets the answer to what the first left.
"""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from marketplace.audit import service as audit
from marketplace.kernel import clock
from marketplace.kernel.errors import ConflictError
from marketplace.kernel.i18n import gettext as _
from marketplace.links.service import end_links
from marketplace.pooling import repository, rules
from marketplace.pooling.letters import rules as letters
from marketplace.pooling.parties import service as parties
from marketplace.pooling.schemas import (
    FINAL_MEMBERS,
    HAS_PLACE,
    OPEN_MEMBERS,
    LeftReason,
    Member,
    MemberState,
    Pool,
    PoolState,
)
from marketplace.signals.schemas import OutcomeSignal, SignalKind
from marketplace.signals.service import note_outcome

INVITE = "pool_invite"
"""Purpose of the links that leads hand on."""


async def move(member: Member, state: MemberState, action: str, actor: str, **columns: object) -> None:
    """Take a step with one member, and keep that it was taken, without any words.

    Raises:
        ConflictError: there is no such step from where they are.
    """
    if not rules.can_move(member.state, state):
        raise not_now()
    if state not in HAS_PLACE:
        columns["is_lead"] = False
    if state in FINAL_MEMBERS:
        columns["closed_at"] = clock.now()
    await repository.put_member(member.id, state=state.value, version=member.version + 1, **columns)
    await audit.record(action, parties.MEMBER_TYPE, member.id, actor)


async def let_go(
    member: Member, reason: LeftReason, last_day: date, action: str, actor: str, **columns: object
) -> None:
    """Somebody with a place is in the pool no more; `settle` comes after."""
    left = {"reason": reason.value, "left_on": last_day, "words": ""}
    await move(member, MemberState.LEFT, action, actor, **left | columns)


async def settle(pool: Pool, actor: str) -> None:
    """Keep a pool whole after somebody went: somebody leads, and a pool without members has ended."""
    members = await repository.list_members(pool.id)
    if pool.state is PoolState.ENDED or any(member.is_lead for member in members):
        return
    lead = rules.next_lead(members)
    if lead is None:
        await end_now(pool, clock.today(), "no_members", actor)
        return
    await repository.put_member(lead.id, is_lead=True, version=lead.version + 1)
    await audit.record("lead", parties.MEMBER_TYPE, lead.id, actor)
    await parties.tell(pool, [lead], letters.lead_now(pool.id))


async def end_now(pool: Pool, last_day: date, why: str, actor: str) -> None:
    """End a pool: who had a place has left, who had none is told no. `why` is a code for the market view.

    Who led it records its last money; of a pool that nobody is in any more, who left last.

    Raises:
        ConflictError: it has ended already.
    """
    everybody = await repository.list_members(pool.id)
    members = [member for member in everybody if member.state in OPEN_MEMBERS]
    for member in members:
        if member.has_place:
            await let_go(member, LeftReason.POOL_ENDED, last_day, "leave", actor, settles=member.is_lead)
        else:
            await move(member, MemberState.REFUSED, "refuse", actor, words="")
    if not any(member.is_lead for member in members) and (last := rules.who_settles(everybody)):
        await repository.put_member(last.id, settles=True)
    await move_pool(pool, PoolState.ENDED, "end", actor, ended_at=clock.now(), last_day=last_day)
    await end_links(INVITE, pool.id)
    await note(pool, "ended", why)
    await parties.tell(pool, members, letters.ended())


async def move_pool(pool: Pool, state: PoolState, action: str, actor: str, **columns: object) -> None:
    """Take a step with a pool.

    Raises:
        ConflictError: there is no such step from where it is.
    """
    if not rules.can_move_pool(pool.state, state):
        raise not_now()
    await repository.put_pool(pool.id, state=state.value, changed_at=clock.now(), **columns)
    await audit.record(action, parties.RECORD_TYPE, pool.id, actor)


async def put_agreeing(pool: Pool, actor: str) -> None:
    """An agreement waits for everybody's yes; nothing changes where one is in force."""
    if pool.state is PoolState.LOOKING:
        await move_pool(pool, PoolState.AGREEING, "propose", actor)


async def put_looking(pool: Pool, actor: str) -> None:
    """No agreement waits any more; nothing changes where one is in force."""
    if pool.state is PoolState.AGREEING:
        await move_pool(pool, PoolState.LOOKING, "drop", actor)


async def put_active(pool: Pool, member_ids: Collection[UUID], actor: str) -> None:
    """An agreement came into force that names these members: who was joining is a member.

    Raises:
        ConflictError: the pool is ending, or one of them has no place any more.
    """
    if not pool.is_open:
        raise not_now()
    today = clock.today()
    members = {member.id: member for member in await repository.list_members(pool.id)}
    if any(member_id not in members or not members[member_id].has_place for member_id in member_ids):
        raise not_now()
    for member_id in member_ids:
        if members[member_id].state is MemberState.JOINING:
            await move(members[member_id], MemberState.MEMBER, "join", actor, member_since=today)
    if pool.state is not PoolState.ACTIVE:
        await move_pool(pool, PoolState.ACTIVE, "activate", actor, active_since=today)
        await note(pool, "started")


async def note(pool: Pool, outcome: str, reason: str | None = None, *, whose: UUID | None = None) -> None:
    """Keep for the market view what came of a pool; `whose` it counts once for, if not for the pool."""
    await note_outcome(
        OutcomeSignal(
            kind=SignalKind.POOL,
            council_code=pool.area.council_code,
            outcode=pool.area.outcode,
            support_types=pool.content.support_types,
            care_groups=pool.content.care_groups,
            outcome=outcome,
            reason=reason,
            waited_days=(clock.now() - pool.created_at).days,
            whose=whose or pool.id,
        )
    )


def check_version(member: Member, expected_version: int) -> None:
    """A form holds for what was seen.

    Raises:
        ConflictError: something changed since.
    """
    if member.version != expected_version:
        raise ConflictError(_("Something changed while you were at it. Look at the pool as it is now."))


def not_now() -> ConflictError:
    """What was right when it was seen, and is not any more."""
    return ConflictError(_("This cannot be done with the pool as it is now. Look at it again."))
