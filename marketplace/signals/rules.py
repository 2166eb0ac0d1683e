"""Decisions about signals as pure functions: months, how long they stay, what may be told."""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import date, timedelta

FEWEST_TOLD = 5
"""No number below is told."""
HASH_BYTES = 16
_MONTHS = 12


def month_of(day: date) -> date:
    """The first day of a month, which stands for it."""
    return day.replace(day=1)


def months_before(day: date, months: int) -> date:
    """The month so many months before that of `day`."""
    count = day.year * _MONTHS + day.month - 1 - months
    return date(count // _MONTHS, count % _MONTHS + 1, 1)


def last_day(month: date) -> date:
    """The last day of a month."""
    return months_before(month, -1) - timedelta(days=1)


def ended_months(today: date, kept_months: int) -> list[date]:
    """Months that can be told, newest first: only such as are over.

    A number that grows from one day to the next would tell what happened on that day.
    """
    return [months_before(today, back) for back in range(1, kept_months + 1)]


def told(count: int) -> int | None:
    """A count as it may be told: None stands for "fewer than 5", which may be none."""
    return count if count >= FEWEST_TOLD else None


def hashed(key: bytes, *parts: str) -> bytes:
    """Stand for these texts, in this order."""
    return hmac.new(key, "\0".join(parts).encode(), hashlib.sha256).digest()[:HASH_BYTES]


def tidy_codes(codes: Iterable[str]) -> list[str]:
    """Each code once, in order."""
    return sorted(set(codes))
