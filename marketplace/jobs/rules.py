"""When to try again, and which period it is."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from marketplace.jobs.schemas import Every

_TIMED_DELAYS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=3))


def delay_after(tries: int, delays: Sequence[timedelta]) -> timedelta | None:
    """How long to wait after a try that failed; None when it was the last. `tries` counts those before it."""
    return delays[tries] if tries < len(delays) else None


def timed_delay(failures: int) -> timedelta:
    """How long to wait after so many failures of timed work. It never dies."""
    return _TIMED_DELAYS[min(failures, len(_TIMED_DELAYS)) - 1]


def period_of(every: Every, now: datetime, today: date) -> str:
    """Name of the period that it is, which no other period has.

    `today` is the date on the wall. Hours are those of UTC: on the wall one hour is missing in March and one
    comes twice in October.
    """
    if every is Every.DAY:
        return today.isoformat()
    moment = now.astimezone(UTC)
    if every is Every.HOUR:
        return moment.strftime("%Y-%m-%dT%HZ")
    return f"{moment:%Y-%m-%dT%H}:{moment.minute // 5 * 5:02}Z"
