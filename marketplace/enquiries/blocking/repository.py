"""Keeps who wants nothing from whom."""

from datetime import datetime
from uuid import UUID, uuid4

from marketplace.enquiries.schemas import Block, Side
from marketplace.enquiries.tables import ConversationBlock
from marketplace.kernel.database import connection

_OWN = {
    Side.PERSON: "b.account = $1",
    Side.PROVIDER: (
        "b.organization IN (SELECT m.organization FROM organization_member m WHERE m.account = $1)"
    ),
}


async def add(account_id: UUID, organization_id: UUID, side: Side, name: str, at: datetime) -> None:
    """Keep that a side wants nothing from the other; as it is when it is there already."""
    await ConversationBlock.insert(
        ConversationBlock(
            id=uuid4(),
            account=account_id,
            organization=organization_id,
            side=side.value,
            name=name,
            made_at=at,
        )
    ).on_conflict(action="DO NOTHING")


async def list_of(account_id: UUID, side: Side, most: int, offset: int) -> tuple[list[Block], int]:
    """Whom an account, on a side, wants nothing from, the latest first. Raw SQL: by its organisations."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"""SELECT b.id, b.name, b.made_at, count(*) OVER () AS total FROM conversation_block b
            WHERE b.side = $2 AND {_OWN[side]} ORDER BY b.made_at DESC, b.id LIMIT $3 OFFSET $4""",  # noqa: S608 - our own words
            account_id,
            side.value,
            most,
            offset,
        )
    found = [Block(id=row["id"], name=row["name"], made_at=row["made_at"]) for row in rows]
    return found, rows[0]["total"] if rows else 0


async def drop(block_id: UUID, account_id: UUID, side: Side) -> bool:
    """Take it back; False when there is none of that account's on that side."""
    async with connection() as raw:
        row = await raw.fetchrow(
            "DELETE FROM conversation_block b"  # noqa: S608 - our own words
            f" WHERE b.id = $2 AND b.side = $3 AND {_OWN[side]} RETURNING b.id",
            account_id,
            block_id,
            side.value,
        )
    return row is not None
