"""Keeps ticks and reminders. Raw SQL: what is there once is written anew."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from marketplace.kernel.clock import LONDON
from marketplace.kernel.database import connection
from marketplace.pooling.desk.schemas import ChecklistItem, Reminded, Thing, Tick


async def list_ticks(pool_id: UUID) -> dict[ChecklistItem, Tick]:
    """What somebody said is done."""
    async with connection() as raw:
        rows = await raw.fetch("SELECT item, member, at FROM pool_tick WHERE pool = $1", pool_id)
    return {
        ChecklistItem(row["item"]): Tick(
            item=ChecklistItem(row["item"]), member_id=row["member"], on=row["at"].astimezone(LONDON).date()
        )
        for row in rows
    }


async def add_tick(pool_id: UUID, item: ChecklistItem, member_id: UUID | None, at: datetime) -> bool:
    """Keep that something is done; False if somebody said so before."""
    async with connection() as raw:
        done = await raw.execute(
            """INSERT INTO pool_tick (id, pool, item, member, at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (pool, item) DO NOTHING""",
            uuid4(),
            pool_id,
            item.value,
            member_id,
            at,
        )
    return bool(done != "INSERT 0 0")


async def drop_tick(pool_id: UUID, item: ChecklistItem) -> bool:
    """Take a tick away; False if there was none."""
    async with connection() as raw:
        done = await raw.execute("DELETE FROM pool_tick WHERE pool = $1 AND item = $2", pool_id, item.value)
    return bool(done != "DELETE 0")


async def list_reminded(pool_id: UUID) -> dict[tuple[UUID, Thing], Reminded]:
    """When each was last reminded of what."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT r.member, r.thing, r.at FROM pool_reminder r
            JOIN pool_member m ON m.id = r.member WHERE m.pool = $1""",
            pool_id,
        )
    found = [Reminded(member_id=row["member"], thing=Thing(row["thing"]), at=row["at"]) for row in rows]
    return {(each.member_id, each.thing): each for each in found}


async def put_reminded(member_id: UUID, thing: Thing, at: datetime) -> None:
    """Keep that somebody is reminded now."""
    async with connection() as raw:
        await raw.execute(
            """INSERT INTO pool_reminder (id, member, thing, at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (member, thing) DO UPDATE SET at = excluded.at""",
            uuid4(),
            member_id,
            thing.value,
            at,
        )


async def list_own(account_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """What is kept about an account: to what it consented, what it ticked, when it was reminded."""
    async with connection() as raw:
        consents = await raw.fetch(
            """SELECT h.pool, o.name AS organization, c.is_yes, c.at, c.acting_for, c.relation
            FROM helper_consent c JOIN pool_helper h ON h.id = c.helper
            JOIN organization o ON o.id = h.organization
            JOIN pool_member m ON m.id = c.member WHERE m.account = $1 ORDER BY c.at, c.id""",
            account_id,
        )
        ticks = await raw.fetch(
            """SELECT t.pool, t.item, t.at FROM pool_tick t JOIN pool_member m ON m.id = t.member
            WHERE m.account = $1 ORDER BY t.at, t.id""",
            account_id,
        )
        reminders = await raw.fetch(
            """SELECT m.pool, r.thing, r.at FROM pool_reminder r JOIN pool_member m ON m.id = r.member
            WHERE m.account = $1 ORDER BY r.at, r.id""",
            account_id,
        )
    return {
        "consents_to_help": [dict(row) for row in consents],
        "ticked": [dict(row) for row in ticks],
        "reminded": [dict(row) for row in reminders],
    }


async def forget(account_id: UUID) -> None:
    """Delete consents and reminders of an account. Ticks stay for the others, without a name."""
    async with connection() as raw:
        for table in ("helper_consent", "pool_reminder"):
            await raw.execute(
                f"""DELETE FROM {table} t USING pool_member m
                WHERE m.id = t.member AND m.account = $1""",  # noqa: S608 - our own words
                account_id,
            )
