"""What is said of checks and of a council's own scheme."""

from msgspec import Struct


class CheckLine(Struct, frozen=True, kw_only=True):
    """A check on record, in words."""

    words: str
    is_in_date: bool


class Tiers(Struct, frozen=True, kw_only=True):
    """Where a listing is in the council's own scheme."""

    reached: str | None
    """Name of the tier; None for none."""
    next: str | None
    """The tier after it; None when there is none."""
    missing: tuple[str, ...]
    """Checks that the next one needs, in words."""
