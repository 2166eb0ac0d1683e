"""Titles that go on from what was typed."""

from collections.abc import Sequence

import numpy as np

from search.engines.embedded.arrays import Mask, Rows, first_by_key, uuid_of
from search.engines.embedded.choosing import Candidates
from search.engines.embedded.matching import LiveSegment
from search.engines.embedded.ordering import Results
from search.engines.embedded.reaching import Reached
from search.engines.embedded.segment import Segment
from search.query import Near, Suggestion
from search.text import split_words
from search.vocabulary import Terms

_TITLE = 1
"""Bit of the title among the fields of a posting."""


def suggest(parts: Sequence[LiveSegment], text: str, near: Near | None, limit: int) -> list[Suggestion]:
    """Documents whose title has a word that starts with the last word typed, and holds the others.

    The nearest first when a place is given (those without a point last), by id where they are even.
    """
    words = split_words(text)
    if not words or limit <= 0:
        return []
    results = Results([_titled(part, words, near) for part in parts])
    chosen = first_by_key(results.column(_miles), results.ids, min(limit, len(results)))
    found: dict[int, Suggestion] = {}
    for one, places, own in results.split(chosen):
        for place, index in zip(places.tolist(), own.tolist(), strict=True):
            found[place] = _suggestion(one, index)
    return [found[place] for place in range(len(found))]


def _suggestion(found: Candidates, index: int) -> Suggestion:
    segment, row = found.part.segment, int(found.rows[index])
    miles = float("nan") if found.reached is None else float(found.reached.miles[index])
    return Suggestion(
        id=uuid_of(segment.ids[row]),
        title=segment.title(row),
        distance_miles=None if np.isnan(miles) else miles,
    )


def _miles(found: Candidates) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    if found.reached is None:
        return np.zeros(len(found.rows))
    return np.nan_to_num(found.reached.miles, nan=np.inf)


def _titled(part: LiveSegment, words: Sequence[str], near: Near | None) -> Candidates:
    segment = part.segment
    vocabulary = segment.vocabulary
    holds = _in_title(segment, vocabulary.starting_with(words[-1]))
    for word in words[:-1]:
        terms = vocabulary.find(word)
        holds &= _in_title(segment, terms or (0, 0))
    if part.live is not None:
        holds &= part.live
    rows = np.flatnonzero(holds)
    return Candidates(part, rows, _measured(segment, rows, near), [], None)


def _in_title(segment: Segment, terms: Terms) -> Mask:
    start, end = segment.posting_offsets[terms[0]], segment.posting_offsets[terms[1]]
    holds = np.zeros(segment.rows, np.bool_)
    holds[segment.posting_rows[start:end][segment.posting_fields[start:end] & _TITLE != 0]] = True
    return holds


def _measured(segment: Segment, rows: Rows, near: Near | None) -> Reached | None:
    if near is None:
        return None
    none = np.zeros(len(rows), np.bool_)
    return Reached(rows, segment.grid.miles(near.point, rows), none, none, np.zeros(len(rows)), none)
