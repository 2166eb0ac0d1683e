"""What goes in and out of the concerns room."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct


class ConcernKind(StrEnum):
    """What somebody reports."""

    WRONG = "wrong"
    """Something on the page is wrong or out of date."""
    CLOSED = "closed"
    SAFEGUARDING = "safeguarding"
    """Somebody may be unsafe."""
    OTHER = "other"


class ConcernStatus(StrEnum):
    """Where a concern is on its way."""

    OPEN = "open"
    TAKEN = "taken"
    """A steward looks after it."""
    CLOSED = "closed"


class Outcome(StrEnum):
    """How a concern ended."""

    MENDED = "mended"
    SUSPENDED = "suspended"
    """The listing was taken out of sight."""
    NO_ACTION = "no_action"
    PASSED_ON = "passed_on"


class NewConcern(Struct, frozen=True, kw_only=True):
    """What somebody reports. `name` and `contact` are as they like, and only for the council."""

    kind: ConcernKind
    words: str
    name: str = ""
    contact: str = ""
    """An email address or a phone number."""
    attached: str = ""
    """Messages that somebody who took part in them hands over."""


class Concern(Struct, frozen=True, kw_only=True):
    """A concern as stewards see it. Never for the provider or the public."""

    id: UUID
    version: int
    listing_id: UUID
    """Of the pool, where it is about one."""
    council_code: str
    """The responsible council when it was reported, or "national"."""
    kind: ConcernKind
    words: str
    name: str
    contact: str
    attached: str
    """Messages that the reporter handed over with it."""
    status: ConcernStatus
    created_at: datetime
    is_pool: bool = False
    """It is about a pool of people and what they write there, and not about a listing."""
    opened_at: datetime | None = None
    """When somebody of the council first looked at it."""
    escalated_at: datetime | None = None
    """When the administrators were last written to since nobody had opened it."""
    taken_by: UUID | None = None
    taken_at: datetime | None = None
    outcome: Outcome | None = None
    reason: str = ""
    closed_by: UUID | None = None
    closed_at: datetime | None = None
    provider_told_at: datetime | None = None

    @property
    def is_urgent(self) -> bool:
        """Somebody may be unsafe."""
        return self.kind is ConcernKind.SAFEGUARDING


class Note(Struct, frozen=True, kw_only=True):
    """What somebody of the council noted about a concern."""

    at: datetime
    author: UUID
    words: str


class ConcernItem(Struct, frozen=True, kw_only=True):
    """A concern in the list."""

    id: UUID
    listing_id: UUID
    listing_title: str
    """Empty when the listing was erased."""
    council_code: str
    kind: ConcernKind
    status: ConcernStatus
    created_at: datetime
    taken_by: UUID | None
    outcome: Outcome | None
    is_pool: bool = False

    @property
    def is_urgent(self) -> bool:
        """Somebody may be unsafe."""
        return self.kind is ConcernKind.SAFEGUARDING


class Decision(Struct, frozen=True, kw_only=True):
    """How a steward ends a concern."""

    outcome: Outcome
    reason: str = ""
    """Needed where nothing was done, or where it was passed on: to whom."""
    words_for_provider: str = ""
    """Sent to the provider if not empty. Never of an urgent concern."""


class ConcernView(Struct, frozen=True, kw_only=True):
    """A concern with everything that a steward decides by."""

    concern: Concern
    listing_title: str
    """Empty when the listing was erased."""
    is_public: bool
    """The listing can be seen by everybody."""
    is_suspended: bool
    notes: tuple[Note, ...]
    others: tuple[ConcernItem, ...]
    """Other concerns about the same listing that the viewer may see, latest first."""
    names: dict[UUID, str]
    """Accounts by id."""
