"""Words for an answer of the planner."""

from msgspec import Struct

from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.i18n import ngettext
from marketplace.kernel.money import say_pence
from marketplace.pooling.planning.employing.schemas import HolidayRule
from marketplace.pooling.planning.rates.schemas import Rates
from marketplace.pooling.planning.rules import MOST_PEOPLE, times_a_year
from marketplace.pooling.planning.schemas import (
    AbsentRule,
    CostCode,
    CostLine,
    Plan,
    PlanAnswer,
    Planned,
    PriceBy,
)

_HOUR = 60
_QUARTERS = {0: "", 15: ".25", 30: ".5", 45: ".75"}


class Line(Struct, frozen=True):
    """A line of the cost: what, how it came about, and a year's amount."""

    label: str
    how: str
    amount: str


def hours(minutes: int) -> str:
    """Hours as people say them: "1 hour", "2.5 hours", "1 hour and 10 minutes"."""
    whole, rest = divmod(minutes, _HOUR)
    if rest not in _QUARTERS:
        return _("%(hours)s h %(minutes)s min", hours=whole, minutes=rest)
    said = f"{whole}{_QUARTERS[rest]}"
    return _("%(hours)s hour", hours=said) if minutes == _HOUR else _("%(hours)s hours", hours=said)


def percent(rate: int) -> str:
    """A rate in ten-thousandths: "15%", "13.8%", "12.07%"."""
    whole, rest = divmod(rate, 100)
    said = f"{whole}.{rest:02d}".rstrip("0").rstrip(".") if rest else str(whole)
    return _("%(rate)s%%", rate=said)


def tenths(number: int) -> str:
    """A number of tenths: "5.6", "2"."""
    whole, rest = divmod(number, 10)
    return f"{whole}.{rest}" if rest else str(whole)


def headline(answer: PlanAnswer) -> str:
    """The answer in a line, which is also read out while somebody types."""
    said = _(
        "For %(people)s people: %(share)s a week each.",
        people=answer.people,
        share=say_pence(answer.share.week_pence),
    )
    return f"{said} {money_words(answer)}".strip()


def short(answer: PlanAnswer) -> str:
    """The answer in a few words, for where there is little room."""
    return _("%(share)s a week each", share=say_pence(answer.share.week_pence))


def money_words(answer: PlanAnswer) -> str:
    """Whether what they put in is enough."""
    if not answer.has_contributions:
        return ""
    if answer.short_week_pence:
        short = say_pence(answer.short_week_pence)
        return _("What you put in is not enough: %(short)s a week is missing.", short=short)
    if not answer.left_year_pence:
        return _("What you put in is just enough.")
    left = say_pence(answer.left_year_pence)
    return _("What you put in is enough: %(left)s is left over in a year.", left=left)


def lines(planned: Planned) -> list[Line]:
    """The cost of a year, line by line."""
    return [
        Line(_label(line.code), _how(line, planned), say_pence(line.year_pence))
        for line in planned.answer.lines
    ]


def _label(code: CostCode) -> str:
    return {
        CostCode.PRICE: _("The price"),
        CostCode.PAY: _("Pay"),
        CostCode.HOLIDAY: _("Paid holiday"),
        CostCode.INSURANCE: _("Employer's National Insurance"),
        CostCode.PENSION: _("Pension"),
        CostCode.TRAVEL: _("Travel"),
        CostCode.VENUE: _("Room or venue"),
        CostCode.OTHER: _("Anything else"),
        CostCode.COVER: _("Insurance"),
        CostCode.PAYROLL: _("Payroll service"),
    }[code]


def _how(line: CostLine, planned: Planned) -> str:
    plan, rates = planned.plan, planned.rates
    if line.code is CostCode.PRICE:
        return _price_how(plan)
    by_code = {
        CostCode.PAY: lambda: _pay_how(plan),
        CostCode.HOLIDAY: lambda: _holiday_how(plan, rates),
        CostCode.INSURANCE: lambda: _insurance_how(planned),
        CostCode.PENSION: lambda: _(
            "%(rate)s of pay from %(low)s to %(high)s a week",
            rate=percent(rates.pension_rate),
            low=say_pence(rates.pension_from_week),
            high=say_pence(rates.pension_to_week),
        ),
        CostCode.TRAVEL: lambda: _times_how(plan.travel_pence, plan),
        CostCode.VENUE: lambda: _times_how(plan.venue_pence, plan),
        CostCode.OTHER: lambda: _times_how(plan.other_pence, plan),
    }
    return by_code.get(line.code, lambda: "")()


def _times_how(pence: int, plan: Plan) -> str:
    times = times_a_year(plan)
    return ngettext("%(price)s, %(num)s time", "%(price)s, %(num)s times", times, price=say_pence(pence))


def _price_how(plan: Plan) -> str:
    times = _times_how(plan.price_pence, plan)
    if plan.price_by is PriceBy.HOUR:
        return _("%(hours)s at %(times)s", hours=hours(plan.minutes_a_time), times=times)
    if plan.price_by is PriceBy.PLACE:
        return _("%(people)s people at %(times)s", people=plan.people, times=times)
    return times


def _pay_how(plan: Plan) -> str:
    return _(
        "%(hours)s a week at %(rate)s, %(weeks)s weeks",
        hours=hours(plan.minutes_a_time * plan.times_a_week),
        rate=say_pence(plan.price_pence),
        weeks=plan.weeks_a_year,
    )


def _holiday_how(plan: Plan, rates: Rates) -> str:
    if plan.holiday is HolidayRule.WEEKS:
        return _("%(weeks)s weeks", weeks=tenths(rates.holiday_weeks))
    return _("%(rate)s of the pay", rate=percent(rates.holiday_rate))


def _insurance_how(planned: Planned) -> str:
    employing, rates = planned.answer.employing, planned.rates
    if employing is None:
        return ""
    said = _(
        "%(rate)s of pay above %(pay)s a week",
        rate=percent(rates.insurance_rate),
        pay=say_pence(employing.insurance_from_week_pence),
    )
    if planned.plan.claims_allowance:
        return _("%(said)s, less the allowance", said=said)
    return said


def absence_words(answer: PlanAnswer) -> str:
    """What becomes of the share of one who does not come one time."""
    absence = answer.absence
    share = say_pence(absence.share_pence)
    if absence.rule is AbsentRule.PAYS:
        return _("They pay their share of that time, %(share)s. Nothing changes for the others.", share=share)
    more = say_pence(absence.others_more_pence)
    if absence.rule is AbsentRule.WITH_NOTICE_FREE:
        said = _(
            "Their share of that time is %(share)s. If they say so in time, each of the others pays "
            "%(more)s more.",
            share=share,
            more=more,
        )
    else:
        said = _(
            "Their share of that time is %(share)s. Each of the others pays %(more)s more.",
            share=share,
            more=more,
        )
    return f"{said} {_covered_words(absence.covered_times)}".strip()


def _covered_words(times: int) -> str:
    if not times:
        return ""
    return ngettext(
        "What you have left over would pay for it %(num)s time a year.",
        "What you have left over would pay for it %(num)s times a year.",
        times,
    )


def leaving_words(answer: PlanAnswer) -> list[str]:
    """What becomes of it when one of them leaves."""
    leaving = answer.leaving
    share, more = say_pence(leaving.share.week_pence), say_pence(leaving.more_week_pence)
    if leaving.share.people == 1:
        said = [_("The one who stays would pay %(share)s a week, %(more)s more.", share=share, more=more)]
    else:
        said = [_("Each of the others would pay %(share)s a week, %(more)s more.", share=share, more=more)]
    if answer.has_contributions and leaving.short_week_pence:
        short = say_pence(leaving.short_week_pence)
        said.append(_("What the others put in would be up to %(short)s a week too little.", short=short))
    elif answer.has_contributions:
        said.append(_("What the others put in would still be enough."))
    return said


def break_even_words(answer: PlanAnswer) -> str:
    """From how many people on it is enough for everybody."""
    if not answer.has_contributions:
        return _(
            "From %(share)s a week each it is enough for %(people)s people.",
            share=say_pence(answer.share.week_pence),
            people=answer.people,
        )
    least = say_pence(min(member.puts_in_pence for member in answer.members))
    if answer.break_even_people is None:
        return _(
            "With %(least)s a week each it is not enough, even for %(most)s people.",
            least=least,
            most=MOST_PEOPLE,
        )
    return _(
        "With %(least)s a week each it is enough for %(number)s people or more. "
        "For %(people)s people it takes %(share)s a week each.",
        least=least,
        number=answer.break_even_people,
        people=answer.people,
        share=say_pence(answer.share.week_pence),
    )


def weeks_words(planned: Planned) -> str:
    """How many weeks the money lasts for, where it is not enough for all."""
    answer = planned.answer
    if not answer.has_contributions or not answer.short_week_pence:
        return ""
    if not answer.weeks_bought:
        return _("It does not pay for a single week.")
    return ngettext(
        "It pays for %(num)s week of the %(weeks)s that you want.",
        "It pays for %(num)s weeks of the %(weeks)s that you want.",
        answer.weeks_bought,
        weeks=planned.plan.weeks_a_year,
    )
