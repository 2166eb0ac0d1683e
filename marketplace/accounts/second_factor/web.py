"""Pages of the second factor: set it up, keep recovery codes, change or remove it; the code at sign-in."""

from http import HTTPStatus

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Redirect, Template
from msgspec import Struct

from marketplace.accounts import service as accounts
from marketplace.accounts.limits import service as limits
from marketplace.accounts.limits.rules import too_many_words
from marketplace.accounts.schemas import Account, Viewer
from marketplace.accounts.second_factor import rules, service
from marketplace.accounts.second_factor.schemas import CodeForm, OwnPasswordForm, SetUpForm
from marketplace.accounts.sessions.rules import HOME
from marketplace.accounts.sessions.web import let_in
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError, TooManyError
from marketplace.kernel.forms import Form, add_problem, read_form
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.settings import Settings
from marketplace.kernel.web.guards import CODE_PATH, HALFWAY, SET_UP_PATH, SIGNED_IN
from marketplace.kernel.web.pages import AnyRequest, form_page, moment_words, plain_page, see_other
from marketplace.kernel.web.redirects import next_path

_DONE = ("kept", "removed")


class Refused(Struct, frozen=True):
    """Status and headers of an answer that says what is to be mended."""

    status: int
    headers: dict[str, str] = {}


_TO_MEND = Refused(HTTPStatus.UNPROCESSABLE_ENTITY)


@get(SET_UP_PATH, opt=SIGNED_IN, include_in_schema=False)
async def show_second_factor(
    viewer: NamedDependency[Viewer], settings: NamedDependency[Settings], done: FromQuery[str | None] = None
) -> Template:
    """How far the account is, and what to do next."""
    return await _page(viewer, settings, read_form(SetUpForm), done=done if done in _DONE else None)


@post(f"{SET_UP_PATH}/begin", opt=SIGNED_IN, include_in_schema=False)
async def begin_second_factor(viewer: NamedDependency[Viewer]) -> Redirect:
    """Make a key for the app."""
    await service.begin_second_factor((await _account_of(viewer)).id)
    return see_other(SET_UP_PATH)


@post(SET_UP_PATH, opt=SIGNED_IN, include_in_schema=False)
async def set_second_factor(
    request: AnyRequest, viewer: NamedDependency[Viewer], settings: NamedDependency[Settings]
) -> Template | Redirect:
    """Put the key in use by a code of it. The session gets a new token, and staff roles count from now on."""
    assert viewer.session_id is not None
    form = read_form(SetUpForm, await request.form())
    status = None
    if form.validate():
        account = await _account_of(viewer)
        try:
            if await service.set_second_factor(account.id, form.code.data, actor=viewer.actor):
                opened = await accounts.pass_second_factor(viewer.session_id)
                devices = limits.remember_device(_devices(request), account.address)
                return await let_in(request, opened, settings, wanted=f"{SET_UP_PATH}/codes", devices=devices)
            message = _("This is not the code that your app shows now. Wait for the next one and try it")
            add_problem(form, "code", message)
        except ConflictError as error:
            add_problem(form, "code", str(error))
            status = HTTPStatus.CONFLICT
    return await _page(viewer, settings, form, status=status)


@get(f"{SET_UP_PATH}/codes", opt=SIGNED_IN, include_in_schema=False)
async def show_recovery_codes(viewer: NamedDependency[Viewer]) -> Template | Redirect:
    """New recovery codes, to be written down."""
    found = await service.find_second_factor((await _account_of(viewer)).id)
    if not found.shown_codes:
        return see_other(SET_UP_PATH)
    codes = [rules.spaced(code) for code in found.shown_codes]
    return plain_page("accounts/recovery_codes.html", codes=codes)


@post(f"{SET_UP_PATH}/codes", opt=SIGNED_IN, include_in_schema=False)
async def hide_recovery_codes(viewer: NamedDependency[Viewer]) -> Redirect:
    """They are written down."""
    await service.hide_recovery_codes((await _account_of(viewer)).id)
    return see_other(HOME if viewer.is_staff else f"{SET_UP_PATH}?done=kept")


@get(f"{SET_UP_PATH}/renew", opt=SIGNED_IN, include_in_schema=False)
async def ask_before_renewing(viewer: NamedDependency[Viewer]) -> Template | Redirect:
    """Ask for a code before the recovery codes are made anew."""
    if not viewer.second_factor_is_set:
        return see_other(SET_UP_PATH)
    return _ask(read_form(CodeForm), "renew")


@post(f"{SET_UP_PATH}/renew", opt=SIGNED_IN, include_in_schema=False)
async def renew_recovery_codes(request: AnyRequest, viewer: NamedDependency[Viewer]) -> Template | Redirect:
    """Make ten new recovery codes."""
    if not viewer.second_factor_is_set:
        return see_other(SET_UP_PATH)
    form, account = read_form(CodeForm, await request.form()), await _account_of(viewer)
    if refused := await _check_code(request, form, account):
        return _ask(form, "renew", refused)
    await service.renew_recovery_codes(account.id, actor=viewer.actor)
    return see_other(f"{SET_UP_PATH}/codes")


@get([f"{SET_UP_PATH}/remove", f"{SET_UP_PATH}/change"], opt=SIGNED_IN, include_in_schema=False)
async def ask_before_removing(request: AnyRequest, viewer: NamedDependency[Viewer]) -> Template | Redirect:
    """Ask who it is before the app is changed, or removed by somebody who need not have one."""
    action = _action(request, viewer)
    if action is None:
        return see_other(SET_UP_PATH)
    has_password = (await _account_of(viewer)).has_password
    return _ask(read_form(OwnPasswordForm) if has_password else read_form(CodeForm), action)


@post([f"{SET_UP_PATH}/remove", f"{SET_UP_PATH}/change"], opt=SIGNED_IN, include_in_schema=False)
async def remove_second_factor(request: AnyRequest, viewer: NamedDependency[Viewer]) -> Template | Redirect:
    """Change to another app, or remove the one there is. Staff cannot be without one, only change it."""
    action = _action(request, viewer)
    if action is None:
        return see_other(SET_UP_PATH)
    account = await _account_of(viewer)
    form, refused = await _check_owner(request, account)
    if refused:
        return _ask(form, action, refused)
    if action == "change":
        await service.replace_second_factor(account.id, actor=viewer.actor)
        return see_other(SET_UP_PATH)
    await service.remove_second_factor(account.id, actor=viewer.actor)
    return see_other(f"{SET_UP_PATH}?done=removed")


@get(CODE_PATH, opt=HALFWAY, include_in_schema=False, sync_to_thread=False)
def ask_for_code(
    viewer: NamedDependency[Viewer],
    next: FromQuery[str | None] = None,  # noqa: A002 - the name in the address
) -> Template | Redirect:
    """Ask for the code of the app, after the password."""
    if not viewer.is_halfway:
        return see_other(next_path(next, HOME))
    return _ask(read_form(CodeForm, next=next_path(next, "")), "sign-in")


@post(CODE_PATH, opt=HALFWAY, include_in_schema=False)
async def pass_second_factor(
    request: AnyRequest, viewer: NamedDependency[Viewer], settings: NamedDependency[Settings]
) -> Template | Redirect:
    """Sign in by a code of the app or a recovery code. This device is known from now on."""
    form = read_form(CodeForm, await request.form())
    form.next.data = next_path(form.next.data, "")
    if not viewer.is_halfway:
        return see_other(form.next.data or HOME)
    assert viewer.session_id is not None
    account = await _account_of(viewer)
    if refused := await _check_code(request, form, account):
        return _ask(form, "sign-in", refused)
    opened = await accounts.pass_second_factor(viewer.session_id)
    devices = limits.remember_device(_devices(request), account.address)
    return await let_in(request, opened, settings, wanted=form.next.data, devices=devices)


async def _check_code(request: AnyRequest, form: CodeForm, account: Account) -> Refused | None:
    """Whether the code is right; if not, the form says what is wrong."""
    if not form.validate():
        return _TO_MEND
    devices = _devices(request)
    try:
        await limits.begin_code(str(account.id), account.address, devices)
    except TooManyError as error:
        return _too_many(form, "code", error)
    if not await service.use_code(account.id, form.code.data):
        add_problem(form, "code", _("This code is not right, or it was used before. Try the next one"))
        return _TO_MEND
    await limits.end_code(str(account.id), account.address, devices)
    return None


async def _check_owner(request: AnyRequest, account: Account) -> tuple[Form, Refused | None]:
    """Ask for the password, or for a code where there is none because the council's service signs in."""
    if not account.has_password:
        code_form = read_form(CodeForm, await request.form())
        return code_form, await _check_code(request, code_form, account)
    form = read_form(OwnPasswordForm, await request.form())
    if not form.validate():
        return form, _TO_MEND
    try:
        await limits.begin_attempt("own password", str(account.id))
        await accounts.check_own_password(account, form.password.data)
    except TooManyError as error:
        return form, _too_many(form, "password", error)
    except InvalidError as error:
        add_problem(form, "password", error.problems[0].message)
        return form, _TO_MEND
    await limits.forget_attempts("own password", str(account.id))
    return form, None


async def _account_of(viewer: Viewer) -> Account:
    """The viewer's account. NotFoundError when it went at this very moment."""
    account = await accounts.find_account(viewer.account_id) if viewer.account_id else None
    if account is None:
        raise NotFoundError
    return account


def _devices(request: AnyRequest) -> str:
    return request.cookies.get(limits.DEVICE_COOKIE, "")


def _action(request: AnyRequest, viewer: Viewer) -> str | None:
    """What the address asks for, if this viewer may."""
    if not viewer.second_factor_is_set:
        return None
    if request.url.path.endswith("/change"):
        return "change"
    return None if viewer.is_staff else "remove"


def _too_many(form: Form, field: str, error: TooManyError) -> Refused:
    add_problem(form, field, too_many_words(error.retry_after_seconds))
    return Refused(HTTPStatus.TOO_MANY_REQUESTS, {"retry-after": str(error.retry_after_seconds)})


def _ask(form: Form, action: str, refused: Refused | None = None) -> Template:
    status, headers = (refused.status, refused.headers) if refused else (None, None)
    return form_page("accounts/ask_again.html", form, status=status, headers=headers, action=action)


async def _page(
    viewer: Viewer, settings: Settings, form: SetUpForm, *, status: int | None = None, done: str | None = None
) -> Template:
    account = await _account_of(viewer)
    found = await service.find_second_factor(account.id)
    picture = key = None
    if found.pending_key:
        uri = rules.key_uri(found.pending_key, account.address, settings.brand_name)
        picture, key = rules.picture_of(uri), rules.spaced(found.pending_key)
    return form_page(
        "accounts/second_factor.html",
        form,
        status=status,
        state=found,
        picture=picture,
        key=key,
        moment_words=moment_words,
        done=done,
    )


route_handlers = (
    show_second_factor,
    begin_second_factor,
    set_second_factor,
    show_recovery_codes,
    hide_recovery_codes,
    ask_before_renewing,
    renew_recovery_codes,
    ask_before_removing,
    remove_second_factor,
    ask_for_code,
    pass_second_factor,
)
