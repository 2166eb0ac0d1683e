"""Downloading all that is kept about an account, and deleting it."""

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect, Template
from wtforms import BooleanField, PasswordField

from marketplace.accounts import service
from marketplace.accounts.keeping.web import account_of, is_password_right
from marketplace.accounts.schemas import DataHolders, Viewer
from marketplace.accounts.sessions.web import let_out
from marketplace.kernel.errors import ConflictError
from marketplace.kernel.forms import Form, Needed, add_problem, lazy, read_form
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.settings import Settings
from marketplace.kernel.web.guards import SIGNED_IN
from marketplace.kernel.web.pages import AnyRequest, form_page

_JSON_INDENT = 2


class DeleteForm(Form):
    """Being sure, and the password."""

    sure = BooleanField(
        lazy(lambda: _("Delete my account and all that goes with it")),
        [Needed(lambda: _("Tick the box if you want to delete your account"))],
    )
    current_password = PasswordField(lazy(lambda: _("Your password")))


@get("/account/data.json", opt=SIGNED_IN, include_in_schema=False)
async def download_data(
    viewer: NamedDependency[Viewer], data_holders: NamedDependency[DataHolders]
) -> Response[bytes]:
    """All that is kept about the account, as a file."""
    assert viewer.account_id is not None
    data = await service.download_data(viewer.account_id, data_holders.all)
    body = msgspec.json.format(msgspec.json.encode(data), indent=_JSON_INDENT)
    headers = {"content-disposition": 'attachment; filename="my-data.json"'}
    return Response(body, media_type="application/json", headers=headers)


@get("/account/delete", opt=SIGNED_IN, include_in_schema=False)
async def show_delete(viewer: NamedDependency[Viewer]) -> Template:
    """What goes, what stays, and the form."""
    account = await account_of(viewer)
    return form_page("accounts/delete.html", read_form(DeleteForm), here="/account", account=account)


@post("/account/delete", opt=SIGNED_IN, include_in_schema=False)
async def delete_account(
    request: AnyRequest,
    viewer: NamedDependency[Viewer],
    data_holders: NamedDependency[DataHolders],
    settings: NamedDependency[Settings],
) -> Template | Redirect:
    """Erase the account in every room."""
    account = await account_of(viewer)
    form = read_form(DeleteForm, await request.form())
    if form.validate() and await is_password_right(form, account, form.current_password.data):
        try:
            await service.delete_account(account.id, data_holders.all, actor=viewer.actor)
        except ConflictError as error:
            add_problem(form, "sure", str(error))
        else:
            return let_out(settings, "/sign-in?done=deleted")
    return form_page("accounts/delete.html", form, here="/account", account=account)


route_handlers = (
    download_data,
    show_delete,
    delete_account,
)
