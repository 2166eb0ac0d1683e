"""The sorted words of an index, and those among them that a typed word may stand for."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import chain
from string import ascii_lowercase

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

Terms = tuple[int, int]
"""A range [low, high) of word numbers."""

_LAST = "\U0010ffff"
ONE_TYPO_FROM, TWO_TYPOS_FROM = 5, 9
"""Letters from which a word is forgiven one and two slips of the finger."""


def typos_allowed(word: str) -> int:
    """How many slips a word is forgiven; none in what holds a digit (postcodes, ages, times)."""
    if not word.isalpha() or len(word) < ONE_TYPO_FROM:
        return 0
    return 1 if len(word) < TWO_TYPOS_FROM else 2


class Vocabulary:
    """All words, sorted."""

    def __init__(self, read: Callable[[], Sequence[str]]) -> None:
        """`read` gives the words, sorted; it is called when they are first needed."""
        self._read = read
        self._prefixes: dict[tuple[str, int], list[str]] = {}

    @cached_property
    def words(self) -> Sequence[str]:
        """The words in their order."""
        return self._read()

    def find(self, word: str) -> Terms | None:
        """The word itself."""
        place = bisect_left(self.words, word)
        return (place, place + 1) if place < len(self.words) and self.words[place] == word else None

    def starting_with(self, start: str) -> Terms:
        """All words with a beginning."""
        return bisect_left(self.words, start), bisect_left(self.words, start + _LAST)

    def close_to(self, word: str) -> list[tuple[Terms, int]]:
        """Words that differ by as many slips as `word` is forgiven, with the number of slips.

        A slip is a letter wrong, missing or too many, or two swapped. Looked for among the words with the
        same first letter; a first letter that is wrong is allowed for when the rest is right.
        """
        allowed = typos_allowed(word)
        if not allowed:
            return []
        low, high = self.starting_with(word[0])
        near = extract(word, self.words[low:high], scorer=OSA.distance, score_cutoff=allowed, limit=None)
        found = [((low + place, low + place + 1), int(slips)) for _, slips, place in near if slips]
        return found + [(terms, 1) for other in _other_starts(word) if (terms := self.find(other))]

    def close_anywhere(self, word: str) -> list[tuple[Terms, int]]:
        """The same among all words, whatever their first letter: takes a millisecond or two."""
        near = extract(word, self.words, scorer=OSA.distance, score_cutoff=typos_allowed(word), limit=None)
        return [((place, place + 1), int(slips)) for _, slips, place in near if slips]

    def starting_close_to(self, start: str) -> list[tuple[Terms, int]]:
        """Words with a beginning that differs from `start` by a slip or two."""
        allowed = typos_allowed(start)
        if not allowed:
            return []
        lengths = range(len(start) - 1, len(start) + 2)
        beginnings = list(chain.from_iterable(self._beginnings(start[0], length) for length in lengths))
        near = extract(start, beginnings, scorer=OSA.distance, score_cutoff=allowed, limit=None)
        return [
            (self.starting_with(beginning), int(slips))
            for beginning, slips, _ in near
            if not (beginning.startswith(start) or start.startswith(beginning))
        ]

    def _beginnings(self, letter: str, length: int) -> list[str]:
        """The different beginnings of a length, of words with a first letter; kept, for they cost time."""
        known = self._prefixes.get((letter, length))
        if known is None:
            low, high = self.starting_with(letter)
            if low == high:
                return []
            starts = (word[:length] for word in self.words[low:high] if len(word) >= length)
            known = self._prefixes[letter, length] = list(dict.fromkeys(starts))
        return known


def _other_starts(word: str) -> list[str]:
    """What may have been meant if the slip was at the first letter."""
    swapped = word[1] + word[0] + word[2:]
    others = [letter + word[1:] for letter in ascii_lowercase if letter != word[0]]
    missing = [letter + word for letter in ascii_lowercase if letter != word[0]]
    too_many = [word[1:]] if word[1] != word[0] else []
    return (
        [swapped, *others, *missing, *too_many] if swapped[0] != word[0] else [*others, *missing, *too_many]
    )
