"""A search on its way into the database."""

from datetime import date
from typing import Any

from msgspec import Struct

from marketplace.signals.schemas import SearchSignal


class Asker(Struct, frozen=True):
    """Who made a search, as far as it takes to count it once. In memory only, for some seconds."""

    network: str
    """The client's address or network, or the id of the account."""
    browser: str
    """As it calls itself."""


class Heard(Struct, frozen=True):
    """A search and who made it."""

    signal: SearchSignal
    asker: Asker


class Counted(Struct, frozen=True, kw_only=True):
    """What of a search counts: what its asker had not looked for before in the month."""

    types: list[str]
    words: list[str]
    groups: list[str]
    first_types: list[str]
    first_groups: list[str]


class Row(Struct, frozen=True, kw_only=True):
    """A search as it is kept."""

    on_day: date
    council_code: str
    outcode: str
    filters: dict[str, Any]
    words: list[str]
    support_types: list[str]
    counted_types: list[str]
    counted_words: list[str]
    counted_groups: list[str]
    first_types: list[str]
    first_groups: list[str]
    results: int
    is_partial: bool
