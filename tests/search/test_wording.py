"""What is read out of a typed text: words, and what may stand in their place."""

import pytest

from search.spelling import order_of_dropping
from search.text import Thesaurus
from search.wording import Alternative, read_text

THESAURUS = Thesaurus({
    "choir": ("singing",), "handyman": ("odd jobs",), "day centre": ("day opportunities",),
    "hydrotherapy": ("swimming",), "carers group": ("support for carers",), "fits": ("epilepsy",),
    "art": ("arts and crafts",), "get out": ("going out",), "hits out": ("behaviour support",),
    "art checked": ("arts and crafts",),
})  # fmt: skip


STOP_WORDS = frozenset({"the", "in", "get", "out"})


def read(text, *, prefix=True):
    return read_text(text, prefix=prefix, thesaurus=THESAURUS, stop_words=STOP_WORDS)


@pytest.mark.parametrize(
    ("text", "slots", "words"),
    [
        ("choirs", (0,), ("singing",)),
        ("carers' groups", (0, 1), ("support", "for", "carers")),
        ("handy man", (0, 1), ("odd", "jobs")),
        ("daycentre", (0,), ("day", "opportunities")),
        ("hydrothe", (0,), ("swimming",)),
    ],
)
def test_other_ways_to_write_a_word_of_the_thesaurus_mean_the_same(text, slots, words):
    assert Alternative(slots, words) in read(text).alternatives


def test_a_singular_does_not_mean_what_only_its_plural_does():
    assert not read("fit", prefix=False).alternatives


def test_a_beginning_means_nothing_where_none_is_allowed():
    assert not read("hydrothe", prefix=False).alternatives
    assert not read("hyd").alternatives


def test_a_word_that_the_thesaurus_does_not_know_is_dropped_first():
    slots = read("art stuff").slots
    assert order_of_dropping(slots, [True, True], [900, 10]) == [1]


def test_a_misspelt_word_of_the_thesaurus_is_kept_as_a_known_one_is():
    slots = read("handymna stuff").slots
    assert [slot.is_telling for slot in slots] == [True, False]
    assert not slots[0].has_meaning
    assert order_of_dropping(slots, [True, True], [3, 3]) == [1]


def test_what_nothing_in_reach_holds_is_dropped_before_all():
    slots = read("art stuff").slots
    assert order_of_dropping(slots, [False, True], [1, 900]) == [0]


def test_a_phrase_of_words_that_say_little_is_still_understood():
    wording = read("get out in the art choir")
    assert [slot.word for slot in wording.slots] == ["out", "art", "choir"]
    assert Alternative((0,), ("going", "out")) in wording.alternatives


def test_words_that_say_little_are_passed_over_where_they_are_no_phrase():
    assert [slot.word for slot in read("get the art out").slots] == ["art"]


def test_words_that_mean_something_together_are_kept_as_known_ones_are():
    assert [slot.is_telling for slot in read("hits stuff").slots] == [False, False]
    assert [slot.is_telling for slot in read("hits out stuff").slots] == [True, False]


def test_a_word_beside_a_known_one_is_not_kept_for_the_phrase_that_both_are():
    assert [slot.is_telling for slot in read("art checked").slots] == [True, False]


def test_a_word_that_is_all_that_another_means_is_kept_as_known_ones_are():
    assert [slot.is_telling for slot in read("epilepsy crafts").slots] == [True, False]
