"""Which choices of the lists go on from what was typed."""

import pytest

from marketplace.finder.suggestions.rules import TERMS_SHOWN, suggest_terms
from marketplace.taxonomies.service import thesaurus


@pytest.fixture(scope="module")
def suggested(vocabulary):
    def codes(text, near=""):
        return [item.value for item in suggest_terms(text, near, vocabulary, thesaurus())]

    return codes


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("swim", "swimming"),
        ("Swimming", "swimming"),
        ("someone to take me swim", "swimming"),
        ("help with med", "medication"),
        ("dementia", "dementia"),
        ("british sign", "bsl"),
        ("bsl", "bsl"),
        ("ld", "learning_disability"),
    ],
)
def test_what_people_type_leads_to_what_they_mean(suggested, typed, first):
    assert suggested(typed)[0] == first


def test_a_name_that_begins_with_it_comes_before_one_that_holds_it(suggested):
    assert suggested("support") != []
    labels = suggested("sport")
    assert labels[0] == "sport"


def test_there_are_never_more_than_a_few(suggested):
    assert len(suggested("s")) <= TERMS_SHOWN
    assert suggested("qqqq") == []


def test_a_suggestion_keeps_the_place(vocabulary):
    item = suggest_terms("swimming", "SN12 6LX", vocabulary, {})[0]
    assert item.url == "/search?near=SN12+6LX&support_type=swimming"
