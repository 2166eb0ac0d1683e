"""What the columns of the template are, and which headings mean them."""

from collections.abc import Iterable

from msgspec.structs import replace

from marketplace.kernel.i18n import gettext as _
from marketplace.listings.imports.choices.rules import squash
from marketplace.listings.imports.schemas import Column

EXAMPLE_MARK = "EXAMPLE"
"""A row whose provider begins with this is passed over, so that the example may stay in the file."""

UNITS = ("an hour", "a session", "a day", "a night", "a week", "a trip", "free")
CQC_WORDS = ("yes", "no", "exempt")


def translated(columns: Iterable[Column]) -> tuple[Column, ...]:
    """The columns with heading and help in the reader's language. What is written in them is English."""
    return tuple(
        replace(column, heading=_(column.heading), help=_(column.help) if column.help else "")
        for column in columns
    )


def headings_to_keys(columns: Iterable[Column]) -> dict[str, str]:
    """Squashed headings, with all that mean the same -> keys."""
    columns = tuple(columns)
    known = {squash(column.heading): column.key for column in columns}
    for column in columns:
        for heading in (column.key, *column.also):
            known.setdefault(squash(heading), column.key)
    return known
