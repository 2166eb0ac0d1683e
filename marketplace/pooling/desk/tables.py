"""Tables of the desk: support organisations that help, who consented, ticks, and reminders."""

from piccolo.columns import UUID, Boolean, ForeignKey, OnDelete, Text, Timestamptz
from piccolo.table import Table

from marketplace.listings.tables import Organization
from marketplace.pooling.tables import Pool, PoolMember


class PoolHelper(Table, tablename="pool_helper"):
    """A support organisation that leads asked to help. A pool has one that is asked or helps, at most.

    Whether it helps is not kept: it does while it said yes and everybody with a place has a `helper_consent`.
    """

    id: UUID = UUID(primary_key=True)
    pool: ForeignKey[Pool] = ForeignKey(Pool, on_delete=OnDelete.cascade, null=False, index=True)
    organization: ForeignKey[Organization] = ForeignKey(
        Organization, on_delete=OnDelete.cascade, null=False, index=True
    )
    state: Text = Text(default="asked")
    """`asked`, `helping` (it said yes), `refused` or `ended`."""
    asked_at: Timestamptz = Timestamptz()
    answered_at: Timestamptz = Timestamptz(null=True, default=None)
    ended_at: Timestamptz = Timestamptz(null=True, default=None)


class HelperConsent(Table, tablename="helper_consent"):
    """Whether a member consents to the help of an organisation. Each pair is there once; without one: no."""

    id: UUID = UUID(primary_key=True)
    helper: ForeignKey[PoolHelper] = ForeignKey(
        PoolHelper, on_delete=OnDelete.cascade, null=False, index=True
    )
    member: ForeignKey[PoolMember] = ForeignKey(
        PoolMember, on_delete=OnDelete.cascade, null=False, index=True
    )
    is_yes: Boolean = Boolean(default=False)
    at: Timestamptz = Timestamptz()
    acting_for: Boolean = Boolean(default=False)
    """A supporter said it for the member."""
    relation: Text = Text()


class PoolTick(Table, tablename="pool_tick"):
    """That something of the list of a new pool is done, as somebody said. Each is there once."""

    id: UUID = UUID(primary_key=True)
    pool: ForeignKey[Pool] = ForeignKey(Pool, on_delete=OnDelete.cascade, null=False, index=True)
    item: Text = Text()
    """A code of `ChecklistItem`."""
    member: ForeignKey[PoolMember] = ForeignKey(
        PoolMember, on_delete=OnDelete.cascade, null=True, default=None, index=True
    )
    """Who said so; null: the organisation that helps."""
    at: Timestamptz = Timestamptz()


class PoolReminder(Table, tablename="pool_reminder"):
    """When a member was last reminded of a thing. Each pair is there once."""

    id: UUID = UUID(primary_key=True)
    member: ForeignKey[PoolMember] = ForeignKey(
        PoolMember, on_delete=OnDelete.cascade, null=False, index=True
    )
    thing: Text = Text()
    """A code of `Thing`."""
    at: Timestamptz = Timestamptz()
