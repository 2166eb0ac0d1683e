"""Pages on which a council's administrators invite colleagues, see them, and end what they may do."""

from http import HTTPStatus
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template
from wtforms import StringField

from marketplace.accounts import service as accounts
from marketplace.accounts.addresses.rules import AnAddress
from marketplace.accounts.limits import service as limits
from marketplace.accounts.limits.schemas import INVITATIONS
from marketplace.accounts.schemas import Role, Viewer
from marketplace.accounts.staff import rules, service
from marketplace.councils.service import council_name
from marketplace.kernel.errors import ConflictError, InvalidError
from marketplace.kernel.form_fields import ChoicesField
from marketplace.kernel.forms import Form, Needed, add_problems, lazy, read_form
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.web.guards import for_roles
from marketplace.kernel.web.pages import AnyRequest, form_page, moment_words, plain_page, see_other

PATH = "/administration/staff"
COUNCIL_PATH = f"{PATH}/{{council_code:str}}"
MEMBER_PATH = f"{COUNCIL_PATH}/{{account_id:uuid}}"
_MARK = for_roles(Role.ADMINISTRATOR)
_DONE = ("invited", "withdrawn", "ended", "reset")
_MOST_PAGES = 10_000


class InviteForm(Form):
    """Whom to invite, and to what."""

    address = StringField(
        lazy(lambda: _("Email address at work")),
        [Needed(lambda: _("Enter their email address")), AnAddress()],
    )
    roles = ChoicesField(
        lazy(lambda: _("What will they do?")),
        lambda: _("Choose what they will do"),
        least=1,
        choices=lambda: [(str(role), rules.role_words(role)) for role in rules.ROLES],
    )


@get(PATH, opt=_MARK, include_in_schema=False, sync_to_thread=False)
def choose_council(viewer: NamedDependency[Viewer]) -> Template | Redirect:
    """Lead on to the council of the viewer; who looks after several chooses."""
    codes = viewer.councils(Role.ADMINISTRATOR)
    if len(codes) == 1:
        return see_other(f"{PATH}/{codes[0]}")
    councils = sorted((council_name(code), code) for code in codes)
    return plain_page("administration/staff_councils.html", councils=councils)


@get(COUNCIL_PATH, opt=_MARK, include_in_schema=False)
async def list_staff(
    council_code: FromPath[str],
    viewer: NamedDependency[Viewer],
    page: FromQuery[int] = 1,
    done: FromQuery[str | None] = None,
) -> Template:
    """Who works for the council, who is invited, and who has no second factor yet."""
    if not 1 <= page <= _MOST_PAGES:
        raise NotFoundException
    staff = await service.list_staff(council_code, page, viewer)
    invites = await service.list_invites(council_code, viewer) if page == 1 else []
    return plain_page(
        "administration/staff.html",
        council_code=council_code,
        council_name=council_name(council_code),
        staff=staff,
        invites=invites,
        url=f"{PATH}/{council_code}",
        role_name=rules.role_name,
        moment_words=moment_words,
        done=done if done in _DONE else None,
    )


@get(f"{COUNCIL_PATH}/invite", opt=_MARK, include_in_schema=False, sync_to_thread=False)
def show_invite(council_code: FromPath[str], viewer: NamedDependency[Viewer]) -> Template:
    """The form of an invitation."""
    service.check_administrator(viewer, council_code)
    return _invite_page(council_code, read_form(InviteForm))


@post(f"{COUNCIL_PATH}/invite", opt=_MARK, include_in_schema=False)
async def invite_staff(
    request: AnyRequest, council_code: FromPath[str], viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Send the letter."""
    service.check_administrator(viewer, council_code)
    form = read_form(InviteForm, await request.form())
    if form.validate():
        await limits.check(INVITATIONS, str(viewer.account_id))
        try:
            await service.invite_staff(
                council_code, form.address.data, [Role(role) for role in form.roles.data], viewer
            )
        except InvalidError as error:
            add_problems(form, error)
        else:
            return see_other(f"{PATH}/{council_code}?done=invited")
    return _invite_page(council_code, form)


@post(f"{COUNCIL_PATH}/invitations/{{invite_id:uuid}}/withdraw", opt=_MARK, include_in_schema=False)
async def withdraw_invite(
    council_code: FromPath[str], invite_id: FromPath[UUID], viewer: NamedDependency[Viewer]
) -> Redirect:
    """End an invitation."""
    await service.withdraw_invite(invite_id, council_code, viewer)
    return see_other(f"{PATH}/{council_code}?done=withdrawn")


@get(MEMBER_PATH, opt=_MARK, include_in_schema=False)
async def show_member(
    council_code: FromPath[str], account_id: FromPath[UUID], viewer: NamedDependency[Viewer]
) -> Template:
    """One colleague: what they do, and what can be ended."""
    return await _member_page(council_code, account_id, viewer)


@post(f"{MEMBER_PATH}/end-role", opt=_MARK, include_in_schema=False)
async def end_role(
    request: AnyRequest,
    council_code: FromPath[str],
    account_id: FromPath[UUID],
    viewer: NamedDependency[Viewer],
) -> Template | Redirect:
    """End one role. Whoever ends their own role as an administrator is led away from here."""
    member = await service.get_member(account_id, council_code, viewer)
    asked = (await request.form()).get("role")
    role = next((role for role in member.roles if role == asked), None)
    if role is None:
        return await _member_page(council_code, account_id, viewer, _("They do not have this role any more."))
    try:
        await service.end_role(account_id, role, council_code, viewer)
    except ConflictError as error:
        return await _member_page(council_code, account_id, viewer, str(error))
    if member.is_viewer and role is Role.ADMINISTRATOR:
        return see_other("/account")
    return see_other(f"{PATH}/{council_code}?done=ended")


@post(f"{MEMBER_PATH}/reset-second-factor", opt=_MARK, include_in_schema=False)
async def reset_second_factor(
    council_code: FromPath[str], account_id: FromPath[UUID], viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Remove the code app of a colleague who lost it."""
    try:
        await service.reset_second_factor(account_id, council_code, viewer)
    except ConflictError as error:
        return await _member_page(council_code, account_id, viewer, str(error))
    return see_other(f"{PATH}/{council_code}?done=reset")


def _invite_page(council_code: str, form: InviteForm) -> Template:
    return form_page(
        "administration/staff_invite.html",
        form,
        council_code=council_code,
        council_name=council_name(council_code),
    )


async def _member_page(
    council_code: str, account_id: UUID, viewer: Viewer, conflict: str | None = None
) -> Template:
    member = await service.get_member(account_id, council_code, viewer)
    seen = await accounts.last_signed_in([account_id])
    return plain_page(
        "administration/staff_member.html",
        status=HTTPStatus.CONFLICT if conflict else HTTPStatus.OK,
        council_code=council_code,
        council_name=council_name(council_code),
        member=member,
        last_seen_at=seen.get(account_id),
        moment_words=moment_words,
        roles=[(role, rules.role_words(role), rules.role_name(role)) for role in member.roles],
        conflict=conflict,
    )


route_handlers = (
    choose_council,
    list_staff,
    show_invite,
    invite_staff,
    withdraw_invite,
    show_member,
    end_role,
    reset_second_factor,
)
