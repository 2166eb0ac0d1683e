"""The engines that are judged, each filled with the whole corpus.

Meilisearch is the test server of tests/meilisearch, or the real one that `MEILISEARCH_TEST_URL` names.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from marketplace.listings.indexing.service import index_schema
from search.documents import SearchDocument
from search.engine import SearchEngine
from search.engines.embedded.engine import EmbeddedEngine
from search.engines.meilisearch.engine import MeilisearchEngine
from tests.meilisearch.fixtures import remove_indexes
from tests.meilisearch.running import run_server

_MASTER_KEY = "a-master-key-of-the-judged-searches"
_PATIENT_SECONDS = 60.0
"""The test server is not quick, and how quick an engine is is measured elsewhere."""

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


@asynccontextmanager
async def meilisearch(documents: Sequence[SearchDocument]) -> AsyncIterator[SearchEngine]:
    """The index of a search server."""
    with run_server(_MASTER_KEY) as server:
        uid = f"judged-{uuid4().hex[:12]}"
        engine = MeilisearchEngine(server.url, key=server.key, uid=uid, timeout_seconds=_PATIENT_SECONDS)
        try:
            await _fill(engine, documents)
            yield engine
        finally:
            await engine.aclose()
            remove_indexes(server, uid)


ENGINES: dict[str, Opener] = {"embedded": embedded, "meilisearch": meilisearch}
