"""What is due."""

from uuid import UUID

from msgspec import Struct


class Due(Struct, frozen=True, kw_only=True):
    """A conversation that waits, and who is to hear of it."""

    conversation_id: UUID
    whose: UUID
    """The account of the person, or the organisation."""
    council_code: str
    """Who looks after the listing."""
