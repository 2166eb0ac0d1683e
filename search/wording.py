"""What a typed text asks for: words, and what may stand in their place."""

from itertools import pairwise
from typing import NamedTuple

from search.text import Thesaurus, split_words
from search.vocabulary import typos_allowed

MOST_WORDS = 12
"""Words of a text that are looked for; those after them are ignored, and said to be."""

_SHORTEST_PART, _SHORTEST_BEGINNING = 2, 4


class Slot(NamedTuple):
    """A word to be found."""

    word: str
    is_beginning: bool
    """It may be the beginning of a word."""
    has_meaning: bool
    """The thesaurus knows it, so it is no slip of the finger."""
    is_telling: bool
    """The thesaurus knows it or a word that is spelt much like it, so it says what is looked for."""


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
    telling = _telling(words, thesaurus, stop_words) or words
    chosen = list(dict.fromkeys(telling))
    kept = chosen[:MOST_WORDS]
    numbers = {word: number for number, word in enumerate(kept)}
    meanings = _meanings(words, numbers, thesaurus)
    in_phrase = _known_together(kept, meanings, thesaurus)
    slots = tuple(
        _slot(word, thesaurus, is_beginning=prefix and word == words[-1], is_known=number in in_phrase)
        for number, word in enumerate(kept)
    )
    alternatives = [
        *meanings,
        *_joined(words, numbers, thesaurus),
        *_parted(slots, thesaurus),
        *_begun(slots, thesaurus),
    ]
    return Wording(slots, tuple(dict.fromkeys(alternatives)), tuple(chosen[MOST_WORDS:]))


def _telling(words: list[str], thesaurus: Thesaurus, stop_words: frozenset[str]) -> list[str]:
    """Words that are no stop words, and the last of each known phrase that is made of stop words alone."""
    kept = [word not in stop_words for word in words]
    for start, end, _ in sorted(thesaurus.find(words), key=lambda phrase: phrase[0] - phrase[1]):
        if not any(kept[start:end]):
            kept[end - 1] = True
    return [word for word, is_kept in zip(words, kept, strict=True) if is_kept]


def _meanings(words: list[str], numbers: dict[str, int], thesaurus: Thesaurus) -> list[Alternative]:
    """What phrases of the text mean. All words of a meaning are wanted: "help at home" is not just "home"."""
    found = []
    for start, end, meanings in thesaurus.find(words):
        slots = tuple(dict.fromkeys(numbers[word] for word in words[start:end] if word in numbers))
        found += [Alternative(slots, meaning) for meaning in meanings if slots]
    return found


def _known_together(kept: list[str], meanings: list[Alternative], thesaurus: Thesaurus) -> set[int]:
    """Words that say something in a phrase and nothing alone: "hits out"; not "checked" of "DBS checked"."""
    phrases = (phrase.slots for phrase in meanings)
    return {
        number for slots in phrases if not any(kept[one] in thesaurus for one in slots) for number in slots
    }


def _slot(word: str, thesaurus: Thesaurus, *, is_beginning: bool, is_known: bool) -> Slot:
    has_meaning = word in thesaurus
    is_known = is_known or has_meaning or thesaurus.is_meant(word)
    is_telling = is_known or bool(thesaurus.close_to(word, typos_allowed(word)))
    return Slot(word, is_beginning, has_meaning, is_telling)


def _joined(words: list[str], numbers: dict[str, int], thesaurus: Thesaurus) -> list[Alternative]:
    """Two words may be written as one: "home care" as "homecare"; and mean what that means."""
    return [
        Alternative((numbers[first], numbers[second]), meaning)
        for first, second in pairwise(words)
        if first in numbers and second in numbers and first != second
        for meaning in ((first + second,), *thesaurus.meanings_of((first + second,)))
    ]


def _parted(slots: tuple[Slot, ...], thesaurus: Thesaurus) -> list[Alternative]:
    """A word that the thesaurus knows as two: "daycentre" means what "day centre" does."""
    return [
        Alternative((number,), meaning)
        for number, slot in enumerate(slots)
        if not slot.has_meaning
        for parts in parts_of(slot.word)
        for meaning in thesaurus.meanings_of(parts)
    ]


def _begun(slots: tuple[Slot, ...], thesaurus: Thesaurus) -> list[Alternative]:
    """The beginning of a word that the thesaurus knows means what that does: "hydrothe" is "hydrotherapy"."""
    return [
        Alternative((number,), meaning)
        for number, slot in enumerate(slots)
        if slot.is_beginning and not slot.has_meaning and len(slot.word) >= _SHORTEST_BEGINNING
        for meaning in thesaurus.begun(slot.word)
    ]


def parts_of(word: str) -> list[tuple[str, str]]:
    """All ways to cut a word in two: "grabrails" may be written "grab rails"."""
    cuts = range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
    return [(word[:cut], word[cut:]) for cut in cuts] if word.isalpha() else []
