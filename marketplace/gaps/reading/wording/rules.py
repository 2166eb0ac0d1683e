"""Numbers of gaps in words, no more exact than they are known. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from babel.dates import format_date

from marketplace.gaps.reading.rules import FEWEST_PEOPLE, lack
from marketplace.gaps.reading.schemas import Gap, Reach, Show, Sure
from marketplace.gaps.schemas import NeedSource, Unit
from marketplace.kernel.clock import LONDON
from marketplace.kernel.i18n import current_language, ngettext
from marketplace.kernel.i18n import gettext as _

HUNDRED = 100
SMALLEST = 0.01
"""Hours or places below this are said to be under it."""
_FINE = 10


def rounded(value: float) -> int:
    """To the nearest five below a hundred, to two figures above: what an estimate can bear."""
    if value < HUNDRED:
        return round(value / 5) * 5
    step = int(10 ** (len(str(int(value))) - 2))
    return round(value / step) * step


def people_words(people: float, source: NeedSource) -> str:
    """How many people: "about 180 people" of an estimate, "183 people" that a council counted."""
    if people < FEWEST_PEOPLE:
        return _("fewer than %(num)s people", num=round(FEWEST_PEOPLE))
    if source is NeedSource.COUNCIL:
        return _("%(people)s people", people=f"{round(people):,}")
    return _("about %(people)s people", people=f"{max(rounded(people), 5):,}")


def people_number(people: float, source: NeedSource) -> str:
    """The same in a cell of a table."""
    if people < FEWEST_PEOPLE:
        return _("under %(num)s", num=round(FEWEST_PEOPLE))
    return f"{round(people):,}" if source is NeedSource.COUNCIL else f"{max(rounded(people), 5):,}"


def number(value: float) -> str:
    """Hours or places: whole from ten on, to a half from one on, hundredths below; "0" for none only."""
    if value <= 0:
        return "0"
    if value < SMALLEST:
        return _("under %(smallest)s", smallest=SMALLEST)
    return f"{shown_value(value):,.10g}"


def shown_value(value: float) -> float:
    """The number that stands for a value: what `number` writes."""
    if value >= HUNDRED * _FINE:
        return rounded(value)
    if value >= _FINE:
        return round(value)
    if value >= 1:
        return round(value * 2) / 2
    return round(value, 2) if value > 0 else 0.0


def amount_words(unit: Unit, value: float) -> str:
    """Hours or places that are free: "3 free hours a week", "no free places"."""
    if value <= 0:
        return _("no free hours") if unit is Unit.HOURS else _("no free places")
    shown = number(value)
    if unit is Unit.HOURS:
        return ngettext(
            "%(shown)s free hour a week", "%(shown)s free hours a week", 1 if value == 1 else 2, shown=shown
        )
    return ngettext("%(shown)s free place", "%(shown)s free places", 1 if value == 1 else 2, shown=shown)


def unit_words(unit: Unit) -> str:
    """The unit of a column."""
    return _("Free hours a week") if unit is Unit.HOURS else _("Free places")


def per_hundred_words(unit: Unit) -> str:
    """The unit of access."""
    if unit is Unit.HOURS:
        return _("Free hours a week for each 100 people")
    return _("Free places for each 100 people")


def range_words(reach: Reach) -> str:
    """The least and the most when bands change: "2 to 6"; one number where both are the same."""
    low, high = number(reach.low), number(reach.high)
    return low if low == high else _("%(low)s to %(high)s", low=low, high=high)


def reach_words(reach: Reach) -> str:
    """A value with its range: "3 (2 to 6)"."""
    between = range_words(reach)
    shown = number(reach.value)
    return shown if between == shown else f"{shown} ({between})"


def gap_words(gap: Gap, unit: Unit) -> str:
    """A gap in one sentence for each thing known: people, what is free for them, what is usual."""
    free = (
        _("For each 100 of them: %(amount)s.", amount=amount_words(unit, gap.reach.value))
        if gap.reach.value > 0
        else (
            _("Nobody with free hours reaches them.")
            if unit is Unit.HOURS
            else _("No free place is in reach.")
        )
    )
    who = people_words(gap.people, gap.source)
    return f"{who[:1].upper()}{who[1:]}. {free} {usual_words(gap.usual)}"


def usual_words(usual: float) -> str:
    """What gaps are measured by."""
    if usual <= 0:
        return _("Half of England has none either.")
    return _("Half of England has %(usual)s or more.", usual=number(usual))


def sure_words(gap: Gap) -> str:
    """How sure a gap is, in a few words."""
    if gap.sure is Sure.SURE:
        return _("Sure: too little by every count")
    return _("Not sure: enough if reach is counted wider")


def sure_reason(reach: Reach, usual: float, sure: Sure) -> str:
    """What other counts say, beside what is usual."""
    counts = _(
        "With half the reach it is %(low)s at the least, with half as much again %(high)s at the most.",
        low=number(reach.low),
        high=number(reach.high),
    )
    if lack(reach.value, usual) <= 0:
        return f"{counts} {_('There is as much as half of England has, or more.')}"
    if sure is Sure.SURE:
        return f"{counts} {usual_words(usual)} {_('This is less by every count.')}"
    return f"{counts} {usual_words(usual)} {_('With the wider reach there is as much here.')}"


def source_words(source: NeedSource) -> str:
    """Where a number of people is from."""
    return _("Counted by the council") if source is NeedSource.COUNCIL else _("Estimate")


def source_filter_words(source: NeedSource) -> str:
    """The same where one chooses."""
    if source is NeedSource.COUNCIL:
        return _("Only people the council counted")
    return _("Only estimates")


def show_words(show: Show) -> str:
    """What a map can show."""
    return {
        Show.ACCESS: _("What is free for each 100 people"),
        Show.NEED: _("People"),
        Show.SUPPLY: _("What is free in reach"),
        Show.SIGNALS: _("Looked and found nothing"),
    }[show]


def day_words(moment: datetime) -> str:
    """The day of a computation: "22 November 2026"."""
    return date_words(moment.astimezone(LONDON).date())


def date_words(day: date) -> str:
    """A date: "22 November 2026"."""
    return _format(day, "d MMMM y")


def time_words(moment: datetime) -> str:
    """The time of a computation: "14:05"."""
    return f"{moment.astimezone(LONDON):%H:%M}"


def month_words(month: date) -> str:
    """Such as "October 2026"."""
    return _format(month, "LLLL y")


def span_words(months: Sequence[date]) -> str:
    """Months, newest first: "June 2026 to October 2026"; "" for none."""
    if not months:
        return ""
    return _("%(first)s to %(last)s", first=month_words(months[-1]), last=month_words(months[0]))


def _format(day: date, pattern: str) -> str:
    return str(format_date(day, pattern, locale=current_language().replace("-", "_")))


def join_words(words: Iterable[str]) -> str:
    """Several with commas and "and": "SN12, BA14 and BA15"."""
    several = list(words)
    if len(several) < 2:  # noqa: PLR2004 - one alone
        return "".join(several)
    return _("%(most)s and %(last)s", most=", ".join(several[:-1]), last=several[-1])
