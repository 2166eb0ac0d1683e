"""Tables of the record of money, private to the members of a pool. Entries and lines are only ever added."""

from piccolo.columns import (
    UUID,
    BigInt,
    BigSerial,
    Boolean,
    Bytea,
    Date,
    ForeignKey,
    Integer,
    OnDelete,
    Text,
    Timestamptz,
)
from piccolo.table import Table

from marketplace.pooling.tables import Pool, PoolMember


class LedgerEntry(Table, tablename="ledger_entry"):
    """Something that happened to a pool's money. The database lets nobody change or delete it in its time."""

    id: UUID = UUID(primary_key=True)
    pool: ForeignKey[Pool] = ForeignKey(Pool, on_delete=OnDelete.restrict, null=False)
    number: Integer = Integer(default=None)
    """From 1 in each pool, without gaps."""
    kind: Text = Text()
    on_day: Date = Date()
    recorded_at: Timestamptz = Timestamptz()
    recorded_by: ForeignKey[PoolMember] = ForeignKey(
        PoolMember, on_delete=OnDelete.restrict, null=True, default=None
    )
    """Null: a helper, or the system."""
    words: Text = Text()
    refers_to: UUID = UUID(null=True, default=None)
    """No foreign key: what it refers to may be deleted before it, when its time is over."""
    reverses: UUID = UUID(null=True, default=None)
    share_rule: Text = Text()
    """Empty where nothing is shared."""
    since: Date = Date(null=True, default=None)
    until: Date = Date(null=True, default=None)
    token: UUID = UUID()
    """Of the form: once in each pool."""
    postings: Integer = Integer(default=None)
    """How many lines it has: none can be added later."""


class LedgerPosting(Table, tablename="ledger_posting"):
    """A line of an entry, with the entry's pool and day: a balance is then read from one index."""

    id: BigSerial = BigSerial(primary_key=True)
    entry: ForeignKey[LedgerEntry] = ForeignKey(
        LedgerEntry, on_delete=OnDelete.restrict, null=False, index=True
    )
    pool: UUID = UUID()
    on_day: Date = Date()
    account: Text = Text()
    member: ForeignKey[PoolMember] = ForeignKey(
        PoolMember, on_delete=OnDelete.restrict, null=True, default=None
    )
    amount_pence: BigInt = BigInt(default=None)
    exact_micropence: BigInt = BigInt(null=True, default=None)
    weight: BigInt = BigInt(null=True, default=None)


class ContributionDue(Table, tablename="contribution_due"):
    """What a member is to pay in by the agreement in force. No entry: money that is due has not moved."""

    id: UUID = UUID(primary_key=True)
    pool: ForeignKey[Pool] = ForeignKey(Pool, on_delete=OnDelete.cascade, null=False, index=True)
    member: ForeignKey[PoolMember] = ForeignKey(PoolMember, on_delete=OnDelete.cascade, null=False)
    due_on: Date = Date()
    amount_pence: BigInt = BigInt(default=None)
    agreement_number: Integer = Integer(default=None)
    made_at: Timestamptz = Timestamptz()


class MoneyReceipt(Table, tablename="money_receipt"):
    """A photograph or PDF that shows an entry. Pictures are drawn anew; PDFs are only ever downloaded."""

    id: UUID = UUID(primary_key=True)
    entry: ForeignKey[LedgerEntry] = ForeignKey(
        LedgerEntry, on_delete=OnDelete.cascade, null=False, index=True
    )
    content_type: Text = Text()
    content: Bytea = Bytea()
    size_bytes: BigInt = BigInt(default=None)
    uploaded_at: Timestamptz = Timestamptz()
    uploaded_by: ForeignKey[PoolMember] = ForeignKey(
        PoolMember, on_delete=OnDelete.set_null, null=True, default=None
    )
    delete_on: Date = Date(index=True)


class PoolSession(Table, tablename="pool_session"):
    """A time at which the pool's support took place, or was to. A record of what was; no rota."""

    id: UUID = UUID(primary_key=True)
    pool: ForeignKey[Pool] = ForeignKey(Pool, on_delete=OnDelete.cascade, null=False)
    held_on: Date = Date()
    part: Text = Text()
    """`morning`, `afternoon`, `evening`, or empty."""
    took_place: Boolean = Boolean(default=True)
    words: Text = Text()
    version: Integer = Integer(default=1)
    changed_by: ForeignKey[PoolMember] = ForeignKey(
        PoolMember, on_delete=OnDelete.set_null, null=True, default=None
    )
    changed_at: Timestamptz = Timestamptz()


class Attendance(Table, tablename="attendance"):
    """Who came to a session."""

    id: BigSerial = BigSerial(primary_key=True)
    session: ForeignKey[PoolSession] = ForeignKey(PoolSession, on_delete=OnDelete.cascade, null=False)
    member: ForeignKey[PoolMember] = ForeignKey(PoolMember, on_delete=OnDelete.cascade, null=False)
    state: Text = Text()
    """`came`, `absent_with_notice` or `absent`."""
