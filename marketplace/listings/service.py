"""The door of the listings room. One function = one use case = one transaction.

Every change raises the listing's version, puts it into the index's dirty set, records who did what, and wakes
the publisher, all in the transaction of the change.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Literal
from uuid import UUID

from marketplace.audit import service as audit
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError
from marketplace.kernel.i18n import gettext as _
from marketplace.listings import repository, rules
from marketplace.listings.history.service import keep_versions
from marketplace.listings.loading.service import load_listings
from marketplace.listings.media.service import check_photos, get_media, put_media
from marketplace.listings.records import repository as records
from marketplace.listings.records.service import PlaceFinder, check_listing, settle
from marketplace.listings.schemas import (
    HiddenReason,
    Listing,
    ListingCard,
    ListingCounts,
    ListingDraft,
    ListingRecord,
    ListingStatus,
    Organization,
    Problem,
    StoredListing,
)
from marketplace.listings.states import repository as states
from marketplace.listings.states.repository import State

__all__ = [
    "PlaceFinder", "check_listing", "confirm_listing", "count_listings", "create_listing",
    "drop_expired_checks", "get_listing", "get_media", "get_stored", "hide_listing", "list_cards",
    "load_listings", "publish_listing", "put_media", "return_listing", "show_listing", "submit_listing",
    "update_listing", "update_organization", "withdraw_listing",
]  # fmt: skip

RECORD_TYPE = "listing"


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
        await states.mark_new([record.id], now)
        await audit.record("create", RECORD_TYPE, record.id, actor, after=rules.without_private(record.draft))
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
            await states.lock_listings_of(organization.id)
        state, now = await _lock(listing_id), clock.now()
        _check_may_update(state, record, expected_version)
        await check_photos([record])
        stored = await get_stored(listing_id)
        before, version = stored.draft, state.version + 1
        if organization != organization_before:
            await _replace_organization(organization, now, actor)
        else:
            await keep_versions([stored], at=now, actor=actor)
        await records.replace_record(record, version=version, at=now)
        await states.mark_changed({listing_id: version}, now)
        was, became = rules.changed_values(rules.without_private(before), rules.without_private(record.draft))
        await audit.record("update", RECORD_TYPE, listing_id, actor, before=was, after=became)
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
        await states.lock_listings_of(organization.id)
        await _replace_organization(organization, now, actor)
        await audit.record(
            "update", "organization", organization.id, actor, before=before, after=organization
        )


async def submit_listing(listing_id: UUID, *, actor: str) -> None:
    """Hand a draft in for review."""
    await _move(listing_id, ListingStatus.IN_REVIEW, "submit", actor)


async def return_listing(listing_id: UUID, *, actor: str) -> None:
    """Give a listing in review back to its provider, for changes."""
    await _move(listing_id, ListingStatus.DRAFT, "return", actor)


async def publish_listing(listing_id: UUID, *, actor: str) -> None:
    """Make a listing in review public."""
    await _move(listing_id, ListingStatus.PUBLISHED, "publish", actor)


async def withdraw_listing(listing_id: UUID, *, actor: str) -> None:
    """Take a listing down for good."""
    await _move(listing_id, ListingStatus.WITHDRAWN, "withdraw", actor)


async def hide_listing(listing_id: UUID, reason: HiddenReason, *, actor: str) -> None:
    """Take a listing out of sight for a reason, beside those it may have already; its status stays.

    Raises:
        NotFoundError: there is no such listing.
        ConflictError: it is withdrawn.
    """
    await _set_hidden(listing_id, reason, "hide", actor)


async def show_listing(listing_id: UUID, reason: HiddenReason, *, actor: str) -> None:
    """Take one reason to hide a listing away. It is shown when no other is left.

    Raises:
        NotFoundError: there is no such listing.
        ConflictError: it is withdrawn.
    """
    await _set_hidden(listing_id, reason, "show", actor)


async def confirm_listing(listing_id: UUID, *, actor: str) -> None:
    """Note that the provider said today that all is still right.

    Raises:
        NotFoundError: there is no such listing.
        ConflictError: it is withdrawn.
    """
    async with _changing(listing_id) as (state, now):
        _check_not_withdrawn(state)
        version = state.version + 1
        await states.set_confirmed(listing_id, clock.today(), version=version, at=now)
        await states.mark_changed({listing_id: version}, now)
        await audit.record("confirm", RECORD_TYPE, listing_id, actor)


async def drop_expired_checks(*, actor: str) -> int:
    """Take checks that have run out from search, at any time; return how many listings that touched."""
    today, now = clock.today(), clock.now()
    async with transaction():
        held = await states.lock_with_expired_checks(today)
        versions = await states.drop_expired_checks(held, today, now)
        await states.mark_changed(versions, now)
        await audit.record_many("drop_expired_checks", RECORD_TYPE, actor, list(versions))
    return len(versions)


async def _replace_organization(organization: Organization, now: datetime, actor: str) -> None:
    """Write an organisation anew, with all its listings, which the caller holds and which show its name."""
    await keep_versions(await repository.list_stored_of(organization.id), at=now, actor=actor)
    await records.replace_organization(organization, now)
    await states.mark_changed(await states.raise_versions_of(organization.id, now), now)


def _not_found() -> NotFoundError:
    return NotFoundError(_("This listing is not here."))


@asynccontextmanager
async def _changing(listing_id: UUID) -> AsyncIterator[tuple[State, datetime]]:
    """Hold a listing for a change, which is kept or lost as a whole."""
    async with transaction():
        yield await _lock(listing_id), clock.now()


async def _lock(listing_id: UUID) -> State:
    state = await states.lock_state(listing_id)
    if state is None:
        raise _not_found()
    return state


def _check_may_update(state: State, record: ListingRecord, expected_version: int) -> None:
    if state.version != expected_version:
        raise ConflictError(
            _(
                "Somebody changed this listing while you were at it. "
                "Look at it as it is now, and make your change again."
            )
        )
    _check_not_withdrawn(state)
    if state.organization != record.draft.organization.id:
        problem = Problem(
            field="organization", message=_("A listing stays with the organisation it belongs to.")
        )
        raise InvalidError([problem])


def _check_not_withdrawn(state: State) -> None:
    if state.status is ListingStatus.WITHDRAWN:
        raise ConflictError(_("This listing has been taken down and cannot be changed."))


async def _move(listing_id: UUID, status: ListingStatus, action: str, actor: str) -> None:
    async with _changing(listing_id) as (state, now):
        if not rules.can_move(state.status, status):
            raise ConflictError(
                _(
                    "A listing that is %(here)s cannot become %(there)s.",
                    here=_said(state.status),
                    there=_said(status),
                )
            )
        version = state.version + 1
        await states.set_status(listing_id, status, version=version, at=now)
        await states.mark_changed({listing_id: version}, now)
        await audit.record(
            action, RECORD_TYPE, listing_id, actor, before={"status": state.status}, after={"status": status}
        )


async def _set_hidden(
    listing_id: UUID, reason: HiddenReason, action: Literal["hide", "show"], actor: str
) -> None:
    async with _changing(listing_id) as (state, now):
        _check_not_withdrawn(state)
        reasons = rules.reasons_after(state.hidden_for, reason, action)
        if reasons == state.hidden_for:
            return
        version = state.version + 1
        await states.set_hidden(listing_id, reasons, version=version, at=now)
        await states.mark_changed({listing_id: version}, now)
        await audit.record(
            action,
            RECORD_TYPE,
            listing_id,
            actor,
            before={"hidden_for": sorted(state.hidden_for)},
            after={"hidden_for": sorted(reasons)},
        )


def _said(status: ListingStatus) -> str:
    return {
        ListingStatus.DRAFT: _("a draft"),
        ListingStatus.IN_REVIEW: _("in review"),
        ListingStatus.PUBLISHED: _("published"),
        ListingStatus.WITHDRAWN: _("taken down"),
    }[status]
