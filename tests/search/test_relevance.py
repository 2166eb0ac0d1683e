"""What people find with the words they type. A change of ranking changes the scores here, in one commit."""

import pytest

from marketplace.listings.indexing.service import index_schema
from tests.search.relevance import JUDGED, judge
from tests.search.test_embedded import opened

SUCCESS_AT_5, NDCG_AT_10 = 0.98, 0.94


@pytest.fixture
async def scored(tmp_path):
    async with opened(tmp_path / "index", writer=True) as engine:
        yield await judge(engine, index_schema())


async def test_people_find_what_they_mean_among_the_first_five(scored):
    success, _, failed = scored
    assert len(JUDGED) >= 30
    assert success >= SUCCESS_AT_5, failed


async def test_the_best_stand_first(scored):
    _, gain, _ = scored
    assert gain >= NDCG_AT_10
