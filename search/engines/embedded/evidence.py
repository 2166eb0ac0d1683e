"""A second look at a few documents, by the words stored with each."""

import numpy as np
from numpy.typing import NDArray

from search.engines.embedded.arrays import expand_ranges
from search.engines.embedded.choosing import Candidates
from search.evidence import Evidence, Occurrences, spread, weigh_evidence


def gather_evidence(found: Candidates) -> Evidence:
    """Look at the words of some documents again. `found` holds only those documents."""
    segment = found.part.segment
    return weigh_evidence(_occurrences(found), segment.field_lengths[0][found.rows], len(found.qualities))


def _occurrences(found: Candidates) -> Occurrences:
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
    return Occurrences(document, spread(at, field, document), marked[at], place < ends[0][document])


def _marks(found: Candidates) -> NDArray[np.uint16]:
    """For each word of the vocabulary the words of the query that it stands for."""
    marks = np.zeros(len(found.part.segment.vocabulary.words), np.uint16)
    for slot, choices in enumerate(found.matched.spelt if found.matched else ()):
        for (low, high), _ in choices:
            marks[low:high] |= 1 << slot
    return marks
