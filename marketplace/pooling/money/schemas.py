"""What goes in and out of the record of money. Amounts are whole pence; days are days of London."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from marketplace.pooling.agreements.schemas import ShareRule
from marketplace.pooling.money.sharing.schemas import Part


class EntryKind(StrEnum):
    """What an entry says."""

    OPENING = "opening"
    """What members had in the pool before this record began."""
    CONTRIBUTION = "contribution"
    """A member paid in."""
    BILL = "bill"
    """The pool owes somebody money; it is not paid yet."""
    BILL_PAID = "bill_paid"
    """A bill, or a part of it, was paid from the pool's account."""
    BILL_PAID_DIRECT = "bill_paid_direct"
    """A member's own budget paid a part of a bill."""
    SPEND = "spend"
    """Paid from the pool's account at once."""
    REFUND_IN = "refund_in"
    """Who was paid or sent a bill gave some of it back to the pool's account."""
    REFUND_OUT = "refund_out"
    """The pool gave a member money back."""
    SETTLEMENT = "settlement"
    """The last payment between the pool and a member who left, in either direction."""
    REVERSAL = "reversal"
    """Takes an entry out that was wrong."""
    BROUGHT_FORWARD = "brought_forward"
    """Stands for older entries that were deleted when their time was over."""


SHARED = frozenset({EntryKind.BILL, EntryKind.SPEND})
"""Kinds whose amount is shared over members, and of which some can be given back."""
OF_MEMBER = frozenset(
    {EntryKind.CONTRIBUTION, EntryKind.BILL_PAID_DIRECT, EntryKind.REFUND_OUT, EntryKind.SETTLEMENT}
)
"""Kinds that are about one member."""


class Account(StrEnum):
    """What an amount belongs to."""

    CASH = "cash"
    """Money in the pool's account; what comes in is above 0."""
    OWED = "owed"
    """Bills that are not paid; a bill is below 0, paying it above."""
    MEMBER = "member"
    """What the pool holds for a member; what they pay in is below 0, what they bear above."""


class Posting(Struct, frozen=True, kw_only=True):
    """A line of an entry. All lines of an entry add up to nothing."""

    account: Account
    amount_pence: int
    """Debits above 0, credits below."""
    member_id: UUID | None = None
    exact_micropence: int | None = None
    """Of a share: the amount before it was rounded, in millionths of a penny."""
    weight: int | None = None
    """Of a share: the parts of the whole it was worked out from."""


class Facts(Struct, frozen=True, kw_only=True):
    """What somebody says of money that moved."""

    on: date
    """When it moved; of a bill, its date."""
    amount_pence: int
    words: str = ""
    token: UUID
    """Of the form: what is sent twice is recorded once."""


class Sharing(Struct, frozen=True, kw_only=True):
    """How an amount is shared, as it is frozen with its entry."""

    rule: ShareRule
    parts: tuple[Part, ...]
    """In order of joining."""
    since: date | None = None
    """First and last day of the sessions that were counted."""
    until: date | None = None


class Entry(Struct, frozen=True, kw_only=True):
    """An entry as it was made."""

    id: UUID
    pool_id: UUID
    number: int
    """From 1, without gaps, in the order of recording."""
    kind: EntryKind
    on: date
    recorded_at: datetime
    recorded_by: UUID | None
    """The member; None for a helper, and for what the system did."""
    words: str
    refers_to: UUID | None
    """The bill that is paid; what is given back of."""
    reverses: UUID | None
    reversed_by: UUID | None
    share_rule: ShareRule | None
    since: date | None
    until: date | None
    token: UUID
    postings: tuple[Posting, ...]
    about_number: int | None = None
    """Number of the entry that it refers to or takes out; None where that was deleted in time."""
    about_kind: EntryKind | None = None
    receipts: int = 0
    """How many files show it."""

    @property
    def amount_pence(self) -> int:
        """The whole amount, above 0."""
        return sum(each.amount_pence for each in self.postings if each.amount_pence > 0)

    @property
    def shares(self) -> tuple[Posting, ...]:
        """Lines of members."""
        return tuple(each for each in self.postings if each.account is Account.MEMBER)

    @property
    def of_kind(self) -> EntryKind:
        """Its kind; of what takes an entry out the kind of that."""
        if self.kind is EntryKind.REVERSAL and self.about_kind is not None:
            return self.about_kind
        return self.kind

    @property
    def member_id(self) -> UUID | None:
        """Whom an entry about one member is about."""
        return self.shares[0].member_id if len(self.shares) == 1 else None


class Balances(Struct, frozen=True, kw_only=True):
    """What a pool has at the end of a day. What members have adds up to cash less what is owed, always."""

    cash_pence: int
    """In the pool's account; below 0 where more was paid out than came in."""
    owed_pence: int
    """Of bills that are not paid."""
    members: Mapping[UUID, int]
    """What the pool holds for each; below 0 where a member is behind."""

    def of(self, member_id: UUID) -> int:
        """What the pool holds for a member."""
        return self.members.get(member_id, 0)


class Period(Struct, frozen=True, kw_only=True):
    """Days from the first to the last, both within."""

    since: date
    until: date


class StatementLine(Struct, frozen=True, kw_only=True):
    """An entry as it changes what one member has."""

    entry: Entry
    change_pence: int
    """Above 0: they have more."""
    balance_pence: int
    """After it."""


class MemberStatement(Struct, frozen=True, kw_only=True):
    """What one member had, paid and bore within a period. Holds no other member's data."""

    pool_id: UUID
    member_id: UUID
    period: Period
    opening_pence: int
    """At the end of the day before."""
    lines: tuple[StatementLine, ...]
    paid_in_pence: int
    """Into the pool, or for it from the own budget."""
    shares_pence: int
    """Of bills and money spent, less what was given back."""
    paid_back_pence: int
    """From the pool to the member; below 0 where a member who left paid what was missing."""

    @property
    def closing_pence(self) -> int:
        """At the end of the last day."""
        return self.lines[-1].balance_pence if self.lines else self.opening_pence


class OpenBill(Struct, frozen=True, kw_only=True):
    """A bill with something left to pay."""

    id: UUID
    number: int
    on: date
    words: str
    amount_pence: int
    left_pence: int
