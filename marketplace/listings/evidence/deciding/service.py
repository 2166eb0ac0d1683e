"""What stewards do with claims. Each checks that the viewer is a steward of the council that decides."""

from datetime import date
from uuid import UUID, uuid4

from marketplace.accounts.schemas import Role, Viewer
from marketplace.audit import service as audit
from marketplace.councils.schemas import NATIONAL
from marketplace.councils.service import council_name, get_council_settings, responsible_council
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, InvalidError, Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.paging import Page
from marketplace.listings import repository as listings
from marketplace.listings import rules as listing_rules
from marketplace.listings.evidence import repository, rules
from marketplace.listings.evidence.rules import RECORD_TYPE, not_found
from marketplace.listings.evidence.schemas import Acceptance, Claim, ClaimFacts, ClaimStatus
from marketplace.listings.history.service import keep_versions
from marketplace.listings.organizations import service as organizations
from marketplace.listings.records import repository as records
from marketplace.listings.schemas import Check, ListingStatus
from marketplace.listings.states import repository as held
from marketplace.listings.states import service as states
from marketplace.mail.service import Action, Facts, Letter, queue_letter
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy

PER_PAGE = 20
NATIONAL_STEWARDS = "the stewards of this site"


async def list_waiting_claims(viewer: Viewer, page: int = 1, *, only_sent: bool = False) -> Page[Claim]:
    """Claims that wait for the viewer's councils, oldest first; those too that were only said, or not."""
    codes, offset = viewer.councils(Role.STEWARD), (page - 1) * PER_PAGE
    items, total = await repository.list_waiting(codes, only_sent=only_sent, limit=PER_PAGE, offset=offset)
    return Page(items=items, total=total, page=page, per_page=PER_PAGE)


async def get_claim(claim_id: UUID, viewer: Viewer) -> Claim:
    """A claim that the viewer decides on.

    Raises:
        NotFoundError: there is none, or another council decides.
    """
    return _for_steward(await repository.find(claim_id), viewer)


async def list_claims_of(organization_id: UUID, viewer: Viewer) -> tuple[Claim, ...]:
    """Claims of an organisation that wait or stand and that the viewer decides on, newest first."""
    claims = await repository.list_current(organization_id)
    return tuple(claim for claim in claims if viewer.may(Role.STEWARD, claim.council_code))


async def list_all_claims_of(organization_id: UUID, viewer: Viewer, page: int = 1) -> Page[Claim]:
    """Claims of an organisation to the viewer's councils, newest first, whatever became of them."""
    page = max(page, 1)
    found, total = await repository.list_of_organization(
        organization_id,
        codes=viewer.councils(Role.STEWARD),
        limit=PER_PAGE,
        offset=(page - 1) * PER_PAGE,
    )
    return Page(items=found, total=total, page=page, per_page=PER_PAGE)


async def accept_check(claim_id: UUID, expected_version: int, seen: Acceptance, viewer: Viewer) -> None:
    """Accept what a steward saw: it becomes a check of all listings of the organisation, and it is told.

    What was accepted before of the same kind is replaced. Files are deleted after the council's time.

    Raises:
        NotFoundError: there is no such claim, or another council decides.
        ConflictError: it was changed or decided meanwhile, or the viewer is one of the provider's people.
        InvalidError: with what is wrong, by field.
    """
    async with transaction():
        claim, now = await _hold_waiting(claim_id, expected_version, viewer), clock.now()
        problems = rules.check_acceptance(claim.facts.kind, seen, clock.today())
        if problems:
            raise InvalidError(problems)
        for other in await repository.list_accepted(claim.organization_id):
            if (other.facts.kind, other.facts.level) == (claim.facts.kind, seen.level):
                await repository.set_status(
                    other.id, ClaimStatus.REPLACED, now, delete_files_on=await _delete_on(other)
                )
        await repository.set_status(
            claim_id,
            ClaimStatus.ACCEPTED,
            now,
            delete_files_on=await _delete_on(claim),
            checked_on=seen.checked_on,
            expires_on=seen.expires_on,
            level=seen.level,
            number=seen.number if claim.facts.kind == "references" else claim.facts.number,
            seen_on=seen.seen_on or clock.today(),
            decided_by=viewer.account_id,
            decided_at=now,
            note=seen.note.strip(),
        )
        await _record("accept", claim, viewer, after=seen)
        await apply_checks(claim.organization_id, actor=viewer.actor)
        await _tell(claim, _("accepted"), seen.note)


async def refuse_check(claim_id: UUID, expected_version: int, reason: str, viewer: Viewer) -> None:
    """Say no to a claim that waits, or take back one that was accepted; the provider reads the reason.

    Raises:
        NotFoundError: there is no such claim, or another council decides.
        ConflictError: it was changed or decided meanwhile, or the viewer is one of the provider's people.
        InvalidError: no reason is given (`note`).
    """
    reason = reason.strip()
    if not 0 < len(reason) <= rules.LONGEST_NOTE:
        message = _(
            "Tell the provider why, in %(num)s characters or fewer. They read it", num=rules.LONGEST_NOTE
        )
        raise InvalidError([Problem(field="note", message=message)])
    async with transaction():
        claim, now = await _hold(claim_id, expected_version, viewer), clock.now()
        if claim.status not in {ClaimStatus.WAITING, ClaimStatus.ACCEPTED}:
            raise ConflictError(_("This has been decided already."))
        await repository.set_status(
            claim_id,
            ClaimStatus.REFUSED,
            now,
            delete_files_on=await _delete_on(claim),
            decided_by=viewer.account_id,
            decided_at=now,
            note=reason,
        )
        await _record("refuse", claim, viewer, after={"note": reason})
        if claim.status is ClaimStatus.ACCEPTED:
            await apply_checks(claim.organization_id, actor=viewer.actor, ended=(claim.facts.kind,))
        await _tell(claim, _("not accepted"), reason)


async def give_check(
    organization_id: UUID, kind: str, seen: Acceptance, viewer: Viewer, *, council_code: str
) -> UUID:
    """Put a check on record that a steward saw without a claim (identity, a quality mark); return its id.

    Raises:
        NotFoundError: the viewer is no steward of the council, or there is no such organisation in it.
        ConflictError: the provider sent it in already, or the viewer is one of its people.
        InvalidError: with what is wrong, by field.
    """
    codes = taxonomies.codes(Taxonomy.CHECK)
    problems = rules.check_acceptance(kind, seen, clock.today())
    if kind not in codes:
        problems.append(Problem(field="kind", message=_("Choose what you saw")))
    if problems:
        raise InvalidError(problems)
    claim_id, now = uuid4(), clock.now()
    async with transaction():
        await organizations.hold(organization_id)
        found = await organizations.council_of(organization_id)
        if not viewer.may(Role.STEWARD, council_code) or await responsible_council(found) != council_code:
            raise not_found()
        await _check_not_own(organization_id, viewer)
        for other in await repository.list_current(organization_id):
            if other.status is ClaimStatus.WAITING and (other.facts.kind, other.facts.level) == (
                kind,
                seen.level,
            ):
                raise ConflictError(_("The provider has sent this in already. Decide on that."))
        facts = ClaimFacts(kind=kind, level=seen.level, checked_on=seen.checked_on, number=seen.number)
        await repository.add_claim(
            claim_id, organization_id, facts, council_code=council_code, account_id=_account(viewer), at=now
        )
        await accept_check(claim_id, 1, seen, viewer)
    return claim_id


async def checks_of(organization_id: UUID) -> tuple[Check, ...]:
    """The checks that stand for an organisation, those that have run out too: for a new listing of it."""
    claims = await repository.list_accepted(organization_id)
    checks = [rules.check_of(claim, _checked_by(claim.council_code)) for claim in claims]
    return tuple(check for check in checks if check is not None)


async def apply_checks(organization_id: UUID, *, actor: str, ended: tuple[str, ...] = ()) -> int:
    """Write the checks that stand into all listings of an organisation; return how many that changed.

    Also called when a listing is published. `ended` are kinds that were taken back.
    """
    today, now = clock.today(), clock.now()
    async with transaction():
        await organizations.hold(organization_id)
        await held.lock_listings_of(organization_id)
        accepted = await checks_of(organization_id)
        changed = []
        for stored in await listings.list_stored_of(organization_id):
            checks = rules.merge_checks(stored.draft.checks, accepted, ended)
            if stored.status is not ListingStatus.WITHDRAWN and checks != stored.draft.checks:
                changed.append((stored, checks))
        await keep_versions([stored for stored, _checks in changed], at=now, actor=actor)
        for stored, checks in changed:
            codes = listing_rules.check_codes(listing_rules.checks_in_date(checks, today))
            version = stored.version + 1
            await records.replace_checks(stored.id, checks, codes, version=version, at=now)
            await held.mark_changed({stored.id: version}, now)
            await states.record(
                "set_checks",
                stored.id,
                actor,
                council_code=stored.council_code,
                before={"checks": stored.draft.checks},
                after={"checks": checks},
            )
    return len(changed)


def _checked_by(council_code: str) -> str:
    """Whose stewards saw it, never which of them: the public reads it. Kept, so in one language."""
    return NATIONAL_STEWARDS if council_code == NATIONAL else council_name(council_code)


async def _delete_on(claim: Claim) -> date:
    settings = await get_council_settings(claim.council_code)
    return rules.delete_on(claim.facts.kind, clock.today(), settings.evidence_kept_days)


def _for_steward(claim: Claim | None, viewer: Viewer) -> Claim:
    if claim is None or not viewer.may(Role.STEWARD, claim.council_code):
        raise not_found()
    return claim


async def _check_not_own(organization_id: UUID, viewer: Viewer) -> None:
    if await organizations.may_edit(viewer, organization_id):
        raise ConflictError(organizations.own_words())


async def _hold(claim_id: UUID, expected_version: int, viewer: Viewer) -> Claim:
    """Hold the organisation first, as all who go on to its listings."""
    organization_id = await repository.organization_of(claim_id)
    if organization_id is None:
        raise not_found()
    await organizations.hold(organization_id)
    claim = _for_steward(await repository.lock(claim_id), viewer)
    await _check_not_own(organization_id, viewer)
    if claim.version != expected_version:
        raise ConflictError(_("Somebody changed this while you were at it. Look at it as it is now."))
    return claim


async def _hold_waiting(claim_id: UUID, expected_version: int, viewer: Viewer) -> Claim:
    claim = await _hold(claim_id, expected_version, viewer)
    if claim.status is not ClaimStatus.WAITING:
        raise ConflictError(_("This has been decided already."))
    return claim


async def _record(action: str, claim: Claim, viewer: Viewer, *, after: object) -> None:
    await audit.record(
        action,
        RECORD_TYPE,
        claim.id,
        viewer.actor,
        before={"status": claim.status},
        after=after,
        council=claim.council_code,
        subject=claim.organization_id,
    )


async def _tell(claim: Claim, decision: str, note: str) -> None:
    kind = taxonomies.label(Taxonomy.CHECK, claim.facts.kind)
    rows = [(_("What"), kind), (_("Decision"), decision)]
    if note.strip():
        rows.append((_("The council says"), note.strip()))
    letter = Letter(
        kind="check_decided",
        council_code=claim.council_code,
        subject=_("Your evidence was looked at"),
        parts=(
            _("A steward of the council looked at what you sent in."),
            Facts(rows=tuple(rows)),
            Action(
                label=_("See your evidence"), url=f"/provider/organizations/{claim.organization_id}/evidence"
            ),
        ),
    )
    for account_id, address in await organizations.addresses_of(claim.organization_id):
        await queue_letter(address, letter, account_id=account_id)


def _account(viewer: Viewer) -> UUID:
    if viewer.account_id is None:
        raise not_found()
    return viewer.account_id
