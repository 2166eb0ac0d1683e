"""The embedded engine: the contract, and what is its own."""

import tempfile
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from search.engines.embedded.engine import EmbeddedEngine
from tests.search import strategies
from tests.search.contract import EXAMPLES, EngineContract, put
from tests.search.strategies import SCHEMA

MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
"""Where many small indexes are made and thrown away quickly."""


@asynccontextmanager
async def opened(directory, *, writer, compact_at=2_000):
    engine = EmbeddedEngine(directory, writer=writer, compact_at=compact_at)
    try:
        yield engine
    finally:
        await engine.aclose()


@asynccontextmanager
async def fresh(compact_at):
    with tempfile.TemporaryDirectory(dir=MEMORY) as directory:
        async with opened(Path(directory) / "index", writer=True, compact_at=compact_at) as engine:
            await engine.ensure(SCHEMA)
            yield engine


class Fixtures:
    """One segment only (`compact_at` as it is), or many, merged now and then."""

    compact_at = 2_000

    @pytest.fixture
    async def engine(self, tmp_path):
        async with opened(tmp_path / "index", writer=True, compact_at=self.compact_at) as engine:
            await engine.ensure(SCHEMA)
            yield engine

    @pytest.fixture
    def reopen(self, tmp_path):
        return lambda: opened(tmp_path / "index", writer=False)

    def open_fresh(self):
        return fresh(self.compact_at)


class TestInOneSegment(Fixtures, EngineContract):
    """The contract, while all documents lie in one segment."""


class TestInManySegments(Fixtures, EngineContract):
    """The contract, while segments are merged all the time."""

    compact_at = 3


@EXAMPLES
@given(
    documents=st.lists(strategies.documents(), max_size=12, unique_by=lambda one: one.id),
    queries=st.lists(strategies.queries, min_size=1, max_size=3),
    prefix=st.booleans(),
    typed=st.sampled_from(["", "aqua", "aquabolt", "cra", "golff", "bolt crab dusk"]),
)
async def test_an_answer_does_not_depend_on_how_documents_lie_in_segments(documents, queries, prefix, typed):
    async with fresh(2_000) as whole, fresh(1) as parted:
        await whole.apply([put(one) for one in documents])
        for one in documents:
            await parted.apply([put(replace(one, version=0, title="golff", tags=("aquabolt",)))])
            await parted.apply([put(one)])
        for query in queries:
            asked = replace(query, prefix=prefix, text=typed or query.text)
            assert replace(await whole.search(asked), watermark=0) == replace(
                await parted.search(asked), watermark=0
            )
