"""What feedback may hold, and the sentences that help to find words. Pure functions."""

from collections.abc import Iterator

from marketplace.feedback.schemas import Feedback, NewFeedback, Reader, Tellable
from marketplace.kernel.errors import Problem
from marketplace.kernel.i18n import gettext as _

LONGEST_WORDS = 2_000
LONGEST_NAME = 40
SOURCE_URL = "https://thinklocalactpersonal.org.uk/makingitreal/"
"""Making It Real, by Think Local Act Personal and National Voices: its "I" statements, in our words."""


def statements() -> dict[str, str]:
    """What may be true for somebody who gets good support, after the themes of Making It Real, by code."""
    return {
        "my_life": _("I do more of what matters to me."),
        "respect": _("I am listened to, and treated with respect."),
        "in_charge": _("I decide what is done, when and how."),
        "see_me": _("They see who I am and what I can do."),
        "belong": _("I meet people, and belong somewhere."),
        "informed": _("I am told what I need to know, so that I understand it."),
        "safe": _("I feel safe, and can still try things."),
        "change": _("When something changes, I know whom to ask, and it is put right."),
    }


def check_new(new: NewFeedback) -> Iterator[Problem]:
    """What is wrong with feedback."""
    if not (new.good.strip() or new.better.strip() or new.statements):
        message = _("Write what was good or what could be better, or tick a sentence.")
        yield Problem(field="good", message=message)
    for field in ("good", "better"):
        if len(getattr(new, field)) > LONGEST_WORDS:
            yield _too_long(field, LONGEST_WORDS)
    if len(new.name) > LONGEST_NAME:
        yield _too_long("name", LONGEST_NAME)
    if not set(new.statements) <= set(statements()):
        yield Problem(field="statements", message=_("Choose from the list."))


def check_readers(new: NewFeedback, to: Tellable) -> Iterator[Problem]:
    """Whether anybody is there to read it: where the provider has blocked the person, only the stewards."""
    if not to.reaches_provider and not new.with_steward:
        message = _("Tick this if you want to send it: only the council's team would read it.")
        yield Problem(field="with_steward", message=message)


def check_answer(words: str) -> Iterator[Problem]:
    """What is wrong with a provider's answer."""
    if not words.strip():
        yield Problem(field="words", message=_("Write your answer."))
    if len(words) > LONGEST_WORDS:
        yield _too_long("words", LONGEST_WORDS)


def check_report(words: str) -> Iterator[Problem]:
    """What is wrong with a report."""
    if not words.strip():
        yield Problem(field="words", message=_("Tell us what is wrong, in a few words."))


def introduction(reader: Reader) -> str:
    """Who reports what, so that nobody takes a worry about a person for one about the listing."""
    if reader is Reader.PROVIDER:
        return _("The provider of this listing reports what a person whom they help told them about it:")
    return _("Somebody who told this provider how their help was reports its answer:")


def transcript(feedback: Feedback) -> str:
    """Feedback and its answer as they are handed to the council."""
    known = statements()
    ticked = "\n".join(f"- {known[code]}" for code in feedback.statements if code in known)
    parts = (
        (_("What was good"), feedback.good),
        (_("What could be better"), feedback.better),
        (_("True for the person"), ticked),
        (_("The provider's answer"), feedback.answer),
    )
    return "\n\n".join(f"{title}:\n{words}" for title, words in parts if words)


def _too_long(field: str, most: int) -> Problem:
    return Problem(field=field, message=_("Use %(num)s letters or fewer.", num=f"{most:,}"))
