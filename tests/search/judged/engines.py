"""The engines that are judged, each filled with the whole corpus."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from marketplace.listings.indexing.service import index_schema
from search.documents import SearchDocument
from search.engine import SearchEngine
from search.engines.embedded.engine import EmbeddedEngine

Opener = Callable[[Sequence[SearchDocument]], AbstractAsyncContextManager[SearchEngine]]


async def _fill(engine: SearchEngine, documents: Sequence[SearchDocument]) -> None:
    await engine.ensure(index_schema())
    rebuild = await engine.rebuild()
    await rebuild.add(documents)
    await rebuild.publish()


@asynccontextmanager
async def embedded(documents: Sequence[SearchDocument]) -> AsyncIterator[SearchEngine]:
    """The index of this machine."""
    with TemporaryDirectory() as folder:
        engine = EmbeddedEngine(Path(folder) / "index", writer=True)
        try:
            await _fill(engine, documents)
            yield engine
        finally:
            await engine.aclose()


ENGINES: dict[str, Opener] = {"embedded": embedded}
