"""Both engines find the same of the demonstration's listings, so that the site may go from one to the other.

What is asked, and a command that does it at any size, is in tests/search/comparing.py.
"""

from collections import Counter

import pytest

from search.ranking import RERANKED
from tests.search.comparing import compare, filled, questions
from tests.search.judged import corpus

LISTINGS, QUESTIONS = 1_500, 60


@pytest.fixture
async def differences(gazetteer, meilisearch, meilisearch_uid):
    documents = corpus.documents(gazetteer, LISTINGS)
    async with filled(documents, meilisearch, meilisearch_uid) as engines:
        found, _ = await compare(engines, questions(documents, QUESTIONS))
    return found


async def test_answers_of_both_engines_are_the_same(differences):
    assert len(differences) == QUESTIONS
    assert sum(one.total > 0 for one in differences) > QUESTIONS / 2
    few = [one for one in differences if one.total <= RERANKED]
    assert not [one for one in few if one.differing]
    many = Counter(name for one in differences if one.total > RERANKED for name in one.differing)
    assert not set(many) & {"total", "counts", "words"}
    assert many["first"] <= 1
