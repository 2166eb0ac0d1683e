"""The door of claims. Who claims a listing asks to be one of its organisation's people; a steward decides."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from msgspec.structs import replace

from marketplace.accounts import service as accounts
from marketplace.accounts.limits import service as limits
from marketplace.accounts.limits.schemas import CLAIMS
from marketplace.accounts.schemas import Viewer
from marketplace.audit import service as audit
from marketplace.councils.service import responsible_council
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError, Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.paging import Page
from marketplace.listings import repository as listings
from marketplace.listings.organizations import repository as members
from marketplace.listings.organizations import service
from marketplace.listings.organizations.claims import repository
from marketplace.listings.organizations.schemas import Claim, ClaimStatus, MemberRole
from marketplace.listings.schemas import ListingStatus
from marketplace.mail.service import Action, Letter, queue_letter

RECORD_TYPE = "claim"
PER_PAGE = 20
FEWEST_CHARACTERS, MOST_CHARACTERS = 20, 2_000


async def claim_listing(listing_id: UUID, viewer: Viewer, words: str) -> UUID:
    """Say that a public listing is the viewer's, and how a steward can tell; return the claim's id.

    The people of the organisation, if it has any, are told that there is a claim, not whose.

    Raises:
        NotFoundError: there is no such listing, or it is not public.
        ConflictError: the viewer is one of its people, or has claimed it already.
        InvalidError: the words are too few or too many.
        TooManyError: the viewer claimed very many just now.
    """
    account_id = service.account_of(viewer)
    stored = await listings.find_stored(listing_id)
    if stored is None or stored.status is not ListingStatus.PUBLISHED or stored.is_hidden:
        raise NotFoundError(_("This listing is not here. It may have been taken down."))
    words = words.strip()
    if not FEWEST_CHARACTERS <= len(words) <= MOST_CHARACTERS:
        message = _("Say in a few sentences who you are there and how a steward can check it.")
        raise InvalidError([Problem(field="words", message=message)])
    organization = stored.draft.organization
    if await service.may_edit(viewer, organization.id):
        raise ConflictError(_("You look after this listing already."))
    await limits.check(CLAIMS, str(account_id))
    claim = Claim(
        id=uuid4(),
        listing_id=listing_id,
        organization_id=organization.id,
        account_id=account_id,
        words=words,
        council_code=await responsible_council(stored.council_code),
        status=ClaimStatus.OPEN,
        version=1,
        created_at=clock.now(),
        title=stored.draft.title,
        provider=organization.name,
    )
    async with transaction():
        await repository.add(claim)
        for member_id, address in await service.addresses_of(organization.id):
            await queue_letter(address, _tell_people(claim), account_id=member_id)
        await audit.record("make", RECORD_TYPE, claim.id, viewer.actor, council=claim.council_code)
    return claim.id


async def find_open_claim(organization_id: UUID, viewer: Viewer) -> Claim | None:
    """The viewer's claim of an organisation's listings that waits for a steward."""
    waiting = await repository.list_open_of(organization_id)
    return next((claim for claim in waiting if claim.account_id == viewer.account_id), None)


async def list_claims(council_codes: Sequence[str], page: int) -> Page[Claim]:
    """Open claims of councils, the oldest first: for their stewards."""
    page = max(page, 1)
    claims, total = await repository.list_open(council_codes, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    return Page(items=tuple(claims), total=total, page=page, per_page=PER_PAGE)


async def get_claim(claim_id: UUID) -> Claim:
    """A claim; the caller checks whether its stewards ask.

    Raises:
        NotFoundError: there is none.
    """
    return _found(await repository.find(claim_id))


async def list_claims_of(account_id: UUID) -> tuple[Claim, ...]:
    """What somebody claimed, the latest first."""
    return await repository.list_of(account_id)


async def decide_claim(
    claim_id: UUID, expected_version: int, viewer: Viewer, *, is_accepted: bool, note: str
) -> None:
    """Accept or refuse. Accepted, the person becomes an owner where there is none yet, else a member.

    The person is told with the note, the organisation's people that somebody joined. The caller checks that
    the viewer is a steward of the claim's council.

    Raises:
        NotFoundError: there is no such claim.
        ConflictError: it was decided or taken back meanwhile.
    """
    async with transaction():
        found = _found(await repository.find(claim_id))
        await service.hold(found.organization_id)
        claim = _found(await repository.find(claim_id, hold=True))
        if claim.status is not ClaimStatus.OPEN or claim.version != expected_version:
            raise ConflictError(_("Somebody decided this claim while you were at it."))
        if is_accepted:
            await _join(claim, viewer)
        decided = replace(
            claim,
            status=ClaimStatus.ACCEPTED if is_accepted else ClaimStatus.REFUSED,
            version=claim.version + 1,
            decided_by=viewer.account_id,
            decided_at=clock.now(),
            note=note.strip(),
        )
        await repository.put(decided)
        address = await accounts.find_address(claim.account_id)
        if address:
            await queue_letter(address, _tell_decided(decided), account_id=claim.account_id)
        action = "accept" if is_accepted else "refuse"
        await audit.record(action, RECORD_TYPE, claim_id, viewer.actor, council=claim.council_code)


async def end_claim(claim_id: UUID, viewer: Viewer) -> None:
    """Take one's own claim back.

    Raises:
        NotFoundError: there is none of the viewer's.
        ConflictError: it was decided meanwhile.
    """
    async with transaction():
        claim = await repository.find(claim_id, hold=True)
        if claim is None or claim.account_id != service.account_of(viewer):
            raise _not_found()
        if claim.status is not ClaimStatus.OPEN:
            raise ConflictError(_("Somebody decided this claim while you were at it."))
        await repository.put(
            replace(claim, status=ClaimStatus.ENDED, version=claim.version + 1, decided_at=clock.now())
        )
        await audit.record("end", RECORD_TYPE, claim_id, viewer.actor, council=claim.council_code)


async def _join(claim: Claim, viewer: Viewer) -> None:
    people = await members.list_members(claim.organization_id)
    has_owner = any(role is MemberRole.OWNER for _account, role, _since in people)
    told = await service.addresses_of(claim.organization_id)
    role = MemberRole.MEMBER if has_owner else MemberRole.OWNER
    await service.add_person(claim.organization_id, claim.account_id, role, actor=viewer.actor)
    for member_id, address in told:
        await queue_letter(address, _tell_joined(claim), account_id=member_id)


def _tell_people(claim: Claim) -> Letter:
    return Letter(
        kind="claim_made",
        council_code=claim.council_code,
        subject=_("Somebody says that one of your listings is theirs"),
        parts=(
            _("Somebody asked to look after this listing too: %(title)s.", title=claim.title),
            _(
                "A steward of the council decides. If it is somebody you work with, you need do nothing. "
                "If you think that it is a mistake, write to the council."
            ),
            Action(label=_("See your listings"), url="/provider"),
        ),
    )


def _tell_joined(claim: Claim) -> Letter:
    return Letter(
        kind="organization_changed",
        council_code=claim.council_code,
        subject=_("Somebody joined your organisation"),
        parts=(
            _("The council's steward agreed that somebody else may look after your listings too."),
            Action(label=_("See your listings"), url="/provider"),
        ),
    )


def _tell_decided(claim: Claim) -> Letter:
    is_accepted = claim.status is ClaimStatus.ACCEPTED
    said = (
        _("You can now look after this listing: %(title)s.", title=claim.title)
        if is_accepted
        else _("A steward could not agree that this listing is yours: %(title)s.", title=claim.title)
    )
    note = (claim.note,) if claim.note else ()
    way_on = (
        Action(label=_("See your listings"), url="/provider")
        if is_accepted
        else Action(label=_("See the listing"), url=f"/listings/{claim.listing_id}")
    )
    return Letter(
        kind="claim_decided",
        council_code=claim.council_code,
        subject=_("A steward has looked at your claim"),
        parts=(said, *note, way_on),
    )


def _found(claim: Claim | None) -> Claim:
    if claim is None:
        raise _not_found()
    return claim


def _not_found() -> NotFoundError:
    return NotFoundError(_("This claim is not here."))
