"""The door of a council's staff. What administrators do asks whether the viewer is one of that council."""

from uuid import UUID, uuid4

from marketplace.accounts import service as accounts
from marketplace.accounts.passwords.service import check_password
from marketplace.accounts.schemas import Grant, Role, Viewer
from marketplace.accounts.second_factor import service as second_factor
from marketplace.accounts.staff import repository, rules
from marketplace.accounts.staff.schemas import Invite, Joining, StaffMember
from marketplace.audit import service as audit
from marketplace.councils.service import council_name
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError, Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.paging import Page
from marketplace.links.service import end_links, find_link, make_link, use_link
from marketplace.mail.service import Action, Letter, queue_letter, read_address


def check_administrator(viewer: Viewer, council_code: str) -> None:
    """NotFoundError unless the viewer is an administrator of this council."""
    if not viewer.may(Role.ADMINISTRATOR, council_code):
        raise NotFoundError(_("This council is not yours to look after."))


async def list_staff(council_code: str, page: int, viewer: Viewer) -> Page[StaffMember]:
    """Who works for a council, by name. Raises NotFoundError."""
    check_administrator(viewer, council_code)
    found = await accounts.list_staff(council_code, page)
    members = tuple(rules.member_of(account, council_code, viewer.account_id) for account in found.items)
    return Page(items=members, total=found.total, page=found.page, per_page=found.per_page)


async def get_member(account_id: UUID, council_code: str, viewer: Viewer) -> StaffMember:
    """Somebody who works for a council. NotFoundError when they do not, or it is not the viewer's."""
    check_administrator(viewer, council_code)
    account = await accounts.find_account(account_id)
    if account is None or not rules.roles_at(account, council_code):
        raise NotFoundError(_("Nobody like that works for this council."))
    return rules.member_of(account, council_code, viewer.account_id)


async def list_invites(council_code: str, viewer: Viewer) -> list[Invite]:
    """Open invitations, the latest first; at most `rules.MOST_INVITES`. Raises NotFoundError."""
    check_administrator(viewer, council_code)
    return await repository.list_open(council_code, clock.now())


async def invite_staff(council_code: str, address: str, roles: list[Role], viewer: Viewer) -> UUID:
    """Ask somebody to work for a council, by a letter with a link; return the id of the invitation.

    An earlier invitation of the address by this council ends with it.

    Raises:
        NotFoundError: the council is not the viewer's.
        InvalidError: with every problem, by field (`address`, `roles`).
    """
    check_administrator(viewer, council_code)
    if problems := await _check_invite(council_code, address, roles):
        raise InvalidError(problems)
    return await send_invite(council_code, address, roles, invited_by=viewer.account_id, actor=viewer.actor)


async def _check_invite(council_code: str, address: str, roles: list[Role]) -> list[Problem]:
    problems = []
    try:
        read_address(address)
    except ValueError:
        message = _("Enter an email address in the right form, like name@example.gov.uk")
        problems.append(Problem(field="address", message=message))
    if not roles or not set(roles) <= set(rules.ROLES):
        problems.append(Problem(field="roles", message=_("Choose what they will do")))
    if not problems:
        account = await accounts.find_account_by_address(address)
        if account and set(roles) <= set(rules.roles_at(account, council_code)):
            problems.append(Problem(field="roles", message=_("They do this for your council already")))
        if len(await repository.list_open(council_code, clock.now())) >= rules.MOST_INVITES:
            message = _("There are too many open invitations. Withdraw some that are not needed")
            problems.append(Problem(field="address", message=message))
    return problems


async def send_invite(
    council_code: str, address: str, roles: list[Role], *, invited_by: UUID | None, actor: str
) -> UUID:
    """Do what `invite_staff` does without asking who may: for commands."""
    at = clock.now()
    invite = Invite(
        id=uuid4(),
        council_code=council_code,
        address=read_address(address),
        roles=tuple(role for role in rules.ROLES if role in roles),
        invited_by=invited_by,
        invited_at=at,
        expires_at=at + rules.INVITE_FOR,
    )
    council = council_name(council_code)
    async with transaction():
        for old in await repository.drop_of_address(council_code, address):
            await end_links(rules.PURPOSE, old)
        await repository.add(invite)
        token = await make_link(rules.PURPOSE, record_id=invite.id, expires_at=invite.expires_at)
        await audit.record(
            "invite", "staff_invite", invite.id, actor, after={"roles": invite.roles}, council=council_code
        )
        letter = Letter(
            kind="staff_invitation",
            subject=_("You are invited to work with us"),
            parts=(
                _("%(council)s invites you to look after local support together.", council=council),
                _("Say yes within 14 days. If you do not know what this is about, do nothing."),
                Action(_("Look at the invitation"), f"/staff-invitation/{token}"),
            ),
        )
        await queue_letter(address, letter)
    return invite.id


async def withdraw_invite(invite_id: UUID, council_code: str, viewer: Viewer) -> None:
    """End an invitation. NotFoundError when the council has none such, or is not the viewer's."""
    check_administrator(viewer, council_code)
    async with transaction():
        if not await repository.drop(invite_id, council_code):
            raise NotFoundError(_("This invitation is not open any more."))
        await end_links(rules.PURPOSE, invite_id)
        await audit.record("withdraw", "staff_invite", invite_id, viewer.actor, council=council_code)


async def find_joining(token: str) -> Joining:
    """What the link of an invitation leads to. NotFoundError when it does not hold any more."""
    link = await find_link(token, rules.PURPOSE)
    invite = await repository.find(link.record_id, clock.now()) if link.record_id else None
    if invite is None:
        raise NotFoundError(_("This invitation is not open any more."))
    account = await accounts.find_account_by_address(invite.address)
    return Joining(
        invite=invite, council_name=council_name(invite.council_code), has_account=account is not None
    )


async def join_as_new(token: str, name: str, password: str) -> UUID:
    """Say yes to an invitation with a new account; return its id.

    Raises:
        NotFoundError: the invitation does not hold any more.
        ConflictError: the address has an account meanwhile: its owner signs in and says yes.
        InvalidError: with every problem, by field (`name`, `password`).
    """
    joining = await find_joining(token)
    if joining.has_account:
        raise ConflictError(_("This address has an account already: sign in to say yes."))
    if not name:
        raise InvalidError([Problem(field="name", message=_("Enter your name"))])
    await check_password(password, (name, joining.invite.address))
    account_id = uuid4()
    async with transaction():
        invite = await _take_up(token)
        await accounts.add_account(
            invite.address,
            name,
            password=password,
            grants=[Grant(role, invite.council_code) for role in invite.roles],
            actor=str(account_id),
            account_id=account_id,
        )
        await _record_joined(invite, account_id)
    return account_id


async def join(token: str, viewer: Viewer) -> None:
    """Say yes to an invitation with the account that is signed in, whose sessions end with that.

    Raises:
        NotFoundError: the invitation does not hold any more.
        ConflictError: it went to another address than the viewer's.
    """
    assert viewer.account_id is not None
    account = await accounts.find_account(viewer.account_id)
    invited = (await find_joining(token)).invite
    if account is None or not rules.is_for(invited, account.address):
        raise ConflictError(
            _("This invitation is for another email address. Sign in with that account to say yes.")
        )
    async with transaction():
        invite = await _take_up(token)
        for role in invite.roles:
            await accounts.grant_role(account.id, role, invite.council_code, actor=viewer.actor)
        await _record_joined(invite, account.id)


async def take_up_by_sign_on(council_code: str, address: str) -> Invite | None:
    """Take up the invitation of an address that the council's own service vouches for, if there is one.

    To be called in the transaction that makes the account.
    """
    invite = await repository.find_of_address(council_code, address, clock.now())
    if invite is not None:
        await repository.drop(invite.id, council_code)
        await end_links(rules.PURPOSE, invite.id)
    return invite


async def _take_up(token: str) -> Invite:
    link = await use_link(token, rules.PURPOSE)
    invite = await repository.find(link.record_id, clock.now()) if link.record_id else None
    if invite is None:
        raise NotFoundError(_("This invitation is not open any more."))
    await repository.drop(invite.id, invite.council_code)
    return invite


async def _record_joined(invite: Invite, account_id: UUID) -> None:
    await audit.record(
        "join",
        "account",
        account_id,
        str(account_id),
        after={"roles": invite.roles, "invite": invite.id},
        council=invite.council_code,
    )


async def end_role(account_id: UUID, role: Role, council_code: str, viewer: Viewer) -> None:
    """Take a role from somebody who works for the council, at once, and tell them.

    Open invitations that they sent end with the role of an administrator: nobody comes back by one of these.

    Raises:
        NotFoundError: they do not have it, or the council is not the viewer's.
        ConflictError: they are the council's last administrator.
    """
    check_administrator(viewer, council_code)
    async with transaction():
        if role is Role.ADMINISTRATOR:
            # Held, so that of two administrators who end each other's role one stays.
            administrators = await repository.list_administrators(council_code)
            if administrators == [account_id]:
                raise ConflictError(_("Invite another administrator first: a council needs at least one."))
        if not await accounts.end_role(account_id, role, council_code, actor=viewer.actor):
            raise NotFoundError(_("Nobody like that works for this council."))
        if role is Role.ADMINISTRATOR:
            await repository.drop_sent(council_code, account_id)
        address = await accounts.find_address(account_id)
        if address:
            await queue_letter(address, _role_ended(council_code), account_id=account_id)


def _role_ended(council_code: str) -> Letter:
    words = _(
        "An administrator of %(council)s ended one of your roles. Ask them if you think that is a mistake.",
        council=council_name(council_code),
    )
    return Letter(
        kind="role_changed",
        subject=_("What you can do has changed"),
        parts=(words, Action(_("Look at your account"), "/account")),
    )


async def reset_second_factor(account_id: UUID, council_code: str, viewer: Viewer) -> None:
    """Remove the second factor of a colleague who lost it, end their sessions, and write to them.

    Raises:
        NotFoundError: they do not work for the council, or it is not the viewer's.
        ConflictError: they have none, it is the viewer's own, or they work for another council too.
    """
    member = await get_member(account_id, council_code, viewer)
    if not member.can_be_reset:
        raise ConflictError(_("Their code app cannot be reset by you."))
    await second_factor.reset_second_factor(account_id, actor=viewer.actor, council=council_code)


async def drop_expired_invites() -> int:
    """Remove invitations that have run out; return how many. Timed work."""
    return await repository.drop_expired(clock.now())
