"""Hands over and erases what organisations, requests and claims hold about an account."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from marketplace.accounts import service as accounts
from marketplace.audit import service as audit
from marketplace.kernel import clock
from marketplace.listings import repository as listings
from marketplace.listings.editing import repository as requests
from marketplace.listings.erasing.returning.service import give_back
from marketplace.listings.erasing.service import erase_organization
from marketplace.listings.history import repository as versions
from marketplace.listings.organizations import repository as members
from marketplace.listings.organizations import rules
from marketplace.listings.organizations.claims import repository as claims
from marketplace.listings.organizations.invites import repository as invites
from marketplace.listings.organizations.invites.service import drop_invites
from marketplace.listings.organizations.schemas import Invite, MemberRole, Membership
from marketplace.listings.organizations.service import RECORD_TYPE, council_for_trail
from marketplace.listings.states import repository as states


class OrganizationHolder:
    """Organisations that an account looks after, what it writes and lists, its invitations and claims.

    An organisation of one person goes with them: its listings are taken down and emptied. What a council had
    listed before somebody took it on goes back to the council, as the council wrote it. One with other people
    goes on; where the last owner left, who was there longest after them becomes owner.
    """

    name = "organizations"

    async def export(self, account_id: UUID) -> object:
        """Everything, private answers included: they are this account's own."""
        memberships = await members.list_memberships(account_id)
        ids = [membership.organization.id for membership in memberships]
        return {
            "organizations": [_told(membership) for membership in memberships],
            "requests": [
                {
                    "title": request.title,
                    "status": request.status,
                    "answers": request.content,
                    "note": request.note,
                }
                for request in await requests.list_of(ids, clock.now())
            ],
            "listings": [
                {"now": stored, "before": await versions.list_all(stored.id)}
                for organization_id in ids
                for stored in await listings.list_stored_of(organization_id)
            ],
            "invited_by_you": [_invited(each) for each in await invites.list_by(account_id)],
            "invited_to": [_invited(each) for each in await invites.list_to(await _address(account_id))],
            "claims": [
                {"title": claim.title, "words": claim.words, "status": claim.status, "note": claim.note}
                for claim in await claims.list_of(account_id)
            ],
        }

    async def erase(self, account_id: UUID) -> None:
        """Take the account out of everything."""
        memberships = await members.list_memberships(account_id)
        for organization_id in sorted(membership.organization.id for membership in memberships):
            await _leave(organization_id, account_id)
        await claims.drop_of(account_id)
        await drop_invites(await invites.list_by(account_id))
        await drop_invites(await invites.list_to(await _address(account_id)))


async def last_said_right(account_ids: Collection[UUID], *, hold: bool = False) -> dict[UUID, date]:
    """When a published listing that an account looks after was last said to be right, or to be so free.

    `hold` keeps their organisations and listings as they are until the transaction ends.
    """
    if hold:
        found = [await members.list_memberships(account_id) for account_id in account_ids]
        for organization_id in sorted({each.organization.id for some in found for each in some}):
            await members.hold(organization_id)
            await states.lock_listings_of(organization_id)
    return await members.list_last_true(account_ids)


async def _leave(organization_id: UUID, account_id: UUID) -> None:
    await members.hold(organization_id)
    people = await members.list_members(organization_id)
    others = [account for account, _role, _since in people if account != account_id]
    actor, council = str(account_id), await council_for_trail(organization_id)
    if others:
        if rules.is_last_owner([(account, role) for account, role, _since in people], account_id):
            await members.set_role(organization_id, others[0], MemberRole.OWNER)
            role = {"account": others[0], "role": MemberRole.OWNER}
            await audit.record(
                "set_member_role",
                RECORD_TYPE,
                organization_id,
                actor,
                after=role,
                council=council,
                subject=others[0],
            )
        await members.remove_member(organization_id, account_id)
        await audit.record("leave", RECORD_TYPE, organization_id, actor, council=council)
        return
    await requests.empty_of(organization_id, clock.now())
    await drop_invites(await invites.list_of(organization_id))
    await members.remove_member(organization_id, account_id)
    taken_on_at = await members.take_taken_on(organization_id)
    if taken_on_at is None or not await give_back(organization_id, taken_on_at, actor=actor):
        await erase_organization(organization_id, actor=actor)


async def _address(account_id: UUID) -> str:
    return await accounts.find_address(account_id) or ""


def _invited(invite: Invite) -> dict[str, Any]:
    """Without the address of somebody else."""
    return {"organization": invite.organization_id, "role": invite.role, "at": invite.created_at}


def _told(membership: Membership) -> dict[str, Any]:
    organization = membership.organization
    return {
        "name": organization.name,
        "description": organization.description,
        "website": organization.website,
        "role": membership.role,
        "since": membership.since,
    }
