"""What a job costs. Pay is counted week by week, as for somebody who is paid each week.

Weeks are what the law counts in too: a threshold of National Insurance or pension is one of a week's pay. Who
is paid by the month comes out a few pounds apart, for the thresholds of a month are rounded.
"""

from fractions import Fraction
from math import ceil

from marketplace.pooling.planning.employing.schemas import AgeBand, Employing, HolidayRule, Job, PensionDuty
from marketplace.pooling.planning.rates.schemas import Rates

WEEKS = 52
_WHOLE = 10_000
_HOUR = 60
_UNDER_21 = frozenset({AgeBand.FROM_18, AgeBand.UNDER_18})


def employ(job: Job, rates: Rates) -> Employing:
    """What the job costs a year, and what the law says of it."""
    basic = Fraction(job.rate_pence * job.minutes_a_week, _HOUR)
    holiday_weeks = Fraction(rates.holiday_weeks, 10)
    worked = basic * job.weeks_a_year
    if job.holiday is HolidayRule.WEEKS:
        week_pay, paid_weeks = basic, job.weeks_a_year + holiday_weeks
        holiday = basic * holiday_weeks
    else:
        part = Fraction(rates.holiday_rate, _WHOLE)
        week_pay, paid_weeks = basic * (1 + part), Fraction(job.weeks_a_year)
        holiday = worked * part
    insurance = ceil(insurance_of_week(week_pay, job.age, rates) * paid_weeks)
    allowance = min(insurance, rates.allowance_year)
    least = least_rate(job.age, rates)
    duty = pension_duty(week_pay, job.age, rates)
    pays_in = duty is PensionDuty.DUE or job.joins_pension
    return Employing(
        week_pay_pence=ceil(week_pay),
        pay_year_pence=ceil(worked),
        holiday_year_pence=ceil(holiday),
        insurance_year_pence=insurance,
        allowance_pence=allowance,
        insurance_due_pence=insurance - allowance if job.claims_allowance else insurance,
        pension_year_pence=ceil(pension_of_week(week_pay, rates) * paid_weeks) if pays_in else 0,
        least_rate_pence=least,
        is_paid_enough=job.rate_pence >= least,
        insurance_from_week_pence=insurance_from(job.age, rates),
        pension_duty=duty,
        sick_week_pence=ceil(sick_pay_of_week(week_pay, rates)),
        sick_waiting_days=rates.sick_waiting_days,
        stand_in_tenths=_stand_in_tenths(job, rates),
    )


def least_rate(age: AgeBand, rates: Rates) -> int:
    """The minimum wage of an age, in pence an hour."""
    by_age = {AgeBand.UNDER_18: rates.wage_under_18_hour, AgeBand.FROM_18: rates.wage_from_18_hour}
    return by_age.get(age, rates.wage_from_21_hour)


def insurance_from(age: AgeBand, rates: Rates) -> int:
    """The pay of a week, in pence, above which the employer pays National Insurance."""
    return rates.insurance_under_21_from_week if age in _UNDER_21 else rates.insurance_from_week


def insurance_of_week(week_pay: Fraction, age: AgeBand, rates: Rates) -> Fraction:
    """Employer's National Insurance on a week's pay: the rate on what is above the threshold."""
    return max(Fraction(0), week_pay - insurance_from(age, rates)) * Fraction(rates.insurance_rate, _WHOLE)


def pension_duty(week_pay: Fraction, age: AgeBand, rates: Rates) -> PensionDuty:
    """What the employer must do, by a week's pay and age."""
    if week_pay > rates.pension_trigger_week and age is AgeBand.FROM_22:
        return PensionDuty.DUE
    is_in_band = week_pay > rates.pension_from_week
    return PensionDuty.ON_REQUEST if is_in_band else PensionDuty.UNPAID_ON_REQUEST


def pension_of_week(week_pay: Fraction, rates: Rates) -> Fraction:
    """What the employer pays in at least: the rate on the part of a week's pay that lies within the band."""
    within = min(week_pay, Fraction(rates.pension_to_week)) - rates.pension_from_week
    return max(Fraction(0), within) * Fraction(rates.pension_rate, _WHOLE)


def sick_pay_of_week(week_pay: Fraction, rates: Rates) -> Fraction:
    """Sick pay that the law asks for a whole week of illness."""
    if week_pay < rates.sick_earnings_week:
        return Fraction(0)
    return min(Fraction(rates.sick_week), week_pay * Fraction(rates.sick_rate, _WHOLE))


def _stand_in_tenths(job: Job, rates: Rates) -> int:
    if job.holiday is not HolidayRule.WEEKS:
        return 0
    return max(0, 10 * job.weeks_a_year + rates.holiday_weeks - 10 * WEEKS)
