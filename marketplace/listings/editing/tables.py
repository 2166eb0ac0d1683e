"""The change request: what a provider is writing, and what a steward decides on."""

from piccolo.columns import JSONB, UUID, Array, Boolean, ForeignKey, Integer, OnDelete, Text, Timestamptz
from piccolo.table import Table

from marketplace.listings.tables import Organization


class ChangeRequest(Table, tablename="change_request"):
    """A new listing, or changes to one that is there. In the database a listing has at most one open.

    Open are `writing` and `submitted`; accounts are named by id alone.
    """

    id: UUID = UUID(primary_key=True)
    listing: UUID = UUID(default=None, index=True)
    """The listing, or the id that the new one will get: hence no foreign key."""
    organization: ForeignKey[Organization] = ForeignKey(
        Organization, on_delete=OnDelete.cascade, null=False, index=True
    )
    is_new: Boolean = Boolean(default=True)
    council_code: Text = Text(null=True, default=None)
    """Whose stewards decide; set when it is handed in."""
    status: Text = Text(default="writing")
    """`writing`, `submitted`, `approved`, `rejected` or `discarded`. The last three are final."""
    version: Integer = Integer(default=1)
    base: JSONB = JSONB(default={})
    """The answers as the listing gave them when this was begun: what differs from them was changed here."""
    content: JSONB = JSONB(default={})
    """The answers as they were typed, by the name of their field. Holds private things: the base postcode."""
    steps: JSONB = JSONB(default={})
    """Step -> version of this request at which it was last saved: two people may save two steps at once."""
    risks: Array = Array(base_column=Text())
    """Codes of what a steward should look at first; set when it is handed in."""
    note: Text = Text()
    """The steward's words to the provider: what to change, or why not."""
    created_by: UUID = UUID(default=None)
    created_at: Timestamptz = Timestamptz()
    updated_at: Timestamptz = Timestamptz()
    submitted_by: UUID = UUID(null=True, default=None)
    submitted_at: Timestamptz = Timestamptz(null=True, default=None)
    decided_by: UUID = UUID(null=True, default=None)
    decided_at: Timestamptz = Timestamptz(null=True, default=None)
