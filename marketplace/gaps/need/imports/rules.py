"""Reads a table of counts: headings, cells, and whether what was counted can be taken. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from marketplace.gaps.need.imports.schemas import CountRow, NeedProblem
from marketplace.gaps.need.schemas import CENSUS_COLUMNS, DIRECT_PAYMENTS
from marketplace.gaps.schemas import GapGroup
from marketplace.kernel.i18n import gettext as _
from marketplace.listings.imports.schemas import Cell

MOST_PEOPLE = 10_000_000
HEADING_ROWS = 12
"""So many first rows are looked at for headings."""
LONGEST_SHOWN = 60
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_NUMBER = re.compile(r"\d{1,3}(,\d{3})+|\d+(\.0*)?")
_PERCENT = re.compile(r"-?[\d.,]+\s*(%|percent|per cent)")
_WITHHELD = {"*", "c", "x", "..", "…", ":", "[c]", "[x]", "s", "supp", "suppressed", "-", "\u2013", "low"}
_FEWER = re.compile(r"(<|≤|fewer than|less than|under)\s*\d{1,2}")

_AREA = re.compile(
    r"(area|small_area|msoa|lsoa|ward|wd|oa|geography|ons|gss)(\d\d)?(_?(code|cd|id))?|code|area_code|mnemonic"
)
_COUNCIL = re.compile(r"((utla|ctyua|lad|la|ltla|local_authority|council)(\d\d)?_?(code|cd))|council")
_GROUP = {"care_group", "group", "client_group", "care_groups", "measure"}
_PEOPLE = {"people", "number", "count", "total", "value", "number_of_people", "people_in_need"}
_OTHER_WORDS = {
    GapGroup.OLDER_PEOPLE: ("older", "older_adults", "frailty", "older_people_65"),
    GapGroup.LEARNING_DISABILITY: ("learning_disabilities", "ld", "people_with_a_learning_disability"),
    GapGroup.AUTISM: ("autistic_people", "asd", "asc"),
    GapGroup.MENTAL_HEALTH: ("mh", "mental_ill_health"),
    GapGroup.PHYSICAL_DISABILITY: ("physical_disabilities", "pd", "physical_support"),
    GapGroup.SENSORY: ("sensory_impairment", "sensory_support", "sight_and_hearing", "sensory_loss"),
    GapGroup.CARERS: ("carers_known", "unpaid_carers_known"),
    GapGroup.CHILDREN: ("children_and_young_people", "disabled_children", "cyp"),
}
_MEASURES = (
    {str(group): str(group) for group in GapGroup}
    | {word: str(group) for group, words in _OTHER_WORDS.items() for word in words}
    | dict.fromkeys(
        (DIRECT_PAYMENTS, "direct_payment", "direct_payment_all", "people_on_direct_payments", "dp"),
        DIRECT_PAYMENTS,
    )
)
_CENSUS = {column: column for column in CENSUS_COLUMNS} | {
    "age_90plus": "age_90_plus",
    "age_90": "age_90_plus",
    "carers_all": "unpaid_carers",
    "carers_1_19h": "unpaid_carers_1_19_hours",
    "carers_20_49h": "unpaid_carers_20_49_hours",
    "carers_50h_plus": "unpaid_carers_50_hours",
    "disabled_equality_act": "disabled",
    "eth_asian": "asian",
    "eth_black": "black",
    "eth_mixed": "mixed",
    "eth_other": "other_ethnic_group",
    "eth_white": "white",
    "main_lang_not_english": "main_language_not_english",
    "all_residents": "population",
    "total_population": "population",
}
_AGES = re.compile(r"(?:aged?_)?(\d+)(?:_(?:to_)?(\d+)|_plus|_and_over)?(?:_years)?")


class Headings(Struct, frozen=True, kw_only=True):
    """Where the columns of a table are."""

    row: int
    """Place of the row of headings, from 0."""
    area: int
    council: int | None
    measures: dict[int, str]
    """By column: what is counted in it."""
    group: int | None = None
    people: int | None = None
    """Of a long table: the columns that say what is counted, and how many."""
    names: tuple[str, ...]
    """The headings as they are written."""
    ignored: tuple[str, ...]


def squash(text: object) -> str:
    """Small letters and underscores: "Aged 65 to 69" -> "aged_65_to_69"."""
    return _NOT_WORD.sub("_", str(text).lower()).strip("_")


def read_measure(text: object) -> str | None:
    """What a heading, or a cell of the column of care groups, says is counted; None if that is not known."""
    word = squash(text).removeprefix("people_with_").removesuffix("_people_count")
    known = _MEASURES.get(word) or _CENSUS.get(word)
    ages = _AGES.fullmatch(word)
    if known or ages is None:
        return known
    band = f"age_{ages[1]}_{ages[2] or 'plus'}"
    return band if band in CENSUS_COLUMNS else None


def find_headings(rows: Sequence[Sequence[Cell]]) -> Headings | None:
    """The row of headings among the first: one that names the area and what is counted."""
    for number, row in enumerate(rows[:HEADING_ROWS]):
        words = [squash("" if cell is None else cell) for cell in row]
        area = _find_area(words)
        if area is None:
            continue
        council = next((at for at, word in enumerate(words) if _COUNCIL.fullmatch(word) and at != area), None)
        group = next((at for at, word in enumerate(words) if word in _GROUP), None)
        people = next((at for at, word in enumerate(words) if word in _PEOPLE), None)
        is_long = group is not None and people is not None
        measures = {} if is_long else _find_measures(row, {area, council})
        if not is_long and not measures:
            continue
        used = {area, council, *measures} | ({group, people} if is_long else set())
        return Headings(
            row=number,
            area=area,
            council=council,
            measures=measures,
            group=group if is_long else None,
            people=people if is_long else None,
            names=tuple("" if cell is None else str(cell).strip() for cell in row),
            ignored=tuple(str(cell).strip() for at, cell in enumerate(row) if cell and at not in used),
        )
    return None


def _find_area(words: Sequence[str]) -> int | None:
    """The column of area codes: a smaller kind of area goes before what is only called a code."""
    found = [at for at, word in enumerate(words) if _AREA.fullmatch(word)]
    plain = {"code", "geography", "ons_code", "gss_code", "mnemonic"}
    return min(found, key=lambda at: (words[at] in plain, at), default=None)


def _find_measures(row: Sequence[Cell], taken: set[int | None]) -> dict[int, str]:
    found: dict[int, str] = {}
    for at, cell in enumerate(row):
        measure = read_measure(cell) if cell and at not in taken else None
        if measure and measure not in found.values():
            found[at] = measure
    return found


class CountReader:
    """Reads rows under headings, and tells what is wrong in them."""

    def __init__(self, headings: Headings, withheld: int | None) -> None:
        self.headings = headings
        self.withheld = withheld
        self.problems: list[NeedProblem] = []

    def read(self, rows: Sequence[Sequence[Cell]]) -> list[CountRow]:
        """Every row with something in it."""
        first = self.headings.row + 1
        return [
            row
            for number, cells in enumerate(rows[first:], first + 1)
            if any(cell not in {None, ""} for cell in cells) and (row := self._read_row(number, cells))
        ]

    def _read_row(self, number: int, cells: Sequence[Cell]) -> CountRow | None:
        headings = self.headings
        code = _code(_cell(cells, headings.area))
        if not code:
            self.tell(number, headings.area, cells, _("Write the code of the area."))
            return None
        counts: dict[str, float] = {}
        for at, measure in self._columns(number, cells).items():
            people, problem = read_people(_cell(cells, at), self.withheld)
            if people is None:
                self.tell(number, at, cells, problem, measure, code)
            else:
                counts[measure] = people
        said = "" if headings.council is None else _code(_cell(cells, headings.council))
        return CountRow(row=number, area_code=code, council_said=said, counts=counts)

    def _columns(self, number: int, cells: Sequence[Cell]) -> Mapping[int, str]:
        headings = self.headings
        if headings.group is None or headings.people is None:
            return headings.measures
        measure = read_measure(_cell(cells, headings.group) or "")
        if measure is None:
            self.tell(number, headings.group, cells, _("This is none of the nine care groups."))
            return {}
        return {headings.people: measure}

    def tell(
        self,
        number: int,
        at: int,
        cells: Sequence[Cell],
        message: str,
        measure: str | None = None,
        area_code: str = "",
    ) -> None:
        """Tell a problem. `area_code` stands in for the council until it is known."""
        cell = _cell(cells, at)
        self.problems.append(
            NeedProblem(
                row=number,
                heading=self.headings.names[at],
                what="" if cell is None else str(cell)[:LONGEST_SHOWN],
                message=message,
                council_code=area_code or None,
                measure=measure,
            )
        )


def _cell(cells: Sequence[Cell], at: int) -> Cell:
    return cells[at] if at < len(cells) else None


def _code(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell).strip()


def read_people(cell: Cell, withheld: int | None) -> tuple[float | None, str]:
    """How many people a cell says, or what is wrong with it."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _check_number(float(cell))
    text = "" if cell is None else str(cell).strip().lower()
    if text and (text in _WITHHELD or _FEWER.fullmatch(text)):
        hidden = _("A small number is hidden. Say with --withheld what it counts as, such as 2.")
        return (None, hidden) if withheld is None else (float(withheld), "")
    if _NUMBER.fullmatch(text):
        return _check_number(float(text.replace(",", "")))
    return None, _no_number(text)


def _no_number(text: str) -> str:
    """What is wrong with a text that is no count."""
    if not text:
        return _("It is empty. Write 0 where there is nobody.")
    if _PERCENT.fullmatch(text):
        return _("This is a percentage. Write how many people there are.")
    if text.startswith(("-", "\u2212")) and _NUMBER.fullmatch(text[1:].strip()):
        return _("There cannot be fewer than no people.")
    return _("Write a whole number of people.")


def _check_number(number: float) -> tuple[float | None, str]:
    if number < 0:
        return None, _("There cannot be fewer than no people.")
    if number != number or number > MOST_PEOPLE:  # noqa: PLR0124 - what is no number is not itself
        return None, _("This is more than can be.")
    if number != int(number):
        return None, _("Write a whole number of people.")
    return number, ""


class Counted(Struct, frozen=True):
    """What was counted in a council: area code -> people."""

    council_code: str
    measure: str
    people: dict[str, float]


def check_whole(counted: Counted, area_codes: Iterable[str]) -> str:
    """What is wrong with a measure of a council: all its areas have to be counted, or only the whole."""
    if set(counted.people) == {counted.council_code}:
        return ""
    if counted.council_code in counted.people:
        return _("It has a figure for the whole council beside those of its areas.")
    missing = sorted(set(area_codes) - set(counted.people))
    if not missing:
        return ""
    named = ", ".join(missing[:5]) + ("…" if len(missing) > 5 else "")  # noqa: PLR2004 - enough to find them
    return _("%(num)s of its areas have no figure: %(codes)s.", num=len(missing), codes=named)


def check_population(counted: Counted, population: float | None) -> str:
    """Whether more people were counted than live there; a tenth more is let pass, for years go by."""
    total = sum(counted.people.values())
    if population is None or total <= population * 1.1 or counted.measure == "population":
        return ""
    return _(
        "That is %(total)s people, and only %(all)s live there.",
        total=f"{total:,.0f}",
        all=f"{population:,.0f}",
    )


def gather(rows: Iterable[tuple[CountRow, str]]) -> tuple[list[Counted], list[tuple[CountRow, str, int]]]:
    """What was counted by council and measure, and rows that count again what another row did.

    Each row comes with its council; each that counts again with the measure and the other row's number.
    """
    people: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    first: dict[tuple[str, str], int] = {}
    again = []
    for row, council_code in rows:
        for measure, count in row.counts.items():
            key = (row.area_code, measure)
            if key in first:
                again.append((row, measure, first[key]))
                continue
            first[key] = row.row
            people[council_code, measure][row.area_code] = count
    counted = [Counted(council, measure, people[council, measure]) for council, measure in sorted(people)]
    return counted, again
