"""What can be written and who reads it, as pure functions."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from marketplace.kernel.errors import Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.pooling.meeting.schemas import Message
from marketplace.pooling.rules import knows_some_name, name_of
from marketplace.pooling.schemas import MEETS, Member

LONGEST_MESSAGE = 2_000
KEPT = timedelta(days=365)
"""So long a message is kept."""
ENDED_KEPT = timedelta(days=90)
"""So long after the end of its pool."""


def check_message(body: str) -> Iterator[Problem]:
    """What is wrong with a message. People who said yes to each other may give each other a number."""
    if not body.strip():
        yield Problem(field="body", message=_("Write something first."))
    elif len(body) > LONGEST_MESSAGE:
        yield Problem(field="body", message=_("Use %(num)s letters or fewer.", num=f"{LONGEST_MESSAGE:,}"))
    elif not all(sign.isprintable() or sign in "\r\n\t" for sign in body):
        message = _("This holds a character that cannot be shown. Type it again in plain words.")
        yield Problem(field="body", message=message)


def reads_thread(own: Sequence[Member], about: Member) -> bool:
    """Whether who speaks for these reads the thread of who is welcome: they themselves do, and leads."""
    if about.state not in MEETS:
        return False
    return any(each.id == about.id or (each.is_lead and each.has_place) for each in own)


def author_words(own: Sequence[Member], author: Member | None) -> str:
    """What a reader calls who wrote something."""
    if author is None or not knows_some_name(own, author):
        return _("A former member")
    return name_of(author)


def transcript(messages: Sequence[Message]) -> str:
    """Messages as they are handed to the council, the first one first."""
    return "\n\n".join(
        f"{message.author}, {message.sent_at:%Y-%m-%d %H:%M}:\n{message.body}" for message in messages
    )
