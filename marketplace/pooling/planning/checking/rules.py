"""What is missing in a plan, or out of bounds; in words that say how to mend it."""

from collections.abc import Iterator

from marketplace.kernel.errors import Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.pooling.planning.rules import LEAST_PEOPLE, MOST_PEOPLE
from marketplace.pooling.planning.schemas import Plan, PriceBy

MOST_TIMES, MOST_WEEKS = 14, 52
LEAST_MINUTES, MOST_MINUTES = 15, 24 * 60
MOST_MINUTES_A_WEEK = 7 * 24 * 60
MOST_PENCE = 10_000_00
"""Of one price or contribution."""
MOST_YEAR_PENCE = 100_000_00
"""Of a cost that comes once a year."""
BY_THE_HOUR = frozenset({PriceBy.HOUR, PriceBy.EMPLOYED})
_MONEY_A_TIME = ("travel_pence", "venue_pence", "other_pence")
_MONEY_A_YEAR = ("cover_pence", "payroll_pence")


def check_plan(asked: Plan) -> list[Problem]:
    """Everything that keeps a plan from being worked out; `field` is a name of `Plan`."""
    return [Problem(field=field, message=message) for field, message in _problems(asked)]


def _problems(asked: Plan) -> Iterator[tuple[str, str]]:
    if not 0 < asked.price_pence <= MOST_PENCE:
        yield "price_pence", _("Enter a price from 1p to %(most)s.", most="£10,000")
    if not 1 <= asked.times_a_week <= MOST_TIMES:
        yield "times_a_week", _("Enter how often you meet in a week: 1 to %(most)s times.", most=MOST_TIMES)
    if not 1 <= asked.weeks_a_year <= MOST_WEEKS:
        yield "weeks_a_year", _("Enter how many weeks of the year: 1 to %(most)s.", most=MOST_WEEKS)
    yield from _hours_problems(asked)
    if not LEAST_PEOPLE <= asked.people <= MOST_PEOPLE:
        yield "contributions_pence", _("Plan for 2 to %(most)s people.", most=MOST_PEOPLE)
    if not all(0 <= amount <= MOST_PENCE for amount in asked.contributions_pence):
        yield "contributions_pence", _("Enter an amount from 0 to %(most)s.", most="£10,000")
    yield from _cost_problems(asked)


def _hours_problems(asked: Plan) -> Iterator[tuple[str, str]]:
    if asked.price_by not in BY_THE_HOUR:
        return
    if not LEAST_MINUTES <= asked.minutes_a_time <= MOST_MINUTES:
        yield "minutes_a_time", _("Enter the hours of one time, such as 2 or 2.5: a quarter to 24.")
    elif asked.minutes_a_time * asked.times_a_week > MOST_MINUTES_A_WEEK:
        yield "minutes_a_time", _("This is more hours than a week has.")


def _cost_problems(asked: Plan) -> Iterator[tuple[str, str]]:
    for names, most, words in (
        (_MONEY_A_TIME, MOST_PENCE, "£10,000"),
        (_MONEY_A_YEAR, MOST_YEAR_PENCE, "£100,000"),
    ):
        for name in names:
            if not 0 <= getattr(asked, name) <= most:
                yield name, _("Enter an amount from 0 to %(most)s.", most=words)
