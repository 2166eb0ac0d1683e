"""What is wrong with a session, and how sessions count for shares. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from math import lcm
from uuid import UUID

from marketplace.kernel.errors import NotFoundError, Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.pooling.agreements.schemas import AbsentRule
from marketplace.pooling.money.sessions.schemas import Came, DayPart, PoolSession, SessionCount, SessionFacts
from marketplace.pooling.money.sharing.schemas import Part

RECORD_TYPE = "pool_session"
LONGEST_WORDS = 200
_COUNTS = {
    AbsentRule.PAYS: frozenset(Came),
    AbsentRule.WITH_NOTICE_FREE: frozenset({Came.CAME, Came.ABSENT}),
    AbsentRule.POOL_PAYS: frozenset({Came.CAME}),
}


def check_session(facts: SessionFacts, oldest: date, today: date) -> list[Problem]:
    """All that is wrong with what somebody says of a session, by field."""
    problems = []
    if facts.held_on > today:
        message = _("This day is in the future. The register says who came, not who is to come")
        problems.append(Problem(field="held_on", message=message))
    elif facts.held_on < oldest:
        message = _("The register of that time is deleted already")
        problems.append(Problem(field="held_on", message=message))
    if len(facts.words) > LONGEST_WORDS:
        message = _("Say it in %(num)s characters or fewer", num=LONGEST_WORDS)
        problems.append(Problem(field="words", message=message))
    if facts.took_place and Came.CAME not in set(facts.came.values()):
        problems.append(Problem(field="came", message=_("Say who came, or that it did not take place")))
    return problems


def count_parts(
    sessions: Iterable[PoolSession], absent_rule: AbsentRule, order: Sequence[UUID]
) -> tuple[Part, ...]:
    """The parts of members in what their sessions cost, in order of joining; each session costs the same.

    A session is borne equally by those for whom it counts: whoever came, and by the rule whoever did not.
    Where the pool pays for who is absent, the absent shares are borne equally by all who were expected.
    """
    parts: dict[UUID, Fraction] = {}
    for session in sessions:
        expected = session.facts.came if session.facts.took_place else {}
        counted = [member_id for member_id, came in expected.items() if came in _COUNTS[absent_rule]]
        own, more = Fraction(1, len(counted) or 1), Fraction(0)
        if absent_rule is AbsentRule.POOL_PAYS and expected:
            own = Fraction(1, len(expected))
            more = Fraction(len(expected) - len(counted), len(expected) ** 2)
        for member_id in expected:
            share = (own if member_id in counted else 0) + more
            parts[member_id] = parts.get(member_id, Fraction(0)) + share
    whole = lcm(*(part.denominator for part in parts.values()))
    return tuple(
        Part(member_id=member_id, weight=int(parts[member_id] * whole))
        for member_id in order
        if parts.get(member_id)
    )


def part_words(part: DayPart) -> str:
    """When on a day, in a word; nothing for the whole of it."""
    return {
        DayPart.DAY: "",
        DayPart.MORNING: _("morning"),
        DayPart.AFTERNOON: _("afternoon"),
        DayPart.EVENING: _("evening"),
    }[part]


def came_words(came: Came) -> str:
    """Whether somebody came, in words."""
    return {
        Came.CAME: _("Came"),
        Came.ABSENT_WITH_NOTICE: _("Did not come, and said so in time"),
        Came.ABSENT: _("Did not come, and did not say so in time"),
    }[came]


def count_sessions(sessions: Iterable[PoolSession], order: Sequence[UUID]) -> tuple[SessionCount, ...]:
    """How often each came, in order of joining; without those who were never expected."""
    counts: dict[UUID, dict[Came, int]] = {}
    for session in sessions:
        for member_id, came in session.facts.came.items():
            own = counts.setdefault(member_id, dict.fromkeys(Came, 0))
            own[came] += 1
    return tuple(
        SessionCount(
            member_id=member_id,
            came=counts[member_id][Came.CAME],
            absent_with_notice=counts[member_id][Came.ABSENT_WITH_NOTICE],
            absent=counts[member_id][Came.ABSENT],
        )
        for member_id in order
        if member_id in counts
    )


def not_found() -> NotFoundError:
    """The same for what is another pool's and for what does not exist."""
    return NotFoundError(_("This is not in the register of a pool of yours."))
