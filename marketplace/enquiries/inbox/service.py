"""Reads conversations. `enquiries.service` hands these on."""

from uuid import UUID

from msgspec.structs import replace

from marketplace.accounts.schemas import Viewer
from marketplace.accounts.service import list_acting_for, list_names
from marketplace.enquiries import repository as conversations
from marketplace.enquiries import rules
from marketplace.enquiries.inbox import repository
from marketplace.enquiries.parties import service as parties
from marketplace.enquiries.schemas import (
    Agreed,
    Conversation,
    ConversationItem,
    ConversationView,
    Message,
    Show,
    Side,
)
from marketplace.kernel import clock
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.needs import Need
from marketplace.kernel.paging import Page

PER_PAGE = 25
MESSAGES_PER_PAGE = 50


async def look_at(conversation_id: UUID, viewer: Viewer, *, side: Side | None = None) -> ConversationView:
    """A conversation without its messages, for a page that asks something about it; marks nothing.

    Raises:
        NotFoundError: there is none, or the viewer is not on that side.
    """
    conversation, own_side = await parties.get(conversation_id, viewer, side)
    nothing = Page[Message](items=(), total=0, page=1, per_page=MESSAGES_PER_PAGE)
    return await _view(conversation, own_side, nothing)


async def get_conversation(
    conversation_id: UUID, viewer: Viewer, *, side: Side | None = None, page: int = 1
) -> ConversationView:
    """A conversation as the viewer's side sees it; with the latest messages, that side has read it then.

    The one place that marks it read. Older pages mark nothing: what came last is not on them.

    Raises:
        NotFoundError: there is none, or the viewer is not on that side.
    """
    conversation, own_side = await parties.get(conversation_id, viewer, side)
    page = max(1, page)
    status = rules.after_reading(conversation, own_side) if page == 1 else conversation.status
    is_new = status is not conversation.status or conversation.unread_since(own_side) is not None
    if is_new and page == 1:
        # Before the messages are read: one that comes in between is unread again.
        await conversations.mark_read(conversation_id, own_side, status, clock.now())
    found, total = await conversations.list_messages(
        conversation_id, MESSAGES_PER_PAGE, (page - 1) * MESSAGES_PER_PAGE
    )
    messages = Page(
        items=tuple(await _signed(found[::-1], own_side)), total=total, page=page, per_page=MESSAGES_PER_PAGE
    )
    return await _view(replace(conversation, status=status), own_side, messages)


async def _view(conversation: Conversation, own_side: Side, messages: Page[Message]) -> ConversationView:
    return ConversationView(
        conversation=conversation,
        side=own_side,
        messages=messages,
        person_name=conversation.person_name or _("the person who wrote the advert"),
        acting_for_name=await _whom_for(conversation, own_side),
        own_contact=conversation.contact_of(own_side),
        their_contact=conversation.contact_of(own_side.other),
        cannot_write=rules.cannot_write(conversation, own_side),
        can_agree=rules.can_agree(conversation, own_side),
        can_end=rules.can_end(conversation),
        can_share=rules.can_share(conversation),
        is_waiting_long=own_side is Side.PERSON and rules.is_waiting_long(conversation, clock.now()),
    )


async def list_conversations(
    viewer: Viewer, side: Side, show: Show = Show.OPEN, page: int = 1
) -> Page[ConversationItem]:
    """The viewer's conversations on a side: unread ones first, each latest first."""
    page = max(1, page)
    items, total = await repository.list_items(
        parties.account_of(viewer), side, show, PER_PAGE, (page - 1) * PER_PAGE
    )
    return Page(items=tuple(items), total=total, page=page, per_page=PER_PAGE)


async def list_needs(viewer: Viewer) -> list[Need]:
    """What waits for the viewer: answers to read, enquiries to answer. One statement."""
    if viewer.account_id is None or not viewer.is_signed_in:
        return []
    found = await repository.count_needs(viewer.account_id)
    return [Need(code=code, count=count, since=since) for code, count, since in found]


async def has_agreed(account_id: UUID, listing_id: UUID) -> bool:
    """Whether an account agreed something with a listing: it may say how it was."""
    return await repository.has_agreed(account_id, listing_id)


async def list_agreed(account_id: UUID) -> list[Agreed]:
    """What an account agreed with providers, the latest first."""
    return await repository.list_agreed(account_id)


async def _signed(messages: list[Message], side: Side) -> list[Message]:
    """Messages with who wrote them, for a provider's own people only: one knows which colleague it was."""
    ids = {each.account_id for each in messages if each.side is Side.PROVIDER and each.account_id is not None}
    if side is Side.PERSON or not ids:
        return messages
    names = await list_names(ids)
    return [
        replace(each, author=names[each.account_id]) if each.account_id in ids else each for each in messages
    ]


async def _whom_for(conversation: Conversation, side: Side) -> str:
    if side is not Side.PERSON or conversation.acting_for is None:
        return ""
    supported = await list_acting_for(conversation.account_id)
    return next((each.person_name for each in supported if each.id == conversation.acting_for), "")
