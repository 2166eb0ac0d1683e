"""The door: what `search.engine.SearchEngine` asks for, on files of one machine."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from uuid import UUID

import numpy as np

from search.checks import check_near
from search.documents import Change, IndexSchema
from search.engine import Rebuild, SearchError
from search.engines.embedded.arrays import uuid_of
from search.engines.embedded.rebuild import EmbeddedRebuild
from search.engines.embedded.snapshot import Reader, View
from search.engines.embedded.suggest import suggest
from search.engines.embedded.writer import COMPACT_AT, Writer
from search.query import Near, SearchPage, SearchQuery, Suggestion, Watermark

_AT_ONCE = 1_000
"""Versions handed out between two chances for other work."""


class EmbeddedEngine:
    """An index in a directory. Any number of processes read it; one at a time may write.

    A search takes a millisecond or so and runs on the event loop; what writes runs in a thread.
    """

    name = "embedded"

    def __init__(self, directory: Path, *, writer: bool, compact_at: int = COMPACT_AT) -> None:
        """Open an index, to write it too if `writer`. Raises SearchError when another process writes it."""
        self.directory = directory
        self._writer = Writer(directory, compact_at=compact_at) if writer else None
        self._reader = Reader(directory)

    def _view(self) -> View:
        return self._reader.view() if self._writer is None else self._writer.view()

    def _may_write(self) -> Writer:
        if self._writer is None:
            raise SearchError("This process opened the search index for reading only.")
        return self._writer

    async def ensure(self, schema: IndexSchema) -> None:
        """Make the index exist with this schema; cheap, for the schema matters to queries only."""
        await asyncio.to_thread(self._may_write().ensure, schema)

    async def apply(self, changes: Sequence[Change]) -> None:
        """Apply changes, all or none; return when every process finds them."""
        await asyncio.to_thread(self._may_write().apply, list(changes))

    async def search(self, query: SearchQuery) -> SearchPage:
        """Answer one query."""
        view = self._view()
        return view.evaluator.search(query, view.manifest.sequence)

    async def count(self, queries: Sequence[SearchQuery]) -> list[int]:
        """Total of each query, exactly, all of one state of the index."""
        return self._view().evaluator.count(queries)

    async def suggest(self, text: str, near: Near | None, limit: int) -> list[Suggestion]:
        """Documents whose title has a word that starts with the last word typed and holds the others."""
        check_near(near)
        return suggest(self._view().searched, text, near, limit)

    async def rebuild(self) -> Rebuild:
        """Begin a fresh index; one that was begun before can then not be published any more."""
        return EmbeddedRebuild(self._may_write())

    async def watermark(self) -> Watermark:
        """State of the index as this process sees it."""
        view = self._view()
        return Watermark(sequence=view.manifest.sequence, documents=view.documents)

    async def versions(self) -> AsyncIterator[tuple[UUID, int]]:
        """Id and version of every indexed document, of one state of the index."""
        for segment, live in self._view().parts:
            rows = np.arange(segment.rows) if live is None else np.flatnonzero(live)
            for start in range(0, len(rows), _AT_ONCE):
                await asyncio.sleep(0)
                some = rows[start : start + _AT_ONCE]
                for one, version in zip(
                    segment.ids[some].tolist(), segment.versions[some].tolist(), strict=True
                ):
                    yield uuid_of(one), version

    async def purge(self) -> None:
        """Merge all segments if one holds the words of documents that were deleted or replaced."""
        await asyncio.to_thread(self._may_write().purge)

    async def settle(self) -> None:
        """Wait until merging in the background has ended (tests and benchmarks)."""
        if self._writer is not None:
            await asyncio.to_thread(self._writer.settle)

    async def aclose(self) -> None:
        """Let go of files and of the right to write."""
        if self._writer is not None:
            await asyncio.to_thread(self._writer.close)
        self._reader.close()
