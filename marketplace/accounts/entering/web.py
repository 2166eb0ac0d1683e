"""The pages of signing in and out."""

from http import HTTPStatus

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Redirect, Template
from wtforms import HiddenField, PasswordField, StringField

from marketplace.accounts import service
from marketplace.accounts.addresses.rules import AnAddress
from marketplace.accounts.demonstration.rules import is_made_up
from marketplace.accounts.limits import service as limits
from marketplace.accounts.schemas import Viewer
from marketplace.accounts.sessions.web import let_in, let_out, way_on
from marketplace.accounts.single_sign_on.service import list_councils
from marketplace.kernel.errors import TooManyError
from marketplace.kernel.forms import Form, Needed, add_problem, lazy, read_form
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.i18n import ngettext
from marketplace.kernel.settings import Settings
from marketplace.kernel.web.cookies import is_https, read_session_token
from marketplace.kernel.web.guards import PUBLIC
from marketplace.kernel.web.pages import AnyRequest, client_host, form_page, see_other
from marketplace.kernel.web.redirects import next_path

DONE = ("reset", "address", "deleted", "out", "has-account")
_SECONDS_IN_MINUTE = 60


class SignInForm(Form):
    """Address and password; `next` is where to go then."""

    address = StringField(
        lazy(lambda: _("Email address")), [Needed(lambda: _("Enter your email address")), AnAddress()]
    )
    password = PasswordField(lazy(lambda: _("Password")), [Needed(lambda: _("Enter your password"))])
    next = HiddenField()


async def _page(form: SignInForm, **options: object) -> Template:
    form.next.data = next_path(form.next.data, "")
    options["single_sign_on"] = bool(await list_councils())
    return form_page("accounts/sign_in.html", form, here="/sign-in", **options)  # type: ignore[arg-type]  # status and headers


@get("/sign-in", opt=PUBLIC, include_in_schema=False)
async def show_sign_in(
    viewer: NamedDependency[Viewer],
    next: FromQuery[str | None] = None,  # noqa: A002 - the name in the address
    done: FromQuery[str | None] = None,
) -> Template | Redirect:
    """The form; who is signed in already is led on."""
    if viewer.is_signed_in:
        return see_other(way_on(viewer, next))
    return await _page(read_form(SignInForm, next=next), done=done if done in DONE else None)


@post("/sign-in", opt=PUBLIC, include_in_schema=False)
async def sign_in(request: AnyRequest, settings: NamedDependency[Settings]) -> Template | Redirect:
    """Let a browser in, or say that address and password do not go together."""
    form = read_form(SignInForm, await request.form())
    if not form.validate():
        return await _page(form)
    address, host = form.address.data, client_host(request)
    devices = request.cookies.get(limits.DEVICE_COOKIE, "")
    try:
        await limits.begin_sign_in(address, host, devices)
    except TooManyError as error:
        return await _too_many(form, error)
    held = read_session_token(request.scope, https=is_https(settings))
    opened = None
    if settings.demonstration or not is_made_up(address):
        opened = await service.sign_in(address, form.password.data, replaces=held)
    if opened is None:
        add_problem(form, "address", _("This email address and password do not match. Check both"))
        return await _page(form)
    devices = await limits.end_sign_in(address, host, devices)
    return await let_in(request, opened, settings, wanted=form.next.data, devices=devices)


async def _too_many(form: SignInForm, error: TooManyError) -> Template:
    minutes = -(-error.retry_after_seconds // _SECONDS_IN_MINUTE)
    message = ngettext(
        "There were too many wrong tries. Wait a minute, or choose a new password",
        "There were too many wrong tries. Wait %(num)s minutes, or choose a new password",
        minutes,
    )
    add_problem(form, "password", message)
    headers = {"retry-after": str(error.retry_after_seconds)}
    return await _page(form, status=HTTPStatus.TOO_MANY_REQUESTS, headers=headers)


@post("/sign-out", opt=PUBLIC, include_in_schema=False)
async def sign_out(request: AnyRequest, settings: NamedDependency[Settings]) -> Redirect:
    """End the session of this browser, if it has one."""
    token = read_session_token(request.scope, https=is_https(settings))
    if token is not None:
        await service.sign_out(token)
    return let_out(settings, "/sign-in?done=out")


route_handlers = (show_sign_in, sign_in, sign_out)
