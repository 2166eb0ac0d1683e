"""The door of moderating. One function = one use case = one transaction.

A listing of a council whose steward the viewer is not is not there: NotFoundError.
"""

from uuid import UUID

from msgspec.structs import replace

from marketplace.accounts import service as accounts
from marketplace.accounts.schemas import Role, Viewer
from marketplace.audit import service as audit
from marketplace.councils.schemas import NATIONAL
from marketplace.councils.service import responsible_council
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError
from marketplace.kernel.i18n import gettext as _
from marketplace.listings import service as listings
from marketplace.listings.editing import repository as requests
from marketplace.listings.editing.schemas import RequestStatus
from marketplace.listings.freshness import service as freshness
from marketplace.listings.moderating import rules
from marketplace.listings.moderating.letters import rules as letters
from marketplace.listings.moderating.schemas import SuspendReason, Suspension
from marketplace.listings.organizations import repository as members
from marketplace.listings.organizations.claims import repository as claims
from marketplace.listings.organizations.schemas import Claim, Member
from marketplace.listings.organizations.service import addresses_of, may_edit, own_words
from marketplace.listings.schemas import HiddenReason, StoredListing
from marketplace.listings.states import service as states
from marketplace.mail.schemas import Letter
from marketplace.mail.service import queue_letter


async def get_listing(listing_id: UUID, viewer: Viewer) -> StoredListing:
    """A listing in any state, private base included, of a council whose steward the viewer is.

    Raises:
        NotFoundError: there is none, or it is another council's.
    """
    stored = await listings.get_stored(listing_id)
    if not viewer.may(Role.STEWARD, await responsible_council(stored.council_code)):
        raise NotFoundError(_("This listing is not here."))
    return stored


async def list_people(organization_id: UUID) -> tuple[Member, ...]:
    """The people of an organisation, for a steward who may see its listing: the caller asks."""
    found = await members.list_members(organization_id)
    names = await accounts.list_names([account_id for account_id, _role, _since in found])
    return tuple(
        Member(account_id=account_id, name=names[account_id], role=role, since=since)
        for account_id, role, since in found
    )


async def list_open_claims(organization_id: UUID) -> tuple[Claim, ...]:
    """Claims of an organisation's listings that wait, for a steward who may see them: the caller asks."""
    return await claims.list_open_of(organization_id)


async def find_waiting_request(listing_id: UUID) -> UUID | None:
    """The request about a listing that waits for a steward, if there is one."""
    request = await requests.find_open(listing_id)
    return request.id if request and request.status is RequestStatus.SUBMITTED else None


async def suspend_listing(
    listing_id: UUID, reason: SuspendReason | None, words: str, viewer: Viewer, *, tell_provider: bool
) -> bool:
    """Take a listing out of sight at once; return whether anybody was told.

    Raises:
        NotFoundError: there is none, or it is another council's.
        ConflictError: it is withdrawn.
        InvalidError: no reason was chosen, or it needs words.
    """
    words = words.strip()
    if problems := list(rules.check_suspension(reason, words)):
        raise InvalidError(problems)
    async with transaction():
        stored = await get_listing(listing_id, viewer)
        await listings.hide_listing(listing_id, HiddenReason.SUSPENDED, actor=viewer.actor)
        told = False
        if tell_provider and reason is not None:
            letter = letters.suspended(stored.draft.title, rules.suspend_words()[reason], words)
            told = await _tell(stored, letter)
        await _record(
            "suspend", stored, viewer, after={"reason": reason, "words": words, "provider_told": told}
        )
    return told


async def end_suspension(listing_id: UUID, viewer: Viewer) -> None:
    """Take the suspension away, and tell the provider. Other reasons to hide the listing stay.

    Raises:
        NotFoundError: there is none, or it is another council's.
        ConflictError: it is withdrawn, or the viewer is one of its organisation's people.
    """
    async with transaction():
        stored = await get_listing(listing_id, viewer)
        if await may_edit(viewer, stored.draft.organization.id):
            raise ConflictError(own_words())
        await listings.show_listing(listing_id, HiddenReason.SUSPENDED, actor=viewer.actor)
        if HiddenReason.SUSPENDED in stored.hidden_for:
            await _tell(stored, letters.shown(stored.draft.title, listing_id))


async def confirm_listing(listing_id: UUID, viewer: Viewer) -> None:
    """Say for the provider, or where nobody looks after it, that all is still right today.

    Raises:
        NotFoundError: there is none, or it is another council's.
        ConflictError: it is withdrawn.
    """
    async with transaction():
        await get_listing(listing_id, viewer)
        await freshness.confirm(listing_id, actor=viewer.actor)


async def withdraw_listing(listing_id: UUID, words: str, viewer: Viewer) -> None:
    """Take a listing down for good, and tell the provider why.

    Raises:
        NotFoundError: there is none, or it is another council's.
        ConflictError: it is withdrawn already.
        InvalidError: nobody said why.
    """
    words = words.strip()
    if problems := list(rules.check_withdrawal(words)):
        raise InvalidError(problems)
    async with transaction():
        stored = await get_listing(listing_id, viewer)
        await listings.withdraw_listing(listing_id, actor=viewer.actor)
        await _record("say_why_withdrawn", stored, viewer, after={"words": words})
        await _tell(stored, letters.withdrawn(stored.draft.title, words))


async def find_suspension(listing_id: UUID) -> Suspension | None:
    """The last time that a steward suspended a listing; None when it was another's doing or is erased."""
    entries = await audit.list_history(states.RECORD_TYPE, listing_id)
    for entry in reversed(entries):
        if entry.action == "suspend" and entry.after:
            return Suspension(
                at=entry.at,
                by=entry.actor,
                reason=SuspendReason(entry.after["reason"]),
                words=entry.after["words"],
                was_told=entry.after["provider_told"],
            )
    return None


async def _record(action: str, stored: StoredListing, viewer: Viewer, after: object) -> None:
    await states.record(action, stored.id, viewer.actor, council_code=stored.council_code, after=after)


async def _tell(stored: StoredListing, letter: Letter) -> bool:
    people = await addresses_of(stored.draft.organization.id)
    letter = replace(letter, council_code=stored.council_code or NATIONAL)
    for account_id, address in people:
        await queue_letter(address, letter, account_id=account_id)
    return bool(people)
