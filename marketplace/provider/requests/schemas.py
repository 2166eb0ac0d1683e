"""What the pages about a request show."""

from msgspec import Struct


class Row(Struct, frozen=True, kw_only=True):
    """One answer."""

    label: str
    words: str
    understood: str = ""
    """What was made of words that were typed freely, where that says more."""


class Section(Struct, frozen=True, kw_only=True):
    """The answers of a page of questions."""

    title: str
    url: str
    rows: tuple[Row, ...]
    problems: tuple[tuple[str, str], ...]
    """Address of the field and how to mend it."""
