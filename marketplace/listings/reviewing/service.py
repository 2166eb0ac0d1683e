"""The door of reviewing. One function = one use case = one transaction.

A request of a council whose steward the viewer is not is not there: NotFoundError. Of two stewards who decide
at once, one does; the other is told what was decided (ConflictError), and nothing is overwritten.
"""

from typing import Any
from uuid import UUID

from msgspec.structs import replace

from marketplace.accounts import service as accounts
from marketplace.accounts.schemas import Role, Viewer
from marketplace.audit import service as audit
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.paging import Page
from marketplace.listings import service as listings
from marketplace.listings.editing import service as editing
from marketplace.listings.editing.schemas import ChangeRequest, Reading, RequestStatus
from marketplace.listings.evidence.deciding.service import checks_of
from marketplace.listings.history.service import has_changed_since
from marketplace.listings.organizations import service as organizations
from marketplace.listings.records.service import PlaceFinder
from marketplace.listings.reviewing import repository, rules
from marketplace.listings.reviewing.behalf import repository as behalf
from marketplace.listings.reviewing.letters import rules as letters
from marketplace.listings.reviewing.risks.service import list_duplicates
from marketplace.listings.reviewing.schemas import (
    Look,
    QueueCounts,
    QueueFilter,
    QueueItem,
    RejectReason,
    Review,
)
from marketplace.listings.schemas import ListingKind
from marketplace.mail.schemas import Letter
from marketplace.mail.service import queue_letter

RECORD_TYPE = "change_request"
PER_PAGE = 20


async def list_queue(viewer: Viewer, page: int = 1, wanted: QueueFilter = QueueFilter()) -> Page[QueueItem]:  # noqa: B008 - frozen
    """Requests that wait for the viewer as a steward, the oldest first."""
    page = max(page, 1)
    rows, total = await repository.list_queue(
        viewer.councils(Role.STEWARD),
        wanted,
        viewer_id=_account_of(viewer),
        looked_after=clock.now() - rules.LOOK_FOR,
        limit=PER_PAGE,
        offset=(page - 1) * PER_PAGE,
    )
    names = await accounts.list_names({row["account"] for row in rows if row["account"]})
    items = tuple(_item(row, names) for row in rows)
    return Page(items=items, total=total, page=page, per_page=PER_PAGE)


async def count_queue(viewer: Viewer) -> QueueCounts:
    """How much waits for the viewer as a steward."""
    return await repository.count_queue(viewer.councils(Role.STEWARD))


async def get_review(request_id: UUID, viewer: Viewer, gazetteer: PlaceFinder) -> Review:
    """A request with all that is decided on, also one that was decided; others see that the viewer looks.

    Raises:
        NotFoundError: there is none, it was never handed in, or it is another council's.
    """
    account_id, request = _account_of(viewer), await _get_own(request_id, viewer)
    stored = None if request.is_new else await listings.get_stored(request.listing_id)
    reading = await editing.read_request(request, gazetteer)
    return Review(
        request=request,
        reading=reading,
        listing_version=stored.version if stored else None,
        duplicates=await list_duplicates(request.listing_id, reading.draft, reading.council_code),
        names=await accounts.list_names(_accounts_in(request)),
        look=await _look(request, account_id),
        is_own=await organizations.may_edit(viewer, request.organization.id),
        is_by_steward=await _is_by_steward(request),
    )


async def approve(
    request_id: UUID,
    expected_version: int,
    seen_version: int | None,
    viewer: Viewer,
    gazetteer: PlaceFinder,
) -> UUID:
    """Publish what a request says, in one transaction, and tell the provider; return the listing's id.

    `seen_version` is the version of the listing from which the steward saw the difference.

    Raises:
        NotFoundError: there is no such request, or it is another council's.
        ConflictError: it was decided, changed or taken back meanwhile; or the listing says something else by
            now; or the viewer is one of the organisation's people.
        InvalidError: with all that is wrong by now, by field of the answers.
    """
    async with transaction():
        request = await _decide(request_id, RequestStatus.APPROVED, expected_version, viewer)
        reading = await editing.read_request(request, gazetteer)
        if reading.problems:
            raise InvalidError(reading.problems)
        await _publish(request, reading, seen_version, viewer, gazetteer)
        await _tell(request, letters.approved(reading.draft.title, request.listing_id, is_new=request.is_new))
    return request.listing_id


async def ask_for_changes(request_id: UUID, expected_version: int, note: str, viewer: Viewer) -> None:
    """Give a request back to its provider, with words.

    Raises:
        NotFoundError, ConflictError: as `approve`.
        InvalidError: there are no words, or too many.
    """
    note = note.strip()
    if problems := list(rules.check_note(note)):
        raise InvalidError(problems)
    async with transaction():
        request = await _decide(request_id, RequestStatus.WRITING, expected_version, viewer, note=note)
        await _tell(request, letters.returned(request.title, request_id, note))


async def reject(
    request_id: UUID, expected_version: int, reason: RejectReason | None, note: str, viewer: Viewer
) -> None:
    """Say no, for good. The listing, if there is one, stays as it is.

    Raises:
        NotFoundError, ConflictError: as `approve`.
        InvalidError: no reason was chosen, or it needs words.
    """
    note = note.strip()
    if problems := list(rules.check_rejection(reason, note)):
        raise InvalidError(problems)
    assert reason is not None  # as just checked
    words = rules.rejection_note(reason, note)
    async with transaction():
        request = await _decide(
            request_id, RequestStatus.REJECTED, expected_version, viewer, note=words, reason=reason
        )
        await _tell(request, letters.rejected(request.title, words, is_new=request.is_new))


class LookHolder:
    """What this room keeps about an account: in which requests it wrote for a provider.

    And which it has open, for some minutes.
    """

    name = "reviews"

    async def export(self, account_id: UUID) -> object:
        """The ids of the requests that it wrote for others; decisions are in the audit trail."""
        return await behalf.list_of(account_id)

    async def erase(self, account_id: UUID) -> None:
        """Forget it."""
        await repository.drop_looks_of(account_id)
        await behalf.drop_of(account_id)


async def _decide(
    request_id: UUID,
    status: RequestStatus,
    expected_version: int,
    viewer: Viewer,
    *,
    note: str = "",
    reason: RejectReason | None = None,
) -> ChangeRequest:
    """Write a decision and record it, in the caller's transaction; return the request as it was handed in."""
    request = await _get_own(request_id, viewer)
    # First the organisation, then the request, then listings, as all who hold several.
    await organizations.hold(request.organization.id)
    if await organizations.may_edit(viewer, request.organization.id):
        raise ConflictError(_("You are one of this organisation's people: another steward has to decide."))
    await editing.decide_request(request_id, status, expected_version, note=note, viewer=viewer)
    await repository.drop_look(request_id)
    action = {RequestStatus.WRITING: "ask_for_changes", RequestStatus.REJECTED: "reject"}.get(
        status, "approve"
    )
    after = {"listing": request.listing_id, "note": note} | ({"reason": reason} if reason else {})
    await audit.record(
        action,
        RECORD_TYPE,
        request_id,
        viewer.actor,
        after=after,
        council=request.council_code,
        # Not the listing: a new one that is refused never becomes one.
        subject=request.organization.id,
    )
    return request


async def _publish(
    request: ChangeRequest,
    reading: Reading,
    seen_version: int | None,
    viewer: Viewer,
    gazetteer: PlaceFinder,
) -> None:
    handed_in = (request.submitted_at or clock.now()).astimezone(clock.LONDON).date()
    if request.is_new:
        draft = replace(
            reading.draft,
            id=request.listing_id,
            confirmed_on=handed_in,
            checks=await checks_of(request.organization.id),
        )
        if draft.organization != request.organization:
            await listings.update_organization(draft.organization, actor=viewer.actor)
        await listings.create_listing(draft, gazetteer=gazetteer, actor=viewer.actor)
        await listings.submit_listing(request.listing_id, actor=viewer.actor)
        await listings.publish_listing(request.listing_id, actor=viewer.actor)
        return
    if seen_version is None or await has_changed_since(request.listing_id, seen_version):
        raise ConflictError(
            _(
                "The listing was changed while you were at it. Below is what differs from it as it is now. "
                "Nothing was lost or overwritten."
            )
        )
    stored = await listings.get_stored(request.listing_id)
    # Who hands in says that all of it is true.
    draft = replace(reading.draft, confirmed_on=max(handed_in, stored.draft.confirmed_on or handed_in))
    await listings.update_listing(stored.id, draft, stored.version, gazetteer=gazetteer, actor=viewer.actor)


async def _tell(request: ChangeRequest, letter: Letter) -> None:
    for account_id, address in await organizations.addresses_of(request.organization.id):
        own = replace(letter, council_code=request.council_code)
        await queue_letter(address, own, account_id=account_id)


async def _get_own(request_id: UUID, viewer: Viewer) -> ChangeRequest:
    """A request that was handed in to a council of the viewer's; thrown away, it is nobody's any more."""
    request = await editing.find_request(request_id)
    if (
        request is None
        or request.submitted_at is None
        or request.status is RequestStatus.DISCARDED
        or not viewer.may(Role.STEWARD, request.council_code)
    ):
        raise NotFoundError(_("This is not here. It may have been decided or taken back."))
    return request


async def _look(request: ChangeRequest, account_id: UUID) -> Look | None:
    """Who else looks at a request that waits, noting that this account does."""
    if request.status is not RequestStatus.SUBMITTED:
        return None
    now = clock.now()
    await repository.put_look(request.id, account_id, now, now - rules.LOOK_FOR)
    other = await repository.find_look(request.id, but=account_id, looked_after=now - rules.LOOK_FOR)
    if other is None:
        return None
    names = await accounts.list_names({other.account_id})
    return Look(account_id=other.account_id, name=names[other.account_id], at=other.at)


async def _is_by_steward(request: ChangeRequest) -> bool:
    return request.submitted_by is not None and request.submitted_by == await behalf.find_account(request.id)


def _accounts_in(request: ChangeRequest) -> set[UUID]:
    named = (request.created_by, request.submitted_by, request.decided_by)
    return {account_id for account_id in named if account_id is not None}


def _account_of(viewer: Viewer) -> UUID:
    if viewer.account_id is None:
        raise NotFoundError(_("This is not here."))
    return viewer.account_id


def _item(row: dict[str, Any], names: dict[UUID, str]) -> QueueItem:
    account_id, looked_at = row.pop("account"), row.pop("looked_at")
    return QueueItem(
        listing_id=row.pop("listing"),
        kind=ListingKind(row.pop("kind")),
        risks=tuple(row.pop("risks")),
        look=Look(account_id=account_id, name=names[account_id], at=looked_at) if account_id else None,
        **row,
    )
