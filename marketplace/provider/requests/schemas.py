"""What the pages about a request show."""

from msgspec import Struct


class Row(Struct, frozen=True, kw_only=True):
    """One answer."""

    label: str
    words: str
    understood: str = ""
    """What was made of words that were typed freely, where that says more."""


class Overlap(Struct, frozen=True, kw_only=True):
    """An answer that somebody else changed in the listing after the request was begun."""

    label: str
    words: str
    """How the listing says it now; empty = it says nothing."""
    url: str


class Section(Struct, frozen=True, kw_only=True):
    """The answers of a page of questions."""

    title: str
    url: str
    rows: tuple[Row, ...]
    problems: tuple[tuple[str, str], ...]
    """Address of the field and how to mend it."""
