"""The door of keeping. Another's listing is not there for a viewer: NotFoundError."""

from collections.abc import Sequence
from uuid import UUID

from marketplace.accounts.schemas import Viewer
from marketplace.audit import service as audit
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, NotFoundError
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.paging import Page
from marketplace.listings import repository as listings
from marketplace.listings.editing import repository as requests
from marketplace.listings.editing.schemas import ChangeRequest, RequestStatus
from marketplace.listings.evidence.saying import service as saying
from marketplace.listings.freshness import service as freshness
from marketplace.listings.organizations import repository as members
from marketplace.listings.organizations import service as organizations
from marketplace.listings.schemas import HiddenReason, ListingStatus, StoredListing
from marketplace.listings.states import service as states

PER_PAGE = 20
BEGUN_PER_PAGE = 10


async def list_own_listings(organization_ids: Sequence[UUID], page: int = 1) -> Page[StoredListing]:
    """Listings of organisations that are not taken down: for those organisations' own people."""
    page = max(page, 1)
    found, total = await listings.list_kept_of(organization_ids, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    return Page(items=tuple(found), total=total, page=page, per_page=PER_PAGE)


async def list_begun(organization_ids: Sequence[UUID], page: int = 1) -> Page[ChangeRequest]:
    """New listings that organisations write or have handed in, and those refused lately, newest first."""
    page = max(page, 1)
    found, total = await requests.list_begun(
        organization_ids, clock.now(), limit=BEGUN_PER_PAGE, offset=(page - 1) * BEGUN_PER_PAGE
    )
    return Page(items=found, total=total, page=page, per_page=BEGUN_PER_PAGE)


async def list_changes(listing_ids: Sequence[UUID]) -> dict[UUID, ChangeRequest]:
    """Changes to listings that are under way or were refused lately, by listing; at most one for each."""
    return await requests.list_changes(listing_ids, clock.now())


async def get_own_listing(listing_id: UUID, viewer: Viewer) -> StoredListing:
    """A listing of an organisation of the viewer's, private base included.

    Raises:
        NotFoundError: there is none, or it is another's.
    """
    stored = await listings.find_stored(listing_id)
    if stored is None or not await organizations.may_edit(viewer, stored.draft.organization.id):
        raise NotFoundError(_("This listing is not here. It may have been taken down."))
    return stored


async def confirm_own(listing_id: UUID, viewer: Viewer) -> None:
    """Say that all is still right. A listing that was hidden because nobody said so is shown again.

    Raises:
        NotFoundError: there is no such listing, or it is another's.
        ConflictError: it has been taken down.
    """
    async with transaction():
        await get_own_listing(listing_id, viewer)
        await freshness.confirm(listing_id, actor=viewer.actor)


async def pause_own(listing_id: UUID, viewer: Viewer) -> None:
    """Take a listing out of sight for now.

    Raises:
        NotFoundError, ConflictError: as `confirm_own`.
    """
    async with transaction():
        await get_own_listing(listing_id, viewer)
        await states.hide_listing(listing_id, HiddenReason.PAUSED, actor=viewer.actor)


async def show_own(listing_id: UUID, viewer: Viewer) -> None:
    """Show a paused listing again; what else it is hidden for stays.

    Raises:
        NotFoundError, ConflictError: as `confirm_own`.
    """
    async with transaction():
        await get_own_listing(listing_id, viewer)
        await states.show_listing(listing_id, HiddenReason.PAUSED, actor=viewer.actor)


async def withdraw_own(listing_id: UUID, viewer: Viewer) -> None:
    """Take a listing down for good, and throw away the changes to it that are under way.

    Raises:
        NotFoundError: there is no such listing, or it is another's.
        ConflictError: it has been taken down already.
    """
    async with transaction():
        stored = await get_own_listing(listing_id, viewer)
        # First the organisation, then the request, then the listing, as all who hold several.
        await organizations.hold(stored.draft.organization.id)
        if stored.status is ListingStatus.WITHDRAWN:
            raise ConflictError(_("This listing has been taken down already."))
        await _discard_open(listing_id, viewer)
        await saying.say(stored.draft.organization.id, listing_id, (), viewer)
        await states.withdraw_listing(listing_id, actor=viewer.actor)


async def _discard_open(listing_id: UUID, viewer: Viewer) -> None:
    begun = await requests.find_open(listing_id)
    request = await requests.find(begun.id, hold=True) if begun else None
    if request is None or not request.status.is_open:
        return
    values = {"status": RequestStatus.DISCARDED.value, "content": {}, "base": {}, "note": ""}
    await requests.change(request.id, values, version=request.version + 1, at=clock.now())
    await audit.record("discard", "change_request", request.id, viewer.actor, council=request.council_code)


async def count_people(organization_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many people look after each organisation."""
    return await members.count_members(organization_ids) if organization_ids else {}
