"""What a text asks for, as far as every engine can say it: words, and what may stand for each.

The peers are given the project's own thesaurus, forms and words to pass over, so that they look for the same.
What they do with a misspelt word is their own affair.
"""

from itertools import pairwise
from typing import NamedTuple

from search.text import Thesaurus, other_forms, split_words
from tests.benchmarks.corpus import SCHEMA

THESAURUS = Thesaurus(SCHEMA.synonyms)


class Wanted(NamedTuple):
    """A word of the text."""

    word: str
    forms: tuple[str, ...]
    meanings: tuple[tuple[str, ...], ...]
    """Words that together may stand for it."""
    is_last: bool

    @property
    def may_be_guessed(self):
        """It may be a beginning or a slip of the finger: the thesaurus does not know it."""
        return self.word not in THESAURUS


def read(text):
    """The words that a document must hold."""
    words = split_words(text)
    telling = list(dict.fromkeys(word for word in words if word not in SCHEMA.stop_words))
    meanings = {word: [] for word in telling}
    for start, end, found in THESAURUS.find(words):
        for word in words[start:end]:
            if word in meanings:
                meanings[word] += found
    for first, second in pairwise(words):
        for word in (first, second):
            if first in meanings and second in meanings:
                meanings[word].append((first + second,))
    return [
        Wanted(word, (word, *other_forms(word)), tuple(meanings[word]), word == words[-1]) for word in telling
    ]
