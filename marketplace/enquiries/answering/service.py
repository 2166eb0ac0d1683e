"""Goes on with conversations and ends them. `enquiries.service` hands these on.

Each holds the conversation, checks that it is as the viewer saw it, and raises its version.
"""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from marketplace.accounts.limits import service as limits
from marketplace.accounts.limits.schemas import MESSAGES
from marketplace.accounts.schemas import Viewer
from marketplace.enquiries import repository, rules
from marketplace.enquiries.asking import repository as enquiries
from marketplace.enquiries.letters import rules as letters
from marketplace.enquiries.outcomes.service import note_end
from marketplace.enquiries.parties import service as parties
from marketplace.enquiries.schemas import (
    CannotWrite,
    Conversation,
    EndedBy,
    EndReason,
    Message,
    Side,
    Status,
)
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, InvalidError, Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.mail.schemas import Letter


async def reply(
    conversation_id: UUID,
    words: str,
    expected_version: int,
    viewer: Viewer,
    *,
    side: Side | None = None,
    share: str = "",
) -> None:
    """Write to the other side; `share` gives it a way to reach this one.

    Raises:
        InvalidError: there are no words, or too many.
        NotFoundError: the conversation is not the viewer's, or went with somebody's account.
        ConflictError: something came in meanwhile; it has ended; the listing is down; or this side wrote
            often enough and the other is to answer first.
        TooManyError: the account wrote very much within a day.
    """
    problems = [*rules.check_message(words), *(rules.check_contact(share) if share else ())]
    if problems:
        raise InvalidError(problems)
    seen, own_side = await parties.get(conversation_id, viewer, side)
    await limits.check(MESSAGES, str(parties.account_of(viewer)))
    may_tell = await _may_tell(seen, own_side)
    async with transaction():
        conversation, own_side = await parties.hold(conversation_id, viewer, side, expected_version)
        _check_may_write(conversation, own_side)
        await _write(conversation, own_side, words, viewer, share=share)
        await parties.record("reply", conversation_id, viewer.actor)
        if may_tell and conversation.unread_since(own_side.other) is None:
            await parties.tell(conversation, own_side.other, _message_letter(conversation, own_side))


async def agree(
    conversation_id: UUID,
    expected_version: int,
    viewer: Viewer,
    *,
    words: str = "",
    share: str = "",
) -> None:
    """Say, as the person, that help is agreed; with a message and a way to reach them if they like.

    Raises:
        InvalidError: the words or the contact cannot be taken.
        NotFoundError: the viewer is not the person of this conversation.
        ConflictError: something came in meanwhile; it is over; or the provider has not said anything yet.
        TooManyError: the account wrote very much within a day.
    """
    problems = [
        *(rules.check_message(words) if words else ()),
        *(rules.check_contact(share) if share else ()),
    ]
    if problems:
        raise InvalidError(problems)
    seen, side = await parties.get(conversation_id, viewer, Side.PERSON)
    await limits.check(MESSAGES, str(parties.account_of(viewer)))
    may_tell = await parties.may_write_to(seen.organization_id)
    async with transaction():
        conversation, side = await parties.hold(conversation_id, viewer, Side.PERSON, expected_version)
        if not rules.can_agree(conversation, side):
            raise ConflictError(_("You cannot agree here now. Look at the conversation as it is."))
        await _write(conversation, side, words or _("Yes, please. I want to go ahead."), viewer, share=share)
        now = clock.now()
        await repository.put(conversation_id, status=Status.AGREED.value, agreed_at=now)
        await parties.record("agree", conversation_id, viewer.actor)
        await note_end(conversation, Status.AGREED, None, now)
        if may_tell:
            await parties.tell(conversation, Side.PROVIDER, letters.for_provider_agreed(conversation_id))


async def end(
    conversation_id: UUID,
    reason: EndReason | None,
    expected_version: int,
    viewer: Viewer,
    *,
    side: Side | None = None,
    words: str = "",
) -> None:
    """End a conversation, with a last message if the viewer likes.

    What was agreed stays agreed, and needs no reason.

    Raises:
        InvalidError: the reason is none of the side's, or the words cannot be taken.
        NotFoundError: the conversation is not the viewer's.
        ConflictError: something came in meanwhile, or it has ended already.
    """
    if problems := list(rules.check_message(words)) if words else []:
        raise InvalidError(problems)
    seen, own_side = await parties.get(conversation_id, viewer, side)
    may_tell = await _may_tell(seen, own_side)
    async with transaction():
        conversation, own_side = await parties.hold(conversation_id, viewer, side, expected_version)
        is_agreed = conversation.status is Status.AGREED
        if not is_agreed and reason not in rules.REASONS[own_side]:
            raise InvalidError([Problem(field="reason", message=_("Choose why you end it"))])
        if not rules.can_end(conversation):
            raise ConflictError(rules.cannot_write_words(CannotWrite.CLOSED, own_side))
        if words and rules.cannot_write(conversation, own_side) is None:
            conversation = await _write(conversation, own_side, words, viewer)
        await close(conversation, None if is_agreed else reason, EndedBy(own_side.value), clock.now())
        await parties.record("end", conversation_id, viewer.actor)
        if may_tell and own_side is Side.PROVIDER:
            await parties.tell(conversation, Side.PERSON, letters.for_person_closed(conversation))


async def close(conversation: Conversation, reason: EndReason | None, by: EndedBy, at: datetime) -> None:
    """End a conversation that the caller holds. A person finds it unread when others ended it.

    Providers have nothing to do about an end, and so it does not wait for them.
    """
    is_agreed = conversation.status is Status.AGREED
    status = conversation.status if is_agreed else Status.NOT_TAKEN_UP
    unread = None if by is EndedBy.PERSON else conversation.person_unread_since
    if by is not EndedBy.PERSON and reason is not EndReason.BLOCKED:
        unread = unread or at
    await repository.put(
        conversation.id,
        status=status.value,
        reason=reason.value if reason else None,
        ended_by=by.value,
        ended_at=at,
        version=conversation.version + 1,
        provider_unread_since=None,
        person_unread_since=unread,
    )
    if not is_agreed:
        await note_end(conversation, status, reason, at)


async def share_contact(
    conversation_id: UUID, contact: str, expected_version: int, viewer: Viewer, *, side: Side | None = None
) -> None:
    """Give the other side a way to reach this one, or, with nothing in it, take that back.

    Taking it back is possible at any time, also after the end; giving it while one could write.

    Raises:
        InvalidError: it is too long.
        NotFoundError: the conversation is not the viewer's.
        ConflictError: something came in meanwhile, or nothing can be given any more.
    """
    if problems := list(rules.check_contact(contact)) if contact else []:
        raise InvalidError(problems)
    async with transaction():
        conversation, own_side = await parties.hold(
            conversation_id, viewer, side, expected_version if contact else None
        )
        if contact and not rules.can_share(conversation):
            raise ConflictError(_("This conversation is not open any more, so nothing more is shown in it."))
        # The version stays: nobody's answer is refused for that.
        await repository.put(conversation_id, **{f"{own_side.value}_contact": contact})
        await parties.record("share_contact" if contact else "hide_contact", conversation_id, viewer.actor)


def _check_may_write(conversation: Conversation, side: Side) -> None:
    if why := rules.cannot_write(conversation, side):
        raise ConflictError(rules.cannot_write_words(why, side))


async def _write(
    conversation: Conversation, side: Side, words: str, viewer: Viewer, *, share: str = ""
) -> Conversation:
    """Add a message to a conversation that is held, and say that it is unread; return it as it is then."""
    now = clock.now()
    message = Message(id=uuid4(), side=side, words=words.strip(), sent_at=now, account_id=viewer.account_id)
    await repository.add_message(message, conversation.id)
    status = rules.after_reply(conversation, side)
    is_answer = status is Status.ANSWERED and conversation.answered_at is None
    other, own = side.other.value, side.value
    changed: dict[str, Any] = {
        "status": status.value,
        "version": conversation.version + 1,
        "answered_at": now if is_answer else conversation.answered_at,
        "read_at": conversation.read_at or (now if is_answer else None),
        "last_message_at": now,
        "last_side": own,
        "in_a_row": conversation.in_a_row + 1 if conversation.last_side is side else 1,
        f"{other}_unread_since": conversation.unread_since(side.other) or now,
        f"{own}_unread_since": None,
    }
    if share:
        changed[f"{own}_contact"] = share
    await repository.put(conversation.id, **changed)
    if side is Side.PERSON and not conversation.person_name:
        await enquiries.set_name(conversation.enquiry_id, rules.first_name(viewer.name))
    found = await repository.find_for(conversation.id, parties.account_of(viewer))
    if found is None:  # Cannot be: it is held.
        raise parties.not_found()
    return found[0]


async def _may_tell(conversation: Conversation, side: Side) -> bool:
    key = conversation.organization_id if side is Side.PERSON else conversation.account_id
    if conversation.unread_since(side.other) is not None:
        return False
    return await parties.may_write_to(key)


def _message_letter(conversation: Conversation, side: Side) -> Letter:
    if side is Side.PERSON:
        return letters.for_provider_message(conversation.id)
    return letters.for_person_message(conversation.id)
