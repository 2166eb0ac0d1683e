"""What goes in and out of shared statements."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from marketplace.councils.schemas import PackPart
from marketplace.pooling.money.schemas import Period
from marketplace.pooling.statements.schemas import Statement

SHARE = "pool_statement"
"""What links to shared statements are for."""


class Answer(StrEnum):
    """The only two answers that there are."""

    LOOKS_FINE = "looks_fine"
    LET_US_TALK = "let_us_talk"
    """It does not say that anything is wrong."""


class NewShare(Struct, frozen=True, kw_only=True):
    """What a member lets a worker of their council see."""

    period: Period
    parts: tuple[PackPart, ...]
    council_code: str
    by_letter: bool
    """The council is sent the link; else the member hands it on."""


class Offer(Struct, frozen=True, kw_only=True):
    """What a council can be shown, and whether it takes letters."""

    council_code: str
    name: str
    parts: tuple[PackPart, ...]
    takes_letters: bool


class Share(Struct, frozen=True, kw_only=True):
    """That a member shows a statement, as it is kept."""

    id: UUID
    pool_id: UUID
    member_id: UUID
    council_code: str
    period: Period
    parts: tuple[PackPart, ...]
    made_at: datetime
    expires_at: datetime
    reader_id: UUID | None
    """None: nobody opened it, or the account of who did was deleted."""
    opened_at: datetime | None
    answer: Answer | None
    answered_at: datetime | None
    withdrawn_at: datetime | None

    def is_open(self, now: datetime) -> bool:
        """Whether it can be read."""
        return self.withdrawn_at is None and now < self.expires_at


class SharedItem(Struct, frozen=True, kw_only=True):
    """A shared statement in the list of who reads it, by the member's chosen name."""

    share: Share
    name: str


class SharedStatement(Struct, frozen=True, kw_only=True):
    """A shared statement for who reads it."""

    share: Share
    statement: Statement
    has_newer: bool
    """Something of it was recorded after the answer."""
