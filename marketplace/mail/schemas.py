"""What a letter is, from what is queued to what the mailbox shows."""

from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from msgspec import Struct

SEND_JOB = "send_letter"
"""The kind of the job that sends one letter; its payload is {"letter": id}."""


class Action(Struct, frozen=True, tag=True):
    """Something to do: a button in HTML, a line with an address in text."""

    label: str
    url: str
    """A path of this site ("/still-correct/…"), which is made absolute when the letter is sent; nothing else
    is taken."""


class Facts(Struct, frozen=True, tag=True):
    """A short list of names and values, as a summary list."""

    rows: tuple[tuple[str, str], ...]


class Words(Struct, frozen=True, tag=True):
    """A paragraph, as it is kept; a plain string becomes one."""

    text: str


Part = str | Action | Facts


class Signature(Struct, frozen=True, kw_only=True):
    """Who writes a letter, as they call themselves now, and whom to ask. Empty: as the site says it."""

    name: str = ""
    """What the council calls its site."""
    council: str = ""
    """The council for which it is sent: "Wiltshire"; empty where no council of the area is in the system."""
    contact: str | None = None
    """Whom to ask, in words; "" = the help page says it. None for letters that say themselves what to do."""
    colour: str = ""
    """Of buttons, "#1f5147", readable on white."""


class Sign(Protocol):
    """Says how a letter is signed. The councils room knows; `marketplace.work` hands it on."""

    async def __call__(self, council_code: str | None, /) -> Signature:
        """For a letter of this council, or of the site itself."""
        ...


class Letter(Struct, frozen=True, kw_only=True):
    """One source for text and HTML.

    The subject is a fixed sentence of gettext, `_("Confirm your email address")`, with nothing filled in: it
    is seen on locked screens and by whoever stands beside. A test reads every call for that.
    """

    kind: str
    """A key of `rules.KINDS`; an unknown kind is refused."""
    subject: str
    parts: tuple[Part, ...]
    """Paragraphs (plain strings, no markup), buttons and lists of facts, in order. A greeting and a
    closing line are added."""
    council_code: str | None = None
    """The council that looks after what the letter is about, or NATIONAL: it is sent in its name, and says
    whom to ask there. None for letters of the site itself, as about an account."""
    unsubscribe_url: str | None = None
    """A path of this site where one POST stops letters of this kind; required for reminders."""


class LetterKind(Struct, frozen=True, kw_only=True):
    """What all letters of a kind have in common."""

    help: str
    """When it is sent, for the reference."""
    is_reminder: bool = False
    """One that a person may stop. Letters about one's account are always sent."""


class LetterStatus(StrEnum):
    """Where a letter is on its way."""

    WAITING = "waiting"
    SENT = "sent"
    KEPT = "kept"
    """Shown in the mailbox of the demonstration instead of being sent."""
    DEAD = "dead"


class LetterFate(Struct, frozen=True, kw_only=True):
    """What became of a letter, and when it left, was kept for the mailbox or was given up."""

    status: LetterStatus
    ended_at: datetime | None


class LetterCounts(Struct, frozen=True, kw_only=True):
    """How letters stand."""

    waiting: int
    oldest_waiting_at: datetime | None
    dead: int


class LetterLine(Struct, frozen=True, kw_only=True):
    """A letter in the list of the mailbox."""

    id: UUID
    recipient: str | None
    subject: str
    status: LetterStatus
    queued_at: datetime


class QueuedLetter(Struct, frozen=True, kw_only=True):
    """A letter as it is in the table. Its address and parts are None once they are removed."""

    id: UUID
    kind: str
    recipient: str | None
    subject: str
    language: str
    parts: tuple[Words | Action | Facts, ...] | None
    unsubscribe_url: str | None
    status: LetterStatus
    message_id: str | None
    tries: int
    queued_at: datetime
    council_code: str | None = None
