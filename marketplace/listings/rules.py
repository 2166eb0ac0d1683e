"""Decisions about listings as pure functions: how the status moves, what follows, what is private."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from functools import lru_cache
from itertools import groupby
from typing import Any, Literal

import msgspec

from marketplace.listings.schemas import (
    Check,
    CostOption,
    CostUnit,
    HiddenReason,
    ListingDraft,
    ListingStatus,
    Schedule,
)

MOVES: Mapping[ListingStatus, frozenset[ListingStatus]] = {
    ListingStatus.DRAFT: frozenset({ListingStatus.IN_REVIEW, ListingStatus.WITHDRAWN}),
    ListingStatus.IN_REVIEW: frozenset(
        {ListingStatus.DRAFT, ListingStatus.PUBLISHED, ListingStatus.WITHDRAWN}
    ),
    ListingStatus.PUBLISHED: frozenset({ListingStatus.WITHDRAWN}),
    ListingStatus.WITHDRAWN: frozenset(),
}
"""From each status, where a listing may go. Withdrawn is final."""

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PARTS = (
    ("morning", 6 * 60, 12 * 60),
    ("afternoon", 12 * 60, 17 * 60),
    ("evening", 17 * 60, 22 * 60),
    ("night", 22 * 60, 30 * 60),
)
"""Parts of the day with the minutes at which they begin and end; the night ends on the next day."""
DAY_MINUTES = 24 * 60
ENOUGH_MINUTES = 30
"""Less of a part of the day than this does not count, unless the time begins in it."""


def can_move(here: ListingStatus, there: ListingStatus) -> bool:
    """Whether a listing may go from one status to another."""
    return there in MOVES[here]


def reasons_after(
    reasons: frozenset[HiddenReason], reason: HiddenReason, action: Literal["hide", "show"]
) -> frozenset[HiddenReason]:
    """The reasons to hide a listing once one is added (`hide`) or taken away (`show`)."""
    return reasons | {reason} if action == "hide" else reasons - {reason}


def lowest_price(costs: Iterable[CostOption]) -> int | None:
    """The price to sort and filter by, in pence: the lowest of any unit; 0 = free; None = no price is said.

    A fare ("45p a mile") counts only where nothing else has a price: beside another it is an extra.
    """
    costs = tuple(costs)
    pence = [cost.amount_pence for cost in costs if cost.unit is not CostUnit.TRIP]
    return min(pence or [cost.amount_pence for cost in costs], default=None)


def checks_in_date(checks: Iterable[Check], today: date) -> tuple[Check, ...]:
    """The checks that count today. One that expires today still does."""
    return tuple(check for check in checks if check.expires_on is None or check.expires_on >= today)


def check_codes(checks: Iterable[Check]) -> tuple[str, ...]:
    """Their codes, each once, in order."""
    return tuple(dict.fromkeys(check.kind for check in checks))


def parts_of_week(schedule: Iterable[Schedule]) -> tuple[tuple[str, str], ...]:
    """Days and parts of the day that a timetable touches, in the order of the week.

    A night is counted with the day it begins on: Monday 10pm to 7am is Monday night and Tuesday morning.
    """
    found = {part for entry in schedule for part in _parts_of(entry)}
    names = [name for name, _begins, _ends in PARTS]
    return tuple(sorted(found, key=lambda part: (WEEK.index(part[0]), names.index(part[1]))))


@lru_cache(maxsize=4096)
def _parts_of(entry: Schedule) -> frozenset[tuple[str, str]]:
    opens, closes = _minutes(entry.opens_at), _minutes(entry.closes_at)
    if closes <= opens:
        closes += DAY_MINUTES
    first_day = WEEK.index(entry.day)
    return frozenset(
        (WEEK[(first_day + day_shift) % len(WEEK)], name)
        for day_shift in (-1, 0, 1)
        for name, begins, ends in PARTS
        if _touches(opens, closes, begins + day_shift * DAY_MINUTES, ends + day_shift * DAY_MINUTES)
    )


def _touches(opens: int, closes: int, begins: int, ends: int) -> bool:
    return begins <= opens < ends or min(closes, ends) - max(opens, begins) >= ENOUGH_MINUTES


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def times_as_codes(parts: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """As they are stored: ("mon", "morning") -> "mon.morning"."""
    return tuple(f"{day}.{part}" for day, part in parts)


def times_from_codes(codes: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Back from how they are stored."""
    return tuple((day, part) for day, _dot, part in (code.partition(".") for code in codes))


def sort_schedule(schedule: Iterable[Schedule]) -> tuple[Schedule, ...]:
    """In the order of the week, each time once."""
    return tuple(
        sorted(set(schedule), key=lambda entry: (WEEK.index(entry.day), entry.opens_at, entry.closes_at))
    )


def group_schedule(schedule: Iterable[Schedule]) -> list[tuple[tuple[str, ...], time, time]]:
    """Days that have the same times together, as the table keeps them: (days, opens_at, closes_at)."""
    by_time = sorted(sort_schedule(schedule), key=lambda entry: (entry.opens_at, entry.closes_at))
    return [
        (tuple(entry.day for entry in entries), opens_at, closes_at)
        for (opens_at, closes_at), entries in groupby(
            by_time, key=lambda entry: (entry.opens_at, entry.closes_at)
        )
    ]


def ungroup_schedule(groups: Iterable[tuple[Sequence[str], time, time]]) -> tuple[Schedule, ...]:
    """Back to a time for each day, in the order of the week."""
    return sort_schedule(
        Schedule(day=day, opens_at=opens_at, closes_at=closes_at)
        for days, opens_at, closes_at in groups
        for day in days
    )


def without_private(draft: ListingDraft) -> dict[str, Any]:
    """A draft as plain values without the base postcode: what the audit trail may hold."""
    values: dict[str, Any] = msgspec.to_builtins(draft)
    if values["area"]:
        values["area"]["base_postcode"] = None
    values.pop("id")
    return values


def changed_values(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The values that differ, as they were and as they are."""
    names = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in names}, {name: after[name] for name in names}
