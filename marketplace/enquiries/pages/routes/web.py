"""Makes the routes of a side. The surfaces hang them in, and say whom they are for."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect, Template

from marketplace.accounts.schemas import Viewer
from marketplace.enquiries.pages import web as pages
from marketplace.enquiries.pages.rules import BASES
from marketplace.enquiries.pages.sending import web as sending
from marketplace.enquiries.schemas import Side
from marketplace.kernel.web.bodies import PageRequest

_Form = Callable[[Side, UUID, PageRequest, Viewer], Awaitable[Template | Redirect]]
_Press = Callable[[Side, UUID, Viewer], Awaitable[Redirect]]
_QUESTIONS = ("end", "contact", "block", "report")
_FORMS: dict[str, _Form] = {
    "reply": sending.reply,
    "end": sending.end,
    "contact": sending.share_contact,
    "report": sending.report,
}
_PRESSES: dict[str, _Press] = {"hide-contact": sending.hide_contact, "block": sending.block}


def routes_of(side: Side, mark: dict[str, Any]) -> tuple[HTTPRouteHandler, ...]:
    """All routes of a side's messages, open to those whom the mark lets in."""
    base, is_person = BASES[side], side is Side.PERSON
    one = f"{base}/{{conversation_id:uuid}}"
    questions = (*_QUESTIONS, "agree") if is_person else _QUESTIONS
    forms = _FORMS | ({"agree": sending.agree} if is_person else {})
    return (
        *(_get(path, mark)(handler) for path, handler in _pages(side, base, one)),
        *(_get(f"{one}/{name}", mark)(_question(name, side)) for name in questions),
        *(_post(f"{one}/{name}", mark)(_form(work, side)) for name, work in forms.items()),
        *(_post(f"{one}/{name}", mark)(_press(work, side)) for name, work in _PRESSES.items()),
        _post(f"{base}/blocked/{{block_id:uuid}}/end", mark)(_unblock(side)),
    )


def _get(path: str, mark: dict[str, Any]) -> Callable[[Callable[..., Any]], HTTPRouteHandler]:
    return get(path, opt=mark, include_in_schema=False)


def _post(path: str, mark: dict[str, Any]) -> Callable[[Callable[..., Any]], HTTPRouteHandler]:
    return post(path, opt=mark, include_in_schema=False)


def _pages(side: Side, base: str, one: str) -> tuple[tuple[str, Callable[..., Any]], ...]:
    async def list_conversations(request: PageRequest, viewer: NamedDependency[Viewer]) -> Template:
        return await pages.list_page(side, request, viewer)

    async def show_conversation(
        conversation_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
    ) -> Template:
        return await pages.conversation_page(side, conversation_id, request, viewer)

    async def list_blocks(request: PageRequest, viewer: NamedDependency[Viewer]) -> Template:
        return await pages.list_blocks_page(side, request, viewer)

    return (base, list_conversations), (one, show_conversation), (f"{base}/blocked", list_blocks)


def _question(name: str, side: Side) -> Callable[..., Any]:
    async def ask_first(
        conversation_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
    ) -> Template:
        return await pages.question_page(name, side, conversation_id, request, viewer)

    return ask_first


def _form(work: _Form, side: Side) -> Callable[..., Any]:
    async def send(
        conversation_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
    ) -> Template | Redirect:
        return await work(side, conversation_id, request, viewer)

    return send


def _press(work: _Press, side: Side) -> Callable[..., Any]:
    async def press(conversation_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Redirect:
        return await work(side, conversation_id, viewer)

    return press


def _unblock(side: Side) -> Callable[..., Any]:
    async def unblock(block_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Redirect:
        return await sending.unblock(side, block_id, viewer)

    return unblock
