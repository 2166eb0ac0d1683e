"""What goes in and out of an import."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from msgspec import Struct

from marketplace.listings.schemas import ListingStatus

Cell = str | float | int | bool | date | datetime | time | timedelta | None
"""A cell as a spreadsheet gives it; a CSV file gives text only."""


class Column(Struct, frozen=True, kw_only=True):
    """A column of the template."""

    key: str
    heading: str
    help: str
    """What to write, for the person who fills it in."""
    example: str = ""
    also: tuple[str, ...] = ()
    """Other headings that mean the same."""
    is_needed: bool = False
    """Every row must have something here."""
    choices: tuple[str, ...] = ()
    """Labels of what can be chosen, for the sheet of allowed values."""
    takes_many: bool = False


class Sheet(Struct, frozen=True, kw_only=True):
    """A table as it was read, blank rows included, so that rows have the numbers the person sees."""

    rows: list[list[Cell]]


class RowProblem(Struct, frozen=True, kw_only=True):
    """What is wrong in one cell, where to find it, and how to mend it."""

    row: int | None
    """As the spreadsheet numbers it, from 1; None for the file as a whole."""
    column: str
    """Letters of the column ("C"), "" for the whole row or file."""
    heading: str
    value: str
    message: str

    @property
    def place(self) -> str:
        """Where it is, in a word: "C14", "row 14", or ""."""
        if self.row is None:
            return ""
        return f"{self.column}{self.row}" if self.column else f"row {self.row}"


class PassedOver(Struct, frozen=True, kw_only=True):
    """A row that is listed already. Its listing was left as it is."""

    row: int
    listing_id: UUID
    status: ListingStatus
    message: str
    """Such as "already listed as “Tuesday art group” by Trowbridge Makers"."""


class ImportReport(Struct, frozen=True, kw_only=True):
    """What an import did, or would do."""

    rows: int
    """Rows with something in them, headings and examples aside."""
    listings: int
    """How many were added, or would be in a dry run. 0 when there is any problem: nothing is half done."""
    is_dry_run: bool
    problems: tuple[RowProblem, ...] = ()
    """In the order of rows and columns, at most the first 500."""
    problems_total: int = 0
    ignored_headings: tuple[str, ...] = ()
    """Columns that were not understood and were left out."""
    passed_over: tuple[PassedOver, ...] = ()
    """Rows that are listed already, at most the first 500. Empty when there is any problem."""
    passed_over_total: int = 0
    notes: tuple[str, ...] = ()
    """What the person should know though nothing is wrong."""
