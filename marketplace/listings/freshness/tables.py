"""How far listings that nobody confirms, or whose people stay away, have come."""

from piccolo.columns import UUID, BigSerial, Date, ForeignKey, OnDelete, SmallInt
from piccolo.table import Table

from marketplace.listings.tables import Service


class Freshness(Table, tablename="listing_freshness"):
    """The last step of a listing. It counts as long as the listing is as it was confirmed then."""

    service: ForeignKey[Service] = ForeignKey(
        Service, on_delete=OnDelete.cascade, null=False, primary_key=True, default=None
    )
    confirmed_on: Date = Date()
    """What the listing said when it took the step: a later date makes this row say nothing."""
    stage: SmallInt = SmallInt()
    reached_on: Date = Date()


class Absence(Table, tablename="listing_absence"):
    """The last step of a personal assistant's listing whose people stay away."""

    service: ForeignKey[Service] = ForeignKey(
        Service, on_delete=OnDelete.cascade, null=False, primary_key=True, default=None
    )
    active_on: Date = Date()
    stage: SmallInt = SmallInt()
    reached_on: Date = Date()


class FreshnessStop(Table, tablename="freshness_stop"):
    """An account wants no reminders about a listing. In the database each pair is there once."""

    id: BigSerial = BigSerial(primary_key=True)
    service: ForeignKey[Service] = ForeignKey(Service, on_delete=OnDelete.cascade, null=False)
    account: UUID = UUID(default=None, index=True)
