"""Filters: values cannot break out of them, are compared sign by sign, and parts are put together rightly."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines.meilisearch.filters import (
    EVERYTHING,
    NOTHING,
    all_of,
    any_of,
    none_of,
    one_of,
    token,
    value_of,
)

values = st.text(st.characters(exclude_categories=["Cs"]))


@given(values)
def test_a_token_stands_for_its_value_and_is_the_same_to_the_server(value):
    made = token(value)
    assert value_of(made) == value
    assert made
    assert unicodedata.normalize("NFKD", made).lower().strip() == made
    assert not set(made) & set("'\"\\, []()")


@given(values, values)
def test_different_values_have_different_tokens(one, other):
    assert (token(one) == token(other)) == (one == other)


def test_codes_of_places_stay_readable():
    assert token("personal_assistant") == "personal_assistant"
    assert token("sn12.6-x") == "sn12.6-x"


@pytest.mark.parametrize(
    ("made", "right"),
    [
        (one_of("words", []), NOTHING),
        (one_of("words", ["a"]), 'words = "a"'),
        (one_of("words", ["a", "b"]), 'words IN ["a","b"]'),
        (all_of(), EVERYTHING),
        (all_of("a", EVERYTHING), "a"),
        (all_of("a", NOTHING), NOTHING),
        (all_of("a", "b"), "(a) AND (b)"),
        (all_of("a", "a"), "a"),
        (any_of(), NOTHING),
        (any_of("a", NOTHING), "a"),
        (any_of("a", EVERYTHING), EVERYTHING),
        (any_of("a", "b"), "(a) OR (b)"),
        (none_of("a"), "NOT (a)"),
        (none_of(EVERYTHING), NOTHING),
        (none_of(NOTHING), EVERYTHING),
    ],
)
def test_parts_are_put_together(made, right):
    assert made == right
