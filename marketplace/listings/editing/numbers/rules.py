"""Reads one number or date of an answer; what cannot be read becomes a problem at its field."""

import re
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from marketplace.kernel.errors import Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.listings.imports.cells.rules import (
    CellError,
    is_nothing,
    read_date,
    read_number,
    read_whole_number,
)

T = TypeVar("T")

_DAY_MONTH_YEAR = re.compile(r"\s*(\d{1,2})\s+(\d{1,2})\s+(\d{4})\s*")


def number(field: str, text: str, problems: list[Problem]) -> float | None:
    """A number with whatever words stand about it; None for nothing."""
    return _read(field, text, read_number, problems)


def whole_number(field: str, text: str, problems: list[Problem]) -> int | None:
    """A whole number with whatever words stand about it; None for nothing."""
    return _read(field, text, _read_whole_number, problems)


def day(field: str, text: str, problems: list[Problem]) -> date | None:
    """A date, day before month; None for nothing."""
    return _read(field, text, _read_date, problems)


def write_number(value: float | None) -> str:
    """A number as a person would type it: 6.0 -> "6"."""
    return "" if value is None else f"{value:.12g}"


def write_date(value: date | None) -> str:
    """A date as a person would type it: "1 May 2026"."""
    return "" if value is None else f"{value.day} {value:%B %Y}"


def _read(field: str, text: str, read: Callable[[str], T], problems: list[Problem]) -> T | None:
    if is_nothing(text):
        return None
    try:
        return read(text.strip())
    except CellError as error:
        problems.append(Problem(field=field, message=str(error)))
        return None


def _read_whole_number(text: str) -> int:
    try:
        return read_whole_number(text)
    except CellError as error:
        raise CellError(_("Write a whole number in figures, such as 2.")) from error


def _read_date(text: str) -> date:
    match = _DAY_MONTH_YEAR.fullmatch(text)
    try:
        return read_date("/".join(match.groups()) if match else text)
    except CellError as error:
        raise CellError(_("Write a date such as 27 March 2026 or 27/3/2026.")) from error
