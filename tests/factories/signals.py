"""Searches and outcomes of many people, and the counting of months that are over."""

from datetime import UTC, datetime

from marketplace.gaps.unmet.publishing.rules import counted_as
from marketplace.gaps.unmet.publishing.service import publish_with
from marketplace.kernel import clock
from marketplace.signals import service as signals
from marketplace.signals.schemas import OutcomeSignal, SearchSignal, SignalKind
from marketplace.signals.searches.schemas import Asker, Heard
from marketplace.signals.searches.service import WordsKeeper, keep_searches

WILTSHIRE, SOMERSET = "E06000054", "E06000066"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
OCTOBER = datetime(2026, 10, 15, 12, tzinfo=UTC)
VOCABULARY = WordsKeeper(None, counted_as()).vocabulary()
DISTRICTS = frozenset({"BA12", "BA13", "BA14", "SN12"})
"""Where many live, of each council."""


async def look_for(
    times,
    *,
    at=OCTOBER,
    council=WILTSHIRE,
    outcode="BA12",
    types=(),
    groups=(),
    text="",
    results=0,
    first=0,
):
    """So many people look for the same."""
    filters = {"support_type": types, "care_group": groups}
    signal = SearchSignal(
        outcode=outcode,
        council_code=council,
        filters={name: codes for name, codes in filters.items() if codes},
        text=text,
        results=results,
    )
    with clock.stopped_at(at):
        askers = [Asker(f"asker {number}", "phone") for number in range(first, first + times)]
        await keep_searches([Heard(signal, asker) for asker in askers], VOCABULARY)


async def end(times, *, at=OCTOBER, council=WILTSHIRE, outcode="BA12", types=("personal_care",), **changes):
    """So many people's requests end like this."""
    fields = {
        "kind": SignalKind.REFERRAL,
        "outcome": "declined",
        "reason": "no_capacity",
        "whose": None,
        **changes,
    }
    with clock.stopped_at(at):
        for _ in range(times):
            await signals.note_outcome(
                OutcomeSignal(council_code=council, outcode=outcode, support_types=types, **fields)
            )


async def publish_signals(now=None):
    """Count the months that are over; return how many."""
    with clock.stopped_at(now or clock.now()):
        return await publish_with(lambda _code: DISTRICTS)
