"""What accounts look for again and again. Private to each."""

from piccolo.columns import UUID, Boolean, ForeignKey, OnDelete, Text, Timestamptz
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table

from marketplace.accounts.tables import Account


class SavedSearch(Table, tablename="saved_search"):
    """A search by the address of its page; of a postcode the first half only."""

    id: UUID = UUID(primary_key=True)
    account: ForeignKey[Account] = ForeignKey(Account, on_delete=OnDelete.cascade, null=False, index=True)
    name: Text = Text()
    query: Text = Text()
    wants_alerts: Boolean = Boolean(default=True)
    created_at: Timestamptz = Timestamptz(default=TimestamptzNow())
    looked_at: Timestamptz = Timestamptz(default=TimestamptzNow())
    """Up to when it is known what came new."""
