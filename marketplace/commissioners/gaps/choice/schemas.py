"""What the page of choice shows."""

from msgspec import Struct


class AreaRow(Struct, frozen=True, kw_only=True):
    """A small area and what its people can choose from."""

    name: str
    href: str
    counts: tuple[int, ...]
    """Options of each kind, then in evenings, then at weekends."""
    limit: str


class Limit(Struct, frozen=True, kw_only=True):
    """Something that limits choice, and in how many areas."""

    words: str
    areas: int


class LanguageRow(Struct, frozen=True, kw_only=True):
    """A language in words."""

    name: str
    people: str
    options: int


class PriceRow(Struct, frozen=True, kw_only=True):
    """Prices of a kind of option in words."""

    kind: str
    options: int
    lowest: str
    middle: str
    highest: str
    within: str
    """How many ask no more than the council's rate; "" without a rate."""
