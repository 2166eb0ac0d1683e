"""Reads the columns from their file; writes the template as CSV, or as a workbook with the allowed values."""

import csv
from functools import cache
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from marketplace.kernel.i18n import gettext as _
from marketplace.listings.imports.schemas import Column
from marketplace.listings.imports.template.rules import CQC_WORDS, UNITS
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy

_COLUMNS = Path(__file__).with_name("columns.csv")
_ROWS_WITH_CHOICES = 2_000
_WIDTH = 28


@cache
def read_columns() -> tuple[Column, ...]:
    """The columns in their order, in English."""
    with _COLUMNS.open(encoding="utf-8", newline="") as file:
        return tuple(
            Column(
                key=row["key"],
                heading=row["heading"],
                help=row["help"],
                example=row["example"],
                also=tuple(filter(None, row["also"].split("|"))),
                is_needed=row["is_needed"] == "yes",
                choices=_labels(row["choices"]),
                takes_many=row["takes_many"] == "yes",
            )
            for row in csv.DictReader(file)
        )


def _labels(name: str) -> tuple[str, ...]:
    if name == "units":
        return UNITS
    if name == "cqc":
        return CQC_WORDS
    if not name:
        return ()
    taxonomy = Taxonomy(name)
    return tuple(taxonomies.source_label(taxonomy, term.code) for term in taxonomies.terms(taxonomy))


def write_csv(path: Path, columns: tuple[Column, ...]) -> None:
    """Headings and an example. With a byte order mark, by which Excel knows that it is UTF-8."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column.heading for column in columns])
        writer.writerow([column.example for column in columns])


def write_workbook(path: Path, columns: tuple[Column, ...]) -> None:
    """A sheet to fill in, a sheet that explains each column, and one with the allowed values."""
    workbook = Workbook()
    listings = workbook.active
    listings.title = "Listings"
    listings.append([column.heading for column in columns])
    listings.append([column.example for column in columns])
    listings.freeze_panes = "B2"
    _head(listings, len(columns))
    _explain(workbook.create_sheet(_("How to fill it in")), columns)
    allowed = workbook.create_sheet(_("Allowed values"))
    with_choices = [column for column in columns if column.choices]
    allowed.append([column.heading for column in with_choices])
    for number, column in enumerate(with_choices, 1):
        for row, label in enumerate(column.choices, 2):
            allowed.cell(row=row, column=number, value=label)
        if not column.takes_many:
            letter, last = get_column_letter(number), len(column.choices) + 1
            source = f"'{allowed.title}'!${letter}$2:${letter}${last}"
            _offer(listings, columns.index(column) + 1, source)
    _head(allowed, len(with_choices))
    workbook.save(path)


def _explain(sheet: Worksheet, columns: tuple[Column, ...]) -> None:
    sheet.append([_("Column"), _("Needed"), _("What to write"), _("Example")])
    for column in columns:
        needed = _("yes") if column.is_needed else _("no")
        sheet.append([column.heading, needed, column.help, column.example.removeprefix("EXAMPLE ")])
    _head(sheet, 4)


def _head(sheet: Worksheet, columns: int) -> None:
    for number in range(1, columns + 1):
        cell = sheet.cell(row=1, column=number)
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTH


def _offer(sheet: Worksheet, column: int, source: str) -> None:
    """Offer a list of choices in the cells of a column."""
    letter = get_column_letter(column)
    validation = DataValidation(type="list", formula1=f"={source}", allow_blank=True)
    validation.add(f"{letter}2:{letter}{_ROWS_WITH_CHOICES}")
    sheet.add_data_validation(validation)
