"""Which days a statement is about, as pure functions."""

from datetime import date, timedelta

from marketplace.kernel.errors import Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.pooling.agreements.clauses.rules import day_words
from marketplace.pooling.money.rules import tax_year as tax_year_at
from marketplace.pooling.money.rules import tax_year_of
from marketplace.pooling.money.schemas import Period
from marketplace.pooling.statements.periods.schemas import PeriodChoice

_MONTHS = 3
_LONGEST = timedelta(days=366 * 14)
"""An address can ask for no more: no council keeps records so long."""


def period_of(choice: PeriodChoice, joined: date, oldest: date, today: date) -> Period:
    """The days that a word stands for; for `OWN`, whose days are said, those since joining.

    `oldest` is the first day of which the record is kept.
    """
    if choice is PeriodChoice.QUARTER:
        first_of_month = today.replace(day=1)
        return Period(since=_months_before(first_of_month), until=first_of_month - timedelta(days=1))
    if choice is PeriodChoice.YEAR:
        return Period(since=tax_year_of(tax_year_at(today)).since, until=today)
    return Period(since=min(max(joined, oldest), today), until=today)


def check_own(since: date | None, until: date | None, oldest: date, today: date) -> list[Problem]:
    """What is wrong with days that somebody chose, by field: `since`, `until`."""
    problems = []
    if since is None:
        problems.append(Problem(field="since", message=_("Enter the first day.")))
    elif since < oldest:
        message = _("The record goes back to %(day)s.", day=day_words(oldest))
        problems.append(Problem(field="since", message=message))
    if until is None:
        problems.append(Problem(field="until", message=_("Enter the last day.")))
    elif until > today:
        problems.append(Problem(field="until", message=_("The last day is still to come.")))
    elif since is not None and until < since:
        problems.append(Problem(field="until", message=_("The last day is before the first.")))
    return problems


def is_allowed(period: Period, today: date) -> bool:
    """Whether an address can ask for these days; of those that are deleted a statement says nothing."""
    return today - _LONGEST <= period.since <= period.until <= today


def period_words(period: Period) -> str:
    """From when to when."""
    return _("%(since)s to %(until)s", since=day_words(period.since), until=day_words(period.until))


def choice_words(choice: PeriodChoice) -> str:
    """What a choice is called."""
    return {
        PeriodChoice.QUARTER: _("The last three whole months"),
        PeriodChoice.YEAR: _("This tax year, since 6 April"),
        PeriodChoice.ALL: _("Since joining"),
        PeriodChoice.OWN: _("Days of your own choice"),
    }[choice]


def _months_before(first: date) -> date:
    months = first.year * 12 + first.month - 1 - _MONTHS
    return date(months // 12, months % 12 + 1, 1)
