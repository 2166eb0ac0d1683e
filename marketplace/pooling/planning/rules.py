"""Works a plan out. A year's money is spread over its 52 weeks, 13 times four weeks, and 12 months.

A direct payment comes in every week of the year, so a contribution counts in every week, also where the pool
does not meet. Each line of the cost, and each share, is rounded up to the whole penny.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import ceil

from msgspec.structs import replace

from marketplace.pooling.planning.employing.rules import WEEKS, employ
from marketplace.pooling.planning.employing.schemas import Employing, Job
from marketplace.pooling.planning.rates.schemas import Rates
from marketplace.pooling.planning.schemas import (
    Absence,
    AbsentRule,
    CostCode,
    CostLine,
    Leaving,
    MemberShare,
    Plan,
    PlanAnswer,
    PriceBy,
    Share,
    Totals,
)

LEAST_PEOPLE, MOST_PEOPLE = 2, 20
"""As many as a pool has places."""
MOST_COMPARED = 10
"""Shares are compared from 2 to so many people, and for those of the plan."""
FOUR_WEEKS, MONTHS = 13, 12
"""In a year."""
_HOUR = 60


def plan(asked: Plan, rates: Rates) -> PlanAnswer:
    """Work out what it costs, each share, and what becomes of it when something changes.

    The plan is one in which `check_plan` finds nothing.
    """
    lines, employing = cost_lines(asked, asked.people, rates)
    year = sum(line.year_pence for line in lines)
    shares = {people: _share(asked, people, rates) for people in range(LEAST_PEOPLE, MOST_PEOPLE + 1)}
    break_even = next((people for people, share in shares.items() if share.is_enough), None)
    told = {asked.people, break_even}
    put_in = sum(asked.contributions_pence)
    left = put_in * WEEKS - year
    return PlanAnswer(
        people=asked.people,
        lines=lines,
        totals=_totals(year, times_a_year(asked)),
        share=shares[asked.people],
        shares=tuple(share for people, share in shares.items() if people <= MOST_COMPARED or people in told),
        members=_members(asked, year),
        has_contributions=put_in > 0,
        put_in_week_pence=put_in,
        left_year_pence=left,
        short_week_pence=_per(max(0, -left), WEEKS),
        break_even_people=break_even,
        weeks_bought=_weeks_bought(asked, rates),
        leaving=_leaving(asked, shares[asked.people], rates),
        absence=_absence(asked, year, max(0, left)),
        employing=employing,
    )


def times_a_year(asked: Plan) -> int:
    """How often the pool meets in a year."""
    return asked.times_a_week * asked.weeks_a_year


def cost_lines(asked: Plan, people: int, rates: Rates) -> tuple[tuple[CostLine, ...], Employing | None]:
    """What it costs a year for so many people, line by line without those that are nothing; and the job."""
    times = times_a_year(asked)
    employing = _employing(asked, rates) if asked.price_by is PriceBy.EMPLOYED else None
    amounts = _pay(employing, asked) if employing else {CostCode.PRICE: _price_of_year(asked, people)}
    amounts |= {
        CostCode.TRAVEL: asked.travel_pence * times,
        CostCode.VENUE: asked.venue_pence * times,
        CostCode.OTHER: asked.other_pence * times,
        CostCode.COVER: asked.cover_pence,
    }
    return tuple(CostLine(code, amount) for code, amount in amounts.items() if amount), employing


def _price_of_year(asked: Plan, people: int) -> int:
    price = asked.price_pence * times_a_year(asked)
    if asked.price_by is PriceBy.HOUR:
        return _per(price * asked.minutes_a_time, _HOUR)
    return price * people if asked.price_by is PriceBy.PLACE else price


def _employing(asked: Plan, rates: Rates) -> Employing:
    job = Job(
        rate_pence=asked.price_pence,
        minutes_a_week=asked.minutes_a_time * asked.times_a_week,
        weeks_a_year=asked.weeks_a_year,
        age=asked.age,
        holiday=asked.holiday,
        claims_allowance=asked.claims_allowance,
        joins_pension=asked.joins_pension,
    )
    return employ(job, rates)


def _pay(employing: Employing, asked: Plan) -> dict[CostCode, int]:
    return {
        CostCode.PAY: employing.pay_year_pence,
        CostCode.HOLIDAY: employing.holiday_year_pence,
        CostCode.INSURANCE: employing.insurance_due_pence,
        CostCode.PENSION: employing.pension_year_pence,
        CostCode.PAYROLL: asked.payroll_pence,
    }


def cost_of_year(asked: Plan, people: int, rates: Rates) -> int:
    """What it costs a year for so many people, in pence."""
    return sum(line.year_pence for line in cost_lines(asked, people, rates)[0])


def _per(pence: int, parts: int) -> int:
    """One of so many equal parts, rounded up to the whole penny."""
    return ceil(Fraction(pence, parts))


def _totals(year: int, times: int) -> Totals:
    return Totals(
        week_pence=_per(year, WEEKS),
        four_weeks_pence=_per(year, FOUR_WEEKS),
        month_pence=_per(year, MONTHS),
        year_pence=year,
        time_pence=_per(year, times),
    )


def _share(asked: Plan, people: int, rates: Rates) -> Share:
    year = cost_of_year(asked, people, rates)
    week = _per(year, WEEKS * people)
    return Share(
        people=people,
        all_year_pence=year,
        week_pence=week,
        four_weeks_pence=_per(year, FOUR_WEEKS * people),
        month_pence=_per(year, MONTHS * people),
        year_pence=_per(year, people),
        time_pence=_per(year, times_a_year(asked) * people),
        left_year_pence=week * WEEKS * people - year,
        is_enough=any(asked.contributions_pence) and week <= min(asked.contributions_pence),
    )


def _members(asked: Plan, year: int) -> tuple[MemberShare, ...]:
    equal = _per(year, WEEKS * asked.people)
    all_in = sum(asked.contributions_pence)
    return tuple(
        MemberShare(
            number=number,
            puts_in_pence=puts_in,
            equal_pence=equal,
            by_means_pence=_per(year * puts_in, WEEKS * all_in) if all_in else equal,
            equal_left_pence=puts_in - equal,
        )
        for number, puts_in in enumerate(asked.contributions_pence, start=1)
    )


def _weeks_bought(asked: Plan, rates: Rates) -> int:
    """The most weeks of the plan that the contributions of a year pay for. More weeks never cost less."""
    put_in = sum(asked.contributions_pence) * WEEKS
    for weeks in range(asked.weeks_a_year, 0, -1):
        if cost_of_year(replace(asked, weeks_a_year=weeks), asked.people, rates) <= put_in:
            return weeks
    return 0


def _leaving(asked: Plan, before: Share, rates: Rates) -> Leaving:
    """The one who puts in most may leave: what is still enough then is enough whoever it is."""
    after = _share(asked, asked.people - 1, rates)
    put_in = sum(asked.contributions_pence) - max(asked.contributions_pence)
    missing = after.all_year_pence - put_in * WEEKS
    return Leaving(
        share=after,
        more_week_pence=max(0, after.week_pence - before.week_pence),
        short_week_pence=_per(max(0, missing), WEEKS),
    )


def _absence(asked: Plan, year: int, left: int) -> Absence:
    """A time costs the same for the rest: what is paid for a place is seldom given back."""
    share = _per(year, times_a_year(asked) * asked.people)
    is_shared = asked.absent_rule is not AbsentRule.PAYS
    return Absence(
        rule=asked.absent_rule,
        share_pence=share,
        others_more_pence=_per(share, asked.people - 1) if is_shared else 0,
        covered_times=left // share if share and is_shared else 0,
    )


def contributions_of(usual_pence: int, own_pence: Sequence[int | None], people: int) -> tuple[int, ...]:
    """What each of so many people puts in: their own amount where they have one, else the usual one."""
    own = [*own_pence, *([None] * people)][:people]
    return tuple(usual_pence if amount is None else amount for amount in own)
