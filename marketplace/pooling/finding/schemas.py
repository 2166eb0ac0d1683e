"""What anybody sees of pools. No person is in it."""

from datetime import date
from uuid import UUID

from msgspec import Struct

from marketplace.pooling.schemas import PoolState


class PoolRow(Struct, frozen=True, kw_only=True):
    """A pool as far as the index is concerned."""

    id: UUID
    index_version: int
    is_public: bool
    """A steward has let the words be shown, somebody can join, and a place is free."""
    title: str | None
    words: str | None
    place_words: str | None
    """These three as a steward has seen them."""
    support_types: list[str]
    care_groups: list[str]
    languages: list[str]
    times: list[str]
    weekly_cost_pence: int | None
    places_left: int
    latitude: float
    longitude: float
    changed_on: date


class PoolCard(Struct, frozen=True, kw_only=True):
    """A pool among results, in words that a steward has seen."""

    id: UUID
    title: str
    words: str
    state: PoolState
    support_types: tuple[str, ...]
    care_groups: tuple[str, ...]
    """Empty: anybody."""
    languages: tuple[str, ...]
    times: tuple[str, ...]
    """Days and parts of the day, "tue.afternoon"; empty: to be agreed."""
    place_words: str
    outcode: str
    council_code: str | None
    latitude: float
    """Of the centre of a cell of about a kilometre."""
    longitude: float
    weekly_cost_pence: int | None
    """For a member, as planned."""
    places: int
    places_left: int
    listing_id: UUID | None
    """The support it uses, if the public sees that."""
    listing_title: str | None
    changed_on: date
    is_venue: bool = False
    """Its point is never exact."""
