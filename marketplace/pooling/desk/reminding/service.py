"""The door for reminders, and for what waits for whom."""

from uuid import UUID

from marketplace.accounts.schemas import Viewer
from marketplace.audit import service as audit
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError
from marketplace.kernel.i18n import gettext as _
from marketplace.pooling.agreements.service import current_terms, list_waiting
from marketplace.pooling.desk import repository, rules
from marketplace.pooling.desk.letters import rules as letters
from marketplace.pooling.desk.schemas import Thing
from marketplace.pooling.money.dues.service import find_dues
from marketplace.pooling.parties import service as parties


async def remind(pool_id: UUID, member_id: UUID, thing: Thing, viewer: Viewer) -> None:
    """Write to a member that something waits, once a week at most; the letter does not say what.

    Raises:
        NotFoundError: the pool is not the viewer's, or the member has no place in it.
        ConflictError: it waits no more; a week is not over; the viewer does not run the pool; it is the
            viewer, or somebody to whom no letter goes.
    """
    async with transaction():
        part = await parties.hold_led(pool_id, viewer)
        members = {member.id: member for member in await parties.list_members(pool_id) if member.has_place}
        member = members.get(member_id)
        if member is None:
            raise parties.not_found()
        if (
            member_id in part.own_ids
            or not member.gets_letters
            or not await _waits(pool_id, member_id, thing)
        ):
            raise ConflictError(_("Nothing of this waits for them any more."))
        now = clock.now()
        last = (await repository.list_reminded(pool_id)).get((member_id, thing))
        if last is not None and not rules.may_remind(last.at, now):
            raise ConflictError(_("They were reminded less than a week ago."))
        await repository.put_reminded(member_id, thing, now)
        await audit.record("remind", parties.MEMBER_TYPE, member_id, viewer.actor)
        await parties.tell(part.pool, [member], letters.reminder(pool_id))


async def _waits(pool_id: UUID, member_id: UUID, thing: Thing) -> bool:
    if thing is Thing.PAY:
        return any(each.member_id == member_id and each.left_pence for each in await find_dues(pool_id))
    if thing is Thing.AGREE:
        waiting = await list_waiting(pool_id)
        return any(each.member_id == member_id and each.consent is None for each in waiting)
    terms = await current_terms(pool_id)
    if terms is None or terms.employer.member_id != member_id or terms.employer.insured_until is None:
        return False
    return terms.employer.insured_until <= clock.today() + rules.SOON
