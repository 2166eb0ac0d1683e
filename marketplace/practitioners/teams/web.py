"""The pages of teams, for practitioners and for administrators, who see the people and no referral."""

from http import HTTPStatus
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from marketplace.accounts.schemas import Role, Viewer
from marketplace.councils.service import council_name
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError
from marketplace.kernel.forms import FormData, add_problems, page_number, read_form
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import BY_LINK, SET_UP_PATH, SIGNED_IN, for_roles
from marketplace.kernel.web.pages import form_page, moment_words, plain_page, see_other
from marketplace.practitioners.rules import HERE
from marketplace.practitioners.teams import rules
from marketplace.practitioners.teams.rules import LIST_PATH, PATH, team_url
from marketplace.practitioners.teams.schemas import InviteForm, NameForm, NewTeamForm
from marketplace.referrals.teams import service

STAFF = for_roles(Role.PRACTITIONER, Role.ADMINISTRATOR)
JOIN_PATH = f"{LIST_PATH}/join/{{token:str}}"


@get(LIST_PATH, opt=STAFF, include_in_schema=False)
async def show_teams(request: PageRequest, viewer: NamedDependency[Viewer]) -> Template:
    """The viewer's teams, and those of councils that the viewer administers."""
    return await _list(request, viewer, _new_form(viewer, None))


@post(LIST_PATH, opt=STAFF, include_in_schema=False)
async def create_team(request: PageRequest, viewer: NamedDependency[Viewer]) -> Template | Redirect:
    """Make a team."""
    form = _new_form(viewer, await request.form())
    if form.validate():
        try:
            team_id = await service.create_team(form.council.data, form.name.data, viewer)
        except InvalidError as error:
            add_problems(form, error)
        else:
            return see_other(team_url(team_id, "made"))
    return await _list(request, viewer, form)


@get(PATH, opt=STAFF, include_in_schema=False)
async def show_team(
    team_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template:
    """Who is in a team."""
    return await _page(team_id, viewer, done=request.query_params.get("done", ""))


@post(f"{PATH}/rename", opt=STAFF, include_in_schema=False)
async def rename_team(
    team_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Call it something else."""
    form = read_form(NameForm, await request.form())
    if form.validate():
        try:
            await service.rename_team(team_id, form.name.data, viewer)
        except InvalidError as error:
            add_problems(form, error)
        else:
            return see_other(team_url(team_id, "renamed"))
    return await _page(team_id, viewer, naming=form)


@post(f"{PATH}/invite", opt=STAFF, include_in_schema=False)
async def invite_to_team(
    team_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Ask a colleague by email."""
    form = read_form(InviteForm, await request.form())
    if form.validate():
        try:
            await service.invite_to_team(team_id, form.address.data, viewer)
        except InvalidError as error:
            add_problems(form, error)
        else:
            return see_other(team_url(team_id, "invited"))
    return await _page(team_id, viewer, inviting=form)


@post(f"{PATH}/invites/{{invite_id:uuid}}/end", opt=STAFF, include_in_schema=False)
async def end_invite(
    team_id: FromPath[UUID], invite_id: FromPath[UUID], viewer: NamedDependency[Viewer]
) -> Redirect:
    """Take an invitation back."""
    await service.take_back_invite(team_id, invite_id, viewer)
    return see_other(team_url(team_id, "invite-ended"))


@get(f"{PATH}/people/{{account_id:uuid}}/remove", opt=STAFF, include_in_schema=False)
async def show_removal(
    team_id: FromPath[UUID], account_id: FromPath[UUID], viewer: NamedDependency[Viewer]
) -> Template:
    """Ask whether it is meant."""
    view = await service.get_team(team_id, viewer)
    if account_id not in {member.account_id for member in view.members}:
        raise service.not_found()
    return plain_page(
        "practitioners/leave_team.html",
        here=HERE,
        view=view,
        account_id=account_id,
        name=view.names[account_id],
        is_self=account_id == viewer.account_id,
        list_path=LIST_PATH,
    )


@post(f"{PATH}/people/{{account_id:uuid}}/remove", opt=STAFF, include_in_schema=False)
async def remove_member(
    team_id: FromPath[UUID], account_id: FromPath[UUID], viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Take somebody out, or leave. Who is out already, by a second press or by themselves, is out."""
    try:
        await service.remove_member(team_id, account_id, viewer)
    except ConflictError as error:
        return await _page(team_id, viewer, conflict=str(error))
    except NotFoundError:
        await service.get_team(team_id, viewer)
    if account_id == viewer.account_id:
        return see_other(f"{LIST_PATH}?done=left")
    return see_other(team_url(team_id, "removed"))


@get(JOIN_PATH, opt=BY_LINK, include_in_schema=False)
async def show_team_invitation(token: FromPath[str], viewer: NamedDependency[Viewer]) -> Template:
    """What an invitation is for; nothing happens before the button is pressed."""
    return await _join_page(token, viewer)


@post(JOIN_PATH, opt=SIGNED_IN, include_in_schema=False)
async def accept_team_invite(token: FromPath[str], viewer: NamedDependency[Viewer]) -> Template | Redirect:
    """Join."""
    if _lacks_second_factor(viewer):
        return await _join_page(token, viewer, conflict=_("First set up the code from your phone."))
    try:
        team_id = await service.accept_team_invite(token, viewer)
    except ConflictError as error:
        return await _join_page(token, viewer, conflict=str(error))
    return see_other(team_url(team_id, "joined"))


def _new_form(viewer: Viewer, sent: FormData | None) -> NewTeamForm:
    codes = sorted({*viewer.councils(Role.PRACTITIONER), *viewer.councils(Role.ADMINISTRATOR)})
    form = read_form(NewTeamForm, sent, council=codes[0])
    form.council.choices = [(code, council_name(code)) for code in codes]
    return form


async def _list(request: PageRequest, viewer: Viewer, form: NewTeamForm) -> Template:
    page = await service.list_teams(viewer, page_number(request.query_params.get("page")))
    return form_page(
        "practitioners/teams.html",
        form,
        here=HERE,
        page=page,
        council_name=council_name,
        is_practitioner=viewer.has(Role.PRACTITIONER),
        done=rules.done_words(request.query_params.get("done", "")),
        list_path=LIST_PATH,
    )


async def _page(
    team_id: UUID,
    viewer: Viewer,
    *,
    done: str = "",
    conflict: str = "",
    naming: NameForm | None = None,
    inviting: InviteForm | None = None,
) -> Template:
    view = await service.get_team(team_id, viewer)
    naming = naming or read_form(NameForm, name=view.team.name)
    inviting = inviting or read_form(InviteForm)
    return form_page(
        "practitioners/team.html",
        naming if naming.problems else inviting,
        status=HTTPStatus.CONFLICT if conflict else None,
        here=HERE,
        view=view,
        team=view.team,
        naming=naming,
        inviting=inviting,
        own_id=viewer.account_id,
        is_practitioner=viewer.has(Role.PRACTITIONER),
        moment=moment_words,
        done=rules.done_words(done),
        conflict=conflict,
        list_path=LIST_PATH,
    )


def _lacks_second_factor(viewer: Viewer) -> bool:
    """Whether a practitioner has not set it up yet: until then the role does not count."""
    return viewer.was_granted(Role.PRACTITIONER) and not viewer.has_second_factor


async def _join_page(token: str, viewer: Viewer, *, conflict: str = "") -> Template:
    return plain_page(
        "practitioners/join_team.html",
        status=HTTPStatus.CONFLICT if conflict else HTTPStatus.OK,
        team=await service.find_invitation(token),
        path=f"{LIST_PATH}/join/{token}",
        viewer_name=viewer.name if viewer.is_signed_in else "",
        set_up_path=SET_UP_PATH if viewer.is_signed_in and _lacks_second_factor(viewer) else "",
        conflict=conflict,
    )


route_handlers = (
    show_teams,
    create_team,
    show_team,
    rename_team,
    invite_to_team,
    end_invite,
    show_removal,
    remove_member,
    show_team_invitation,
    accept_team_invite,
)
