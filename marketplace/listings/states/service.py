"""Moves listings through their life, hides and shows them. One function = one use case = one transaction.

Every change raises the listing's version, puts it into the index's dirty set, records who did what, and wakes
the publisher, all in the transaction of the change.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Literal
from uuid import UUID

from marketplace.audit import service as audit
from marketplace.councils.schemas import NATIONAL
from marketplace.councils.service import list_council_settings, responsible_council
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, NotFoundError
from marketplace.kernel.i18n import gettext as _
from marketplace.listings import rules
from marketplace.listings.schemas import HiddenReason, ListingStatus
from marketplace.listings.states import repository
from marketplace.listings.states.repository import State

RECORD_TYPE = "listing"


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
    async with changing(listing_id) as (state, now):
        check_not_withdrawn(state)
        version = state.version + 1
        await repository.set_confirmed(listing_id, clock.today(), version=version, at=now)
        await repository.mark_changed({listing_id: version}, now)
        await record("confirm", listing_id, actor, council_code=state.council_code)


async def drop_expired_checks(*, actor: str) -> int:
    """Take checks that have run out from search, at any time; return how many listings that touched."""
    today, now = clock.today(), clock.now()
    async with transaction():
        held = await repository.lock_with_expired_checks(today)
        changed = await repository.drop_expired_checks(held, today, now)
        await repository.mark_changed({id_: version for id_, (version, _code) in changed.items()}, now)
        councils = await _responsible({id_: code for id_, (_version, code) in changed.items()})
        await audit.record_many("drop_expired_checks", RECORD_TYPE, actor, list(changed), councils=councils)
    return len(changed)


async def _responsible(codes: Mapping[UUID, str | None]) -> dict[UUID, str | None]:
    """For each listing the council whose stewards look after it. One statement."""
    settings = await list_council_settings(codes.values())
    return {id_: code if settings[code].is_in_system else NATIONAL for id_, code in codes.items()}


@asynccontextmanager
async def changing(listing_id: UUID) -> AsyncIterator[tuple[State, datetime]]:
    """Hold a listing for a change, which is kept or lost as a whole; NotFoundError when there is none."""
    async with transaction():
        yield await lock(listing_id), clock.now()


async def lock(listing_id: UUID) -> State:
    """Hold a listing until the caller's transaction ends; NotFoundError when there is none."""
    state = await repository.lock_state(listing_id)
    if state is None:
        raise NotFoundError(_("This listing is not here."))
    return state


def check_not_withdrawn(state: State) -> None:
    """ConflictError for what has been taken down: it cannot be changed."""
    if state.status is ListingStatus.WITHDRAWN:
        raise ConflictError(_("This listing has been taken down and cannot be changed."))


async def record(
    action: str,
    listing_id: UUID,
    actor: str,
    *,
    council_code: str | None,
    before: object = None,
    after: object = None,
) -> None:
    """Record a change of a listing, for the administrators of the council it is in.

    What changed goes when the listing is erased.
    """
    council = await responsible_council(council_code)
    await audit.record(
        action, RECORD_TYPE, listing_id, actor, before, after, council=council, subject=listing_id
    )


async def _move(listing_id: UUID, status: ListingStatus, action: str, actor: str) -> None:
    async with changing(listing_id) as (state, now):
        if not rules.can_move(state.status, status):
            raise ConflictError(
                _(
                    "A listing that is %(here)s cannot become %(there)s.",
                    here=_said(state.status),
                    there=_said(status),
                )
            )
        version = state.version + 1
        await repository.set_status(listing_id, status, version=version, at=now)
        await repository.mark_changed({listing_id: version}, now)
        await record(
            action,
            listing_id,
            actor,
            council_code=state.council_code,
            before={"status": state.status},
            after={"status": status},
        )


async def _set_hidden(
    listing_id: UUID, reason: HiddenReason, action: Literal["hide", "show"], actor: str
) -> None:
    async with changing(listing_id) as (state, now):
        check_not_withdrawn(state)
        reasons = rules.reasons_after(state.hidden_for, reason, action)
        if reasons == state.hidden_for:
            return
        version = state.version + 1
        await repository.set_hidden(listing_id, reasons, version=version, at=now)
        await repository.mark_changed({listing_id: version}, now)
        await record(
            action,
            listing_id,
            actor,
            council_code=state.council_code,
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
