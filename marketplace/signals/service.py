"""The door of the signals room."""

import secrets
from datetime import date

from marketplace.councils.schemas import NATIONAL
from marketplace.councils.service import list_council_settings, list_councils_in_system
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.secrets import key_for
from marketplace.places import service as places
from marketplace.signals import repository, rules
from marketplace.signals.schemas import OutcomeSignal

KEY_BYTES = 32
_FOREVER = date.max


async def note_outcome(signal: OutcomeSignal) -> None:
    """Keep how something ended, in the transaction of what ends it. One statement.

    Nothing is kept when the council of the place switched signals off.
    """
    today = clock.today()
    whose = rules.hashed(key_for("signals"), str(signal.whose)) if signal.whose else None
    outcome = repository.Outcome(
        on_day=today,
        kind=signal.kind.value,
        council_code=council_of(signal.council_code),
        outcode=(signal.outcode or "").upper(),
        support_types=rules.tidy_codes(signal.support_types),
        care_groups=rules.tidy_codes(signal.care_groups),
        outcome=signal.outcome,
        reason=signal.reason or "",
        waited_days=signal.waited_days,
        whose=whose,
    )
    await repository.add_outcome(outcome, rules.month_of(today), secrets.token_bytes(KEY_BYTES))


def council_of(code: str | None) -> str:
    """Today's code of a council, by which signals are kept; NATIONAL where none is known."""
    council = places.find_council(code) if code and code != NATIONAL else None
    return council.code if council else NATIONAL


async def drop_old_signals() -> int:
    """Delete signals older than their council keeps them, and all of one that keeps none; return how many.

    For timed work, and for a council that has just changed it. Keys and hashes of earlier months go too.
    """
    today = clock.today()
    async with transaction():
        codes = [council.code for council in await list_councils_in_system()]
        settings = await list_council_settings([*codes, NATIONAL])
        cuts = {
            code or NATIONAL: rules.months_before(today, each.signals_kept_months)
            if each.keeps_signals
            else _FOREVER
            for code, each in settings.items()
        }
        deleted = await repository.delete_before(cuts, cuts[NATIONAL])
        await repository.delete_months_before(rules.month_of(today))
        await repository.delete_unused_words(rules.month_of(today))
    return deleted
