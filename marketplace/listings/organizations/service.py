"""The door of organisations' people. One function = one use case = one transaction.

Another's organisation is not there for a viewer: NotFoundError. A personal assistant is one of one person.
"""

from uuid import UUID, uuid4

from marketplace.accounts import service as accounts
from marketplace.accounts.schemas import Role, Viewer
from marketplace.audit import service as audit
from marketplace.councils.service import responsible_council
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError, Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.listings.organizations import repository, rules
from marketplace.listings.organizations.invites import repository as invites
from marketplace.listings.organizations.schemas import Member, MemberRole, Membership
from marketplace.listings.schemas import Organization
from marketplace.mail.service import Letter, queue_letter

RECORD_TYPE = "organization"


async def create_organization(name: str, viewer: Viewer) -> UUID:
    """Make an organisation whose owner is the viewer, who becomes a provider; return its id.

    Nothing of it is public before a listing of it is approved.

    Raises:
        InvalidError: it has no name, or the viewer has very many organisations already.
    """
    account_id = account_of(viewer)
    name = name.strip()
    if not name:
        raise InvalidError([Problem(field="organization_name", message=_("Give a name that people know."))])
    organization, now = Organization(id=uuid4(), name=name), clock.now()
    async with transaction():
        if len(await repository.list_memberships(account_id)) >= rules.MOST_ORGANIZATIONS:
            message = _("You have %(num)s organisations, which is the most.", num=rules.MOST_ORGANIZATIONS)
            raise InvalidError([Problem(field="organization_name", message=message)])
        await repository.add_organization(organization, now)
        await add_person(organization.id, account_id, MemberRole.OWNER, actor=viewer.actor)
        await audit.record(
            "create",
            RECORD_TYPE,
            organization.id,
            viewer.actor,
            after={"name": name},
            subject=organization.id,
        )
    return organization.id


async def may_edit(viewer: Viewer, organization_id: UUID) -> bool:
    """Whether the viewer is one of the organisation's people."""
    if viewer.account_id is None or not viewer.is_signed_in:
        return False
    return await repository.find_membership(organization_id, viewer.account_id) is not None


async def get_membership(organization_id: UUID, viewer: Viewer) -> Membership:
    """An organisation of the viewer's.

    Raises:
        NotFoundError: there is none, or the viewer is not one of its people.
    """
    membership = await repository.find_membership(organization_id, account_of(viewer))
    if membership is None:
        raise not_found()
    return membership


async def list_organizations_of(account_id: UUID) -> tuple[Membership, ...]:
    """All organisations of an account, by name."""
    return await repository.list_memberships(account_id)


async def list_members(organization_id: UUID, viewer: Viewer) -> tuple[Member, ...]:
    """The people of an organisation of the viewer's."""
    await get_membership(organization_id, viewer)
    found = await repository.list_members(organization_id)
    names = await accounts.list_names([account for account, _role, _since in found])
    return tuple(
        Member(account_id=account, name=names[account], role=role, since=since)
        for account, role, since in found
    )


async def remove_member(organization_id: UUID, account_id: UUID, viewer: Viewer) -> None:
    """Take somebody out, or leave: owners may remove anybody, everybody themselves.

    Invitations that they sent end: nobody comes back by one that they kept.

    Raises:
        NotFoundError: the organisation is not the viewer's, or has no such person.
        ConflictError: the viewer is no owner, or the last owner would go.
    """
    async with transaction():
        role = await _change_person(organization_id, account_id, viewer, becomes=None)
        await repository.remove_member(organization_id, account_id)
        await invites.drop_sent(organization_id, account_id)
        await audit.record(
            "remove_member",
            RECORD_TYPE,
            organization_id,
            viewer.actor,
            before={"account": account_id, "role": role},
            council=await council_for_trail(organization_id),
            subject=account_id,
        )
        await _tell_left(account_id, viewer)


async def set_member_role(organization_id: UUID, account_id: UUID, role: MemberRole, viewer: Viewer) -> None:
    """Make somebody an owner, or an owner a member, whose invitations end.

    Raises:
        NotFoundError: the organisation is not the viewer's, or has no such person.
        ConflictError: the viewer is no owner, or there would be no owner left.
    """
    async with transaction():
        before = await _change_person(organization_id, account_id, viewer, becomes=role)
        if before is role:
            return
        await repository.set_role(organization_id, account_id, role)
        if role is not MemberRole.OWNER:
            await invites.drop_sent(organization_id, account_id)
        await audit.record(
            "set_member_role",
            RECORD_TYPE,
            organization_id,
            viewer.actor,
            before={"account": account_id, "role": before},
            after={"account": account_id, "role": role},
            council=await council_for_trail(organization_id),
            subject=account_id,
        )


async def addresses_of(organization_id: UUID) -> list[tuple[UUID, str]]:
    """Account and email address of everybody in an organisation, for letters only."""
    found = await repository.list_members(organization_id)
    pairs = [(account, await accounts.find_address(account)) for account, _role, _since in found]
    return [(account, address) for account, address in pairs if address]


async def add_person(organization_id: UUID, account_id: UUID, role: MemberRole, *, actor: str) -> bool:
    """Let an account write for an organisation and make it a provider; False if it may already.

    For use inside the transaction of what gave the right: making it, an invitation, a claim.
    """
    now = clock.now()
    await repository.note_taken_on(organization_id, now)
    if not await repository.add_member(organization_id, account_id, role, now):
        return False
    await accounts.grant_role(account_id, Role.PROVIDER, None, actor=actor)
    await audit.record(
        "add_member",
        RECORD_TYPE,
        organization_id,
        actor,
        after={"account": account_id, "role": role},
        council=await council_for_trail(organization_id),
        subject=account_id,
    )
    return True


async def council_of(organization_id: UUID) -> str | None:
    """The council where an organisation lists something or handed something in; None before that."""
    return await repository.council_of(organization_id)


async def council_for_trail(organization_id: UUID) -> str | None:
    """Whose administrators may see what is done about an organisation's people; None as in `council_of`."""
    code = await council_of(organization_id)
    return await responsible_council(code) if code else None


async def hold(organization_id: UUID) -> None:
    """Keep others from changing an organisation, its people and its requests until the transaction ends.

    Raises:
        NotFoundError: there is none.
    """
    if not await repository.hold(organization_id):
        raise not_found()


def account_of(viewer: Viewer) -> UUID:
    """The signed-in account; nobody else has organisations."""
    if viewer.account_id is None or not viewer.is_signed_in:
        raise not_found()
    return viewer.account_id


def own_words() -> str:
    """What a steward is told who would decide about their own organisation."""
    return _("You are one of this organisation's people: another steward has to decide.")


def not_found() -> NotFoundError:
    """The same for what is another's and for what does not exist."""
    return NotFoundError(_("This organisation is not here."))


async def _change_person(
    organization_id: UUID, account_id: UUID, viewer: Viewer, *, becomes: MemberRole | None
) -> MemberRole:
    """Hold the organisation, check that the change is allowed, and return the person's role so far."""
    await hold(organization_id)
    roles = {account: role for account, role, _since in await repository.list_members(organization_id)}
    own_id = account_of(viewer)
    if own_id not in roles or account_id not in roles:
        raise not_found()
    is_leaving = account_id == own_id and becomes is None
    if roles[own_id] is not MemberRole.OWNER and not is_leaving:
        raise ConflictError(_("Only an owner can change who looks after this organisation."))
    if becomes is not MemberRole.OWNER and rules.is_last_owner(roles.items(), account_id):
        raise ConflictError(
            _("Somebody has to stay who owns this. Make another person an owner first, or take it down.")
        )
    return roles[account_id]


async def _tell_left(account_id: UUID, viewer: Viewer) -> None:
    """Tell somebody who was removed; who left knows."""
    address = await accounts.find_address(account_id)
    if account_id == viewer.account_id or not address:
        return
    letter = Letter(
        kind="organization_changed",
        subject=_("You no longer look after an organisation's listings"),
        parts=(
            _(
                "An owner of the organisation took you out. "
                "You can no longer see or change its listings. Your account stays as it is. "
                "If you think that this is a mistake, ask them."
            ),
        ),
    )
    await queue_letter(address, letter, account_id=account_id)
