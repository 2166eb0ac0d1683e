"""The door for stewards. A concern of another council is not told apart from one that is missing.

Neither is one about a listing that the viewer looks after as a provider: a colleague handles it.
"""

from collections.abc import Collection
from uuid import UUID

from msgspec.structs import replace

from marketplace.accounts.limits import service as limits
from marketplace.accounts.schemas import Role, Viewer
from marketplace.accounts.service import list_names
from marketplace.audit import service as audit
from marketplace.audit.schemas import Said
from marketplace.concerns import repository, rules
from marketplace.concerns import service as concerns
from marketplace.concerns.letters import rules as letters
from marketplace.concerns.schemas import (
    Concern,
    ConcernItem,
    ConcernStatus,
    ConcernView,
    Decision,
    Note,
    Outcome,
)
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError, Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.needs import Need
from marketplace.kernel.paging import Page
from marketplace.listings import service as listings
from marketplace.listings.organizations.service import addresses_of, may_edit
from marketplace.listings.schemas import HiddenReason, ListingStatus, StoredListing
from marketplace.listings.states import service as states
from marketplace.mail import service as mail

PER_PAGE = 25
MOST_OTHERS = 10


def councils_of(viewer: Viewer) -> list[str]:
    """Codes of the councils whose concerns a viewer may see."""
    return sorted({*viewer.councils(Role.STEWARD), *viewer.councils(Role.ADMINISTRATOR)})


async def count_waiting(viewer: Viewer) -> tuple[int, int]:
    """How many concerns wait for the viewer's councils, and how many of these are urgent."""
    return await repository.count_waiting(councils_of(viewer), viewer.account_id)


async def list_needs(viewer: Viewer) -> list[Need]:
    """What waits for the viewer's councils: urgent concerns, and others. One statement at most."""
    codes = councils_of(viewer)
    if viewer.account_id is None or not codes:
        return []
    return await repository.list_needs(codes, viewer.account_id)


async def count_open_of(listing_ids: Collection[UUID], viewer: Viewer) -> dict[UUID, tuple[int, int]]:
    """How many concerns about each of these listings wait for the viewer's councils; how many are urgent.

    Listings without any are left out.
    """
    if not listing_ids:
        return {}
    return await repository.count_open_of(listing_ids, councils_of(viewer), viewer.account_id)


async def own_concerns(viewer: Viewer) -> Said | None:
    """Which records of the audit trail would tell the viewer of a concern about what they offer themselves.

    Deleted concerns are among them. None when the viewer offers nothing.
    """
    if viewer.account_id is None:
        return None
    own = await repository.list_own_listings(viewer.account_id)
    if not own:
        return None
    return Said(record_type=concerns.RECORD_TYPE, field="listing", values=tuple(str(each) for each in own))


async def list_concerns(viewer: Viewer, page: int = 1, *, closed: bool = False) -> Page[ConcernItem]:
    """Concerns that wait, urgent ones first and each oldest first; or closed ones, latest first."""
    codes, own_id = councils_of(viewer), viewer.account_id
    offset = (page - 1) * PER_PAGE
    if closed:
        total = await repository.count_closed(codes, own_id)
        items = await repository.list_closed(codes, own_id, PER_PAGE, offset)
    else:
        total, _urgent = await repository.count_waiting(codes, own_id)
        items = await repository.list_waiting(codes, own_id, PER_PAGE, offset)
    return Page(items=tuple(items), total=total, page=page, per_page=PER_PAGE)


async def get_concern(concern_id: UUID, viewer: Viewer) -> ConcernView:
    """A concern with everything to decide by; that the viewer's council has seen it is noted.

    NotFoundError when there is none, or it is another council's.
    """
    async with transaction():
        concern = await _of(await repository.find(concern_id), viewer)
        await concerns.note_opened(concern, actor=viewer.actor)
        listing = await _find_listing(concern.listing_id)
        notes = await repository.list_notes(concern_id)
        others = await repository.list_others(concern, councils_of(viewer), viewer.account_id, MOST_OTHERS)
        people = {concern.taken_by, concern.closed_by, *(note.author for note in notes)} - {None}
        return ConcernView(
            concern=concern,
            listing_title=listing.draft.title if listing else "",
            is_public=listing is not None
            and listing.status is ListingStatus.PUBLISHED
            and not listing.is_hidden,
            is_suspended=listing is not None and HiddenReason.SUSPENDED in listing.hidden_for,
            notes=tuple(notes),
            others=tuple(others),
            names=await list_names([each for each in people if each is not None]),
        )


async def take_concern(concern_id: UUID, expected_version: int, viewer: Viewer) -> None:
    """Look after a concern from now on, also in place of a colleague.

    ConflictError when somebody changed it since; then the viewer sees who looks after it.
    """
    async with transaction():
        concern = await _lock(concern_id, expected_version, viewer)
        if concern.taken_by == viewer.account_id:
            return
        await repository.put(
            concern_id,
            status=ConcernStatus.TAKEN.value,
            taken_by=viewer.account_id,
            taken_at=clock.now(),
            opened_at=concern.opened_at or clock.now(),
            version=concern.version + 1,
        )
        await _record("take", concern, viewer)


async def add_note(concern_id: UUID, words: str, viewer: Viewer) -> None:
    """Note something about a concern, also a closed one. InvalidError when it is empty or too long."""
    if not words or len(words) > rules.LONGEST_NOTE:
        message = _("Write a note of at most %(num)s letters.", num=f"{rules.LONGEST_NOTE:,}")
        raise InvalidError([Problem(field="words", message=message)])
    async with transaction():
        concern = await _of(await repository.find(concern_id, lock=True), viewer)
        assert viewer.account_id is not None
        await repository.add_note(concern_id, Note(at=clock.now(), author=viewer.account_id, words=words))
        await _record("note", concern, viewer)


async def suspend_listing(concern_id: UUID, viewer: Viewer) -> None:
    """Take the listing out of sight at once; the concern stays open. Twice is once.

    ConflictError when the listing is withdrawn, NotFoundError when it was erased.
    """
    async with transaction():
        concern = await _of(await repository.find(concern_id, lock=True), viewer)
        await concerns.note_opened(concern, actor=viewer.actor)
        await states.hide_listing(concern.listing_id, HiddenReason.SUSPENDED, actor=viewer.actor)
        await _record("suspend_listing", concern, viewer)


async def decide_concern(concern_id: UUID, decision: Decision, expected_version: int, viewer: Viewer) -> None:
    """Close a concern, and tell the reporter, and the provider where that is wanted and safe.

    Raises:
        NotFoundError: there is none, or it is another council's.
        ConflictError: somebody changed it since, or it is closed.
        InvalidError: something is missing.
    """
    concern = await _of(await repository.find(concern_id), viewer)
    may_answer = await _may_answer(concern)
    async with transaction():
        concern = await _lock(concern_id, expected_version, viewer)
        if problems := list(rules.check_decision(concern, decision)):
            raise InvalidError(problems)
        listing = await _find_listing(concern.listing_id)
        if decision.outcome is Outcome.SUSPENDED:
            await _suspend(listing, viewer)
        told = decision.words_for_provider and await _tell_provider(concern, listing, decision)
        now = clock.now()
        await repository.put(
            concern_id,
            status=ConcernStatus.CLOSED.value,
            outcome=decision.outcome.value,
            reason=decision.reason,
            closed_by=viewer.account_id,
            closed_at=now,
            provider_told_at=now if told else concern.provider_told_at,
            version=concern.version + 1,
        )
        await _record(
            "close", concern, viewer, after={"outcome": decision.outcome, "provider_told": bool(told)}
        )
        if may_answer:
            letter = letters.for_reporter_decided(decision.outcome)
            await mail.queue_letter(concern.contact, replace(letter, council_code=concern.council_code))


async def _of(concern: Concern | None, viewer: Viewer) -> Concern:
    """A concern of a council of the viewer's, which is not about what they offer themselves."""
    if concern is None or concern.council_code not in councils_of(viewer):
        raise _not_found()
    listing = await _find_listing(concern.listing_id)
    if listing is not None and await may_edit(viewer, listing.draft.organization.id):
        raise _not_found()
    if viewer.account_id in await repository.list_in_pool(concern):
        raise _not_found()
    return concern


def _not_found() -> NotFoundError:
    return NotFoundError(_("This concern is not here. It may have been deleted."))


async def _lock(concern_id: UUID, expected_version: int, viewer: Viewer) -> Concern:
    concern = await _of(await repository.find(concern_id, lock=True), viewer)
    if concern.status is ConcernStatus.CLOSED:
        raise ConflictError(_("This concern was closed meanwhile. Look at how it was decided."))
    if concern.version != expected_version:
        raise ConflictError(_("A colleague changed this concern meanwhile. Look at it as it is now."))
    return concern


async def _record(action: str, concern: Concern, viewer: Viewer, after: object = None) -> None:
    await audit.record(
        action, concerns.RECORD_TYPE, concern.id, viewer.actor, after=after, council=concern.council_code
    )


async def _find_listing(listing_id: UUID) -> StoredListing | None:
    try:
        return await listings.get_stored(listing_id)
    except NotFoundError:
        return None


async def _suspend(listing: StoredListing | None, viewer: Viewer) -> None:
    if listing is None or listing.status is ListingStatus.WITHDRAWN:
        message = _("This listing has been taken down already. Choose another answer.")
        raise InvalidError([Problem(field="outcome", message=message)])
    await states.hide_listing(listing.id, HiddenReason.SUSPENDED, actor=viewer.actor)


async def _tell_provider(concern: Concern, listing: StoredListing | None, decision: Decision) -> bool:
    if listing is None:
        return False
    people = await addresses_of(listing.draft.organization.id)
    letter = letters.for_provider_decided(
        listing.draft.title, concern.listing_id, decision.words_for_provider
    )
    letter = replace(letter, council_code=concern.council_code)
    for account_id, address in people:
        await mail.queue_letter(address, letter, account_id=account_id)
    return bool(people)


async def _may_answer(concern: Concern) -> bool:
    try:
        address = mail.read_address(concern.contact)
    except ValueError:
        return False
    return await limits.may_write_to(address)
