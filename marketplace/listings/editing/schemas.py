"""What goes in and out of editing. Answers are kept as they were typed, by the name of their field."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from msgspec import Struct, field

from marketplace.kernel.errors import Problem
from marketplace.listings.schemas import ListingDraft, ListingKind, Organization

Answers = dict[str, Any]
"""Field -> text, list of texts (choices, lines), or for photos a list of {"media_hash", "alt"}."""


def kind_of(content: Answers) -> ListingKind:
    """The kind of support that was chosen; where none is, one that many pages fit."""
    chosen = content.get("kind")
    return ListingKind(chosen) if chosen in set(ListingKind) else ListingKind.MICRO_ENTERPRISE


class RequestStatus(StrEnum):
    """Where a change request is. `writing` and `submitted` are open, the others final."""

    WRITING = "writing"
    """The provider's turn; with a note, because a steward asked for changes."""
    SUBMITTED = "submitted"
    """The steward's turn."""
    APPROVED = "approved"
    REJECTED = "rejected"
    DISCARDED = "discarded"

    @property
    def is_open(self) -> bool:
        """Whether it is still to be decided."""
        return self in {RequestStatus.WRITING, RequestStatus.SUBMITTED}


class Step(StrEnum):
    """The pages of questions, in their order. The values are the ends of their addresses."""

    WHO = "who"
    OFFER = "offer"
    SUPPORT = "support"
    WORDS = "words"
    PEOPLE = "people"
    LANGUAGES = "languages"
    WHERE = "where"
    VENUE = "venue"
    TRAVEL = "travel"
    TIMES = "times"
    PRICE = "price"
    TEAM = "team"
    CHECKS = "checks"
    PHOTOS = "photos"
    EASY_READ = "easy-read"


class StepState(StrEnum):
    """How far a step is."""

    DONE = "done"
    OPEN = "open"
    OPTIONAL = "optional"
    """Not looked at yet, and nothing in it is needed."""
    WRONG = "wrong"


class Fact(Struct, frozen=True, kw_only=True):
    """What a provider says of a check; a steward who saw the evidence turns it into a check.

    `kind` is a code of the taxonomy CHECK.
    """

    kind: str
    level: str = ""
    number: str = ""
    on: date | None = None
    """Date on a certificate."""
    expires_on: date | None = None


class ChangeRequest(Struct, frozen=True, kw_only=True):
    """A request as its provider and the stewards of its council see it. Never for the public."""

    id: UUID
    listing_id: UUID
    """The listing, or the id that the new one will get."""
    organization: Organization
    """As it is now; the answers may change it."""
    is_new: bool
    status: RequestStatus
    version: int
    base: Answers
    content: Answers
    steps: dict[str, int]
    """Step -> version of the request at which it was last saved; others are not in it."""
    council_code: str | None
    """Whose stewards decide (or `councils.NATIONAL`); None before it was handed in for the first time."""
    risks: tuple[str, ...]
    note: str
    created_by: UUID
    created_at: datetime
    updated_at: datetime
    submitted_by: UUID | None
    submitted_at: datetime | None
    decided_by: UUID | None
    decided_at: datetime | None

    @property
    def kind(self) -> ListingKind:
        """The kind of support that was chosen; where none is, one that many pages fit."""
        return kind_of(self.content)

    @property
    def title(self) -> str:
        """What was typed as the title so far; it may be empty."""
        return str(self.content.get("title", ""))


class Reading(Struct, frozen=True, kw_only=True):
    """What the answers of a request mean."""

    draft: ListingDraft
    """The listing as it would be: of one that is there, what was not changed here is as it is now."""
    before: ListingDraft | None
    """The listing as it is now; None for a new one."""
    facts: tuple[Fact, ...]
    problems: tuple[Problem, ...]
    """What is missing or wrong, by field of the answers; none means that it can be handed in."""
    by_step: dict[Step, tuple[Problem, ...]] = field(default_factory=dict)
    """The same, by the page on which it is mended."""
    council_code: str | None = None
    """Where it would belong; None while that cannot be told."""
    overlaps: Answers = field(default_factory=dict)
    """Answers that this request takes the place of although the listing changed them, to something else,
    after it was begun: each as the listing gives it now. Stewards and providers are told."""
