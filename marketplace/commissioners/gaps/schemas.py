"""What pages of gaps show beside numbers."""

from msgspec import Struct

from marketplace.gaps.reading.drawing.schemas import RangeView
from marketplace.gaps.reading.schemas import Gap


class GapLine(Struct, frozen=True, kw_only=True):
    """A gap of a ranked list, in words."""

    number: int
    title: str
    """For whom and where: "Dementia · Melksham north"."""
    words: str
    sure: str
    is_sure: bool
    source: str
    heard: str
    """What was looked for and not found there; "" when nothing is told."""
    choice: str
    """What limits choice; "" when nothing does."""
    range: RangeView
    href: str
    """How it was worked out."""
    gap: Gap


class Limit(Struct, frozen=True, kw_only=True):
    """What limits choice, in how many areas."""

    words: str
    areas: int
