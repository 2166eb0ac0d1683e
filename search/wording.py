"""What a typed text asks for: words, and what may stand in their place."""

from itertools import pairwise
from typing import NamedTuple

from search.text import Thesaurus, split_words

MOST_WORDS = 12
"""Words of a text that are looked for; those after them are ignored, and said to be."""

_SHORTEST_PART = 2


class Slot(NamedTuple):
    """A word to be found."""

    word: str
    is_beginning: bool
    """It may be the beginning of a word."""
    has_meaning: bool
    """The thesaurus knows it, so it is no slip of the finger."""


class Alternative(NamedTuple):
    """Words that together stand for some slots."""

    slots: tuple[int, ...]
    words: tuple[str, ...]


class Wording(NamedTuple):
    """A text, read."""

    slots: tuple[Slot, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    ignored: tuple[str, ...] = ()


def read_text(text: str, *, prefix: bool, thesaurus: Thesaurus, stop_words: frozenset[str]) -> Wording:
    """Read a text. One that holds nothing but stop words is taken at its word."""
    words = split_words(text)
    telling = [word for word in words if word not in stop_words] or words
    chosen = list(dict.fromkeys(telling))
    kept = chosen[:MOST_WORDS]
    numbers = {word: number for number, word in enumerate(kept)}
    slots = tuple(Slot(word, prefix and word == words[-1], word in thesaurus) for word in kept)
    alternatives = [*_meanings(words, numbers, thesaurus), *_joined(words, numbers)]
    return Wording(slots, tuple(dict.fromkeys(alternatives)), tuple(chosen[MOST_WORDS:]))


def _meanings(words: list[str], numbers: dict[str, int], thesaurus: Thesaurus) -> list[Alternative]:
    """What phrases of the text mean. All words of a meaning are wanted: "help at home" is not just "home"."""
    found = []
    for start, end, meanings in thesaurus.find(words):
        slots = tuple(dict.fromkeys(numbers[word] for word in words[start:end] if word in numbers))
        found += [Alternative(slots, meaning) for meaning in meanings if slots]
    return found


def _joined(words: list[str], numbers: dict[str, int]) -> list[Alternative]:
    """Two words may be written as one: "home care" as "homecare"."""
    return [
        Alternative((numbers[first], numbers[second]), (first + second,))
        for first, second in pairwise(words)
        if first in numbers and second in numbers and first != second
    ]


def parts_of(word: str) -> list[tuple[str, str]]:
    """All ways to cut a word in two: "grabrails" may be written "grab rails"."""
    cuts = range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
    return [(word[:cut], word[cut:]) for cut in cuts] if word.isalpha() else []
