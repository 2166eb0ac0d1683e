"""Reasons in words, as pure functions. Short, for they stand in a row: "free Tuesdays · speaks Somali"."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.i18n import ngettext
from marketplace.kernel.money import pounds
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy
from marketplace.wanted.matching.schemas import Reason, ReasonCode, Side

BETWEEN = " · "
MOST_NAMED = 3
"""Of a longer list the first are named, and how many more there are."""
_WHOLE_WEEK = 7
_SIGNED = frozenset({"bsl", "sse", "makaton", "deafblind_manual", "easy_read"})
"""Languages that nobody speaks."""


def why(reasons: Iterable[Reason], side: Side) -> str:
    """All reasons in one line, for one of the sides."""
    return BETWEEN.join(dict.fromkeys(reason_words(each, side) for each in reasons))


def reason_words(reason: Reason, side: Side) -> str:
    """One reason, for one of the sides."""
    for_person, for_provider = _WORDS[reason.code]
    return (for_person if side is Side.PERSON else for_provider)(reason)


def _days(reason: Reason) -> str:
    words = {
        "mon": _("Mondays"),
        "tue": _("Tuesdays"),
        "wed": _("Wednesdays"),
        "thu": _("Thursdays"),
        "fri": _("Fridays"),
        "sat": _("Saturdays"),
        "sun": _("Sundays"),
    }
    return _listed([words[code] for code in reason.codes], most=_WHOLE_WEEK)


def _free_days(reason: Reason) -> str:
    if len(reason.codes) == _WHOLE_WEEK:
        return _("free every day")
    return _("free %(days)s", days=_days(reason))


def _wanted_days(reason: Reason) -> str:
    if len(reason.codes) == _WHOLE_WEEK:
        return _("wants every day")
    return _("wants %(days)s", days=_days(reason))


def _languages(reason: Reason) -> str:
    """The same for both sides: "speaks Somali · uses Makaton"."""
    labels = {code: taxonomies.label(Taxonomy.LANGUAGE, code) for code in reason.codes}
    spoken = [label for code, label in labels.items() if code not in _SIGNED]
    signed = [label for code, label in labels.items() if code in _SIGNED]
    said = [
        _("speaks %(languages)s", languages=_listed(spoken)) if spoken else "",
        _("uses %(languages)s", languages=_listed(signed)) if signed else "",
    ]
    return BETWEEN.join(filter(None, said))


def _gender(reason: Reason) -> str:
    return _listed([taxonomies.label(Taxonomy.GENDER, code) for code in reason.codes])


def _tasks(reason: Reason) -> str:
    return _listed([taxonomies.label(Taxonomy.SUPPORT_TYPE, code) for code in reason.codes])


def _miles(reason: Reason) -> str:
    return ngettext("%(num)s mile", "%(num)s miles", int(reason.number or 1))


def _hours(reason: Reason) -> str:
    said = f"{reason.number:g}"
    return ngettext("%(said)s hour a week", "%(said)s hours a week", 1 if said == "1" else 2, said=said)


def _price(reason: Reason) -> str:
    pence = int(reason.number or 0)
    if not pence:
        return _("free of charge")
    return _("from %(price)s", price=pounds(pence))


def _listed(labels: Sequence[str], most: int = MOST_NAMED) -> str:
    """Several as one, "a, b and c"; of more than `most` the first, and how many more there are."""
    if len(labels) > most:
        shown, more = labels[:most], len(labels) - most
        return _("%(named)s and %(num)s more", named=", ".join(shown), num=more)
    if len(labels) > 1:
        return _("%(first)s and %(last)s", first=", ".join(labels[:-1]), last=labels[-1])
    return labels[0]


_Say = Callable[[Reason], str]
_WORDS: Mapping[ReasonCode, tuple[_Say, _Say]] = {
    ReasonCode.COVERS: (lambda _one: _("covers your area"), lambda _one: _("in the area that you cover")),
    ReasonCode.AT_HAND: (
        lambda one: _("about %(miles)s from you", miles=_miles(one)),
        lambda one: _("about %(miles)s from your venue", miles=_miles(one)),
    ),
    ReasonCode.TIMES: (_free_days, _wanted_days),
    ReasonCode.LANGUAGES: (_languages, _languages),
    ReasonCode.GENDER: (
        lambda one: _("gender: %(gender)s", gender=_gender(one)),
        lambda one: _("wants, for a reason that the law allows: %(gender)s", gender=_gender(one)),
    ),
    ReasonCode.DRIVER: (lambda _one: _("drives"), lambda _one: _("wants somebody who drives")),
    ReasonCode.TASKS: (
        lambda one: _("helps with %(tasks)s", tasks=_tasks(one)),
        lambda one: _("wants %(tasks)s", tasks=_tasks(one)),
    ),
    ReasonCode.HOURS: (
        lambda one: _("has %(hours)s free", hours=_hours(one)),
        lambda one: _("wants %(hours)s", hours=_hours(one)),
    ),
    ReasonCode.RATE: (_price, lambda _one: _("can pay your price")),
}
"""How each reason reads for the person, and for the provider."""
