"""From one index to another: changes that only one of them has, and deletions."""

import asyncio
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import TypeVar

from search.engines.meilisearch.accepting import Batch, Standing
from search.engines.meilisearch.connection import Connection, Found
from search.engines.meilisearch.documents import add_filtered
from search.engines.meilisearch.filters import all_of, one_of
from search.engines.meilisearch.layout import notes_of
from search.engines.meilisearch.searches import fetching
from search.engines.meilisearch.writing import Target

T = TypeVar("T")

_AT_ONCE = 500
_NONE = Standing(-(2**62), 0)
_GRAVES = one_of("kind", ["grave"])


async def bring_over(connection: Connection, source: str, target: Target, after: int, sequence: int) -> bool:
    """Bring what batches after one changed in an index into another that lacks it; whether anything did."""
    newer = f"batch > {after}"
    changed, buried = await connection.ask(
        [
            fetching(source, newer, ["id", "version", "batch"]),
            fetching(notes_of(source), all_of(_GRAVES, newer), ["document", "version"]),
        ]
    )
    did = False
    for ids in _chunks([one["id"] for one in changed.hits]):
        there = (await target.standings(ids)).documents
        standings = {one["id"]: Standing(one["version"], one["batch"]) for one in changed.hits}
        lacking = [one for one in ids if standings[one] > there.get(one, _NONE)]
        if lacking:
            [documents] = await connection.ask([fetching(source, one_of("id", lacking), ["*"])])
            await asyncio.to_thread(add_filtered, documents.hits)
            did |= await target.write(Batch(documents.hits), sequence)
    return await bury(target, _deletions(buried), sequence) or did


async def living_graves(connection: Connection, uid: str) -> list[tuple[str, int]]:
    """All deletions that an index remembers."""
    [buried] = await connection.ask([fetching(notes_of(uid), _GRAVES, ["document", "version"])])
    return _deletions(buried)


async def bury(target: Target, deletions: Sequence[tuple[str, int]], sequence: int) -> bool:
    """Tell an index of deletions; whether any was new to it."""
    did = False
    for some in _chunks(deletions):
        did |= await target.write(Batch((), some), sequence)
    return did


def without(deletions: Sequence[tuple[str, int]], ids: AbstractSet[str]) -> list[tuple[str, int]]:
    """The deletions of other documents."""
    return [one for one in deletions if one[0] not in ids]


def _deletions(buried: Found) -> list[tuple[str, int]]:
    return [(one["document"], one["version"]) for one in buried.hits]


def _chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), _AT_ONCE):
        yield items[start : start + _AT_ONCE]
