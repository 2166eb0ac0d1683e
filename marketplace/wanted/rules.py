"""Decisions about adverts as pure functions: what can be done when, who may see them, how long they last."""

from datetime import datetime, timedelta

from marketplace.kernel.i18n import gettext as _
from marketplace.listings.schemas import ListingKind
from marketplace.wanted.schemas import Advert, AdvertKind, AdvertStatus, RejectReason, ReportReason

SHOWN_FOR = timedelta(days=60)
REMIND_BEFORE = timedelta(days=7)
"""So long before it expires its owner is asked whether they still look."""
RENEW_WITHIN = timedelta(days=28)
"""So long after the end its owner can put it up again without a steward: it is the same advert."""
NEW_FOR = timedelta(days=14)
"""So long after a letter a listing is shown as new."""
ENDED_KEPT = timedelta(days=90)
DRAFTS_KEPT = timedelta(days=90)
"""What was never handed in, or was returned, is deleted so long after the last touch."""
MOST_OPEN = 5
"""Adverts of one account that are not over."""
SEEN_WITHIN_MILES = 25.0
"""From a listing; farther where its own area reaches."""
SEEN_BY: dict[AdvertKind, tuple[ListingKind, ...]] = {
    AdvertKind.PERSONAL_ASSISTANT: (ListingKind.PERSONAL_ASSISTANT,),
    AdvertKind.ACTIVITY: (
        ListingKind.COMMUNITY_ACTIVITY,
        ListingKind.MICRO_ENTERPRISE,
        ListingKind.CO_OPERATIVE,
    ),
}
"""Kinds of listings whose people may see an advert, and no others: see decision 0023."""
_WRITABLE = frozenset({AdvertStatus.WRITING, AdvertStatus.RETURNED})
_RENEWABLE = frozenset({AdvertStatus.EXPIRED, AdvertStatus.FILLED})


def can_write(advert: Advert) -> bool:
    """Whether its owner can write it anew, in place."""
    return advert.status in _WRITABLE


def can_change(advert: Advert) -> bool:
    """Whether its owner can begin a change, which a steward sees before anybody else."""
    return advert.status is AdvertStatus.PUBLISHED


def can_end(advert: Advert) -> bool:
    """Whether its owner can say that it is filled, or take it down."""
    return advert.status is AdvertStatus.PUBLISHED


def can_renew(advert: Advert, now: datetime) -> bool:
    """Whether its owner can say that they still look, or look again."""
    if advert.status is AdvertStatus.PUBLISHED:
        return True
    return (
        advert.status in _RENEWABLE and advert.ended_at is not None and now <= advert.ended_at + RENEW_WITHIN
    )


def can_discard(advert: Advert) -> bool:
    """Whether its owner can delete it: whatever is not shown."""
    return advert.status is not AdvertStatus.PUBLISHED


def is_still_waiting(advert: Advert) -> bool:
    """Whether it was shown once and how it ended was never said, whoever has it in hand now."""
    return advert.published_at is not None and advert.ended_at is None


def waited_days(advert: Advert, at: datetime) -> int:
    """Whole days from the first publishing."""
    return max((at - advert.published_at).days, 0) if advert.published_at else 0


def status_words(status: AdvertStatus) -> str:
    """Where it is, in a word or two."""
    return {
        AdvertStatus.WRITING: _("Not sent yet"),
        AdvertStatus.SUBMITTED: _("Being checked"),
        AdvertStatus.RETURNED: _("Needs changes"),
        AdvertStatus.REJECTED: _("Not accepted"),
        AdvertStatus.PUBLISHED: _("Shown to providers"),
        AdvertStatus.FILLED: _("Found somebody"),
        AdvertStatus.EXPIRED: _("Time is up"),
        AdvertStatus.WITHDRAWN: _("Taken down"),
    }[status]


def kind_words(kind: AdvertKind) -> str:
    """What is looked for."""
    return {
        AdvertKind.PERSONAL_ASSISTANT: _("Personal assistant wanted"),
        AdvertKind.ACTIVITY: _("Activity wanted"),
    }[kind]


def reject_words(reason: RejectReason) -> str:
    """Why it cannot be shown, as its owner reads it."""
    return {
        RejectReason.OTHER_PLACE: _("It is for another area."),
        RejectReason.NOT_SUPPORT: _("It is not for care, support or something to do."),
        RejectReason.NOT_LAWFUL: _("It asks for something that the law does not let anybody ask for."),
        RejectReason.NOT_SAFE: _("We are not sure that it is safe."),
        RejectReason.SHOWN_ALREADY: _("It is shown already."),
        RejectReason.OTHER: _("Another reason, which we say here."),
    }[reason]


def report_words(reason: ReportReason) -> str:
    """What is wrong with it, as a provider says it."""
    return {
        ReportReason.NOT_SAFE: _("It worries me: somebody may not be safe"),
        ReportReason.NOT_LAWFUL: _("It asks for something that the law does not allow"),
        ReportReason.TELLS_WHO: _("It says who somebody is, or how to reach them"),
        ReportReason.NOT_REAL: _("I think that it is not real"),
        ReportReason.OTHER: _("Something else"),
    }[reason]
