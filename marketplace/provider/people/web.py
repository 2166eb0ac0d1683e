"""The pages of an organisation's people, and of an invitation."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template
from wtforms import StringField

from marketplace.accounts.schemas import Role, Viewer
from marketplace.kernel.errors import ConflictError, InvalidError
from marketplace.kernel.form_fields import ChoiceField
from marketplace.kernel.forms import AtMost, Form, Needed, add_problems, lazy, read_form
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import BY_LINK, SIGNED_IN, for_roles
from marketplace.kernel.web.pages import see_other
from marketplace.listings.organizations import service as organizations
from marketplace.listings.organizations.invites import service as invites
from marketplace.listings.organizations.schemas import MemberRole

PROVIDER = for_roles(Role.PROVIDER)
_PATH = "/provider/organizations/{organization_id:uuid}"
_PERSON = f"{_PATH}/people/{{account_id:uuid}}"
_ANSWERED: dict[str, Any] = {"opt": PROVIDER, "include_in_schema": False, "status_code": HTTPStatus.OK}
_LONGEST_ADDRESS = 254


def _roles() -> list[tuple[str, str]]:
    return [
        (MemberRole.MEMBER.value, _("Write listings and keep them true")),
        (MemberRole.OWNER.value, _("That, and decide who else may")),
    ]


class InviteForm(Form):
    """Whom to ask, and what they may do."""

    address = StringField(
        lazy(lambda: _("Email address")),
        [Needed(lambda: _("Enter an email address")), AtMost(_LONGEST_ADDRESS)],
    )
    role = ChoiceField(
        lazy(lambda: _("What may they do?")), lambda: _("Choose what they may do"), choices=_roles
    )


@get(_PATH, opt=PROVIDER, include_in_schema=False)
async def show_people(
    request: PageRequest, organization_id: FromPath[UUID], viewer: NamedDependency[Viewer]
) -> Template:
    """Who looks after an organisation's listings."""
    form = read_form(InviteForm, role=MemberRole.MEMBER.value)
    return await _page(organization_id, viewer, form, done=request.query_params.get("done", ""))


@post(f"{_PATH}/invite", **_ANSWERED)
async def invite(
    request: PageRequest, organization_id: FromPath[UUID], viewer: NamedDependency[Viewer]
) -> Response[Any]:
    """Ask somebody by email."""
    form = read_form(InviteForm, await request.form())
    if not form.validate():
        return await _page(organization_id, viewer, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        await invites.invite_member(
            organization_id, str(form.address.data), MemberRole(form.role.data), viewer
        )
    except InvalidError as error:
        add_problems(form, error)
        return await _page(organization_id, viewer, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except ConflictError as error:
        return await _page(organization_id, viewer, form, conflict=str(error))
    return _people(organization_id, "invited")


@post(f"{_PATH}/invites/{{invite_id:uuid}}/end", **_ANSWERED)
async def end_invite(
    organization_id: FromPath[UUID], invite_id: FromPath[UUID], viewer: NamedDependency[Viewer]
) -> Response[Any]:
    """Take an invitation back."""
    try:
        await invites.take_back_invite(organization_id, invite_id, viewer)
    except ConflictError as error:
        return await _page(organization_id, viewer, read_form(InviteForm), conflict=str(error))
    return _people(organization_id, "invite-ended")


@post(f"{_PERSON}/role", **_ANSWERED)
async def set_role(
    request: PageRequest,
    organization_id: FromPath[UUID],
    account_id: FromPath[UUID],
    viewer: NamedDependency[Viewer],
) -> Response[Any]:
    """Make somebody an owner, or an owner one who writes."""
    text = str((await request.form()).get("role", ""))
    role = MemberRole.OWNER if text == MemberRole.OWNER else MemberRole.MEMBER
    try:
        await organizations.set_member_role(organization_id, account_id, role, viewer)
    except ConflictError as error:
        return await _page(organization_id, viewer, read_form(InviteForm), conflict=str(error))
    return _people(organization_id, "role-set")


@get(f"{_PERSON}/remove", opt=PROVIDER, include_in_schema=False)
async def ask_remove(
    organization_id: FromPath[UUID], account_id: FromPath[UUID], viewer: NamedDependency[Viewer]
) -> Template:
    """Ask whether it is meant."""
    membership = await organizations.get_membership(organization_id, viewer)
    people = await organizations.list_members(organization_id, viewer)
    person = next((person for person in people if person.account_id == account_id), None)
    if person is None:
        raise organizations.not_found()
    context = {
        "membership": membership,
        "person": person,
        "is_self": account_id == viewer.account_id,
        "here": "/provider",
    }
    return Template("provider/remove.html", context=context)


@post(f"{_PERSON}/remove", **_ANSWERED)
async def remove(
    organization_id: FromPath[UUID], account_id: FromPath[UUID], viewer: NamedDependency[Viewer]
) -> Response[Any]:
    """Take somebody out, or leave."""
    try:
        await organizations.remove_member(organization_id, account_id, viewer)
    except ConflictError as error:
        return await _page(organization_id, viewer, read_form(InviteForm), conflict=str(error))
    if account_id == viewer.account_id:
        return see_other("/provider?done=left")
    return _people(organization_id, "removed")


@get("/join/{token:str}", opt=BY_LINK, include_in_schema=False)
async def show_invitation(token: FromPath[str], viewer: NamedDependency[Viewer]) -> Template:
    """What an invitation is for; nothing happens before the button is pressed."""
    organization, _invite = await invites.find_invitation(token)
    context = {"organization": organization, "token": token, "viewer_name": viewer.name}
    return Template("provider/join.html", context=context)


@post("/join/{token:str}", opt=SIGNED_IN, include_in_schema=False, status_code=HTTPStatus.OK)
async def join(token: FromPath[str], viewer: NamedDependency[Viewer]) -> Response[Any]:
    """Accept an invitation."""
    await invites.accept_invite(token, viewer)
    return see_other("/provider?done=joined")


async def _page(
    organization_id: UUID,
    viewer: Viewer,
    form: InviteForm,
    *,
    done: str = "",
    conflict: str = "",
    status: int = HTTPStatus.OK,
) -> Template:
    context = {
        "membership": await organizations.get_membership(organization_id, viewer),
        "people": await organizations.list_members(organization_id, viewer),
        "invites": await invites.list_invites(organization_id, viewer),
        "form": form,
        "own_id": viewer.account_id,
        "done": _done_words(done),
        "conflict": conflict,
        "here": "/provider",
    }
    status = HTTPStatus.CONFLICT if conflict else status
    return Template("provider/people.html", context=context, status_code=status)


def _done_words(code: str) -> str:
    return {
        "invited": _("We sent them an email. The link in it works for two weeks."),
        "invite-ended": _("The invitation is taken back; its link does nothing any more."),
        "role-set": _("It is changed."),
        "removed": _("They can no longer see or change these listings."),
    }.get(code, "")


def _people(organization_id: UUID, done: str) -> Redirect:
    return see_other(f"/provider/organizations/{organization_id}?done={done}")


route_handlers = (show_people, invite, end_invite, set_role, ask_remove, remove, show_invitation, join)
