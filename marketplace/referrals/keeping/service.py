"""Timed work: tells teams what is late or gone, and deletes what is no longer needed.

What is due is decided by dates in the data, so that a day of downtime is caught up.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta
from uuid import UUID

from babel.dates import format_date

from marketplace.audit import service as audit
from marketplace.councils import service as councils
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import NotFoundError
from marketplace.kernel.i18n import current_language
from marketplace.mail.schemas import Letter
from marketplace.referrals import repository as referrals
from marketplace.referrals.keeping import repository
from marketplace.referrals.letters import rules as letters
from marketplace.referrals.moving import rules as moving
from marketplace.referrals.moving.service import (
    RECORD_TYPE,
    hold,
    index_of,
    state_of,
    take_step,
    tell_accepted,
    tell_team,
)
from marketplace.referrals.rules import DRAFTS_KEPT, IDLE_KEPT, WARNED_BEFORE
from marketplace.referrals.schemas import ASKED, FINAL, Outcome, ReferralStatus
from marketplace.referrals.teams import service as teams

_ACTOR = "worker"


async def tell_of_late_answers() -> int:
    """Write to teams whose providers have not answered in time, once for each; return how many referrals."""
    async with transaction():
        late = await repository.mark_late(clock.now())
        await _tell(late, letters.overdue)
    return len(late)


async def pass_over_gone() -> int:
    """Ask providers no longer whose listing or people went, ask the next, and tell teams; return how many."""
    async with transaction():
        gone = await repository.list_with_gone()
        for referral_id, offer_id in gone:
            held = await hold(referral_id)
            index = index_of(held, offer_id)
            if held.offers[index].status in ASKED and held.referral.status is ReferralStatus.OPEN:
                await take_step(held, moving.stop_asking(state_of(held), [index]), "stop_asking", _ACTOR)
        left = await repository.mark_left(clock.now())
        told = dict.fromkeys([*(referral_id for referral_id, _offer in gone), *left])
        await _tell(told, letters.gone)
    return len(told)


async def drop_old_referrals() -> int:
    """Delete what ended longer ago than its council keeps it, old drafts, and what was forgotten.

    Before anything that is not over is deleted, the team is warned. Returns how many were deleted.
    """
    async with transaction():
        now, dropped = clock.now(), list[UUID]()
        codes = await repository.list_ended_councils()
        for code, settings in (await councils.list_council_settings(codes)).items():
            before = now - timedelta(days=settings.referrals_kept_days)
            dropped += await repository.drop_ended(str(code), before)
        dropped += await repository.drop_drafts(now - DRAFTS_KEPT)
        forgotten = await repository.list_forgotten(now - IDLE_KEPT, now - WARNED_BEFORE)
        for referral_id in forgotten:
            await _forget(referral_id)
        dropped += await repository.drop_those(forgotten)
        await audit.record_many("delete", RECORD_TYPE, "retention", dropped)
        await _warn()
        await teams.forget_former()
    return len(dropped)


async def drop_made_alone(account_id: UUID) -> int:
    """Delete the referrals that only this account could read, and tell their providers; for its erasure."""
    alone = await repository.list_made_alone(account_id)
    for referral_id in alone:
        await _forget(referral_id)
    dropped = await repository.drop_those(alone)
    return await audit.record_many("delete", RECORD_TYPE, "erasure", dropped)


async def _forget(referral_id: UUID) -> None:
    """End what nobody ended: whoever was asked or has it is told."""
    held = await hold(referral_id)
    if held.referral.status is not ReferralStatus.DRAFT and held.referral.status not in FINAL:
        after = moving.end(state_of(held), Outcome.FORGOTTEN)
        await take_step(held, after, "forget", _ACTOR, outcome=Outcome.FORGOTTEN)
        await tell_accepted(after.offers, held, letters.ended)


async def _warn() -> None:
    """Tell teams of what will be deleted. One that has no reader has nobody to tell, and waits as long."""
    now = clock.now()
    idle = await repository.mark_idle(now, now - IDLE_KEPT + WARNED_BEFORE)
    day = (now + WARNED_BEFORE).astimezone(clock.LONDON).date() + timedelta(days=1)
    language = current_language().replace("-", "_")
    words = str(format_date(day, "d MMMM y", locale=language))
    await _tell(idle, lambda referral_id: letters.forgotten(referral_id, words))


async def _tell(referral_ids: Iterable[UUID], make: Callable[[UUID], Letter]) -> None:
    for referral_id in referral_ids:
        referral = await referrals.find(referral_id)
        if referral is None:
            raise NotFoundError
        await tell_team(referral, make(referral_id))
