"""Files of entries: adding, downloading (never shown in the page), deleting the wrong one."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from marketplace.accounts.schemas import Viewer
from marketplace.kernel.errors import ConflictError, InvalidError, TooManyError
from marketplace.kernel.forms import add_problem, add_problems, read_form
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import SIGNED_IN
from marketplace.kernel.web.pages import see_other
from marketplace.people.pools.money import rules
from marketplace.people.pools.money.entries.web import entry_page
from marketplace.people.pools.money.recording.web import LARGEST_BODY_BYTES, read_upload
from marketplace.people.pools.money.rules import ENTRY_PATH, MONEY_PATH, money_url
from marketplace.people.pools.money.schemas import ReceiptForm
from marketplace.pooling.money import rules as money
from marketplace.pooling.money.receipts import service

_ONE_PATH = f"{MONEY_PATH}/receipts/{{receipt_id:uuid}}"
_DOWNLOAD = {
    "cache-control": "private, no-store",
    "content-security-policy": "sandbox; default-src 'none'",
    "x-content-type-options": "nosniff",
}


@post(
    f"{ENTRY_PATH}/receipts",
    opt=SIGNED_IN,
    include_in_schema=False,
    request_max_body_size=LARGEST_BODY_BYTES,
)
async def add_receipt(
    pool_id: FromPath[UUID], entry_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Add a file to an entry."""
    content = await read_upload(await request.form())
    form, conflict = read_form(ReceiptForm), ""
    if not content:
        add_problem(form, "files", _("Choose a file first"))
        return await entry_page(pool_id, entry_id, viewer, form)
    try:
        await service.add_receipt(entry_id, content, viewer)
    except InvalidError as error:
        add_problems(form, error)
    except (ConflictError, TooManyError) as error:
        conflict = rules.refused_words(error)
    else:
        return see_other(f"{money_url(pool_id)}/entries/{entry_id}?done=file-added")
    return await entry_page(pool_id, entry_id, viewer, form, conflict=conflict)


@get(_ONE_PATH, opt=SIGNED_IN, include_in_schema=False)
async def send_receipt(
    pool_id: FromPath[UUID], receipt_id: FromPath[UUID], viewer: NamedDependency[Viewer]
) -> Response[bytes]:
    """A file, as a download. Each opening is on record."""
    await _check(pool_id, receipt_id, viewer)
    file = await service.open_receipt(receipt_id, viewer)
    headers = {**_DOWNLOAD, "content-disposition": f'attachment; filename="{file.name}"'}
    return Response(file.content, media_type=file.content_type, headers=headers)


@post(f"{_ONE_PATH}/remove", opt=SIGNED_IN, include_in_schema=False)
async def remove_receipt(
    pool_id: FromPath[UUID], receipt_id: FromPath[UUID], viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Delete a file that is the wrong one."""
    entry_id = await _check(pool_id, receipt_id, viewer)
    try:
        await service.remove_receipt(receipt_id, viewer)
    except ConflictError as error:
        return await entry_page(pool_id, entry_id, viewer, read_form(ReceiptForm), conflict=str(error))
    return see_other(f"{money_url(pool_id)}/entries/{entry_id}?done=file-removed")


async def _check(pool_id: UUID, receipt_id: UUID, viewer: Viewer) -> UUID:
    """The entry of a receipt of this pool."""
    receipt = await service.get_receipt(receipt_id, viewer)
    if receipt.pool_id != pool_id:
        raise money.not_found()
    return receipt.entry_id


route_handlers: tuple[Any, ...] = (add_receipt, send_receipt, remove_receipt)
