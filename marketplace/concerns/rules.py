"""Decisions about concerns as pure functions: what is complete, who may be told, what is late."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from marketplace.concerns.schemas import (
    Concern,
    ConcernKind,
    ConcernStatus,
    Decision,
    NewConcern,
    Outcome,
)
from marketplace.kernel.errors import Problem
from marketplace.kernel.i18n import gettext as _

LONGEST_WORDS = 5_000
LONGEST_CONTACT = 200
LONGEST_ATTACHED = 50_000
LONGEST_NOTE = 5_000
FEWEST_LETTERS = 3
ESCALATED_AGAIN_AFTER = timedelta(days=1)

_TOLD_AT_ONCE = frozenset({ConcernKind.WRONG, ConcernKind.CLOSED})
"""That a page may be out of date, its provider can mend at once; nobody is accused."""


def kind_words(kind: ConcernKind) -> str:
    """What is reported, as the person who reports it says it."""
    return {
        ConcernKind.WRONG: _("Something is wrong or out of date"),
        ConcernKind.CLOSED: _("It has closed, or nobody answers"),
        ConcernKind.SAFEGUARDING: _("I am worried about somebody's safety"),
        ConcernKind.OTHER: _("Something else"),
    }[kind]


def subject_words(title: str, *, is_pool: bool) -> str:
    """What a concern is about, in a list and in a letter. Of a pool nothing more is said there."""
    if is_pool:
        return _("A pool of people")
    return title or _("A listing that was erased")


def check_new(concern: NewConcern) -> Iterator[Problem]:
    """What is missing from what somebody reports."""
    if len(concern.words) < FEWEST_LETTERS and concern.kind is not ConcernKind.CLOSED:
        yield Problem(field="words", message=_("Tell us what is wrong, in a few words."))
    if len(concern.words) > LONGEST_WORDS:
        yield Problem(field="words", message=_("Use %(num)s letters or fewer.", num=f"{LONGEST_WORDS:,}"))
    if len(concern.attached) > LONGEST_ATTACHED:
        yield Problem(field="words", message=_("There are too many messages to hand over."))
    for field, text in (("name", concern.name), ("contact", concern.contact)):
        if len(text) > LONGEST_CONTACT:
            yield Problem(field=field, message=_("Use %(num)s letters or fewer.", num=LONGEST_CONTACT))


def check_decision(concern: Concern, decision: Decision) -> Iterator[Problem]:
    """What is missing from a decision."""
    if decision.outcome in {Outcome.NO_ACTION, Outcome.PASSED_ON} and not decision.reason:
        message = (
            _("Write why nothing is done.")
            if decision.outcome is Outcome.NO_ACTION
            else _("Write whom you passed it on to.")
        )
        yield Problem(field="reason", message=message)
    for field in ("reason", "words_for_provider"):
        if len(getattr(decision, field)) > LONGEST_NOTE:
            yield Problem(field=field, message=_("Use %(num)s letters or fewer.", num=f"{LONGEST_NOTE:,}"))
    if decision.words_for_provider and not may_tell_provider(concern):
        message = _("A provider is never told of a concern about safety. Leave this empty.")
        yield Problem(field="words_for_provider", message=message)


def may_tell_provider(concern: Concern) -> bool:
    """Whether the provider may hear of it at all. Never who reported it."""
    return not concern.is_urgent


def is_told_at_once(
    kind: ConcernKind, *, has_urgent: bool, last_told_at: datetime | None, now: datetime
) -> bool:
    """Whether the provider is asked at once to look at the page again.

    Not while somebody worries about safety there, which it might hint at; and once a day at most.
    """
    is_quiet = last_told_at is None or now - last_told_at >= timedelta(days=1)
    return kind in _TOLD_AT_ONCE and not has_urgent and is_quiet


def is_late(concern: Concern, escalate_after_hours: int, *, is_undelivered: bool, now: datetime) -> bool:
    """Whether administrators are to hear of an urgent concern: nobody opened it, or its letter was lost."""
    if not concern.is_urgent or concern.opened_at is not None or concern.status is not ConcernStatus.OPEN:
        return False
    if concern.escalated_at is not None:
        return now - concern.escalated_at >= ESCALATED_AGAIN_AFTER
    return is_undelivered or now - concern.created_at >= timedelta(hours=escalate_after_hours)
