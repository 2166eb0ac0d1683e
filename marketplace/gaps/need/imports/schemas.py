"""What goes in and out of an import of counts."""

from msgspec import Struct


class NeedImportAsked(Struct, frozen=True, kw_only=True):
    """What is asked of an import of counts."""

    source: str = ""
    """Whose counts they are, in words for pages; else what the sheet "source" says."""
    period: str = ""
    council_code: str | None = None
    """Take this council's counts only."""
    withheld: int | None = None
    """What a cell counts as that hides a small number ("<5", "c", "*"); None takes no such cell."""
    leaves_out: bool = False
    """Take the councils and measures that are right, and leave out the others."""
    is_dry_run: bool = False


class NeedProblem(Struct, frozen=True, kw_only=True):
    """What is wrong in a cell, a row, or with what was counted in a council."""

    row: int | None
    """As the spreadsheet numbers it; None for a council or the file as a whole."""
    heading: str
    what: str
    """What the cell says, or the name of the council."""
    message: str
    council_code: str | None = None
    measure: str | None = None
    """What it spoils: all that is counted in the council if no measure is named."""


class NeedReport(Struct, frozen=True, kw_only=True):
    """What came of it."""

    source: str
    period: str
    areas: int
    measures: tuple[str, ...]
    """Codes of what was counted."""
    councils: tuple[str, ...]
    """Names of the councils that have these counts now, or would have."""
    left_out: tuple[str, ...]
    """Names of councils of which something was left out."""
    problems: tuple[NeedProblem, ...]
    passed_over: int
    """Rows of other councils than the one asked for."""
    ignored_headings: tuple[str, ...]
    is_done: bool
    is_dry_run: bool


class CountRow(Struct, frozen=True, kw_only=True):
    """What a row counts: people of one measure or several in an area."""

    row: int
    area_code: str
    council_said: str
    """Code of the council in the row, of any year; empty if it says none."""
    counts: dict[str, float]
