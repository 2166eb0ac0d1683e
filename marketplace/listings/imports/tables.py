"""Tables of imports on the web. Private: rows hold base postcodes until the import ends."""

from piccolo.columns import JSONB, UUID, Array, BigSerial, ForeignKey, Integer, OnDelete, Text, Timestamptz
from piccolo.table import Table


class ListingImport(Table, tablename="listing_import"):
    """A spreadsheet that a steward sent, and what became of it."""

    id: UUID = UUID(primary_key=True)
    council_code: Text = Text()
    """Whose stewards see it: a council in the system, or `national`."""
    file_name: Text = Text()
    status: Text = Text(default="open")
    """Code of ImportStatus."""
    version: Integer = Integer(default=1)
    ignored: Array = Array(base_column=Text())
    """Headings that were not understood."""
    created_by: UUID = UUID(default=None)
    """Accounts are named by id alone: they go, and what they did stays."""
    created_at: Timestamptz = Timestamptz()
    imported_by: UUID = UUID(null=True, default=None)
    imported_at: Timestamptz = Timestamptz(null=True, default=None)
    undone_by: UUID = UUID(null=True, default=None)
    undone_at: Timestamptz = Timestamptz(null=True, default=None)


class ListingImportRow(Table, tablename="listing_import_row"):
    """A row of it. What it says is emptied when the import ends; what became of it stays."""

    id: BigSerial = BigSerial(primary_key=True)
    listing_import: ForeignKey[ListingImport] = ForeignKey(
        ListingImport, on_delete=OnDelete.cascade, null=False
    )
    number: Integer = Integer()
    """As the spreadsheet numbers it. In the database an import has each once."""
    state: Text = Text()
    """Code of RowState: how it was read."""
    provider: Text = Text()
    title: Text = Text()
    draft: JSONB = JSONB(null=True, default=None)
    problems: JSONB = JSONB(default=[])
    alike: JSONB = JSONB(default=[])
    """Listings and rows that it may be the same as, the most like first."""
    choice: Text = Text(default="new")
    """`new`, `merge` or `leave`."""
    target: UUID = UUID(null=True, default=None)
    """The listing that it is merged into."""
    outcome: Text = Text(default="")
    """Code of Outcome; empty until it is imported."""
    listing: UUID = UUID(null=True, default=None, index=True)
    """The listing that was added, or merged into."""
    version_before: Integer = Integer(null=True, default=None)
    """Of the listing that it was merged into."""
    version_after: Integer = Integer(null=True, default=None)
    undone: Text = Text(default="")
    """`undone`, `left` (somebody changed the listing since), or empty."""
