"""What a link lets its holder do."""

from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct


class Link(Struct, frozen=True, kw_only=True):
    """A link that works now. The token itself is kept nowhere: only its hash is in the database."""

    purpose: str
    """The one thing it is for, "still_correct"."""
    record_id: UUID | None
    """The listing, account or invitation it is about."""
    account_id: UUID | None
    """Whose account it acts for, where it does."""
    data: dict[str, Any]
    """What else the purpose needs."""
    expires_at: datetime
