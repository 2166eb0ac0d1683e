"""Keeps wishes. Raw SQL: rows are held for a change, and counts come with them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from msgspec import structs

from marketplace.kernel.database import connection
from marketplace.pooling.meeting.schemas import Wish, WishContent, WishItem
from marketplace.pooling.meeting.tables import PoolWish
from marketplace.wanted.schemas import Area

WISH_COLUMNS = """w.id, w.version, w.account, w.acting_for, w.relation, w.name, w.support_type, w.title,
    w.care_group, w.times, w.outcode, w.council_code, w.nation_code, w.latitude, w.longitude,
    w.gets_letters, w.changed_at, w.expires_at, w.ended_at"""
"""What `wish_of` reads, of `pool_wish w`."""
OWN_SIDE = """SELECT m.id, m.wish_a AS own, m.wish_b AS other, m.a_said AS own_said, m.b_said AS other_said,
        m.miles, m.both_at, m.made_at, m.pool, m.a_told_at AS told_at FROM pool_match m
    UNION ALL SELECT m.id, m.wish_b, m.wish_a, m.b_said, m.a_said,
        m.miles, m.both_at, m.made_at, m.pool, m.b_told_at FROM pool_match m"""
"""Every match twice, as each of the two sees it."""


async def add_wish(wish_id: UUID, content: WishContent, area: Area, **columns: Any) -> None:
    """Keep a wish."""
    await PoolWish.insert(PoolWish(id=wish_id, **wish_columns(content, area), **columns))


async def put_wish(wish_id: UUID, **columns: object) -> None:
    """Write some columns of a wish, by their names in the table."""
    changes: dict[Any, Any] = {
        PoolWish._meta.get_column_by_name(name): value  # noqa: SLF001 - Piccolo's way
        for name, value in columns.items()
    }
    await PoolWish.update(changes).where(PoolWish.id == wish_id)


async def find_wish(wish_id: UUID, *, lock: bool = False) -> Wish | None:
    """A wish, whoever asks; `lock` holds it for a change."""
    return await _find("w.id = $1", wish_id, lock=lock)


async def find_of_kind(account_id: UUID, support_type: str) -> Wish | None:
    """The wish of an account for one kind of support, also one that has ended; held for a change."""
    return await _find("w.account = $1 AND w.support_type = $2", account_id, support_type, lock=True)


async def count_open(account_id: UUID) -> int:
    """How many wishes of an account have not ended."""
    async with connection() as raw:
        return int(
            await raw.fetchval(
                "SELECT count(*) FROM pool_wish WHERE account = $1 AND ended_at IS NULL", account_id
            )
        )


async def list_own(account_id: UUID) -> list[WishItem]:
    """The open wishes of an account, with how much waits for it: a handful at most."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"""SELECT {WISH_COLUMNS}, (SELECT count(*) FROM ({OWN_SIDE}) s
                JOIN pool_wish o ON o.id = s.other AND o.ended_at IS NULL
                    AND (w.times = '{{}}' OR o.times = '{{}}' OR w.times && o.times)
                WHERE s.own = w.id AND s.pool IS NULL AND s.own_said <> 'no' AND (s.own_said = ''
                    OR s.other_said = 'yes')) AS waiting
            FROM pool_wish w WHERE w.account = $1 AND w.ended_at IS NULL ORDER BY w.created_at, w.id""",  # noqa: S608 - our own words
            account_id,
        )
    return [WishItem(wish=wish_of(row), waiting=row["waiting"]) for row in rows]


def wish_columns(content: WishContent, area: Area) -> dict[str, Any]:
    """What is wished and where, as columns."""
    return {
        "support_type": content.support_type,
        "name": content.name,
        "title": content.title,
        "care_group": content.care_group,
        "times": list(content.times),
        "acting_for": content.acting_for,
        **structs.asdict(area),
    }


def wish_of(row: Mapping[str, Any]) -> Wish:
    """A row of `WISH_COLUMNS` as a struct."""
    return Wish(
        id=row["id"],
        version=row["version"],
        account_id=row["account"],
        content=WishContent(
            support_type=row["support_type"],
            name=row["name"],
            times=tuple(row["times"]),
            acting_for=row["acting_for"],
            title=row["title"],
            care_group=row["care_group"],
        ),
        relation=row["relation"],
        area=Area(**{name: row[name] for name in Area.__struct_fields__}),
        gets_letters=row["gets_letters"],
        changed_at=row["changed_at"],
        expires_at=row["expires_at"],
        ended_at=row["ended_at"],
    )


async def _find(condition: str, *values: object, lock: bool) -> Wish | None:
    async with connection() as raw:
        row = await raw.fetchrow(
            f"SELECT {WISH_COLUMNS} FROM pool_wish w WHERE {condition} {'FOR UPDATE' if lock else ''}",  # noqa: S608 - our own words
            *values,
        )
    return wish_of(row) if row else None
