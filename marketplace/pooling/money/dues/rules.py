"""When something is due, and which dues are paid: the oldest first. Pure."""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from marketplace.pooling.agreements.schemas import Every
from marketplace.pooling.money.dues.schemas import Due, MemberDues, PaidDue

_DAYS = {Every.WEEK: 7, Every.FOUR_WEEKS: 28}


def days_due(every: Every, first: date, after: date | None, until: date) -> Iterator[date]:
    """Days on which something is due: `first` and each so many weeks or months later, to `until`.

    Only those after `after`, where that is said. Of a month without that day it is the last one.
    """
    number = 0
    while (day := _due_day(every, first, number)) <= until:
        if after is None or day > after:
            yield day
        number += 1


def next_due(every: Every, first: date, today: date) -> date:
    """The next day after today on which something is due."""
    number = 0
    while (day := _due_day(every, first, number)) <= today:
        number += 1
    return day


def pay(dues: Iterable[Due], paid_pence: int) -> tuple[PaidDue, ...]:
    """Dues with what came of each, the oldest paid first; what is over is paid ahead, and not said here."""
    left = max(paid_pence, 0)
    answer = []
    for due in sorted(dues, key=lambda each: (each.due_on, str(each.id))):
        part = min(due.amount_pence, left)
        left -= part
        answer.append(PaidDue(due=due, paid_pence=part))
    return tuple(answer)


def list_dues(
    member_ids: Sequence[UUID], dues: Iterable[Due], paid: Mapping[UUID, int]
) -> tuple[MemberDues, ...]:
    """Where each member is, in the order of the ids; without those of whom nothing was due or came."""
    own: dict[UUID, list[Due]] = {}
    for due in dues:
        own.setdefault(due.member_id, []).append(due)
    return tuple(
        MemberDues(
            member_id=member_id,
            due_pence=sum(each.amount_pence for each in own.get(member_id, ())),
            paid_pence=paid.get(member_id, 0),
            unpaid=tuple(
                each for each in pay(own.get(member_id, ()), paid.get(member_id, 0)) if each.left_pence
            ),
        )
        for member_id in member_ids
        if member_id in own or paid.get(member_id)
    )


def _due_day(every: Every, first: date, number: int) -> date:
    if every is not Every.MONTH:
        return first + timedelta(days=_DAYS[every] * number)
    months = first.month - 1 + number
    year, month = first.year + months // 12, months % 12 + 1
    return date(year, month, min(first.day, monthrange(year, month)[1]))
