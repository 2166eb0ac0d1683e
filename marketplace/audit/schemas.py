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
