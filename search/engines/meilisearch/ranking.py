"""The order of found documents, by the code that all engines share."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import chain
from math import inf, isnan
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from search.engines.meilisearch.filters import value_of
from search.engines.meilisearch.layout import TEXT_FIELDS
from search.engines.meilisearch.meaning import SlotMeaning
from search.engines.meilisearch.reaching import miles_to
from search.evidence import Evidence, Integers, Occurrences, spread, weigh_evidence
from search.query import Hit, Near, SearchQuery, Sort
from search.ranking import (
    PLACE,
    RERANKED,
    Floats,
    Quality,
    Spelling,
    area_points,
    place_points,
    quality,
    second_look,
    standing_points,
    text_points,
)

NEEDED = ["id", "version", "free_now", "confirmed", "_geo", "travels", "is_venue", "areas", "price_pence"]
"""Fields of a document that its place in the order needs; those of the text too if there is one."""

Stored = Mapping[str, Any]


def is_by_best(query: SearchQuery) -> bool:
    """Whether words and place decide; nearest first without a place is no order."""
    return query.sort is Sort.BEST or (query.sort is Sort.NEAREST and query.near is None)


class Ranked:
    """Documents that were found, with what is to be known of each. Arrays go by document."""

    def __init__(self, documents: Sequence[Stored], query: SearchQuery, words: Sequence[SlotMeaning]) -> None:
        self.documents = documents
        self._query = query
        self._words = words
        self._reached = None if query.near is None else _Reached(documents, query.near)

    def hits(self) -> list[Hit]:
        """All of them in the order of the query; even ones by id."""
        if is_by_best(self._query):
            return self._best()
        key = self._key()
        order = sorted(range(len(self.documents)), key=lambda place: (key[place], self._id(place)))
        return [self._hit(place, 0.0) for place in order]

    def hits_as_they_come(self) -> list[Hit]:
        """All of them in the order given."""
        scores = self._points if is_by_best(self._query) else np.zeros(len(self.documents))
        return [self._hit(place, float(scores[place])) for place in range(len(self.documents))]

    def _key(self) -> list[float]:
        if self._query.sort is Sort.NEAREST and self._reached is not None:
            return [inf if isnan(miles) else miles for miles in self._reached.miles.tolist()]
        if self._query.sort is Sort.PRICE:
            return [one.get("price_pence", inf) for one in self.documents]
        return [-one["free_now"] for one in self.documents]

    def _best(self) -> list[Hit]:
        scores = self._points.copy()
        order = self._ordered(scores, range(len(self.documents)))
        head = order[:RERANKED]
        if self._texts is not None and head:
            qualities, evidence = self._texts.second(head)
            scores[head] += second_look(qualities, *evidence)
        order = self._ordered(scores, head) + order[RERANKED:]
        return [self._hit(place, float(scores[place])) for place in order]

    def _ordered(self, scores: Floats, places: Sequence[int]) -> list[int]:
        return sorted(places, key=lambda place: (-scores[place], self._id(place)))

    def _id(self, place: int) -> str:
        return str(self.documents[place]["id"])

    @cached_property
    def _texts(self) -> "_Texts | None":
        return _Texts(self.documents, self._words) if self._words else None

    @cached_property
    def _points(self) -> Floats:
        free = np.array([one["free_now"] for one in self.documents], np.float64)
        confirmed = np.array([one["confirmed"] for one in self.documents], np.int64)
        points = standing_points(free, self._query.today.toordinal() - confirmed)
        if self._reached is not None:
            points += PLACE * self._reached.points
        if self._texts is not None:
            points += text_points(self._texts.qualities)
        return points

    def _hit(self, place: int, score: float) -> Hit:
        document, reached = self.documents[place], self._reached
        miles = np.nan if reached is None else float(reached.miles[place])
        return Hit(
            id=UUID(document["id"]),
            version=document["version"],
            distance_miles=None if np.isnan(miles) else miles,
            covers_place=reached is not None and bool(reached.covers[place]),
            score=score,
        )


class _Reached:
    """How documents and a place meet."""

    def __init__(self, documents: Sequence[Stored], near: Near) -> None:
        self.miles = miles_to(near, documents)
        travels = np.array([one["travels"] for one in documents], np.float64)
        venue = np.array([one["is_venue"] for one in documents], np.bool_)
        at_hand = (self.miles <= near.within_miles) & venue
        by_radius = (self.miles <= travels) & (travels > 0)
        areas = np.array([_best_area(one["areas"], near.areas) for one in documents], np.float64)
        self.covers = by_radius | (areas > 0)
        self.points = place_points(self.miles, at_hand, by_radius, areas)


def _best_area(tokens: Sequence[str], wanted: frozenset[str]) -> float:
    return max((area_points(area) for area in map(value_of, tokens) if area in wanted), default=0.0)


class _Occurrence(NamedTuple):
    """Words of the documents that may stand for a word of the query. Arrays go by such a word."""

    document: Integers
    field: Integers
    at: Integers
    """Counted through all documents."""
    word: Integers
    """Its number among the words that matter."""


class _Texts:
    """The words of documents, looked at for the words of a query."""

    def __init__(self, documents: Sequence[Stored], words: Sequence[SlotMeaning]) -> None:
        self._documents = len(documents)
        self._words = words
        grouped = (group for word in words for groups in word.together for group in groups)
        matter = dict.fromkeys(chain(*(word.spelling for word in words), *grouped))
        self._numbers = {word: number for number, word in enumerate(matter, 1)}
        self._read(documents)
        self.qualities = [self._quality(word) for word in words]

    def _read(self, documents: Sequence[Stored]) -> None:
        fields = [one[name].split() for one in documents for name in TEXT_FIELDS]
        lengths = np.array([len(field) for field in fields], np.int64).reshape(-1, len(TEXT_FIELDS))
        find = self._numbers.get
        numbers = np.array([find(word, 0) for field in fields for word in field], np.int64)
        at = np.flatnonzero(numbers)
        owner = np.searchsorted(np.cumsum(lengths.ravel()), at, side="right")
        self._title_lengths = lengths[:, 0]
        self._found = _Occurrence(owner // len(TEXT_FIELDS), owner % len(TEXT_FIELDS), at, numbers[at])

    def _quality(self, word: SlotMeaning) -> Quality:
        own = self._best(word.spelling)
        for groups in word.together:
            held = [self._best(dict.fromkeys(group, Spelling.MEANING)) for group in groups]
            np.maximum(own, np.minimum.reduce(held), out=own)
        return own

    def _best(self, spelling: Mapping[str, Spelling]) -> Quality:
        """The best quality that one of some words has in each document."""
        worth = np.zeros((len(self._numbers) + 1, len(TEXT_FIELDS)), np.uint8)
        for one, spelt in spelling.items():
            worth[self._numbers[one]] = [quality(spelt, field) for field in range(len(TEXT_FIELDS))]
        best = np.zeros(self._documents, np.uint8)
        np.maximum.at(best, self._found.document, worth[self._found.word, self._found.field])
        return best

    def second(self, places: Sequence[int]) -> tuple[list[Quality], Evidence]:
        """Qualities of some documents, and how close the words stand in them."""
        chosen = np.array(places, np.int64)
        numbers = np.full(self._documents, -1, np.int64)
        numbers[chosen] = np.arange(len(chosen))
        kept = np.flatnonzero(numbers[self._found.document] >= 0)
        slots = self._slots()[self._found.word]
        kept = kept[slots[kept] != 0]
        document, field = self._found.document[kept], self._found.field[kept]
        found = Occurrences(document, spread(self._found.at[kept], field, document), slots[kept], field == 0)
        evidence = weigh_evidence(found, self._title_lengths, len(self._words))
        return [one[chosen] for one in self.qualities], Evidence(*(one[chosen] for one in evidence))

    def _slots(self) -> NDArray[np.uint16]:
        """For each word that matters the words of the query that it stands for, one bit each."""
        marks = np.zeros(len(self._numbers) + 1, np.uint16)
        for slot, word in enumerate(self._words):
            for one in chain(word.spelling, *chain.from_iterable(word.together)):
                marks[self._numbers[one]] |= 1 << slot
        return marks
