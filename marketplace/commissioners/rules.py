"""Who may see which council's counts, and these in words."""

from collections.abc import Iterable
from datetime import date

from babel.dates import format_date

from marketplace.accounts.schemas import Role, Viewer
from marketplace.gaps.rules import group_words
from marketplace.gaps.unmet.schemas import EndingCount, PlaceCount, WordCount
from marketplace.kernel.errors import NotFoundError
from marketplace.kernel.i18n import current_language
from marketplace.kernel.i18n import gettext as _
from marketplace.signals.rules import FEWEST_TOLD
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy

WITH_REASON = frozenset({"declined", "not_taken_up"})
"""Outcomes for which a reason is asked."""
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


def type_words(code: str) -> str:
    """A kind of support."""
    return taxonomies.label(Taxonomy.SUPPORT_TYPE, code) if code else _("None in particular")


def kind_words(kind: str) -> str:
    """What ended."""
    words = {
        "search": _("Search"),
        "enquiry": _("Question to a provider"),
        "referral": _("Referral"),
        "wanted": _("Advert"),
        "pool": _("Pool"),
    }
    return words.get(kind, kind)


def outcomes() -> dict[str, str]:
    """How things end, in words."""
    return {
        "agreed": _("agreed"),
        "accepted": _("accepted"),
        "started": _("support started"),
        "continues": _("support goes on"),
        "finished": _("support did what it was for"),
        "filled": _("somebody was found"),
        "not_taken_up": _("not taken up"),
        "declined": _("declined"),
        "taken": _("another provider was quicker"),
        "withdrawn": _("taken back"),
        "stopped": _("stopped early"),
        "never_started": _("never started"),
        "none_found": _("nobody could take it on"),
        "not_needed": _("no longer needed"),
        "forgotten": _("nobody said how it ended"),
        "expired": _("ran out"),
        "rejected": _("not shown"),
        "nothing_there": _("started for something that is not there"),
        "nobody_found": _("found no members in three months"),
        "ended": _("ended"),
    }


def reasons() -> dict[str, str]:
    """Why they end, in words."""
    return {
        "": _("no reason given"),
        "no_capacity": _("no free time or place"),
        "too_far": _("too far"),
        "not_what_we_do": _("not what they do"),
        "price": _("price"),
        "hours": _("hours"),
        "found_other": _("found somebody else"),
        "not_right": _("not right for the person"),
        "changed_mind": _("changed their mind"),
        "no_answer": _("nobody answered"),
        "went_quiet": _("nothing more was heard"),
        "listing_gone": _("the listing is gone"),
        "account_gone": _("the account was deleted"),
        "by_members": _("its members ended it"),
        "before_start": _("before it began"),
        "no_members": _("everybody left"),
        "other": _("another reason"),
    }


def ending_words(count: EndingCount) -> str:
    """What ended, how, and why: "Referral: declined (no free time or place)"."""
    kind, outcome = kind_words(count.kind), _words(outcomes(), count.outcome)
    if not count.reason and count.outcome not in WITH_REASON:
        return _("%(kind)s: %(outcome)s", kind=kind, outcome=outcome)
    reason = _words(reasons(), count.reason)
    return _("%(kind)s: %(outcome)s (%(reason)s)", kind=kind, outcome=outcome, reason=reason)


def _words(known: dict[str, str], code: str) -> str:
    """A code that nobody gave words yet is its own."""
    return known.get(code, code.replace("_", " "))


def place_words(count: PlaceCount, council: str) -> str:
    """Where, and what: "BA12 · Swimming"."""
    if count.is_rest:
        where = _("Other places in %(council)s", council=council)
    else:
        where = count.outcode or _("No place given")
    what = group_words(count.group) if count.group else type_words(count.support_type)
    return f"{where} · {what}"


def place_rows(counts: Iterable[PlaceCount], council: str) -> Rows:
    """Place and what was looked for, found nothing, found something."""
    return [(place_words(each, council), count_words(each.unmet), _met_words(each)) for each in counts]


def asked_rows(counts: Iterable[PlaceCount], council: str) -> Rows:
    """The same of what was asked, with what it was: a referral, an advert."""
    return [
        (
            f"{kind_words(each.kind)} · {place_words(each, council)}",
            count_words(each.unmet),
            _met_words(each),
        )
        for each in counts
    ]


def _met_words(count: PlaceCount) -> str:
    """Of other places together it is not counted who found something."""
    return _("not counted") if count.is_rest else count_words(count.met)


def word_rows(counts: Iterable[WordCount]) -> Rows:
    """Words, found nothing, found something."""
    return [(each.word, count_words(each.nothing), count_words(each.found)) for each in counts]


def reason_rows(counts: Iterable[EndingCount]) -> Rows:
    """How it ended, and for how many."""
    return [(ending_words(each), count_words(each.people)) for each in counts]
