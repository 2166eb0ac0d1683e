"""What is to be done: once after a commit, or every day or hour."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from msgspec import Struct

DELAYS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=3),
    timedelta(hours=12),
    timedelta(days=1),
)
"""How long to wait after the first failure, the second and so on; after one more the job is dead."""


class Job(Struct, frozen=True, kw_only=True):
    """One job, as its kind gets it. It may run more than once: after a crash, and beside a stalled worker."""

    kind: str
    payload: dict[str, Any]
    tries: int
    """How often it was tried before."""
    is_last_try: bool
    """If it fails now it is dead."""


class JobKind(Struct, frozen=True, kw_only=True):
    """How jobs of one kind are done."""

    name: str
    run: Callable[[Job], Awaitable[None]]
    """Opens its own transactions; whatever it raises means that it is to be tried again."""
    delays: tuple[timedelta, ...] = DELAYS


class DeadJob(Struct, frozen=True, kw_only=True):
    """A job that failed for good and is kept until somebody has it tried again."""

    id: int
    kind: str
    problem: str
    """Type of the last error; its words are left out, for they may quote people."""


class Every(StrEnum):
    """How often timed work is due."""

    DAY = "day"
    """Once for each date on the wall in the United Kingdom."""
    HOUR = "hour"
    FIVE_MINUTES = "five minutes"
    """For work that looks whether something changed, and has a job done if it did."""


class TimedWork(Struct, frozen=True, kw_only=True):
    """Work that is due once in each period, however many workers run.

    What it does is decided by dates in the data and never by the period: after a week of downtime it runs
    once, for all seven days.
    """

    name: str
    every: Every
    run: Callable[[], Awaitable[object]]
    """Runs inside the transaction that notes that it was done. Work on many rows enqueues a job there."""


class TimedFailure(Struct, frozen=True, kw_only=True):
    """Timed work that failed and was not done since."""

    name: str
    failures: int
    failed_at: datetime
    retry_at: datetime
    problem: str


class JobCounts(Struct, frozen=True, kw_only=True):
    """How the queue stands."""

    waiting: int
    """Ready to run and not run yet."""
    oldest_ready_at: datetime | None
    dead: int
