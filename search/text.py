"""From text to words: the same way for listings and for queries, in every engine.

Accents, case and kinds of apostrophe make no difference; "people's" is "people", "co-operative" is
"cooperative", "drop-in" is "drop in", "C.I.C." is "cic". Whatever is not a letter or a digit separates words.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import islice, takewhile

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

LONGEST_WORD = 40
"""Letters after which a word is broken in two: nobody writes such words, but somebody will send one."""

_APOSTROPHES = "\u2018\u2019\u02bc\u2032\u00b4\u0060\uff07"
_HYPHENS = "\u2010\u2011\ufe63\uff0d"
_LETTERS = {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "\u0131": "i"}
_MARKS = (range(0x300, 0x20000), range(0xE0100, 0xE01F0))

_FOLDING: dict[int, str | None] = (
    {code: None for marks in _MARKS for code in marks if unicodedata.category(chr(code)).startswith("M")}
    | dict.fromkeys(map(ord, _APOSTROPHES), "'")
    | dict.fromkeys(map(ord, _HYPHENS), "-")
    | {ord(letter): plain for letter, plain in _LETTERS.items()}
)

_ASCII_SPACES = "".join(chr(code) if chr(code).isalnum() else " " for code in range(128))
_NO_WORD = re.compile(r"[\W_]+")
_PIECE = re.compile(rf".{{1,{LONGEST_WORD}}}")
_POSSESSIVE = re.compile(r"'(?:s\b)?")
_FIRST_PARTS = re.compile(r"\b(anti|co|e|inter|multi|non|pre|re|semi)-(?=[^\W_])")
_INITIALS = re.compile(r"\b[^\W\d_](?:\.[^\W\d_])+\b\.?")

_MINIMUM_PLURAL, _MINIMUM_STEM, _MINIMUM_DOUBLED = 4, 4, 3
_VOWELS = "aeiou"
_HISSING = ("s", "x", "z", "ch", "sh")


def fold(text: str) -> str:
    """Lower case without accents; every apostrophe and hyphen in its plain form."""
    if text.isascii():
        return text.lower().replace("`", "'")
    return unicodedata.normalize("NFKD", text).casefold().translate(_FOLDING)


def split_words(text: str) -> list[str]:
    """The words of a text in their order."""
    return cut_words(spaced_words(text))


def spaced_words(text: str) -> str:
    """The words of a text in their order, with spaces between: for `cut_words`, of many texts at a time."""
    folded = fold(text)
    if "'" in folded:
        folded = _POSSESSIVE.sub("", folded)
    if "-" in folded:
        folded = _FIRST_PARTS.sub(r"\1", folded)
    if folded.count(".") > folded.count(". ") + folded.endswith("."):
        folded = _INITIALS.sub(lambda match: match[0].replace(".", ""), folded)
    return folded.translate(_ASCII_SPACES) if folded.isascii() else _NO_WORD.sub(" ", folded)


def cut_words(spaced: str) -> list[str]:
    """Words with spaces between, cut; those that are too long into pieces."""
    words = spaced.split()
    if len(spaced) > LONGEST_WORD and max(map(len, words), default=0) > LONGEST_WORD:
        return [piece for word in words for piece in _PIECE.findall(word)]
    return words


@lru_cache(maxsize=4096)
def other_forms(word: str) -> tuple[str, ...]:
    """The word in the plural or singular, and with or without -ing: "walks" and "walking" for "walk".

    Candidates only: those that are no words are found in no listing.
    """
    forms = [*_numbers(word), *_with_ing(word), *_without_ing(word)] if word.isalpha() else []
    return tuple(dict.fromkeys(form for form in forms if form != word))


def _numbers(word: str) -> Iterable[str]:
    yield word + ("es" if word.endswith(_HISSING) else "s")
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        yield word[:-1] + "ies"
    if len(word) < _MINIMUM_PLURAL or word.endswith("ss"):
        return
    if word.endswith("ies"):
        yield word[:-3] + "y"
    if word.endswith("es") and word[:-2].endswith(_HISSING):
        yield word[:-2]
    if word.endswith("s"):
        yield word[:-1]


def _with_ing(word: str) -> Iterable[str]:
    if word.endswith("ing"):
        return
    if len(word) >= _MINIMUM_STEM:
        yield word + "ing"
    if word.endswith("e") and len(word) >= _MINIMUM_STEM:
        yield word[:-1] + "ing"
    if len(word) >= _MINIMUM_DOUBLED and word[-1] not in _VOWELS and word[-2] in _VOWELS:
        yield word + word[-1] + "ing"


def _without_ing(word: str) -> Iterable[str]:
    stem = word[:-3]
    if not word.endswith("ing"):
        return
    if len(stem) >= _MINIMUM_STEM:
        yield stem
    if len(stem) >= _MINIMUM_DOUBLED:
        yield stem + "e"
        if stem[-1] == stem[-2]:
            yield stem[:-1]


class Thesaurus:
    """Synonyms as the schema gives them, cut into words and looked up by the words of a query."""

    def __init__(self, synonyms: Mapping[str, tuple[str, ...]]) -> None:
        self._meanings: dict[tuple[str, ...], tuple[tuple[str, ...], ...]] = {}
        for phrase, meanings in synonyms.items():
            key = tuple(split_words(phrase))
            values = [
                words for meaning in meanings if (words := tuple(split_words(meaning))) and words != key
            ]
            if key and values:
                known = self._meanings.get(key, ())
                self._meanings[key] = tuple(dict.fromkeys((*known, *values)))
        self._plurals = {
            (*key[:-1], form): meanings
            for key, meanings in self._meanings.items()
            for form in _numbers(key[-1])
            if len(form) > len(key[-1])
        }
        self._single = sorted(key[0] for key in self._meanings if len(key) == 1)
        self._meant = {one[0] for many in self._meanings.values() for one in many if len(one) == 1}
        self._close_to = lru_cache(maxsize=4096)(self._find_close)
        self._longest = max(map(len, self._meanings), default=0)

    def __contains__(self, word: str) -> bool:
        return bool(self.meanings_of((word,)))

    def is_meant(self, word: str) -> bool:
        """Whether a word of the thesaurus means just this one: "polish" is what "poland" means."""
        return word in self._meant

    def meanings_of(self, words: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
        """What a word or phrase means; in the plural what it means in the singular."""
        return self._meanings.get(words) or self._plurals.get(words, ())

    def close_to(self, word: str, slips: int) -> list[tuple[str, ...]]:
        """What words of the thesaurus mean that differ from a word by so many slips, but not by none."""
        return self._close_to(word, slips) if slips else []

    def _find_close(self, word: str, slips: int) -> list[tuple[str, ...]]:
        near = extract(word, self._single, scorer=OSA.distance, score_cutoff=slips, limit=None)
        return [meaning for known, distance, _ in near if distance for meaning in self._meanings[known,]]

    def begun(self, word: str) -> list[tuple[str, ...]]:
        """What words of the thesaurus mean that begin so."""
        from_here = islice(self._single, bisect_left(self._single, word), None)
        known = takewhile(lambda one: one.startswith(word), from_here)
        return list(dict.fromkeys(meaning for one in known for meaning in self._meanings[one,]))

    def find(self, words: list[str]) -> list[tuple[int, int, tuple[tuple[str, ...], ...]]]:
        """Phrases of the thesaurus among the words, as (start, end, what they mean)."""
        found = []
        for start in range(len(words)):
            for end in range(start + 1, min(start + self._longest, len(words)) + 1):
                meanings = self.meanings_of(tuple(words[start:end]))
                if meanings:
                    found.append((start, end, meanings))
        return found
