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


class Said(Struct, frozen=True, kw_only=True):
    """Records of one type of which any entry says one of these values in a field of `after`."""

    record_type: str
    field: str
    values: tuple[str, ...]


class EntryFilter(Struct, frozen=True, kw_only=True):
    """Which entries are wanted. What is None is not asked for."""

    council: str | None = None
    """Only those of this council; None = all, also those of no council: for the operator."""
    not_councils: tuple[str, ...] | None = None
    """With `council` "national": those of every council but these, which are in the system themselves."""
    record_type: str | None = None
    record_id: UUID | None = None
    actor: str | None = None
    action: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    """Before this moment."""
    without: Said | None = None
    """No entry of these records: what who looks must not know of."""


class EntryPage(Struct, frozen=True, kw_only=True):
    """Some entries, newest first."""

    items: tuple[Entry, ...]
    next_key: str | None = None
    """Where the page after this begins; None = there is none."""
