"""Every query of accounts that nobody uses. Raw SQL: anti-joins, row comparison, ON CONFLICT."""

from datetime import datetime
from uuid import UUID, uuid4

from marketplace.accounts.unused.schemas import Notice, Unused, Warned
from marketplace.kernel.database import connection

_SEEN = "coalesce(a.last_signed_in_at, a.created_at)"
_LONE = """
EXISTS (SELECT FROM role_grant g WHERE g.account = a.id AND g.role = 'administrator'
    AND NOT EXISTS (SELECT FROM role_grant o WHERE o.role = g.role AND o.council_code = g.council_code
        AND o.account <> g.account))
"""
_FIND = f"SELECT a.id, {_SEEN} AS seen_at, {_LONE} AS is_lone FROM account a WHERE a.id = $1"  # noqa: S608 - constants only
_LIST = f"""
SELECT a.id, {_SEEN} AS seen_at FROM account a
WHERE {_SEEN} < $1 AND ({_SEEN}, a.id) > ($2, $3) AND NOT {_LONE}
    AND NOT EXISTS (SELECT FROM unused_account u WHERE u.account = a.id)
ORDER BY {_SEEN}, a.id LIMIT $4
"""  # noqa: S608 - constants only
_LONE_COUNCILS = f"""
SELECT DISTINCT g.council_code FROM role_grant g JOIN account a ON a.id = g.account
WHERE g.role = 'administrator' AND {_SEEN} < $1
    AND NOT EXISTS (SELECT FROM role_grant o WHERE o.role = g.role AND o.council_code = g.council_code
        AND o.account <> g.account)
ORDER BY g.council_code
"""  # noqa: S608 - constants only
_NOTICE = "SELECT account, warned, delete_on, letter, refused FROM unused_account"
_PUT = """
INSERT INTO unused_account (id, account, warned, delete_on, letter, refused) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (account) DO UPDATE SET warned = excluded.warned, delete_on = excluded.delete_on,
    letter = excluded.letter, refused = excluded.refused
"""


async def list_unused(before: datetime, after: Unused, limit: int) -> list[Unused]:
    """Accounts not seen since a moment and not warned, those of longest ago first, after one of them.

    Only administrators of a council are left out: they are never deleted.
    """
    async with connection() as raw:
        rows = await raw.fetch(_LIST, before, after.seen_at, after.account_id, limit)
    return [Unused(row["id"], row["seen_at"]) for row in rows]


async def list_noticed() -> list[UUID]:
    """All accounts that were warned, those to be deleted first first."""
    async with connection() as raw:
        rows = await raw.fetch("SELECT account FROM unused_account ORDER BY delete_on, account")
    return [row["account"] for row in rows]


async def find(account_id: UUID) -> Unused | None:
    """When the owner of an account was last here, and whether it is a council's only administrator."""
    async with connection() as raw:
        row = await raw.fetchrow(_FIND, account_id)
    return Unused(row["id"], row["seen_at"], row["is_lone"]) if row else None


async def find_notice(account_id: UUID) -> Notice | None:
    """What was written to an account."""
    async with connection() as raw:
        row = await raw.fetchrow(f"{_NOTICE} WHERE account = $1", account_id)
    if row is None:
        return None
    return Notice(
        account_id=row["account"],
        warned=Warned(row["warned"]),
        delete_on=row["delete_on"],
        letter_id=row["letter"],
        refused=row["refused"],
    )


async def put(notice: Notice) -> None:
    """Keep what was written to an account, in place of what was written before."""
    async with connection() as raw:
        await raw.execute(
            _PUT,
            uuid4(),
            notice.account_id,
            int(notice.warned),
            notice.delete_on,
            notice.letter_id,
            notice.refused,
        )


async def drop(account_id: UUID) -> None:
    """Forget that an account was warned."""
    async with connection() as raw:
        await raw.execute("DELETE FROM unused_account WHERE account = $1", account_id)


async def list_lone_councils(before: datetime) -> list[str]:
    """Councils whose only administrator was not here since a moment."""
    async with connection() as raw:
        return [row["council_code"] for row in await raw.fetch(_LONE_COUNCILS, before)]
