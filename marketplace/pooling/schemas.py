"""What goes in and out of the pooling room. Money is whole pence, a member, a week."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from msgspec import Struct

from marketplace.kernel.errors import DomainError
from marketplace.kernel.i18n import gettext as _
from marketplace.wanted.schemas import Area


class PoolState(StrEnum):
    """Where a pool is. The last is final."""

    LOOKING = "looking"
    """For members."""
    AGREEING = "agreeing"
    """An agreement waits for everybody's yes, and none is in force."""
    ACTIVE = "active"
    """An agreement is in force."""
    ENDING = "ending"
    """The last day is set."""
    ENDED = "ended"


class MemberState(StrEnum):
    """Where somebody is in a pool. The last three are final."""

    INVITED = "invited"
    """Somebody of the pool would like them in, and they have not answered."""
    ASKED = "asked"
    """They would like to be in, and no lead has answered."""
    WELCOME = "welcome"
    """Both said yes: they know each other's names and may talk. No place yet."""
    JOINING = "joining"
    """Has a place; is in force with the first agreement that names them."""
    MEMBER = "member"
    LEAVING = "leaving"
    """Gave notice, and leaves on `leaves_on`."""
    LEFT = "left"
    REFUSED = "refused"
    """The pool said no, before they had a place."""
    WITHDRAWN = "withdrawn"
    """They said no themselves, before they had a place."""


HAS_PLACE = frozenset({MemberState.JOINING, MemberState.MEMBER, MemberState.LEAVING})
"""Those who take a place."""
MEETS = frozenset({MemberState.WELCOME, *HAS_PLACE})
"""Those who know each other's names and may talk."""
OPEN_MEMBERS = frozenset({MemberState.INVITED, MemberState.ASKED, *MEETS})
"""Those for whom something may still change."""
FINAL_MEMBERS = frozenset({MemberState.LEFT, MemberState.REFUSED, MemberState.WITHDRAWN})
OPEN_POOLS = frozenset({PoolState.LOOKING, PoolState.AGREEING, PoolState.ACTIVE})
"""Pools that somebody can join."""


class LeftReason(StrEnum):
    """Why somebody left who had a place."""

    OWN_ARRANGEMENT = "own_arrangement"
    """Uses their direct payment on their own again: always possible."""
    MOVED = "moved"
    MONEY = "money"
    NOT_FOR_ME = "not_for_me"
    DIED = "died"
    LOST_CAPACITY = "lost_capacity"
    """Cannot decide this any more, and nobody acts for them here."""
    COUNCIL = "council"
    """The council ended or changed the direct payment."""
    OTHER = "other"
    POOL_ENDED = "pool_ended"


class Affairs(StrEnum):
    """Who looks after the affairs of somebody who died or cannot decide any more."""

    FAMILY = "family"
    EXECUTOR = "executor"
    """Or an attorney or deputy."""
    COUNCIL = "council"
    UNKNOWN = "unknown"


QUIET = frozenset({LeftReason.DIED, LeftReason.LOST_CAPACITY})
"""Nothing is asked of them by letter any more."""


class CheckState(StrEnum):
    """What a steward said about the words as they are now."""

    WAITING = "waiting"
    FINE = "fine"
    RETURNED = "returned"


class ShownWords(Struct, frozen=True, kw_only=True):
    """What a steward has seen: the public sees these words and no others."""

    title: str
    words: str
    place_words: str


class PoolContent(Struct, frozen=True, kw_only=True):
    """What a pool is for. Codes are those of the taxonomies."""

    title: str
    words: str = ""
    support_types: tuple[str, ...] = ()
    care_groups: tuple[str, ...] = ()
    """Empty: anybody."""
    languages: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    """Days and parts of the day, "tue.afternoon", as in listings; empty: to be agreed."""
    place_words: str = ""
    """Where, in words: "the hall in Melksham". No address of anybody."""
    listing_id: UUID | None = None
    """The support that they want to use; None: it is not there yet."""
    weekly_cost_pence: int | None = None
    """For a member, as planned."""
    places: int = 4


class Invitee(Struct, frozen=True, kw_only=True):
    """Somebody who already agreed that the starter knows the name."""

    account_id: UUID
    name: str
    acting_for: UUID | None = None
    relation: str = ""


class NewPool(Struct, frozen=True, kw_only=True):
    """A pool that somebody starts."""

    content: PoolContent
    name: str
    """What the others call the starter, or whom the starter acts for."""
    place: str = ""
    """Postcode or its first half, of which the district and a point are kept; empty: where the listing is."""
    area: Area | None = None
    """Instead of `place`, where it is known already to about a kilometre."""
    acting_for: UUID | None = None
    plan: dict[str, Any] | None = None
    """Of the planner, as JSON."""
    invite: tuple[Invitee, ...] = ()
    """Those who said yes to each other before."""


class Pool(Struct, frozen=True, kw_only=True):
    """A pool with all that is kept of it: for its members and for services. The public gets a part of it."""

    id: UUID
    version: int
    """Of what leads write. Steps of members do not raise it."""
    state: PoolState
    content: PoolContent
    area: Area
    plan: dict[str, Any] | None
    steward_council: str
    """Whose stewards look at the words: the area's council if it is in the system, else the national ones."""
    check: CheckState
    check_note: str
    """What the steward wrote to the leads."""
    check_since: datetime
    """Since when the words are as they are."""
    shown: ShownWords | None
    """None: no steward has seen any yet."""
    created_at: datetime
    changed_at: datetime
    active_since: date | None
    last_day: date | None
    ended_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether somebody can join."""
        return self.state in OPEN_POOLS


class Member(Struct, frozen=True, kw_only=True):
    """One person in, before or after a pool, with all that is kept: for services."""

    id: UUID
    pool_id: UUID
    version: int
    account_id: UUID | None
    """None: the account was deleted, or nobody's account is behind it any more."""
    name: str
    """Chosen; empty once the account is gone: `rules.name_of` says it."""
    acting_for: UUID | None
    """Whom the account acts for, where it does."""
    relation: str
    """What the account is to them; empty where somebody acts for themselves."""
    words: str
    """What they wrote when they asked."""
    state: MemberState
    is_lead: bool
    gets_letters: bool
    reason: LeftReason | None
    began_at: datetime
    """When they asked or were invited."""
    placed_at: datetime | None
    """When they took the place: the order of joining."""
    member_since: date | None
    notice_on: date | None
    leaves_on: date | None
    """The last day."""
    left_on: date | None
    """The last day, once it is over."""
    affairs: Affairs | None
    closed_at: datetime | None
    """When it came to a final state."""
    settles: bool = False
    """Led the pool when it ended, or was the last in it: records its last money."""
    has_voice: bool = True
    """The account behind it speaks for itself, or still acts for them."""

    @property
    def has_place(self) -> bool:
        """Whether they take a place."""
        return self.state in HAS_PLACE


class Part(Struct, frozen=True, kw_only=True):
    """Who the viewer is in a pool."""

    pool: Pool
    members: tuple[Member, ...] = ()
    """The viewer's own, one for each person for whom the account speaks: who leads first, then who is
    furthest in. Empty for a helper."""
    member: Member | None
    """The one that the page says, else the first; None for a helper. What is done for one member is done for
    `parties.one_of`."""
    is_said: bool = False
    """The page says for whom."""
    is_lead: bool = False
    """A lead with a place."""
    is_helper: bool = False
    """Of a support organisation whose help the members accepted."""

    @property
    def may_write(self) -> bool:
        """Whether they run the pool."""
        return self.is_lead or self.is_helper

    @property
    def own_ids(self) -> frozenset[UUID]:
        """Of the viewer's own members."""
        return frozenset(member.id for member in self.members)


class ForWhomError(DomainError):
    """The account speaks for several members of a pool, and something is to be done for one of them."""

    def __init__(self, pool: Pool, members: Sequence[Member]) -> None:
        super().__init__(_("You speak for more than one member of this pool. Choose for whom."))
        self.pool = pool
        self.members = tuple(members)


class MemberLine(Struct, frozen=True, kw_only=True):
    """A member as another sees them; who may not know the name gets none."""

    id: UUID
    version: int
    name: str | None
    """None: the two have not both said yes."""
    words: str
    """For leads, while they decide."""
    state: MemberState
    is_lead: bool
    is_you: bool
    """The viewer, or somebody for whom the viewer acts."""
    is_acted_for: bool
    """The latter."""
    leaves_on: date | None
    left_on: date | None
    back_until: datetime | None = None
    """For who runs the pool: until when they can put right that this member died or cannot decide."""


class PoolView(Struct, frozen=True, kw_only=True):
    """A pool as one of its own sees it."""

    pool: Pool
    part: Part
    members: tuple[MemberLine, ...]
    """In order of joining, then those before and those after."""
    places_taken: int

    @property
    def places_left(self) -> int:
        """How many can still join."""
        return max(self.pool.content.places - self.places_taken, 0)


class PoolItem(Struct, frozen=True, kw_only=True):
    """A pool in the list of somebody's own."""

    id: UUID
    title: str
    state: PoolState
    own_state: MemberState
    is_lead: bool
    places: int
    places_taken: int
    waiting: int
    """How many wait for a lead's answer; 0 for who is no lead."""


class PublicPool(Struct, frozen=True, kw_only=True):
    """A pool as anybody sees it. No person is in it."""

    id: UUID
    title: str
    words: str
    state: PoolState
    content: PoolContent
    """With the words that a steward has seen."""
    area: Area
    places_left: int
