"""Closeness of the words and share of the title, for a few documents, from where the words stand in each."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.ranking import FAR_APART, Floats, closeness_of

_FIELD_GAP, _DOCUMENT_GAP = FAR_APART, FAR_APART * 8
"""Added between fields and documents, so that words of two of them are never close."""

Integers = NDArray[np.int64]


class Evidence(NamedTuple):
    """Arrays go by document."""

    closeness: Floats
    title_share: Floats


class Occurrences(NamedTuple):
    """Places where a word of the query stands, in the order of documents and of words."""

    document: Integers
    position: Integers
    """With the gaps of `spread`."""
    slots: NDArray[np.uint16]
    """One bit for each word of the query that stands here."""
    in_title: NDArray[np.bool_]


def spread(at: Integers, field: Integers, document: Integers) -> Integers:
    """Positions of words, counted through all documents, moved apart where a field or document ends."""
    return at + field * _FIELD_GAP + document * _DOCUMENT_GAP


def weigh_evidence(found: Occurrences, title_lengths: NDArray[np.integer], words: int) -> Evidence:
    """How close `words` words of a query stand in each document, and how much of its title they are."""
    documents = len(title_lengths)
    title_words = np.bincount(found.document[found.in_title], minlength=documents)
    share = title_words / np.maximum(title_lengths, 1)
    if words < 2:  # noqa: PLR2004 - a word alone is close to itself
        return Evidence(np.ones(documents), share)
    pairs = [_distance(found, first, documents) for first in range(words - 1)]
    return Evidence(np.mean([closeness_of(pair) for pair in pairs], axis=0), share)


def _distance(occurrences: Occurrences, first: int, documents: int) -> Floats:
    """How far apart a word and the one after it stand: 1 side by side, one more in the other order."""
    best = np.full(documents, float(FAR_APART))
    before = np.flatnonzero(occurrences.slots & (1 << first))
    after = np.flatnonzero(occurrences.slots & (2 << first))
    if not (len(before) and len(after)):
        return best
    here, there = occurrences.position[before], occurrences.position[after]
    following = np.minimum(np.searchsorted(there, here), len(there) - 1)
    preceding = np.maximum(np.searchsorted(there, here) - 1, 0)
    ahead = there[following] - here
    behind = here - there[preceding] + 1
    distance = np.minimum(np.where(ahead >= 0, ahead, FAR_APART), np.where(behind > 0, behind, FAR_APART))
    np.minimum.at(best, occurrences.document[before], np.maximum(distance, 1).astype(np.float64))
    return best
