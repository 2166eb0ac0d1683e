"""The door for who talks in a pool: those with a place with each other, who is welcome with the leads.

Who comes later reads nothing that was written before. A support organisation that helps reads none of it.
"""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from marketplace.accounts.limits import service as limits
from marketplace.accounts.limits.schemas import POOL_MESSAGES
from marketplace.accounts.schemas import Viewer
from marketplace.accounts.service import find_address
from marketplace.audit import service as audit
from marketplace.concerns import service as concerns
from marketplace.concerns.schemas import ConcernKind, NewConcern
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import InvalidError, Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.paging import Page
from marketplace.pooling.meeting.schemas import Message, Talk, Thread
from marketplace.pooling.meeting.talk import repository, rules
from marketplace.pooling.parties import service as parties
from marketplace.pooling.rules import name_of
from marketplace.pooling.schemas import MEETS, Member, MemberState, Part, Pool

PER_PAGE = 25
_MOST_REPORTED = 200


async def get_talk(pool_id: UUID, about_member: UUID | None, viewer: Viewer, page: int = 1) -> Talk:
    """A thread; with the latest messages note that they are read. Who has no place yet asks for their own.

    Raises:
        NotFoundError: the viewer has no part in the thread.
    """
    part, about, members = await _part(pool_id, about_member, viewer)
    page = max(1, page)
    messages, total = await _read(part, about, members, PER_PAGE, (page - 1) * PER_PAGE)
    last = await repository.list_last(pool_id) if part.is_lead else {}
    return Talk(
        pool=part.pool,
        is_lead=part.is_lead,
        about_member=about.id if about else None,
        is_own_thread=about is not None and about.id in part.own_ids,
        name=name_of(about) if about and about.id not in part.own_ids else "",
        messages=Page(items=messages, total=total, page=page, per_page=PER_PAGE),
        threads=_threads(part, members, last),
        speaks_for_several=len(part.members) > 1,
        is_muted=await _note_read(part, page),
    )


async def get_pool(pool_id: UUID, about_member: UUID | None, viewer: Viewer) -> Pool:
    """The pool of a thread that the viewer reads, for the form to report something. Errors as `get_talk`."""
    part, _about, _members = await _part(pool_id, about_member, viewer)
    return part.pool


async def find_own_thread(pool_id: UUID, viewer: Viewer) -> UUID | None:
    """The row of a viewer who is welcome and talks with the leads; None for who has a place, for anybody.

    Raises:
        NotFoundError: the viewer is not in the pool like that.
    """
    part = await parties.get_part(pool_id, viewer, MEETS)
    if not part.members:
        raise parties.not_found()
    if any(member.has_place for member in part.members):
        return None
    return parties.one_of(part).id


async def write(pool_id: UUID, about_member: UUID | None, body: str, viewer: Viewer) -> None:
    """Write in a thread. The others are told once a day at most, unless they want no letters.

    Raises:
        InvalidError: there are no words, or too many.
        NotFoundError: as `get_talk`.
        TooManyError: the account wrote very much within a day.
    """
    if problems := list(rules.check_message(body)):
        raise InvalidError(problems)
    await _part(pool_id, about_member, viewer)
    await limits.check(POOL_MESSAGES, str(parties.account_of(viewer)))
    async with transaction():
        await parties.hold_pool(pool_id)
        part, about, _members = await _part(pool_id, about_member, viewer)
        own = parties.one_of(part, _authors(part, about))
        message_id = uuid4()
        await repository.add_message(
            message_id,
            pool_id,
            about_member=about.id if about else None,
            member=own.id,
            body=body.strip(),
            sent_at=clock.now(),
        )
        await audit.record("write", "pool_message", message_id, viewer.actor)


async def set_muted(pool_id: UUID, viewer: Viewer, *, is_muted: bool) -> None:
    """Whether the viewer wants no letters about what is written in this pool; nobody else hears of it.

    Raises:
        NotFoundError: the viewer has no part in it.
    """
    part = await parties.get_part(pool_id, viewer, MEETS)
    if not part.members:
        raise parties.not_found()
    async with transaction():
        await parties.hold_pool(pool_id)
        action = "mute" if is_muted else "unmute"
        for member in part.members:
            await repository.put_muted(member.id, is_muted=is_muted)
            await audit.record(action, parties.MEMBER_TYPE, member.id, viewer.actor)


async def report(
    pool_id: UUID,
    about_member: UUID | None,
    words: str,
    viewer: Viewer,
    *,
    host: str,
    is_unsafe: bool = False,
    with_messages: bool = False,
    may_be_told: bool = False,
) -> None:
    """Tell those who look after pools there what is wrong; the messages of the thread only if ticked.

    `is_unsafe`: somebody may be unsafe, so that the safeguarding contact hears of it at once. `may_be_told`
    leaves the viewer's address, to hear how it ended. Nobody else of the pool hears of it.

    Raises:
        InvalidError: there are no words, or too many.
        NotFoundError: as `get_talk`.
        TooManyError: there were too many reports from there.
    """
    part, about, members = await _part(pool_id, about_member, viewer)
    if not words.strip():
        raise InvalidError([Problem(field="words", message=_("Tell us what is wrong, in a few words."))])
    messages: tuple[Message, ...] = ()
    if with_messages:
        messages, _total = await _read(part, about, members, _MOST_REPORTED, 0)
    contact = (await find_address(parties.account_of(viewer)) or "") if may_be_told else ""
    new = NewConcern(
        kind=ConcernKind.SAFEGUARDING if is_unsafe else ConcernKind.OTHER,
        words="\n\n".join((_("Somebody in a pool of people reports this."), words.strip())),
        contact=contact,
        attached=rules.transcript(messages[::-1]),
    )
    await concerns.report_pool(pool_id, part.pool.steward_council, new, host=host)


async def _part(
    pool_id: UUID, about_member: UUID | None, viewer: Viewer
) -> tuple[Part, Member | None, list[Member]]:
    """Who the viewer is, whose thread it is, and all members; NotFoundError else."""
    part = await parties.get_part(pool_id, viewer, MEETS)
    members = await parties.list_members(pool_id)
    if about_member is None:
        if not any(member.has_place for member in part.members):
            raise parties.not_found()
        return part, None, members
    about = next((member for member in members if member.id == about_member), None)
    if about is None or not rules.reads_thread(part.members, about):
        raise parties.not_found()
    return part, about, members


async def _note_read(part: Part, page: int) -> bool:
    """Note that the viewer reads now, where the latest is shown; return whether they want no letters."""
    own_ids = [own.id for own in part.members]
    if page > 1:
        return await repository.find_muted(own_ids)
    return await repository.note_read(own_ids, clock.now())


def _authors(part: Part, about: Member | None) -> list[Member]:
    """For whom the viewer can write: who has a place to all, and who reads a thread in it."""
    if about is None:
        return [member for member in part.members if member.has_place]
    return [member for member in part.members if rules.reads_thread([member], about)]


async def _read(
    part: Part, about: Member | None, members: list[Member], limit: int, offset: int
) -> tuple[tuple[Message, ...], int]:
    rows, total = await repository.list_messages(
        part.pool.id, about.id if about else None, _since(part, about), limit=limit, offset=offset
    )
    by_id = {member.id: member for member in members}
    return tuple(_message(row, part, by_id) for row in rows), total


def _since(part: Part, about: Member | None) -> datetime:
    """From when somebody reads a thread: of all, from when the first of theirs took a place."""
    if about is not None:
        return about.began_at
    return min((own.placed_at for own in part.members if own.placed_at), default=clock.now())


def _message(row: dict[str, Any], part: Part, members: dict[UUID, Member]) -> Message:
    return Message(
        id=row["id"],
        author=rules.author_words(part.members, members.get(row["member"])),
        is_own=row["member"] in part.own_ids,
        body=row["body"],
        sent_at=row["sent_at"],
    )


def _threads(part: Part, members: list[Member], last: dict[UUID, datetime]) -> tuple[Thread, ...]:
    """For leads: those of people who are welcome, and of others who once wrote."""
    return tuple(
        Thread(about_member=member.id, name=name_of(member), last_at=last.get(member.id))
        for member in members
        if part.is_lead
        and member.id not in part.own_ids
        and rules.reads_thread(part.members, member)
        and (member.state is MemberState.WELCOME or member.id in last)
    )
