"""The door of the counts. They are as they are: only what decides which of them may be told asks for them."""

from collections.abc import Mapping, Sequence
from datetime import date

from marketplace.signals import rules as signals
from marketplace.signals.counts import repository
from marketplace.signals.counts.schemas import MonthCounts


async def count_month(
    month: date, councils: Sequence[str], group_of: Mapping[str, str]
) -> dict[str, MonthCounts]:
    """What was counted in a month, by council; of all councils that are not named it is the national team's.

    `group_of` says as what the codes of care groups are counted.
    """
    return await repository.count(month, signals.last_day(month), councils, group_of)


async def first_month() -> date | None:
    """The month of the oldest signal that is kept; None where there is none."""
    day = await repository.first_day()
    return day and signals.month_of(day)
