"""What the rules need to know beside a request."""

from uuid import UUID

from msgspec import Struct

from marketplace.listings.schemas import ListingStatus


class Around(Struct, frozen=True, kw_only=True):
    """What is round a request."""

    is_new_provider: bool = False
    """No listing of the organisation was ever public."""
    moved_miles: float | None = None
    """How far the point that it starts from has moved; None where there is none in either state."""
    has_other_council: bool = False
    has_duplicates: bool = False


class Duplicate(Struct, frozen=True, kw_only=True):
    """A listing that may be the same."""

    listing_id: UUID
    title: str
    provider: str
    status: ListingStatus
    same_title: bool
    same_provider: bool
    """The same name of another organisation."""
    same_website: bool
    same_place: bool
