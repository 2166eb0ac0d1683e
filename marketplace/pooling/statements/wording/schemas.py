"""A statement as it is read."""

from enum import StrEnum

from msgspec import Struct


class PrintSize(StrEnum):
    """How large it is printed."""

    STANDARD = "standard"
    LARGE_PRINT = "large_print"


class Fact(Struct, frozen=True, kw_only=True):
    """A name and a value."""

    label: str
    value: str


class Column(Struct, frozen=True, kw_only=True):
    """A column of a table."""

    title: str
    is_number: bool = False


class Table(Struct, frozen=True, kw_only=True):
    """Rows of text; the first cell of each says what the row is about."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


class Section(Struct, frozen=True, kw_only=True):
    """A part under a heading: facts, paragraphs, a table; each may be empty."""

    title: str
    facts: tuple[Fact, ...] = ()
    words: tuple[str, ...] = ()
    table: Table | None = None


class DocumentWords(Struct, frozen=True, kw_only=True):
    """Labels of the template."""

    page_of: str
    """Number of a page: "Page {} of {}"."""
    missing: str
    """What is said where a sign could not be printed."""


class StatementDocument(Struct, frozen=True, kw_only=True):
    """A statement in words."""

    title: str
    language: str
    direction: str
    """"ltr" or "rtl"."""
    kind: PrintSize
    lead: str
    """What it is and for which days, in a sentence."""
    sections: tuple[Section, ...]
    made: str
    """When it was made, and what it does not hold."""
    words: DocumentWords
