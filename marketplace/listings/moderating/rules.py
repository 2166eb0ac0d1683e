"""Words of what stewards do to listings, and what they have to say, as pure functions."""

from collections.abc import Iterator

from marketplace.kernel.errors import Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.listings.moderating.schemas import SuspendReason

MOST_CHARACTERS = 2_000
FEWEST_CHARACTERS = 10


def suspend_words() -> dict[SuspendReason, str]:
    """What each reason means, as the provider reads it where they are told."""
    return {
        SuspendReason.SAFETY: _("Somebody raised a concern that has to be looked into."),
        SuspendReason.UNTRUE: _("What it says may not be right."),
        SuspendReason.CHECKS: _("A check that is needed is missing or has run out."),
        SuspendReason.ASKED: _("The provider asked for it."),
        SuspendReason.OTHER: _("Another reason."),
    }


def check_suspension(reason: SuspendReason | None, words: str) -> Iterator[Problem]:
    """What is wrong with a suspension."""
    if reason is None:
        yield Problem(field="reason", message=_("Choose why it goes out of sight."))
    yield from _check_words(words, is_needed=reason is SuspendReason.OTHER)


def check_withdrawal(words: str) -> Iterator[Problem]:
    """What is wrong with taking a listing down: it is for good, so somebody says why."""
    yield from _check_words(words, is_needed=True)


def _check_words(words: str, *, is_needed: bool) -> Iterator[Problem]:
    if len(words) > MOST_CHARACTERS:
        yield Problem(field="words", message=_("Write at most %(num)s characters.", num=MOST_CHARACTERS))
    elif is_needed and len(words) < FEWEST_CHARACTERS:
        yield Problem(field="words", message=_("Say in a sentence why."))
