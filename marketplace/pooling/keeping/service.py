"""The door for timed work. What is due is decided by dates in the data: a day of downtime is caught up."""

from datetime import date
from uuid import UUID

from marketplace.audit import service as audit
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.pooling import repository as pools
from marketplace.pooling.keeping import repository
from marketplace.pooling.leaving.service import carry_out
from marketplace.pooling.letters import rules as letters
from marketplace.pooling.moving.service import end_now, move, note, settle
from marketplace.pooling.parties import service as parties
from marketplace.pooling.rules import CLOSED_KEPT, NOBODY_FOUND_AFTER, UNUSED_KEPT
from marketplace.pooling.schemas import OPEN_MEMBERS, Member, MemberState, Pool, PoolState

ACTOR = "worker"
AT_ONCE = 200
"""Pools of one transaction in which nobody's letter is written."""


async def carry_out_last_days() -> int:
    """Let go whose last day is over, and end pools whose last day is; return how many pools it was.

    Each pool is a transaction of its own.
    """
    due = await repository.list_due(clock.today())
    for pool_id in due:
        await _carry_out(pool_id)
    return len(due)


async def tell_nobody_acts() -> int:
    """Where nobody acts for a member any more: tell the leads once, kindly; return how many pools it was.

    A member keeps the place and leads no more; who has none yet is out. From the moment in which acting for
    them ended nobody read or wrote for them: this only says so.
    """
    found = await repository.list_without_voice()
    for pool_id in found:
        async with transaction():
            pool = await parties.hold_pool(pool_id)
            for member in await parties.list_members(pool_id):
                if member.state in OPEN_MEMBERS and member.gets_letters and not member.has_voice:
                    await _take_voice(pool, member)
            await settle(pool, ACTOR)
    return len(found)


async def note_alone() -> int:
    """Keep for the market view which pools looked for long and found nobody; return how many."""
    done, count = 0, AT_ONCE
    while count == AT_ONCE:
        async with transaction():
            now = clock.now()
            alone = await repository.mark_alone(now - NOBODY_FOUND_AFTER, now, AT_ONCE)
            for pool in alone:
                await note(pool, "nobody_found")
        count = len(alone)
        done += count
    return done


async def drop_old() -> int:
    """Delete what is kept of people who never had a place, and pools that never began; return how many."""
    async with transaction():
        now = clock.now()
        members = await repository.drop_closed(now - CLOSED_KEPT)
        pools = await repository.drop_unused(now - UNUSED_KEPT)
        await audit.record_many("delete", parties.MEMBER_TYPE, "retention", members)
        await audit.record_many("delete", parties.RECORD_TYPE, "retention", pools)
    return len(members) + len(pools)


async def _carry_out(pool_id: UUID) -> None:
    async with transaction():
        pool, today = await parties.hold_pool(pool_id), clock.today()
        if pool.state is PoolState.ENDING and pool.last_day is not None and pool.last_day < today:
            await end_now(pool, pool.last_day, "by_members", ACTOR)
            return
        while member := _first_due(await parties.list_members(pool_id), today):
            # Who goes may make another the lead, or end the pool: both are read again.
            await carry_out(await parties.hold_pool(pool_id), member, ACTOR)


async def _take_voice(pool: Pool, member: Member) -> None:
    if not member.has_place:
        await move(member, MemberState.WITHDRAWN, "withdraw", ACTOR, words="")
        return
    await pools.put_member(member.id, gets_letters=False, is_lead=False, version=member.version + 1)
    await audit.record("nobody_acts", parties.MEMBER_TYPE, member.id, ACTOR)
    await parties.tell_leads(pool, letters.nobody_acts(pool.id), but=member.id)


def _first_due(members: list[Member], today: date) -> Member | None:
    return next(
        (
            member
            for member in members
            if member.state is MemberState.LEAVING and member.leaves_on and member.leaves_on < today
        ),
        None,
    )
