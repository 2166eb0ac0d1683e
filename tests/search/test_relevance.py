"""What people find with the words they type. A change of ranking changes the record, in one commit."""

import pytest

from tests.search.judged.engines import ENGINES
from tests.search.judged.queries import JUDGED
from tests.search.judged.record import as_record, differences, read_record
from tests.search.judged.scoring import ndcg
from tests.search.relevance import mark, prepare

_TOLD = 20


@pytest.fixture(scope="module")
def exam(gazetteer):
    return prepare(gazetteer)


@pytest.fixture(scope="module", params=list(ENGINES))
async def marked(request, gazetteer, exam):
    return request.param, await mark(request.param, gazetteer, exam)


@pytest.mark.slow
def test_scores_are_those_on_record(marked):
    """When they are better now, `python -m tests.search.relevance --record` writes them down."""
    name, scores = marked
    recorded = {key: value for key, value in read_record().items() if key[0] == name}
    changed = differences(recorded, as_record({name: scores}))
    assert not changed, "\n".join((f"{len(changed)} scores of {name} have changed:", *changed[:_TOLD]))


def test_record_holds_every_search_of_every_engine():
    assert {key[0] for key in read_record()} == set(ENGINES)
    searches = {(one.group, one.text, one.near) for one in JUDGED}
    assert len(searches) == len(JUDGED)
    for name in ENGINES:
        assert {key[1:] for key in read_record() if key[0] == name} == searches


@pytest.mark.slow
def test_every_search_has_something_good_to_find(exam):
    for judged, grades, _query in exam.tasks:
        assert max(grades.values(), default=0) == 3, judged.text


def test_as_well_as_can_be_is_one_and_nothing_found_is_none():
    grades = {"a": 3, "b": 2, "c": 1}
    assert ndcg(["a", "b", "c"], grades) == 1
    assert ndcg(["x", "y"], grades) == 0
    assert ndcg(["b", "a", "c"], grades) < 1
    assert ndcg(["x", "a", "b", "c"], grades) < ndcg(["a", "x", "b", "c"], grades) < 1
