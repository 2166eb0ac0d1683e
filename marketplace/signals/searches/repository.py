"""Every query of searches on their way in. Raw SQL: batches, each in one statement.

Hashes go in in one order, so that two processes that write at once wait for each other and never in a ring.
"""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import uuid4

from msgspec import structs

from marketplace.kernel.database import connection
from marketplace.signals.searches.schemas import Row

_COLUMNS = (
    "id", "on_day", "council_code", "outcode", "filters", "words", "support_types", "counted_types",
    "counted_words", "counted_groups", "first_types", "first_groups", "results", "is_partial",
)  # fmt: skip


async def month_key(month: date, fresh: bytes) -> bytes:
    """The key of a month; `fresh` becomes it when there is none."""
    async with connection() as raw:
        key: bytes = await raw.fetchval(
            "INSERT INTO signal_key AS k (month, key) VALUES ($1, $2)"
            " ON CONFLICT (month) DO UPDATE SET key = k.key RETURNING key",
            month,
            fresh,
        )
    return key


async def see(hashes: Collection[bytes], month: date) -> set[bytes]:
    """Mark what these stand for as seen; return those that were not before."""
    if not hashes:
        return set()
    async with connection() as raw:
        rows = await raw.fetch(
            "INSERT INTO signal_seen (hash, month) SELECT h, $2 FROM unnest($1::bytea[]) h ORDER BY h"
            " ON CONFLICT DO NOTHING RETURNING hash",
            list(set(hashes)),
            month,
        )
    return {row["hash"] for row in rows}


async def find_kept(hashes: Collection[bytes]) -> set[bytes]:
    """Those of these words that are kept already, all as hashes: questions may stand in the server's log."""
    if not hashes:
        return set()
    async with connection() as raw:
        rows = await raw.fetch("SELECT hash FROM signal_word WHERE hash = ANY($1)", list(hashes))
    return {row["hash"] for row in rows}


async def hear(typed: dict[bytes, bytes], month: date, enough: int) -> set[bytes]:
    """Note who typed what, as hashes (of both -> of the words); return words that enough have typed now."""
    if not typed:
        return set()
    async with connection() as raw:
        await raw.execute(
            "INSERT INTO signal_word_heard (hash, word, month)"
            " SELECT h, w, $3 FROM unnest($1::bytea[], $2::bytea[]) t (h, w) ORDER BY h"
            " ON CONFLICT DO NOTHING",
            list(typed),
            list(typed.values()),
            month,
        )
        rows = await raw.fetch(
            "SELECT word FROM signal_word_heard WHERE word = ANY($1) GROUP BY word HAVING count(*) >= $2",
            list(set(typed.values())),
            enough,
        )
    return {row["word"] for row in rows}


async def keep_words(words: dict[bytes, str], since: date) -> None:
    """Keep words, by the hash that they are found by."""
    if not words:
        return
    async with connection() as raw:
        await raw.execute(
            "INSERT INTO signal_word (hash, word, since)"
            " SELECT h, w, $3 FROM unnest($1::bytea[], $2::text[]) t (h, w) ORDER BY w"
            " ON CONFLICT (word) DO UPDATE SET hash = excluded.hash",
            list(words),
            list(words.values()),
            since,
        )


async def forget_typed(words: Collection[bytes]) -> None:
    """Forget who typed words that are kept now."""
    if not words:
        return
    async with connection() as raw:
        await raw.execute("DELETE FROM signal_word_heard WHERE word = ANY($1)", list(words))


async def add(rows: Sequence[Row]) -> None:
    """Keep searches."""
    if not rows:
        return
    records = [(uuid4(), *structs.astuple(row)) for row in rows]
    async with connection() as raw:
        await raw.copy_records_to_table("search_signal", records=records, columns=_COLUMNS)
