"""What goes in and out of saved searches."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct


class SavedSearch(Struct, frozen=True, kw_only=True):
    """A search that somebody keeps."""

    id: UUID
    account_id: UUID
    name: str
    """As its owner calls it."""
    query: str
    """The part of the address after `/search?`; canonical, without the number of a page."""
    wants_alerts: bool
    created_at: datetime
    looked_at: datetime
    """Up to when it is known what came new; what is published later is new."""
    new: int = 0
    """How many listings its owner was told of in the last weeks."""
