"""Reads what the public sees of pools. Raw SQL: places are counted, and a cursor streams."""

from collections.abc import AsyncIterator, Sequence
from typing import Any
from uuid import UUID

from marketplace.kernel.database import connection
from marketplace.pooling.finding.schemas import PoolCard, PoolRow
from marketplace.pooling.repository import TAKEN
from marketplace.pooling.schemas import PoolState

STREAM_ROWS = 2_000
_SHOWN = "p.shown_title IS NOT NULL AND p.state IN ('looking', 'agreeing', 'active')"
_IS_PUBLIC = f"({_SHOWN} AND {TAKEN} < p.places)"
_ROW = f"""SELECT p.id, p.index_version, {_IS_PUBLIC} AS is_public, p.shown_title AS title,
    p.shown_words AS words, p.shown_place_words AS place_words, p.support_types, p.care_groups, p.languages,
    p.times, p.weekly_cost_pence, p.places - {TAKEN} AS places_left, p.latitude, p.longitude,
    p.changed_at::date AS changed_on FROM pool p"""  # noqa: S608 - our own words
_CARD = f"""SELECT p.id, p.shown_title AS title, p.shown_words AS words, p.state, p.support_types,
    p.care_groups, p.languages, p.times, p.shown_place_words AS place_words, p.outcode, p.council_code,
    p.latitude, p.longitude, p.weekly_cost_pence, p.places, greatest(p.places - {TAKEN}, 0) AS places_left,
    s.id AS listing_id, s.title AS listing_title, p.changed_at::date AS changed_on
    FROM pool p LEFT JOIN service s ON s.id = p.listing AND s.status = 'published' AND NOT s.is_hidden"""  # noqa: S608 - our own words


async def read_rows(ids: Sequence[UUID]) -> list[PoolRow]:
    """Those that are pools, as they are now, public or not."""
    async with connection() as raw:
        rows = await raw.fetch(f"{_ROW} WHERE p.id = ANY($1::uuid[])", list(ids))
    return [PoolRow(**dict(row)) for row in rows]


async def stream_public() -> AsyncIterator[list[PoolRow]]:
    """All with free places that are shown, in batches. To be called in a transaction."""
    async with connection() as raw:
        cursor = await raw.cursor(f"{_ROW} WHERE {_IS_PUBLIC}")
        while rows := await cursor.fetch(STREAM_ROWS):
            yield [PoolRow(**dict(row)) for row in rows]


async def list_versions() -> tuple[dict[UUID, int], dict[UUID, int]]:
    """Versions of those with free places that are shown, and of all others."""
    async with connection() as raw:
        rows = await raw.fetch(f"SELECT p.id, p.index_version, {_IS_PUBLIC} AS is_public FROM pool p")  # noqa: S608 - our own words
    public = {row["id"]: row["index_version"] for row in rows if row["is_public"]}
    return public, {row["id"]: row["index_version"] for row in rows if not row["is_public"]}


async def count_public() -> int:
    """How many an index should hold."""
    async with connection() as raw:
        return int(await raw.fetchval(f"SELECT count(*) FROM pool p WHERE {_IS_PUBLIC}"))  # noqa: S608 - our own words


async def list_cards(ids: Sequence[UUID]) -> dict[UUID, PoolCard]:
    """Those of these that are pools with free places that the public sees."""
    async with connection() as raw:
        rows = await raw.fetch(f"{_CARD} WHERE p.id = ANY($1::uuid[]) AND {_IS_PUBLIC}", list(ids))
    return {row["id"]: _card(row) for row in rows}


async def find_card(pool_id: UUID) -> PoolCard | None:
    """A pool that the public sees, also when no place is free."""
    async with connection() as raw:
        row = await raw.fetchrow(f"{_CARD} WHERE p.id = $1 AND {_SHOWN}", pool_id)
    return _card(row) if row else None


async def list_using(listing_id: UUID, limit: int) -> tuple[tuple[PoolCard, ...], int]:
    """Pools with free places that use a listing, the latest first; and how many there are."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"""SELECT *, count(*) OVER () AS total FROM ({_CARD} WHERE p.listing = $1 AND {_IS_PUBLIC}) found
            ORDER BY changed_on DESC, id LIMIT $2""",  # noqa: S608 - our own words
            listing_id,
            limit,
        )
    return tuple(_card(row) for row in rows), rows[0]["total"] if rows else 0


def _card(row: Any) -> PoolCard:
    values = {name: row[name] for name in PoolCard.__struct_fields__ if name != "is_venue"}
    lists = {name: tuple(values[name]) for name in ("support_types", "care_groups", "languages", "times")}
    return PoolCard(**values | lists | {"state": PoolState(values["state"])})
