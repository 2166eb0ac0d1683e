"""Every query of invitations, and of who is an administrator."""

from datetime import datetime
from typing import Any
from uuid import UUID

from marketplace.accounts.schemas import Role
from marketplace.accounts.staff.schemas import Invite
from marketplace.accounts.staff.tables import StaffInvite
from marketplace.kernel.database import connection

_ADMINISTRATORS = """
SELECT account FROM role_grant WHERE role = 'administrator' AND council_code = $1 ORDER BY id FOR UPDATE
"""
_DROP_ADDRESS = "DELETE FROM staff_invite WHERE council_code = $1 AND lower(address) = lower($2) RETURNING id"
_DROP_ALL_OF_ADDRESS = "DELETE FROM staff_invite WHERE lower(address) = lower($1)"
_ALL_OF_ADDRESS = "SELECT * FROM staff_invite WHERE lower(address) = lower($1) AND expires_at > $2"
_OF_ADDRESS = """
SELECT * FROM staff_invite WHERE council_code = $1 AND lower(address) = lower($2) AND expires_at > $3
"""


async def add(invite: Invite) -> None:
    """Keep an invitation."""
    await StaffInvite.insert(
        StaffInvite(
            id=invite.id,
            council_code=invite.council_code,
            address=invite.address,
            roles=[str(role) for role in invite.roles],
            invited_by=invite.invited_by,
            invited_at=invite.invited_at,
            expires_at=invite.expires_at,
        )
    )


async def find(invite_id: UUID, at: datetime) -> Invite | None:
    """An invitation that has not run out."""
    row = await (
        StaffInvite.select().where((StaffInvite.id == invite_id) & (StaffInvite.expires_at > at)).first()
    )
    return _invite(row) if row else None


async def find_of_address(council_code: str, address: str, at: datetime) -> Invite | None:
    """The invitation of an address, whatever its case (raw: lower)."""
    async with connection() as raw:
        row = await raw.fetchrow(_OF_ADDRESS, council_code, address, at)
    return _invite(dict(row)) if row else None


async def list_open(council_code: str, at: datetime) -> list[Invite]:
    """Invitations of a council that are open, the latest first."""
    rows = await (
        StaffInvite.select()
        .where((StaffInvite.council_code == council_code) & (StaffInvite.expires_at > at))
        .order_by(StaffInvite.invited_at, ascending=False)
    )
    return [_invite(row) for row in rows]


async def drop_of_address(council_code: str, address: str) -> list[UUID]:
    """Remove the invitations of an address; return their ids (raw: lower)."""
    async with connection() as raw:
        return [row["id"] for row in await raw.fetch(_DROP_ADDRESS, council_code, address)]


async def list_of_address(address: str, at: datetime) -> list[Invite]:
    """Open invitations of an address by any council (raw: lower)."""
    async with connection() as raw:
        return [_invite(dict(row)) for row in await raw.fetch(_ALL_OF_ADDRESS, address, at)]


async def drop_all_of_address(address: str) -> None:
    """Remove the invitations of an address by any council (raw: lower)."""
    async with connection() as raw:
        await raw.execute(_DROP_ALL_OF_ADDRESS, address)


async def drop(invite_id: UUID, council_code: str) -> bool:
    """Remove an invitation; False when the council has none such."""
    rows = await (
        StaffInvite.delete()
        .where((StaffInvite.id == invite_id) & (StaffInvite.council_code == council_code))
        .returning(StaffInvite.id)
    )
    return bool(rows)


async def drop_sent(council_code: str, account_id: UUID) -> None:
    """Remove the invitations of a council that an account sent: their links open nothing then."""
    await StaffInvite.delete().where(
        (StaffInvite.council_code == council_code) & (StaffInvite.invited_by == account_id)
    )


async def drop_expired(at: datetime) -> int:
    """Remove invitations that have run out; return how many."""
    return len(await StaffInvite.delete().where(StaffInvite.expires_at <= at).returning(StaffInvite.id))


async def list_administrators(council_code: str) -> list[UUID]:
    """Ids of a council's administrators, held until the transaction ends (raw: FOR UPDATE)."""
    async with connection() as raw:
        return [row["account"] for row in await raw.fetch(_ADMINISTRATORS, council_code)]


def _invite(row: dict[str, Any]) -> Invite:
    return Invite(**{**row, "roles": tuple(Role(role) for role in row["roles"])})
