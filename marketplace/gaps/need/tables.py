"""Tables of need. They hold counts of people by area; nothing in them is about one person."""

from piccolo.columns import UUID, Array, BigSerial, DoublePrecision, ForeignKey, OnDelete, Text, Timestamptz
from piccolo.table import Table


class NeedImport(Table, tablename="gap_need_import"):
    """A file of counts that somebody brought in."""

    id: UUID = UUID(primary_key=True)
    source: Text = Text()
    """Whose counts they are, in words that a page can show."""
    period: Text = Text()
    file_name: Text = Text()
    imported_at: Timestamptz = Timestamptz()
    imported_by: Text = Text()


class NeedCount(Table, tablename="gap_need_count"):
    """One thing that was counted in a council's areas. In the database a council has each measure once."""

    id: BigSerial = BigSerial(primary_key=True)
    need_import: ForeignKey[NeedImport] = ForeignKey(NeedImport, on_delete=OnDelete.cascade, null=False)
    council_code: Text = Text()
    measure: Text = Text()
    """Code of a care group or `direct_payments` (the council's own count), or a column of the census."""
    area_codes: Array = Array(base_column=Text())
    """In order. One that is the council's own code means: in the whole council."""
    people: Array = Array(base_column=DoublePrecision())
