"""What is asked about rows that may be listed already, and what is answered."""

from typing import NamedTuple
from uuid import UUID

from marketplace.listings.schemas import ListingStatus


class Likeness(NamedTuple):
    """What two rows for one listing share, in plain letters."""

    provider: str
    title: str
    place: str
    """Postcode of the venue, or else of the private base, without blanks; "" without either."""


class Match(NamedTuple):
    """A listing with a row's provider and title."""

    listing_id: UUID
    organization_id: UUID
    provider: str
    title: str
    status: ListingStatus
    is_same_place: bool
