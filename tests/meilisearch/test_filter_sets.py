"""Filters are evaluated with sets of rows; what they keep is what a look at each document would keep."""

import operator

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.meilisearch.filter_evaluation import evaluate
from tests.meilisearch.filter_tree import (
    And,
    Between,
    Compare,
    Exists,
    IsEmpty,
    IsNull,
    Not,
    OneOf,
    Or,
    StartsWith,
)
from tests.meilisearch.index import Index

FIELDS = ("a", "b")
SIGNS = {">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le}

words = st.sampled_from(["x", "xy", "Xyz", "y", "1", "2.0", "-1", ""])
scalars = words | st.integers(-2, 2) | st.booleans() | st.none() | st.sampled_from([0.5, 2.0])
documents = st.fixed_dictionaries(
    {}, optional={name: scalars | st.lists(scalars, max_size=3) for name in FIELDS}
)
fields = st.sampled_from(FIELDS)
conditions = st.one_of(
    st.builds(Compare, fields, st.sampled_from(["=", "!=", *SIGNS]), words),
    st.builds(Between, fields, words, words),
    st.builds(OneOf, fields, st.lists(words, max_size=3).map(tuple)),
    st.builds(StartsWith, fields, words),
    st.builds(Exists, fields),
    st.builds(IsNull, fields),
    st.builds(IsEmpty, fields),
)
trees = st.recursive(
    conditions,
    lambda inner: st.one_of(
        st.builds(And, st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.builds(Or, st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.builds(Not, inner),
    ),
    max_leaves=6,
)
identities = st.integers(0, 5).map(str)
steps = st.lists(
    st.tuples(st.just("put"), st.dictionaries(identities, documents, max_size=4))
    | st.tuples(st.just("remove"), st.lists(identities, max_size=3))
    | st.just(("rebuild", None)),
    max_size=6,
)


def _texts_and_numbers(document, field):
    held = document.get(field)
    values = [value for value in (held if isinstance(held, list) else [held]) if value is not None]
    numbers = [value for value in values if isinstance(value, int | float) and not isinstance(value, bool)]
    texts = [str(value).strip().lower() for value in values if isinstance(value, str | bool)]
    return [text for text in texts if text], numbers


def _number(text):
    try:
        return float(text)
    except ValueError:
        return None


def _equals(document, field, value):
    texts, numbers = _texts_and_numbers(document, field)
    return value.lower() in texts or _number(value) in numbers


def _ordered(document, field, tests):
    """Whether one text, or one number, passes all tests [(sign, value)]."""
    texts, numbers = _texts_and_numbers(document, field)
    if any(all(SIGNS[sign](text, value) for sign, value in tests) for text in texts):
        return True
    if any(_number(value) is None for _, value in tests):
        return False
    return any(all(SIGNS[sign](known, _number(value)) for sign, value in tests) for known in numbers)


def _keeps(tree, document):  # noqa: PLR0911 - a line for each kind of condition
    match tree:
        case And(parts):
            return all(_keeps(part, document) for part in parts)
        case Or(parts):
            return any(_keeps(part, document) for part in parts)
        case Not(inner):
            return not _keeps(inner, document)
        case Compare(field, "=", value):
            return _equals(document, field, value)
        case Compare(field, "!=", value):
            return not _equals(document, field, value)
        case Compare(field, sign, value):
            return _ordered(document, field, [(sign, value)])
        case Between(field, low, high):
            return _ordered(document, field, [(">=", low), ("<=", high)])
        case OneOf(field, values):
            return any(_equals(document, field, value) for value in values)
        case StartsWith(field, word):
            return any(text.startswith(word.lower()) for text in _texts_and_numbers(document, field)[0])
        case Exists(field):
            return field in document
        case IsNull(field):
            return field in document and document[field] is None
        case IsEmpty(field):
            return document.get(field) in ("", [])
    raise TypeError(tree)


@given(steps, trees)
def test_sets_keep_what_a_look_at_each_document_keeps(changes, tree):
    index = Index("any", "id")
    index.change_settings({"filterableAttributes": list(FIELDS)})
    index.put({"always": {"id": "always", "a": "x", "b": 1}})
    for kind, value in changes:
        if kind == "put":
            index.put({identity: {"id": identity, **document} for identity, document in value.items()})
        elif kind == "remove":
            index.remove(value)
        else:
            index.rebuild()
    mask = evaluate(tree, index.facets, index.alive)
    kept = [index.document_of(row)["id"] for row in np.flatnonzero(mask).tolist()]
    wanted = [identity for identity, document in index.documents.items() if _keeps(tree, document)]
    assert sorted(kept) == sorted(wanted)
    assert int(index.alive.sum()) == len(index.documents)
