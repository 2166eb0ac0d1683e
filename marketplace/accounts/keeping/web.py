"""The pages for another name, password or address, and for a new password when the old is forgotten."""

from http import HTTPStatus

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template
from wtforms import PasswordField, StringField

from marketplace.accounts import service
from marketplace.accounts.addresses.rules import AnAddress
from marketplace.accounts.joining.web import NewPasswordForm
from marketplace.accounts.limits import service as limits
from marketplace.accounts.limits.schemas import NEW_PASSWORDS, RESETS
from marketplace.accounts.rules import LONGEST_NAME
from marketplace.accounts.schemas import Account, Viewer
from marketplace.accounts.sessions.web import device_cookie
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError
from marketplace.kernel.forms import AtMost, Form, Needed, add_problems, lazy, read_form
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.settings import Settings
from marketplace.kernel.web.cookies import is_https
from marketplace.kernel.web.guards import BY_LINK, PUBLIC, SIGNED_IN
from marketplace.kernel.web.pages import AnyRequest, client_host, form_page, plain_page, see_other


class NameForm(Form):
    """Another name."""

    name = StringField(
        lazy(lambda: _("Your name")), [Needed(lambda: _("Enter your name")), AtMost(LONGEST_NAME)]
    )


class PasswordForm(Form):
    """The password of now, and another."""

    current_password = PasswordField(lazy(lambda: _("Your password now")))
    password = PasswordField(lazy(lambda: _("New password")), [Needed(lambda: _("Enter a new password"))])


class AddressForm(Form):
    """Another address, and the password."""

    address = StringField(
        lazy(lambda: _("New email address")), [Needed(lambda: _("Enter the new email address")), AnAddress()]
    )
    current_password = PasswordField(lazy(lambda: _("Your password")))


class ResetForm(Form):
    """Whose password is forgotten."""

    address = StringField(
        lazy(lambda: _("Email address")), [Needed(lambda: _("Enter your email address")), AnAddress()]
    )


async def account_of(viewer: Viewer) -> Account:
    """The viewer's own account (NotFoundError when it was deleted just now)."""
    account = await service.find_account(viewer.account_id) if viewer.account_id else None
    if account is None:
        raise NotFoundError
    return account


async def is_password_right(form: Form, account: Account, password: str) -> bool:
    """Ask for the password again; false puts what is wrong at the field.

    Raises:
        TooManyError: there were many wrong ones.
    """
    await limits.begin_attempt("own password", str(account.id))
    try:
        await service.check_own_password(account, password)
    except InvalidError as error:
        add_problems(form, error)
        return False
    await limits.forget_attempts("own password", str(account.id))
    return True


@get("/account/name", opt=SIGNED_IN, include_in_schema=False)
async def show_name(viewer: NamedDependency[Viewer]) -> Template:
    """The form."""
    return form_page("accounts/name.html", read_form(NameForm, name=viewer.name), here="/account")


@post("/account/name", opt=SIGNED_IN, include_in_schema=False)
async def rename_account(request: AnyRequest, viewer: NamedDependency[Viewer]) -> Template | Redirect:
    """Keep another name."""
    form = read_form(NameForm, await request.form())
    if not form.validate():
        return form_page("accounts/name.html", form, here="/account")
    assert viewer.account_id is not None
    await service.rename_account(viewer.account_id, form.name.data)
    return see_other("/account?done=name")


@get("/account/password", opt=SIGNED_IN, include_in_schema=False)
async def show_password(viewer: NamedDependency[Viewer]) -> Template:
    """The form."""
    account = await account_of(viewer)
    return form_page("accounts/password.html", read_form(PasswordForm), here="/account", account=account)


@post("/account/password", opt=SIGNED_IN, include_in_schema=False)
async def change_password(request: AnyRequest, viewer: NamedDependency[Viewer]) -> Template | Redirect:
    """Keep another password; all other places are signed out."""
    account = await account_of(viewer)
    form = read_form(PasswordForm, await request.form())
    is_good = form.validate() and await is_password_right(form, account, form.current_password.data)
    if is_good:
        await limits.check(NEW_PASSWORDS, str(account.id))
        try:
            await service.change_password(account.id, form.password.data, session_id=viewer.session_id)
        except InvalidError as error:
            add_problems(form, error)
        else:
            return see_other("/account?done=password")
    return form_page("accounts/password.html", form, here="/account", account=account)


@get("/account/address", opt=SIGNED_IN, include_in_schema=False)
async def show_address(viewer: NamedDependency[Viewer]) -> Template:
    """The form."""
    account = await account_of(viewer)
    return form_page("accounts/address.html", read_form(AddressForm), here="/account", account=account)


@post("/account/address", opt=SIGNED_IN, include_in_schema=False)
async def request_address_change(request: AnyRequest, viewer: NamedDependency[Viewer]) -> Template | Redirect:
    """Send a link to the new address. The answer is the same whether or not it has an account."""
    account = await account_of(viewer)
    form = read_form(AddressForm, await request.form())
    if form.validate() and await is_password_right(form, account, form.current_password.data):
        await limits.check_client(RESETS, client_host(request))
        await service.request_address_change(account.id, form.address.data)
        return see_other("/account?done=address-sent")
    return form_page("accounts/address.html", form, here="/account", account=account)


@get("/account/address/confirm/{token:str}", opt=BY_LINK, include_in_schema=False)
async def show_address_change(token: FromPath[str]) -> Template:
    """The new address and a button. Opening the page changes nothing."""
    return plain_page("accounts/confirm_address.html", address=await service.find_address_change(token))


@post("/account/address/confirm/{token:str}", opt=BY_LINK, include_in_schema=False)
async def confirm_address_change(
    token: FromPath[str], viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Use the new address from now on."""
    try:
        await service.confirm_address_change(token)
    except ConflictError as error:
        return plain_page("accounts/confirm_address.html", status=HTTPStatus.CONFLICT, problem=str(error))
    return see_other("/account?done=address" if viewer.is_signed_in else "/sign-in?done=address")


@get("/reset-password", opt=PUBLIC, include_in_schema=False, sync_to_thread=False)
def show_reset() -> Template:
    """The form."""
    return form_page("accounts/reset_password.html", read_form(ResetForm))


@post("/reset-password", opt=PUBLIC, include_in_schema=False)
async def request_reset(request: AnyRequest) -> Template | Redirect:
    """Send the letter. The answer is the same whether or not there is an account."""
    form = read_form(ResetForm, await request.form())
    if not form.validate():
        return form_page("accounts/reset_password.html", form)
    await limits.check_client(RESETS, client_host(request))
    await service.request_reset(form.address.data)
    return see_other("/reset-password/sent")


@get("/reset-password/sent", opt=PUBLIC, include_in_schema=False, sync_to_thread=False)
def show_reset_sent() -> Template:
    """Check your email."""
    return plain_page("accounts/sent.html", reason="reset")


@get("/reset-password/{token:str}", opt=BY_LINK, include_in_schema=False)
async def show_new_password(token: FromPath[str]) -> Template:
    """The form. Opening the page changes nothing."""
    account = await service.find_reset(token)
    return form_page("accounts/new_password.html", read_form(NewPasswordForm), account=account)


@post("/reset-password/{token:str}", opt=BY_LINK, include_in_schema=False)
async def reset_password(
    request: AnyRequest, token: FromPath[str], settings: NamedDependency[Settings]
) -> Template | Redirect:
    """Keep the new password. Who has it then signs in with it, and with the second factor."""
    account = await service.find_reset(token)
    form = read_form(NewPasswordForm, await request.form())
    if form.validate():
        await limits.check(NEW_PASSWORDS, str(account.id))
        try:
            await service.reset_password(token, form.password.data)
        except InvalidError as error:
            add_problems(form, error)
        else:
            devices = await _forget_wrong_tries(request, account)
            return see_other("/sign-in?done=reset", [device_cookie(devices, https=is_https(settings))])
    return form_page("accounts/new_password.html", form, account=account)


async def _forget_wrong_tries(request: AnyRequest, account: Account) -> str:
    """Who proved to own the address may sign in at once, whatever others try; return the device cookie."""
    devices = request.cookies.get(limits.DEVICE_COOKIE, "")
    known = await limits.end_sign_in(account.address, client_host(request), devices)
    await limits.end_code(str(account.id), account.address, devices)
    return known


route_handlers = (
    show_name,
    rename_account,
    show_password,
    change_password,
    show_address,
    request_address_change,
    show_address_change,
    confirm_address_change,
    show_reset,
    request_reset,
    show_reset_sent,
    show_new_password,
    reset_password,
)
