"""The pages of imports. Nothing is listed before the button on the page of one is pressed."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from marketplace.accounts.schemas import Viewer
from marketplace.councils.service import council_name
from marketplace.kernel.errors import ConflictError
from marketplace.kernel.forms import number_of, page_number
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.spreadsheets import csv_lines
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.pages import moment_words, plain_page, see_other
from marketplace.listings.imports.carrying import service as carrying
from marketplace.listings.imports.choosing import service as choosing
from marketplace.listings.imports.kept import service as imports
from marketplace.listings.imports.kept.schemas import Choice, ImportStatus, Show
from marketplace.listings.imports.nearness.schemas import Why
from marketplace.places.service import Gazetteer
from marketplace.stewards.diffs.rules import compare_drafts
from marketplace.stewards.imports import rules, service
from marketplace.stewards.imports.sending import web as sending
from marketplace.stewards.imports.sending.web import DOWNLOAD, LIST_PATH, TEMPLATES
from marketplace.stewards.reviews.service import speech
from marketplace.stewards.rules import HERE, MEDIA_URL, STEWARDS, state_words

PATH = f"{LIST_PATH}/{{import_id:uuid}}"
_BYTE_ORDER_MARK = "\ufeff"
"""By it Excel knows that the file is UTF-8."""


@get(PATH, opt=STEWARDS, include_in_schema=False)
async def show_import(
    import_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template:
    """What would come of a spreadsheet, or what came of it."""
    return await _page(import_id, request.query_params, viewer)


@get(f"{PATH}/problems.csv", opt=STEWARDS, include_in_schema=False)
async def send_problems(import_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Response[str]:
    """Everything that is wrong, as a spreadsheet."""
    problems = await imports.list_problems(import_id, viewer)
    head = (_("Row"), _("Cell"), _("Column"), _("What it says"), _("What to do"))
    rows = [(each.row, each.place, each.heading, each.value, each.message) for each in problems]
    headers = {**DOWNLOAD, "content-disposition": 'attachment; filename="problems.csv"'}
    content = _BYTE_ORDER_MARK + csv_lines([head, *rows])
    return Response(content, media_type=TEMPLATES["csv"], headers=headers)


@get(f"{PATH}/rows/{{number:str}}", opt=STEWARDS, include_in_schema=False)
async def show_row(
    import_id: FromPath[UUID], number: FromPath[str], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template:
    """What a row says, or with `listing` in the address what merging it would change."""
    asked = request.query_params.get("listing", "")
    found, row, before, after = await imports.get_merge(import_id, number_of(number), _id_of(asked), viewer)
    return plain_page(
        "stewards/import_row.html",
        here=HERE,
        part="imports",
        found=found,
        row=row,
        before=before,
        diff=compare_drafts(before, after, speech()),
        media_url=MEDIA_URL,
    )


@post(f"{PATH}/choices", opt=STEWARDS, include_in_schema=False)
async def save_choices(
    import_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """What is to be done with the rows of a page. 409: somebody else chose meanwhile."""
    sent = await request.form()
    typed = rules.read_choices(sent.multi_items())
    try:
        await choosing.choose(import_id, typed, number_of(sent.get("version")), viewer)
    except ConflictError as error:
        return await _page(import_id, sent, viewer, conflict=str(error), typed=typed)
    show, page = _show_of(sent), page_number(sent.get("page"))
    return see_other(f"{LIST_PATH}/{import_id}?show={show}&page={page}&done=chosen")


@post(f"{PATH}/alike", opt=STEWARDS, include_in_schema=False)
async def save_choice_for_alike(
    import_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """The same for all rows that are alike for one reason."""
    sent = await request.form()
    why, choice = sent.get("why", ""), sent.get("choice", "")
    if why not in set(Why) or choice not in set(Choice):
        await imports.get_import(import_id, viewer)
        return see_other(f"{LIST_PATH}/{import_id}")
    version = number_of(sent.get("version"))
    try:
        await choosing.choose_for_alike(import_id, Why(why), Choice(choice), version, viewer)
    except ConflictError as error:
        return await _page(import_id, {}, viewer, conflict=str(error))
    return see_other(f"{LIST_PATH}/{import_id}?done=chosen")


@post(f"{PATH}/run", opt=STEWARDS, include_in_schema=False)
async def run_import(
    import_id: FromPath[UUID],
    request: PageRequest,
    viewer: NamedDependency[Viewer],
    gazetteer: NamedDependency[Gazetteer],
) -> Template | Redirect:
    """Bring the rows in. 409: somebody did already, or chose otherwise meanwhile."""
    sent = await request.form()
    try:
        status = await carrying.start_import(
            import_id, number_of(sent.get("version")), viewer, gazetteer=gazetteer
        )
    except ConflictError as error:
        return await _page(import_id, {}, viewer, conflict=str(error))
    return see_other(f"{LIST_PATH}/{import_id}?done={status}")


@post(f"{PATH}/undo", opt=STEWARDS, include_in_schema=False)
async def undo_import(
    import_id: FromPath[UUID],
    request: PageRequest,
    viewer: NamedDependency[Viewer],
    gazetteer: NamedDependency[Gazetteer],
) -> Template | Redirect:
    """Take the whole import back. 409: somebody did already."""
    sent = await request.form()
    try:
        status = await carrying.start_undo(
            import_id, number_of(sent.get("version")), viewer, gazetteer=gazetteer
        )
    except ConflictError as error:
        return await _page(import_id, {}, viewer, conflict=str(error))
    return see_other(f"{LIST_PATH}/{import_id}?done={status}")


@post(f"{PATH}/discard", opt=STEWARDS, include_in_schema=False)
async def discard_import(
    import_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Throw a spreadsheet away."""
    sent = await request.form()
    try:
        await choosing.discard(import_id, number_of(sent.get("version")), viewer)
    except ConflictError as error:
        return await _page(import_id, {}, viewer, conflict=str(error))
    return see_other(f"{LIST_PATH}?done=discarded")


async def _page(
    import_id: UUID,
    asked: Mapping[str, Any],
    viewer: Viewer,
    *,
    conflict: str = "",
    typed: Mapping[int, str] | None = None,
) -> Template:
    show = _show_of(asked)
    page = await service.get_import_page(import_id, viewer, show, page_number(asked.get("page")))
    return plain_page(
        "stewards/import.html",
        status=HTTPStatus.CONFLICT if conflict else HTTPStatus.OK,
        here=HERE,
        part="imports",
        view=page,
        found=page.found,
        counts=page.counts,
        is_open=page.found.status is ImportStatus.OPEN,
        is_imported=page.found.status is ImportStatus.IMPORTED,
        is_working=page.found.status in {ImportStatus.IMPORTING, ImportStatus.UNDOING},
        parts=rules.show_words(page.counts, page.found.status),
        button_words=rules.import_words(page.counts),
        choices=rules.choice_words(),
        typed=typed or {},
        conflict=conflict,
        council=council_name(page.found.council_code),
        done=rules.done_words(str(asked.get("done", ""))),
        status_words=rules.status_words,
        status_colour=rules.status_colour,
        why_words=rules.why_words,
        outcome_words=rules.outcome_words,
        undone_words=rules.undone_words,
        state_words=lambda status: state_words(status, frozenset()),
        moment=moment_words,
        url=f"{LIST_PATH}/{import_id}?show={show}",
    )


def _show_of(asked: Mapping[str, Any]) -> Show:
    show = asked.get("show", "")
    return Show(show) if isinstance(show, str) and show in set(Show) else Show.ALL


def _id_of(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


route_handlers = (
    *sending.route_handlers,
    show_import,
    send_problems,
    show_row,
    save_choices,
    save_choice_for_alike,
    run_import,
    undo_import,
    discard_import,
)
