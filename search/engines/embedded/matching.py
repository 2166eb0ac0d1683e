"""Which documents of which segment hold the words of a query, how they are spelt there, and in which field.

What a word may stand for (see search.spelling) is decided over all segments together, by live documents only,
so that an answer does not depend on how documents happen to lie in segments.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.engines.embedded.arrays import Mask, Quality
from search.engines.embedded.segment import Segment
from search.ranking import Spelling, quality
from search.spelling import Spelt, Stage, as_it_stands, guesses_of, stages_of
from search.text import Thesaurus
from search.vocabulary import Terms
from search.wording import Alternative, Slot, Wording

_FIELD_SETS = 16
_FIELDS = 4
_BEST_FIELD = [
    min((field for field in range(_FIELDS) if bits >> field & 1), default=0) for bits in range(_FIELD_SETS)
]
_QUALITY = {
    spelling: np.array([quality(spelling, field) for field in _BEST_FIELD], np.uint8) for spelling in Spelling
}
_FIRST_LOOK = 32


class LiveSegment(NamedTuple):
    """A segment, and which of its rows still hold (all when None)."""

    segment: Segment
    live: Mask | None

    @property
    def documents(self) -> int:
        """How many documents live in it."""
        return self.segment.rows if self.live is None else int(np.count_nonzero(self.live))


class Matched(NamedTuple):
    """What was found in one segment."""

    buffers: list[Quality]
    """For each slot the quality of each row; 0: the word is not there."""
    spelt: list[list[Spelt]]
    """For each slot the words that stood for it; those of alternatives too."""


def match_words(parts: Sequence[LiveSegment], wording: Wording, thesaurus: Thesaurus) -> list[Matched]:
    """Find the words in all segments."""
    choices = [_choices(parts, slot, thesaurus) for slot in wording.slots]
    guesses = [
        Alternative((number,), words) for number, (_, guessed) in enumerate(choices) for words in guessed
    ]
    return [
        _match_segment(
            part.segment, [spelt[index] for spelt, _ in choices], (*wording.alternatives, *guesses)
        )
        for index, part in enumerate(parts)
    ]


def _choices(
    parts: Sequence[LiveSegment], slot: Slot, thesaurus: Thesaurus
) -> tuple[list[list[Spelt]], list[tuple[str, ...]]]:
    """What may stand for a word in each segment, and words that together may stand for it."""
    spelt: list[list[Spelt]] = [[] for _ in parts]
    looked_up: list[Stage] = []

    def look_up(stages: Sequence[Stage]) -> None:
        for stage in stages[len(looked_up) :]:
            looked_up.append(stage)
            for part, found in zip(parts, spelt, strict=True):
                found.extend(stage.spelt(part.segment.vocabulary, slot))

    def are_held(stages: Sequence[Stage], enough: int) -> bool:
        look_up(stages)
        return _held(parts, spelt, enough)

    stages = stages_of(slot, are_held)
    look_up(stages)
    return spelt, guesses_of(slot, stages, thesaurus)


def _held(parts: Sequence[LiveSegment], spelt: Sequence[Sequence[Spelt]], enough: int) -> bool:
    """Whether at least so many live documents hold one of the words."""
    found = 0
    for part, choices in zip(parts, spelt, strict=True):
        found += _holders(part, [choice.terms for choice in choices], enough - found)
        if found >= enough:
            return True
    return False


def _holders(part: LiveSegment, terms: Sequence[Terms], enough: int) -> int:
    """How many live documents hold one of the words; counting ends when there are enough."""
    segment = part.segment
    ranges = [(int(segment.posting_offsets[low]), int(segment.posting_offsets[high])) for low, high in terms]
    found: set[int] = set()
    for first_look in (True, False):
        for start, end in ranges:
            rows = segment.posting_rows[start : min(end, start + _FIRST_LOOK) if first_look else end]
            found.update((rows if part.live is None else rows[part.live[rows]]).tolist())
            if len(found) >= enough:
                return len(found)
    return len(found)


def _match_segment(
    segment: Segment, spelt: list[list[Spelt]], alternatives: Sequence[Alternative]
) -> Matched:
    buffers = [_buffer(segment, choices) for choices in spelt]
    words: dict[str, tuple[list[Spelt], Quality]] = {}
    for alternative in alternatives:
        for word in alternative.words:
            if word not in words:
                held = as_it_stands(segment.vocabulary, word)
                meant = [Spelt(terms, Spelling.MEANING) for terms, _ in held]
                words[word] = meant, _buffer(segment, meant)
        found = [words[word] for word in alternative.words]
        if all(meant for meant, _ in found):
            together = np.minimum.reduce([buffer for _, buffer in found])
            for slot in alternative.slots:
                np.maximum(buffers[slot], together, out=buffers[slot])
                spelt[slot] = [*spelt[slot], *(choice for meant, _ in found for choice in meant)]
    return Matched(buffers, spelt)


def _buffer(segment: Segment, choices: Sequence[Spelt]) -> Quality:
    """The quality of each row, the best of the choices."""
    buffer = np.zeros(segment.rows, np.uint8)
    for number, ((low, high), spelling) in enumerate(choices):
        start, end = segment.posting_offsets[low], segment.posting_offsets[high]
        rows = segment.posting_rows[start:end]
        found = _QUALITY[spelling][segment.posting_fields[start:end]]
        if high - low > 1:
            _put_best(buffer, rows, found, spelling)
        else:
            buffer[rows] = np.maximum(buffer[rows], found) if number else found
    return buffer


def _put_best(buffer: Quality, rows: NDArray[np.uint32], found: Quality, spelling: Spelling) -> None:
    """Put qualities where a row may come more than once: its best field last."""
    for field in reversed(range(_FIELDS)):
        worth = quality(spelling, field)
        chosen = rows[found == worth]
        buffer[chosen] = np.maximum(buffer[chosen], worth)
