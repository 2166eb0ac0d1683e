"""Ends an advert, in the transaction of whoever does it."""

from datetime import datetime

from marketplace.audit import service as audit
from marketplace.signals import service as signals
from marketplace.signals.schemas import OutcomeSignal, SignalKind
from marketplace.wanted import repository, rules
from marketplace.wanted.schemas import Advert, AdvertStatus


async def end(advert: Advert, status: AdvertStatus, reason: str | None, at: datetime, actor: str) -> None:
    """End an advert that is shown and held; a change of it goes with it."""
    await repository.drop_change_of(advert.id)
    await repository.put(
        advert.id, status=status.value, version=advert.version + 1, ended_at=at, changed_at=at
    )
    await note(advert, status.value, reason, at)
    await audit.record(status.value, "wanted_advert", advert.id, actor)


async def note(advert: Advert, outcome: str, reason: str | None, at: datetime) -> None:
    """Keep for the market view how an advert ended, and how long it waited."""
    await signals.note_outcome(
        OutcomeSignal(
            kind=SignalKind.WANTED,
            council_code=advert.area.council_code,
            outcode=advert.area.outcode,
            support_types=advert.wish.support_types,
            outcome=outcome,
            reason=reason,
            waited_days=rules.waited_days(advert, at),
            whose=advert.account_id,
        )
    )
