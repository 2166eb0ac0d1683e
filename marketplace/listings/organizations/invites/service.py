"""The door of invitations. Whoever holds the link and is signed in may join: the link went to one mailbox.

Nothing tells whether an address has an account: everybody who is asked gets the same letter.
"""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID, uuid4

from marketplace.accounts.limits.service import check_limit, may_write_to
from marketplace.accounts.schemas import Viewer
from marketplace.audit import service as audit
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError, Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.links.schemas import Link
from marketplace.links.service import end_links, find_link, make_link, use_link
from marketplace.listings.organizations import repository as members
from marketplace.listings.organizations import rules, service
from marketplace.listings.organizations.invites import repository
from marketplace.listings.organizations.schemas import Invite, MemberRole, Membership
from marketplace.listings.schemas import Organization
from marketplace.mail.rules import unlinked
from marketplace.mail.service import Action, Letter, queue_letter, read_address

PURPOSE = "join_organization"
VALID_FOR = timedelta(days=14)
_MOST_A_DAY = 20
"""Invitations of one account."""


async def invite_member(organization_id: UUID, address: str, role: MemberRole, viewer: Viewer) -> None:
    """Ask somebody by email to look after an organisation's listings. A second invitation ends the first.

    Raises:
        NotFoundError: the organisation is not the viewer's.
        ConflictError: the viewer is no owner.
        InvalidError: that is no address, or the organisation has very many people.
        TooManyError: the viewer sent very many today, or this address got several just now.
    """
    await _check_owner(organization_id, viewer)
    try:
        address = read_address(address)
    except ValueError as error:
        message = _("Enter an email address in the right form, such as name@example.com")
        raise InvalidError([Problem(field="address", message=message)]) from error
    await check_limit("invite", str(viewer.account_id), most=_MOST_A_DAY, per=timedelta(days=1))
    if not await may_write_to(address):
        message = _("This address got several emails from here just now. Try again in an hour.")
        raise InvalidError([Problem(field="address", message=message)])
    async with transaction():
        await service.hold(organization_id)
        membership = await _check_owner(organization_id, viewer)
        people = len(await members.list_members(organization_id))
        asked = await repository.list_of(organization_id)
        if people + len(asked) >= rules.MOST_PEOPLE:
            message = _("An organisation has at most %(num)s people here.", num=rules.MOST_PEOPLE)
            raise InvalidError([Problem(field="address", message=message)])
        before = await repository.find_of_address(organization_id, address)
        if before is not None:
            await _drop(before)
        await _send(membership.organization, address, role, viewer)


async def list_invites(organization_id: UUID, viewer: Viewer) -> tuple[Invite, ...]:
    """Who was asked to join an organisation of the viewer's and has not answered."""
    await service.get_membership(organization_id, viewer)
    now = clock.now()
    return tuple(invite for invite in await repository.list_of(organization_id) if invite.expires_at > now)


async def take_back_invite(organization_id: UUID, invite_id: UUID, viewer: Viewer) -> None:
    """End an invitation; its link does nothing any more.

    Raises:
        NotFoundError: there is none of an organisation of the viewer's.
        ConflictError: the viewer is no owner.
    """
    async with transaction():
        await service.hold(organization_id)
        await _check_owner(organization_id, viewer)
        invite = await repository.find(invite_id)
        if invite is None or invite.organization_id != organization_id:
            raise NotFoundError(_("This invitation is not here. It may have been accepted."))
        await _drop(invite)
        await audit.record(
            "take_back_invite",
            service.RECORD_TYPE,
            organization_id,
            viewer.actor,
            council=await service.council_for_trail(organization_id),
        )


async def find_invitation(token: str) -> tuple[Organization, Invite]:
    """What an invitation's link is for; changes nothing.

    Raises:
        NotFoundError: the link is unknown, used, taken back or out of time.
    """
    return await _invitation_of(await find_link(token, PURPOSE))


async def accept_invite(token: str, viewer: Viewer) -> UUID:
    """Join; return the id of the organisation. Who is in it already stays as they are.

    Raises:
        NotFoundError: the link does not work any more, or the viewer is not signed in.
    """
    account_id = service.account_of(viewer)
    async with transaction():
        link = await use_link(token, PURPOSE)
        organization, invite = await _invitation_of(link)
        await service.hold(organization.id)
        await service.add_person(organization.id, account_id, invite.role, actor=viewer.actor)
        await _drop(invite)
        for owner_id, address in await service.addresses_of(organization.id):
            if owner_id == invite.invited_by and owner_id != account_id:
                await queue_letter(address, _joined(), account_id=owner_id)
    return organization.id


async def _send(organization: Organization, address: str, role: MemberRole, viewer: Viewer) -> None:
    now = clock.now()
    invite = Invite(
        id=uuid4(),
        organization_id=organization.id,
        address=address,
        role=role,
        invited_by=service.account_of(viewer),
        created_at=now,
        expires_at=now + VALID_FOR,
    )
    await repository.add(invite)
    token = await make_link(PURPOSE, record_id=invite.id, expires_at=invite.expires_at)
    letter = Letter(
        kind="organization_invitation",
        subject=_("Will you help to look after listings?"),
        parts=(
            _(
                "%(who)s asks you to help look after what %(organization)s lists here: "
                "to write it, and to keep it true.",
                who=unlinked(viewer.name),
                organization=unlinked(organization.name),
            ),
            Action(label=_("See the invitation"), url=f"/join/{token}"),
            _(
                "The link works for two weeks, once. You need an account; you can make one on the way. "
                "If you do not know what this is about, do nothing."
            ),
        ),
    )
    await queue_letter(address, letter, about=invite.invited_by)
    await audit.record(
        "invite",
        service.RECORD_TYPE,
        organization.id,
        viewer.actor,
        after={"role": role},
        council=await service.council_for_trail(organization.id),
    )


async def _check_owner(organization_id: UUID, viewer: Viewer) -> Membership:
    membership = await service.get_membership(organization_id, viewer)
    if not membership.is_owner:
        raise ConflictError(_("Only an owner can change who looks after this organisation."))
    return membership


async def _invitation_of(link: Link) -> tuple[Organization, Invite]:
    invite = await repository.find(link.record_id) if link.record_id else None
    organization = await members.find_organization(invite.organization_id) if invite else None
    if invite is None or organization is None:
        raise NotFoundError(_("This invitation does not work any more."))
    return organization, invite


async def drop_invites(invitations: Iterable[Invite]) -> None:
    """Remove invitations and end their links, within the transaction of whoever erases somebody."""
    for invite in invitations:
        await _drop(invite)


async def _drop(invite: Invite) -> None:
    await end_links(PURPOSE, invite.id)
    await repository.drop(invite.id)


def _joined() -> Letter:
    return Letter(
        kind="organization_changed",
        subject=_("Somebody joined your organisation"),
        parts=(
            _("Somebody whom you asked now helps to look after your organisation's listings."),
            Action(label=_("See who looks after them"), url="/provider"),
        ),
    )
