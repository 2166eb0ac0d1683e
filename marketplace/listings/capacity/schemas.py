"""What goes in and out of the capacity room."""

from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from marketplace.listings.schemas import Capacity, ListingKind, ListingStatus


class Answer(StrEnum):
    """What somebody says when asked whether what is free is still free."""

    YES = "yes"
    NONE = "none"
    CHANGE = "change"


class FreeNow(Struct, frozen=True, kw_only=True):
    """A listing as it is asked about."""

    listing_id: UUID
    organization_id: UUID
    title: str
    kind: ListingKind
    status: ListingStatus
    is_hidden: bool
    council_code: str | None
    capacity: Capacity | None
    every_days: int | None
    """How often its people chose to be asked; 0 = never; None = as the council asks."""

    @property
    def asks_hours(self) -> bool:
        """Whether hours a week say what is free here."""
        if self.capacity is not None:
            return self.capacity.hours_per_week is not None
        return self.kind in {
            ListingKind.PERSONAL_ASSISTANT,
            ListingKind.MICRO_ENTERPRISE,
            ListingKind.CO_OPERATIVE,
        }

    @property
    def asks_places(self) -> bool:
        """Whether places say what is free here."""
        if self.capacity is not None:
            return self.capacity.places is not None
        return not self.asks_hours

    @property
    def was(self) -> str:
        """What is free, as one text: a form that shows it sends it back, so that nobody confirms another."""
        if self.capacity is None:
            return "-"
        return f"{self.capacity.hours_per_week}/{self.capacity.places}"


class Due(Struct, frozen=True, kw_only=True):
    """A listing whose people are to be asked today."""

    listing_id: UUID
    council_code: str | None
    """Where it belongs."""
    title: str
    capacity: Capacity


class Asked(Struct, frozen=True, kw_only=True):
    """What somebody answered: for `change`, the numbers that they gave."""

    answer: Answer
    hours_per_week: float | None = None
    places: int | None = None
    was: str | None = None
    """What the page showed as free, `FreeNow.was`."""
