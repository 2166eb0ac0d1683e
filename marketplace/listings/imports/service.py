"""The door of imports: the template, and a spreadsheet read, checked and loaded: all of it or nothing."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from uuid import UUID, uuid4

from msgspec import Struct
from msgspec.structs import replace

from marketplace.kernel.database import transaction
from marketplace.kernel.errors import InvalidError, OperatorError
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.i18n import ngettext
from marketplace.listings.imports import repository, rules
from marketplace.listings.imports.cells.rules import CellError, as_text, is_nothing
from marketplace.listings.imports.choices.rules import Choices, make_choices, squash
from marketplace.listings.imports.duplicates import repository as alike
from marketplace.listings.imports.duplicates import rules as duplicates
from marketplace.listings.imports.repository import FileError
from marketplace.listings.imports.schemas import Cell, ImportReport, RowProblem
from marketplace.listings.imports.template import repository as template
from marketplace.listings.imports.template.rules import EXAMPLE_MARK, headings_to_keys, translated
from marketplace.listings.records.service import PlaceFinder, settle
from marketplace.listings.schemas import ListingDraft, ListingKind
from marketplace.listings.service import load_listings
from marketplace.places.schemas import Place
from marketplace.places.service import list_councils
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy

__all__ = ["import_listings", "write_template"]

MOST_PROBLEMS = 500
_LONGEST_SHOWN = 80
_MOST_ROWS_NAMED = 20


class _Table(Struct, frozen=True):
    """A sheet whose headings are understood: cells by key of their column, rows as the person counts them."""

    rows: dict[int, dict[str, Cell]]
    columns: dict[str, int]
    ignored: tuple[str, ...]
    examples: int


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
        table = _read_table(path)
    except FileError as error:
        return _report(
            0, [RowProblem(row=None, column="", heading="", value="", message=str(error))], dry_run=dry_run
        )
    drafts, problems = _read_drafts(table, gazetteer)
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


def _notes(table: _Table) -> tuple[str, ...]:
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


def _read_table(path: Path) -> _Table:
    sheet = repository.read_sheet(path)
    columns = translated(template.read_columns())
    found = rules.find_headings(sheet.rows, headings_to_keys((*template.read_columns(), *columns)))
    if found is None:
        raise FileError(
            _("No headings were found in the first ten rows. Start from the template, and keep its headings.")
        )
    top, indexes, ignored = found
    missing = [column.heading for column in columns if column.is_needed and column.key not in indexes]
    if missing:
        raise FileError(_("These columns are missing: %(missing)s.", missing=", ".join(missing)))
    rows, examples = {}, 0
    for number, cells in enumerate(sheet.rows[top + 1 :], top + 2):
        row = {
            key: cells[index]
            for key, index in indexes.items()
            if index < len(cells) and not is_nothing(cells[index])
        }
        if str(row.get("provider", "")).startswith(EXAMPLE_MARK):
            examples += 1
        elif row:
            rows[number] = row
    if not rows:
        raise FileError(_("There is no row with a listing under the headings."))
    return _Table(rows, indexes, tuple(ignored), examples)


def _read_drafts(table: _Table, gazetteer: PlaceFinder) -> tuple[dict[int, ListingDraft], list[RowProblem]]:
    drafts: dict[int, ListingDraft] = {}
    problems: list[RowProblem] = []
    organizations: dict[str, UUID] = {}
    points = _PointFinder(gazetteer)
    for number, row in table.rows.items():
        reader = rules.RowReader(row, _choices(), _area_codes())
        draft = reader.draft(_organization_of(row, reader.kind(), organizations), points.find)
        said = [*_missing(row), *reader.problems, *_check(draft, gazetteer)]
        told: dict[str, str] = {}
        for key, message in said:
            told.setdefault(key, message)
        problems += [_problem(table, number, key, message) for key, message in told.items()]
        drafts[number] = draft
    return drafts, problems


def _missing(row: Mapping[str, Cell]) -> Iterable[tuple[str, str]]:
    for column in translated(template.read_columns()):
        if column.is_needed and column.key not in row:
            yield column.key, _("This is needed. %(help)s", help=column.help)


def _check(draft: ListingDraft, gazetteer: PlaceFinder) -> Iterable[tuple[str, str]]:
    try:
        settle(draft, gazetteer)
    except InvalidError as error:
        for problem in error.problems:
            yield rules.column_of_problem(problem), problem.message


def _problem(table: _Table, number: int, key: str, message: str) -> RowProblem:
    heading = next((_(column.heading) for column in template.read_columns() if column.key == key), "")
    index = table.columns.get(key)
    cell = table.rows[number].get(key)
    try:
        value = as_text(cell)
    except CellError:
        value = str(cell)
    return RowProblem(
        row=number,
        column="" if index is None else rules.column_letters(index),
        heading=heading,
        value=value[:_LONGEST_SHOWN],
        message=message,
    )


def _organization_of(row: Mapping[str, Cell], kind: ListingKind, known: dict[str, UUID]) -> UUID:
    """Rows with one provider's name are one organisation; personal assistants only share first names."""
    if kind is ListingKind.PERSONAL_ASSISTANT:
        return uuid4()
    return known.setdefault(squash(str(row.get("provider", ""))), uuid4())


def _find_repeated(table: _Table, drafts: Mapping[int, ListingDraft]) -> Iterable[RowProblem]:
    for number, first in duplicates.repeated_rows(drafts):
        message = _("Row %(num)s has the same provider, title and postcode.", num=first)
        yield _problem(table, number, "title", message)


@cache
def _choices() -> dict[Taxonomy, Choices]:
    """What can be written for each list: in English, whatever the reader's language."""
    words = taxonomies.thesaurus()
    return {
        taxonomy: make_choices(
            [
                replace(term, label=taxonomies.source_label(taxonomy, term.code))
                for term in taxonomies.terms(taxonomy)
            ],
            words,
        )
        for taxonomy in Taxonomy
    }


@cache
def _area_codes() -> dict[str, str]:
    nations = {
        "england": "E92000001",
        "wales": "W92000004",
        "scotland": "S92000003",
        "northern ireland": "N92000002",
    }
    councils = {
        squash(name): council.code
        for council in list_councils()
        for name in (council.name, council.official_name, council.code)
    }
    return nations | councils


class _PointFinder:
    """Finds the point of a venue's postcode, once for each."""

    def __init__(self, gazetteer: PlaceFinder) -> None:
        self.gazetteer = gazetteer
        self.found: dict[str, tuple[float, float]] = {}

    def find(self, postcode: str) -> tuple[float, float]:
        """Latitude and longitude; (0, 0) for a postcode that is not known, which the draft is refused for."""
        if postcode not in self.found:
            place = self.gazetteer.find_place(postcode) if postcode else None
            self.found[postcode] = (0.0, 0.0)
            if isinstance(place, Place):
                self.found[postcode] = place.latitude, place.longitude
        return self.found[postcode]
