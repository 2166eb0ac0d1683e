"""Listings side by side."""

from uuid import UUID

from msgspec import Struct


class ComparedListing(Struct, frozen=True, kw_only=True):
    """The head of a column."""

    id: UUID
    title: str
    url: str
    has_people: bool
    """It can be asked."""


class ComparedFact(Struct, frozen=True, kw_only=True):
    """One fact of each listing: lines of text for each column, none where it says nothing."""

    label: str
    cells: tuple[tuple[str, ...], ...]


class Comparison(Struct, frozen=True, kw_only=True):
    """Listings and their facts; facts that none of them tells are left out."""

    listings: tuple[ComparedListing, ...]
    facts: tuple[ComparedFact, ...]
