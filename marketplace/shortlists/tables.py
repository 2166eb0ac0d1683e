"""What accounts have saved."""

from piccolo.columns import UUID, BigSerial, ForeignKey, OnDelete, Text, Timestamptz
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table

from marketplace.accounts.tables import Account


class SavedListing(Table, tablename="saved_listing"):
    """A listing that an account saved. In the database each pair is there once."""

    id: BigSerial = BigSerial(primary_key=True)
    account: ForeignKey[Account] = ForeignKey(Account, on_delete=OnDelete.cascade, null=False)
    listing: UUID = UUID(default=None)
    """No foreign key: what a browser kept is taken over as it is, and tells nothing of what is not public."""
    note: Text = Text()
    saved_at: Timestamptz = Timestamptz(default=TimestamptzNow())
