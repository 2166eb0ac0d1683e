"""A market position statement as it is read: on a page, on paper, in a word processor."""

from enum import StrEnum

from msgspec import Struct


class PartCode(StrEnum):
    """The parts, in their order: the headings that the field uses."""

    QUALITY = "quality"
    SUPPLY = "supply"
    DEMAND = "demand"
    GAPS = "gaps"
    AMBITIONS = "ambitions"
    WORKING_WITH_US = "working_with_us"
    METHOD = "method"


class Column(Struct, frozen=True, kw_only=True):
    """A column of a table."""

    title: str
    is_number: bool = False


class Table(Struct, frozen=True, kw_only=True):
    """Rows of words; the first cell of each says what the row is about."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    source: str
    """What it comes from and of when it is, in a sentence."""
    bars: tuple[int, ...] = ()
    """A length for each row, in hundredths of the longest: the table is a chart too. Empty = it is not."""


class MapDrawing(Struct, frozen=True, kw_only=True):
    """A map."""

    title: str
    description: str
    """What it shows, for who does not see it."""
    svg: str
    """The whole drawing, with its own colours."""


class Block(Struct, frozen=True, kw_only=True):
    """A piece of a part. What is empty is not there; the rest stands in this order."""

    heading: str = ""
    words: str = ""
    points: tuple[str, ...] = ()
    table: Table | None = None
    map: MapDrawing | None = None
    is_own: bool = False
    """The council's own words."""


class Part(Struct, frozen=True, kw_only=True):
    """A part under a heading."""

    code: PartCode
    title: str
    blocks: tuple[Block, ...]
    to_write: str = ""
    """What the council has not written yet; "" = nothing is missing. Not on paper and not for the public."""

    @property
    def is_empty(self) -> bool:
        """There is nothing to read."""
        return not self.blocks


class StatementWords(Struct, frozen=True, kw_only=True):
    """Labels of the template."""

    page_of: str
    missing: str
    contents: str
    in_short: str
    chart: str
    """Head of the column of bars."""


class Statement(Struct, frozen=True, kw_only=True):
    """A council's market position statement at one time."""

    title: str
    council: str
    council_code: str
    language: str
    direction: str
    """"ltr" or "rtl"."""
    kind: str
    """Size of print, as `kernel/printing.typ` has it."""
    lead: str
    version: str
    """Date, time and version of the council's words, in a line."""
    short: tuple[str, ...]
    """The most important facts."""
    parts: tuple[Part, ...]
    made: str
    """By what it was made, and where it is explained."""
    method_url: str
    words: StatementWords
