"""The pages of a provider's messages: who asks, and one conversation."""

from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from marketplace.accounts.schemas import Role, Viewer
from marketplace.enquiries.pages import web as pages
from marketplace.enquiries.pages.sending import web as sending
from marketplace.enquiries.schemas import Side
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import for_roles

_MARK = for_roles(Role.PROVIDER)
_ALL = "/provider/messages"
_ONE = f"{_ALL}/{{conversation_id:uuid}}"


@get(_ALL, opt=_MARK, include_in_schema=False)
async def list_conversations(request: PageRequest, viewer: NamedDependency[Viewer]) -> Template:
    """All conversations, unread ones first."""
    return await pages.list_page(Side.PROVIDER, request, viewer)


@get(_ONE, opt=_MARK, include_in_schema=False)
async def show_conversation(
    conversation_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template:
    """One conversation, which is read then."""
    return await pages.conversation_page(Side.PROVIDER, conversation_id, request, viewer)


@post(f"{_ONE}/reply", opt=_MARK, include_in_schema=False)
async def reply(
    conversation_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Write to the other side."""
    return await sending.reply(Side.PROVIDER, conversation_id, request, viewer)


@get(f"{_ONE}/end", opt=_MARK, include_in_schema=False)
async def show_end(
    conversation_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template:
    """Ask why it is to end."""
    return await pages.question_page("end", Side.PROVIDER, conversation_id, request, viewer)


@post(f"{_ONE}/end", opt=_MARK, include_in_schema=False)
async def end(
    conversation_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """End it."""
    return await sending.end(Side.PROVIDER, conversation_id, request, viewer)


@get(f"{_ONE}/contact", opt=_MARK, include_in_schema=False)
async def show_contact(
    conversation_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template:
    """Ask what the other side is to see."""
    return await pages.question_page("contact", Side.PROVIDER, conversation_id, request, viewer)


@post(f"{_ONE}/contact", opt=_MARK, include_in_schema=False)
async def share_contact(
    conversation_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Show the other side how to reach this one."""
    return await sending.share_contact(Side.PROVIDER, conversation_id, request, viewer)


@post(f"{_ONE}/hide-contact", opt=_MARK, include_in_schema=False)
async def hide_contact(conversation_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Redirect:
    """Show it no more."""
    return await sending.hide_contact(Side.PROVIDER, conversation_id, viewer)


@get(f"{_ONE}/block", opt=_MARK, include_in_schema=False)
async def show_block(
    conversation_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template:
    """Say what blocking does, and ask."""
    return await pages.question_page("block", Side.PROVIDER, conversation_id, request, viewer)


@post(f"{_ONE}/block", opt=_MARK, include_in_schema=False)
async def block(conversation_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Redirect:
    """Want nothing more from the other side."""
    return await sending.block(Side.PROVIDER, conversation_id, viewer)


@get(f"{_ONE}/report", opt=_MARK, include_in_schema=False)
async def show_report(
    conversation_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template:
    """Ask what is wrong, below whom to call when somebody may be unsafe."""
    return await pages.question_page("report", Side.PROVIDER, conversation_id, request, viewer)


@post(f"{_ONE}/report", opt=_MARK, include_in_schema=False)
async def report(
    conversation_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Tell the people who look after the website."""
    return await sending.report(Side.PROVIDER, conversation_id, request, viewer)


@get(f"{_ALL}/blocked", opt=_MARK, include_in_schema=False)
async def list_blocks(request: PageRequest, viewer: NamedDependency[Viewer]) -> Template:
    """From whom nothing is wanted."""
    return await pages.list_blocks_page(Side.PROVIDER, request, viewer)


@post(f"{_ALL}/blocked/{{block_id:uuid}}/end", opt=_MARK, include_in_schema=False)
async def unblock(block_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Redirect:
    """Take a block back."""
    return await sending.unblock(Side.PROVIDER, block_id, viewer)


route_handlers = (
    list_conversations,
    show_conversation,
    reply,
    show_end,
    end,
    show_contact,
    share_contact,
    hide_contact,
    show_block,
    block,
    show_report,
    report,
    list_blocks,
    unblock,
)
