"""The searchable words of an index: which rows have a word, and where in each field it stands."""

from array import array

import numpy as np

from tests.meilisearch.values import flatten
from tests.meilisearch.words import Vocabulary, split, words_of


class TextIndex:
    """Words by row and rows by word. Rows are added only; see `facets` for why."""

    def __init__(self, settings):
        self._settings = settings
        wanted = settings["searchableAttributes"]
        self.everything = wanted == ["*"]
        self.attributes = [] if self.everything else list(wanted)
        self.rows = {}
        self.words = {}
        self._vocabulary = None
        self.synonyms = _cut(settings["synonyms"])
        self.stop_words = frozenset(word for text in settings["stopWords"] for word in split(text))

    def add(self, row, document):
        held = flatten(document)
        if self.everything:
            self.attributes += [name for name in held if name not in self.attributes]
        fields = [self._field(name, held) for name in self.attributes]
        self.rows[row] = fields
        for word in {word for field in fields for word in field if word}:
            rows = self.words.get(word)
            if rows is None:
                rows = self.words[word] = array("I")
                self._vocabulary = None
            rows.append(row)

    def _field(self, name, held):
        if name in held and not any(isinstance(value, dict) for value in held[name]):
            return words_of(held[name])
        if self.everything:
            return []
        inner = [values for key, values in held.items() if key.startswith(name + ".")]
        return words_of([value for values in inner for value in values])

    @property
    def vocabulary(self):
        if self._vocabulary is None:
            self._vocabulary = Vocabulary(self.words, self._settings)
        return self._vocabulary

    def having(self, word, candidates):
        """Those of the candidates (a mask) that have the word, as row numbers."""
        rows = np.array(self.words.get(word, ()), dtype=np.uint32)
        return rows[candidates[rows]]

    def having_phrase(self, words, candidates):
        """Those of the candidates that have these words one after the other."""
        rows = self.having(words[0], candidates)
        if len(words) == 1:
            return rows
        for word in words[1:]:
            rows = np.intersect1d(rows, self.having(word, candidates))
        kept = [row for row in rows.tolist() if self.places_of_phrase(row, words)]
        return np.array(kept, dtype=np.uint32)

    def places_of_phrase(self, row, words):
        """[(field, place)] where the phrase begins in a row."""
        length, first = len(words), words[0]
        wanted = list(words)
        return [
            (attribute, place)
            for attribute, field in enumerate(self.rows[row])
            for place, word in enumerate(field)
            if word == first and field[place : place + length] == wanted
        ]


def _cut(synonyms):
    """{words of the key: [words of each meaning]}."""
    found = {}
    for key, meanings in synonyms.items():
        if words := split(key):
            found.setdefault(words, []).extend(cut for meaning in meanings if (cut := split(meaning)))
    return found
