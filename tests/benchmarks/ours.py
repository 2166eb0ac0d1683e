"""The project's own engines as subjects."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

from search.documents import Change
from search.factory import open_engine
from tests.benchmarks.corpus import SCHEMA, stored
from tests.benchmarks.measuring import folder_megabytes
from tests.benchmarks.queries import KINDS_OF_QUERY
from tests.benchmarks.subjects import MissingError


@dataclass(frozen=True)
class EngineReader:
    engine: object

    async def search(self, query):
        return await self.engine.search(query)

    async def suggest(self, text, near, limit):
        return await self.engine.suggest(text, near, limit)

    def server_process(self):
        return None

    async def aclose(self):
        await self.engine.aclose()


@dataclass(frozen=True)
class EmbeddedOpening:
    directory: str

    async def open(self):
        return EngineReader(open_engine(Path(self.directory), writer=False))


@dataclass(frozen=True)
class MeilisearchOpening:
    url: str
    key: str | None
    uid: str

    async def open(self):
        return EngineReader(_meilisearch(self.url, self.key, self.uid))


def _meilisearch(url, key, uid):
    from search.engines.meilisearch.engine import MeilisearchEngine

    return MeilisearchEngine(url, key=key, uid=uid, timeout_seconds=60.0)


class _Engine:
    """What both engines have in common: the Protocol of `search.engine`."""

    agrees = frozenset(KINDS_OF_QUERY)

    def __init__(self, engine):
        self.engine = engine
        self._version = 1

    async def build(self, corpus):
        spent = 0.0
        await self.engine.ensure(SCHEMA)
        rebuild = await self.engine.rebuild()
        for chunk in stored(corpus):
            begin = time.perf_counter()
            await rebuild.add(chunk)
            spent += time.perf_counter() - begin
        begin = time.perf_counter()
        await rebuild.publish()
        return spent + time.perf_counter() - begin

    async def change(self, documents):
        await self.engine.apply([Change(one.id, one.version, one) for one in documents])

    async def aclose(self):
        await self.engine.aclose()


class Embedded(_Engine):
    """The columnar index of our own."""

    name = "embedded"
    version = "of this commit"
    memory_is_known = True

    def __init__(self, directory):
        super().__init__(open_engine(directory, writer=True))
        self._directory = directory

    def opening(self):
        return EmbeddedOpening(str(self._directory))

    def megabytes(self):
        return folder_megabytes(self._directory)


class Meilisearch(_Engine):
    """The adapter with the server that MEILISEARCH_TEST_URL names."""

    name = "meilisearch"
    memory_is_known = False

    def __init__(self, directory):
        self._url = os.environ.get("MEILISEARCH_TEST_URL", "").strip()
        if not self._url:
            raise MissingError(
                "MEILISEARCH_TEST_URL names no server. Figures over the Python test server say nothing."
            )
        self._key = os.environ.get("MEILISEARCH_TEST_KEY", "").strip() or None
        self._uid = f"benchmark-{os.getpid()}-{directory.name}"
        super().__init__(_meilisearch(self._url, self._key, self._uid))
        self.version = f"at {self._url.split('@')[-1]}"

    def opening(self):
        return MeilisearchOpening(self._url, self._key, self._uid)

    def megabytes(self):
        return None
