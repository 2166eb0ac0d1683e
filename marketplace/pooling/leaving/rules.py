"""When somebody leaves, and when a pool ends, as pure functions."""

from collections.abc import Iterator
from datetime import date, timedelta

from marketplace.kernel.errors import Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.pooling.schemas import QUIET, Affairs, LeftReason, Member, MemberState

LATEST = timedelta(days=366)
"""So far ahead a last day may be."""
OWN_REASONS = tuple(
    reason for reason in LeftReason if reason not in QUIET and reason is not LeftReason.POOL_ENDED
)
"""What somebody may say for themselves; who acts for them says the same."""


def first_last_day(today: date, notice_weeks: int) -> date:
    """The earliest last day: notice is whole weeks from today; none without notice."""
    return today + timedelta(weeks=notice_weeks)


def check_last_day(day: date | None, earliest: date, today: date) -> Iterator[Problem]:
    """What is wrong with a last day; None is the earliest."""
    if day is not None and not earliest <= day <= today + LATEST:
        message = _(
            "Enter a day from %(day)s on, not more than a year away.",
            day=f"{earliest.day}/{earliest.month}/{earliest.year}",
        )
        yield Problem(field="last_day", message=message)


def check_recorded(member: Member, reason: LeftReason, on: date, today: date) -> Iterator[Problem]:
    """What is wrong with what a lead records of somebody else."""
    if reason not in QUIET:
        yield Problem(
            field="reason", message=_("Others say themselves that they leave. Choose what happened.")
        )
    placed_on = member.placed_at.date() if member.placed_at else today
    if not min(placed_on, today) - LATEST <= on <= today:
        yield Problem(field="on", message=_("Enter a day that is over, or today."))


def state_again(member: Member, *, is_named: bool) -> MemberState:
    """What somebody is again who was recorded by mistake; `is_named` by the agreement in force."""
    if member.leaves_on is not None:
        return MemberState.LEAVING
    return MemberState.MEMBER if is_named and member.member_since is not None else MemberState.JOINING


def affairs_words(affairs: Affairs) -> str:
    """Who looks after somebody's affairs."""
    return {
        Affairs.FAMILY: _("Their family"),
        Affairs.EXECUTOR: _("An executor, an attorney or a deputy"),
        Affairs.COUNCIL: _("The council"),
        Affairs.UNKNOWN: _("I do not know"),
    }[affairs]
