"""Tables of the small areas. Nothing in them is about a person."""

from piccolo.columns import (
    JSONB,
    UUID,
    BigSerial,
    DoublePrecision,
    ForeignKey,
    Integer,
    OnDelete,
    Text,
    Timestamptz,
)
from piccolo.table import Table


class GapAreaSet(Table, tablename="gap_area_set"):
    """The areas of a council from one source. A council has at most one of each kind."""

    id: UUID = UUID(primary_key=True)
    council_code: Text = Text()
    kind: Text = Text()
    """Code of AreaSetKind. In the database a council has each once."""
    source: Text = Text()
    period: Text = Text()
    mark: Text = Text()
    """What it was made from and how, so that it is made anew when that changes; empty for imported ones."""
    areas: Integer = Integer()
    south: DoublePrecision = DoublePrecision()
    west: DoublePrecision = DoublePrecision()
    north: DoublePrecision = DoublePrecision()
    east: DoublePrecision = DoublePrecision()
    width: Integer = Integer()
    height: Integer = Integer()
    made_at: Timestamptz = Timestamptz()


class GapArea(Table, tablename="gap_area"):
    """A small area. In the database a set has each code once."""

    id: BigSerial = BigSerial(primary_key=True)
    area_set: ForeignKey[GapAreaSet] = ForeignKey(GapAreaSet, on_delete=OnDelete.cascade, null=False)
    code: Text = Text()
    name: Text = Text()
    latitude: DoublePrecision = DoublePrecision()
    longitude: DoublePrecision = DoublePrecision()
    postcodes: Integer = Integer()
    districts: JSONB = JSONB(default=[])
    """Pairs of a postcode district and its share."""
    path: Text = Text()
    """How it is drawn."""
    polygons: JSONB = JSONB(default=[])
    """Its corners in degrees, for those who take the areas away."""
