"""Which rows a query's words are found in, with how many slips, and where."""

from dataclasses import dataclass, field

import numpy as np

ABSENT = 255
"""In place of a number of typos: the term is not there."""

_LONGEST_SYNONYM_KEY = 3
_SHORTEST_SPLIT = 2


@dataclass
class Found:
    """Where a term stands in a row: [(field, place)] of its best form, and whether exactly as typed."""

    typos: int
    places: list = field(default_factory=list)
    exact: bool = False


class Matches:
    """A query against the candidates of an index."""

    def __init__(self, index, query, candidates, attributes=None):
        self.index = index
        self.query = query
        self.candidates = candidates
        self.allowed = None if attributes is None else frozenset(attributes)
        self.forms = [{} for _ in query.terms]
        """For each term {word of the index: (typos, exact)}."""
        self.phrases = [[] for _ in query.terms]
        """For each term [(words, typos, exact)] that must stand one after the other."""
        self.typos = np.full((len(query.terms), len(candidates)), ABSENT, dtype=np.uint8)
        for place in range(len(query.terms)):
            self._collect(place)
        self._collect_joined()
        self._collect_synonyms()
        self._words = frozenset(word for forms in self.forms for word in forms)
        self._count()

    def _collect(self, place):
        words = self.query.terms[place]
        if place in self.query.fixed:
            self.phrases[place].append((words, 0, True))
            return
        word = words[0]
        self.forms[place].update(self.index.vocabulary.derive(word, prefix=place == self.query.prefix))
        if halves := self._halves(word):
            self.phrases[place].append((halves, 1, False))

    def _halves(self, word):
        """The word cut in the two words of the index that are frequent most."""
        best = max(
            (
                (min(len(self.index.words.get(part, ())) for part in (word[:cut], word[cut:])), -cut)
                for cut in range(1, len(word))
            ),
            default=(0, 0),
        )
        return (word[: -best[1]], word[-best[1] :]) if best[0] and len(word) >= _SHORTEST_SPLIT else None

    def _collect_joined(self):
        for one, other in self.query.pairs():
            joined = self.query.terms[one][0] + self.query.terms[other][0]
            if joined in self.index.words:
                self.forms[one].setdefault(joined, (1, False))
                self.forms[other].setdefault(joined, (0, False))

    def _collect_synonyms(self):
        terms = self.query.terms
        for start in range(len(terms)):
            for end in range(start + 1, min(start + _LONGEST_SYNONYM_KEY, len(terms)) + 1):
                key = tuple(word for term in terms[start:end] for word in term)
                for meaning in self.index.synonyms.get(key, ()):
                    for place in range(start, end):
                        self.phrases[place].append((meaning, 0, False))

    def _count(self):
        for place, forms in enumerate(self.forms):
            typos = self.typos[place]
            for word, (slips, _) in forms.items():
                rows = self.index.having(word, self.candidates)
                typos[rows] = np.minimum(typos[rows], slips)
            for words, slips, _ in self.phrases[place]:
                rows = self.index.having_phrase(words, self.candidates)
                typos[rows] = np.minimum(typos[rows], slips)
        if self.allowed is not None:
            self._keep_allowed()

    def _keep_allowed(self):
        for row in np.flatnonzero((self.typos != ABSENT).any(axis=0)).tolist():
            for place, found in enumerate(self.look(row)):
                self.typos[place, row] = ABSENT if found is None else found.typos

    def without_unwanted(self):
        """Mask of the candidates that have none of the words that must not be there."""
        mask = self.candidates.copy()
        for words in self.query.unwanted:
            mask[self.index.having_phrase(words, self.candidates)] = False
        return mask

    def look(self, row):
        """For each term a `Found`, or None where the row does not have it."""
        found = [None] * len(self.forms)
        for attribute, words in enumerate(self.index.rows[row]):
            if self.allowed is not None and self.index.attributes[attribute] not in self.allowed:
                continue
            if self._words.isdisjoint(words):
                continue
            for place, word in enumerate(words):
                if word in self._words:
                    for term, forms in enumerate(self.forms):
                        if word in forms:
                            _note(found, term, *forms[word], (attribute, place))
        for term, phrases in enumerate(self.phrases):
            for words, slips, exact in phrases:
                for spot in self.index.places_of_phrase(row, words):
                    if self.allowed is None or self.index.attributes[spot[0]] in self.allowed:
                        _note(found, term, slips, exact, spot)
        return found


def _note(found, term, slips, exact, spot):
    known = found[term]
    if known is None or slips < known.typos:
        found[term] = Found(slips, [spot], exact)
    elif slips == known.typos:
        known.places.append(spot)
        known.exact = known.exact or exact
