"""One value of a search parameter out of its text. Every reader answers a value or raises `MisreadError`."""

import re
import unicodedata
from enum import StrEnum
from typing import TypeVar

from marketplace.finder.params.schemas import WITHIN_CHOICES
from marketplace.kernel import money
from marketplace.kernel.i18n import gettext as _

MAX_TEXT = 200
"""Characters of what is looked for; people type fewer than 60."""
MAX_PLACE = 100
MAX_PENCE = 1_000_000
_FRACTIONS = {"¼": 0.25, "½": 0.5, "¾": 0.75}
_WITHIN = re.compile(r"([0-9]{0,2})([¼½¾])|([0-9]{1,2}(?:\.[0-9]{1,4})?)")
_WHOLE = re.compile(r"[0-9]{1,9}")
_NOT_IN_TEXT = frozenset("<>;=\\{}[]|^~`$*_")
_IN_PLACE = frozenset(" '\u2018\u2019.,-()&/+")
_REFUSED_CATEGORIES = frozenset({"Cc", "Cn", "Co", "Cs", "So", "Sk", "Sm"})
_JOINERS = frozenset("\u200c\u200d")
_Choice = TypeVar("_Choice", bound=StrEnum)


class MisreadError(Exception):
    """A value that is not understood. `message` is for the person who typed it."""

    def __init__(self, message: str, choices: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.choices = choices


def shown(value: str, limit: int = MAX_TEXT) -> str:
    """A value as it can be shown again: cut to `limit` characters, without unreadable ones."""
    cut = value if len(value) <= limit else value[: limit - 1] + "…"
    return "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(c) in {"Cc", "Cs"} else c for c in cut)


def tidy(text: str) -> str:
    """Text with composed letters and single spaces, without invisible marks (joiners of letters stay)."""
    composed = unicodedata.normalize("NFC", text)
    seen = (c for c in composed if c in _JOINERS or unicodedata.category(c) != "Cf")
    return " ".join("".join(seen).split())


def read_q(text: str) -> str:
    """What is looked for: words. Pictures, markup and code are no words, and are named."""
    words = tidy(text)
    if len(words) > MAX_TEXT:
        raise MisreadError(
            _("That is too long to look for. Use a few words, at most %(limit)s letters.", limit=MAX_TEXT)
        )
    _refuse(words, _strange_in_text(words))
    if not any(c.isalnum() for c in words):
        raise MisreadError(_("Write what you are looking for in words, for example “swimming”."))
    return words


def read_near(text: str) -> str:
    """A place as people type it: a postcode, a town, or "latitude, longitude"."""
    place = tidy(text)
    if len(place) > MAX_PLACE:
        raise MisreadError(_("That is too long for a place. Write a postcode or the name of a town."))
    _refuse(
        place, [c for c in place if not (c.isalnum() or c in _IN_PLACE or unicodedata.category(c)[0] == "M")]
    )
    if not any(c.isalnum() for c in place):
        raise MisreadError(_("Write a postcode or the name of a town, for example “SN12 6LX” or “Melksham”."))
    return place


def _strange_in_text(text: str) -> list[str]:
    return [
        c for c in text if c in _NOT_IN_TEXT or (unicodedata.category(c) in _REFUSED_CATEGORIES and c != "+")
    ]


def _refuse(text: str, strange: list[str]) -> None:
    """Name the characters that cannot be looked for, and what would remain without them."""
    if not strange:
        return
    visible = " ".join(dict.fromkeys(c for c in strange if unicodedata.category(c) not in {"Cc", "Cs"}))
    rest = tidy("".join(c for c in text if c not in strange))
    if not visible:
        raise MisreadError(
            _("There are characters in it that cannot be read. Write it again, in words only.")
        )
    if any(c.isalnum() for c in rest):
        raise MisreadError(
            _("We cannot look for %(characters)s. Try “%(rest)s”.", characters=visible[:40], rest=rest)
        )
    raise MisreadError(_("We cannot look for %(characters)s. Write it in words.", characters=visible[:40]))


def read_within(text: str) -> float:
    """A distance in miles: "10", "2.5", "¼"."""
    low, high = WITHIN_CHOICES[0], WITHIN_CHOICES[-1]
    match = _WITHIN.fullmatch(text)
    if match:
        whole, fraction, number = match.groups()
        miles = float(number) if number else float(whole or 0) + _FRACTIONS[fraction]
        if low <= miles <= high:
            return miles
    raise MisreadError(
        _("Give the distance as a number of miles from ¼ to %(high)s, for example 5.", high=f"{high:g}"),
        tuple(f"{miles:g}" for miles in WITHIN_CHOICES),
    )


def read_whole(text: str, low: int, high: int) -> int:
    """A whole number in a range."""
    if _WHOLE.fullmatch(text) and low <= int(text) <= high:
        return int(text)
    raise MisreadError(_("Give a whole number from %(low)s to %(high)s.", low=low, high=high))


def read_pence(text: str) -> int:
    """A price in whole pence."""
    if _WHOLE.fullmatch(text) and int(text) <= MAX_PENCE:
        return int(text)
    raise MisreadError(
        _("Give the price in whole pence from 0 to %(high)s: 1500 is £15.", high=MAX_PENCE),
    )


def read_pounds(text: str) -> int:
    """A price as people write it in pounds ("15", "£14.50"), answered in whole pence."""
    pence = money.read_pence(text)
    if pence is not None and pence <= MAX_PENCE:
        return pence
    raise MisreadError(_("Give the price in pounds, for example 15 or 14.50."))


def read_flag(text: str) -> bool:
    """1 for yes, 0 for no."""
    if text in {"0", "1"}:
        return text == "1"
    raise MisreadError(_("Give 1 for yes, or leave it out."), ("1", "0"))


def read_choice(text: str, choices: type[_Choice]) -> _Choice:
    """One of a few fixed words."""
    try:
        return choices(text)
    except ValueError:
        known = tuple(choice.value for choice in choices)
        raise MisreadError(_("Choose one of: %(choices)s.", choices=", ".join(known)), known) from None
