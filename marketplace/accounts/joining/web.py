"""The pages of signing up."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect, Template
from wtforms import PasswordField, StringField

from marketplace.accounts import service
from marketplace.accounts.addresses.rules import AnAddress
from marketplace.accounts.joining.schemas import JoinAs, SignUp
from marketplace.accounts.limits import service as limits
from marketplace.accounts.limits.schemas import NEW_PASSWORDS, SIGN_UPS
from marketplace.accounts.rules import LONGEST_NAME
from marketplace.accounts.schemas import Viewer
from marketplace.accounts.sessions.web import let_in
from marketplace.accounts.supporting.web import SupportForm, support_of
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError
from marketplace.kernel.forms import AtMost, Form, Needed, add_problems, lazy, read_form
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.settings import Settings
from marketplace.kernel.web.cookies import is_https, read_session_token
from marketplace.kernel.web.guards import BY_LINK, PUBLIC
from marketplace.kernel.web.pages import AnyRequest, client_host, form_page, plain_page, see_other

_WELCOME = {JoinAs.PROVIDER: "/provider", JoinAs.PERSON: "/home?done=joined"}


class JoinForm(Form):
    """Who wants an account."""

    name = StringField(
        lazy(lambda: _("Your name")), [Needed(lambda: _("Enter your name")), AtMost(LONGEST_NAME)]
    )
    address = StringField(
        lazy(lambda: _("Email address")), [Needed(lambda: _("Enter your email address")), AnAddress()]
    )


class JoinToSupportForm(SupportForm, JoinForm):
    """Who wants an account to act for somebody."""

    first_on_page = ("name", "address")


class NewPasswordForm(Form):
    """A new password, typed once: it can be shown, pasted and reset."""

    password = PasswordField(lazy(lambda: _("Password")), [Needed(lambda: _("Enter a password"))])


@get("/sign-up", opt=PUBLIC, include_in_schema=False)
async def show_sign_up(viewer: NamedDependency[Viewer]) -> Template | Redirect:
    """As what do you want an account?"""
    if viewer.is_signed_in:
        return see_other("/account")
    return plain_page("accounts/sign_up.html")


def _form_of(text: str) -> tuple[JoinAs, type[JoinForm]]:
    """What somebody joins as, and its form (NotFoundException for what there is not)."""
    try:
        join_as = JoinAs(text)
    except ValueError as error:
        raise NotFoundException from error
    return join_as, JoinToSupportForm if join_as is JoinAs.SUPPORTER else JoinForm


@get("/sign-up/{join_as:str}", opt=PUBLIC, include_in_schema=False)
async def show_sign_up_form(join_as: FromPath[str]) -> Template:
    """Name and address; of a supporter also for whom, and how that person agreed."""
    chosen, form_class = _form_of(join_as)
    return form_page("accounts/sign_up_form.html", read_form(form_class), join_as=chosen)


@post("/sign-up/{join_as:str}", opt=PUBLIC, include_in_schema=False)
async def sign_up(request: AnyRequest, join_as: FromPath[str]) -> Template | Redirect:
    """Send the letter with the link. The answer is the same whether or not there is an account."""
    chosen, form_class = _form_of(join_as)
    form = read_form(form_class, await request.form())
    if not form.validate():
        return form_page("accounts/sign_up_form.html", form, join_as=chosen)
    await limits.check_client(SIGN_UPS, client_host(request))
    support = support_of(form) if isinstance(form, JoinToSupportForm) else None
    await service.sign_up(
        SignUp(join_as=chosen, name=form.name.data, address=form.address.data, support=support)
    )
    return see_other("/sign-up/sent")


@get("/sign-up/sent", opt=PUBLIC, include_in_schema=False, sync_to_thread=False)
def show_sign_up_sent() -> Template:
    """Check your email."""
    return plain_page("accounts/sent.html", reason="sign-up")


@get("/sign-up/confirm/{token:str}", opt=BY_LINK, include_in_schema=False)
async def show_confirm(token: FromPath[str]) -> Template:
    """Choose a password. Opening the page changes nothing."""
    asked = await service.find_sign_up(token)
    return form_page("accounts/new_password.html", read_form(NewPasswordForm), account=asked, is_new=True)


@post("/sign-up/confirm/{token:str}", opt=BY_LINK, include_in_schema=False)
async def confirm_address(
    request: AnyRequest, token: FromPath[str], settings: NamedDependency[Settings]
) -> Template | Redirect:
    """Make the account and let its owner in; who was not the first to use the link is led to sign in."""
    asked = await service.find_sign_up(token)
    form = read_form(NewPasswordForm, await request.form())
    if form.validate():
        await limits.check(NEW_PASSWORDS, token)
        try:
            account_id = await service.confirm_address(token, form.password.data)
        except InvalidError as error:
            add_problems(form, error)
        except (ConflictError, NotFoundError):
            # The link was there a moment ago: it was used in another window, or by a second click. Who holds
            # it has shown whose address it is, and may know that there is an account.
            return see_other("/sign-in?done=has-account")
        else:
            held = read_session_token(request.scope, https=is_https(settings))
            opened = await service.open_session(account_id, second_factor=False, replaces=held)
            devices = request.cookies.get(limits.DEVICE_COOKIE, "")
            return await let_in(
                request,
                opened,
                settings,
                wanted=_WELCOME.get(asked.join_as, "/home?done=joined"),
                devices=limits.remember_device(devices, asked.address),
            )
    return form_page("accounts/new_password.html", form, account=asked, is_new=True)


route_handlers = (
    show_sign_up,
    show_sign_up_sent,
    show_sign_up_form,
    sign_up,
    show_confirm,
    confirm_address,
)
