"""What is measured: an engine of the project or a peer, in the shape that the measuring needs.

A subject builds an index and changes it; its `opening` travels to other processes, where it opens a reader.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from search.documents import SearchDocument
from search.query import Near, SearchQuery


class Answer(NamedTuple):
    """What the measuring looks at. The engines' own `SearchPage` will do too."""

    total: int
    facets: dict[str, dict[str, int]]
    hits: Sequence[object]


class Reader(Protocol):
    """One process's handle on an index."""

    async def search(self, query: SearchQuery) -> Answer: ...

    async def suggest(self, text: str, near: Near | None, limit: int) -> Sequence[object]: ...

    def server_process(self) -> int | None:
        """The process that works for this reader, when it is not the reader's own."""

    async def aclose(self) -> None: ...


class Opening(Protocol):
    """How to open a reader; can be pickled."""

    async def open(self) -> Reader: ...


class Subject(Protocol):
    """An engine or a peer with one index."""

    name: str
    version: str
    agrees: frozenset[str]
    """Kinds of query in which each total and count must be that of the embedded engine."""
    memory_is_known: bool

    def seconds_inside(self) -> float | None:
        """How long its engine itself has worked on searches so far; None when nobody knows."""

    async def build(self, corpus: Path) -> float:
        """Build the index from a file of documents; the seconds it took, reading the file left out."""

    def opening(self) -> Opening: ...

    def megabytes(self) -> float | None:
        """Size of the index on the disk; None when it cannot be seen from here."""

    async def change(self, documents: Iterable[SearchDocument]) -> None:
        """Replace documents; a reader finds them when this returns."""

    async def aclose(self) -> None: ...


class MissingError(Exception):
    """Why a subject cannot be measured here."""
