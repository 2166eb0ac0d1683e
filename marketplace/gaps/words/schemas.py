"""What a council says in its own words. Plain text; a line is a point, an empty line begins a paragraph."""

from datetime import datetime

from msgspec import Struct


class MarketWords(Struct, frozen=True, kw_only=True):
    """The words of one council. Empty = not written."""

    quality: str = ""
    """What good support is, and how the council sees to it."""
    ambitions: str = ""
    """Where it wants to be in some years."""
    looking_for: str = ""
    """What should start or grow: one thing a line."""
    working_with_us: str = ""
    """How to begin, and what help there is."""
    contact_name: str = ""
    """A team; public, as the three that follow."""
    contact_email: str = ""
    contact_phone: str = ""
    contact_url: str = ""

    @property
    def has_contact(self) -> bool:
        """There is a way to reach the council."""
        return bool(self.contact_email or self.contact_phone or self.contact_url)

    @property
    def has_text(self) -> bool:
        """Anything was written."""
        return bool(self.quality or self.ambitions or self.looking_for or self.working_with_us)


class KeptWords(Struct, frozen=True, kw_only=True):
    """The words as they are kept: what is worked on, and what everybody reads."""

    council_code: str
    version: int = 0
    """Raised by each change; 0 = nothing was ever written."""
    draft: MarketWords = MarketWords()
    published: MarketWords | None = None
    """None = nothing is public."""
    published_at: datetime | None = None
    changed_at: datetime | None = None

    @property
    def is_ahead(self) -> bool:
        """Something is public, and what is worked on differs from it."""
        return self.published is not None and self.published != self.draft
