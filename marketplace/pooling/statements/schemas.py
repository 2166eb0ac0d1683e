"""What is in a statement. Amounts are whole pence; days are days of London."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from marketplace.councils.schemas import PackPart
from marketplace.pooling.agreements.schemas import (
    AbsentRule,
    CouncilSaid,
    EmployerKind,
    Every,
    HolderKind,
    Outcome,
    ShareRule,
)
from marketplace.pooling.money.dues.schemas import PaidDue
from marketplace.pooling.money.schemas import Balances, Entry, EntryKind, Period
from marketplace.pooling.money.sessions.schemas import Came, DayPart


class Line(Struct, frozen=True, kw_only=True):
    """An entry as it changes what the member has."""

    number: int
    on: date
    recorded_at: datetime
    kind: EntryKind
    """Of what takes an entry out: the kind of that."""
    is_correction: bool
    """It takes an entry out that was wrong."""
    about_number: int | None
    words: str
    """What it was for, without names of other members; of costs that members share alone."""
    change_pence: int
    """Above 0: they have more."""
    sharers: int
    """How many members it changes."""
    rule: ShareRule | None
    receipts: int


class Sums(Struct, frozen=True, kw_only=True):
    """A period in five figures: the first three and the fourth, taken off, add up to the last."""

    opening_pence: int
    """At the end of the day before."""
    paid_in_pence: int
    shares_pence: int
    """Of costs, less what came back."""
    paid_back_pence: int

    @property
    def closing_pence(self) -> int:
        """At the end of the last day."""
        return self.opening_pence + self.paid_in_pence - self.shares_pence - self.paid_back_pence


class OwnAgreement(Struct, frozen=True, kw_only=True):
    """A version in force within the period, as far as it is about the member and about nobody else."""

    number: int
    since: date
    until: date | None
    """None: in force still."""
    agreed_on: date | None
    was_said_for: bool
    """Somebody who acts for the member said yes."""
    members: int
    contribution_pence: int
    every: Every
    share_rule: ShareRule
    own_weight: int
    all_weights: int
    own_fixed_pence: int
    absent_rule: AbsentRule
    notice_weeks: int
    holder: HolderKind
    holds_self: bool
    holder_name: str
    """Of an organisation; empty for a member."""
    employer: EmployerKind
    employs_self: bool
    employer_name: str
    """As `holder_name`."""
    insured_until: date | None


class Attended(Struct, frozen=True, kw_only=True):
    """Whether the member came to a session."""

    held_on: date
    part: DayPart
    came: Came


class OwnReceipt(Struct, frozen=True, kw_only=True):
    """A file that shows a cost of which the member bears a part."""

    number: int
    """Of the entry."""
    on: date
    is_picture: bool
    delete_on: date


class Statement(Struct, frozen=True, kw_only=True):
    """What a council asks of one member. Of what is in no part that is allowed, nothing is here."""

    pool_id: UUID
    member_id: UUID
    title: str
    """Of the pool, without names of other members."""
    name: str
    """As the member is called in the pool."""
    period: Period
    is_final: bool
    """The member has left, or the pool has ended, within the period."""
    made_on: date
    parts: frozenset[PackPart]
    sums: Sums | None
    paid: tuple[Line, ...]
    """What the member paid in or got back."""
    spent: tuple[Line, ...]
    """Parts of costs, and of what came back of them."""
    dues: tuple[PaidDue, ...]
    agreements: tuple[OwnAgreement, ...]
    sessions: tuple[Attended, ...]
    receipts: tuple[OwnReceipt, ...]
    outcome: Outcome | None
    said: CouncilSaid | None

    @property
    def last_recorded_at(self) -> datetime | None:
        """When the newest of its entries was recorded."""
        return max((line.recorded_at for line in (*self.paid, *self.spent)), default=None)


class MemberSums(Struct, frozen=True, kw_only=True):
    """A period of one member, in the record of the whole pool."""

    name: str
    sums: Sums


class PoolRecord(Struct, frozen=True, kw_only=True):
    """All that is recorded of the money of a pool within a period, for who runs it."""

    pool_id: UUID
    title: str
    period: Period
    is_final: bool
    """The pool has ended within the period."""
    made_on: date
    start: Balances
    end: Balances
    members: tuple[MemberSums, ...]
    """In order of joining."""
    entries: tuple[Entry, ...]
    """By day and number."""
    names: Mapping[UUID, str]
    """By member; no two have the same."""
