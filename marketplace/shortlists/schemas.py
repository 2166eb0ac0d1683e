"""What goes in and out of the shortlists room."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from msgspec import Struct

SAVED_COOKIE = "saved"
"""Holds the ids of what a browser keeps. Whoever has one gets pages that no cache keeps."""
NOTES_COOKIE = "saved_notes"
SHARED = "shared_list"
"""What links to shared lists are for."""


class SavedListing(Struct, frozen=True, kw_only=True):
    """A listing that somebody saved; it may have gone out of sight since."""

    listing_id: UUID
    note: str = ""
    """To oneself. Nobody else reads it unless it is shared on purpose."""
    saved_at: datetime | None = None
    """None for what the browser keeps."""


class BrowserList(Struct, frozen=True):
    """What a browser keeps for somebody without an account."""

    listing_ids: tuple[UUID, ...] = ()
    """The latest first, each once."""
    notes: Mapping[UUID, str] = MappingProxyType({})
    """Only for listings of the list; none is empty."""


NOTHING = BrowserList()
"""The list of a browser that keeps none."""


class SharedList(Struct, frozen=True, kw_only=True):
    """A copy of a list, for whoever holds the link. It does not follow what its maker saves later."""

    id: UUID
    account_id: UUID | None
    """Whose it is; None when it was made without an account."""
    saved: tuple[SavedListing, ...]
    expires_at: datetime
