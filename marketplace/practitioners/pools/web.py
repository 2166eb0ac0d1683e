"""Statements that members of pools show to the practitioner: the list, one of them, the two answers."""

from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from marketplace.accounts.limits import service as limits
from marketplace.accounts.limits.schemas import PRINTED_STATEMENTS
from marketplace.accounts.schemas import Role, Viewer
from marketplace.councils.service import council_name
from marketplace.finder.words.rules import day_of_year
from marketplace.kernel.clock import LONDON
from marketplace.kernel.errors import ConflictError
from marketplace.kernel.forms import page_number
from marketplace.kernel.settings import Settings
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.files import csv_file, pdf_file
from marketplace.kernel.web.guards import BY_LINK
from marketplace.kernel.web.pages import plain_page, see_other
from marketplace.pooling.statements.filing.rules import statement_file
from marketplace.pooling.statements.letters.rules import OPEN
from marketplace.pooling.statements.periods.rules import period_words
from marketplace.pooling.statements.printing.service import PrintError, print_statement
from marketplace.pooling.statements.shares import service
from marketplace.pooling.statements.shares.rules import answer_words, can_answer
from marketplace.pooling.statements.shares.schemas import Answer
from marketplace.pooling.statements.wording.rules import make_document
from marketplace.pooling.statements.wording.saying.rules import read_size, size_words
from marketplace.pooling.statements.wording.schemas import PrintSize
from marketplace.practitioners.pools.rules import LIST_PATH, PATH, answer_colour, done_words, share_url
from marketplace.practitioners.rules import PRACTITIONERS

_OPEN_PATH = f"{OPEN}/{{token:str}}"
_ROWS_SHOWN = 50


@get(LIST_PATH, opt=PRACTITIONERS, include_in_schema=False)
async def list_shared(request: PageRequest, viewer: NamedDependency[Viewer]) -> Template:
    """Statements that the practitioner opened and can read now."""
    return plain_page(
        "practitioners/pools/list.html",
        here=LIST_PATH,
        page=await service.list_shared(viewer, page_number(request.query_params.get("page"))),
        period_words=period_words,
        answer_words=answer_words,
        colour=answer_colour,
        day=_day,
        list_path=LIST_PATH,
    )


@get(_OPEN_PATH, opt=BY_LINK, include_in_schema=False)
async def show_offered(
    token: FromPath[str],
    request: PageRequest,
    viewer: NamedDependency[Viewer],
    settings: NamedDependency[Settings],
) -> Template:
    """What a link is for: nothing of the statement, and nothing happens before the button is pressed."""
    is_new = request.query_params.get("done") == "made"
    return await _offer_page(token, viewer, address=settings.address if is_new else "")


@post(_OPEN_PATH, opt=PRACTITIONERS, include_in_schema=False)
async def open_statement(token: FromPath[str], viewer: NamedDependency[Viewer]) -> Template | Redirect:
    """Look at it: from then on nobody else can."""
    try:
        share_id = await service.open_share(token, viewer)
    except ConflictError as error:
        return await _offer_page(token, viewer, conflict=str(error))
    return see_other(f"{share_url(share_id)}?done=opened")


@get(PATH, opt=PRACTITIONERS, include_in_schema=False)
async def read_statement(
    share_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template:
    """The statement, and the two answers."""
    return await _page(share_id, viewer, done=done_words(request.query_params.get("done", "")))


@post(f"{PATH}/answer", opt=PRACTITIONERS, include_in_schema=False)
async def answer_statement(
    share_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Say “looks fine” or “let us talk”."""
    said = str((await request.form()).get("answer") or "")
    if said not in set(Answer):
        await service.read_shared(share_id, viewer)
        return see_other(share_url(share_id))
    try:
        await service.answer(share_id, Answer(said), viewer)
    except ConflictError as error:
        return await _page(share_id, viewer, conflict=str(error))
    return see_other(f"{share_url(share_id)}?done={said}")


@get(f"{PATH}/pdf", opt=PRACTITIONERS, include_in_schema=False)
async def print_statement_file(
    share_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Response[Any]:
    """The same as a tagged PDF. 503 when it cannot be made."""
    await limits.check(PRINTED_STATEMENTS, viewer.actor)
    shared = await service.read_shared(share_id, viewer)
    document = make_document(shared.statement, read_size(request.query_params.get("kind")))
    try:
        made = await print_statement(document)
    except PrintError:
        return plain_page(
            "people/pools/statements/not_printed.html",
            status=HTTPStatus.SERVICE_UNAVAILABLE,
            here=LIST_PATH,
            page_url=share_url(share_id),
        )
    return pdf_file(made, "statement.pdf")


@get(f"{PATH}/csv", opt=PRACTITIONERS, include_in_schema=False)
async def send_statement_file(share_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Response[Any]:
    """The same for a spreadsheet."""
    shared = await service.read_shared(share_id, viewer)
    return csv_file(statement_file(shared.statement), "statement.csv")


async def _offer_page(token: str, viewer: Viewer, *, address: str = "", conflict: str = "") -> Template:
    """What a link is for; the member who has just made it is shown how to hand it on."""
    share, maker_id = await service.find_offered(token)
    is_makers = bool(address) and viewer.account_id is not None and viewer.account_id == maker_id
    return plain_page(
        "practitioners/pools/open.html",
        status=HTTPStatus.CONFLICT if conflict else HTTPStatus.OK,
        share=share,
        council=council_name(share.council_code),
        may_open=share.council_code in viewer.councils(Role.PRACTITIONER),
        is_signed_in=viewer.is_signed_in,
        until=_day(share.expires_at),
        path=f"{OPEN}/{token}",
        link=f"{address}{OPEN}/{token}" if is_makers else "",
        back=f"/pools/mine/{share.pool_id}/statements" if is_makers else "",
        conflict=conflict,
    )


async def _page(share_id: UUID, viewer: Viewer, *, done: str = "", conflict: str = "") -> Template:
    shared = await service.read_shared(share_id, viewer)
    share = shared.share
    return plain_page(
        "practitioners/pools/statement.html",
        status=HTTPStatus.CONFLICT if conflict else HTTPStatus.OK,
        here=LIST_PATH,
        share=share,
        document=make_document(shared.statement),
        has_newer=shared.has_newer,
        answers=[(each.value, answer_words(each)) for each in Answer if can_answer(share.answer, each)],
        answer_words=answer_words,
        colour=answer_colour,
        day=_day,
        rows_shown=_ROWS_SHOWN,
        sizes=[(size.value, size_words(size)) for size in PrintSize],
        url=share_url(share_id),
        list_path=LIST_PATH,
        done=done,
        conflict=conflict,
    )


def _day(moment: datetime) -> str:
    return day_of_year(moment.astimezone(LONDON).date())


route_handlers = (
    list_shared,
    show_offered,
    open_statement,
    read_statement,
    answer_statement,
    print_statement_file,
    send_statement_file,
)
