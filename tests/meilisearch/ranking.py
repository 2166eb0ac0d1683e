"""Meilisearch's ranking rules: each splits the rows that the rules before it hold equal."""

from itertools import pairwise

import numpy as np

from tests.meilisearch.text_matches import ABSENT
from tests.meilisearch.values import as_text, flatten, is_number, metres_between, normalise, point, scalars

FARTHEST = 4
"""Words this far from each other are as good as in different fields."""

_EVEN_METRES = 1.0
"""Places this near to each other are equally far."""
_EXACT_PLACES = 16
_ROUNDED_PLACES = 24
_POSITION_STEPS = (0, 1, 4, 7, 11, 16, 24, 64, 256, 1024)


class Ranking:
    """Orders rows by the rules of the settings, as far down as asked."""

    def __init__(self, documents, settings, sort, matches, strategy):
        """`documents` is a function from row to document; `sort` [(field or point, descending)]."""
        self.documents = documents
        self.sort = sort
        self.matches = matches
        self._details = {}
        self.leading = None if matches is None else leading_terms(matches, strategy)
        self.rules = [rule for name in settings["rankingRules"] for rule in self._rules_of(name)]

    def _rules_of(self, name):
        if name == "sort":
            return [self._sorted_by(*key) for key in self.sort]
        if ":" in name:
            field, direction = name.split(":")
            return [self._sorted_by(field, direction == "desc")]
        return [] if self.matches is None else [getattr(self, f"_{rule}") for rule in _TEXT_RULES[name]]

    def best(self, rows, wanted):
        """The first `wanted` of the rows, best first; rows given in order of their age decide ties."""
        found = []
        self._split(np.asarray(rows), 0, wanted, found)
        return found[:wanted]

    def _split(self, rows, depth, wanted, found):
        if len(found) >= wanted:
            return
        if depth == len(self.rules) or len(rows) == 1:
            found.extend(rows.tolist())
            return
        costs = np.asarray(self.rules[depth](rows.tolist()))
        for cost in np.unique(costs):
            self._split(rows[costs == cost], depth + 1, wanted, found)
            if len(found) >= wanted:
                return

    def _sorted_by(self, key, descending):
        """A rule: the place of each row when sorted by a field or by the distance from a point."""

        def rule(rows):
            keys = [self._key(row, key, descending) for row in rows]
            if isinstance(key, tuple):
                return _within_a_metre(keys)
            places = {value: place for place, value in enumerate(sorted(set(keys)))}
            return [places[value] for value in keys]

        return rule

    def _key(self, row, key, descending):
        """Numbers before strings before nothing, whichever way it goes."""
        document = self.documents(row)
        if isinstance(key, tuple):
            place = point(document)
            values = [] if place is None else [metres_between(key, place)]
        else:
            values = list(scalars(flatten(document).get(key, [])))
        numbers = [value for value in values if is_number(value)]
        if numbers:
            return 0, -max(numbers) if descending else min(numbers), ""
        texts = [normalise(as_text(value)) for value in values]
        if not texts:
            return 2, 0, ""
        return 1, 0, _Backwards(max(texts)) if descending else min(texts)

    def _words(self, rows):
        return len(self.matches.forms) - self.leading[rows]

    def _typo(self, rows):
        typos = self.matches.typos[:, rows].astype(int)
        return np.where(typos == ABSENT, 0, typos).sum(axis=0)

    def _proximity(self, rows):
        return [sum(_distance(one, other) for one, other in pairwise(self._found(row))) for row in rows]

    def _field(self, rows):
        if self.matches.index.everything:
            return [0] * len(rows)
        return [sum(min(spot[0] for spot in term.places) for term in self._found(row)) for row in rows]

    def _position(self, rows):
        return [
            sum(min(_position_cost(spot[1]) for spot in term.places) for term in self._found(row))
            for row in rows
        ]

    def _exact_field(self, rows):
        """0 when a field is just the query, 1 when it begins with it, else 2."""
        wanted = [word for term in self.matches.query.terms for word in term]
        costs = []
        for row in rows:
            fields = self.matches.index.rows[row]
            begins = [field for field in fields if field[: len(wanted)] == wanted]
            costs.append(2 if not begins else int(all(len(field) > len(wanted) for field in begins)))
        return costs

    def _exact_words(self, rows):
        return [-sum(term.exact for term in self._found(row)) for row in rows]

    def _found(self, row):
        if row not in self._details:
            self._details[row] = [term for term in self.matches.look(row) if term is not None]
        return self._details[row]

    def score(self, row):
        """Between 0 and 1, by the words, slips and exact words only."""
        if self.matches is None:
            return 1.0
        terms = len(self.matches.forms)
        found = self._found(row)
        typos, exact = sum(term.typos for term in found), sum(term.exact for term in found)
        slips_left = 2 * terms - min(typos, 2 * terms)
        levels = (terms + 1) * (2 * terms + 1)
        rank = (len(found) - 1) * levels + slips_left * (terms + 1) + exact + 1
        return min(1.0, rank / (terms * levels))


def _within_a_metre(keys):
    """The place of each distance; those less than a metre behind the first of a place share it."""
    places, first = {}, None
    for key in sorted(set(keys)):
        if first is None or key[0] != first[0] or abs(key[1] - first[1]) > _EVEN_METRES:
            first = key
        places[key] = first
    order = {value: place for place, value in enumerate(sorted(set(places.values())))}
    return [order[places[key]] for key in keys]


_TEXT_RULES = {
    "words": ["words"],
    "typo": ["typo"],
    "proximity": ["proximity"],
    "attribute": ["field", "position"],
    "attributeRank": ["field"],
    "wordPosition": ["position"],
    "exactness": ["exact_field", "exact_words"],
}


class _Backwards(str):
    """A string that sorts the other way round."""

    __slots__ = ()

    def __lt__(self, other):
        return str.__gt__(self, other)


def leading_terms(matches, strategy):
    """How many terms each row has before the first that it lacks, in the order they may be dropped."""
    there = matches.typos != ABSENT
    if strategy == "frequency":
        there = there[np.argsort(there.sum(axis=1), kind="stable")]
    return np.cumprod(there, axis=0).sum(axis=0)


def _distance(one, other):
    """Places between two terms where they are nearest; one more when they stand the wrong way round."""
    nearest = FARTHEST
    for field, place in one.places:
        for other_field, other_place in other.places:
            if field == other_field and not (place == other_place and one.exact and other.exact):
                gap = other_place - place if other_place >= place else place - other_place + 1
                nearest = min(nearest, gap)
    return nearest


def _position_cost(place):
    if place >= _ROUNDED_PLACES:
        place = 1 << (place - 1).bit_length()
    elif place >= _EXACT_PLACES:
        place = _ROUNDED_PLACES
    return next((cost for cost, most in enumerate(_POSITION_STEPS) if place <= most), len(_POSITION_STEPS))
