"""Every query of sessions. Raw SQL where a request needs all in one statement, which Piccolo cannot say."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from marketplace.accounts.schemas import Grant, Role, Session, Viewer
from marketplace.accounts.tables import AccountSession
from marketplace.kernel.database import connection

_VIEWER = """
SELECT s.id AS session_id, s.last_seen_at, s.second_factor_at, a.id, a.name, a.second_factor_is_set,
    coalesce((SELECT jsonb_agg(jsonb_build_array(g.role, g.council_code) ORDER BY g.role, g.council_code)
              FROM role_grant g WHERE g.account = a.id), '[]') AS grants
FROM session s JOIN account a ON a.id = s.account
WHERE {wanted} AND s.expires_at > $2
"""
_BY_HASH = _VIEWER.format(wanted="s.token_hash = $1")
_BY_ID = _VIEWER.format(wanted="s.id = $1")
_LOCK = "SELECT name, second_factor_is_set FROM account WHERE id = $1 FOR UPDATE"
_GRANTS = "SELECT role, council_code FROM role_grant WHERE account = $1 ORDER BY role, council_code"
_TOUCH = """
WITH seen AS (UPDATE session SET last_seen_at = $2 WHERE token_hash = $1 RETURNING account)
UPDATE account SET last_signed_in_at = $2 FROM seen WHERE id = seen.account
"""
_ROTATE = """
UPDATE session SET token_hash = $2, second_factor_at = $3, last_seen_at = $3, expires_at = $4 WHERE id = $1
"""
_DROP_OLDEST = """
DELETE FROM session WHERE account = $1 AND id NOT IN (
    SELECT id FROM session WHERE account = $1 ORDER BY last_seen_at DESC, created_at DESC LIMIT $2)
"""
_DROP_ALL = "DELETE FROM session WHERE account = $1 AND id IS DISTINCT FROM $2 RETURNING id"
_DROP_EXPIRED = "DELETE FROM session WHERE expires_at <= $1"
_SIGNED_IN = "UPDATE account SET last_signed_in_at = $2 WHERE id = $1"


class Found(Struct, frozen=True):
    """The viewer of a session, and when it was last seen."""

    viewer: Viewer
    last_seen_at: datetime


class Subject(Struct, frozen=True):
    """What opening a session needs to know of its account."""

    name: str
    second_factor_is_set: bool
    grants: tuple[Grant, ...]


def grants_of(pairs: Iterable[Sequence[Any]]) -> tuple[Grant, ...]:
    """Roles as the database lists them."""
    return tuple(Grant(Role(role), council_code) for role, council_code in pairs)


async def find(token_hash: bytes, now: datetime) -> Found | None:
    """The viewer of a session that has not run out: one statement for session, account and roles."""
    return await _find(_BY_HASH, token_hash, now)


async def find_by_id(session_id: UUID, now: datetime) -> Found | None:
    """The same by the session's id."""
    return await _find(_BY_ID, session_id, now)


async def _find(statement: str, key: bytes | UUID, now: datetime) -> Found | None:
    async with connection() as raw:
        row = await raw.fetchrow(statement, key, now)
    if row is None:
        return None
    viewer = Viewer(
        account_id=row["id"],
        name=row["name"],
        grants=grants_of(row["grants"]),
        has_second_factor=row["second_factor_at"] is not None,
        second_factor_is_set=row["second_factor_is_set"],
        session_id=row["session_id"],
    )
    return Found(viewer, row["last_seen_at"])


async def lock_subject(account_id: UUID) -> Subject | None:
    """An account, locked until the transaction ends: of two changes at once one waits for the other.

    Two statements: who has waited for the lock must not see the roles as they were before.
    """
    async with connection() as raw:
        row = await raw.fetchrow(_LOCK, account_id)
        if row is None:
            return None
        grants = [(grant["role"], grant["council_code"]) for grant in await raw.fetch(_GRANTS, account_id)]
    return Subject(row["name"], row["second_factor_is_set"], grants_of(grants))


async def add(
    token_hash: bytes, account_id: UUID, session: Session, second_factor_at: datetime | None
) -> None:
    """Keep a new session."""
    await AccountSession.insert(
        AccountSession(
            token_hash=token_hash,
            id=session.id,
            account=account_id,
            created_at=session.created_at,
            last_seen_at=session.last_seen_at,
            expires_at=session.expires_at,
            second_factor_at=second_factor_at,
        )
    )


async def note_signed_in(account_id: UUID, now: datetime) -> None:
    """Keep when an account last signed in."""
    await _run(_SIGNED_IN, account_id, now)


async def touch(token_hash: bytes, now: datetime) -> None:
    """Keep when a session was last used, and with it when its account was last here."""
    await _run(_TOUCH, token_hash, now)


async def rotate(session_id: UUID, token_hash: bytes, now: datetime, expires_at: datetime) -> None:
    """Give a session a new token now that the second factor was passed."""
    await _run(_ROTATE, session_id, token_hash, now, expires_at)


async def list_of_account(account_id: UUID, now: datetime) -> list[Session]:
    """Where an account is signed in, the latest first."""
    rows = await (
        AccountSession.select()
        .where((AccountSession.account == account_id) & (AccountSession.expires_at > now))
        .order_by(AccountSession.last_seen_at, ascending=False)
    )
    names = Session.__struct_fields__
    return [Session(**{name: row[name] for name in names}) for row in rows]


async def drop(token_hash: bytes) -> None:
    """Remove the session of a token."""
    await AccountSession.delete().where(AccountSession.token_hash == token_hash)


async def drop_one(account_id: UUID, session_id: UUID) -> None:
    """Remove one session of an account."""
    await AccountSession.delete().where(
        (AccountSession.account == account_id) & (AccountSession.id == session_id)
    )


async def drop_all(account_id: UUID, but: UUID | None = None) -> int:
    """Remove all sessions of an account, but one; return how many."""
    async with connection() as raw:
        return len(await raw.fetch(_DROP_ALL, account_id, but))


async def drop_oldest(account_id: UUID, kept: int) -> None:
    """Remove the sessions used longest ago, so that so many are left."""
    await _run(_DROP_OLDEST, account_id, kept)


async def drop_expired(now: datetime) -> int:
    """Remove sessions that have run out; return how many."""
    async with connection() as raw:
        return int((await raw.execute(_DROP_EXPIRED, now)).rpartition(" ")[2])


async def _run(statement: str, *values: object) -> None:
    async with connection() as raw:
        await raw.execute(statement, *values)
