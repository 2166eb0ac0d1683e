"""The door of imports: the template, and a spreadsheet read, checked and loaded: all of it or nothing."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec.structs import replace

from marketplace.kernel.database import transaction
from marketplace.kernel.errors import OperatorError
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.i18n import ngettext
from marketplace.listings.imports.duplicates import repository as alike
from marketplace.listings.imports.duplicates import rules as duplicates
from marketplace.listings.imports.reading.schemas import Table
from marketplace.listings.imports.reading.service import problem_of, read_rows, read_table
from marketplace.listings.imports.repository import FileError
from marketplace.listings.imports.schemas import ImportReport, RowProblem
from marketplace.listings.imports.template import repository as template
from marketplace.listings.imports.template.rules import translated
from marketplace.listings.records.service import PlaceFinder
from marketplace.listings.schemas import ListingDraft
from marketplace.listings.service import load_listings

__all__ = ["import_listings", "write_template"]

MOST_PROBLEMS = 500
_MOST_ROWS_NAMED = 20


def write_template(path: Path) -> None:
    """Write the template, as CSV or as a workbook by the ending of the path.

    Raises:
        OperatorError: the ending is neither, or the file cannot be written.
    """
    writers = {".csv": template.write_csv, ".xlsx": template.write_workbook}
    writer = writers.get(path.suffix.lower())
    if writer is None:
        raise OperatorError("The template is written to a file that ends in .xlsx or .csv.")
    try:
        writer(path, translated(template.read_columns()))
    except OSError as error:
        raise OperatorError(f"The template cannot be written to {path}: {error.strerror}.") from error


async def import_listings(path: Path, *, gazetteer: PlaceFinder, actor: str, dry_run: bool) -> ImportReport:
    """Read a council's spreadsheet and publish its listings, if every row is right; otherwise change nothing.

    Rows that are listed already are passed over, and the report names them. A dry run does all but the
    change. Never raises for what is in the file: the report says it.
    """
    try:
        table = read_table(path)
    except FileError as error:
        return _report(
            0, [RowProblem(row=None, column="", heading="", value="", message=str(error))], dry_run=dry_run
        )
    rows = read_rows(table, gazetteer)
    drafts = {row.number: row.draft for row in rows}
    problems = [problem for row in rows for problem in row.problems]
    problems += _find_repeated(table, drafts)
    report = replace(
        _report(len(table.rows), problems, dry_run=dry_run),
        ignored_headings=table.ignored,
        notes=_notes(table),
    )
    return report if problems else await _load_new(report, drafts, gazetteer, actor)


async def _load_new(
    report: ImportReport, drafts: Mapping[int, ListingDraft], gazetteer: PlaceFinder, actor: str
) -> ImportReport:
    """Load the rows that are not listed yet. Of two imports at once one waits and sees what the other did."""
    async with transaction():
        if not report.is_dry_run:
            await alike.take_turn()
        matches = await alike.find_alike({n: duplicates.likeness_of(draft) for n, draft in drafts.items()})
        passed_over = duplicates.passed_over(drafts, matches)
        known = duplicates.with_known_organizations(drafts, matches)
        listed = {row.row for row in passed_over}
        new = [draft for number, draft in known.items() if number not in listed]
        if not report.is_dry_run:
            await load_listings(new, gazetteer=gazetteer, actor=actor)
    elsewhere = sorted(duplicates.listed_elsewhere(drafts, matches))
    return replace(
        report,
        listings=len(new),
        passed_over=passed_over[:MOST_PROBLEMS],
        passed_over_total=len(passed_over),
        notes=(*report.notes, *_notes_elsewhere(elsewhere)),
    )


def _report(rows: int, problems: list[RowProblem], *, dry_run: bool) -> ImportReport:
    problems.sort(key=lambda problem: (problem.row or 0, len(problem.column), problem.column))
    return ImportReport(
        rows=rows,
        listings=0,
        is_dry_run=dry_run,
        problems=tuple(problems[:MOST_PROBLEMS]),
        problems_total=len(problems),
    )


def _notes(table: Table) -> tuple[str, ...]:
    if not table.examples:
        return ()
    return (_("The example row of the template was passed over."),)


def _notes_elsewhere(rows: list[int]) -> tuple[str, ...]:
    if not rows:
        return ()
    numbers = ", ".join(map(str, rows[:_MOST_ROWS_NAMED])) + (" …" if len(rows) > _MOST_ROWS_NAMED else "")
    return (
        ngettext(
            "The provider of row %(rows)s has a listing with this title at another place too.",
            "The providers of rows %(rows)s have listings with these titles at other places too.",
            len(rows),
            rows=numbers,
        ),
    )


def _find_repeated(table: Table, drafts: Mapping[int, ListingDraft]) -> Iterable[RowProblem]:
    for number, first in duplicates.repeated_rows(drafts):
        message = _("Row %(num)s has the same provider, title and postcode.", num=first)
        yield problem_of(table, number, "title", message)
