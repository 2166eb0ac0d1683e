"""The door: what `search.engine.SearchEngine` asks for, by a search server."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from uuid import UUID

import msgspec
from meilisearch_python_sdk.models.search import SearchParams

from search.documents import Change, IndexSchema
from search.engine import Rebuild
from search.engines.meilisearch.connection import Connection
from search.engines.meilisearch.filters import EVERYTHING, one_of
from search.engines.meilisearch.knowledge import Reader
from search.engines.meilisearch.rebuild import MeilisearchRebuild
from search.engines.meilisearch.searches import counting, fetching, total_of
from search.engines.meilisearch.searching import search
from search.engines.meilisearch.suggest import suggest
from search.engines.meilisearch.tasks import Tasks
from search.engines.meilisearch.writer import Writer
from search.query import Near, SearchPage, SearchQuery, Suggestion, Watermark

_FEW = 1_000
"""Versions that are read at once, instead of bucket by bucket."""
_BUCKETS = [f"{number:02x}" for number in range(256)]
_BUCKETS_AT_ONCE = 16


class MeilisearchEngine:
    """An index on a search server. Any number of processes may read it; one at a time may write.

    Reading needs a key with the action `search` only (see `keys`). Opening makes no request.
    """

    name = "meilisearch"

    def __init__(
        self,
        url: str,
        *,
        key: str | None = None,
        uid: str = "hereabouts",
        timeout_seconds: float = 5.0,
        task_seconds: float = 300.0,
    ) -> None:
        """`timeout_seconds` is for each request; `task_seconds` for what the server does after answering.

        Raises SearchError for a URL that is none.
        """
        self._connection = Connection(url, key, timeout_seconds)
        self._reader = Reader(self._connection, uid)
        self._writer = Writer(self._connection, self._reader, Tasks(self._connection, task_seconds))

    async def ensure(self, schema: IndexSchema) -> None:
        """Make the index exist with this schema, and its settings be as they should be."""
        with self._connection.telling():
            await self._writer.ensure(schema)

    async def apply(self, changes: Sequence[Change]) -> None:
        """Apply changes; return when every process finds them. Refuses all if one cannot be indexed."""
        with self._connection.telling():
            await self._writer.apply(changes)

    async def search(self, query: SearchQuery) -> SearchPage:
        """Answer one query."""
        with self._connection.telling():
            return await search(self._reader, query)

    async def count(self, queries: Sequence[SearchQuery]) -> list[int]:
        """Total of each query, exactly."""
        bare = (msgspec.structs.replace(query, limit=0, facets=()) for query in queries)
        pages = await asyncio.gather(*(self.search(query) for query in bare))
        return [page.total for page in pages]

    async def suggest(self, text: str, near: Near | None, limit: int) -> list[Suggestion]:
        """Documents whose title has a word that starts with the last word typed and holds the others."""
        with self._connection.telling():
            return await suggest(self._reader, text, near, limit)

    async def rebuild(self) -> Rebuild:
        """Begin a fresh index; one that was begun before can then not be published any more."""
        with self._connection.telling():
            return await MeilisearchRebuild.begin(self._writer)

    async def watermark(self) -> Watermark:
        """State of the index on the server."""
        with self._connection.telling():
            known, [found] = await self._reader.ask(lambda _: [counting(self._reader.uid, EVERYTHING)])
            return Watermark(sequence=known.sequence, documents=total_of(found))

    async def versions(self) -> AsyncIterator[tuple[UUID, int]]:
        """Id and version of every indexed document; a bucket of them at a time is of one moment."""
        if (await self.watermark()).documents <= _FEW:
            groups = [[EVERYTHING]]
        else:
            parts = [one_of("bucket", [bucket]) for bucket in _BUCKETS]
            groups = [parts[start : start + _BUCKETS_AT_ONCE] for start in range(0, 256, _BUCKETS_AT_ONCE)]
        for filters in groups:
            for found in await self._reader.ask_more([self._versions(one) for one in filters]):
                with self._connection.telling():
                    versions = [(UUID(one["id"]), int(one["version"])) for one in found.hits]
                for version in versions:
                    yield version

    def _versions(self, filter_: str) -> SearchParams:
        return fetching(self._reader.uid, filter_, ["id", "version"])

    async def server_version(self) -> str:
        """The server's own version, e.g. "1.50.0". Raises SearchError."""
        with self._connection.telling():
            return (await self._connection.client.get_version()).pkg_version

    async def purge(self) -> None:
        """Nothing: the server gives the room of deleted documents to others when it likes."""

    async def aclose(self) -> None:
        """Let go of connections."""
        await self._connection.client.aclose()
