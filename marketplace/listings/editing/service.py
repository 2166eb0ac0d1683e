"""The door of editing: begin, save, read, hand in, take back, discard. One function = one transaction.

What a viewer may not edit is not there for them: NotFoundError, never told apart from what does not exist.
"""

from uuid import UUID, uuid4

from msgspec.structs import replace

from marketplace.accounts.schemas import Role, Viewer
from marketplace.audit import service as audit
from marketplace.councils.service import get_council_settings, responsible_council
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError
from marketplace.kernel.i18n import gettext as _
from marketplace.listings import repository as listings
from marketplace.listings.editing import repository
from marketplace.listings.editing.answers.rules import FACTS, answers_of, without_repeats
from marketplace.listings.editing.facts.service import say_facts, unsay_facts
from marketplace.listings.editing.letters.rules import handed_in
from marketplace.listings.editing.reading.service import council_names, read_answers
from marketplace.listings.editing.schemas import Answers, ChangeRequest, Reading, RequestStatus, Step
from marketplace.listings.editing.steps.rules import only_fields_of
from marketplace.listings.organizations import service as organizations
from marketplace.listings.records.service import PlaceFinder
from marketplace.listings.reviewing.risks.service import find_risks
from marketplace.listings.schemas import ListingKind, ListingStatus, Organization, StoredListing
from marketplace.mail.service import queue_letter

RECORD_TYPE = "change_request"
MOST_UNFINISHED = 30
"""New listings that one organisation may write at: far more than anybody writes, and few enough to list."""


async def start_listing(organization_id: UUID, kind: ListingKind, viewer: Viewer) -> UUID:
    """Begin a new listing of an organisation; return the id of the request.

    Raises:
        NotFoundError: the viewer is not one of its people.
        ConflictError: it writes at `MOST_UNFINISHED` already.
    """
    membership = await organizations.get_membership(organization_id, viewer)
    request = _new(membership.organization, viewer, content={"kind": kind.value})
    async with transaction():
        # Held, so that of many at once no more are begun than may be.
        await organizations.hold(organization_id)
        if await repository.count_unfinished(organization_id) >= MOST_UNFINISHED:
            raise ConflictError(
                _(
                    "You have %(num)s new listings that are not finished. Hand one in or throw one away: "
                    "then you can begin another.",
                    num=MOST_UNFINISHED,
                )
            )
        await repository.add(request)
        await audit.record("begin", RECORD_TYPE, request.id, viewer.actor, after={"kind": kind})
    return request.id


async def start_change(listing_id: UUID, viewer: Viewer) -> UUID:
    """Begin changes to a listing, or go on with those that were begun; return the id of the request.

    Raises:
        NotFoundError: there is no such listing, or the viewer is not one of its organisation's people.
        ConflictError: it has been taken down.
    """
    async with transaction():
        return await begin_change(await _get_own(listing_id, viewer), viewer)


async def begin_change(stored: StoredListing, viewer: Viewer) -> UUID:
    """As `start_change`, for whoever has a right to it by another rule: the caller checks it (stewards).

    Raises:
        ConflictError: it has been taken down.
    """
    listing_id = stored.id
    async with transaction():
        await organizations.hold(stored.draft.organization.id)
        stored = await listings.find_stored(listing_id) or stored  # as it is now that nobody changes it
        begun = await repository.find_open(listing_id)
        if begun is not None:
            return begun.id
        if stored.status is ListingStatus.WITHDRAWN:
            raise ConflictError(_("This listing has been taken down and cannot be changed."))
        last = await repository.find_last_approved(listing_id)
        facts = {name: last.content[name] for name in FACTS if name in last.content} if last else {}
        base = answers_of(stored.draft, council_names()) | facts
        request = replace(
            _new(stored.draft.organization, viewer, content=base),
            listing_id=listing_id,
            is_new=False,
            base=base,
        )
        await repository.add(request)
        await audit.record("begin", RECORD_TYPE, request.id, viewer.actor, after={"listing": listing_id})
    return request.id


async def get_request(request_id: UUID, viewer: Viewer) -> ChangeRequest:
    """A request of an organisation of the viewer's.

    Raises:
        NotFoundError: there is none, or it is another's.
    """
    return await _find_own(request_id, viewer)


async def find_request(request_id: UUID) -> ChangeRequest | None:
    """A request for whoever has a right to it by another rule: the caller checks it (stewards)."""
    return await repository.find(request_id)


async def read_request(request: ChangeRequest, gazetteer: PlaceFinder) -> Reading:
    """What the answers mean, and all that is missing or wrong.

    Of a listing that is there, only what was changed here differs from how it is now: capacity, confirming
    and checks that came in between stay.
    """
    now = None if request.is_new else await listings.find_stored(request.listing_id)
    return await read_answers(request, now.draft if now else None, gazetteer)


async def save_answers(
    request_id: UUID, step: Step, answers: Answers, expected_version: int, viewer: Viewer
) -> int:
    """Keep the answers of one page as they were typed; return the request's new version.

    Fields that are not the page's own are passed over.

    Raises:
        NotFoundError: there is no such request, or it is another's.
        ConflictError: somebody saved this page since `expected_version`, or the request was handed in.
    """
    async with transaction():
        request = await _hold_writing(request_id, viewer)
        if request.steps.get(step, 0) > expected_version:
            raise ConflictError(_("Somebody changed these answers while you were at it."))
        own = without_repeats(request, only_fields_of(step, answers))
        version = request.version + 1
        await repository.change(
            request_id,
            {"content": request.content | own, "steps": request.steps | {step.value: version}},
            version=version,
            at=clock.now(),
        )
    return version


async def hand_in(
    request_id: UUID, expected_version: int, viewer: Viewer, gazetteer: PlaceFinder
) -> ChangeRequest:
    """Hand a request in to the stewards of the council it belongs to.

    Raises:
        NotFoundError: there is no such request, or it is another's.
        ConflictError: it was changed since `expected_version`, or handed in.
        InvalidError: with all that is missing or wrong, by field of the answers.
    """
    async with transaction():
        await _hold_organization(request_id, viewer)
        request = await _hold_writing(request_id, viewer)
        _check_version(request, expected_version)
        reading = await read_request(request, gazetteer)
        if reading.problems:
            raise InvalidError(reading.problems)
        council = await responsible_council(reading.council_code)
        settings = await get_council_settings(reading.council_code)
        now = clock.now()
        values = {
            "status": RequestStatus.SUBMITTED.value,
            "council_code": council,
            "risks": list(await find_risks(request, reading, settings, gazetteer)),
            "submitted_by": viewer.account_id,
            "submitted_at": now,
        }
        await repository.change(request_id, values, version=request.version + 1, at=now)
        await say_facts(request, reading.facts, viewer)
        letter = handed_in(reading.draft.title, request_id, is_new=request.is_new)
        letter = replace(letter, council_code=council)
        for account_id, address in await organizations.addresses_of(request.organization.id):
            await queue_letter(address, letter, account_id=account_id)
        await audit.record("hand_in", RECORD_TYPE, request_id, viewer.actor, council=council)
    return _found(await repository.find(request_id))


async def take_back(request_id: UUID, expected_version: int, viewer: Viewer) -> int:
    """Take a request that was handed in back, to go on writing; return its new version.

    Raises:
        NotFoundError: there is no such request, or it is another's.
        ConflictError: it is not, or no longer, waiting for a steward.
    """
    async with transaction():
        request = await _find_own(request_id, viewer, hold=True)
        if request.status is not RequestStatus.SUBMITTED:
            raise ConflictError(_("This is no longer waiting to be checked."))
        _check_version(request, expected_version)
        values = {"status": RequestStatus.WRITING.value}
        await repository.change(request_id, values, version=request.version + 1, at=clock.now())
        await audit.record("take_back", RECORD_TYPE, request_id, viewer.actor, council=request.council_code)
    return request.version + 1


async def discard(request_id: UUID, expected_version: int, viewer: Viewer) -> None:
    """Throw a request away, with all that was typed; the listing, if there is one, stays as it is.

    Raises:
        NotFoundError: there is no such request, or it is another's.
        ConflictError: it was changed since `expected_version`, or it is not open any more.
    """
    async with transaction():
        await _hold_organization(request_id, viewer)
        request = await _find_own(request_id, viewer, hold=True)
        if not request.status.is_open:
            raise ConflictError(_("This has been decided already."))
        _check_version(request, expected_version)
        values = {"status": RequestStatus.DISCARDED.value, "content": {}, "base": {}, "note": ""}
        await repository.change(request_id, values, version=request.version + 1, at=clock.now())
        await unsay_facts(request, viewer)
        await audit.record("discard", RECORD_TYPE, request_id, viewer.actor, council=request.council_code)


async def decide_request(
    request_id: UUID, status: RequestStatus, expected_version: int, *, note: str, viewer: Viewer
) -> ChangeRequest:
    """Write a steward's decision: `approved`, `rejected`, or `writing` to ask for changes.

    Called by reviewing inside the transaction of the decision, which holds the organisation; it checks the
    steward's right, tells the provider and records who did it.

    Raises:
        NotFoundError: there is no such request.
        ConflictError: somebody else decided, or the provider took it back.
    """
    async with transaction():
        request = _found(await repository.find(request_id, hold=True))
        if request.status is not RequestStatus.SUBMITTED or request.version != expected_version:
            raise ConflictError(_("This was decided, changed or taken back while you were at it."))
        now = clock.now()
        values = {"status": status.value, "note": note, "decided_by": viewer.account_id, "decided_at": now}
        await repository.change(request_id, values, version=request.version + 1, at=now)
        if status is RequestStatus.REJECTED:
            await unsay_facts(request, viewer)
    return _found(await repository.find(request_id))


def _new(organization: Organization, viewer: Viewer, content: Answers) -> ChangeRequest:
    account_id, now = _account_of(viewer), clock.now()
    return ChangeRequest(
        id=uuid4(),
        listing_id=uuid4(),
        organization=organization,
        is_new=True,
        status=RequestStatus.WRITING,
        version=1,
        base={},
        content=content,
        steps={},
        council_code=None,
        risks=(),
        note="",
        created_by=account_id,
        created_at=now,
        updated_at=now,
        submitted_by=None,
        submitted_at=None,
        decided_by=None,
        decided_at=None,
    )


async def _get_own(listing_id: UUID, viewer: Viewer) -> StoredListing:
    stored = await listings.find_stored(listing_id)
    if stored is None or not await organizations.may_edit(viewer, stored.draft.organization.id):
        raise _not_found()
    return stored


async def _find_own(request_id: UUID, viewer: Viewer, *, hold: bool = False) -> ChangeRequest:
    """A request that the viewer may write in, as one of its people or as their steward."""
    account_id, councils = _account_of(viewer), viewer.councils(Role.STEWARD)
    return _found(await repository.find(request_id, account_id, councils=councils, hold=hold))


async def _hold_organization(request_id: UUID, viewer: Viewer) -> None:
    """Hold whose a request is: first the organisation, then the request, as all who hold several."""
    request = await _find_own(request_id, viewer)
    await organizations.hold(request.organization.id)


async def _hold_writing(request_id: UUID, viewer: Viewer) -> ChangeRequest:
    request = await _find_own(request_id, viewer, hold=True)
    if request.status is not RequestStatus.WRITING:
        raise ConflictError(_("This was handed in or decided meanwhile, and cannot be changed now."))
    return request


def _check_version(request: ChangeRequest, expected_version: int) -> None:
    if request.version != expected_version:
        raise ConflictError(_("Somebody changed these answers while you were at it."))


def _account_of(viewer: Viewer) -> UUID:
    """The signed-in account; nobody else has requests."""
    if viewer.account_id is None or not viewer.is_signed_in:
        raise _not_found()
    return viewer.account_id


def _found(request: ChangeRequest | None) -> ChangeRequest:
    if request is None:
        raise _not_found()
    return request


def _not_found() -> NotFoundError:
    return NotFoundError(_("This is not here. It may have been taken down."))
