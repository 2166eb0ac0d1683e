"""Who was told what when, and who does not want to be."""

from piccolo.columns import UUID, BigSerial, Boolean, Date, ForeignKey, OnDelete, Text, Timestamptz
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table

from marketplace.accounts.tables import Account
from marketplace.listings.tables import Service


class AlertAccount(Table, tablename="alert_account"):
    """An account that something may be new for."""

    account: ForeignKey[Account] = ForeignKey(
        Account, on_delete=OnDelete.cascade, null=False, primary_key=True, default=None
    )
    looked_on: Date = Date(null=True, default=None)
    """The day on which it was looked at last: each once a day."""
    looked_at: Timestamptz = Timestamptz(null=True, default=None)
    stopped_at: Timestamptz = Timestamptz(null=True, default=None)
    """Since when it wants no such letters at all."""
    about_own_adverts: Boolean = Boolean(default=True)
    about_adverts: Boolean = Boolean(default=True)
    seen_at: Timestamptz = Timestamptz(null=True, default=None)
    """When it last looked at the adverts that suit its listings."""


class AlertListing(Table, tablename="alert_listing"):
    """A public listing that was seen without the checks that its council asks for. Others have no row."""

    listing: ForeignKey[Service] = ForeignKey(
        Service, on_delete=OnDelete.cascade, null=False, primary_key=True, default=None
    )
    complete_at: Timestamptz = Timestamptz(null=True, default=None)
    """When it was first seen with all of them again; None while it has not."""


class AlertTold(Table, tablename="alert_told"):
    """Something that an account was told of. In the database an item is there once for a subject."""

    id: BigSerial = BigSerial(primary_key=True)
    account: ForeignKey[Account] = ForeignKey(Account, on_delete=OnDelete.cascade, null=False)
    kind: Text = Text()
    subject: UUID = UUID(default=None)
    """The search, advert or listing that it is for."""
    item: UUID = UUID(default=None)
    """The listing or advert that is new. No foreign key: it may go, and was told all the same."""
    told_at: Timestamptz = Timestamptz(default=TimestamptzNow())
