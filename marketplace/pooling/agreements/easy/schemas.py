"""Easy words."""

from msgspec import Struct


class EasyLine(Struct, frozen=True, kw_only=True):
    """A line with the code of the symbol at its left."""

    text: str
    symbol: str = ""


class EasyPart(Struct, frozen=True, kw_only=True):
    """A few lines under a heading."""

    title: str
    lines: tuple[EasyLine, ...]
