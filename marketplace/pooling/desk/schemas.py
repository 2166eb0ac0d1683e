"""What goes in and out of the desk. Money is whole pence."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from marketplace.pooling.money.dues.schemas import MemberDues
from marketplace.pooling.money.schemas import OpenBill
from marketplace.pooling.schemas import Member, Part


class HelperState(StrEnum):
    """Where a support organisation is with a pool. The last two are final."""

    ASKED = "asked"
    HELPING = "helping"
    """It said yes. It helps while everybody with a place consents."""
    REFUSED = "refused"
    ENDED = "ended"


class Thing(StrEnum):
    """What somebody can be reminded of."""

    PAY = "pay"
    AGREE = "agree"
    INSURANCE = "insurance"
    """The member who employs: insurance that runs out."""


class ChecklistItem(StrEnum):
    """What a new pool needs, in the order of the page."""

    AGREEMENT = "agreement"
    ACCOUNT = "account"
    COUNCIL = "council"
    INSURANCE = "insurance"
    CONTRACT = "contract"
    DBS = "dbs"
    VENUE = "venue"
    BACK_UP = "back_up"


class KnownBy(StrEnum):
    """Which record says that something of the list is done."""

    AGREEMENT = "agreement"
    LISTING = "listing"
    """That the pool uses."""


class Ending(StrEnum):
    """What can run out."""

    REVIEW = "review"
    INSURANCE = "insurance"
    LEAVING = "leaving"
    LAST_DAY = "last_day"
    CHECK = "check"


class RunsOut(Struct, frozen=True, kw_only=True):
    """Something that runs out soon, or has."""

    kind: Ending
    on: date
    member_id: UUID | None = None
    """Who leaves, or employs."""
    name: str = ""
    """The same as a name; for a check its code."""


class Reminded(Struct, frozen=True, kw_only=True):
    """When a member was last reminded of a thing."""

    member_id: UUID
    thing: Thing
    at: datetime


class Tick(Struct, frozen=True, kw_only=True):
    """That somebody said that something is done."""

    item: ChecklistItem
    member_id: UUID | None
    """None: the organisation that helps."""
    on: date


class CheckLine(Struct, frozen=True, kw_only=True):
    """A line of the list of a new pool."""

    item: ChecklistItem
    known_by: KnownBy | None = None
    """The record that says that it is done: nobody ticks it."""
    tick: Tick | None = None
    ticked_by: str = ""

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do."""
        return self.known_by is not None or self.tick is not None


class Waits(Struct, frozen=True, kw_only=True):
    """Somebody for whom something waits."""

    member_id: UUID
    name: str
    thing: Thing
    dues: MemberDues | None = None
    gets_letters: bool = True
    """Somebody reads what we write to them."""
    can_be_reminded: bool = False
    reminded_on: date | None = None
    """Within the last week: no button until a week is over."""


class Desk(Struct, frozen=True, kw_only=True):
    """All that a lead sees at once."""

    part: Part
    unpaid: tuple[Waits, ...]
    not_agreed: tuple[Waits, ...]
    unnamed: tuple[str, ...]
    """Who has a place, and whom no agreement names."""
    bills: tuple[OpenBill, ...]
    """With something left to pay."""
    asking: int
    """Who waits for a lead's answer."""
    runs_out: tuple[RunsOut, ...]
    insurance: Waits | None
    checklist: tuple[CheckLine, ...]
    has_agreement: bool


class Helper(Struct, frozen=True, kw_only=True):
    """An organisation that is asked or helps."""

    id: UUID
    pool_id: UUID
    organization_id: UUID
    name: str
    state: HelperState
    asked_at: datetime
    consents: frozenset[UUID] = frozenset()
    """Members who said yes."""
    answered: frozenset[UUID] = frozenset()
    """Members who said yes or no."""
    is_on: bool = False
    """It helps now."""


class Former(Struct, frozen=True, kw_only=True):
    """The organisation that said no, or helped, last."""

    name: str
    state: HelperState
    on: date


class OwnAnswer(Struct, frozen=True, kw_only=True):
    """What one member said to help."""

    member: Member
    has_consented: bool
    has_answered: bool


class HelpView(Struct, frozen=True, kw_only=True):
    """Who helps, or would, as a member sees it. Who else said yes is told to nobody, only how many."""

    part: Part
    helper: Helper | None
    said_yes: int
    of: int
    answers: tuple[OwnAnswer, ...]
    """The viewer's own, and of those for whom they act."""
    unheard: tuple[str, ...] = ()
    """For who runs the pool: members for whom nobody acts here any more, so that nobody can say yes."""
    former: Former | None = None
    """Where none is asked or helps now."""


class Candidate(Struct, frozen=True, kw_only=True):
    """A support organisation that can be asked."""

    organization_id: UUID
    name: str
    listing_id: UUID
    title: str


class HelpedPool(Struct, frozen=True, kw_only=True):
    """A pool as people of an organisation see it in their list: no name, and only words that are shown."""

    helper_id: UUID
    pool_id: UUID
    organization: str
    title: str | None
    """None: no steward has seen it, and it does not help yet."""
    outcode: str
    council_code: str | None
    state: HelperState
    is_on: bool
    asked_at: datetime
