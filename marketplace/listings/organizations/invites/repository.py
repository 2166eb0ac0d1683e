"""Keeps who was asked to join."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from marketplace.kernel.database import connection
from marketplace.listings.organizations.schemas import Invite, MemberRole
from marketplace.listings.organizations.tables import OrganizationInvite


async def add(invite: Invite) -> None:
    """Keep an invitation."""
    await OrganizationInvite.insert(
        OrganizationInvite(
            id=invite.id,
            organization=invite.organization_id,
            address=invite.address,
            role=invite.role.value,
            invited_by=invite.invited_by,
            created_at=invite.created_at,
            expires_at=invite.expires_at,
        )
    )


async def list_of(organization_id: UUID) -> tuple[Invite, ...]:
    """Everybody who was asked and has not answered, the first first."""
    rows = (
        await OrganizationInvite.select()
        .where(OrganizationInvite.organization == organization_id)
        .order_by(OrganizationInvite.created_at)
        .order_by(OrganizationInvite.id)
    )
    return tuple(_invite(row) for row in rows)


async def find(invite_id: UUID) -> Invite | None:
    """An invitation."""
    row = await OrganizationInvite.select().where(OrganizationInvite.id == invite_id).first()
    return None if row is None else _invite(row)


async def find_of_address(organization_id: UUID, address: str) -> Invite | None:
    """The invitation of an address, whatever its capitals. Piccolo cannot say lower()."""
    async with connection() as raw:
        row = await raw.fetchrow(
            "SELECT * FROM organization_invite WHERE organization = $1 AND lower(address) = lower($2)",
            organization_id,
            address,
        )
    return None if row is None else _invite(row)


async def drop(invite_id: UUID) -> None:
    """Remove an invitation."""
    await OrganizationInvite.delete().where(OrganizationInvite.id == invite_id)


async def list_by(account_id: UUID) -> tuple[Invite, ...]:
    """The invitations that an account sent, the first first."""
    rows = (
        await OrganizationInvite.select()
        .where(OrganizationInvite.invited_by == account_id)
        .order_by(OrganizationInvite.created_at)
    )
    return tuple(_invite(row) for row in rows)


async def drop_sent(organization_id: UUID, account_id: UUID) -> None:
    """Remove the invitations to an organisation that an account sent: their links open nothing then."""
    await OrganizationInvite.delete().where(
        (OrganizationInvite.organization == organization_id) & (OrganizationInvite.invited_by == account_id)
    )


async def list_to(address: str) -> tuple[Invite, ...]:
    """The invitations of an address by any organisation, whatever its capitals (raw: lower)."""
    async with connection() as raw:
        rows = await raw.fetch(
            "SELECT * FROM organization_invite WHERE lower(address) = lower($1) ORDER BY created_at", address
        )
    return tuple(_invite(row) for row in rows)


async def drop_expired(now: datetime) -> int:
    """Remove invitations that are out of time; return how many."""
    rows = (
        await OrganizationInvite.delete()
        .where(OrganizationInvite.expires_at <= now)
        .returning(OrganizationInvite.id)
    )
    return len(rows)


def _invite(row: Mapping[str, Any]) -> Invite:
    return Invite(
        id=row["id"],
        organization_id=row["organization"],
        address=row["address"],
        role=MemberRole(row["role"]),
        invited_by=row["invited_by"],
        created_at=row["created_at"],
        expires_at=row["expires_at"],
    )
