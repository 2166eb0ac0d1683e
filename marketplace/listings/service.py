"""The door of the listings room. One function = one use case = one transaction.

Every change raises the listing's version, puts it into the index's dirty set, records who did what, and wakes
the publisher, all in the transaction of the change.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from marketplace.audit import service as audit
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError, Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.listings import repository, rules
from marketplace.listings.history.service import keep_versions
from marketplace.listings.loading.service import load_listings
from marketplace.listings.media.service import check_photos, get_media, put_media
from marketplace.listings.records import repository as records
from marketplace.listings.records.service import PlaceFinder, check_listing, settle
from marketplace.listings.schemas import (
    Listing,
    ListingCard,
    ListingCounts,
    ListingDraft,
    ListingRecord,
    ListingStatus,
    Organization,
    StoredListing,
)
from marketplace.listings.states import repository as held
from marketplace.listings.states import service as states
from marketplace.listings.states.repository import State
from marketplace.listings.states.service import (
    confirm_listing,
    drop_expired_checks,
    hide_listing,
    publish_listing,
    return_listing,
    show_listing,
    submit_listing,
    withdraw_listing,
)

__all__ = [
    "PlaceFinder", "check_listing", "confirm_listing", "count_listings", "create_listing",
    "drop_expired_checks", "get_listing", "get_media", "get_stored", "hide_listing", "list_cards",
    "list_public", "load_listings", "publish_listing", "put_media", "return_listing", "show_listing",
    "submit_listing", "update_listing", "update_organization", "withdraw_listing",
]  # fmt: skip


async def get_listing(listing_id: UUID) -> Listing:
    """A listing as anyone may see it.

    Raises:
        NotFoundError: there is none, or it is not public; the two are not told apart.
    """
    listing = await repository.find_public(listing_id, clock.today())
    if listing is None:
        raise NotFoundError(_("This listing is not here. It may have been taken down."))
    return listing


async def list_cards(ids: Sequence[UUID]) -> dict[UUID, ListingCard]:
    """Cards of those listings that are public, by id, in one statement; the others are simply not in it."""
    return await repository.list_cards(ids, clock.today()) if ids else {}


async def list_public(ids: Sequence[UUID]) -> dict[UUID, Listing]:
    """The whole of those listings that are public, by id, in one statement; for a few at a time."""
    return await repository.list_public(ids, clock.today()) if ids else {}


async def get_stored(listing_id: UUID) -> StoredListing:
    """A listing in any status, private base included: for its owner and the stewards only."""
    stored = await repository.find_stored(listing_id)
    if stored is None:
        raise _not_found()
    return stored


async def count_listings() -> ListingCounts:
    """How many listings there are."""
    return await repository.count_listings()


async def create_listing(draft: ListingDraft, *, gazetteer: PlaceFinder, actor: str) -> UUID:
    """Keep a new draft and return its id. An organisation that is there already is left as it is.

    Raises:
        InvalidError: with every problem of the draft.
        ConflictError: the draft brings an id that is there already.
    """
    record = settle(draft, gazetteer)
    now = clock.now()
    async with transaction():
        await check_photos([record])
        await records.add_records([record], status=ListingStatus.DRAFT, is_demonstration=False, at=now)
        await held.mark_new([record.id], now)
        await states.record(
            "create",
            record.id,
            actor,
            council_code=record.council_code,
            after=rules.without_private(record.draft),
        )
    return record.id


async def update_listing(
    listing_id: UUID, draft: ListingDraft, expected_version: int, *, gazetteer: PlaceFinder, actor: str
) -> int:
    """Write a listing anew and return its new version.

    Raises:
        NotFoundError: there is no such listing.
        ConflictError: it is no longer at `expected_version`, or it is withdrawn.
        InvalidError: with every problem of the draft.
    """
    record = settle(draft, gazetteer, listing_id)
    organization = record.draft.organization
    async with transaction():
        # First the organisation, then its listings in the order of ids, as all who hold several.
        organization_before = await records.find_organization(organization.id)
        if organization != organization_before:
            await held.lock_listings_of(organization.id)
        state, now = await states.lock(listing_id), clock.now()
        _check_may_update(state, record, expected_version)
        await check_photos([record])
        stored = await get_stored(listing_id)
        before, version = stored.draft, state.version + 1
        if organization != organization_before:
            await _replace_organization(organization, now, actor)
        else:
            await keep_versions([stored], at=now, actor=actor)
        await records.replace_record(record, version=version, at=now)
        await held.mark_changed({listing_id: version}, now)
        was, became = rules.changed_values(rules.without_private(before), rules.without_private(record.draft))
        await states.record(
            "update", listing_id, actor, council_code=record.council_code, before=was, after=became
        )
    return version


async def update_organization(organization: Organization, *, actor: str) -> None:
    """Write an organisation anew; all its listings get a new version, since they show its name.

    Raises:
        NotFoundError: there is no such organisation.
    """
    now = clock.now()
    async with transaction():
        before = await records.find_organization(organization.id)
        if before is None:
            raise NotFoundError(_("This organisation is not here."))
        await held.lock_listings_of(organization.id)
        await _replace_organization(organization, now, actor)
        await audit.record(
            "update",
            "organization",
            organization.id,
            actor,
            before=before,
            after=organization,
            subject=organization.id,
        )


async def _replace_organization(organization: Organization, now: datetime, actor: str) -> None:
    """Write an organisation anew, with all its listings, which the caller holds and which show its name."""
    await keep_versions(await repository.list_stored_of(organization.id), at=now, actor=actor)
    await records.replace_organization(organization, now)
    await held.mark_changed(await held.raise_versions_of(organization.id, now), now)


def _not_found() -> NotFoundError:
    return NotFoundError(_("This listing is not here."))


def _check_may_update(state: State, record: ListingRecord, expected_version: int) -> None:
    if state.version != expected_version:
        raise ConflictError(
            _(
                "Somebody changed this listing while you were at it. "
                "Look at it as it is now, and make your change again."
            )
        )
    states.check_not_withdrawn(state)
    if state.organization != record.draft.organization.id:
        problem = Problem(
            field="organization", message=_("A listing stays with the organisation it belongs to.")
        )
        raise InvalidError([problem])
