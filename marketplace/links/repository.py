"""Every query of links."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from marketplace.kernel.database import connection
from marketplace.links.schemas import Link
from marketplace.links.tables import StoredLink


async def add_many(links: Sequence[tuple[bytes, Link]], at: datetime) -> None:
    """Keep links, each with the hash of its token. Raw: one statement, however many."""
    async with connection() as raw:
        await raw.execute(
            """INSERT INTO link (token_hash, purpose, record_id, account, data, expires_at, created_at)
            SELECT n.*, $7 FROM unnest($1::bytea[], $2::text[], $3::uuid[], $4::uuid[], $5::jsonb[],
                $6::timestamptz[]) AS n""",
            [token_hash for token_hash, _link in links],
            [link.purpose for _hash, link in links],
            [link.record_id for _hash, link in links],
            [link.account_id for _hash, link in links],
            [link.data for _hash, link in links],
            [link.expires_at for _hash, link in links],
            at,
        )


async def find(token_hash: bytes, purpose: str, now: datetime) -> Link | None:
    """A link of this purpose that works now."""
    row = await (
        StoredLink.select()
        .where(
            (StoredLink.token_hash == token_hash)
            & (StoredLink.purpose == purpose)
            & (StoredLink.expires_at > now)
        )
        .first()
    )
    return _link(row) if row else None


async def take(token_hash: bytes, purpose: str, now: datetime) -> Link | None:
    """Take a link away and return it. A second taker waits, and finds nothing if the first commits."""
    rows = await (
        StoredLink.delete()
        .where(
            (StoredLink.token_hash == token_hash)
            & (StoredLink.purpose == purpose)
            & (StoredLink.expires_at > now)
        )
        .returning(*StoredLink.all_columns())
    )
    return _link(rows[0]) if rows else None


async def end(purpose: str, record_ids: Collection[UUID]) -> int:
    """Take away all links of one purpose to records; return how many. Raw, so that nothing need come back."""
    async with connection() as raw:
        done = await raw.execute(
            "DELETE FROM link WHERE purpose = $1 AND record_id = ANY($2::uuid[])", purpose, list(record_ids)
        )
    return int(done.rsplit(" ", 1)[-1])


async def end_about(purpose: str, address: str) -> int:
    """Take away links of one purpose that name an address, whatever its case. Raw: JSON."""
    async with connection() as raw:
        done = await raw.execute(
            "DELETE FROM link WHERE purpose = $1 AND lower(data ->> 'address') = lower($2)", purpose, address
        )
    return int(done.rsplit(" ", 1)[-1])


async def drop_expired(now: datetime) -> int:
    """Take away what has run out; return how many. Raw, so that the tokens' hashes need not come back."""
    async with connection() as raw:
        done = await raw.execute("DELETE FROM link WHERE expires_at <= $1", now)
    return int(done.rsplit(" ", 1)[-1])


async def list_of_account(account_id: UUID) -> list[Link]:
    """All links of one account, oldest first."""
    rows = await StoredLink.select().where(StoredLink.account == account_id).order_by(StoredLink.created_at)
    return [_link(row) for row in rows]


async def list_working(account_id: UUID, purpose: str, now: datetime) -> list[Link]:
    """Links of one account and purpose that work now, latest first."""
    rows = await (
        StoredLink.select()
        .where(
            (StoredLink.account == account_id)
            & (StoredLink.purpose == purpose)
            & (StoredLink.expires_at > now)
        )
        .order_by(StoredLink.created_at, ascending=False)
    )
    return [_link(row) for row in rows]


async def drop_of_account(account_id: UUID, purpose: str | None = None) -> None:
    """Take away all links of one account, or those of one purpose."""
    query = StoredLink.delete().where(StoredLink.account == account_id)
    await (query.where(StoredLink.purpose == purpose) if purpose else query)


def _link(row: dict[str, Any]) -> Link:
    return Link(
        purpose=row["purpose"],
        record_id=row["record_id"],
        account_id=row["account"],
        data=row["data"],
        expires_at=row["expires_at"],
    )
