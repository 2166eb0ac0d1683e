"""The door for who comes in, and for leads who let them. One function = one use case = one transaction.

Places are counted while the pool is held: of two on the last place one gets it, and the other is told.
Another pool's member is not there: NotFoundError. A form holds for the version of the member that was seen.
"""

from datetime import timedelta
from uuid import UUID, uuid4

from marketplace.accounts.limits import service as limits
from marketplace.accounts.limits.schemas import POOL_ASKS, POOL_LINKS
from marketplace.accounts.schemas import Viewer
from marketplace.audit import service as audit
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, InvalidError
from marketplace.kernel.i18n import gettext as _
from marketplace.links.service import end_links, find_link, make_link, use_link
from marketplace.pooling import repository, rules
from marketplace.pooling.letters import rules as letters
from marketplace.pooling.moving.service import INVITE, check_version, let_go, move, not_now, settle
from marketplace.pooling.parties import service as parties
from marketplace.pooling.schemas import OPEN_MEMBERS, LeftReason, Member, MemberState, Pool
from marketplace.pooling.writing.rules import check_hello, check_name
from marketplace.pooling.writing.service import check_room


async def ask_to_join(
    pool_id: UUID, name: str, acting_for: UUID | None, viewer: Viewer, words: str = ""
) -> UUID:
    """Ask a pool that the public sees; return the id of the member. Leads see `words`, and no name yet.

    Raises:
        InvalidError: the name or the words cannot be taken; the viewer has a part in very many pools.
        NotFoundError: the pool is not shown, or ended.
        ConflictError: no place is left; the person has a part in it; it said no to the account not long ago.
        TooManyError: the account asked very many within a day.
    """
    account_id, name, words = parties.account_of(viewer), name.strip(), words.strip()
    relation = await _check_person(account_id, name, acting_for, words)
    await limits.check(POOL_ASKS, str(account_id))
    member_id = uuid4()
    async with transaction():
        await parties.hold_account(account_id)
        pool = await parties.hold_pool(pool_id)
        if pool.shown is None or not pool.is_open:
            raise parties.not_found()
        members = await repository.list_members(pool_id)
        _check_free(pool, members)
        _check_new(members, account_id, acting_for)
        await check_room(account_id)
        await repository.add_member(
            member_id,
            pool_id,
            account=account_id,
            name=name,
            acting_for=acting_for,
            relation=relation,
            words=words,
            state=MemberState.ASKED.value,
            began_at=clock.now(),
        )
        await audit.record("ask", parties.MEMBER_TYPE, member_id, viewer.actor)
        await parties.tell_leads(pool, letters.asked(pool_id))
    return member_id


async def welcome(member_id: UUID, expected_version: int, viewer: Viewer) -> None:
    """A lead would like in who asked: both see each other's chosen names from now on.

    Raises:
        NotFoundError: it is another pool's.
        ConflictError: they do not ask any more; the pool is ending; the viewer does not lead.
    """
    async with transaction():
        pool, member = await _hold_for_lead(member_id, expected_version, viewer)
        if member.state is not MemberState.ASKED or not pool.is_open:
            raise not_now()
        await move(member, MemberState.WELCOME, "welcome", viewer.actor)
        await parties.tell(pool, [member], letters.welcomed(pool.id))


async def refuse(member_id: UUID, expected_version: int, viewer: Viewer) -> None:
    """A lead says no to somebody who is no member yet; a place that they had is free again.

    Raises:
        NotFoundError: it is another pool's.
        ConflictError: they are a member, lead, or are not waiting any more; the viewer does not lead.
    """
    async with transaction():
        pool, member = await _hold_for_lead(member_id, expected_version, viewer)
        if member.is_lead:
            raise ConflictError(_("They lead this pool. They can step down or leave themselves."))
        if member.has_place:
            # Whoever had a place has left, with a statement: there may be money of theirs.
            await let_go(member, LeftReason.OTHER, clock.today(), "refuse", viewer.actor)
        else:
            await move(member, MemberState.REFUSED, "refuse", viewer.actor, words="")
        await parties.tell(pool, [member], letters.refused(had_place=member.has_place))


async def accept(member_id: UUID, expected_version: int, viewer: Viewer) -> None:
    """Who was invited would like to be in.

    Raises:
        NotFoundError: it is another's.
        ConflictError: they are not invited any more, or the pool is ending.
    """
    async with transaction():
        pool, member = await _hold_own(member_id, expected_version, viewer)
        if member.state is not MemberState.INVITED or not pool.is_open:
            raise not_now()
        await move(member, MemberState.WELCOME, "accept", viewer.actor)
        await parties.tell_leads(pool, letters.came_by_link(pool.id))


async def take_place(member_id: UUID, expected_version: int, viewer: Viewer) -> None:
    """Who is welcome takes a place.

    Raises:
        NotFoundError: it is another's.
        ConflictError: somebody was quicker with the last one; they are not welcome, or the pool is ending.
    """
    async with transaction():
        pool, member = await _hold_own(member_id, expected_version, viewer)
        if member.state is not MemberState.WELCOME or not pool.is_open:
            raise not_now()
        _check_free(pool, await repository.list_members(pool.id))
        await move(member, MemberState.JOINING, "take_place", viewer.actor, placed_at=clock.now(), words="")
        await parties.tell_leads(pool, letters.placed(pool.id))
        if await parties.is_help_wanted(pool.id):
            # It does not help until the new one has said yes too.
            await parties.tell(pool, [member], letters.help_asked(pool.id))


async def withdraw(member_id: UUID, expected_version: int, viewer: Viewer) -> None:
    """Who is no member yet says no, and gives back a place; a member gives notice instead.

    A lead who does so before the first agreement leaves the pool to the others; without others it ends.

    Raises:
        NotFoundError: it is another's.
        ConflictError: they are a member, or out of it already.
    """
    async with transaction():
        pool, member = await _hold_own(member_id, expected_version, viewer)
        if member.state is MemberState.JOINING:
            await let_go(member, LeftReason.OWN_ARRANGEMENT, clock.today(), "withdraw", viewer.actor)
            await parties.tell_leads(pool, letters.went(pool.id))
        else:
            await move(member, MemberState.WITHDRAWN, "withdraw", viewer.actor, words="")
        await settle(pool, viewer.actor)


async def invite(pool_id: UUID, viewer: Viewer) -> str:
    """Make a link that a lead hands on; return its token. It brings one person in, within 14 days.

    Raises:
        NotFoundError: the viewer has no place in the pool.
        ConflictError: the viewer does not lead, or the pool is ending.
        TooManyError: the account made very many within a day.
    """
    await limits.check(POOL_LINKS, str(parties.account_of(viewer)))
    async with transaction():
        part = await parties.hold_led(pool_id, viewer)
        if not part.pool.is_open:
            raise not_now()
        token = await make_link(
            INVITE,
            record_id=pool_id,
            account_id=viewer.account_id,
            expires_at=clock.now() + timedelta(days=rules.LINK_DAYS),
        )
        await audit.record("invite", parties.RECORD_TYPE, pool_id, viewer.actor)
    return token


async def end_invites(pool_id: UUID, viewer: Viewer) -> int:
    """Make all links to a pool stop working; return how many there were. Errors as `invite`."""
    async with transaction():
        await parties.hold_led(pool_id, viewer)
        count = await end_links(INVITE, pool_id)
        await audit.record("end_invites", parties.RECORD_TYPE, pool_id, viewer.actor)
    return count


async def find_invited(token: str) -> Pool:
    """The pool of a link, for the page that says what it is. Changes nothing.

    Raises:
        NotFoundError: the link does not work any more, or the pool takes nobody.
    """
    link = await find_link(token, INVITE)
    pool = await repository.find_pool(link.record_id) if link.record_id else None
    if pool is None or not pool.is_open:
        raise parties.not_found()
    return pool


async def come_by_link(token: str, name: str, acting_for: UUID | None, viewer: Viewer) -> UUID:
    """Use a link: whom a lead handed it is welcome; return the id of the pool.

    Raises:
        InvalidError: as `ask_to_join`.
        NotFoundError: the link does not work any more, or the pool takes nobody.
        ConflictError: the person has a part in it.
    """
    account_id, name = parties.account_of(viewer), name.strip()
    relation = await _check_person(account_id, name, acting_for)
    pool_id = (await find_invited(token)).id
    async with transaction():
        await parties.hold_account(account_id)
        pool = await parties.hold_pool(pool_id)
        if not pool.is_open:
            raise parties.not_found()
        _check_new(await repository.list_members(pool_id), account_id, acting_for, is_invited=True)
        await check_room(account_id)
        await use_link(token, INVITE)
        member_id = uuid4()
        await repository.add_member(
            member_id,
            pool_id,
            account=account_id,
            name=name,
            acting_for=acting_for,
            relation=relation,
            state=MemberState.WELCOME.value,
            began_at=clock.now(),
        )
        await audit.record("come", parties.MEMBER_TYPE, member_id, viewer.actor)
        await parties.tell_leads(pool, letters.came_by_link(pool_id))
    return pool_id


async def make_lead(member_id: UUID, expected_version: int, viewer: Viewer) -> None:
    """A lead lets another with a place lead too.

    Raises:
        NotFoundError: it is another pool's.
        ConflictError: they have no place, or lead already; the viewer does not lead.
    """
    async with transaction():
        pool, member = await _hold_for_lead(member_id, expected_version, viewer)
        if not member.has_place or member.is_lead or not rules.has_voice(member):
            raise not_now()
        await repository.put_member(member_id, is_lead=True, version=member.version + 1)
        await audit.record("lead", parties.MEMBER_TYPE, member_id, viewer.actor)
        await parties.tell(pool, [member], letters.lead_now(pool.id))


async def step_down(pool_id: UUID, viewer: Viewer) -> None:
    """A lead leads no more, and keeps the place.

    Raises:
        NotFoundError: the viewer has no place in the pool.
        ConflictError: nobody else leads, or the viewer does not.
    """
    async with transaction():
        part = await parties.hold_part(pool_id, viewer)
        if part.member is None or not part.is_lead:
            raise not_now()
        leads = [member for member in await repository.list_members(pool_id) if member.is_lead]
        if len(leads) == 1:
            raise ConflictError(_("Nobody else leads this pool. Let somebody else lead it first."))
        await repository.put_member(part.member.id, is_lead=False, version=part.member.version + 1)
        await audit.record("step_down", parties.MEMBER_TYPE, part.member.id, viewer.actor)


async def _check_person(account_id: UUID, name: str, acting_for: UUID | None, words: str = "") -> str:
    """What the account is to whom it acts for. InvalidError with every problem."""
    relation, problems = await parties.find_relation(acting_for, account_id)
    if found := [*check_name(name), *check_hello(words), *problems]:
        raise InvalidError(found)
    return relation


def _check_free(pool: Pool, members: list[Member]) -> None:
    if rules.count_places(members) >= pool.content.places:
        raise ConflictError(_("No place is left in this pool: somebody was quicker."))


def _check_new(
    members: list[Member], account_id: UUID, acting_for: UUID | None, *, is_invited: bool = False
) -> None:
    """A person comes in once; an account that was told no not long ago comes in by a lead's link only.

    A part of somebody for whom the account acts no more does not count.
    """
    own = [member for member in members if member.account_id == account_id]
    if any(
        member.state in OPEN_MEMBERS and member.has_voice and member.acting_for == acting_for
        for member in own
    ):
        raise ConflictError(
            _("They have a part in this pool already. See your pools.")
            if acting_for
            else _("You have a part in this pool already. See your pools.")
        )
    since = clock.now() - rules.ASK_AGAIN_AFTER
    if not is_invited and any(
        member.state is MemberState.REFUSED and member.closed_at and member.closed_at > since
        for member in own
    ):
        raise ConflictError(_("This pool could not take you in. You can ask it again after three months."))


async def _hold_for_lead(member_id: UUID, expected_version: int, viewer: Viewer) -> tuple[Pool, Member]:
    """A member of a pool that the viewer leads, with the pool held, as it was seen."""
    parties.account_of(viewer)
    found = await repository.find_member(member_id)
    if found is None:
        raise parties.not_found()
    await parties.hold_led(found.pool_id, viewer)
    pool, member = await parties.hold_member(member_id)
    check_version(member, expected_version)
    return pool, member


async def _hold_own(member_id: UUID, expected_version: int, viewer: Viewer) -> tuple[Pool, Member]:
    """The viewer's own row, with the pool held, as it was seen."""
    account_id = parties.account_of(viewer)
    pool, member = await parties.hold_member(member_id)
    if member.account_id != account_id or not member.has_voice:
        raise parties.not_found()
    check_version(member, expected_version)
    return pool, member
