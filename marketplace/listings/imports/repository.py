"""Reads a spreadsheet from its file. What cannot be read raises `FileError` with one plain sentence."""

import csv
import io
import re
import zipfile
import zlib
from functools import lru_cache, reduce
from itertools import islice
from pathlib import Path
from typing import IO, Any, NamedTuple

from python_calamine import CalamineError, CalamineWorkbook

from marketplace.kernel.forms import clean
from marketplace.kernel.i18n import gettext as _
from marketplace.listings.imports.choices.rules import squash
from marketplace.listings.imports.schemas import Cell, Sheet

MOST_BYTES = 20_000_000
MOST_UNPACKED_BYTES = 300_000_000
MOST_ROWS = 20_000
MOST_COLUMNS = 250


class Limits(NamedTuple):
    """How large a file may be."""

    size_bytes: int
    unpacked_bytes: int
    rows: int


COMMAND_LIMITS = Limits(MOST_BYTES, MOST_UNPACKED_BYTES, MOST_ROWS)
WEB_LIMITS = Limits(8_000_000, 80_000_000, 5_000)
"""Of what stewards send: several are read at once beside the pages that everybody looks at."""
_SEPARATORS = ",;\t|"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_LARGEST_FIELD = 200_000
_REFERENCE = re.compile(rb"""\sr\s{0,9}=\s{0,9}["']([A-Za-z]{0,3})(\d{1,7})["']""")
"""Where a row or a cell of a sheet says which one it is: `r="12"`, `r="C12"`."""
_LONGEST_REFERENCE = 32
_CHUNK = 1_000_000
_LINES_LOOKED_AT = 5
_MOST_LINES_A_ROW = 4
"""Blank lines are passed over; of megabytes of them a file is refused."""


class FileError(ValueError):
    """A file cannot be read; the message says why, and what to do."""


def has_sheet(path: Path, name: str) -> bool:
    """Whether a workbook that was read has a sheet of this name."""
    with CalamineWorkbook.from_path(path) as workbook:
        return any(squash(each) == name for each in workbook.sheet_names)


def read_sheet(path: Path, limits: Limits = COMMAND_LIMITS, sheet: str = "listings") -> Sheet:
    """Read a .csv or .xlsx file; of a workbook the sheet of that name, or else the first.

    Raises:
        FileError: it is not there, not of these kinds, too large or damaged.
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        raise FileError(_("There is no file %(path)s.", path=path)) from error
    if size > limits.size_bytes:
        raise FileError(
            _("The file is larger than %(num)s megabytes. Split it.", num=limits.size_bytes // 1_000_000)
        )
    kind = path.suffix.lower()
    if kind not in {".csv", ".txt", ".tsv", ".xlsx"}:
        raise FileError(_("Give a spreadsheet as .xlsx or .csv; in Excel, choose “Save as”."))
    try:
        rows = _read_workbook(path, limits, sheet) if kind == ".xlsx" else _read_csv(path, limits)
    except OSError as error:
        raise FileError(_("The file %(path)s cannot be read.", path=path)) from error
    return Sheet(rows=[[_cleaned(cell) for cell in row] for row in _within_limits(rows, limits)])


def _cleaned(cell: Cell) -> Cell:
    """Text as we keep it. A workbook can hold any sign, such as one that no database takes (`_x0000_`)."""
    return str(clean(cell)) if isinstance(cell, str) and not cell.isprintable() else cell


def _within_limits(rows: list[list[Cell]], limits: Limits) -> list[list[Cell]]:
    while rows and not any(cell not in {None, ""} for cell in rows[-1]):
        rows.pop()
    if len(rows) > limits.rows:
        raise FileError(_("The file has more than %(num)s rows. Split it.", num=limits.rows))
    if any(len(row) > MOST_COLUMNS for row in rows):
        raise FileError(_("The file has more than %(num)s columns.", num=MOST_COLUMNS))
    return rows


def _read_csv(path: Path, limits: Limits) -> list[list[Cell]]:
    text = _decode(path.read_bytes())
    if "\x00" in text:
        raise FileError(_("The file is not a text file of separated values. Save it again as CSV."))
    separator = _find_separator(text)
    previous = csv.field_size_limit(_LARGEST_FIELD)
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        rows: list[list[Cell]] = [list(row) for row in islice(lines, _MOST_LINES_A_ROW * limits.rows + 1)]
    except csv.Error as error:
        raise FileError(_("The file is not right as CSV: %(error)s. Save it again.", error=error)) from error
    finally:
        csv.field_size_limit(previous)
    if len(rows) > _MOST_LINES_A_ROW * limits.rows:
        raise FileError(_("The file has more than %(num)s rows. Split it.", num=limits.rows))
    return rows


def _find_separator(text: str) -> str:
    """What parts the cells of the headings: the first of the first lines that has one sign twice or more."""
    lines = text[:_CHUNK].split("\n", _LINES_LOOKED_AT)[:_LINES_LOOKED_AT]
    parted = (line for line in lines if any(line.count(separator) > 1 for separator in _SEPARATORS))
    return max(_SEPARATORS, key=next(parted, lines[0]).count)


def _decode(content: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with its mark, else what Windows writes in Britain."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _read_workbook(path: Path, limits: Limits, sheet: str) -> list[list[Cell]]:
    _check_archive(path, limits)
    try:
        with CalamineWorkbook.from_path(path) as workbook:
            name = _choose_sheet(workbook.sheet_names, sheet)
            rows: list[list[Any]] = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (CalamineError, zipfile.BadZipFile) as error:
        raise FileError(_("The file is damaged or not an Excel workbook. Save it again as .xlsx.")) from error
    return rows


def _check_archive(path: Path, limits: Limits) -> None:
    """A workbook is a ZIP archive: refuse one with a password, and one that unpacks to far too much."""
    with path.open("rb") as file:
        if file.read(4) == _OLD_EXCEL:
            raise FileError(
                _("The file has a password or is in an old format. Save it as .xlsx without a password.")
            )
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
            if unpacked > limits.unpacked_bytes:
                raise FileError(_("The file unpacks to far too much. Save the sheet alone in a new file."))
            for entry in archive.infolist():
                with archive.open(entry) as part:
                    _check_reach(part, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        raise FileError(_("The file is damaged or not an Excel workbook. Save it again as .xlsx.")) from error


def _check_reach(part: IO[bytes], limits: Limits) -> None:
    """Refuse a sheet that a stray cell makes enormous: the reader lays out everything up to the last cell."""
    rows = columns = 1
    kept = b""
    while chunk := part.read(_CHUNK):
        for letters, row in _REFERENCE.findall(kept + chunk):
            rows, columns = max(rows, int(row)), max(columns, _column_number(letters))
        if rows * columns > limits.rows * MOST_COLUMNS:
            raise FileError(
                _(
                    "A sheet has a cell far away from the others, or very many cells. "
                    "Copy the rows with listings into a new file."
                )
            )
        kept = chunk[-_LONGEST_REFERENCE:]


@lru_cache(maxsize=1024)
def _column_number(letters: bytes) -> int:
    """Number of a column from 1: "A" -> 1, "AA" -> 27."""
    return reduce(lambda number, letter: number * 26 + letter - 64, letters.upper(), 0)


def _choose_sheet(names: list[str], wanted: str) -> str:
    if not names:
        raise FileError(_("The file has no sheet."))
    return next((name for name in names if squash(name) == wanted), names[0])
