"""The versions that listings had."""

from piccolo.columns import JSONB, BigSerial, Boolean, ForeignKey, Integer, OnDelete, Text, Timestamptz
from piccolo.table import Table

from marketplace.listings.tables import Service


class ListingVersion(Table, tablename="listing_version"):
    """What a listing said until it was changed. In the database a listing has each version once."""

    id: BigSerial = BigSerial(primary_key=True)
    service: ForeignKey[Service] = ForeignKey(Service, on_delete=OnDelete.cascade, null=False)
    version: Integer = Integer()
    """Of the listing, when this content was replaced."""
    content: JSONB = JSONB(default={})
    """The draft without its private base, with the public area and the council."""
    was_public: Boolean = Boolean(default=False)
    """It was published when it was replaced."""
    ended_at: Timestamptz = Timestamptz()
    ended_by: Text = Text()
    """Who made the change that replaced it, as in the audit trail."""
