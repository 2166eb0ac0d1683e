"""What goes in and out of reviewing."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from marketplace.listings.editing.schemas import ChangeRequest, Reading
from marketplace.listings.reviewing.risks.schemas import Duplicate
from marketplace.listings.schemas import ListingKind


class RejectReason(StrEnum):
    """Why a request cannot be taken at all."""

    OTHER_PLACE = "other_place"
    NO_SUPPORT = "no_support"
    LISTED_ALREADY = "listed_already"
    NOT_CONFIRMED = "not_confirmed"
    NOT_SAFE = "not_safe"
    OTHER = "other"


class Wanted(StrEnum):
    """Which requests of a queue to show."""

    ALL = ""
    NEW = "new"
    """New listings."""
    CHANGES = "changes"
    """Changes of listings that are there."""


class QueueFilter(Struct, frozen=True, kw_only=True):
    """A part of the queue."""

    wanted: Wanted = Wanted.ALL
    only_risky: bool = False
    risk: str = ""
    """Code of a risk that they must have; "" for any."""
    kind: ListingKind | None = None


class Look(Struct, frozen=True, kw_only=True):
    """Somebody has a request open, or had some minutes ago."""

    account_id: UUID
    name: str
    at: datetime


class QueueItem(Struct, frozen=True, kw_only=True):
    """A request that waits for a steward."""

    id: UUID
    listing_id: UUID
    title: str
    provider: str
    kind: ListingKind
    is_new: bool
    council_code: str
    submitted_at: datetime
    risks: tuple[str, ...]
    """Codes, the gravest first."""
    look: Look | None
    """Another steward who looks at it."""


class QueueCounts(Struct, frozen=True, kw_only=True):
    """How much waits."""

    waiting: int = 0
    risky: int = 0


class Review(Struct, frozen=True, kw_only=True):
    """A request with all that a steward decides on."""

    request: ChangeRequest
    reading: Reading
    listing_version: int | None
    """Of the listing as `reading.before` shows it; None for a new one."""
    duplicates: tuple[Duplicate, ...]
    names: dict[UUID, str]
    """What the accounts that are named in the request are called."""
    look: Look | None
    is_own: bool
    """The steward is one of the organisation's people, so that another has to decide."""
    is_by_steward: bool
    """Handed in by a steward who wrote it on their behalf."""
