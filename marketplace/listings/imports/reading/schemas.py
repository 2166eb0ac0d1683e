"""What a spreadsheet becomes when it is read."""

from msgspec import Struct

from marketplace.listings.imports.schemas import Cell, RowProblem
from marketplace.listings.schemas import ListingDraft


class Table(Struct, frozen=True):
    """A sheet whose headings are understood: cells by key of their column, rows as the person counts them."""

    rows: dict[int, dict[str, Cell]]
    columns: dict[str, int]
    ignored: tuple[str, ...]
    examples: int


class ReadRow(Struct, frozen=True, kw_only=True):
    """A row with something in it."""

    number: int
    """As the spreadsheet numbers it, from 1."""
    draft: ListingDraft
    problems: tuple[RowProblem, ...]
    council_code: str | None
    """The council that the place is in, as everybody may know it; None where there are problems."""
