"""Every query of options packs. Raw SQL: who may read stands in the statement, and rows are held."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from marketplace.kernel.database import connection
from marketplace.shortlists.packs.schemas import Orphan, Pack, PackContent, PackItem, PackKind, PackReader
from marketplace.shortlists.packs.tables import OptionsPack

_COLUMNS = """p.id, p.version, p.council_code, p.team, p.account, p.language, p.kind, p.introduction, p.near,
    p.items, p.created_at, p.changed_at, p.expires_at"""
_READABLE = """p.council_code = ANY($1::text[])
    AND ((p.team IS NULL AND p.account = $2) OR p.team = ANY($3::uuid[]))"""


async def add(pack: Pack) -> None:
    """Keep a new pack."""
    content = pack.content
    await OptionsPack.insert(
        OptionsPack(
            id=pack.id,
            version=pack.version,
            council_code=pack.council_code,
            team=pack.team_id,
            account=pack.made_by,
            language=pack.language,
            kind=content.kind.value,
            introduction=content.introduction,
            near=content.near,
            items=_items_json(content),
            created_at=pack.created_at,
            changed_at=pack.changed_at,
            expires_at=pack.expires_at,
        )
    )


async def find(pack_id: UUID, *, lock: bool = False) -> Pack | None:
    """A pack, whoever asks; `lock` holds it for a change."""
    statement = f"SELECT {_COLUMNS} FROM options_pack p WHERE p.id = $1"  # noqa: S608 - no value in it
    async with connection() as raw:
        row = await raw.fetchrow(statement + (" FOR UPDATE" if lock else ""), pack_id)
    return _pack(row) if row else None


async def list_readable(reader: PackReader, limit: int, offset: int) -> tuple[tuple[Pack, ...], int]:
    """Packs that a practitioner may open, the latest first, and how many there are in all."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"""SELECT {_COLUMNS}, count(*) OVER () AS total FROM options_pack p WHERE {_READABLE}
            ORDER BY p.changed_at DESC, p.id LIMIT $4 OFFSET $5""",  # noqa: S608 - no value in it
            list(reader.councils),
            reader.account_id,
            list(reader.team_ids),
            limit,
            offset,
        )
        total = rows[0]["total"] if rows else await _count(raw, reader)
    return tuple(_pack(row) for row in rows), total


async def _count(raw: Any, reader: PackReader) -> int:
    """How many there are: for a page beyond the last."""
    return int(
        await raw.fetchval(
            f"SELECT count(*) FROM options_pack p WHERE {_READABLE}",  # noqa: S608 - no value in it
            list(reader.councils),
            reader.account_id,
            list(reader.team_ids),
        )
    )


async def count_of_account(account_id: UUID) -> int:
    """How many packs an account made that are there."""
    return int(await OptionsPack.count().where(OptionsPack.account == account_id))


async def put_content(pack_id: UUID, content: PackContent, at: datetime) -> None:
    """Write a pack anew, one version on."""
    await _update(
        pack_id,
        {
            OptionsPack.kind: content.kind.value,
            OptionsPack.introduction: content.introduction,
            OptionsPack.near: content.near,
            OptionsPack.items: _items_json(content),
            OptionsPack.changed_at: at,
        },
    )


async def put_expiry(pack_id: UUID, expires_at: datetime) -> None:
    """Have a pack last until then."""
    await _update(pack_id, {OptionsPack.expires_at: expires_at})


async def _update(pack_id: UUID, values: dict[Any, Any]) -> None:
    changes = {OptionsPack.version: OptionsPack.version + 1, **values}
    await OptionsPack.update(changes).where(OptionsPack.id == pack_id)


async def drop(pack_ids: Collection[UUID]) -> None:
    """Delete packs."""
    await OptionsPack.delete().where(OptionsPack.id.is_in(list(pack_ids)))


async def list_over(before: datetime, limit: int) -> list[UUID]:
    """Packs that ran out before a moment, held, the oldest first."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT id FROM options_pack WHERE expires_at <= $1
            ORDER BY expires_at, id LIMIT $2 FOR UPDATE SKIP LOCKED""",
            before,
            limit,
        )
    return [row["id"] for row in rows]


async def list_orphans(now: datetime, limit: int) -> list[Orphan]:
    """Packs of teams that went, or in which nobody works any more, held.

    Of those that ran out only what somebody can still renew: whose maker works there.
    """
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT * FROM (
                SELECT p.id, p.council_code, p.expires_at, EXISTS (SELECT FROM role_grant g
                    WHERE g.account = p.account AND g.role = 'practitioner'
                    AND g.council_code = p.council_code) AS has_maker
                FROM options_pack p WHERE p.team IS NOT NULL AND NOT EXISTS (
                    SELECT FROM team_member m JOIN role_grant g ON g.account = m.account
                    WHERE m.team = p.team AND g.role = 'practitioner' AND g.council_code = p.council_code)
                FOR UPDATE OF p SKIP LOCKED) o
            WHERE o.has_maker OR o.expires_at > $1 ORDER BY o.id LIMIT $2""",
            now,
            limit,
        )
    return [
        Orphan(id=row["id"], council_code=row["council_code"], has_maker=row["has_maker"]) for row in rows
    ]


async def give_back(pack_ids: Collection[UUID]) -> None:
    """Make packs of a team their makers' alone."""
    changes: dict[Any, Any] = {OptionsPack.version: OptionsPack.version + 1, OptionsPack.team: None}
    await OptionsPack.update(changes).where(OptionsPack.id.is_in(list(pack_ids)))


async def end(pack_ids: Collection[UUID], at: datetime) -> None:
    """Have packs run out now."""
    changes: dict[Any, Any] = {OptionsPack.version: OptionsPack.version + 1, OptionsPack.expires_at: at}
    await OptionsPack.update(changes).where(OptionsPack.id.is_in(list(pack_ids)))


async def list_of_account(account_id: UUID) -> tuple[Pack, ...]:
    """Packs that an account made, the latest first."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"""SELECT {_COLUMNS} FROM options_pack p WHERE p.account = $1
            ORDER BY p.changed_at DESC, p.id""",  # noqa: S608 - no value in it
            account_id,
        )
    return tuple(_pack(row) for row in rows)


async def forget_maker(account_id: UUID) -> None:
    """Leave what teams have without the name of who made it."""
    await OptionsPack.update({OptionsPack.account: None}).where(OptionsPack.account == account_id)


def _items_json(content: PackContent) -> str:
    pairs = [[str(item.listing_id), list(item.reasons)] for item in content.items]
    return msgspec.json.encode(pairs).decode()


def _pack(row: Any) -> Pack:
    pairs = msgspec.convert(row["items"], list[tuple[UUID, tuple[str, ...]]])
    return Pack(
        id=row["id"],
        version=row["version"],
        council_code=row["council_code"],
        team_id=row["team"],
        made_by=row["account"],
        language=row["language"],
        content=PackContent(
            introduction=row["introduction"],
            near=row["near"],
            kind=PackKind(row["kind"]),
            items=tuple(PackItem(listing_id=listing_id, reasons=reasons) for listing_id, reasons in pairs),
        ),
        created_at=row["created_at"],
        changed_at=row["changed_at"],
        expires_at=row["expires_at"],
    )
