"""What of a text is kept: terms that the lists have, and all else whole or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.signals.searches.service import WordsKeeper
from marketplace.signals.words import rules
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy

VOCABULARY = WordsKeeper(None).vocabulary()


def read(text):
    return rules.read_text(text, VOCABULARY)


@pytest.mark.parametrize(
    ("text", "known", "whole"),
    [
        ("swimming", ["swimming"], ""),
        ("Lunch club", ["lunch club"], ""),
        ("John Smith", [], "john smith"),
        ("help for my mum Doris Archer with a lunch club", ["lunch club"], "doris archer lunch club"),
        ("doris lunch club archer", ["lunch club"], "doris lunch club archer"),
        ("canoe 07700 900123", [], ""),
        ("doris@example.org", [], ""),
        ("doris 4 lunch club", ["lunch club"], ""),
        ("one very long story that somebody typed about how things went wrong", [], ""),
        ("", [], ""),
    ],
)
def test_a_text_is_its_known_terms_and_one_whole(text, known, whole):
    found = read(text)
    assert (list(found.known), found.whole) == (known, whole)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Cooking and meals", ("cooking_meals",)),
        ("cooking", ("cooking_meals",)),
        ("meals on wheels", ("cooking_meals",)),
        ("cooking, then swimming", ("cooking_meals", "swimming")),
        ("support", ()),
        ("zqchess", ()),
    ],
)
def test_support_types_are_known_by_label_half_a_label_and_thesaurus(text, codes):
    assert read(text).support_types == codes


def test_every_support_type_is_known_by_its_label():
    for term in taxonomies.terms(Taxonomy.SUPPORT_TYPE):
        assert term.code in read(term.label).support_types


@given(st.text(max_size=200))
def test_no_text_breaks_it_and_no_digit_or_address_stands_in_the_whole(text):
    found = read(text)
    assert set(found.known) <= VOCABULARY.terms
    assert all(letter.isalpha() or letter == " " for letter in found.whole)
    assert len(found.whole) <= rules.LONGEST_WHOLE
    assert not ("@" in text and found.whole)


NAMES = st.lists(
    st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=9).map(lambda word: f"zq{word}"),
    min_size=1,
    max_size=3,
)


@given(NAMES, st.lists(st.sampled_from(sorted(VOCABULARY.terms)), max_size=2), st.randoms())
def test_words_that_no_list_has_are_kept_with_all_that_was_said_or_not_at_all(names, terms, random):
    pieces = [*names, *terms]
    random.shuffle(pieces)
    text = " ".join(pieces)
    found = read(text)
    assert not any(name in term for term in found.known for name in names)
    said = [word for word in text.split() if word not in rules.IDLE]
    assert found.whole in {"", " ".join(said)}
