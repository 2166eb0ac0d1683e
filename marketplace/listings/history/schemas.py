"""What goes in and out of the history of listings."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from marketplace.listings.schemas import ListingDraft, PublicArea


class Content(Struct, frozen=True, kw_only=True):
    """What a listing said: all that anyone may see of it, and nothing else."""

    draft: ListingDraft
    """Without the private base postcode."""
    public_area: PublicArea | None
    council_code: str | None


class VersionSummary(Struct, frozen=True, kw_only=True):
    """One version in the list of them."""

    version: int
    title: str
    began_at: datetime
    """When the listing began to say so; for the first version that was shown, when it was published."""
    began_by: str | None
    """Who made it so, as in the audit trail; None for what the listing said first."""
    ended_at: datetime | None
    """None for what it says now."""
    was_public: bool


class Version(VersionSummary, frozen=True, kw_only=True):
    """A version with what it said."""

    listing_id: UUID
    is_demonstration: bool
    content: Content
