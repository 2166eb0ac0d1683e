"""Tables as CSV and XLSX, areas as GeoJSON. Pure.

No text is ever a formula: in CSV it begins with an apostrophe where a program could take it for one, in XLSX
its cell says that it is text.
"""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from marketplace.gaps.reading.schemas import Area, GroupView, Picture
from marketplace.gaps.taking.rules import file_value, told_people, told_reach, told_supply
from marketplace.gaps.taking.schemas import Exports
from marketplace.gaps.taking.sheets.schemas import Cell, Sheet
from marketplace.gaps.taking.statement.parts.sources.rules import source_rows
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.spreadsheets import csv_lines

BYTE_ORDER_MARK = "\ufeff"
"""So that spreadsheet programs read the file as UTF-8."""
DEGREES = 5
"""Digits after the point of a degree: a metre."""
_LONGEST_NAME = 31
_HEAD = PatternFill("solid", fgColor="FF1D5B57")
_WRAP = Alignment(wrap_text=True, vertical="top")


def write_csv(sheet: Sheet) -> str:
    """One table, with a byte order mark. Times are ISO, without a zone: those of London."""
    rows = ([_plain(cell) for cell in row] for row in sheet.rows)
    return BYTE_ORDER_MARK + csv_lines([list(sheet.columns), *rows])


def _plain(cell: Cell) -> object:
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    # Our own numbers stand as they are, whole ones without a point.
    return Decimal(f"{cell:.10g}") if isinstance(cell, int | float) else cell


def write_xlsx(sheets: Sequence[Sheet], title: str, lines: Sequence[str]) -> bytes:
    """A workbook: a first sheet that says what it is, and one for each table with a head that stays."""
    book = Workbook(write_only=True)
    book.properties.title = title
    book.properties.creator = ""
    first = book.create_sheet(_("Read me"))
    first.column_dimensions["A"].width, first.column_dimensions["B"].width = 34, 100
    first.append([_cell(first, title, font=Font(bold=True, size=14))])
    for line in lines:
        first.append([_cell(first, line)])
    first.append([])
    first.append([_cell(first, text, font=Font(bold=True)) for text in (_("Sheet"), _("What a row is"))])
    for sheet in sheets:
        first.append([_cell(first, sheet.title), _cell(first, sheet.about, wrap=True)])
    for sheet in sheets:
        _add(book, sheet)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _add(book: Any, sheet: Sheet) -> None:
    page = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", sheet.title)[:_LONGEST_NAME])
    for number, width in enumerate(sheet.widths, 1):
        page.column_dimensions[get_column_letter(number)].width = width
    page.freeze_panes = "A2"
    page.print_title_rows = "1:1"
    page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{len(sheet.rows) + 1}"
    head = []
    for name in sheet.columns:
        cell = _cell(page, name, font=Font(bold=True, color="FFFFFFFF"), wrap=True)
        cell.fill = _HEAD
        head.append(cell)
    page.append(head)
    for row in sheet.rows:
        page.append([_cell(page, value) for value in row])


def _cell(page: Any, value: Cell, *, font: Font | None = None, wrap: bool = False) -> Any:
    """A cell of the type of its value; text is text, whatever it begins with."""
    if isinstance(value, str):
        cell = WriteOnlyCell(page, ILLEGAL_CHARACTERS_RE.sub("", value))
        cell.data_type = "s"
    else:
        cell = WriteOnlyCell(page, value)
        if isinstance(value, datetime):
            cell.number_format = "yyyy-mm-dd hh:mm"
        elif isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"
    if font:
        cell.font = font
    if wrap:
        cell.alignment = _WRAP
    return cell


def write_geojson(exports: Exports) -> bytes:
    """Small areas with what is told of each (RFC 7946). Sources stand beside the features."""
    market = exports.market
    features = [
        {
            "type": "Feature",
            "id": area.code,
            "geometry": {"type": "MultiPolygon", "coordinates": _ground(exports.polygons[area.code])},
            "properties": _properties(area, at, list(market.pictures.values())),
        }
        for at, area in enumerate(market.hours.areas)
        if area.code in exports.polygons
    ]
    collection = {
        "type": "FeatureCollection",
        "name": market.council.name,
        "made_at": market.made_at.isoformat(timespec="seconds"),
        "about": _(
            "People are rounded where they are estimates; null stands for fewer than 5, and for what would "
            "give such a number away. Free hours or places are for each 100 people."
        ),
        "sources": [
            {"what": what, "source": source, "date": when} for what, source, when in source_rows(market)
        ],
        "features": features,
    }
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()


def _properties(area: Area, at: int, pictures: Sequence[Picture]) -> dict[str, object]:
    found: dict[str, object] = {"code": area.code, "name": area.name, "districts": list(area.districts)}
    for view in pictures[0].groups:
        found[f"{view.group}_people"] = told_people(view, at)
        found[f"{view.group}_people_source"] = view.source.value
    for picture in pictures:
        if picture.computed_at is not None:
            for view in picture.groups:
                found |= dict(_access(view, picture, at))
    return found


def _access(view: GroupView, picture: Picture, at: int) -> Iterator[tuple[str, object]]:
    name = f"{view.group}_{picture.unit}"
    reach = told_reach(view, at)
    yield f"{name}_in_reach", told_supply(view, at)
    yield f"{name}_per_100", reach.value if reach else None
    yield f"{name}_per_100_low", reach.low if reach else None
    yield f"{name}_per_100_high", reach.high if reach else None
    usual = view.usual.england
    yield f"{name}_per_100_england", file_value(usual) if usual is not None else None


def _ground(polygons: Sequence[Sequence[Sequence[tuple[float, float]]]]) -> list[list[list[list[float]]]]:
    """Coordinates as RFC 7946 asks: outer rings of polygons against the clock, holes with it."""
    return [
        [_turned(ring, is_outer=number == 0) for number, ring in enumerate(polygon)] for polygon in polygons
    ]


def _turned(ring: Sequence[tuple[float, float]], *, is_outer: bool) -> list[list[float]]:
    corners = [[round(east, DEGREES), round(north, DEGREES)] for east, north in ring]
    twice_area = sum(one[0] * other[1] - other[0] * one[1] for one, other in pairwise(corners))
    return corners if (twice_area > 0) == is_outer else corners[::-1]
