"""Tables of the people of organisations. Accounts are named by id alone: they go, and what they did stays."""

from piccolo.columns import UUID, ForeignKey, Integer, OnDelete, Text, Timestamptz
from piccolo.table import Table

from marketplace.listings.tables import Organization


class OrganizationMember(Table, tablename="organization_member"):
    """An account that may write for an organisation. In the database each pair is there once."""

    id: UUID = UUID(primary_key=True)
    organization: ForeignKey[Organization] = ForeignKey(
        Organization, on_delete=OnDelete.cascade, null=False, index=True
    )
    account: UUID = UUID(default=None, index=True)
    role: Text = Text(default="member")
    """`owner` or `member`. Owners also invite and remove people."""
    since: Timestamptz = Timestamptz()


class OrganizationInvite(Table, tablename="organization_invite"):
    """Somebody was asked to join, by email. Gone once it is accepted, taken back or out of time."""

    id: UUID = UUID(primary_key=True)
    organization: ForeignKey[Organization] = ForeignKey(
        Organization, on_delete=OnDelete.cascade, null=False, index=True
    )
    address: Text = Text()
    """As it was typed; compared without regard to capitals."""
    role: Text = Text(default="member")
    invited_by: UUID = UUID(default=None, index=True)
    created_at: Timestamptz = Timestamptz()
    expires_at: Timestamptz = Timestamptz()


class TakenOn(Table, tablename="organization_taken_on"):
    """Since when somebody looks after an organisation that was listed before: by its council.

    What the council wrote about it goes back to the council when its last person goes.
    """

    organization: ForeignKey[Organization] = ForeignKey(
        Organization, on_delete=OnDelete.cascade, null=False, primary_key=True, default=None
    )
    at: Timestamptz = Timestamptz()


class Claim(Table, tablename="organization_claim"):
    """Somebody says that a listing is theirs: that they are of the organisation it belongs to."""

    id: UUID = UUID(primary_key=True)
    listing: UUID = UUID(default=None, index=True)
    """The listing on whose page it was made."""
    organization: ForeignKey[Organization] = ForeignKey(
        Organization, on_delete=OnDelete.cascade, null=False, index=True
    )
    account: UUID = UUID(default=None, index=True)
    words: Text = Text()
    """How the steward can tell, in their own words."""
    council_code: Text = Text()
    """Whose stewards decide."""
    status: Text = Text(default="open")
    """`open`, `accepted`, `refused` or `ended` (taken back by who made it)."""
    version: Integer = Integer(default=1)
    created_at: Timestamptz = Timestamptz()
    decided_by: UUID = UUID(null=True, default=None)
    decided_at: Timestamptz = Timestamptz(null=True, default=None)
    note: Text = Text()
    """The steward's reason, which the person reads."""
