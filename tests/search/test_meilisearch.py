"""The Meilisearch engine: the contract."""

from contextlib import asynccontextmanager

import pytest

from tests.search.contract import EngineContract
from tests.search.handles import opened
from tests.search.strategies import SCHEMA, serial


class TestContract(EngineContract, examples=10):
    """The contract, over HTTP: fewer examples, for each takes some hundred requests."""

    @pytest.fixture
    async def engine(self, meilisearch, meilisearch_uid):
        async with opened(meilisearch, meilisearch_uid) as engine:
            await engine.ensure(SCHEMA)
            yield engine

    @pytest.fixture
    def reopen(self, meilisearch, meilisearch_uid):
        return lambda: opened(meilisearch, meilisearch_uid)

    @pytest.fixture(autouse=True)
    def _server(self, meilisearch, meilisearch_uid):
        type(self).server, type(self).uid = meilisearch, meilisearch_uid

    @asynccontextmanager
    async def open_fresh(self):
        async with opened(self.server, f"{self.uid}-{next(serial)}") as engine:
            await engine.ensure(SCHEMA)
            yield engine
