"""What was written to accounts that nobody uses."""

from piccolo.columns import UUID, Date, ForeignKey, Integer, OnDelete
from piccolo.table import Table

from marketplace.accounts.tables import Account


class UnusedAccount(Table, tablename="unused_account"):
    """An account that was warned; the row goes when it is used again, and with it."""

    id: UUID = UUID(primary_key=True)
    account: ForeignKey[Account] = ForeignKey(Account, on_delete=OnDelete.cascade, null=False, unique=True)
    warned: Integer = Integer(default=1)
    """Which letter was written last: the first or the second."""
    delete_on: Date = Date(default=None)
    """The day that the letter names."""
    letter: UUID = UUID(default=None)
    refused: Integer = Integer(default=0)
    """How many letters of this step no server took."""
