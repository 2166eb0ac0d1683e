"""Decisions about conversations as pure functions: who may do what when, what a message may hold, words."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from marketplace.enquiries.schemas import (
    CannotWrite,
    Conversation,
    EndedBy,
    EndReason,
    Side,
    Status,
)
from marketplace.kernel.errors import Problem
from marketplace.kernel.i18n import gettext as _

LONGEST_MESSAGE = 4_000
LONGEST_LINE = 200
LONGEST_NAME = 40
LONGEST_CONTACT = 200
MOST_LISTINGS = 5
"""That one enquiry goes to."""
MOST_IN_A_ROW = 5
"""Messages that one side may write before the other answers."""
OFFER_AFTER = timedelta(days=7)
"""Unanswered for so long: the person is shown others."""
OPEN_STATUSES = (Status.SENT, Status.READ, Status.ANSWERED)

_QUOTED = re.compile(
    r"^(?:>[ \t]?)*(?:from|sent|to|cc|bcc|reply-to|return-path|received):[ \t].*\S@\S",
    re.IGNORECASE | re.MULTILINE,
)
"""A line of the head of an email, with an address in it."""
_QUOTED_INTRODUCTION = re.compile(
    r"^(?:>[ \t]?)*on[ \t].{6,200}?\S@\S.{0,100}[ \t]wrote:[ \t]*$", re.IGNORECASE | re.MULTILINE
)
"""What mail programs put before the words that are answered."""

REASONS = {
    Side.PROVIDER: (
        EndReason.NO_CAPACITY,
        EndReason.TOO_FAR,
        EndReason.NOT_WHAT_WE_DO,
        EndReason.PRICE,
        EndReason.HOURS,
        EndReason.OTHER,
    ),
    Side.PERSON: (
        EndReason.FOUND_OTHER,
        EndReason.NOT_RIGHT,
        EndReason.PRICE,
        EndReason.HOURS,
        EndReason.TOO_FAR,
        EndReason.CHANGED_MIND,
        EndReason.OTHER,
    ),
}
"""What each side may choose."""


def check_message(words: str, field: str = "words") -> Iterator[Problem]:
    """What is wrong with a message."""
    if not words.strip():
        yield Problem(field=field, message=_("Write a message."))
    if len(words) > LONGEST_MESSAGE:
        yield Problem(field=field, message=_("Use %(num)s letters or fewer.", num=f"{LONGEST_MESSAGE:,}"))
    elif _QUOTED.search(words) or _QUOTED_INTRODUCTION.search(words):
        yield Problem(
            field=field,
            message=_(
                "There is an email with addresses in your message. Take that part out, and send again."
            ),
        )


def check_contact(contact: str, field: str = "contact") -> Iterator[Problem]:
    """What is wrong with a way to reach somebody."""
    if not contact.strip():
        yield Problem(field=field, message=_("Write a phone number or an email address to show them."))
    if len(contact) > LONGEST_CONTACT:
        yield Problem(field=field, message=_("Use %(num)s letters or fewer.", num=LONGEST_CONTACT))


def check_name(name: str, field: str = "name") -> Iterator[Problem]:
    """What is wrong with what a person wants to be called."""
    if len(name) > LONGEST_NAME:
        yield Problem(field=field, message=_("Use %(num)s letters or fewer.", num=LONGEST_NAME))


def first_name(name: str) -> str:
    """The first word of a name, short enough to be shown."""
    return (name.split() or [""])[0][:LONGEST_NAME]


def has_answered(conversation: Conversation, side: Side) -> bool:
    """Whether a side has written at all."""
    if side is conversation.started_by:
        return True
    return conversation.answered_at is not None


def after_reading(conversation: Conversation, side: Side) -> Status:
    """The status once a side has read what was sent."""
    if conversation.status is Status.SENT and side is not conversation.started_by:
        return Status.READ
    return conversation.status


def after_reply(conversation: Conversation, side: Side) -> Status:
    """The status once a side has written."""
    if conversation.status in {Status.SENT, Status.READ} and side is not conversation.started_by:
        return Status.ANSWERED
    return conversation.status


def cannot_write(conversation: Conversation, side: Side) -> CannotWrite | None:
    """Why a side cannot write now; None when it can."""
    if conversation.is_closed:
        return CannotWrite.CLOSED
    if not conversation.listing_is_up:
        return CannotWrite.LISTING_DOWN
    if conversation.last_side is side and conversation.in_a_row >= MOST_IN_A_ROW:
        return CannotWrite.WAIT
    return None


def can_agree(conversation: Conversation, side: Side) -> bool:
    """Whether a side can say that help is agreed: the person, once the provider has said something."""
    return (
        side is Side.PERSON
        and conversation.status in OPEN_STATUSES
        and not conversation.is_closed
        and conversation.listing_is_up
        and has_answered(conversation, Side.PROVIDER)
    )


def can_end(conversation: Conversation) -> bool:
    """Whether either side can end it."""
    return not conversation.is_closed


def can_share(conversation: Conversation) -> bool:
    """Whether either side can give the other a way to reach it."""
    return not conversation.is_closed and conversation.listing_is_up


def is_waiting_long(conversation: Conversation, now: datetime) -> bool:
    """Whether a provider has left a person without an answer for a week."""
    return (
        conversation.started_by is Side.PERSON
        and conversation.status in {Status.SENT, Status.READ}
        and now - conversation.sent_at >= OFFER_AFTER
    )


def waited_days(conversation: Conversation, now: datetime) -> int:
    """Whole days from the first message to the answer, or till now when there was none."""
    return max(0, ((conversation.answered_at or now) - conversation.sent_at).days)


def told_reason(reason: EndReason | None) -> EndReason | None:
    """The reason as both sides may read it: nobody is told that they were blocked."""
    return EndReason.OTHER if reason is EndReason.BLOCKED else reason


def told_ended_by(ended_by: EndedBy | None, side: Side) -> str:
    """Who ended it, for a side: "you", "they" or "time"."""
    if ended_by is None or ended_by is EndedBy.TIME:
        return "time"
    return "you" if ended_by.value == side.value else "they"


def cannot_write_words(reason: CannotWrite, side: Side) -> str:
    """Why somebody cannot write, for them."""
    if reason is CannotWrite.CLOSED:
        return _("This conversation has ended, so nobody can write in it any more.")
    if reason is CannotWrite.WAIT:
        return _("You have written several times. Wait until they answer, then you can write again.")
    if side is Side.PROVIDER:
        return _("Your listing is not shown now, so you cannot write here. You can still read everything.")
    return _("Their page is not shown now, so messages are not passed on. You can still read everything.")
