"""Decisions about pools as pure functions: the tables of steps, who sees whom, and words.

`POOL_MOVES` and `MEMBER_MOVES` are all steps that there are; the database refuses any other.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from marketplace.kernel.clock import LONDON
from marketplace.kernel.i18n import gettext as _
from marketplace.pooling.schemas import (
    HAS_PLACE,
    MEETS,
    QUIET,
    LeftReason,
    Member,
    MemberLine,
    MemberState,
    Part,
    Pool,
    PoolState,
)

FEWEST_PLACES, MOST_PLACES = 2, 20
MOST_POOLS = 10
"""Of one account: open rows, whatever they are."""
MOST_OPEN_ASKS = 30
"""People who wait for a pool's answer."""
LINK_DAYS = 14
"""So long an invitation by link works."""
ASK_AGAIN_AFTER = timedelta(days=90)
"""So long after a pool said no the same account cannot ask it again; a lead can invite at any time."""
NOBODY_FOUND_AFTER = timedelta(days=90)
"""A pool that has looked so long and has one member found none: that is evidence."""
PRESSED_AGAIN = timedelta(minutes=1)
"""The same words once more within this time are the same button, pressed a second time."""
BACK_WITHIN = timedelta(days=28)
"""So long it can be put right that somebody was recorded as who died or cannot decide any more."""
CLOSED_KEPT = timedelta(days=180)
"""So long a row is kept of who never had a place."""
SETTLE_DAYS = 90
"""So long after a pool has ended its last money can be recorded."""
UNUSED_KEPT = timedelta(days=365)
"""So long a pool is kept that ended without any agreement in force."""

POOL_MOVES: Mapping[PoolState, frozenset[PoolState]] = {
    PoolState.LOOKING: frozenset({PoolState.AGREEING, PoolState.ACTIVE, PoolState.ENDED}),
    PoolState.AGREEING: frozenset({PoolState.LOOKING, PoolState.ACTIVE, PoolState.ENDED}),
    PoolState.ACTIVE: frozenset({PoolState.ENDING, PoolState.ENDED}),
    PoolState.ENDING: frozenset({PoolState.ACTIVE, PoolState.ENDED}),
    PoolState.ENDED: frozenset(),
}
MEMBER_STARTS = frozenset({MemberState.INVITED, MemberState.ASKED, MemberState.WELCOME, MemberState.JOINING})
"""How somebody comes in: asked in, asking, by a lead's link, as the starter."""
MEMBER_MOVES: Mapping[MemberState, frozenset[MemberState]] = {
    MemberState.INVITED: frozenset({MemberState.WELCOME, MemberState.REFUSED, MemberState.WITHDRAWN}),
    MemberState.ASKED: frozenset({MemberState.WELCOME, MemberState.REFUSED, MemberState.WITHDRAWN}),
    MemberState.WELCOME: frozenset({MemberState.JOINING, MemberState.REFUSED, MemberState.WITHDRAWN}),
    MemberState.JOINING: frozenset({MemberState.MEMBER, MemberState.LEFT}),
    MemberState.MEMBER: frozenset({MemberState.LEAVING, MemberState.LEFT}),
    MemberState.LEAVING: frozenset({MemberState.MEMBER, MemberState.LEFT}),
    MemberState.LEFT: frozenset(),
    MemberState.REFUSED: frozenset(),
    MemberState.WITHDRAWN: frozenset(),
}

_FURTHEST = (
    MemberState.MEMBER,
    MemberState.LEAVING,
    MemberState.JOINING,
    MemberState.WELCOME,
    MemberState.INVITED,
    MemberState.ASKED,
    MemberState.LEFT,
    MemberState.REFUSED,
    MemberState.WITHDRAWN,
)


def can_move(now: MemberState, then: MemberState) -> bool:
    """Whether somebody can take this step."""
    return then in MEMBER_MOVES[now]


def back_until(member: Member) -> datetime | None:
    """Until when somebody comes back whom others recorded as who died or cannot decide; None: never.

    The only way back from `LEFT`, taken by `leaving.put_right`; the database knows it too.
    """
    if member.state is not MemberState.LEFT or member.reason not in QUIET or member.account_id is None:
        return None
    return member.closed_at + BACK_WITHIN if member.closed_at is not None else None


def can_move_pool(now: PoolState, then: PoolState) -> bool:
    """Whether a pool can take this step."""
    return then in POOL_MOVES[now]


def count_places(members: Sequence[Member]) -> int:
    """How many places are taken."""
    return sum(member.has_place for member in members)


def next_lead(members: Sequence[Member]) -> Member | None:
    """Who leads when nobody does: who has had a place longest, an account behind them, and stays longest."""
    able = [member for member in members if member.has_place and has_voice(member)]
    staying = [member for member in able if member.state is not MemberState.LEAVING]
    return min(staying or able, key=_joined, default=None)


def has_voice(member: Member) -> bool:
    """Whether somebody can answer for a member here: an account, for itself or for whom it still acts."""
    return member.account_id is not None and member.has_voice


def who_settles(members: Sequence[Member]) -> Member | None:
    """Who records the last money of a pool that nobody is in any more: the last who had a place."""
    left = [member for member in members if member.state is MemberState.LEFT]
    return max((member for member in left if has_voice(member)), key=_left, default=None)


def settle_until(pool: Pool) -> date | None:
    """The last day on which the last money of a pool that has ended is recorded; None: it has not ended."""
    if pool.ended_at is None:
        return None
    return pool.ended_at.astimezone(LONDON).date() + timedelta(days=SETTLE_DAYS)


def in_order(members: Sequence[Member]) -> list[Member]:
    """Members in order of joining; those who have or had no place after them, as they came."""
    return sorted(members, key=_joined)


def lines_for(part: Part, members: Sequence[Member]) -> tuple[MemberLine, ...]:
    """Members as the viewer sees them: names only where both said yes."""
    return tuple(_line(part, member) for member in in_order(members) if _is_listed(part, member))


def who_speaks_first(member: Member) -> tuple[bool, int, bool, float, str]:
    """The order of members for whom one account speaks: who leads, then who is furthest in."""
    leads = member.has_place and member.is_lead
    _placed, at, member_id = _joined(member)
    return (not leads, _FURTHEST.index(member.state), not member.settles, at, member_id)


def knows_some_name(own: Sequence[Member], member: Member) -> bool:
    """Whether somebody who speaks for these may know what another is called."""
    return any(knows_name(each, member) for each in own)


def knows_name(own: Member, member: Member) -> bool:
    """Whether one may know what the other is called.

    Those with a place know each other, and who is welcome; who is welcome knows those with a place. Of those
    who have left only who had a place at the same time.
    """
    if own.id == member.id:
        return True
    states = {own.state, member.state}
    if MemberState.WELCOME in states:
        return own.has_place or member.has_place
    if not states <= HAS_PLACE | {MemberState.LEFT}:
        return False
    return _was_there(own, member) and _was_there(member, own)


def name_of(member: Member) -> str:
    """What somebody is called in the pool, also when the account is gone."""
    return member.name or _("A former member")


def pool_words(state: PoolState) -> str:
    """Where a pool is, in a word or two."""
    return {
        PoolState.LOOKING: _("Looking for members"),
        PoolState.AGREEING: _("Agreeing"),
        PoolState.ACTIVE: _("Active"),
        PoolState.ENDING: _("Ending"),
        PoolState.ENDED: _("Ended"),
    }[state]


def member_words(state: MemberState) -> str:
    """Where somebody is, in a word or two."""
    return {
        MemberState.INVITED: _("Invited"),
        MemberState.ASKED: _("Asks to join"),
        MemberState.WELCOME: _("Welcome, no place yet"),
        MemberState.JOINING: _("Has a place, not agreed yet"),
        MemberState.MEMBER: _("Member"),
        MemberState.LEAVING: _("Leaving"),
        MemberState.LEFT: _("Left"),
        MemberState.REFUSED: _("Was told no"),
        MemberState.WITHDRAWN: _("Said no"),
    }[state]


def reason_words(reason: LeftReason) -> str:
    """Why somebody leaves, as they say it."""
    return {
        LeftReason.OWN_ARRANGEMENT: _("I want to use my direct payment on my own again"),
        LeftReason.MOVED: _("I am moving away"),
        LeftReason.MONEY: _("It costs too much, or my direct payment has changed"),
        LeftReason.NOT_FOR_ME: _("It is not what I want"),
        LeftReason.DIED: _("They died"),
        LeftReason.LOST_CAPACITY: _("They cannot decide this any more, and nobody acts for them here"),
        LeftReason.COUNCIL: _("The council ended or changed the direct payment"),
        LeftReason.OTHER: _("Another reason"),
        LeftReason.POOL_ENDED: _("The pool ended"),
    }[reason]


def _joined(member: Member) -> tuple[bool, float, str]:
    at = member.placed_at or member.began_at
    return (member.placed_at is None, at.timestamp(), str(member.id))


def _left(member: Member) -> tuple[float, str]:
    return (member.closed_at.timestamp() if member.closed_at else 0.0, str(member.id))


def _was_there(one: Member, other: Member) -> bool:
    """Whether one had a place before the other's was over."""
    return one.placed_at is not None and (other.closed_at is None or one.placed_at < other.closed_at)


def _is_listed(part: Part, member: Member) -> bool:
    if member.id in part.own_ids:
        return True
    if member.state in {MemberState.REFUSED, MemberState.WITHDRAWN}:
        return False
    if part.is_helper or any(own.has_place for own in part.members):
        return part.may_write or member.state not in {MemberState.ASKED, MemberState.INVITED}
    return knows_some_name(part.members, member)


def _line(part: Part, member: Member) -> MemberLine:
    is_you = member.id in part.own_ids
    knows = (part.is_helper and member.state in MEETS | {MemberState.LEFT}) or knows_some_name(
        part.members, member
    )
    return MemberLine(
        id=member.id,
        version=member.version,
        name=name_of(member) if knows else None,
        words=member.words if is_you or (part.may_write and not member.has_place) else "",
        state=member.state,
        is_lead=member.is_lead,
        is_you=is_you,
        is_acted_for=is_you and member.acting_for is not None,
        leaves_on=member.leaves_on,
        left_on=member.left_on,
        back_until=back_until(member) if part.may_write and part.pool.ended_at is None else None,
    )
