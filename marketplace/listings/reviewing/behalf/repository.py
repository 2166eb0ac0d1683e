"""Which stewards write for whom."""

from uuid import UUID

from marketplace.listings.reviewing.tables import RequestOnBehalf


async def add(request_id: UUID, account_id: UUID, council_code: str) -> None:
    """Note that a steward writes in a request; twice is once."""
    await RequestOnBehalf.insert(
        RequestOnBehalf(request=request_id, account=account_id, council_code=council_code)
    ).on_conflict(target=RequestOnBehalf.request, action="DO NOTHING")


async def find_account(request_id: UUID) -> UUID | None:
    """The steward who writes in a request, or None."""
    row = await (
        RequestOnBehalf.select(RequestOnBehalf.account).where(RequestOnBehalf.request == request_id).first()
    )
    return row["account"] if row else None


async def list_of(account_id: UUID) -> list[UUID]:
    """The requests in which a steward writes, or wrote."""
    rows = await RequestOnBehalf.select(RequestOnBehalf.request).where(RequestOnBehalf.account == account_id)
    return sorted(row["request"] for row in rows)


async def drop_of(account_id: UUID) -> None:
    """Forget what an account wrote for others."""
    await RequestOnBehalf.delete().where(RequestOnBehalf.account == account_id)
