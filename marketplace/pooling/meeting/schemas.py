"""What goes in and out of meeting. Distances are whole miles, and never less than one."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from marketplace.kernel.paging import Page
from marketplace.pooling.schemas import Pool, PublicPool
from marketplace.wanted.schemas import Area


class Said(StrEnum):
    """What somebody said about a match."""

    NOTHING = ""
    YES = "yes"
    """The other may know the name, if they say yes too."""
    NO = "no"
    """For good."""


class WishContent(Struct, frozen=True, kw_only=True):
    """What somebody would like to do with others. Codes are those of the taxonomies."""

    support_type: str
    name: str
    """What others call them, once both said yes."""
    times: tuple[str, ...] = ()
    """Days and parts of the day, "tue.afternoon"; empty: to be agreed."""
    acting_for: UUID | None = None
    title: str = ""
    """What the owner calls it. It matches nothing, and another reads it only once both said yes."""
    care_group: str = ""
    """For whom it is most of all; empty: anybody. As the title: who tries all of them learns nothing."""


class Wish(Struct, frozen=True, kw_only=True):
    """A wish with all that is kept of it: for its owner and for services."""

    id: UUID
    version: int
    account_id: UUID
    content: WishContent
    relation: str
    area: Area
    gets_letters: bool
    changed_at: datetime
    expires_at: datetime
    ended_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether others are found for it."""
        return self.ended_at is None


class WishItem(Struct, frozen=True, kw_only=True):
    """A wish in the list of somebody's own."""

    wish: Wish
    waiting: int
    """Matches that wait for the owner's answer, and those to which both said yes and no pool was started."""


class MatchView(Struct, frozen=True, kw_only=True):
    """A match as one of the two sees it. Until both said yes nothing in it depends on what the other said."""

    id: UUID
    wish_id: UUID
    """The viewer's own."""
    support_type: str
    miles: int
    """About so many, and at least 1."""
    times: tuple[str, ...]
    """Those that both named; empty: to be agreed."""
    said: Said
    """By the viewer."""
    name: str | None
    """None until both said yes."""
    outcode: str | None
    """The same."""
    title: str | None
    """What the other calls it; the same."""
    care_group: str | None
    """For whom the other would like it; the same."""
    pool_id: UUID | None
    """Which one of the two started; the same."""

    @property
    def is_mutual(self) -> bool:
        """Whether both said yes."""
        return self.name is not None


class NearPool(Struct, frozen=True, kw_only=True):
    """A pool that anybody can find, near a wish."""

    pool: PublicPool
    miles: int


class WishView(Struct, frozen=True, kw_only=True):
    """A wish with who and what goes with it."""

    wish: Wish
    matches: tuple[MatchView, ...]
    pools: tuple[NearPool, ...]


class Message(Struct, frozen=True, kw_only=True):
    """A message as a reader sees it."""

    id: UUID
    author: str
    """By the name chosen for the pool."""
    is_own: bool
    body: str
    sent_at: datetime


class Thread(Struct, frozen=True, kw_only=True):
    """The thread of somebody who is welcome and the leads, in the list of these."""

    about_member: UUID
    """Whose it is."""
    name: str
    last_at: datetime | None
    """When something was last written in it."""


class Talk(Struct, frozen=True, kw_only=True):
    """One thread with a page of its messages, as a reader sees it."""

    pool: Pool
    is_lead: bool
    about_member: UUID | None
    is_own_thread: bool
    """The reader is welcome, or acts for who is, and talks with the leads."""
    name: str
    """Whose thread it is, by the name chosen; empty for the thread of all, and for one's own."""
    messages: Page[Message]
    """The latest first."""
    threads: tuple[Thread, ...]
    """Those of people who are welcome, for leads."""
    is_muted: bool
    speaks_for_several: bool
    """What the reader wrote says for whom."""


class News(Struct, frozen=True, kw_only=True):
    """What is new for an account."""

    account_id: UUID
    asked: int
    """Matches that it has not heard of."""
    mutual: int
    """Those to which both have said yes since."""
    messages: int
    """Pools in which others wrote since it last read, or was last told."""
    ending: int
    """Wishes that end soon."""
