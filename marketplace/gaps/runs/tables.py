"""Tables of access as it was worked out. Nothing in them is about a person."""

from piccolo.columns import (
    UUID,
    Array,
    BigSerial,
    Bytea,
    Date,
    ForeignKey,
    Integer,
    OnDelete,
    Real,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table


class GapRun(Table, tablename="gap_run"):
    """One working out of all areas. In the database there is one latest, and one for each month."""

    id: UUID = UUID(primary_key=True)
    month: Date = Date(null=True, default=None)
    """First day of the month at whose end it was kept; null = the latest."""
    computed_at: Timestamptz = Timestamptz()
    areas: Integer = Integer()
    listings: Integer = Integer()
    unsaid: Integer = Integer()
    unreached: Integer = Integer()
    support_types: Array = Array(base_column=Text())
    """In the order of the figures; the first is "", for all of them."""
    mark: Text = Text()
    """What it was worked out from, so that it is done again when that changes."""


class GapCouncil(Table, tablename="gap_council"):
    """The areas of a council in a run. In the database a run has each council once."""

    id: BigSerial = BigSerial(primary_key=True)
    run: ForeignKey[GapRun] = ForeignKey(GapRun, on_delete=OnDelete.cascade, null=False)
    council_code: Varchar = Varchar(length=9)
    area_set: Text = Text()
    area_codes: Array = Array(base_column=Text())
    digest: Bytea = Bytea()
    """Of its figures: rows that would stay the same are not written again."""


class GapAccess(Table, tablename="gap_access"):
    """Figures of a council's areas, in their order. Rows of nothing but 0 are left out."""

    id: BigSerial = BigSerial(primary_key=True)
    run: ForeignKey[GapRun] = ForeignKey(GapRun, on_delete=OnDelete.cascade, null=False)
    council_code: Varchar = Varchar(length=9)
    care_group: Text = Text()
    """Code of GapGroup."""
    support_type: Text = Text()
    unit: Text = Text()
    """Code of Unit."""
    amounts: Array = Array(base_column=Real())
    low: Array = Array(base_column=Real())
    high: Array = Array(base_column=Real())
    reaching: Array = Array(base_column=Real())


class GapMiddle(Table, tablename="gap_middle"):
    """What half of the people of a place have at most. In the database a run has each place once."""

    id: BigSerial = BigSerial(primary_key=True)
    run: ForeignKey[GapRun] = ForeignKey(GapRun, on_delete=OnDelete.cascade, null=False)
    place: Text = Text()
    """Nation code, name of a region, or council code."""
    amounts: Array = Array(base_column=Real())
    """By kind of support, unit and care group, in this order."""
