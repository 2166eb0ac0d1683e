"""Every query of the words of councils. Raw SQL: a row that is made and held in one go."""

from datetime import datetime
from typing import Any

import msgspec

from marketplace.gaps.words.schemas import KeptWords, MarketWords
from marketplace.kernel.database import connection

_ROW = "council_code, version, draft, published, published_at, changed_at"


async def find(council_code: str) -> KeptWords | None:
    """What is kept of a council."""
    async with connection() as raw:
        row = await raw.fetchrow(f"SELECT {_ROW} FROM market_text WHERE council_code = $1", council_code)  # noqa: S608 - our own words
    return _kept(row) if row else None


async def hold(council_code: str, now: datetime) -> KeptWords:
    """The row of a council, made where there is none, and held until the transaction ends."""
    async with connection() as raw:
        await raw.execute(
            "INSERT INTO market_text (council_code, version, draft, changed_at) VALUES ($1, 0, '{}', $2)"
            " ON CONFLICT DO NOTHING",
            council_code,
            now,
        )
        row = await raw.fetchrow(
            f"SELECT {_ROW} FROM market_text WHERE council_code = $1 FOR UPDATE",  # noqa: S608 - our own words
            council_code,
        )
    return _kept(row)


async def put(words: KeptWords) -> None:
    """Write a row anew."""
    async with connection() as raw:
        await raw.execute(
            "UPDATE market_text SET version = $2, draft = $3, published = $4, published_at = $5,"
            " changed_at = $6 WHERE council_code = $1",
            words.council_code,
            words.version,
            msgspec.to_builtins(words.draft),
            msgspec.to_builtins(words.published),
            words.published_at,
            words.changed_at,
        )


def _kept(row: Any) -> KeptWords:
    published = row["published"]
    return KeptWords(
        council_code=row["council_code"],
        version=row["version"],
        draft=msgspec.convert(row["draft"], MarketWords),
        published=msgspec.convert(published, MarketWords) if published is not None else None,
        published_at=row["published_at"],
        changed_at=row["changed_at"],
    )
