"""The door of the history: keeps what listings said, and says it again."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from marketplace.kernel.errors import NotFoundError
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.paging import Page
from marketplace.listings import repository as listings
from marketplace.listings.history import repository
from marketplace.listings.history.rules import as_shown, content_of
from marketplace.listings.history.schemas import Version, VersionSummary
from marketplace.listings.schemas import ListingStatus, StoredListing

__all__ = [
    "as_shown", "erase_versions", "get_present", "get_version", "has_changed_since", "keep_versions",
    "list_versions",
]  # fmt: skip

PER_PAGE = 20


async def keep_versions(replaced: Sequence[StoredListing], *, at: datetime, actor: str) -> None:
    """Keep what listings say, in the transaction of `actor` that is about to replace it."""
    kept = [
        (
            stored.id,
            stored.version,
            content_of(stored),
            stored.status is ListingStatus.PUBLISHED and not stored.is_hidden,
        )
        for stored in replaced
    ]
    await repository.add_versions(kept, ended_at=at, ended_by=actor)


async def list_versions(listing_id: UUID, page: int = 1) -> Page[VersionSummary]:
    """The past versions of a listing, newest first; what it says now is not among them."""
    items, total = await repository.list_versions(listing_id, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    return Page(items=tuple(items), total=total, page=page, per_page=PER_PAGE)


async def get_version(listing_id: UUID, version: int) -> Version:
    """A past version of a listing, or what it says now if that is its version.

    Raises:
        NotFoundError: it has no such version.
    """
    found = await repository.find_version(listing_id, version)
    if found is not None:
        return found
    present = await get_present(listing_id)
    if present.version != version:
        raise NotFoundError(_("This version is not here."))
    return present


async def get_present(listing_id: UUID) -> Version:
    """What a listing says now, as a version.

    Raises:
        NotFoundError: there is no such listing.
    """
    stored = await listings.find_stored(listing_id)
    if stored is None:
        raise NotFoundError(_("This listing is not here."))
    began_at, began_by = await repository.find_beginning(listing_id)
    return Version(
        version=stored.version,
        title=stored.draft.title,
        began_at=began_at,
        began_by=began_by,
        ended_at=None,
        was_public=stored.status is ListingStatus.PUBLISHED and not stored.is_hidden,
        listing_id=listing_id,
        is_demonstration=stored.is_demonstration,
        content=content_of(stored),
    )


async def has_changed_since(listing_id: UUID, version: int) -> bool:
    """Whether a listing says something else than at a version of it. Hiding or confirming it is no change."""
    return await repository.has_changed_since(listing_id, version)


async def erase_versions(listing_ids: Collection[UUID]) -> None:
    """Forget what listings said, in the caller's transaction."""
    await repository.delete_versions(listing_ids)
