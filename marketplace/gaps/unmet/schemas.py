"""What nobody found, as it may be told. A number that is not here is "fewer than 5", which may be none."""

from datetime import date
from enum import StrEnum

from msgspec import Struct

from marketplace.gaps.schemas import GapGroup


class UnmetKind(StrEnum):
    """What it was that came to nothing."""

    SEARCH = "search"
    """A search that found nothing."""
    ENQUIRY = "enquiry"
    """A question to a provider that was turned down, or that nobody answered."""
    REFERRAL = "referral"
    """A referral that was declined, by one provider at least."""
    WANTED = "wanted"
    """An advert that waited until it ran out."""
    POOL = "pool"
    """A pool that found nobody, or that was started for what is not there."""


class By(StrEnum):
    """What places are counted by: one or the other, never both at once."""

    SUPPORT_TYPE = "type"
    GROUP = "group"


class Cell(Struct, frozen=True, kw_only=True):
    """How many people asked for a kind of support, or for a care group, in one place and month."""

    month: date
    """Its first day."""
    kind: UnmetKind
    is_met: bool = False
    """They found it: searches with results, and what was agreed. By kind of support only."""
    outcode: str
    """A postcode district. Empty: no place was given, or `is_rest`."""
    is_rest: bool = False
    """Other places of the council: those in which it is fewer than 5 each, together."""
    support_type: str = ""
    group: GapGroup | None = None
    people: int
    """Who asked, each once; never below 5."""


class Direction(StrEnum):
    """Where numbers go, whatever the withheld ones among them are."""

    RISING = "rising"
    FALLING = "falling"
    UNCLEAR = "unclear"
    """It may be either, or steady."""


class Trend(Struct, frozen=True, kw_only=True):
    """One number, month by month."""

    months: tuple[date, ...]
    """Those that were counted, the oldest first."""
    people: tuple[int | None, ...]
    """None: fewer than 5."""
    direction: Direction

    @property
    def at_least(self) -> int:
        """All that is told, together. One who asked in two months is in it twice."""
        return sum(people or 0 for people in self.people)


class Unmet(Struct, frozen=True, kw_only=True):
    """One thing that was not found, over some months: a line of a ranked list."""

    kind: UnmetKind
    outcode: str
    is_rest: bool
    support_type: str
    group: GapGroup | None
    at_least: int
    """All that is told of these months, together: say "at least"."""
    since: date
    """The first month that it is told of."""
    trend: Trend


class Reach(Struct, frozen=True, kw_only=True):
    """Where a provider goes."""

    latitude: float | None = None
    longitude: float | None = None
    miles: float = 0.0
    named: frozenset[str] = frozenset()
    """Postcode districts and councils, by their codes."""


class LookedFor(Struct, frozen=True, kw_only=True):
    """A kind of support that people look for and do not find, in some districts."""

    support_type: str
    at_least: int
    outcodes: tuple[str, ...]
    """Where, most first."""
    months: tuple[date, ...]
    """Months that are told, the oldest first."""


class WordCount(Struct, frozen=True, kw_only=True):
    """Who typed a word. None: fewer than 5."""

    word: str
    found: int | None
    nothing: int | None


class EndingCount(Struct, frozen=True, kw_only=True):
    """For how many something ended like this."""

    kind: UnmetKind
    outcome: str
    reason: str
    """Empty: none is asked for."""
    people: int


class PlaceCount(Struct, frozen=True, kw_only=True):
    """A place and what was asked for there, with who found it and who did not. None: fewer than 5."""

    kind: UnmetKind
    outcode: str
    is_rest: bool
    support_type: str
    group: GapGroup | None
    met: int | None
    unmet: int | None


class Published(Struct, frozen=True, kw_only=True):
    """A month of a council that is over and was counted, once and for all."""

    council_code: str
    month: date
    until: date
    """Its last day."""
    counted_on: date
