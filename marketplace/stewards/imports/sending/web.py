"""The list of imports, the form, and the template."""

import asyncio
import tempfile
from http import HTTPStatus
from pathlib import Path
from typing import Any

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.response import Redirect, Template

from marketplace.accounts import service as accounts
from marketplace.accounts.limits.rules import wait_words
from marketplace.accounts.schemas import Role, Viewer
from marketplace.councils.service import council_name
from marketplace.kernel.errors import InvalidError, TooManyError
from marketplace.kernel.forms import add_problem, add_problems, page_number, read_form
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.pages import moment_words, plain_page, see_other
from marketplace.listings.imports.kept import service as imports
from marketplace.listings.imports.repository import WEB_LIMITS
from marketplace.listings.imports.service import write_template
from marketplace.places.service import Gazetteer
from marketplace.stewards.imports import rules
from marketplace.stewards.imports.schemas import UploadForm
from marketplace.stewards.rules import HERE, STEWARDS

LIST_PATH = "/stewards/imports"
_LARGEST_BODY_BYTES = WEB_LIMITS.size_bytes + 100_000
TEMPLATES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
DOWNLOAD = {"cache-control": "private, no-store", "x-content-type-options": "nosniff"}


@get(LIST_PATH, opt=STEWARDS, include_in_schema=False)
async def show_imports(request: PageRequest, viewer: NamedDependency[Viewer]) -> Template:
    """What was sent so far, and the form to send more."""
    return await _list_page(request, viewer, _upload_form(viewer, None))


@post(LIST_PATH, opt=STEWARDS, include_in_schema=False, request_max_body_size=_LARGEST_BODY_BYTES)
async def send_spreadsheet(
    request: PageRequest, viewer: NamedDependency[Viewer], gazetteer: NamedDependency[Gazetteer]
) -> Template | Redirect:
    """Read a spreadsheet and keep it. 422: it cannot be read. 429: very many were sent just now."""
    form = _upload_form(viewer, await request.form())
    sent = form.file.data
    if not isinstance(sent, UploadFile) or not sent.filename:
        form.file.data = None
    if not form.validate():
        return await _list_page(request, viewer, form)
    try:
        import_id = await imports.add_import(
            await sent.read(), sent.filename, form.council.data, viewer, gazetteer=gazetteer
        )
    except InvalidError as error:
        add_problems(form, error)
        return await _list_page(request, viewer, form)
    except TooManyError as error:
        return await _too_many(request, viewer, form, error.retry_after_seconds)
    return see_other(f"{LIST_PATH}/{import_id}?done=sent")


@get([f"{LIST_PATH}/template.{ending}" for ending in TEMPLATES], opt=STEWARDS, include_in_schema=False)
async def send_template(request: PageRequest) -> Response[bytes]:
    """The spreadsheet to start from."""
    ending = request.url.path.rpartition(".")[2]
    content = await asyncio.to_thread(_write_template, ending)
    headers = {**DOWNLOAD, "content-disposition": f'attachment; filename="listings.{ending}"'}
    return Response(content, media_type=TEMPLATES[ending], headers=headers)


def _write_template(ending: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="template-") as folder:
        path = Path(folder) / f"listings.{ending}"
        write_template(path)
        return path.read_bytes()


def _upload_form(viewer: Viewer, sent: Any) -> UploadForm:
    """The form, with the viewer's councils; one council need not be chosen."""
    codes = viewer.councils(Role.STEWARD)
    form = read_form(UploadForm, sent, council=codes[0])
    form.council.choices = [(code, council_name(code)) for code in codes]
    if len(codes) == 1:
        form.council.data = codes[0]
    return form


async def _too_many(request: PageRequest, viewer: Viewer, form: UploadForm, seconds: int) -> Template:
    """The same page with all that is there, and when the file can be sent."""
    message = _(
        "You have sent very many spreadsheets in a short time. Wait %(wait)s, then choose the file again",
        wait=wait_words(seconds),
    )
    add_problem(form, "file", message)
    page = await _list_page(request, viewer, form)
    page.status_code = HTTPStatus.TOO_MANY_REQUESTS
    page.set_header("retry-after", str(seconds))
    return page


async def _list_page(request: PageRequest, viewer: Viewer, form: UploadForm) -> Template:
    page = await imports.list_imports(viewer, page_number(request.query_params.get("page")))
    return plain_page(
        "stewards/imports.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.problems else HTTPStatus.OK,
        here=HERE,
        part="imports",
        form=form,
        page=page,
        names=await accounts.list_names({item.created_by for item in page.items}),
        limits=WEB_LIMITS,
        done=rules.done_words(request.query_params.get("done", "")),
        status_words=rules.status_words,
        status_colour=rules.status_colour,
        council_name=council_name,
        moment=moment_words,
        url=LIST_PATH,
    )


route_handlers = (show_imports, send_spreadsheet, send_template)
