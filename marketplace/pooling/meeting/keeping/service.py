"""The door for timed work. What is due is decided by dates in the data: a day of downtime is caught up."""

from marketplace.audit import service as audit
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.pooling.meeting import rules
from marketplace.pooling.meeting.keeping import repository
from marketplace.pooling.meeting.matching.service import find_matches
from marketplace.pooling.meeting.schemas import Wish
from marketplace.pooling.meeting.talk import rules as talk
from marketplace.pooling.meeting.wishes.service import RECORD_TYPE
from marketplace.signals.schemas import OutcomeSignal, SignalKind
from marketplace.signals.service import note_outcome

ACTOR = "worker"
AT_ONCE = 200
"""Wishes of one transaction."""


async def match_again() -> int:
    """Look once more for wishes that were written at the same moment as others; return how many."""
    done, count = 0, AT_ONCE
    while count == AT_ONCE:
        async with transaction():
            now = clock.now()
            minutes = rules.MATCH_AGAIN_AFTER.total_seconds() / 60
            wishes = await repository.list_unmatched(now - rules.MATCH_AGAIN_AFTER, minutes, AT_ONCE)
            for wish in wishes:
                await find_matches(wish)
            await repository.note_matched([wish.id for wish in wishes], now)
        count = len(wishes)
        done += count
    return done


async def end_expired() -> int:
    """End wishes whose time is up, and keep for the market view where nobody was found; return how many."""
    done, count = 0, AT_ONCE
    while count == AT_ONCE:
        async with transaction():
            ended = await repository.end_expired(clock.now(), AT_ONCE)
            await audit.record_many("end", RECORD_TYPE, ACTOR, [wish.id for wish, _found in ended])
            for wish, was_found in ended:
                if not was_found:
                    await _note_nobody(wish)
        count = len(ended)
        done += count
    return done


async def drop_old() -> int:
    """Delete wishes that ended long ago, with what was said, and old messages; return how many."""
    async with transaction():
        now = clock.now()
        wishes = await repository.drop_wishes(now - rules.ENDED_KEPT)
        messages = await repository.drop_messages(now - talk.KEPT, now - talk.ENDED_KEPT)
        await audit.record_many("delete", RECORD_TYPE, "retention", wishes)
    return len(wishes) + len(messages)


async def _note_nobody(wish: Wish) -> None:
    await note_outcome(
        OutcomeSignal(
            kind=SignalKind.POOL,
            council_code=wish.area.council_code,
            outcode=wish.area.outcode,
            support_types=(wish.content.support_type,),
            outcome="nobody_found",
            waited_days=rules.LASTS.days,
            whose=wish.account_id,
        )
    )
