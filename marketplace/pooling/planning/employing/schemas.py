"""A personal assistant's job, and what it costs. Money is whole pence."""

from enum import StrEnum

from msgspec import Struct


class AgeBand(StrEnum):
    """Of the personal assistant: wage, National Insurance and pension go by it."""

    FROM_22 = "22"
    AGED_21 = "21"
    FROM_18 = "18"
    UNDER_18 = "16"


class HolidayRule(StrEnum):
    """How paid holiday is counted."""

    WEEKS = "weeks"
    """The same hours every week of the year: 5.6 weeks."""
    ACCRUED = "accrued"
    """Hours that change, or only part of the year: 12.07 % of the hours worked, paid with them."""


class PensionDuty(StrEnum):
    """What the employer must do about a pension."""

    DUE = "due"
    """Enrol the personal assistant and pay in."""
    ON_REQUEST = "on_request"
    """Pay in if the personal assistant asks to join."""
    UNPAID_ON_REQUEST = "unpaid_on_request"
    """Let the personal assistant join who asks; the employer need not pay in."""


class Job(Struct, frozen=True, kw_only=True):
    """What a personal assistant is employed for."""

    rate_pence: int
    minutes_a_week: int
    weeks_a_year: int
    """Weeks in which the pool meets."""
    age: AgeBand
    holiday: HolidayRule
    claims_allowance: bool
    joins_pension: bool


class Employing(Struct, frozen=True, kw_only=True):
    """What the job costs a year, each part rounded up to the whole penny, and what the law says of it."""

    week_pay_pence: int
    """Of a week that is paid; with the holiday pay in it where that is paid as it is earned."""
    pay_year_pence: int
    holiday_year_pence: int
    insurance_year_pence: int
    """Employer's National Insurance before the allowance."""
    allowance_pence: int
    """What the Employment Allowance would take off it, claimed or not."""
    insurance_due_pence: int
    """What is to be paid: less the allowance where it is claimed."""
    pension_year_pence: int
    least_rate_pence: int
    """The minimum wage of this age, an hour."""
    is_paid_enough: bool
    insurance_from_week_pence: int
    """National Insurance begins above this pay a week."""
    pension_duty: PensionDuty
    sick_week_pence: int
    """Sick pay for a whole week of illness; 0: none is due by law."""
    sick_waiting_days: int
    stand_in_tenths: int
    """Tenths of weeks in the year in which somebody else must come, so that the holiday can be taken."""
