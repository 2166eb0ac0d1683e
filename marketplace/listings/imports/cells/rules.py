"""Reads one cell forgivingly. What cannot be read raises `CellError` with how to mend it.

Text that looks like a formula is text: nothing in a cell is ever worked out.
"""

import re
from datetime import date, datetime, time, timedelta

from marketplace.kernel.i18n import gettext as _
from marketplace.listings.imports.schemas import Cell
from marketplace.listings.schemas import CostOption, CostUnit

MOST_CHARACTERS = 10_000

_DASHES = str.maketrans({"\u2013": "-", "\u2014": "-", "\u2212": "-"})
_NOTHING = {"", "-", "n/a", "na", "none", "not applicable", "tbc", "?"}
_BLANKS = re.compile(r"[^\S\n]+")
_LINE_ENDS = re.compile(r" ?\n\s*")
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_AMOUNT = re.compile(
    r"(£|-|\bto\b)?\s*(?<![\d.,])(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?(?![\d.]|,\d)\s*(p\b(?!/))?"
)
_LONGEST_AMOUNT = 9
_UNITS = {
    CostUnit.HOUR: r"hour|hourly|hr|hrs|ph|h",
    CostUnit.SESSION: r"session|visit|class|time|group|meeting",
    CostUnit.DAY: r"day|daily",
    CostUnit.NIGHT: r"night|sleep-?in|overnight",
    CostUnit.WEEK: r"week|weekly|wk",
    CostUnit.TRIP: r"trip|journey|ride|lift|mile",
}
_UNIT = re.compile("|".join(rf"(?<![a-z])(?P<{unit}>{words})s?(?![a-z])" for unit, words in _UNITS.items()))
_PERSON = re.compile(r"(?<![a-z])(?:person|head)(?![a-z])")
_NOT_ONE = re.compile(r"(?:(?<![\d.])(?!1$)[\d.]+|half an?)$")
_FREE = re.compile(r"free|no charge|no cost|nothing")
_DATE_FORMATS = (
    "%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y", "%B %Y", "%b %Y",
    "%m/%Y", "%Y-%m-%d %H:%M:%S",
)  # fmt: skip
_LARGEST = 1e9
_EARLIEST = date(1990, 1, 1)


class CellError(ValueError):
    """A cell cannot be read; the message says how to mend it."""


def as_text(cell: Cell) -> str:
    """A cell as text; numbers without a needless ".0", dates as 2026-05-01, runs of blanks as one.

    Raises:
        CellError: it is far too long.
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, datetime) and cell.time() == time(0):
        cell = cell.date()
    text = _LINE_ENDS.sub(_as_line_end, _BLANKS.sub(" ", str(cell).replace("\r\n", "\n"))).strip()
    if len(text) > MOST_CHARACTERS:
        raise CellError(_("This is too long: at most %(num)s characters.", num=MOST_CHARACTERS))
    return text


def _as_line_end(match: re.Match[str]) -> str:
    return "\n" if match[0].count("\n") == 1 else "\n\n"


def plain_dashes(text: str) -> str:
    """Dashes of all lengths as "-"."""
    return text.translate(_DASHES)


def is_nothing(cell: Cell) -> bool:
    """Whether a cell says nothing: it is empty, or holds a dash or "n/a"."""
    return cell is None or (isinstance(cell, str) and plain_dashes(cell).strip().lower() in _NOTHING)


def read_number(cell: Cell) -> float:
    """Read a number with whatever words stand about it: "6.5 hours a week"."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool) and 0 <= cell <= _LARGEST:
        return float(cell)
    text = as_text(cell).lower()
    if text in {"full", "none free", "no places", "no hours"}:
        return 0.0
    found = _NUMBER.findall(text)
    if len(found) != 1 or "-" in text.split(found[0])[0]:
        raise CellError(_("Write one number, such as 6 or 6.5."))
    return min(float(found[0].replace(",", "")), _LARGEST)


def read_whole_number(cell: Cell) -> int:
    """Read a whole number."""
    number = read_number(cell)
    if number != int(number):
        raise CellError(_("Write a whole number."))
    return int(number)


def read_date(cell: Cell) -> date:
    """Read a date, day before month: "1/5/2026", "1 May 2026"; a month alone is its first day."""
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date) and cell >= _EARLIEST:
        return cell
    text = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", as_text(cell)).strip().replace(",", "")
    for form in _DATE_FORMATS:
        try:
            found = datetime.strptime(text, form).date()  # noqa: DTZ007 - a date alone
        except ValueError:
            continue
        if found >= _EARLIEST:
            return found
    raise CellError(_("Write a date such as 1 May 2026 or 01/05/2026."))


def read_costs(price: Cell, unit: Cell = None, note: Cell = None) -> tuple[CostOption, ...]:
    """Read prices: "£14.50", "£14.50 to £18 an hour", "free", several with semicolons. Amounts are in pounds.

    `unit` says what a price is for when the cell does not.
    """
    spoken = as_text(unit).lower()
    words = as_text(note)
    if isinstance(price, (int, float)) and not isinstance(price, bool):
        price = f"{price:.2f}"
    parts = [part for part in re.split(r"[;\n|]", plain_dashes(as_text(price))) if part.strip()]
    return tuple(_read_cost(part.strip().lower(), spoken, words) for part in parts)


def _read_cost(text: str, spoken: str, note: str) -> CostOption:
    found = [match for match in _AMOUNT.finditer(text) if match[1] or "£" not in text]
    amounts = [_pence(match) for match in found]
    if amounts == [0] or (_FREE.search(text) and not amounts):
        return CostOption(unit=CostUnit.FREE, amount_pence=0, description=note)
    if not amounts or text.startswith("-"):
        raise _no_price()
    unit = _find_unit_of_price(text, found) or _find_unit(spoken)
    if unit is None:
        raise CellError(_("Say what the price is for: an hour, a session, a day, a night, a week or a trip."))
    if len(amounts) > 2:  # noqa: PLR2004 - from and to
        raise _too_many_prices()
    return CostOption(
        unit=unit,
        amount_pence=amounts[0],
        amount_to_pence=amounts[1] if len(amounts) > 1 and amounts[1] != amounts[0] else None,
        description=note,
    )


def _no_price() -> CellError:
    return CellError(_("Write a price in pounds, such as £14.50, or free."))


def _too_many_prices() -> CellError:
    return CellError(_("Write one price, or from and to, such as £14.50 to £18; separate several with ;"))


def _pence(match: re.Match[str]) -> int:
    _mark, whole, pence, is_pence = match.groups()
    if len(whole) > _LONGEST_AMOUNT:
        raise _no_price()
    amount = int(whole.replace(",", ""))
    if is_pence and pence is None:
        return amount
    return amount * 100 + int((pence or "0").ljust(2, "0"))


def _find_unit_of_price(text: str, amounts: list[re.Match[str]]) -> CostUnit | None:
    """What the prices in a text are for: the words after them say it, or else those before."""
    between = _find_unit(text[amounts[0].end() : amounts[-1].start()])
    after = _find_unit(text[amounts[-1].end() :])
    if between and after and between is not after:
        raise _too_many_prices()
    return after or between or _find_unit(text[: amounts[0].start()])


def _find_unit(text: str) -> CostUnit | None:
    """The first unit in a text; of several ("2 hours") or a part ("half an hour") nobody knows the price."""
    match = _UNIT.search(text)
    if match is None:
        return CostUnit.SESSION if _PERSON.search(text) else None
    if _NOT_ONE.search(text[: match.start()].rstrip(" -")):
        raise CellError(_("Write the price of one hour, session, day, night, week or trip."))
    return CostUnit(str(match.lastgroup))


def read_clock(cell: Cell) -> str:
    """A cell that a spreadsheet took for a time of the day, as text for the times."""
    if isinstance(cell, timedelta):
        minutes = int(cell.total_seconds()) // 60
        return f"{minutes // 60 % 24:02}:{minutes % 60:02}"
    if isinstance(cell, (time, datetime)):
        return f"{cell:%H:%M}"
    return as_text(cell)
