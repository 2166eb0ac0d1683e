"""What goes in and out of the feedback room."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct


class Reader(StrEnum):
    """As whom somebody reads feedback."""

    PERSON = "person"
    """Who wrote it."""
    PROVIDER = "provider"
    """One of the people of the organisation it is for."""
    STEWARD = "steward"
    """Of the council that looks after the listing, where the person shared it."""


class NewFeedback(Struct, frozen=True, kw_only=True):
    """What somebody says. One of the first three is enough."""

    good: str = ""
    """What was good."""
    better: str = ""
    """What could be better."""
    statements: tuple[str, ...] = ()
    """Codes of `rules.statements`: what is true for the person with this help."""
    name: str = ""
    """As the provider sees it; empty = without a name."""
    with_steward: bool = False
    """The stewards of the council may read it too."""


class Feedback(Struct, frozen=True, kw_only=True):
    """What somebody said, and what the provider answered."""

    id: UUID
    account_id: UUID
    listing_id: UUID
    organization_id: UUID | None
    """None when its last person has gone."""
    council_code: str
    """Responsible for the listing when it was sent."""
    name: str
    good: str
    better: str
    statements: tuple[str, ...]
    with_steward: bool
    with_provider: bool
    """False when the provider had blocked the person: then only stewards read it, for good."""
    can_answer: bool
    """Nobody answered yet, and the person has not blocked the provider."""
    sent_at: datetime
    read_at: datetime | None
    """When the provider first opened it."""
    answer: str
    answered_at: datetime | None
    answer_read_at: datetime | None
    steward_read_at: datetime | None
    listing_title: str
    """Empty when the listing was erased."""
    provider_name: str

    def is_new_for(self, reader: Reader) -> bool:
        """Whether a reader has not opened what it is there to read."""
        if reader is Reader.PERSON:
            return self.answered_at is not None and self.answer_read_at is None
        return (self.read_at if reader is Reader.PROVIDER else self.steward_read_at) is None


class Tellable(Struct, frozen=True, kw_only=True):
    """A provider whom somebody may tell how their help was."""

    listing_id: UUID
    organization_id: UUID
    council_code: str
    listing_title: str
    provider_name: str
    reaches_provider: bool
    """False when the provider has blocked the account: what is said goes to the stewards only."""
    agreed_at: datetime
