"""What the public page of a council's market shows."""

from msgspec import Struct


class ShortLine(Struct, frozen=True, kw_only=True):
    """A gap in words."""

    title: str
    words: str


class MarketPage(Struct, frozen=True, kw_only=True):
    """A council's market, in words."""

    code: str
    name: str
    areas: int
    """Small areas; 0 = nothing can be said of what reaches them."""
    options: int
    kinds: tuple[tuple[str, str, int], ...]
    """Code, label and number of options of each kind, most first; kinds without any are left out."""
    short: tuple[ShortLine, ...]
    """The biggest gap of each care group that has one."""
    heard: tuple[tuple[str, str, int], ...]
    """What was looked for and where, what came of it, and how many people at least it was."""
    heard_months: str
    """"June 2026 to October 2026"; "" = nothing was counted."""
    looking_for: tuple[str, ...]
    """The council's words, as the two that follow."""
    ambitions: tuple[str, ...]
    working_with_us: tuple[str, ...]
    contact_name: str
    contact_email: str
    contact_phone: str
    contact_url: str
    has_words: bool
    """The council published its words, and with them its statement."""
    support_name: str
    support_phone: str
    support_url: str
    support_source: str
    day: str
    """When this was read."""
    computed: str
    """When access was worked out; "" = it was not."""
