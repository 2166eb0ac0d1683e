"""Reads a spreadsheet into drafts. Takes a while: call it off the event loop."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from uuid import UUID, uuid4

from msgspec.structs import replace

from marketplace.kernel.errors import InvalidError, Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.listings.imports import repository, rules
from marketplace.listings.imports.cells.rules import CellError, as_text, is_nothing
from marketplace.listings.imports.choices.rules import Choices, make_choices, squash
from marketplace.listings.imports.reading.schemas import ReadRow, Table
from marketplace.listings.imports.repository import COMMAND_LIMITS, FileError, Limits
from marketplace.listings.imports.schemas import Cell, RowProblem
from marketplace.listings.imports.template import repository as template
from marketplace.listings.imports.template.rules import EXAMPLE_MARK, headings_to_keys, translated
from marketplace.listings.records.service import PlaceFinder, settle
from marketplace.listings.schemas import ListingDraft, ListingKind, ListingRecord
from marketplace.places.schemas import Place
from marketplace.places.service import list_councils
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy

_LONGEST_SHOWN = 80


def read_table(path: Path, limits: Limits = COMMAND_LIMITS) -> Table:
    """Read a file and understand its headings.

    Raises:
        FileError: it cannot be read, or has no table of listings.
    """
    sheet = repository.read_sheet(path, limits)
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
    return Table(rows, indexes, tuple(ignored), examples)


def read_rows(table: Table, gazetteer: PlaceFinder) -> list[ReadRow]:
    """Each row as a draft, with what is wrong in it."""
    organizations: dict[str, UUID] = {}
    points = _PointFinder(gazetteer)
    read = []
    for number, row in table.rows.items():
        reader = rules.RowReader(row, _choices(), _area_codes())
        draft = reader.draft(_organization_of(row, reader.kind(), organizations), points.find)
        record, found = _settle(draft, gazetteer)
        said = [*_missing(row), *reader.problems]
        said += [(rules.column_of_problem(problem), problem.message) for problem in found]
        told: dict[str, str] = {}
        for key, message in said:
            told.setdefault(key, message)
        read.append(
            ReadRow(
                number=number,
                draft=draft,
                problems=tuple(problem_of(table, number, key, message) for key, message in told.items()),
                council_code=record.council_code if record else None,
            )
        )
    return read


def problem_of(table: Table, number: int, key: str, message: str) -> RowProblem:
    """What is wrong with a cell, in its words and place."""
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


def _missing(row: Mapping[str, Cell]) -> Iterable[tuple[str, str]]:
    for column in translated(template.read_columns()):
        if column.is_needed and column.key not in row:
            yield column.key, _("This is needed. %(help)s", help=column.help)


def _settle(draft: ListingDraft, gazetteer: PlaceFinder) -> tuple[ListingRecord | None, list[Problem]]:
    try:
        return settle(draft, gazetteer), []
    except InvalidError as error:
        return None, [Problem(field=each.field, message=each.message) for each in error.problems]


def _organization_of(row: Mapping[str, Cell], kind: ListingKind, known: dict[str, UUID]) -> UUID:
    """Rows with one provider's name are one organisation; personal assistants only share first names."""
    if kind is ListingKind.PERSONAL_ASSISTANT:
        return uuid4()
    return known.setdefault(squash(str(row.get("provider", ""))), uuid4())


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
