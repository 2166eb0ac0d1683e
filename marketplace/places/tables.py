"""Tables of the places room."""

from piccolo.columns import UUID, Date, Text, Varchar
from piccolo.columns.defaults.uuid import UUID4
from piccolo.table import Table


class DirectPaymentSupport(Table, tablename="direct_payment_support"):
    """Who helps people of one council's area with direct payments."""

    id: UUID = UUID(primary_key=True, default=UUID4())
    council_code: Varchar = Varchar(length=9, unique=True)
    """Code of the council with social services."""
    name: Text = Text()
    description: Text = Text()
    phone: Text = Text(default=None, null=True)
    url: Text = Text(default=None, null=True)
    source: Text = Text()
    as_of: Date = Date(default=None)
