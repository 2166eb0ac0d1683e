"""Tables of the pooling room. Private: to the members of a pool, but for what a steward has let be shown."""

from piccolo.columns import (
    JSONB,
    UUID,
    Array,
    BigInt,
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


class Pool(Table, tablename="pool"):
    """What some people want to do together."""

    id: UUID = UUID(primary_key=True)
    version: Integer = Integer(default=1)
    state: Text = Text(default="looking")
    title: Text = Text()
    words: Text = Text()
    support_types: Array = Array(base_column=Text())
    care_groups: Array = Array(base_column=Text())
    languages: Array = Array(base_column=Text())
    times: Array = Array(base_column=Text())
    place_words: Text = Text()
    listing: UUID = UUID(null=True, default=None, index=True)
    """No foreign key: what was wanted outlives the listing."""
    weekly_cost_pence: BigInt = BigInt(null=True, default=None)
    places: Integer = Integer(default=4)
    plan: JSONB = JSONB(null=True, default=None)
    outcode: Text = Text()
    council_code: Text = Text(null=True, default=None)
    nation_code: Text = Text(null=True, default=None)
    latitude: DoublePrecision = DoublePrecision(default=None)
    """Of the centre of a cell of about a kilometre."""
    longitude: DoublePrecision = DoublePrecision(default=None)
    steward_council: Text = Text()
    check_state: Text = Text(default="waiting")
    check_note: Text = Text()
    check_since: Timestamptz = Timestamptz()
    shown_title: Text = Text(null=True, default=None)
    """As a steward has seen it; null: nothing is shown."""
    shown_words: Text = Text(null=True, default=None)
    shown_place_words: Text = Text(null=True, default=None)
    created_at: Timestamptz = Timestamptz()
    changed_at: Timestamptz = Timestamptz()
    active_since: Date = Date(null=True, default=None)
    last_day: Date = Date(null=True, default=None)
    ended_at: Timestamptz = Timestamptz(null=True, default=None)
    index_version: Integer = Integer(default=1)
    """Raised by the database with every change of what a search index sees: no other code writes it."""
    nobody_found_at: Timestamptz = Timestamptz(null=True, default=None)
    """When it was noted that nobody joined for long."""


class PoolMember(Table, tablename="pool_member"):
    """One person in, before or after a pool. It stays without account and name once the account is erased."""

    id: UUID = UUID(primary_key=True)
    pool: ForeignKey[Pool] = ForeignKey(Pool, on_delete=OnDelete.cascade, null=False, index=True)
    version: Integer = Integer(default=1)
    account: ForeignKey[Account] = ForeignKey(Account, on_delete=OnDelete.set_null, null=True, index=True)
    name: Text = Text()
    acting_for: UUID = UUID(null=True, default=None)
    relation: Text = Text()
    words: Text = Text()
    state: Text = Text()
    is_lead: Boolean = Boolean(default=False)
    gets_letters: Boolean = Boolean(default=True)
    reason: Text = Text(null=True, default=None)
    began_at: Timestamptz = Timestamptz()
    placed_at: Timestamptz = Timestamptz(null=True, default=None)
    member_since: Date = Date(null=True, default=None)
    notice_on: Date = Date(null=True, default=None)
    leaves_on: Date = Date(null=True, default=None)
    left_on: Date = Date(null=True, default=None)
    affairs: Text = Text()
    """Who looks after the affairs of somebody who died or cannot decide any more: a code."""
    closed_at: Timestamptz = Timestamptz(null=True, default=None)
    """When it came to a final state."""
    settles: Boolean = Boolean(default=False)
    """Led the pool when it ended: records its last money."""
