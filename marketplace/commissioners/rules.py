"""Who may see which council's counts, and these in words."""

from collections.abc import Iterable
from datetime import date

from babel.dates import format_date

from marketplace.accounts.schemas import Role, Viewer
from marketplace.kernel.errors import NotFoundError
from marketplace.kernel.i18n import current_language
from marketplace.kernel.i18n import gettext as _
from marketplace.signals.counts.schemas import OutcomePlaceCount, PlaceCount, ReasonCount, WordCount
from marketplace.signals.rules import FEWEST_TOLD
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy

Rows = list[tuple[str, ...]]
"""Cells in words, in the order of their columns."""


def councils_of(viewer: Viewer) -> tuple[str, ...]:
    """Codes of the councils that the viewer is a commissioner of, in order."""
    return viewer.councils(Role.COMMISSIONER)


def check_commissions(viewer: Viewer, council_code: str) -> None:
    """NotFoundError unless the viewer is a commissioner of the council: as if it were not there."""
    if not viewer.may(Role.COMMISSIONER, council_code):
        raise NotFoundError(_("This page is not here."))


def count_words(count: int | None) -> str:
    """A number, or that there are too few to say."""
    return _("fewer than %(num)s", num=FEWEST_TOLD) if count is None else f"{count:,}"


def month_words(month: date) -> str:
    """Such as "October 2026"."""
    return str(format_date(month, "LLLL y", locale=current_language().replace("-", "_")))


def day_words(day: date) -> str:
    """Such as "31 October 2026"."""
    return str(format_date(day, "d MMMM y", locale=current_language().replace("-", "_")))


def place_words(outcode: str) -> str:
    """A postcode area."""
    return outcode or _("No place given")


def type_words(code: str) -> str:
    """A kind of support."""
    return taxonomies.label(Taxonomy.SUPPORT_TYPE, code) if code else _("None in particular")


def kind_words(kind: str) -> str:
    """What ended."""
    words = {
        "enquiry": _("Question to a provider"),
        "referral": _("Referral"),
        "wanted": _("Advert"),
        "pool": _("Pool"),
    }
    return words.get(kind, kind)


def outcome_words(code: str) -> str:
    """How it ended."""
    words = {
        "agreed": _("Agreed"),
        "accepted": _("Accepted"),
        "started": _("Support started"),
        "continues": _("Support goes on"),
        "finished": _("Support did what it was for"),
        "filled": _("Somebody was found"),
        "not_taken_up": _("Not taken up"),
        "declined": _("Declined"),
        "taken": _("Another provider was quicker"),
        "withdrawn": _("Taken back"),
        "stopped": _("Stopped early"),
        "never_started": _("Never started"),
        "none_found": _("Nobody could take it on"),
        "not_needed": _("No longer needed"),
        "forgotten": _("Nobody said how it ended"),
        "expired": _("Ran out"),
        "rejected": _("Not shown"),
    }
    return words.get(code, code.replace("_", " "))


def reason_words(code: str) -> str:
    """Why it ended."""
    words = {
        "": _("No reason given"),
        "no_capacity": _("No free time or place"),
        "too_far": _("Too far"),
        "not_what_we_do": _("Not what they do"),
        "price": _("Price"),
        "hours": _("Hours"),
        "found_other": _("Found somebody else"),
        "not_right": _("Not right for the person"),
        "changed_mind": _("Changed their mind"),
        "no_answer": _("Nobody answered"),
        "went_quiet": _("Nothing more was heard"),
        "listing_gone": _("The listing is gone"),
        "account_gone": _("The account was deleted"),
        "other": _("Another reason"),
    }
    return words.get(code, code.replace("_", " "))


def place_rows(counts: Iterable[PlaceCount]) -> Rows:
    """Postcode area, kind of support, found nothing, found something."""
    return [
        (
            place_words(each.outcode),
            type_words(each.support_type),
            count_words(each.nothing),
            count_words(each.found),
        )
        for each in counts
    ]


def word_rows(counts: Iterable[WordCount]) -> Rows:
    """Words, found nothing, found something."""
    return [(each.word, count_words(each.nothing), count_words(each.found)) for each in counts]


def reason_rows(counts: Iterable[ReasonCount]) -> Rows:
    """What ended, how, why, for how many."""
    return [
        (
            kind_words(each.kind),
            outcome_words(each.outcome),
            reason_words(each.reason),
            count_words(each.askers),
        )
        for each in counts
    ]


def outcome_place_rows(counts: Iterable[OutcomePlaceCount]) -> Rows:
    """Postcode area, kind of support, turned down, agreed."""
    return [
        (
            place_words(each.outcode),
            type_words(each.support_type),
            count_words(each.unmet),
            count_words(each.met),
        )
        for each in counts
    ]
