"""Counts as they are, small ones too. Only what makes tables of them that may be told reads them."""

from msgspec import Struct


class PlaceCount(Struct, frozen=True, kw_only=True):
    """Askers in one place who asked for one thing."""

    kind: str
    """"search", or a SignalKind."""
    is_met: bool
    outcode: str
    """Empty: no place was given."""
    code: str
    """What was asked for: a support type or a group. Empty: none in particular."""
    askers: int
    firsts: int
    """Those who are counted for it here and in no other place of the council: added up over places, nobody
    is in it twice."""


class WordCount(Struct, frozen=True, kw_only=True):
    """Askers who typed a word."""

    is_met: bool
    word: str
    askers: int


class EndingCount(Struct, frozen=True, kw_only=True):
    """Askers for whom something ended like this."""

    kind: str
    outcome: str
    reason: str
    askers: int


class MonthCounts(Struct, frozen=True, kw_only=True):
    """All counts of a council and month."""

    types: tuple[PlaceCount, ...] = ()
    groups: tuple[PlaceCount, ...] = ()
    words: tuple[WordCount, ...] = ()
    endings: tuple[EndingCount, ...] = ()
