"""The query of the demonstration."""

from uuid import UUID

from marketplace.accounts.tables import Account


async def list_ids(domain: str) -> list[UUID]:
    """Accounts with an address of this domain, the oldest first."""
    rows = await (
        Account.select(Account.id)
        .where(Account.address.ilike(f"%@{domain}"))
        .order_by(Account.created_at)
        .limit(50)
    )
    return [row["id"] for row in rows]


async def count(domain: str) -> int:
    """How many accounts have an address of this domain."""
    return int(await Account.count().where(Account.address.ilike(f"%@{domain}")))
