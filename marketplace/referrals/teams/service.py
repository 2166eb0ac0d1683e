"""The door of teams. Who is in a team reads its referrals; an administrator looks after teams and reads none.

Another council's team is not there: NotFoundError. Nothing tells whether an address has an account.
"""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID, uuid4

from marketplace.accounts import service as accounts
from marketplace.accounts.limits import service as limits
from marketplace.accounts.limits.schemas import INVITATIONS
from marketplace.accounts.schemas import Role, Viewer
from marketplace.audit import service as audit
from marketplace.councils.service import council_name
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError, Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.paging import Page
from marketplace.links import service as links
from marketplace.mail import service as mail
from marketplace.mail.rules import unlinked
from marketplace.mail.schemas import Action, Letter
from marketplace.referrals.teams import repository, rules
from marketplace.referrals.teams.schemas import Team, TeamInvite, TeamMember, TeamView
from marketplace.referrals.teams.telling import service as telling

RECORD_TYPE = "team"
PURPOSE = "join_team"
VALID_FOR = timedelta(days=14)
EMPTY_KEPT = timedelta(days=28)
PER_PAGE = 25


async def create_team(council_code: str, name: str, viewer: Viewer) -> UUID:
    """Make a team of a council's practitioners; who makes it is in it, unless they only administer.

    Raises:
        NotFoundError: the viewer does not work for this council.
        InvalidError: it has no name, one that another team has, or there are very many teams.
    """
    account_id = _account_of(viewer)
    is_practitioner = viewer.may(Role.PRACTITIONER, council_code)
    if not is_practitioner and not viewer.may(Role.ADMINISTRATOR, council_code):
        raise not_found()
    if problems := list(rules.check_name(name)):
        raise InvalidError(problems)
    team = Team(id=uuid4(), council_code=council_code, name=name, created_at=clock.now())
    async with transaction():
        if await repository.count_of_council(council_code) >= rules.MOST_TEAMS:
            raise _invalid("name", _("A council has at most %(num)s teams here.", num=rules.MOST_TEAMS))
        if not await repository.add(team):
            raise _invalid("name", _("Your council has a team of this name. Ask it to invite you."))
        if is_practitioner:
            await repository.add_member(team.id, account_id, team.created_at)
        await audit.record("make", RECORD_TYPE, team.id, viewer.actor, council=council_code)
    return team.id


async def list_teams(viewer: Viewer, page: int = 1) -> Page[Team]:
    """Teams that the viewer is in, and all of councils that the viewer administers, by name."""
    items, total = await repository.list_visible(
        _account_of(viewer),
        viewer.councils(Role.PRACTITIONER),
        viewer.councils(Role.ADMINISTRATOR),
        PER_PAGE,
        (page - 1) * PER_PAGE,
    )
    return Page(items=items, total=total, page=page, per_page=PER_PAGE)


async def list_own_teams(viewer: Viewer) -> tuple[Team, ...]:
    """Teams that the viewer makes referrals for, by name."""
    return await repository.list_of(_account_of(viewer), viewer.councils(Role.PRACTITIONER))


async def get_team(team_id: UUID, viewer: Viewer) -> TeamView:
    """A team with its people.

    Raises:
        NotFoundError: there is none, or the viewer is neither in it nor an administrator of its council.
    """
    team = await repository.find(team_id)
    members = await repository.list_members(team_id)
    if team is None or not _may_see(team, members, viewer):
        raise not_found()
    now = clock.now()
    invites = tuple(each for each in await repository.list_invites(team_id) if each.expires_at > now)
    return TeamView(
        team=team,
        members=members,
        invites=invites,
        names=await accounts.list_names([member.account_id for member in members]),
        is_member=_is_member(team, members, viewer),
    )


async def rename_team(team_id: UUID, name: str, viewer: Viewer) -> None:
    """Call a team something else.

    Raises:
        NotFoundError: it is not the viewer's.
        InvalidError: that is no name, or another team has it.
    """
    if problems := list(rules.check_name(name)):
        raise InvalidError(problems)
    async with transaction():
        team, _members = await _hold(team_id, viewer)
        if not await repository.rename(team, name):
            raise _invalid("name", _("Your council has another team of this name."))
        await audit.record("rename", RECORD_TYPE, team_id, viewer.actor, council=team.council_code)


async def invite_to_team(team_id: UUID, address: str, viewer: Viewer) -> None:
    """Ask a practitioner by email to join. A second invitation ends the first.

    Raises:
        NotFoundError: the team is not the viewer's.
        InvalidError: that is no address, or the team has very many people.
        TooManyError: the viewer sent very many just now.
    """
    await get_team(team_id, viewer)
    try:
        address = mail.read_address(address)
    except ValueError as error:
        message = _("Enter an email address in the right form, such as name@example.com")
        raise _invalid("address", message) from error
    await limits.check(INVITATIONS, str(_account_of(viewer)))
    if not await limits.may_write_to(address):
        raise _invalid(
            "address", _("This address got several emails from here just now. Try again in an hour.")
        )
    async with transaction():
        team, members = await _hold(team_id, viewer)
        asked = await repository.list_invites(team_id)
        if len(members) + len(asked) >= rules.MOST_PEOPLE:
            message = _("A team has at most %(num)s people here.", num=rules.MOST_PEOPLE)
            raise _invalid("address", message)
        before = await repository.find_invite_to(team_id, address)
        if before is not None:
            await drop_invites([before])
        await _send(team, address, viewer)


async def take_back_invite(team_id: UUID, invite_id: UUID, viewer: Viewer) -> None:
    """End an invitation. NotFoundError when there is none of a team of the viewer's."""
    async with transaction():
        team, _members = await _hold(team_id, viewer)
        invite = await repository.find_invite(invite_id)
        if invite is None or invite.team_id != team_id:
            raise NotFoundError(_("This invitation is not here. It may have been accepted."))
        await drop_invites([invite])
        await audit.record("take_back_invite", RECORD_TYPE, team_id, viewer.actor, council=team.council_code)


async def find_invitation(token: str) -> Team:
    """The team that an invitation is for; changes nothing. NotFoundError when the link does not work."""
    link = await links.find_link(token, PURPOSE)
    return (await _invited(link.record_id))[0]


async def accept_team_invite(token: str, viewer: Viewer) -> UUID:
    """Join; return the id of the team. Who was in it is told. Who is in it already stays as they are.

    Raises:
        NotFoundError: the link does not work any more.
        ConflictError: the viewer is no practitioner of this council.
    """
    account_id = _account_of(viewer)
    async with transaction():
        link = await links.find_link(token, PURPOSE)
        team, invite = await _invited(link.record_id)
        if not viewer.may(Role.PRACTITIONER, team.council_code):
            raise ConflictError(
                _(
                    "Only practitioners of %(council)s can be in this team. Ask an administrator of the "
                    "council to make you one, and open the link again.",
                    council=council_name(team.council_code),
                )
            )
        await links.use_link(token, PURPOSE)
        await repository.hold(team.id)
        members = await repository.list_members(team.id)
        is_new = await repository.add_member(team.id, account_id, clock.now())
        await drop_invites([invite])
        if not is_new:
            return team.id
        await telling.tell_joined(team, members, account_id, invite)
        await audit.record(
            "add_member",
            RECORD_TYPE,
            team.id,
            viewer.actor,
            after={"account": account_id},
            council=team.council_code,
            subject=account_id,
        )
    return team.id


async def remove_member(team_id: UUID, account_id: UUID, viewer: Viewer) -> None:
    """Take somebody out of a team, or leave it. Its referrals stay with it.

    A team of nobody that has no referral goes; one that has some waits for an administrator to invite others.

    Raises:
        NotFoundError: the team is not the viewer's, or has no such person.
        ConflictError: the last person would leave referrals that nobody reads.
    """
    async with transaction():
        team, members = await _hold(team_id, viewer)
        if account_id not in {member.account_id for member in members}:
            raise not_found()
        has_referrals = await repository.has_referrals(team_id)
        if len(members) == 1 and has_referrals:
            raise ConflictError(_("Somebody has to stay who reads its referrals. Invite a colleague first."))
        await repository.drop_member(team_id, account_id)
        await audit.record(
            "remove_member",
            RECORD_TYPE,
            team_id,
            viewer.actor,
            before={"account": account_id},
            council=team.council_code,
            subject=account_id,
        )
        if len(members) == 1:
            await drop_invites(await repository.list_invites(team_id))
            await repository.drop(team_id)
        elif account_id != viewer.account_id:
            await telling.tell_removed(account_id, team)


async def drop_invites(invites: Iterable[TeamInvite]) -> int:
    """Remove invitations and end their links, inside a transaction; return how many."""
    count = 0
    for invite in invites:
        await links.end_links(PURPOSE, invite.id)
        await repository.drop_invite(invite.id)
        count += 1
    return count


async def forget_former() -> int:
    """Drop invitations out of time, members who work there no more, and old teams of nobody."""
    async with transaction():
        now = clock.now()
        dropped = await drop_invites(await repository.list_expired_invites(now))
        left = await repository.drop_former_members()
        await telling.tell_of_nobody(left)
        return dropped + len(left) + await repository.drop_empty(now - EMPTY_KEPT)


def not_found() -> NotFoundError:
    """The same for what is another's and for what does not exist."""
    return NotFoundError(_("This team is not here, or you are not in it."))


async def _hold(team_id: UUID, viewer: Viewer) -> tuple[Team, tuple[TeamMember, ...]]:
    """A team of the viewer's, held for a change, and who is in it."""
    team = await repository.hold(team_id)
    members = await repository.list_members(team_id)
    if team is None or not _may_see(team, members, viewer):
        raise not_found()
    return team, members


def _may_see(team: Team, members: Iterable[TeamMember], viewer: Viewer) -> bool:
    return viewer.may(Role.ADMINISTRATOR, team.council_code) or _is_member(team, members, viewer)


def _is_member(team: Team, members: Iterable[TeamMember], viewer: Viewer) -> bool:
    is_in = viewer.account_id in {member.account_id for member in members}
    return is_in and viewer.may(Role.PRACTITIONER, team.council_code)


async def _invited(invite_id: UUID | None) -> tuple[Team, TeamInvite]:
    invite = await repository.find_invite(invite_id) if invite_id else None
    team = await repository.find(invite.team_id) if invite else None
    if invite is None or team is None:
        raise NotFoundError(_("This invitation does not work any more."))
    return team, invite


async def _send(team: Team, address: str, viewer: Viewer) -> None:
    now = clock.now()
    invite = TeamInvite(
        id=uuid4(),
        team_id=team.id,
        address=address,
        invited_by=_account_of(viewer),
        created_at=now,
        expires_at=now + VALID_FOR,
    )
    await repository.add_invite(invite)
    token = await links.make_link(PURPOSE, record_id=invite.id, expires_at=invite.expires_at)
    letter = Letter(
        kind="team_invitation",
        subject=_("Will you join a team?"),
        council_code=team.council_code,
        parts=(
            _(
                "%(who)s asks you to join the team %(team)s, whose practitioners make referrals together.",
                who=unlinked(viewer.name),
                team=unlinked(team.name),
            ),
            Action(label=_("See the invitation"), url=f"/practitioners/teams/join/{token}"),
            _("The link works for two weeks, once. If you do not know what this is about, do nothing."),
        ),
    )
    await mail.queue_letter(address, letter, about=invite.invited_by)
    await audit.record("invite", RECORD_TYPE, team.id, viewer.actor, council=team.council_code)


def _account_of(viewer: Viewer) -> UUID:
    if viewer.account_id is None or not viewer.is_signed_in:
        raise not_found()
    return viewer.account_id


def _invalid(field: str, message: str) -> InvalidError:
    return InvalidError([Problem(field=field, message=message)])
