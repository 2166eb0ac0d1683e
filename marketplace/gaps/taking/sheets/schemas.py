"""A table of numbers to take away."""

from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct

Cell = str | int | float | date | datetime | None
"""Nothing for what is withheld or not known: a column beside it says which."""


class SheetName(StrEnum):
    """The tables, in the order of the workbook."""

    ACCESS = "access"
    GAPS = "gaps"
    SUPPLY = "supply"
    UNMET = "unmet-need"
    LANGUAGES = "languages"
    SOURCES = "sources"


class Sheet(Struct, frozen=True, kw_only=True):
    """Typed rows under a head."""

    name: SheetName
    title: str
    about: str
    """What a row is, in a sentence."""
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...] = ()
    """Of the columns, in letters."""
