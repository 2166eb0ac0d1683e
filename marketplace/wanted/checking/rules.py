"""What is needed to decide, as pure functions."""

from collections.abc import Iterator

from marketplace.kernel.errors import Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.wanted.rules import reject_words
from marketplace.wanted.schemas import RejectReason

FEWEST_CHARACTERS, MOST_CHARACTERS = 10, 2_000


def check_note(note: str) -> Iterator[Problem]:
    """What is wrong with words to somebody who is asked for changes."""
    if len(note) < FEWEST_CHARACTERS:
        yield Problem(field="note", message=_("Say in a sentence or two what to change and why."))
    yield from _check_length(note)


def check_rejection(reason: RejectReason | None, note: str) -> Iterator[Problem]:
    """What is wrong with a rejection. Some reasons need words of their own."""
    if reason is None:
        yield Problem(field="reason", message=_("Choose why this cannot be shown."))
    elif reason is RejectReason.OTHER and len(note) < FEWEST_CHARACTERS:
        yield Problem(field="note", message=_("Say in a sentence or two why this cannot be shown."))
    yield from _check_length(note)


def rejection_note(reason: RejectReason, note: str) -> str:
    """What its owner reads."""
    words = "" if reason is RejectReason.OTHER else reject_words(reason)
    return "\n\n".join(part for part in (words, note) if part)


def _check_length(note: str) -> Iterator[Problem]:
    if len(note) > MOST_CHARACTERS:
        yield Problem(field="note", message=_("Write at most %(num)s characters.", num=MOST_CHARACTERS))
