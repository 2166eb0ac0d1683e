"""Rates by day. Money is whole pence; rates are ten-thousandths, so that 13.8 % is 1380."""

from datetime import date

from msgspec import Struct


class RateRow(Struct, frozen=True, kw_only=True):
    """One row of the table: a figure, the days it holds for, and where it was read."""

    tax_year: str
    code: str
    value: int
    unit: str
    """`pence`, `ten_thousandths`, `tenths` (of weeks) or `days`."""
    from_on: date
    until_on: date
    source: str
    read_on: date


class Rates(Struct, frozen=True, kw_only=True):
    """All figures that hold on a day, and what is to be said of them."""

    tax_year: str
    """As people write it: "2026-27"."""
    until_on: date
    """The last day that all of them hold for."""
    is_late: bool
    """The day is later than the table: these are its newest, not those of the day."""
    sources: tuple[str, ...]
    """Addresses, each once."""
    read_on: date
    """When the oldest of them was read."""

    wage_from_21_hour: int
    wage_from_18_hour: int
    wage_under_18_hour: int
    insurance_rate: int
    """Of the employer's National Insurance (class 1, secondary)."""
    insurance_from_week: int
    insurance_from_year: int
    insurance_under_21_from_week: int
    allowance_year: int
    """The Employment Allowance: how much National Insurance an employer need not pay."""
    pension_rate: int
    pension_trigger_week: int
    """Above it a pension is due without being asked for."""
    pension_trigger_year: int
    pension_from_week: int
    pension_to_week: int
    holiday_weeks: int
    """In tenths of a week."""
    holiday_rate: int
    """For hours that change, and for part of the year: of the hours worked."""
    sick_week: int
    sick_rate: int
    """Sick pay is no more than this part of a week's pay."""
    sick_earnings_week: int
    """Who earns less gets no sick pay; 0 where that is no matter."""
    sick_waiting_days: int
