"""Words of texts and of queries, and the words of an index that a word of a query may stand for."""

import re
import unicodedata
from bisect import bisect_left
from functools import lru_cache
from itertools import pairwise

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from tests.meilisearch.values import as_text

_WORD = re.compile(r"[^\W_]+")
_NEGATIVE = re.compile(r'(?:^|(?<=\s))-(?:"([^"]*)"?|(\S+))')
_PHRASE = re.compile(r'"([^"]*)(?:"|$)')

GAP = 8
"""Places between two items of a list: words of different items are not near each other."""

MOST_WORDS = 10
"""Words of a query that are looked at."""

_LARGEST_PENALTY = 2


@lru_cache(maxsize=100_000)
def split(text):
    """The words of a text: lower case, no accents."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return tuple(_WORD.findall(text.lower()))


def words_of(held):
    """The words of a field as `values.flatten` holds it; None stands in the gaps between items."""
    found = []
    for value in held:
        for item in value if isinstance(value, list) else [value]:
            if item is None or isinstance(item, dict | list):
                continue
            if found:
                found += [None] * GAP
            found += split(item if isinstance(item, str) else as_text(item))
    return found


class Query:
    """The text of a query: words, phrases in quotes, words that must not be there.

    `terms` are tuples of words; those of more than one word, and those in `fixed`, are phrases.
    """

    def __init__(self, text, stop_words=frozenset()):
        self.unwanted = [
            words for match in _NEGATIVE.finditer(text) if (words := split(match[1] or match[2]))
        ]
        text = _NEGATIVE.sub(" ", text)
        self.terms, self.fixed = [], set()
        at = 0
        for match in _PHRASE.finditer(text):
            self._add_words(text[at : match.start()])
            if words := split(match[1]):
                self.fixed.add(len(self.terms))
                self.terms.append(words)
            at = match.end()
        self._add_words(text[at:])
        ends_open = text[-1:].isalnum() and len(self.terms) - 1 not in self.fixed
        last = len(self.terms) - 1
        kept = [
            place
            for place, term in enumerate(self.terms)
            if place in self.fixed or (place == last and ends_open) or term[0] not in stop_words
        ][:MOST_WORDS]
        self.prefix = kept.index(last) if ends_open and last in kept else None
        self.fixed = {kept.index(place) for place in self.fixed if place in kept}
        self.terms = [self.terms[place] for place in kept]

    def _add_words(self, text):
        self.terms += [(word,) for word in split(text)]

    def pairs(self):
        """Places of two words next to each other that may be one in the index."""
        return [
            (one, other)
            for one, other in pairwise(range(len(self.terms)))
            if one not in self.fixed and other not in self.fixed
        ]


class Vocabulary:
    """All words of an index, with the settings that say which slips are forgiven."""

    def __init__(self, words, settings):
        self.words = sorted(words)
        self._typos = settings["typoTolerance"]
        self._prefixes = settings["prefixSearch"] != "disabled"
        self._known = {}

    def derive(self, word, *, prefix):
        """{word of the index: (typos, exactly this word)}."""
        key = word, prefix and self._prefixes
        if key not in self._known:
            self._known[key] = self._derive(*key)
        return self._known[key]

    def _derive(self, word, prefix):
        found = {}
        if slips := self._slips(word):
            found.update(self._with_slips(word, slips, prefix))
        if prefix:
            found.update(dict.fromkeys(self.starting_with(word), (0, False)))
        start = bisect_left(self.words, word)
        if self.words[start : start + 1] == [word]:
            found[word] = (0, True)
        return found

    def starting_with(self, word):
        start = bisect_left(self.words, word)
        end = bisect_left(self.words, word + "\U0010ffff")
        return self.words[start:end]

    def _slips(self, word):
        if not self._typos["enabled"] or word in self._typos["disableOnWords"]:
            return 0
        if self._typos["disableOnNumbers"] and word.isdigit():
            return 0
        sizes = self._typos["minWordSizeForTypos"]
        return (len(word) >= sizes["oneTypo"]) + (len(word) >= sizes["twoTypos"])

    def _with_slips(self, word, slips, prefix):
        """A slip on the first letter counts as two."""
        for known, distance, _ in extract(
            word, self.words, scorer=OSA.distance, score_cutoff=slips, limit=None
        ):
            cost = distance if known[0] == word[0] else distance + 1
            if cost <= slips:
                yield known, (cost, False)
        if prefix:
            yield from self._prefixes_with_slips(word, slips)

    def _prefixes_with_slips(self, word, slips):
        for known in self.starting_with(word[0]):
            if len(known) <= len(word) - slips:
                continue
            distance = min(
                OSA.distance(word, known[:length], score_cutoff=slips)
                for length in range(max(1, len(word) - slips), len(word) + slips + 1)
            )
            if distance <= slips:
                yield known, (distance, False)
