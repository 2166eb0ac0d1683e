"""The door for members who agree. The pool is held first: no version changes while somebody agrees."""

from uuid import UUID

from marketplace.accounts.schemas import Viewer
from marketplace.audit import service as audit
from marketplace.councils import service as councils
from marketplace.councils.schemas import CouncilPart
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, InvalidError
from marketplace.kernel.i18n import gettext as _
from marketplace.mail import service as mail
from marketplace.pooling.agreements import repository
from marketplace.pooling.agreements.agreeing import rules
from marketplace.pooling.agreements.letters import rules as letters
from marketplace.pooling.agreements.outcomes import repository as outcomes
from marketplace.pooling.agreements.outcomes import rules as outcome_rules
from marketplace.pooling.agreements.schemas import (
    Agreement,
    AgreementState,
    Consent,
    CouncilSaid,
    NewerVersionError,
)
from marketplace.pooling.parties import service as parties
from marketplace.pooling.rules import name_of
from marketplace.pooling.schemas import Member, Pool, PoolState
from marketplace.pooling.service import put_active

RECORD_TYPE = "pool_agreement"


async def agree(
    pool_id: UUID, number: int, viewer: Viewer, outcome: str, said: CouncilSaid | None = None
) -> bool:
    """Say yes to one version, for oneself or for whom one acts; True when it is in force with this yes.

    `outcome` is what the member's share is for in their own care plan, in their words. `said` is that their
    council said yes. Both are kept for the member alone. Saying yes twice changes nothing.

    Raises:
        NotFoundError: the viewer has no place in the pool.
        ForWhomError: the viewer speaks for several, and the page does not say for whom.
        NewerVersionError: this version does not wait any more; what was written is not kept.
        ConflictError: it does not name the viewer, or names somebody who left; the pool is ending.
        InvalidError: the outcome, or what the council said, is missing or cannot be taken.
    """
    async with transaction():
        part = await parties.hold_part(pool_id, viewer)
        member = parties.one_of(part)
        members = await parties.list_members(pool_id)
        agreement = await _find_waiting(part.pool, members, number, member)
        if agreement is None:
            return False
        _check_may_agree(part.pool, agreement, members, member)
        council_is = agreement.words.council_is if agreement.words else CouncilPart.NOTHING
        problems = list(outcome_rules.check_outcome(outcome))
        problems += outcome_rules.check_said(council_is, said, clock.today())
        if problems:
            raise InvalidError(problems)
        now = clock.now()
        await outcomes.put_outcome(member.id, outcome, now)
        if said is not None:
            await outcomes.put_said(member.id, said, now)
        acting_for = member.acting_for is not None
        await repository.add_consent(
            agreement.id, member.id, now, acting_for=acting_for, relation=member.relation
        )
        await audit.record("agree", RECORD_TYPE, agreement.id, viewer.actor)
        agreed = (await repository.list_consents(agreement.id))[agreement.id]
        if not rules.all_agreed(agreement.terms, agreed):
            return False
        await _put_in_force(part.pool, agreement, members, viewer.actor)
        return True


async def take_back_yes(pool_id: UUID, number: int, viewer: Viewer) -> None:
    """Take back one's yes to a version that is not in force yet. Taking back twice changes nothing.

    Raises:
        NotFoundError: the viewer has no place in the pool.
        ConflictError: it is in force, or does not wait any more.
    """
    async with transaction():
        part = await parties.hold_part(pool_id, viewer)
        member = parties.one_of(part)
        found = await repository.find_in_states(pool_id, {}, AgreementState.PROPOSED)
        agreement = found.get(AgreementState.PROPOSED)
        if agreement is None or agreement.number != number:
            raise ConflictError(
                _("This version does not wait any more: everybody has agreed to it, or there is a newer one.")
            )
        if await repository.drop_consent(agreement.id, member.id):
            await audit.record("take_back_yes", RECORD_TYPE, agreement.id, viewer.actor)


async def _find_waiting(pool: Pool, members: list[Member], number: int, member: Member) -> Agreement | None:
    """The version that waits, if it is this one; None when the member agreed to it already."""
    names = {each.id: name_of(each) for each in members}
    found = await repository.list_numbers(pool.id, names, number)
    agreement = found.get(number)
    if agreement is not None and agreement.state in {AgreementState.PROPOSED, AgreementState.IN_FORCE}:
        agreed: dict[UUID, Consent] = (await repository.list_consents(agreement.id))[agreement.id]
        if member.id in agreed:
            return None
    if agreement is not None and agreement.state is AgreementState.PROPOSED:
        return agreement
    waiting = (await repository.find_in_states(pool.id, names, AgreementState.PROPOSED)).values()
    newest = next((each.number for each in waiting), None)
    raise NewerVersionError(
        _("There is a newer version. You have not agreed to anything: read what is different first.")
        if newest
        else _("This version was taken back. You have not agreed to anything."),
        newest,
    )


def _check_may_agree(pool: Pool, agreement: Agreement, members: list[Member], member: Member) -> None:
    if not pool.is_open:
        raise ConflictError(_("This pool is ending. Nothing new can be agreed any more."))
    if member.id not in rules.named(agreement.terms):
        raise ConflictError(_("This version does not name you. A lead has to propose one that does."))
    if rules.who_left(agreement.terms, {each.id for each in members if each.has_place}):
        raise ConflictError(
            _("Somebody whom this version names has left the pool. A lead has to propose another version.")
        )


async def _put_in_force(pool: Pool, agreement: Agreement, members: list[Member], actor: str) -> None:
    """With the last yes: the one before is replaced in the same moment."""
    now = clock.now()
    found = await repository.find_in_states(pool.id, {}, AgreementState.IN_FORCE)
    for older in found.values():
        await repository.put_over(older.id, AgreementState.REPLACED, now)
    await repository.put_in_force(agreement.id, now)
    names = rules.named(agreement.terms)
    await put_active(pool, names, actor)
    await audit.record("put_in_force", RECORD_TYPE, agreement.id, actor)
    await parties.tell(pool, [each for each in members if each.id in names], letters.in_force(pool.id))
    if pool.state is not PoolState.ACTIVE:
        await _tell_council(pool)


async def _tell_council(pool: Pool) -> None:
    """A letter without names, once for each pool, where the council wants to be told and says where."""
    settings = await councils.get_council_settings(pool.area.council_code)
    pooling = settings.pooling
    if pooling.council_is is not CouncilPart.NOTHING and pooling.contact_email:
        await mail.queue_letter(pooling.contact_email, letters.told_council(settings.name))
