"""How the pages of conversations are made and answered, for a side. The surfaces have the routes."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from litestar.response import Template
from msgspec import Struct

from marketplace.accounts.schemas import Viewer
from marketplace.accounts.service import find_address
from marketplace.councils.service import find_safeguarding
from marketplace.enquiries import rules, service
from marketplace.enquiries.pages import rules as words
from marketplace.enquiries.pages.schemas import (
    AgreeForm,
    ContactForm,
    ReplyForm,
    ReportForm,
    end_form,
    reply_form,
)
from marketplace.enquiries.schemas import ConversationView, Show, Side
from marketplace.kernel.forms import Form, VersionForm, page_number, read_form
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.pages import moment_words, plain_page


class Outcome(Struct, frozen=True, kw_only=True):
    """What came of a form that was sent."""

    is_done: bool = False
    conflict: str = ""
    """What came in meanwhile, in words."""
    status: int | None = None


async def list_page(side: Side, request: PageRequest, viewer: Viewer) -> Template:
    """A side's conversations, open or ended."""
    show = Show.ENDED if request.query_params.get("show") == "ended" else Show.OPEN
    base = words.BASES[side]
    page = await service.list_conversations(viewer, side, show, page_number(request.query_params.get("page")))
    return plain_page(
        "enquiries/list.html",
        **_common(side, request),
        page=page,
        is_ended=show is Show.ENDED,
        url=f"{base}?show=ended" if show is Show.ENDED else base,
    )


async def conversation_page(
    side: Side,
    conversation_id: UUID,
    request: PageRequest,
    viewer: Viewer,
    form: ReplyForm | None = None,
    *,
    outcome: Outcome = Outcome(),  # noqa: B008 - immutable
) -> Template:
    """A conversation with what can be done in it. Showing the latest messages marks it read."""
    page = page_number(request.query_params.get("page"))
    view = await service.get_conversation(conversation_id, viewer, side=side, page=page)
    if form is None:
        form = read_form(reply_form(side), contact=await _own_address(viewer))
    form.version.data = str(view.conversation.version)
    form.ready.data = form.ready.data or ""
    return _answer(
        "enquiries/conversation.html",
        form,
        view,
        request,
        outcome,
        others_url=words.others_url(view.conversation),
        writes_for=words.writes_for_words(view.conversation.relation) if side is Side.PROVIDER else "",
        reason=words.reason_words(view.conversation.reason),
        ended=words.ended_words(view.conversation.ended_by, side),
        cannot_write=rules.cannot_write_words(view.cannot_write, side) if view.cannot_write else "",
    )


async def question_page(
    name: str,
    side: Side,
    conversation_id: UUID,
    request: PageRequest,
    viewer: Viewer,
    form: Form | None = None,
    *,
    outcome: Outcome = Outcome(),  # noqa: B008 - immutable
) -> Template:
    """The page that asks before something is done: agree, end, contact, block or report. It marks nothing.

    Where that cannot be done any more it says so in place of a form, and what can be done instead.

    What was seen is what the conversation's page showed: it says its version in the address.
    """
    view = await service.look_at(conversation_id, viewer, side=side)
    form = form or await _fresh_form(name, side, view, request, viewer)
    council_code = view.conversation.council_code
    contact = await find_safeguarding(council_code) if name == "report" else None
    return _answer(
        f"enquiries/{name}.html",
        form,
        view,
        request,
        outcome,
        safeguarding=contact,
        over=words.over_words(name, view),
        reason=words.reason_words(view.conversation.reason),
        typed=_typed(form) if outcome.conflict else "",
        others_url=words.others_url(view.conversation),
    )


async def list_blocks_page(side: Side, request: PageRequest, viewer: Viewer) -> Template:
    """Whom a side wants nothing from."""
    page = await service.list_blocks(viewer, side, page_number(request.query_params.get("page")))
    return plain_page(
        "enquiries/blocked.html", **_common(side, request), page=page, url=f"{words.BASES[side]}/blocked"
    )


async def _fresh_form(
    name: str, side: Side, view: ConversationView, request: PageRequest, viewer: Viewer
) -> Form:
    seen = request.query_params.get("version") or view.conversation.version
    own = view.own_contact or (await _own_address(viewer) if name in {"agree", "contact"} else "")
    classes: dict[str, type[Form]] = {
        "agree": AgreeForm,
        "end": end_form(side),
        "contact": ContactForm,
        "report": ReportForm,
    }
    return read_form(classes.get(name, VersionForm), version=str(seen), contact=own)


def _answer(
    template: str,
    form: Form,
    view: ConversationView,
    request: PageRequest,
    outcome: Outcome,
    **context: Any,
) -> Template:
    """A page about a conversation: 409 when something came in, 422 when there is something to mend.

    What was typed is kept in both cases. After a conflict the version becomes that of what is shown.
    """
    mend = HTTPStatus.UNPROCESSABLE_ENTITY if form.problems else HTTPStatus.OK
    if outcome.conflict and isinstance(form, VersionForm):
        form.version.data = str(view.conversation.version)
    return plain_page(
        template,
        status=outcome.status or mend,
        **_common(view.side, request),
        form=form,
        view=view,
        conversation=view.conversation,
        name=_name_of_other(view),
        url=f"{words.BASES[view.side]}/{view.conversation.id}",
        conflict=outcome.conflict,
        **context,
    )


def _typed(form: Form) -> str:
    """What somebody wrote in a form that is not shown again."""
    return str(form.data.get("words") or form.data.get("contact") or "")


def _common(side: Side, request: PageRequest) -> dict[str, Any]:
    return {
        "here": words.BASES[side],
        "base": words.BASES[side],
        "side": side,
        "is_person": side is Side.PERSON,
        "done": words.done_words(request.query_params.get("done", "")),
        "state": words.state_words,
        "reason_words": words.reason_words,
        "moment": moment_words,
    }


def _name_of_other(view: ConversationView) -> str:
    if view.side is Side.PROVIDER:
        return view.person_name
    return view.conversation.provider_name or _("Somebody who is not here any more")


async def _own_address(viewer: Viewer) -> str:
    return (await find_address(viewer.account_id) if viewer.account_id else None) or ""
