"""The one clock. Rules get times and dates as arguments; services ask here, and tests can set it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

_stopped_at: ContextVar[datetime | None] = ContextVar("clock_stopped_at", default=None)


def now() -> datetime:
    """This moment, aware, in UTC."""
    return _stopped_at.get() or datetime.now(UTC)


def today() -> date:
    """The date on the wall in the United Kingdom, which in summer turns an hour before that of UTC."""
    return now().astimezone(LONDON).date()


@contextmanager
def stopped_at(moment: datetime) -> Iterator[None]:
    """Make every `now()` within this context be `moment`, which must be aware."""
    if moment.tzinfo is None:
        raise ValueError("A clock is stopped at an aware moment.")
    token = _stopped_at.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _stopped_at.reset(token)
