"""Tables of the wanted room. Private: to its owner, stewards, and providers once it is published."""

from piccolo.columns import (
    UUID,
    Array,
    Boolean,
    DoublePrecision,
    ForeignKey,
    Integer,
    OnDelete,
    Text,
    Timestamptz,
)
from piccolo.table import Table

from marketplace.accounts.tables import Account


class WantedAdvert(Table, tablename="wanted_advert"):
    """What somebody wants, or (`replaces`) a change of it that is not approved yet."""

    id: UUID = UUID(primary_key=True)
    account: ForeignKey[Account] = ForeignKey(Account, on_delete=OnDelete.cascade, null=False, index=True)
    acting_for: UUID = UUID(null=True, default=None)
    """For whom of those its account acts for; no foreign key: when that ends, the advert is taken down."""
    relation: Text = Text()
    """What the account is to them; empty: the advert is for whose account it is."""
    replaces: UUID = UUID(null=True, default=None)
    """The published advert of the same table: a change goes with it."""
    status: Text = Text(default="writing")
    version: Integer = Integer(default=1)
    kind: Text = Text()
    support_types: Array = Array(base_column=Text())
    skills: Text = Text()
    languages: Array = Array(base_column=Text())
    gender: Text = Text()
    gender_reason: Text = Text(null=True, default=None)
    gender_words: Text = Text()
    needs_driver: Boolean = Boolean(default=False)
    hours_per_week: DoublePrecision = DoublePrecision(null=True, default=None)
    times: Array = Array(base_column=Text())
    times_words: Text = Text()
    rate_from_pence: Integer = Integer(null=True, default=None)
    rate_to_pence: Integer = Integer(null=True, default=None)
    words: Text = Text()
    outcode: Text = Text()
    council_code: Text = Text(null=True, default=None)
    nation_code: Text = Text(null=True, default=None)
    latitude: DoublePrecision = DoublePrecision(default=None)
    """Of the centre of a cell of about a kilometre."""
    longitude: DoublePrecision = DoublePrecision(default=None)
    steward_council: Text = Text()
    risks: Array = Array(base_column=Text())
    reason: Text = Text(null=True, default=None)
    note: Text = Text()
    created_at: Timestamptz = Timestamptz()
    changed_at: Timestamptz = Timestamptz()
    submitted_at: Timestamptz = Timestamptz(null=True, default=None)
    published_at: Timestamptz = Timestamptz(null=True, default=None)
    """The first time."""
    renewed_at: Timestamptz = Timestamptz(null=True, default=None)
    """When it was last put up: agreeing with somebody before that does not close it."""
    expires_at: Timestamptz = Timestamptz(null=True, default=None)
    reminded_at: Timestamptz = Timestamptz(null=True, default=None)
    """When its owner was told that it will expire."""
    reported_at: Timestamptz = Timestamptz(null=True, default=None)
    """When a provider first said that something is wrong with it; until a steward has looked again."""
    reported_for: Text = Text(null=True, default=None)
    ended_at: Timestamptz = Timestamptz(null=True, default=None)
