"""Pages of an invitation to work for a council. Opening them changes nothing: scanners of mail do it too."""

from http import HTTPStatus

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template
from wtforms import PasswordField, StringField

from marketplace.accounts import service as accounts
from marketplace.accounts.limits import service as limits
from marketplace.accounts.limits.schemas import SIGN_UPS
from marketplace.accounts.rules import LONGEST_NAME
from marketplace.accounts.schemas import Viewer
from marketplace.accounts.sessions.web import let_in
from marketplace.accounts.staff import rules, service
from marketplace.accounts.staff.schemas import Joining
from marketplace.kernel.errors import ConflictError, InvalidError
from marketplace.kernel.forms import AtMost, Form, Needed, add_problem, add_problems, lazy, read_form
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.settings import Settings
from marketplace.kernel.web.cookies import is_https, read_session_token
from marketplace.kernel.web.guards import BY_LINK, LeadOnException
from marketplace.kernel.web.pages import AnyRequest, client_host, form_page
from marketplace.kernel.web.redirects import sign_in_path

PATH = "/staff-invitation/{token:str}"


class JoinForm(Form):
    """A new account for the address that was invited."""

    name = StringField(
        lazy(lambda: _("Your name")), [Needed(lambda: _("Enter your name")), AtMost(LONGEST_NAME)]
    )
    password = PasswordField(lazy(lambda: _("Password")), [Needed(lambda: _("Enter a password"))])


@get(PATH, opt=BY_LINK, include_in_schema=False)
async def show_invitation(token: FromPath[str], viewer: NamedDependency[Viewer]) -> Template:
    """What the invitation is to."""
    joining = await service.find_joining(token)
    return await _page(joining, token, viewer, read_form(JoinForm))


@post(PATH, opt=BY_LINK, include_in_schema=False)
async def join_as_new(
    request: AnyRequest,
    token: FromPath[str],
    viewer: NamedDependency[Viewer],
    settings: NamedDependency[Settings],
) -> Template | Redirect:
    """Say yes with a new account. The way on is to set up the second factor."""
    joining = await service.find_joining(token)
    form = read_form(JoinForm, await request.form())
    status = None
    if form.validate():
        await limits.check_client(SIGN_UPS, client_host(request))
        try:
            account_id = await service.join_as_new(token, form.name.data, form.password.data)
        except InvalidError as error:
            add_problems(form, error)
        except ConflictError as error:
            add_problem(form, "name", str(error))
            status = HTTPStatus.CONFLICT
        else:
            held = read_session_token(request.scope, https=is_https(settings))
            opened = await accounts.open_session(account_id, second_factor=False, replaces=held)
            return await let_in(request, opened, settings)
    return await _page(joining, token, viewer, form, status)


@post(f"{PATH}/join", opt=BY_LINK, include_in_schema=False)
async def join(
    request: AnyRequest,
    token: FromPath[str],
    viewer: NamedDependency[Viewer],
    settings: NamedDependency[Settings],
) -> Template | Redirect:
    """Say yes with the account that is signed in, in a new session: staff are signed in for less long."""
    joining = await service.find_joining(token)
    if not viewer.is_signed_in or viewer.account_id is None:
        raise LeadOnException(sign_in_path(f"/staff-invitation/{token}"))
    try:
        await service.join(token, viewer)
    except ConflictError as error:
        form = read_form(JoinForm)
        add_problem(form, "name", str(error))
        return await _page(joining, token, viewer, form, HTTPStatus.CONFLICT)
    opened = await accounts.open_session(viewer.account_id, second_factor=viewer.has_second_factor)
    return await let_in(request, opened, settings)


async def _page(
    joining: Joining, token: str, viewer: Viewer, form: JoinForm, status: int | None = None
) -> Template:
    account = await accounts.find_account(viewer.account_id) if viewer.account_id else None
    return form_page(
        "accounts/staff_invitation.html",
        form,
        status=status,
        joining=joining,
        token=token,
        roles=[rules.role_words(role) for role in joining.invite.roles],
        is_own=account is not None and rules.is_for(joining.invite, account.address),
        sign_in=sign_in_path(f"/staff-invitation/{token}"),
    )


route_handlers = (show_invitation, join_as_new, join)
