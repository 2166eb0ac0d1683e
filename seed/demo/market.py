"""What was looked for in the months before, and what came of asking, for the commissioner to read."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from msgspec import Struct

from marketplace.gaps.unmet.publishing.rules import counted_as
from marketplace.kernel import clock
from marketplace.signals import service as signals
from marketplace.signals.schemas import OutcomeSignal, SearchSignal, SignalKind
from marketplace.signals.searches.schemas import Asker, Heard
from marketplace.signals.searches.service import WordsKeeper, keep_searches

MONTHS = 6
_PHONE = "Mozilla/5.0 (made up) Mobile"
_PEOPLE = UUID("5d1f6e0a-7f0b-4d0e-9d4a-2b6c1f0a9e11")
_FEWEST_PLACES = 2


class Wanted(Struct, frozen=True, kw_only=True):
    """What some people look for in one of the places, month after month."""

    place: int
    """Its position among the places; of a council with fewer it is the last."""
    types: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    text: str = ""
    is_found: bool = False
    people: int
    """In the newest month."""
    growth: int = 0
    """How many more each month than the month before."""


LOOKED_FOR = (
    Wanted(place=0, groups=("dementia",), text="day centre", people=12, growth=1),
    Wanted(place=0, types=("swimming",), people=9, growth=1, is_found=True),
    Wanted(place=0, types=("personal_care",), people=11, is_found=True),
    Wanted(place=1, types=("complementary_therapy",), people=8, growth=1),
    Wanted(place=1, groups=("autism",), people=9, growth=1),
    Wanted(place=1, types=("cooking_meals",), people=7),
    Wanted(place=2, types=("driving",), people=10, growth=1),
    Wanted(place=2, groups=("mental_health",), people=6, growth=-1),
    Wanted(place=2, types=("swimming",), people=3),
    Wanted(place=3, types=("swimming",), people=3),
    Wanted(place=3, text="canoe club", people=8),
    Wanted(place=3, types=("personal_care",), groups=("older_people",), people=9, growth=1),
    Wanted(place=4, types=("swimming",), people=2),
    Wanted(place=4, groups=("carers",), people=6),
    Wanted(place=4, groups=("learning_disability",), types=("social_group",), people=7, is_found=True),
)
"""Of some things enough to be told each month; of others so few in each place that they are told together."""


class Ended(Struct, frozen=True, kw_only=True):
    """How the same number of requests ended in each month."""

    place: int
    kind: SignalKind
    outcome: str
    reason: str | None = None
    types: tuple[str, ...] = ("personal_care",)
    groups: tuple[str, ...] = ()
    people: int


ENDED = (
    Ended(
        place=0,
        kind=SignalKind.REFERRAL,
        outcome="declined",
        reason="no_capacity",
        groups=("dementia",),
        people=7,
    ),
    Ended(place=0, kind=SignalKind.REFERRAL, outcome="accepted", groups=("dementia",), people=5),
    Ended(
        place=1, kind=SignalKind.REFERRAL, outcome="declined", reason="too_far", groups=("autism",), people=5
    ),
    Ended(
        place=1,
        kind=SignalKind.ENQUIRY,
        outcome="not_taken_up",
        reason="no_answer",
        types=("driving",),
        people=6,
    ),
    Ended(place=2, kind=SignalKind.ENQUIRY, outcome="agreed", types=("cooking_meals",), people=8),
    Ended(place=2, kind=SignalKind.WANTED, outcome="expired", types=("sleep_in",), people=5),
    Ended(place=3, kind=SignalKind.POOL, outcome="nobody_found", types=("swimming",), people=5),
)


async def load_market(council: str, places: list[str], now: datetime) -> int:
    """Give the months that are over their searches and outcomes; return how many searches counted.

    `places` are postcode districts of the council.
    """
    if len(places) < _FEWEST_PLACES:
        return 0
    vocabulary, kept = WordsKeeper(None, counted_as()).vocabulary(), 0
    month = now.replace(day=1, hour=12)
    for back in range(1, MONTHS + 1):
        month = (month - timedelta(days=1)).replace(day=1)
        with clock.stopped_at(month + timedelta(days=14)):
            kept += await keep_searches(list(_searches(council, places, back)), vocabulary)
            await _note_ends(council, places)
    return kept


def _place(places: list[str], position: int) -> str:
    return places[min(position, len(places) - 1)]


def _searches(council: str, places: list[str], back: int) -> Iterable[Heard]:
    """What was looked for so many months ago; each thing by people of its own."""
    for number, wanted in enumerate(LOOKED_FOR):
        filters = {"support_type": wanted.types, "care_group": wanted.groups}
        signal = SearchSignal(
            outcode=_place(places, wanted.place),
            council_code=council,
            filters={name: codes for name, codes in filters.items() if codes},
            text=wanted.text,
            results=4 if wanted.is_found else 0,
        )
        for person in range(max(wanted.people - wanted.growth * (back - 1), 1)):
            yield Heard(signal, Asker(f"198.51.{number}.{person}", _PHONE))


async def _note_ends(council: str, places: list[str]) -> None:
    for number, ended in enumerate(ENDED):
        for person in range(ended.people):
            await signals.note_outcome(
                OutcomeSignal(
                    kind=ended.kind,
                    council_code=council,
                    outcode=_place(places, ended.place),
                    support_types=ended.types,
                    care_groups=ended.groups,
                    outcome=ended.outcome,
                    reason=ended.reason,
                    waited_days=2 + number,
                    whose=uuid5(_PEOPLE, f"{number} {person}"),
                )
            )
