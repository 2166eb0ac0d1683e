"""What the page of a small area shows."""

from uuid import UUID

from msgspec import Struct

from marketplace.gaps.reading.drawing.schemas import RangeView
from marketplace.gaps.schemas import GapGroup


class GroupRow(Struct, frozen=True, kw_only=True):
    """A care group of the area, in words."""

    group: GapGroup
    people: str
    source: str
    reach: str
    range: RangeView | None
    """None where nothing is known of England."""
    usual: str
    shade: int | None
    heard: tuple[str, ...]


class ListingRow(Struct, frozen=True, kw_only=True):
    """A listing that reaches the area."""

    id: UUID
    title: str
    kind: str
    free: str
    counts: str
    """How much of it counts here: "in full", "68%"."""
    shared: str
    """Among how many people; "" for what has nothing free."""
    adds: str
    """What it adds to the number of the area; "" likewise."""
    as_of: str


class Worked(Struct, frozen=True, kw_only=True):
    """How a number was worked out, with what went into it."""

    people: str
    basis: str
    """Where the number of people is from."""
    is_spread: bool
    """The figure is one of the whole council, spread over its areas."""
    listings: int
    with_free: int
    in_reach: str
    reach: str
    sure: str
    compared: tuple[tuple[str, str], ...]
    """What is usual elsewhere: place and number."""
