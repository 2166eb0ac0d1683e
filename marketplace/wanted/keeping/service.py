"""The door for timed work. What is due is decided by dates in the data: a day of downtime is caught up.

Each step is done in portions, a transaction each, so that a night with a thousand of them holds nobody up.
"""

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from uuid import UUID

from msgspec.structs import replace

from marketplace.accounts.service import list_addresses
from marketplace.audit import service as audit
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.mail import service as mail
from marketplace.mail.schemas import Letter
from marketplace.wanted.ending.service import end, note
from marketplace.wanted.keeping import repository
from marketplace.wanted.letters import rules as letters
from marketplace.wanted.rules import DRAFTS_KEPT, ENDED_KEPT, REMIND_BEFORE, is_still_waiting
from marketplace.wanted.schemas import AdvertStatus
from marketplace.wanted.writing.service import RECORD_TYPE

ACTOR = "worker"
AT_ONCE = 200
"""Adverts of one transaction."""


async def close_adverts() -> int:
    """Close what is filled or old, and ask who still looks; return how many adverts it was."""
    steps = (_close_agreed, _close_unmeant, _take_unmeant_back, _close_expired, _ask)
    return sum([await _in_portions(step) for step in steps])


async def drop_old_adverts() -> int:
    """Delete what has been over for long, and what was never handed in; return how many."""
    async with transaction():
        now = clock.now()
        dropped = [
            *await repository.drop_ended(now - ENDED_KEPT),
            *await repository.drop_drafts(now - DRAFTS_KEPT),
        ]
        for advert in filter(is_still_waiting, dropped):
            await note(advert, AdvertStatus.WITHDRAWN.value, "went_quiet", now)
        await audit.record_many("delete", RECORD_TYPE, "retention", [advert.id for advert in dropped])
    return len(dropped)


async def _in_portions(step: Callable[[datetime], Awaitable[int]]) -> int:
    done, count = 0, 1
    while count:
        async with transaction():
            count = await step(clock.now())
        done += count
    return done


async def _close_agreed(now: datetime) -> int:
    """What was answered by somebody with whom its owner has agreed."""
    due = await repository.list_agreed(AT_ONCE)
    for advert in due:
        await end(advert, AdvertStatus.FILLED, "here", now, ACTOR)
    await _tell(((advert.id, advert.account_id, advert.steward_council) for advert in due), letters.filled)
    return len(due)


async def _close_unmeant(now: datetime) -> int:
    """What is for somebody for whom its owner does not act any more."""
    due = await repository.list_unmeant(AT_ONCE)
    for advert in due:
        await end(advert, AdvertStatus.WITHDRAWN, None, now, ACTOR)
    await _tell(((advert.id, advert.account_id, advert.steward_council) for advert in due), letters.unmeant)
    return len(due)


async def _take_unmeant_back(now: datetime) -> int:
    due = await repository.take_unmeant_back(now, AT_ONCE)
    await audit.record_many("take_back", RECORD_TYPE, ACTOR, due)
    return len(due)


async def _close_expired(now: datetime) -> int:
    due = await repository.list_expired(now, AT_ONCE)
    for advert in due:
        await end(advert, AdvertStatus.EXPIRED, None, now, ACTOR)
    await _tell(((advert.id, advert.account_id, advert.steward_council) for advert in due), letters.expired)
    return len(due)


async def _ask(now: datetime) -> int:
    due = await repository.mark_expiring(now, now + REMIND_BEFORE, AT_ONCE)
    await _tell(due, letters.expiring)
    return len(due)


async def _tell(adverts: Iterable[tuple[UUID, UUID, str]], write: Callable[[UUID], Letter]) -> None:
    """Write to owners; of each advert its id, account and council."""
    told = list(adverts)
    addresses = await list_addresses({account_id for _advert, account_id, _council in told}) if told else {}
    await mail.queue_letters(
        (addresses[account_id], replace(write(advert_id), council_code=council_code), account_id)
        for advert_id, account_id, council_code in told
        if account_id in addresses
    )
