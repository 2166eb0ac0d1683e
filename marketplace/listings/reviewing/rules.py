"""Words of decisions, and what is needed to make one, as pure functions."""

from collections.abc import Iterator
from datetime import timedelta

from marketplace.kernel.errors import Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.listings.reviewing.schemas import RejectReason

LOOK_FOR = timedelta(minutes=10)
"""So long somebody who opened a request is said to look at it."""
FEWEST_CHARACTERS, MOST_CHARACTERS = 10, 2_000


def reject_words() -> dict[RejectReason, str]:
    """What each reason means, as the provider reads it."""
    return {
        RejectReason.OTHER_PLACE: _("It is not for people in this area."),
        RejectReason.NO_SUPPORT: _("It is not care or support that can be listed here."),
        RejectReason.LISTED_ALREADY: _("It is listed already."),
        RejectReason.NOT_CONFIRMED: _("We could not confirm what it says."),
        RejectReason.NOT_SAFE: _("We are not sure that it is safe."),
        RejectReason.OTHER: _("Another reason, which we say here."),
    }


def check_note(note: str) -> Iterator[Problem]:
    """What is wrong with words to a provider who is asked for changes."""
    if len(note) < FEWEST_CHARACTERS:
        yield Problem(field="note", message=_("Say in a sentence or two what to change and why."))
    elif len(note) > MOST_CHARACTERS:
        yield Problem(field="note", message=_("Write at most %(num)s characters.", num=MOST_CHARACTERS))


def check_rejection(reason: RejectReason | None, note: str) -> Iterator[Problem]:
    """What is wrong with a rejection. Some reasons need words of their own."""
    if reason is None:
        yield Problem(field="reason", message=_("Choose why this cannot be listed."))
    if len(note) > MOST_CHARACTERS:
        yield Problem(field="note", message=_("Write at most %(num)s characters.", num=MOST_CHARACTERS))
    elif reason is RejectReason.OTHER and len(note) < FEWEST_CHARACTERS:
        yield Problem(field="note", message=_("Say in a sentence or two why this cannot be listed."))


def rejection_note(reason: RejectReason, note: str) -> str:
    """What the provider reads."""
    words = "" if reason is RejectReason.OTHER else reject_words()[reason]
    return "\n\n".join(part for part in (words, note) if part)
