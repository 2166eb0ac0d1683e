"""What goes in and out of the signals room. Nothing in it is a person."""

from enum import StrEnum
from uuid import UUID

from msgspec import Struct


class SignalKind(StrEnum):
    """What ended."""

    ENQUIRY = "enquiry"
    REFERRAL = "referral"
    WANTED = "wanted"
    POOL = "pool"


class SearchSignal(Struct, frozen=True, kw_only=True):
    """One search, page 1 of it."""

    outcode: str | None
    """The postcode area, "BA12"; of a town the one at its middle. None when no place was asked for."""
    council_code: str | None
    """The council of that place, or of the site; None where neither is known."""
    filters: dict[str, tuple[str, ...]]
    """Codes that were chosen, by the name of their list."""
    text: str
    """As it was typed, without what was understood as place, kind or language. Never kept as it is."""
    results: int
    is_partial: bool = False
    """Nothing, or next to nothing, has all the words: the results have only some of them."""


class OutcomeSignal(Struct, frozen=True, kw_only=True):
    """How one enquiry, referral, advert or pool ended. Codes only, never words that somebody wrote."""

    kind: SignalKind
    council_code: str | None
    outcode: str | None
    support_types: tuple[str, ...] = ()
    """Codes of the taxonomy SUPPORT_TYPE."""
    care_groups: tuple[str, ...] = ()
    outcome: str
    """A code such as "agreed", "declined", "filled"."""
    reason: str | None = None
    """A code such as "no_capacity"; None where nobody gave one."""
    waited_days: int | None = None
    """Whole days from asking to this."""
    whose: UUID | None = None
    """Id of the account that asked, or of the referral: one that ends several times in a month counts once.
    Only a hash is kept, under a key that is thrown away when the month is over."""
