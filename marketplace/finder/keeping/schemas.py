"""A search as it is kept."""

from msgspec import Struct

from marketplace.finder.params.schemas import SearchParams


class Kept(Struct, frozen=True, kw_only=True):
    """What is kept of a search."""

    params: SearchParams
    query: str
    """The part of its address after the question mark; "" when it asks for nothing."""
    name: str
    """What it may be called: "Swimming · Somali · SN12"."""
    is_rougher: bool
    """Its place was made rougher: of a postcode or an address the district is kept."""
