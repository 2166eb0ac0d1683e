"""Tables of meeting. Private: a wish to its owner, a match to two, a message to those of its thread."""

from piccolo.columns import (
    UUID,
    Array,
    Boolean,
    Date,
    DoublePrecision,
    ForeignKey,
    Integer,
    OnDelete,
    Text,
    Timestamptz,
)
from piccolo.table import Table

from marketplace.accounts.tables import Account
from marketplace.pooling.tables import Pool, PoolMember


class PoolWish(Table, tablename="pool_wish"):
    """That somebody would like one kind of support with others. One for an account and kind."""

    id: UUID = UUID(primary_key=True)
    version: Integer = Integer(default=1)
    account: ForeignKey[Account] = ForeignKey(Account, on_delete=OnDelete.cascade, null=False, index=True)
    acting_for: UUID = UUID(null=True, default=None)
    relation: Text = Text()
    name: Text = Text()
    """For those alone to whom both said yes."""
    support_type: Text = Text()
    title: Text = Text()
    """What the owner calls it; for those alone to whom both said yes."""
    care_group: Text = Text()
    """For whom it is most of all, or empty; for the same."""
    times: Array = Array(base_column=Text())
    outcode: Text = Text()
    council_code: Text = Text(null=True, default=None)
    nation_code: Text = Text(null=True, default=None)
    latitude: DoublePrecision = DoublePrecision(default=None)
    """Of the centre of a cell of about a kilometre."""
    longitude: DoublePrecision = DoublePrecision(default=None)
    gets_letters: Boolean = Boolean(default=True)
    created_at: Timestamptz = Timestamptz()
    changed_at: Timestamptz = Timestamptz()
    matched_at: Timestamptz = Timestamptz()
    """When others were last looked for."""
    expires_at: Timestamptz = Timestamptz()
    reminded_at: Timestamptz = Timestamptz(null=True, default=None)
    ended_at: Timestamptz = Timestamptz(null=True, default=None)


class PoolMatch(Table, tablename="pool_match"):
    """Two wishes that go together, and what either of the two said. `wish_a` has the smaller id."""

    id: UUID = UUID(primary_key=True)
    wish_a: ForeignKey[PoolWish] = ForeignKey(PoolWish, on_delete=OnDelete.cascade, null=False, index=True)
    wish_b: ForeignKey[PoolWish] = ForeignKey(PoolWish, on_delete=OnDelete.cascade, null=False, index=True)
    miles: Integer = Integer(default=1)
    """Whole miles, as they were when the two people first matched; never reckoned again."""
    a_said: Text = Text()
    b_said: Text = Text()
    made_at: Timestamptz = Timestamptz()
    both_at: Timestamptz = Timestamptz(null=True, default=None)
    """When the second of them said yes."""
    a_told_at: Timestamptz = Timestamptz(null=True, default=None)
    """When `a` was last written to about it."""
    b_told_at: Timestamptz = Timestamptz(null=True, default=None)
    pool: UUID = UUID(null=True, default=None)
    """Which one of them started with the other. No foreign key: nothing hangs on it."""


class PoolMessage(Table, tablename="pool_message"):
    """What a member wrote to the others with a place, or in the thread of one of them and the leads."""

    id: UUID = UUID(primary_key=True)
    pool: ForeignKey[Pool] = ForeignKey(Pool, on_delete=OnDelete.cascade, null=False, index=True)
    about_member: ForeignKey[PoolMember] = ForeignKey(
        PoolMember, on_delete=OnDelete.cascade, null=True, default=None, index=True
    )
    """Whose thread with the leads it is; null: the thread of all."""
    member: ForeignKey[PoolMember] = ForeignKey(
        PoolMember, on_delete=OnDelete.cascade, null=False, index=True
    )
    body: Text = Text(secret=True)
    sent_at: Timestamptz = Timestamptz()


class PoolReader(Table, tablename="pool_reader"):
    """Up to when a member has read a pool's threads, and whether they want letters about them."""

    member: ForeignKey[PoolMember] = ForeignKey(
        PoolMember, on_delete=OnDelete.cascade, null=False, primary_key=True, default=None
    )
    read_at: Timestamptz = Timestamptz(null=True, default=None)
    told_at: Timestamptz = Timestamptz(null=True, default=None)
    is_muted: Boolean = Boolean(default=False)


class PoolNews(Table, tablename="pool_news"):
    """On which day an account was last written to about wishes and messages: once a day is the most."""

    account: ForeignKey[Account] = ForeignKey(
        Account, on_delete=OnDelete.cascade, null=False, primary_key=True, default=None
    )
    told_on: Date = Date(default=None)
