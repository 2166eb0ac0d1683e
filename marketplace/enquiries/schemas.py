"""What goes in and out of the enquiries room."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from marketplace.kernel.paging import Page


class Side(StrEnum):
    """Who takes part in a conversation."""

    PERSON = "person"
    PROVIDER = "provider"

    @property
    def other(self) -> "Side":
        """The other side."""
        return Side.PROVIDER if self is Side.PERSON else Side.PERSON


class Status(StrEnum):
    """Where a conversation is. The last two are final."""

    SENT = "sent"
    READ = "read"
    """By the side that did not begin."""
    ANSWERED = "answered"
    """By the same."""
    AGREED = "agreed"
    """Messages may go on until either side ends it."""
    NOT_TAKEN_UP = "not_taken_up"


class EndReason(StrEnum):
    """Why something was not taken up."""

    NO_CAPACITY = "no_capacity"
    TOO_FAR = "too_far"
    NOT_WHAT_WE_DO = "not_what_we_do"
    PRICE = "price"
    HOURS = "hours"
    FOUND_OTHER = "found_other"
    NOT_RIGHT = "not_right"
    CHANGED_MIND = "changed_mind"
    OTHER = "other"
    NO_ANSWER = "no_answer"
    """Nobody answered for four weeks."""
    WENT_QUIET = "went_quiet"
    """There was an answer, and then nothing for three months."""
    LISTING_GONE = "listing_gone"
    ACCOUNT_GONE = "account_gone"
    """The person deleted their account."""
    BLOCKED = "blocked"
    """Told to nobody: it reads as OTHER does."""


class EndedBy(StrEnum):
    """Who ended a conversation."""

    PERSON = "person"
    PROVIDER = "provider"
    TIME = "time"


class Show(StrEnum):
    """Which conversations a list shows."""

    OPEN = "open"
    ENDED = "ended"


class NewEnquiry(Struct, frozen=True, kw_only=True):
    """What somebody wants. The message is made of it; any of it may be empty, but not all."""

    support_types: tuple[str, ...] = ()
    """Codes of the taxonomy SUPPORT_TYPE."""
    when: str = ""
    """Days and hours in words."""
    where: str = ""
    """Roughly where. Of a postcode only the first half is kept."""
    words: str = ""
    name: str = ""
    """What the provider is to call the person; empty = the first word of the account's name."""
    acting_for: UUID | None = None
    """The record of whom the account acts for; None = for themselves."""


class Message(Struct, frozen=True, kw_only=True):
    """One message as one of the sides reads it."""

    id: UUID
    side: Side
    words: str
    sent_at: datetime
    account_id: UUID | None
    """Who wrote it; None when that account is deleted."""
    author: str = ""
    """For the writer's own side only: which colleague wrote it."""


class Conversation(Struct, frozen=True, kw_only=True):
    """All of a conversation but its messages. For services: a side gets a `ConversationView`."""

    id: UUID
    enquiry_id: UUID
    account_id: UUID
    """The person's."""
    listing_id: UUID
    organization_id: UUID
    council_code: str
    """Whose settings say how long it is kept: the listing's responsible council."""
    area_council_code: str | None
    """Where the help is wanted, else where the listing is."""
    advert_id: UUID | None
    support_types: tuple[str, ...]
    area: str
    """Roughly where, in words."""
    outcode: str | None
    person_name: str
    """As the person chose; empty while an advert's writer has not answered."""
    relation: str
    """What the account is to whom it writes for, a code of `Relation`; empty = itself."""
    acting_for: UUID | None
    status: Status
    reason: EndReason | None
    ended_by: EndedBy | None
    started_by: Side
    version: int
    """Raised by every message and move; not by reading."""
    sent_at: datetime
    read_at: datetime | None
    answered_at: datetime | None
    agreed_at: datetime | None
    ended_at: datetime | None
    reminded_at: datetime | None
    offered_at: datetime | None
    """When the person was told to look at others too."""
    last_message_at: datetime
    last_side: Side
    in_a_row: int
    """How many messages that side has written since the other last wrote."""
    person_contact: str
    """How to reach the person, if they gave it to this provider."""
    provider_contact: str
    person_unread_since: datetime | None
    provider_unread_since: datetime | None
    listing_title: str
    """Empty when the listing was erased."""
    provider_name: str
    listing_is_up: bool
    """It is listed and not suspended: it may be hidden for other reasons."""
    listing_is_public: bool

    @property
    def is_closed(self) -> bool:
        """Nobody can write any more."""
        return self.ended_at is not None

    def contact_of(self, side: Side) -> str:
        """What a side gave the other to reach it by."""
        return self.person_contact if side is Side.PERSON else self.provider_contact

    def unread_since(self, side: Side) -> datetime | None:
        """Since when something is unread for a side; None when it is not."""
        return self.person_unread_since if side is Side.PERSON else self.provider_unread_since


class ConversationItem(Struct, frozen=True, kw_only=True):
    """A conversation in a list, as one of the sides sees it."""

    id: UUID
    listing_id: UUID
    listing_title: str
    provider_name: str
    person_name: str
    status: Status
    started_by: Side
    reason: EndReason | None
    ended_by: EndedBy | None
    ended_at: datetime | None
    last_message_at: datetime
    is_unread: bool
    """The side has not read what was written last, or how it ended."""
    needs_answer: bool
    """The other side wrote last, and it is open."""


class CannotWrite(StrEnum):
    """Why a side cannot write now."""

    CLOSED = "closed"
    LISTING_DOWN = "listing_down"
    WAIT = "wait"
    """It wrote often enough; the other side is to answer first."""


class ConversationView(Struct, frozen=True, kw_only=True):
    """A conversation as one of its sides sees it."""

    conversation: Conversation
    side: Side
    messages: Page[Message]
    """Page 1 is the latest; each page reads from old to new."""
    person_name: str
    """With a stand-in where none was given."""
    acting_for_name: str
    """For the person only: whom it is about."""
    own_contact: str
    their_contact: str
    cannot_write: CannotWrite | None
    can_agree: bool
    can_end: bool
    can_share: bool
    """A way to reach this side can be given: it is open, and the listing up."""
    is_waiting_long: bool
    """For the person: nobody has answered for a week."""


class Askable(Struct, frozen=True, kw_only=True):
    """A listing that somebody wants to ask, and what may stand in the way."""

    id: UUID
    title: str
    organization_id: UUID
    provider_name: str
    council_code: str | None
    support_types: tuple[str, ...]
    has_people: bool
    """Somebody looks after it and reads messages."""
    is_own: bool
    is_blocked: bool
    """The provider wants nothing from the account."""
    is_blocked_by_own: bool
    """The account wants nothing from the provider."""
    open_conversation: UUID | None
    """The account and the listing are in touch already."""


class Agreed(Struct, frozen=True, kw_only=True):
    """A conversation that ended well."""

    conversation_id: UUID
    listing_id: UUID
    organization_id: UUID
    listing_title: str
    provider_name: str
    council_code: str
    agreed_at: datetime


class Block(Struct, frozen=True, kw_only=True):
    """Somebody whom a side wants nothing from."""

    id: UUID
    name: str
    """Of the provider; for a provider, what the person was called."""
    made_at: datetime
