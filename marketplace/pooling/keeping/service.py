"""The door for timed work. What is due is decided by dates in the data: a day of downtime is caught up."""

from datetime import date
from uuid import UUID

from marketplace.audit import service as audit
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.pooling.keeping import repository
from marketplace.pooling.leaving.service import carry_out
from marketplace.pooling.moving.service import end_now, note
from marketplace.pooling.parties import service as parties
from marketplace.pooling.rules import CLOSED_KEPT, NOBODY_FOUND_AFTER, UNUSED_KEPT
from marketplace.pooling.schemas import Member, MemberState, PoolState

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


def _first_due(members: list[Member], today: date) -> Member | None:
    return next(
        (
            member
            for member in members
            if member.state is MemberState.LEAVING and member.leaves_on and member.leaves_on < today
        ),
        None,
    )
