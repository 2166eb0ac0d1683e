"""Words from texts: the same for listings and queries."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.text import LONGEST_WORD, Thesaurus, fold, other_forms, split_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("Swimming, dancing & MUSIC!", ["swimming", "dancing", "music"]),
        ("Café Zoë naïve", ["cafe", "zoe", "naive"]),
        ("Łódź Ærø Straße İzmir", ["lodz", "aero", "strasse", "izmir"]),
        ("people's peoples' people\u2019s", ["people", "peoples", "people"]),
        ("don't O'Brien rock'n'roll 'swim'", ["dont", "obrien", "rocknroll", "swim"]),
        ("Co-operative co\u2011operative cooperative", ["cooperative"] * 3),
        ("drop-in re-enablement non-verbal e-mail", ["drop", "in", "reenablement", "nonverbal", "email"]),
        ("C.I.C. P.A. e.g. me", ["cic", "pa", "eg", "me"]),
        ("Call us. And ask. 9.30 to 10.15", ["call", "us", "and", "ask", "9", "30", "to", "10", "15"]),
        ("24/7 SN12 6AA 1:1 £15", ["24", "7", "sn12", "6aa", "1", "1", "15"]),
        ("snake_case\x00nul\ttab", ["snake", "case", "nul", "tab"]),
        ("🏊 swim 🏊\u200d♀️", ["swim"]),
        ("\ufb01tness \uff46\uff55ll", ["fitness", "full"]),
        ("x" * 45, ["x" * LONGEST_WORD, "x" * 5]),
    ],
)
def test_words_of_a_text(text, words):
    assert split_words(text) == words


@given(st.text())
def test_splitting_its_own_words_again_changes_nothing(text):
    words = split_words(text)
    assert split_words(" ".join(words)) == words


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_case_makes_no_difference_to_plain_letters(text):
    plain = text.encode("ascii", "ignore").decode()
    assert split_words(plain.upper()) == split_words(plain.lower())


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("walk", "walks"), ("walks", "walk"), ("walk", "walking"), ("walking", "walk"), ("swim", "swimming"),
        ("swimming", "swim"), ("bake", "baking"), ("baking", "bake"), ("class", "classes"),
        ("classes", "class"),
        ("activity", "activities"), ("activities", "activity"), ("rail", "rails"), ("bus", "buses"),
    ],
)  # fmt: skip
def test_forms_of_a_word(word, form):
    assert form in other_forms(word)


@pytest.mark.parametrize(
    ("word", "other"), [("caring", "car"), ("bus", "bu"), ("class", "clas"), ("24", "24s")]
)
def test_what_is_another_word_is_no_form(word, other):
    assert other not in other_forms(word)


def test_a_thesaurus_finds_phrases_anywhere_in_a_text():
    thesaurus = Thesaurus(
        {"PA": ("personal assistant",), "Personal Assistant": ("pa", "P.A."), "": ("x",), "y": ()}
    )
    assert "pa" in thesaurus
    assert "y" not in thesaurus
    assert thesaurus.find(["a", "pa"]) == [(1, 2, (("personal", "assistant"),))]
    assert thesaurus.find(["personal", "assistant", "now"]) == [(0, 2, (("pa",),))]


def test_a_misspelt_word_of_the_thesaurus_has_its_meaning():
    thesaurus = Thesaurus({"gardener": ("gardening",)})
    assert thesaurus.close_to("gardner", 1) == [("gardening",)]
    assert thesaurus.close_to("gardener", 1) == []
    assert thesaurus.close_to("gardner", 0) == []
