"""The door of evidence, for providers and for the stewards who decide. One function = one transaction.

Another's claim is not there for a viewer: NotFoundError. Every opening of a file is on record.
"""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid4

from marketplace.accounts.limits import service as limits
from marketplace.accounts.schemas import Viewer
from marketplace.audit import service as audit
from marketplace.councils.service import responsible_council
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, InvalidError, Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.paging import Page
from marketplace.kernel.pictures import Picture, PictureError, redraw_picture
from marketplace.listings.evidence import repository, rules
from marketplace.listings.evidence.rules import RECORD_TYPE, not_found
from marketplace.listings.evidence.saying import service as saying
from marketplace.listings.evidence.schemas import Claim, ClaimFacts, ClaimStatus, EvidenceFile
from marketplace.listings.organizations import service as organizations
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy

LONGEST_SIDE = 2_000
"""Pixels of a photographed paper: small print can be read."""
FILES_AN_HOUR = 40
_TICK = timedelta(microseconds=1)
ENDED_CLAIMS_KEPT = timedelta(days=365)
"""How long it is kept what was claimed and refused, replaced by something newer, or taken back."""
ENDED_KEPT = timedelta(days=7)
"""Files of what was taken back are deleted after this."""
PER_PAGE = 20


async def list_claims(organization_id: UUID, viewer: Viewer, page: int = 1) -> Page[Claim]:
    """Claims of an organisation of the viewer's, newest first.

    Raises:
        NotFoundError: the organisation is not the viewer's.
    """
    await organizations.get_membership(organization_id, viewer)
    page = max(page, 1)
    offset = (page - 1) * PER_PAGE
    found, total = await repository.list_of_organization(organization_id, limit=PER_PAGE, offset=offset)
    return Page(items=found, total=total, page=page, per_page=PER_PAGE)


async def list_current(organization_id: UUID, viewer: Viewer) -> tuple[Claim, ...]:
    """Claims of an organisation of the viewer's that wait or stand, newest first: a few of each kind.

    Raises:
        NotFoundError: the organisation is not the viewer's.
    """
    await organizations.get_membership(organization_id, viewer)
    return await repository.list_current(organization_id)


async def get_own_claim(claim_id: UUID, viewer: Viewer) -> Claim:
    """A claim of an organisation of the viewer's.

    Raises:
        NotFoundError: there is none, or it is another's.
    """
    claim = await repository.find(claim_id)
    if claim is None or not await organizations.may_edit(viewer, claim.organization_id):
        raise not_found()
    return claim


async def add_claim(organization_id: UUID, facts: ClaimFacts, files: Sequence[bytes], viewer: Viewer) -> UUID:
    """Keep what a provider says of a check, with files that show it, for the stewards; return its id.

    Where it was said in a listing and waits, that claim says from now on what is sent in.

    Raises:
        NotFoundError: the organisation is not the viewer's.
        InvalidError: with all that is wrong, by field; of files, `files`.
        ConflictError: one of the same kind waits already.
        TooManyError: very many files in an hour.
    """
    await organizations.get_membership(organization_id, viewer)
    account_id = organizations.account_of(viewer)
    facts = rules.only_asked(facts)
    problems = rules.check_facts(facts, clock.today(), taxonomies.codes(Taxonomy.CHECK))
    if len(files) > rules.MOST_FILES:
        problems.append(_too_many_files())
    if problems:
        raise InvalidError(problems)
    read = [await _read_file(content, account_id) for content in files]
    now = clock.now()
    async with transaction():
        await organizations.hold(organization_id)
        said = rules.find_said(await repository.hold_waiting_of(organization_id), facts)
        if said is not None:
            claim_id, code = said.id, said.council_code
            await repository.send_in(claim_id, facts, now)
        else:
            claim_id = uuid4()
            code = await responsible_council(await organizations.council_of(organization_id))
            await repository.add_claim(
                claim_id, organization_id, facts, council_code=code, account_id=account_id, at=now
            )
        for position, file in enumerate(read):
            # In the order in which they were chosen.
            await repository.add_file(uuid4(), claim_id, file, now + position * _TICK)
        await audit.record(
            "claim",
            RECORD_TYPE,
            claim_id,
            viewer.actor,
            after={"facts": facts, "files": len(read)},
            council=code,
            subject=organization_id,
        )
    return claim_id


async def add_file(claim_id: UUID, content: bytes, viewer: Viewer) -> UUID:
    """Add a file to a claim that waits; return its id.

    Raises:
        NotFoundError: there is no such claim, or it is another's.
        ConflictError: it does not wait any more.
        InvalidError: the file cannot be used (`files`).
    """
    await get_own_claim(claim_id, viewer)
    file = await _read_file(content, organizations.account_of(viewer))
    file_id = uuid4()
    async with transaction():
        claim = await _hold_waiting(claim_id, viewer)
        if len(claim.files) >= rules.MOST_FILES:
            raise InvalidError([_too_many_files()])
        await repository.add_file(file_id, claim_id, file, clock.now())
        await repository.raise_version(claim_id, clock.now())
        await _record("add_file", claim, viewer.actor, after={"file": file_id})
    return file_id


async def find_claim_of(file_id: UUID, viewer: Viewer) -> UUID:
    """The claim that a file of the viewer's organisation belongs to.

    Raises:
        NotFoundError: there is no such file, or it is another's.
    """
    found = await repository.find_file(file_id)
    if found is None or not await organizations.may_edit(viewer, found[0].organization_id):
        raise not_found()
    return found[0].id


async def remove_file(file_id: UUID, viewer: Viewer) -> UUID:
    """Delete a file of a claim that waits; return the claim's id.

    Raises:
        NotFoundError: there is no such file, or it is another's.
        ConflictError: the claim does not wait any more.
    """
    found = await repository.find_file(file_id)
    if found is None:
        raise not_found()
    async with transaction():
        claim = await _hold_waiting(found[0].id, viewer)
        await repository.drop_file(file_id)
        await repository.raise_version(claim.id, clock.now())
        await _record("remove_file", claim, viewer.actor, before={"file": file_id})
    return claim.id


async def end_claim(claim_id: UUID, viewer: Viewer) -> UUID:
    """Take a claim back that waits; its files are deleted some days later. Return the organisation's id.

    Raises:
        NotFoundError: there is no such claim, or it is another's.
        ConflictError: it was decided.
    """
    async with transaction():
        claim = await _hold_waiting(claim_id, viewer)
        await repository.set_status(
            claim_id, ClaimStatus.ENDED, clock.now(), delete_files_on=clock.today() + ENDED_KEPT
        )
        await _record("end", claim, viewer.actor)
    return claim.organization_id


async def open_file(file_id: UUID, viewer: Viewer) -> EvidenceFile:
    """A file for one of the organisation's people or a steward who decides; the opening is on record.

    Raises:
        NotFoundError: there is none, or it is not theirs to see.
    """
    async with transaction():
        found = await repository.find_file(file_id)
        if found is None:
            raise not_found()
        claim, content, content_type = found
        if not await may_see(claim, viewer):
            raise not_found()
        await _record("open_file", claim, viewer.actor, after={"file": file_id})
    ending = {"application/pdf": "pdf", "image/webp": "webp"}[content_type]
    return EvidenceFile(
        content=content, content_type=content_type, name=f"{claim.facts.kind.replace('_', '-')}.{ending}"
    )


async def may_see(claim: Claim, viewer: Viewer) -> bool:
    """Whether the viewer is one of the organisation's people, or a steward of the council that decides."""
    return viewer.may("steward", claim.council_code) or await organizations.may_edit(
        viewer, claim.organization_id
    )


async def drop_due_files() -> int:
    """Delete files whose time is over; return how many. For timed work."""
    async with transaction():
        gone = await repository.drop_due_files(clock.today())
        claims = [claim for claim, _council in gone]
        await audit.record_many("delete_file", RECORD_TYPE, "retention", claims, councils=dict(gone))
    return len(gone)


async def drop_ended_claims() -> int:
    """Delete claims that were refused, replaced or taken back long ago; return how many. For timed work.

    What was only said in listings that are gone is ended first.
    """
    await saying.end_forgotten()
    before = clock.now() - ENDED_CLAIMS_KEPT
    async with transaction():
        gone = await repository.drop_ended(before)
        await audit.record_many("forget", RECORD_TYPE, "retention", list(gone), councils=gone)
    return len(gone)


async def erase_evidence(organization_id: UUID) -> None:
    """Delete all claims and files of an organisation, within the caller's transaction."""
    await repository.drop_of_organization(organization_id)


async def _hold_waiting(claim_id: UUID, viewer: Viewer) -> Claim:
    claim = await repository.lock(claim_id)
    if claim is None or not await organizations.may_edit(viewer, claim.organization_id):
        raise not_found()
    if claim.status is not ClaimStatus.WAITING:
        raise ConflictError(_("This has been decided or taken back, and cannot be changed now."))
    return claim


async def _record(
    action: str, claim: Claim, actor: str, *, before: object = None, after: object = None
) -> None:
    await audit.record(
        action,
        RECORD_TYPE,
        claim.id,
        actor,
        before,
        after,
        council=claim.council_code,
        subject=claim.organization_id,
    )


async def _read_file(content: bytes, account_id: UUID) -> Picture:
    """A file that may be kept: a picture drawn anew, or a PDF as it is."""
    await limits.check_limit("evidence", str(account_id), most=FILES_AN_HOUR, per=timedelta(hours=1))
    if content.startswith(b"%PDF-"):
        problem = rules.check_pdf(content)
        if problem is None:
            return Picture(content=content, content_type="application/pdf")
        raise InvalidError([Problem(field="files", message=problem)])
    try:
        return await redraw_picture(content, longest_side=LONGEST_SIDE)
    except PictureError as error:
        message = _("%(why)s You can also choose a PDF.", why=str(error))
        raise InvalidError([Problem(field="files", message=message)]) from error


def _too_many_files() -> Problem:
    return Problem(field="files", message=_("Choose %(num)s files or fewer", num=rules.MOST_FILES))


class EvidenceHolder:
    """What this room keeps about an account: what it claimed for its organisations."""

    name = "evidence"

    async def export(self, account_id: UUID) -> object:
        """The claims; files are downloaded one by one where they were added."""
        return await repository.list_of_account(account_id)

    async def erase(self, account_id: UUID) -> None:
        """Nothing more: claims belong to the organisation, and go with it."""
