"""The door of the desk: all that waits in a pool, for who runs it."""

from collections.abc import Mapping
from uuid import UUID

from marketplace.accounts.schemas import Viewer
from marketplace.kernel import clock
from marketplace.listings.service import list_public
from marketplace.pooling.agreements.service import get_overview
from marketplace.pooling.desk import repository, rules
from marketplace.pooling.desk.checking.service import tick, untick
from marketplace.pooling.desk.reminding.service import remind
from marketplace.pooling.desk.schemas import Desk, Ending, Reminded, RunsOut, Thing, Waits
from marketplace.pooling.money.dues.schemas import MemberDues
from marketplace.pooling.money.dues.service import find_dues
from marketplace.pooling.money.service import list_open_bills
from marketplace.pooling.parties import service as parties
from marketplace.pooling.rules import name_of
from marketplace.pooling.schemas import Member, MemberState, Part

__all__ = ["get_desk", "remind", "tick", "untick"]

_Reminders = Mapping[tuple[UUID, Thing], Reminded]


async def get_desk(pool_id: UUID, viewer: Viewer) -> Desk:
    """What is due, who has not paid or agreed, what runs out, and the list of a new pool.

    Raises:
        NotFoundError: the viewer does not run the pool.
    """
    part = await parties.get_part(pool_id, viewer)
    if not part.may_write:
        raise parties.not_found()
    overview = await get_overview(pool_id, viewer)
    members = await parties.list_members(pool_id)
    placed = {member.id: member for member in members if member.has_place}
    reminded = await repository.list_reminded(pool_id)
    agreement = overview.in_force.agreement if overview.in_force else None
    listing_id, today = part.pool.content.listing_id, clock.today()
    listing = (await list_public([listing_id])).get(listing_id) if listing_id else None
    ending = rules.runs_out(part.pool, agreement, members, listing, today)
    waiting = overview.proposed.waiting if overview.proposed else ()
    dues = await find_dues(pool_id)
    return Desk(
        part=part,
        unpaid=tuple(
            _waits(part, placed[each.member_id], Thing.PAY, reminded, each)
            for each in dues
            if each.left_pence and each.member_id in placed
        ),
        not_agreed=tuple(
            _waits(part, placed[each.member_id], Thing.AGREE, reminded)
            for each in waiting
            if each.consent is None and each.member_id in placed
        ),
        unnamed=overview.unnamed,
        bills=tuple(await list_open_bills(pool_id)),
        asking=sum(member.state is MemberState.ASKED for member in members),
        runs_out=ending,
        insurance=_employer(part, ending, placed, reminded),
        checklist=rules.checklist(
            agreement,
            listing,
            await repository.list_ticks(pool_id),
            {member.id: name_of(member) for member in members},
            today,
        ),
        has_agreement=overview.in_force is not None or overview.proposed is not None,
    )


def _waits(
    part: Part, member: Member, thing: Thing, reminded: _Reminders, dues: MemberDues | None = None
) -> Waits:
    last = reminded.get((member.id, thing))
    is_recent = last is not None and not rules.may_remind(last.at, clock.now())
    return Waits(
        member_id=member.id,
        name=name_of(member),
        gets_letters=member.gets_letters and member.has_voice,
        thing=thing,
        dues=dues,
        can_be_reminded=member.gets_letters and member.id not in part.own_ids and not is_recent,
        reminded_on=last.at.astimezone(clock.LONDON).date() if last is not None and is_recent else None,
    )


def _employer(
    part: Part, ending: tuple[RunsOut, ...], placed: Mapping[UUID, Member], reminded: _Reminders
) -> Waits | None:
    """The member whose insurance runs out, if they are one who can be reminded."""
    for each in ending:
        member = placed.get(each.member_id) if each.member_id else None
        if each.kind is Ending.INSURANCE and member is not None:
            return _waits(part, member, Thing.INSURANCE, reminded)
    return None
