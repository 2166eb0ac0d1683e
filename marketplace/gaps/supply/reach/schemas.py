"""Blocks of listings and the small areas that they may reach."""

from msgspec import Struct

from marketplace.gaps.access.schemas import Indexes


class Block(Struct, frozen=True, kw_only=True):
    """Listings that lie near each other, and every small area that any of them may reach."""

    listings: Indexes
    areas: Indexes
    """In ascending order."""
