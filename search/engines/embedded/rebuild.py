"""A fresh index, filled beside the living one."""

import asyncio
from collections.abc import Iterable

from search.documents import SearchDocument
from search.engine import SearchError
from search.engines.embedded.build import Builder
from search.engines.embedded.writer import Writer


class EmbeddedRebuild:
    """Documents gather in memory; `publish` swaps them in with what changed meanwhile.

    Only the last rebuild that was begun can be published.
    """

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._builder: Builder | None = Builder()
        self._changes = writer.follow()

    async def add(self, documents: Iterable[SearchDocument]) -> None:
        """Put documents into the fresh index. Raises SearchError for one that cannot be indexed."""
        await asyncio.to_thread(self._add, documents)

    def _add(self, documents: Iterable[SearchDocument]) -> None:
        builder = self._open()
        for document in documents:
            builder.add(document)

    async def publish(self) -> None:
        """Swap the fresh index in, at once for every process."""
        await asyncio.to_thread(self._publish)

    def _publish(self) -> None:
        draft = self._open().finish()
        with self._writer.writing(draft) as fresh:
            self._writer.replace_all(fresh, self._changes)
        self._builder = None

    async def abort(self) -> None:
        """Throw the fresh index away."""
        self._builder = None
        self._writer.unfollow(self._changes)

    def _open(self) -> Builder:
        if self._builder is None:
            raise SearchError("This rebuild of the search index is over.")
        return self._builder
