"""Tables for spreadsheet programs, as CSV that does nothing when it is opened."""

import csv
import io
from collections.abc import Iterable
from decimal import Decimal

_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""A cell that begins with one of these may be taken for a formula; the last four are wide forms."""


def safe_cell(value: object) -> str:
    """A cell's text. What a spreadsheet program could take for a formula begins with an apostrophe.

    A `Decimal` is our own number and stands as it is, also below 0: programs can add it up.
    """
    if isinstance(value, Decimal):
        return str(value)
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_BEGINS_FORMULA) else text


def csv_lines(rows: Iterable[Iterable[object]]) -> str:
    """Rows as lines of CSV (RFC 4180), each cell made safe."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerows([safe_cell(value) for value in row] for row in rows)
    return written.getvalue()
