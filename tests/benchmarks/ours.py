"""The project's own engines as subjects."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

from search.documents import Change
from search.factory import open_engine
from tests.benchmarks.corpus import SCHEMA, stored
from tests.benchmarks.measuring import folder_megabytes
from tests.benchmarks.peers.meilisearch.server import VERSION, EngineServer
from tests.benchmarks.queries import KINDS_OF_QUERY


@dataclass(frozen=True)
class EngineReader:
    engine: object
    server: int | None = None

    async def search(self, query):
        return await self.engine.search(query)

    async def suggest(self, text, near, limit):
        return await self.engine.suggest(text, near, limit)

    def server_process(self):
        return self.server

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
    server: int | None

    async def open(self):
        return EngineReader(_meilisearch(self.url, self.key, self.uid), self.server)


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

    def seconds_inside(self):
        return None

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
    """The adapter, with the server that MEILISEARCH_TEST_URL names or else with Meilisearch's own engine."""

    name = "meilisearch"

    def __init__(self, directory):
        url = os.environ.get("MEILISEARCH_TEST_URL", "").strip()
        key = os.environ.get("MEILISEARCH_TEST_KEY", "").strip() or None
        self._directory = directory
        self._server = None if url else EngineServer(directory)
        self.memory_is_known = self._server is not None
        self._address = (url or self._server.url, key, f"benchmark-{os.getpid()}-{directory.name}")
        self.version = VERSION if self._server else f"at {url.split('@')[-1]}"
        super().__init__(_meilisearch(*self._address))

    def opening(self):
        return MeilisearchOpening(*self._address, self._server and self._server.process)

    def megabytes(self):
        return folder_megabytes(self._directory) if self._server else None

    def seconds_inside(self):
        return self._server and self._server.seconds_searching()

    async def aclose(self):
        await super().aclose()
        if self._server:
            self._server.stop()
