"""How often the people of a listing are asked what is free."""

from piccolo.columns import UUID, BigSerial, ForeignKey, Integer, OnDelete, Timestamptz
from piccolo.table import Table

from marketplace.listings.tables import Service


class CapacityAsking(Table, tablename="capacity_asking"):
    """A row once a letter has asked, or somebody chose how often one should."""

    service: ForeignKey[Service] = ForeignKey(
        Service, on_delete=OnDelete.cascade, null=False, primary_key=True, default=None
    )
    every_days: Integer = Integer(null=True, default=None)
    """The provider's own choice; 0 = never; None = as the council asks."""
    asked_at: Timestamptz = Timestamptz(null=True, default=None)


class CapacityStop(Table, tablename="capacity_stop"):
    """An account wants no such letters about a listing. In the database each pair is there once."""

    id: BigSerial = BigSerial(primary_key=True)
    service: ForeignKey[Service] = ForeignKey(Service, on_delete=OnDelete.cascade, null=False)
    account: UUID = UUID(default=None, index=True)
