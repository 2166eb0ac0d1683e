"""Closeness of the words and share of the title, for a few documents, from the words stored with each."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.engines.embedded.arrays import Floats, Integers, Rows, expand_ranges
from search.engines.embedded.choosing import Candidates
from search.ranking import FAR_APART, closeness_of

_FIELD_GAP, _DOCUMENT_GAP = FAR_APART, FAR_APART * 8
"""Added between fields and documents, so that words of two of them are never close."""


class Evidence(NamedTuple):
    """Arrays go by document."""

    closeness: Floats
    title_share: Floats


class _Occurrences(NamedTuple):
    """Places where a word of the query stands, in the order of documents and of words."""

    document: Rows
    position: Integers
    slots: NDArray[np.uint16]
    """One bit for each word of the query that stands here."""
    in_title: NDArray[np.bool_]


def gather_evidence(found: Candidates) -> Evidence:
    """Look at the words of some documents again. `found` holds only those documents."""
    segment = found.part.segment
    words = len(found.qualities)
    occurrences = _occurrences(found)
    title_words = np.bincount(occurrences.document[occurrences.in_title], minlength=len(found.rows))
    share = title_words / np.maximum(segment.field_lengths[0][found.rows], 1)
    if words < 2:  # noqa: PLR2004 - a word alone is close to itself
        return Evidence(np.ones(len(found.rows)), share)
    pairs = [_distance(occurrences, first, len(found.rows)) for first in range(words - 1)]
    return Evidence(np.mean([closeness_of(pair) for pair in pairs], axis=0), share)


def _occurrences(found: Candidates) -> _Occurrences:
    segment, rows = found.part.segment, found.rows
    marks = _marks(found)
    starts = segment.token_offsets[rows]
    sizes = segment.token_offsets[rows + 1] - starts
    marked = marks[segment.tokens[expand_ranges(starts, starts + sizes)]]
    at = np.flatnonzero(marked)
    firsts = np.cumsum(sizes) - sizes
    document = np.searchsorted(firsts + sizes, at, side="right")
    place = at - firsts[document]
    ends = np.cumsum([lengths[rows] for lengths in segment.field_lengths], axis=0, dtype=np.int64)
    field = np.sum([place >= end[document] for end in ends[:-1]], axis=0)
    return _Occurrences(
        document, at + field * _FIELD_GAP + document * _DOCUMENT_GAP, marked[at], place < ends[0][document]
    )


def _marks(found: Candidates) -> NDArray[np.uint16]:
    """For each word of the vocabulary the words of the query that it stands for."""
    marks = np.zeros(len(found.part.segment.vocabulary.words), np.uint16)
    for slot, choices in enumerate(found.matched.spelt if found.matched else ()):
        for (low, high), _ in choices:
            marks[low:high] |= 1 << slot
    return marks


def _distance(occurrences: _Occurrences, first: int, documents: int) -> Floats:
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
