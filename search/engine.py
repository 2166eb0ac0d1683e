"""What every engine can do. One contract suite (tests/search/contract.py) holds for all of them."""

from collections.abc import AsyncIterator, Iterable, Sequence
from typing import Protocol, runtime_checkable
from uuid import UUID

from search.documents import Change, IndexSchema, SearchDocument
from search.query import Near, SearchPage, SearchQuery, Suggestion, Watermark


class SearchError(Exception):
    """The engine cannot answer or take a change; the message is for the operator."""


class Rebuild(Protocol):
    """A fresh index that is filled beside the living one and then takes its place.

    Changes applied to the engine meanwhile are in the fresh index too when it is published.
    """

    async def add(self, documents: Iterable[SearchDocument]) -> None:
        """Put documents into the fresh index."""
        ...

    async def publish(self) -> None:
        """Swap the fresh index in, at once for every process."""
        ...

    async def abort(self) -> None:
        """Throw the fresh index away; the living one is as it was."""
        ...


@runtime_checkable
class SearchEngine(Protocol):
    """An index of documents that answers queries."""

    name: str

    async def ensure(self, schema: IndexSchema) -> None:
        """Make the index exist with this schema; cheap when it does already."""
        ...

    async def apply(self, changes: Sequence[Change]) -> None:
        """Apply changes; return when every process finds them. Doing it twice is doing it once."""
        ...

    async def search(self, query: SearchQuery) -> SearchPage:
        """Answer one query."""
        ...

    async def count(self, queries: Sequence[SearchQuery]) -> list[int]:
        """Total of each query, exactly."""
        ...

    async def suggest(self, text: str, near: Near | None, limit: int) -> list[Suggestion]:
        """Documents whose title has a word that starts with the last word typed and holds the others."""
        ...

    async def rebuild(self) -> Rebuild:
        """Begin a fresh index."""
        ...

    async def watermark(self) -> Watermark:
        """State of the index as this process sees it."""
        ...

    def versions(self) -> AsyncIterator[tuple[UUID, int]]:
        """Id and version of every indexed document, for reconciling."""
        ...

    async def purge(self) -> None:
        """Remove from its files what it holds and answers with no more: words of documents that were deleted.

        Costs about as much as a rebuild where there is something to remove, and nothing where there is not.
        """
        ...

    async def aclose(self) -> None:
        """Let go of files and connections."""
        ...
