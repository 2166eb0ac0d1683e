"""Reads prices as people write them, and writes them so that they read the same again."""

import re
from collections.abc import Iterable
from itertools import pairwise

from msgspec.structs import replace

from marketplace.kernel.errors import Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.money import pounds
from marketplace.listings.imports.cells.rules import CellError, plain_dashes, read_costs
from marketplace.listings.schemas import CostOption, CostUnit

FIELD = "prices"
MOST_CHARACTERS = 4_000
_POUND = 100
_UNIT_WORDS = {
    CostUnit.HOUR: "an hour",
    CostUnit.SESSION: "a session",
    CostUnit.DAY: "a day",
    CostUnit.NIGHT: "a night",
    CostUnit.WEEK: "a week",
    CostUnit.TRIP: "a trip",
    CostUnit.FREE: "free",
}
_LINE_ENDS = re.compile(r"\n|;(?![^()]*\))|,\s*(?=£)")
_IN_BRACKETS = re.compile(r"^(?P<price>[^()]*)\((?P<note>.*)\)\s*$", re.DOTALL)
_AMOUNT = re.compile(r"£?\s*\d[\d,]*(?:\.\d{1,2})?\s*(?:p\b)?", re.IGNORECASE)
_POUNDS = re.compile(r"£\s*\d[\d,]*(?:\.\d{1,2})?")
_OTHER_MONEY = re.compile(r"[$€]|\b(?:dollars?|euros?|usd|eur)\b", re.IGNORECASE)
_FROM_TO = ("-", "to", "and", "or")
_UNIT = re.compile(
    r"(?:\b(?:an?|per|each|every)\s+|/\s*)?\b(?:hours?|hourly|hrs?|ph|h|sessions?|visits?|class(?:es)?|times?|"
    r"days?|daily|nights?|sleep-?ins?|overnight|weeks?|weekly|wk|trips?|journeys?|rides?|lifts?|miles?|free|"
    r"person|head|no charge|no cost)\b",
    re.IGNORECASE,
)
_MILE = re.compile(r"\bmiles?\b", re.IGNORECASE)
_FILLING = frozenset(
    {
        "to", "from", "between", "and", "or", "for", "at", "a", "an", "per", "each",
        "is", "it", "-", "i", "charge", "pound", "pounds", "quid",
    }
)  # fmt: skip


def read_prices(text: str) -> tuple[tuple[CostOption, ...], list[Problem]]:
    """The prices of a text, a line each; and what could not be read, with its line as it was typed.

    Words in brackets, or that say more than the price, are kept beside it. A price that does not say what it
    is for is for the same as the one before.
    """
    if len(text) > MOST_CHARACTERS:
        message = _("This is too long: at most %(num)s characters.", num=MOST_CHARACTERS)
        return (), [Problem(field=FIELD, message=message)]
    costs: list[CostOption] = []
    problems: list[Problem] = []
    unit = ""
    for line in (part.strip() for part in _LINE_ENDS.split(text.replace("\r\n", "\n"))):
        if not line:
            continue
        try:
            costs += _read_line(line, unit)
        except CellError as error:
            message = _("“%(line)s”: %(problem)s", line=_shortened(line), problem=str(error))
            problems.append(Problem(field=FIELD, message=message))
        else:
            unit = _UNIT_WORDS[costs[-1].unit]
    return tuple(costs), problems


def write_prices(costs: Iterable[CostOption]) -> str:
    """Prices as a person would type them, one a line."""
    return "\n".join(write_price(cost) for cost in costs)


def write_price(cost: CostOption) -> str:
    """One price as a person would type it."""
    note = " ".join(cost.description.split())
    return _plain(cost) + (f" ({note})" if note else "")


def _plain(cost: CostOption) -> str:
    if cost.unit is CostUnit.FREE:
        return _UNIT_WORDS[cost.unit]
    if cost.amount_to_pence is not None:
        amount = f"{pounds(cost.amount_pence)} to {pounds(cost.amount_to_pence)}"
    else:
        amount = pounds(cost.amount_pence) if cost.amount_pence >= _POUND else f"{cost.amount_pence}p"
    return f"{amount} {_UNIT_WORDS[cost.unit]}"


def _read_line(line: str, unit: str) -> list[CostOption]:
    bracketed = _IN_BRACKETS.match(line)
    price, note = (bracketed["price"], bracketed["note"].strip()) if bracketed else (line, "")
    if _holds_several(price):
        raise CellError(_("Write one price a line, or from and to, such as £14.50 to £18 an hour."))
    if _OTHER_MONEY.search(price):
        raise CellError(_("Write the price in pounds, such as £14.50 an hour."))
    costs = read_costs(price, unit=unit)
    if not costs:
        raise CellError(_("Write a price in pounds, such as £14.50, or free."))
    return [replace(cost, description=note or _words_beside(price)) for cost in costs]


def _holds_several(price: str) -> bool:
    """Whether there are prices that are not from one to another."""
    text = plain_dashes(price).lower()
    amounts = list(_POUNDS.finditer(text))
    between = (text[here.end() : after.start()].strip() for here, after in pairwise(amounts))
    return any(not words.endswith(_FROM_TO) for words in between)


def _words_beside(price: str) -> str:
    """What a line says beside its price: "at weekends" of "£22 an hour at weekends"."""
    rest = _AMOUNT.sub(" ", plain_dashes(price))
    unit = _UNIT.search(rest)
    rest = rest.replace(unit[0], " ") if unit else rest
    words = rest.strip(" ,.:-/").split()
    if all(word.strip(",.:-/£").lower() in _FILLING | {""} for word in words):
        return _("a mile") if _MILE.search(price) else ""
    while words and words[0].strip(",.:-/").lower() in _FILLING - {"at", "for", "per", "each"} | {""}:
        words.pop(0)
    return " ".join(words)


def _shortened(line: str) -> str:
    return line if len(line) <= 40 else f"{line[:39]}…"  # noqa: PLR2004 - enough to know the line by
