"""What goes in and out of the audit room."""

from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct


class Entry(Struct, frozen=True, kw_only=True):
    """One thing done to one record. `before` and `after` hold what changed, as JSON takes it."""

    at: datetime
    actor: str
    action: str
    record_type: str
    record_id: UUID | None = None
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    council: str | None = None
    """Whose administrators may see it; None = the operator only."""
    subject: UUID | None = None
    """The account or organisation whose personal data `before` and `after` hold."""
    id: int = 0
    """Given by the database."""
    is_erased: bool = False
    """What changed was kept, and erased with its subject."""
