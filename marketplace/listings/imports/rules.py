"""The columns of a council's spreadsheet, and how a row of it becomes a draft."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, cast
from uuid import UUID

from marketplace.kernel.errors import FieldProblem
from marketplace.kernel.i18n import gettext as _
from marketplace.listings.drafts.rules import CODE_FIELDS
from marketplace.listings.imports.cells import rules as cells
from marketplace.listings.imports.cells.rules import CellError
from marketplace.listings.imports.choices.rules import Choices, read_choice, read_choices, squash
from marketplace.listings.imports.schemas import Cell
from marketplace.listings.imports.timetables.rules import read_timetable
from marketplace.listings.schemas import (
    Capacity,
    Check,
    CqcStatus,
    ListingDraft,
    ListingKind,
    Organization,
    ServiceArea,
    Venue,
)
from marketplace.taxonomies.schemas import Taxonomy

Row = Mapping[str, Cell]
"""The cells of a row that say something, by the key of their column."""

_FIELD_TO_COLUMN = (
    ("organization.name", "provider"),
    ("organization.description", "provider_description"),
    ("organization.website", "website"),
    ("costs", "price"),
    ("schedule", "days"),
    ("capacity.places", "places"),
    ("capacity.as_of", "capacity_as_of"),
    ("capacity", "hours_per_week"),
    ("venue.postcode", "venue_postcode"),
    ("venue.name", "venue_name"),
    ("venue.town", "town"),
    ("venue", "address"),
    ("area.base_postcode", "base_postcode"),
    ("area.named", "areas"),
    ("area", "miles"),
    ("cqc_status", "cqc"),
)
"""Field of a draft -> key of the column that it comes from; other fields have the key of their first word."""

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_CHECK = re.compile(
    rf"(?P<label>[^\d(]+?)\s*(?:\((?P<level>[^)]*)\))?\s*[:,-]?\s*(?P<dates>(?:{_MONTH}\s+)?\d.*)?",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"\s+(?:to|until|till|expires(?: on)?)\s+|\s+-\s+")
_CQC = {
    "yes": CqcStatus.REGISTERED,
    "y": CqcStatus.REGISTERED,
    "registered": CqcStatus.REGISTERED,
    "no": CqcStatus.NOT_NEEDED,
    "n": CqcStatus.NOT_NEEDED,
    "not needed": CqcStatus.NOT_NEEDED,
    "exempt": CqcStatus.EXEMPT,
}
_SPLIT_LINES = re.compile(r"[\n|]")
_DISTRICT = re.compile(r"[A-Za-z]{1,2}\d[A-Za-z\d]?")


class RowReader:
    """Reads one row; gathers what cannot be read, by column, instead of stopping at the first."""

    def __init__(self, row: Row, choices: Mapping[Taxonomy, Choices], area_codes: Mapping[str, str]) -> None:
        """`area_codes` are councils and nations, squashed name -> code."""
        self.row = row
        self.choices = choices
        self.area_codes = area_codes
        self.problems: list[tuple[str, str]] = []
        """Key of the column, and how to mend it."""

    def text(self, key: str) -> str:
        """A cell as text, "" when it says nothing."""
        return self._read(key, cells.as_text) or ""

    def number(self, key: str) -> float | None:
        """A cell as a number."""
        return cast("float | None", self._read(key, cells.read_number))

    def whole(self, key: str) -> int | None:
        """A cell as a whole number."""
        return cast("int | None", self._read(key, cells.read_whole_number))

    def day(self, key: str) -> date | None:
        """A cell as a date."""
        return cast("date | None", self._read(key, cells.read_date))

    def codes(self, key: str) -> tuple[str, ...]:
        """A cell as choices of a list."""
        choices = self.choices[CODE_FIELDS[key]]
        return self._read(key, lambda cell: read_choices(cells.as_text(cell), choices)) or ()

    def kind(self) -> ListingKind:
        """The kind of support; what cannot be read is a problem and a community activity."""
        choices = self.choices[Taxonomy.KIND]
        code = self._read("kind", lambda cell: read_choice(cells.as_text(cell), choices))
        return ListingKind(code) if code else ListingKind.COMMUNITY_ACTIVITY

    def _read(self, key: str, read: Callable[[Cell], Any]) -> Any:
        if key not in self.row:
            return None
        try:
            return read(self.row[key])
        except CellError as error:
            self.problems.append((key, str(error)))
            return None

    def draft(self, organization_id: UUID, find_point: Callable[[str], tuple[float, float]]) -> ListingDraft:
        """The draft that the row says. `find_point` gives the latitude and longitude of a postcode."""
        values: dict[str, Any] = {key: self.codes(key) for key in CODE_FIELDS}
        return ListingDraft(
            **values,
            organization=Organization(
                id=organization_id,
                name=self.text("provider"),
                description=self.text("provider_description"),
                website=_with_scheme(self.text("website")),
            ),
            kind=self.kind(),
            title=self.text("title"),
            summary=self.text("summary"),
            description=self.text("description"),
            easy_read=tuple(
                line.strip() for line in _SPLIT_LINES.split(self.text("easy_read")) if line.strip()
            ),
            venue=self._venue(find_point),
            area=self._area(),
            capacity=self._capacity(),
            schedule=self._schedule(),
            costs=self._read("price", self._costs) or (),
            checks=self._read("checks", lambda cell: self._checks(cells.as_text(cell))) or (),
            cqc_status=self._cqc(),
            cqc_location_id=self.text("cqc_location_id") or None,
            workers=self.whole("workers"),
            minimum_age=self.whole("minimum_age"),
            maximum_age=self.whole("maximum_age"),
            confirmed_on=self.day("confirmed_on"),
        )

    def _venue(self, find_point: Callable[[str], tuple[float, float]]) -> Venue | None:
        if not any(key in self.row for key in ("venue_name", "address", "town", "venue_postcode")):
            return None
        postcode = self.text("venue_postcode")
        latitude, longitude = find_point(postcode)
        return Venue(
            name=self.text("venue_name"),
            address=self.text("address"),
            town=self.text("town"),
            postcode=postcode,
            latitude=latitude,
            longitude=longitude,
        )

    def _area(self) -> ServiceArea | None:
        if not any(key in self.row for key in ("base_postcode", "miles", "areas")):
            return None
        return ServiceArea(
            base_postcode=self.text("base_postcode") or None,
            miles=self.number("miles") or 0.0,
            named=self._read("areas", lambda cell: self._areas(cells.as_text(cell))) or (),
        )

    def _areas(self, text: str) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for part in re.split(r"[;\n|,]", text):
            word = part.strip()
            if not word:
                continue
            code = word.upper() if _DISTRICT.fullmatch(word) else self.area_codes.get(squash(word))
            if code is None:
                raise CellError(
                    _(
                        "We do not know the area “%(text)s”. Write postcode districts such as SN12, "
                        "or the name of a council.",
                        text=word[:60],
                    )
                )
            found[code] = None
        return tuple(found)

    def _capacity(self) -> Capacity | None:
        hours, places = self.number("hours_per_week"), self.whole("places")
        as_of = self.day("capacity_as_of") or self.day("confirmed_on")
        if hours is None and places is None:
            return None
        if as_of is None:
            if not {"capacity_as_of", "confirmed_on"} & {key for key, _message in self.problems}:
                self.problems.append(("capacity_as_of", _("Say on which day this capacity was true.")))
            return None
        return Capacity(hours_per_week=hours, places=places, as_of=as_of)

    def _schedule(self) -> Any:
        days = self._read("days", cells.read_clock) or ""
        times = self._read("times", cells.read_clock) or ""
        key = "days" if days else "times"
        return self._read(key, lambda _cell: read_timetable(days, times)) or ()

    def _costs(self, price: Cell) -> Any:
        return cells.read_costs(price, self.row.get("price_unit"), self.row.get("price_note"))

    def _checks(self, text: str) -> tuple[Check, ...]:
        parts = (part.strip() for part in re.split(r"[;\n|]", cells.plain_dashes(text)))
        return tuple(self._check(part) for part in parts if part)

    def _check(self, text: str) -> Check:
        match = _CHECK.fullmatch(text)
        if match is None or not match["dates"]:
            raise CellError(
                _(
                    "Write each check with its date, such as "
                    "“DBS check (enhanced) 1 May 2025 to 1 May 2028”; separate several with ;"
                )
            )
        dates = [cells.read_date(part) for part in _UNTIL.split(match["dates"], maxsplit=1)]
        return Check(
            kind=read_choice(match["label"], self.choices[Taxonomy.CHECK]),
            level=(match["level"] or "").strip(),
            checked_on=dates[0],
            expires_on=dates[1] if len(dates) > 1 else None,
        )

    def _cqc(self) -> CqcStatus:
        text = squash(self.text("cqc"))
        if not text:
            return CqcStatus.REGISTERED if "cqc_location_id" in self.row else CqcStatus.NOT_NEEDED
        if text not in _CQC:
            self.problems.append(("cqc", _("Write yes, no or exempt.")))
        return _CQC.get(text, CqcStatus.NOT_NEEDED)


def _with_scheme(website: str) -> str | None:
    if not website:
        return None
    return website if "://" in website else f"https://{website}"


def column_of_problem(problem: FieldProblem) -> str:
    """Key of the column that a problem of a draft comes from."""
    field = ".".join(part for part in problem.field.split(".") if not part.isdigit())
    for prefix, key in _FIELD_TO_COLUMN:
        if field == prefix or field.startswith(f"{prefix}."):
            return key
    return field.split(".", maxsplit=1)[0]


def column_letters(index: int) -> str:
    """Letters of a column, counted from 0: "A", "Z", "AA"."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def find_headings(
    rows: Sequence[Sequence[Cell]], keys: Mapping[str, str]
) -> tuple[int, dict[str, int], list[str]] | None:
    """Find the row of headings among the first ten: its index, key -> column, and headings not understood.

    `keys` are squashed headings -> keys. None when no row has three headings that are known.
    """
    for number, row in enumerate(rows[:10]):
        columns: dict[str, int] = {}
        unknown: list[str] = []
        for index, cell in enumerate(row):
            heading = cell.strip() if isinstance(cell, str) else ""
            key = keys.get(squash(heading))
            if key and key not in columns:
                columns[key] = index
            elif heading:
                unknown.append(heading)
        if len(columns) >= 3:  # noqa: PLR2004 - a title above the table has fewer
            return number, columns, unknown
    return None
