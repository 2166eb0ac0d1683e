"""The door for help: leads ask, members consent, an organisation answers. One function = one transaction.

Whether an organisation helps is looked up by `parties` each time, with the pool held by whoever writes: from
the moment in which somebody takes a yes back nothing that it does is taken any more.
"""

from uuid import UUID, uuid4

from marketplace.accounts.limits import service as limits
from marketplace.accounts.limits.schemas import POOL_HELP
from marketplace.accounts.schemas import Viewer
from marketplace.audit import service as audit
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError, Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.paging import Page
from marketplace.listings.organizations import service as organizations
from marketplace.mail import service as mail
from marketplace.mail.schemas import Letter
from marketplace.pooling.desk import rules
from marketplace.pooling.desk.helping import repository
from marketplace.pooling.desk.letters import rules as letters
from marketplace.pooling.desk.schemas import Candidate, HelpedPool, Helper, HelperState, HelpView, OwnAnswer
from marketplace.pooling.letters.rules import help_asked
from marketplace.pooling.parties import service as parties
from marketplace.pooling.rules import name_of
from marketplace.pooling.schemas import Member, Part, Pool, PoolState

RECORD_TYPE = "pool_helper"
PER_PAGE = 20


async def get_help(pool_id: UUID, viewer: Viewer) -> HelpView:
    """Who helps or would, and how many said yes.

    Raises:
        NotFoundError: the viewer has no place in the pool and does not help it.
    """
    part = await parties.get_part(pool_id, viewer)
    helper = await repository.find_open(pool_id)
    placed = {member.id: member for member in await parties.list_members(pool_id) if member.has_place}
    said_yes = helper.consents & placed.keys() if helper else frozenset()
    return HelpView(
        part=part,
        helper=helper,
        said_yes=len(said_yes),
        of=len(placed),
        answers=tuple(
            OwnAnswer(
                member=member,
                has_consented=member.id in said_yes,
                has_answered=helper is not None and member.id in helper.answered,
            )
            for member in part.members
        ),
        unheard=tuple(
            name_of(member) for member in placed.values() if part.may_write and not member.has_voice
        ),
        former=await repository.find_former(pool_id) if helper is None else None,
    )


async def is_asked(part: Part) -> bool:
    """Whether a yes or no to help is still to come, of the viewer or of somebody for whom they act."""
    placed = {member.id for member in part.members if member.has_place}
    helper = await repository.find_open(part.pool.id) if placed else None
    return helper is not None and not placed <= helper.answered


async def list_candidates(part: Part) -> list[Candidate]:
    """Support organisations that a lead can ask, at most 20; none for others."""
    if not part.is_lead:
        return []
    return await repository.list_candidates(part.pool.area, rules.MOST_CANDIDATES)


async def ask(pool_id: UUID, organization_id: UUID, viewer: Viewer) -> UUID:
    """A lead asks an organisation to help, which is the lead's own yes; return its id.

    Raises:
        NotFoundError: the pool is not the viewer's.
        InvalidError: `organization` cannot be asked.
        ConflictError: the viewer does not lead; another is asked already; it said no not long ago.
        TooManyError: the account asked very often within a day.
    """
    helper_id = uuid4()
    await limits.check(POOL_HELP, str(parties.account_of(viewer)))
    async with transaction():
        part = await parties.hold_led(pool_id, viewer)
        own, now = _own_lead(part), clock.now()
        if part.pool.state is PoolState.ENDED or await repository.find_open(pool_id) is not None:
            raise ConflictError(_("An organisation is asked already, or the pool has ended."))
        if not await repository.is_listed(organization_id):
            raise InvalidError([Problem(field="organization", message=_("Choose an organisation."))])
        if await repository.find_refused(pool_id, organization_id, now - rules.ASK_AGAIN_AFTER):
            raise ConflictError(_("This organisation cannot help now. You can ask it again after a month."))
        await repository.add(helper_id, pool_id, organization_id, now)
        await repository.put_consent(helper_id, own, now, is_yes=True)
        await audit.record("ask", RECORD_TYPE, helper_id, viewer.actor)
        members = await parties.list_members(pool_id)
        others = [member for member in members if member.has_place and member.id != own.id]
        await parties.tell(part.pool, others, help_asked(pool_id))
        await _tell_organization(organization_id, letters.help_wanted())
    return helper_id


async def consent(pool_id: UUID, helper_id: UUID, viewer: Viewer, *, yes: bool) -> None:
    """A member says yes or no to the organisation that they saw; a yes is taken back by a no, at once.

    Pressed twice it is once. A no is always taken.

    Raises:
        NotFoundError: the viewer has no place in the pool.
        ForWhomError: the viewer speaks for several, and the page does not say for whom.
        ConflictError: another organisation is asked by now, or none.
        TooManyError: the account said yes very often within a day.
    """
    if yes:
        await limits.check(POOL_HELP, str(parties.account_of(viewer)))
    async with transaction():
        part = await parties.hold_part(pool_id, viewer)
        member = parties.one_of(part)
        helper = await _open(pool_id, helper_id)
        if not await repository.put_consent(helper_id, member, clock.now(), is_yes=yes):
            return
        await audit.record("consent" if yes else "no_consent", RECORD_TYPE, helper_id, viewer.actor)
        if yes:
            await _tell_if_on(part.pool, helper_id)
        elif helper.is_on:
            await parties.tell_leads(part.pool, letters.help_off(letters.help_url(pool_id)))
            await _tell_organization(helper.organization_id, letters.help_off(letters.HELPED))


async def end_help(pool_id: UUID, helper_id: UUID, viewer: Viewer) -> None:
    """A lead ends help, or asks no more.

    Raises:
        NotFoundError: the pool is not the viewer's.
        ConflictError: the viewer does not lead, or it has ended already.
    """
    async with transaction():
        part = await parties.hold_led(pool_id, viewer)
        _own_lead(part)
        helper = await _open(pool_id, helper_id)
        await repository.put_state(helper_id, HelperState.ENDED, clock.now())
        await audit.record("end", RECORD_TYPE, helper_id, viewer.actor)
        await _tell_organization(helper.organization_id, letters.help_off(letters.HELPED))


async def list_helped(viewer: Viewer, page: int = 1) -> Page[HelpedPool]:
    """Pools that the viewer's organisations help or are asked to help. Of those only asked, nobody's name."""
    offset = (page - 1) * PER_PAGE
    found, total = await repository.list_helped(organizations.account_of(viewer), PER_PAGE, offset)
    return Page(items=tuple(found), total=total, page=page, per_page=PER_PAGE)


async def answer(helper_id: UUID, viewer: Viewer, *, yes: bool) -> None:
    """An organisation says yes or no to a pool.

    Raises:
        NotFoundError: the organisation is not the viewer's.
        ConflictError: it is answered already, or the pool asks no more.
    """
    async with transaction():
        pool, helper = await _hold_for_organization(helper_id, viewer)
        if helper.state is not HelperState.ASKED or pool.state is PoolState.ENDED:
            raise _answered()
        state = HelperState.HELPING if yes else HelperState.REFUSED
        await repository.put_state(helper_id, state, clock.now())
        await audit.record("accept" if yes else "refuse", RECORD_TYPE, helper_id, viewer.actor)
        await parties.tell_leads(pool, letters.help_said(pool.id))
        if yes:
            await _tell_if_on(pool, helper_id)


async def stop(helper_id: UUID, viewer: Viewer) -> None:
    """An organisation helps no more. Errors as `answer`."""
    async with transaction():
        pool, helper = await _hold_for_organization(helper_id, viewer)
        if helper.state is not HelperState.HELPING:
            raise _answered()
        await repository.put_state(helper_id, HelperState.ENDED, clock.now())
        await audit.record("stop", RECORD_TYPE, helper_id, viewer.actor)
        await parties.tell_leads(pool, letters.help_said(pool.id))


async def drop_old_help() -> int:
    """Delete who helped long ago, and who consented in pools that have ended; return how many. Timed work."""
    async with transaction():
        gone = await repository.drop_old(clock.now() - rules.KEPT_AFTER)
        await audit.record_many("delete", RECORD_TYPE, "retention", gone)
    return len(gone)


async def _hold_for_organization(helper_id: UUID, viewer: Viewer) -> tuple[Pool, Helper]:
    found = await repository.find(helper_id)
    if found is None or not await organizations.may_edit(viewer, found.organization_id):
        raise NotFoundError(_("This is not here. The pool may ask no more."))
    pool = await parties.hold_pool(found.pool_id)
    helper = await repository.find(helper_id)
    if helper is None:
        raise parties.not_found()
    return pool, helper


async def _open(pool_id: UUID, helper_id: UUID) -> Helper:
    helper = await repository.find_open(pool_id)
    if helper is None or helper.id != helper_id:
        raise ConflictError(_("This organisation is not asked any more. See how it is now."))
    return helper


async def _tell_if_on(pool: Pool, helper_id: UUID) -> None:
    helper = await repository.find(helper_id)
    if helper is not None and helper.is_on:
        await parties.tell_leads(pool, letters.help_on(letters.help_url(pool.id)))
        await _tell_organization(helper.organization_id, letters.help_on(letters.HELPED))


async def _tell_organization(organization_id: UUID, letter: Letter) -> None:
    pairs = await organizations.addresses_of(organization_id)
    await mail.queue_letters((address, letter, account_id) for account_id, address in pairs)


def _own_lead(part: Part) -> Member:
    if part.member is None or not part.is_lead:
        raise ConflictError(_("Only a member who leads the pool can do this."))
    return part.member


def _answered() -> ConflictError:
    return ConflictError(_("This is answered already, or the pool asks no more. See how it is now."))
