"""What the method page shows in tables."""

from msgspec import Struct


class RateRow(Struct, frozen=True, kw_only=True):
    """How common something is, in words: ages of the same rate are one row."""

    what: str
    ages: str
    rate: str
    source: str
    """With its year."""
    how: str
    """What we did to it; "" when it stands as the source says it."""


class GroupRates(Struct, frozen=True, kw_only=True):
    """The rates of one care group."""

    title: str
    rows: tuple[RateRow, ...]


class ReachRow(Struct, frozen=True, kw_only=True):
    """How far people go to a place in one way of travelling: miles by band."""

    title: str
    miles: tuple[str, ...]


class MethodPage(Struct, frozen=True, kw_only=True):
    """All that the page says in numbers, from where the numbers are used."""

    rates: tuple[GroupRates, ...]
    weights: tuple[str, ...]
    reaches: tuple[ReachRow, ...]
    nearest_miles: str
    fewest_told: int
    fewest_people: int
    district_share: int
    """In per cent."""
    months_heard: int
    months_kept: int
    councils_alike: int
    most_of_it: int
    """In per cent."""
