"""What was looked for in the months before, and what came of asking, for the commissioner to read."""

from datetime import datetime, timedelta

from marketplace.kernel import clock
from marketplace.signals import service as signals
from marketplace.signals.schemas import OutcomeSignal, SearchSignal, SignalKind
from marketplace.signals.searches.schemas import Asker, Heard
from marketplace.signals.searches.service import WordsKeeper, keep_searches

MONTHS = 3
_PHONE = "Mozilla/5.0 (made up) Mobile"
_TYPES = ("swimming", "personal_care", "cooking_meals", "driving", "complementary_therapy")
_ENDS = (
    (SignalKind.REFERRAL, "declined", "no_capacity"),
    (SignalKind.REFERRAL, "accepted", None),
    (SignalKind.ENQUIRY, "not_taken_up", "hours"),
    (SignalKind.ENQUIRY, "agreed", None),
)


async def load_market(council: str, places: list[str], now: datetime) -> int:
    """Give the months that are over their searches and outcomes; return how many searches counted.

    `places` are postcode districts of the council.
    """
    vocabulary, kept = WordsKeeper(None).vocabulary(), 0
    month = now.replace(day=1, hour=12)
    for back in range(1, MONTHS + 1):
        month = (month - timedelta(days=1)).replace(day=1)
        with clock.stopped_at(month + timedelta(days=14)):
            kept += await keep_searches(_searches(council, places, back), vocabulary)
            await _note_ends(council, places, back)
    return kept


def _searches(council: str, places: list[str], back: int) -> list[Heard]:
    """Each place and kind of support by some people: more in later months, and a third find nothing."""
    return [
        Heard(
            SearchSignal(
                outcode=place,
                council_code=council,
                filters={"support_type": (kind,)},
                text="canoe club" if not number else "",
                results=0 if (number + step) % 3 == 0 else 4,
            ),
            Asker(f"192.0.2.{asker}", _PHONE),
        )
        for number, place in enumerate(places)
        for step, kind in enumerate(_TYPES)
        for asker in range(12 - 2 * back - number % 3)
    ]


async def _note_ends(council: str, places: list[str], back: int) -> None:
    for number, place in enumerate(places[:3]):
        kind, outcome, reason = _ENDS[(number + back) % len(_ENDS)]
        for _ in range(8 - back):
            await signals.note_outcome(
                OutcomeSignal(
                    kind=kind,
                    council_code=council,
                    outcode=place,
                    support_types=(_TYPES[(number + 1) % len(_TYPES)],),
                    outcome=outcome,
                    reason=reason,
                    waited_days=2 + number,
                )
            )
