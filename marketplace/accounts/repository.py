"""Every query of accounts but those of roles and sessions."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import asyncpg

from marketplace.accounts.tables import Account
from marketplace.kernel.database import connection

_ADD = """
INSERT INTO account (id, address, name, password_hash, second_factor_is_set, created_at)
VALUES ($1, $2, $3, $4, false, $5) ON CONFLICT (lower(address)) DO NOTHING RETURNING id
"""
_PASSWORD = "SELECT id, password_hash FROM account WHERE lower(address) = lower($1)"  # noqa: S105 - a query
_PASSWORD_BY_ID = "SELECT password_hash FROM account WHERE id = $1"  # noqa: S105 - a query
_NAMES = "SELECT id, name FROM account WHERE id = ANY($1)"
_SEEN = "SELECT id, last_signed_in_at AS at FROM account WHERE id = ANY($1)"
_DROP = """
DELETE FROM account WHERE id = $1
    AND ($2::timestamptz IS NULL OR coalesce(last_signed_in_at, created_at) <= $2) RETURNING id
"""
_MOVE = "UPDATE account SET address = $2 WHERE id = $1"


async def add(account_id: UUID, address: str, name: str, password_hash: str | None, now: datetime) -> bool:
    """Keep a new account; False when the address has one. ON CONFLICT on an expression: raw SQL."""
    async with connection() as raw:
        return await raw.fetchval(_ADD, account_id, address, name, password_hash, now) is not None


async def find_password(address: str) -> tuple[UUID, str | None] | None:
    """Id and password hash of the account of an address."""
    async with connection() as raw:
        row = await raw.fetchrow(_PASSWORD, address)
    return row and (row["id"], row["password_hash"])


async def find_password_of(account_id: UUID) -> str | None:
    """The password hash of an account."""
    async with connection() as raw:
        found: str | None = await raw.fetchval(_PASSWORD_BY_ID, account_id)
    return found


async def set_password(account_id: UUID, password_hash: str) -> None:
    """Keep another password."""
    await Account.update({Account.password_hash: password_hash}).where(Account.id == account_id)


async def replace_hash(account_id: UUID, old: str, new: str) -> None:
    """Keep the same password hashed in another way, unless the password was changed meanwhile."""
    await Account.update({Account.password_hash: new}).where(
        (Account.id == account_id) & (Account.password_hash == old)
    )


async def set_name(account_id: UUID, name: str) -> None:
    """Keep another name."""
    await Account.update({Account.name: name}).where(Account.id == account_id)


async def set_second_factor(account_id: UUID, *, is_set: bool) -> None:
    """Keep whether the account has a second factor."""
    await Account.update({Account.second_factor_is_set: is_set}).where(Account.id == account_id)


async def set_address(account_id: UUID, address: str) -> bool:
    """Keep another address; False when another account has it."""
    async with connection() as raw:
        try:
            async with raw.transaction():
                await raw.execute(_MOVE, account_id, address)
        except asyncpg.UniqueViolationError:
            return False
    return True


async def names(account_ids: Collection[UUID]) -> dict[UUID, str]:
    """Names of the accounts that are there."""
    async with connection() as raw:
        return {row["id"]: row["name"] for row in await raw.fetch(_NAMES, list(account_ids))}


async def addresses(account_ids: Collection[UUID]) -> dict[UUID, str]:
    """The address of each account that is there."""
    async with connection() as raw:
        rows = await raw.fetch(
            "SELECT id, address FROM account WHERE id = ANY($1::uuid[]) ORDER BY id", list(account_ids)
        )
    return {row["id"]: row["address"] for row in rows}


async def last_seen(account_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """When each account was last here, for those that ever were."""
    async with connection() as raw:
        rows = await raw.fetch(_SEEN, list(account_ids))
    return {row["id"]: row["at"] for row in rows if row["at"] is not None}


async def drop(account_id: UUID, *, unless_seen_after: datetime | None = None) -> bool:
    """Remove an account, its roles, sessions and what is recorded of its consent.

    False when it is gone, or its owner was here after a moment: of this and a sign-in one waits for the
    other, and then the row is looked at anew (raw: coalesce).
    """
    async with connection() as raw:
        return await raw.fetchval(_DROP, account_id, unless_seen_after) is not None
