"""What goes in and out of the overview."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from marketplace.listings.schemas import HiddenReason, ListingKind, ListingStatus


class Scope(Struct, frozen=True, kw_only=True):
    """Whose listings: those of some councils; with `has_rest` also those of no council in the system."""

    codes: tuple[str, ...]
    has_rest: bool = False
    in_system: tuple[str, ...] = ()


class ListingState(StrEnum):
    """Where a listing is, as a steward thinks of it."""

    PUBLIC = "public"
    HIDDEN = "hidden"
    """Published and out of sight, for whatever reason."""
    SUSPENDED = "suspended"
    TO_CONFIRM = "to_confirm"
    """Published, and nobody said for too long that it is still right: asked for, shown lower or hidden."""
    UNFINISHED = "unfinished"
    """A draft, or in review."""
    WITHDRAWN = "withdrawn"


class ListingFilter(Struct, frozen=True, kw_only=True):
    """A part of the listings."""

    q: str = ""
    """Words of the title or of the provider's name."""
    state: ListingState | None = None
    """None = all that were not taken down."""
    council_code: str | None = None
    """One of the scope's."""


class ListingRow(Struct, frozen=True, kw_only=True):
    """A listing in the list."""

    id: UUID
    title: str
    provider: str
    kind: ListingKind
    status: ListingStatus
    hidden_for: frozenset[HiddenReason]
    council_code: str | None
    confirmed_on: date
    has_people: bool
    """Somebody looks after it."""
