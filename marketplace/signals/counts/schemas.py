"""Counts as they may be told. None stands for "fewer than 5", which may be none."""

from datetime import date

from msgspec import Struct


class Asked(Struct, frozen=True, kw_only=True):
    """Whose signals, of which month."""

    council_code: str
    month: date
    """Its first day. The month is over."""
    until: date
    """Its last day."""


class PlaceCount(Struct, frozen=True, kw_only=True):
    """Askers who looked for a kind of support in a postcode area."""

    outcode: str
    """Empty: no place was given."""
    support_type: str
    """Empty: none in particular."""
    found: int | None
    """Their search found something."""
    nothing: int | None
    """Their search found nothing."""


class WordCount(Struct, frozen=True, kw_only=True):
    """Askers who typed a word."""

    word: str
    found: int | None
    nothing: int | None


class ReasonCount(Struct, frozen=True, kw_only=True):
    """Askers for whom something ended like this."""

    kind: str
    outcome: str
    reason: str
    """Empty: nobody gave one."""
    askers: int | None


class OutcomePlaceCount(Struct, frozen=True, kw_only=True):
    """Askers in a postcode area who got a kind of support, and who did not."""

    outcode: str
    support_type: str
    met: int | None
    unmet: int | None
