"""Every query of roles."""

from datetime import datetime
from uuid import UUID, uuid4

from marketplace.accounts.schemas import Account, Grant, Role
from marketplace.accounts.sessions.repository import grants_of
from marketplace.kernel.database import connection

_ADD = """
INSERT INTO role_grant (id, account, role, council_code, granted_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT DO NOTHING RETURNING id
"""
_DROP = """
DELETE FROM role_grant WHERE account = $1 AND role = $2 AND council_code IS NOT DISTINCT FROM $3 RETURNING id
"""
_ACCOUNT = """
SELECT a.id, a.address, a.name, a.password_hash IS NOT NULL AS has_password, a.second_factor_is_set,
    a.created_at, a.last_signed_in_at,
    coalesce((SELECT jsonb_agg(jsonb_build_array(g.role, g.council_code) ORDER BY g.role, g.council_code)
              FROM role_grant g WHERE g.account = a.id), '[]') AS grants
FROM account a
"""
_BY_ID = _ACCOUNT + "WHERE a.id = $1"
_BY_ADDRESS = _ACCOUNT + "WHERE lower(a.address) = lower($1)"
_STAFF = (
    _ACCOUNT
    + """
WHERE EXISTS (SELECT FROM role_grant g WHERE g.account = a.id AND g.council_code = $1)
ORDER BY lower(a.name), a.id LIMIT $2 OFFSET $3
"""
)
_COUNT_STAFF = "SELECT count(DISTINCT account) FROM role_grant WHERE council_code = $1"
_WITH_ROLE = """
SELECT g.account FROM role_grant g WHERE g.role = $1 AND g.council_code IS NOT DISTINCT FROM $2
ORDER BY g.granted_at, g.account
"""


def _account(row: object) -> Account:
    values = dict(row)  # type: ignore[call-overload]  # asyncpg's records have no types
    return Account(**values | {"grants": grants_of(values["grants"])})


async def find(account_id: UUID) -> Account | None:
    """An account with its roles."""
    async with connection() as raw:
        row = await raw.fetchrow(_BY_ID, account_id)
    return row and _account(row)


async def find_by_address(address: str) -> Account | None:
    """The account of an address, whatever its case."""
    async with connection() as raw:
        row = await raw.fetchrow(_BY_ADDRESS, address)
    return row and _account(row)


async def add(account_id: UUID, grant: Grant, now: datetime) -> bool:
    """Keep a role; False when the account has it already."""
    async with connection() as raw:
        kept = await raw.fetchval(_ADD, uuid4(), account_id, str(grant.role), grant.council_code, now)
    return kept is not None


async def drop(account_id: UUID, grant: Grant) -> bool:
    """Remove a role; False when the account did not have it."""
    async with connection() as raw:
        return await raw.fetchval(_DROP, account_id, str(grant.role), grant.council_code) is not None


async def count_staff(council_code: str) -> int:
    """How many accounts have a role for a council."""
    async with connection() as raw:
        return int(await raw.fetchval(_COUNT_STAFF, council_code))


async def list_staff(council_code: str, limit: int, offset: int) -> list[Account]:
    """Accounts with a role for a council, by name."""
    async with connection() as raw:
        return [_account(row) for row in await raw.fetch(_STAFF, council_code, limit, offset)]


async def list_with_role(role: Role, council_code: str | None) -> list[UUID]:
    """Ids of accounts with this role for this council, who had it first first."""
    async with connection() as raw:
        return [row["account"] for row in await raw.fetch(_WITH_ROLE, str(role), council_code)]
