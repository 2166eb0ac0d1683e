"""Tables of unmet need: what is told of a month, and nothing else. A withheld number is in no row."""

from piccolo.columns import BigSerial, Boolean, Date, ForeignKey, Integer, OnDelete, Text, Varchar
from piccolo.table import Table


class UnmetMonth(Table, tablename="unmet_month"):
    """That a month of a council was counted. In the database each pair is there once.

    The row of the national team says that the month was counted for all councils of that time.
    """

    id: BigSerial = BigSerial(primary_key=True)
    council_code: Varchar = Varchar(length=9)
    month: Date = Date(default=None)
    """Its first day."""
    counted_on: Date = Date(default=None)


class UnmetCell(Table, tablename="unmet_cell"):
    """One number, of at least five people; it never changes."""

    id: BigSerial = BigSerial(primary_key=True)
    counted: ForeignKey[UnmetMonth] = ForeignKey(UnmetMonth, on_delete=OnDelete.cascade, null=False)
    part: Varchar = Varchar(length=10)
    """By what: type, group, word or ending."""
    kind: Varchar = Varchar(length=10)
    is_met: Boolean = Boolean(default=False)
    outcode: Varchar = Varchar(length=4)
    is_rest: Boolean = Boolean(default=False)
    """Other places of the council, together."""
    code: Text = Text()
    """A support type, a group, a word or an outcome."""
    reason: Text = Text()
    """Of an outcome."""
    people: Integer = Integer(default=None)
