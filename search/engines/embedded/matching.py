"""Which documents of which segment hold the words of a query, how they are spelt there, and in which field.

What a word may stand for is decided over all segments together, by live documents only, so that an answer
does not depend on how documents happen to lie in segments. A word that at least `ENOUGH` documents hold (in
any of its forms) is taken as it stands. Otherwise, if it is the last, it may be a beginning. If that does not
suffice either, and the thesaurus does not know it, it may be misspelt, or be two words written as one. Only
when all that finds nothing at all, words that are a little like it will do.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.engines.embedded.arrays import Mask, Quality
from search.engines.embedded.segment import Segment
from search.engines.embedded.vocabulary import Terms, typos_allowed
from search.engines.embedded.wording import Alternative, Slot, Wording, parts_of
from search.ranking import Spelling, quality
from search.text import Thesaurus, other_forms

ENOUGH = 5
"""Documents that make a word known, and results that are enough not to drop a word."""

_FIELD_SETS = 16
_FIELDS = 4
_BEST_FIELD = [
    min((field for field in range(_FIELDS) if bits >> field & 1), default=0) for bits in range(_FIELD_SETS)
]
_QUALITY = {
    spelling: np.array([quality(spelling, field) for field in _BEST_FIELD], np.uint8) for spelling in Spelling
}
_FIRST_LOOK = 32
_SHORT = 3
"""Letters up to which a word of the thesaurus is no beginning: "pa" is not "parking"."""
_COMMON_BEGINNING = 5


class LiveSegment(NamedTuple):
    """A segment, and which of its rows still hold (all when None)."""

    segment: Segment
    live: Mask | None

    @property
    def documents(self) -> int:
        """How many documents live in it."""
        return self.segment.rows if self.live is None else int(np.count_nonzero(self.live))


class Spelt(NamedTuple):
    """Words of one segment's vocabulary that may stand for a slot."""

    terms: Terms
    spelling: Spelling


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
    spelt = [_as_it_stands(part.segment, slot.word) for part in parts]
    if _held(parts, spelt, ENOUGH):
        return spelt, []
    if slot.is_beginning and (len(slot.word) > _SHORT or not slot.has_meaning):
        _add(parts, spelt, lambda segment: [_beginning(segment, slot.word)])
        if _held(parts, spelt, ENOUGH):
            return spelt, []
    if not slot.has_meaning:
        _add(parts, spelt, lambda segment: _misspelt(segment, slot))
    if not _held(parts, spelt, 1):
        _add(parts, spelt, lambda segment: _a_little_like(segment, slot.word))
    if slot.has_meaning:
        return spelt, []
    return spelt, [*parts_of(slot.word), *thesaurus.close_to(slot.word, typos_allowed(slot.word))]


def _add(
    parts: Sequence[LiveSegment], spelt: list[list[Spelt]], more: Callable[[Segment], Iterable[Spelt]]
) -> None:
    for part, found in zip(parts, spelt, strict=True):
        found.extend(more(part.segment))


def _as_it_stands(segment: Segment, word: str) -> list[Spelt]:
    find = segment.vocabulary.find
    forms = [Spelt(terms, Spelling.FORM) for form in other_forms(word) if (terms := find(form))]
    itself = find(word)
    return [Spelt(itself, Spelling.EXACT), *forms] if itself else forms


def _misspelt(segment: Segment, slot: Slot) -> Iterable[Spelt]:
    one_or_two = {1: Spelling.ONE_SLIP, 2: Spelling.TWO_SLIPS}
    for terms, slips in segment.vocabulary.close_to(slot.word):
        yield Spelt(terms, one_or_two[slips])
    if slot.is_beginning:
        for terms, _ in segment.vocabulary.starting_close_to(slot.word):
            yield Spelt(terms, Spelling.TWO_SLIPS)


def _beginning(segment: Segment, word: str) -> Spelt:
    return Spelt(segment.vocabulary.starting_with(word), Spelling.BEGINNING)


def _a_little_like(segment: Segment, word: str) -> Iterable[Spelt]:
    """Words with slips wherever they are, and words with a long beginning in common."""
    for terms, _ in segment.vocabulary.close_anywhere(word):
        yield Spelt(terms, Spelling.TWO_SLIPS)
    beginning = word[: max(_COMMON_BEGINNING, math.ceil(len(word) * 2 / 3))]
    if len(beginning) < len(word):
        yield Spelt(segment.vocabulary.starting_with(beginning), Spelling.TWO_SLIPS)


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
                meant = [Spelt(terms, Spelling.MEANING) for terms, _ in _as_it_stands(segment, word)]
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
    worst = None
    for (low, high), spelling in sorted(choices, key=lambda choice: -choice.spelling):
        start, end = segment.posting_offsets[low], segment.posting_offsets[high]
        rows = segment.posting_rows[start:end]
        found = _QUALITY[spelling][segment.posting_fields[start:end]]
        if high - low > 1:
            _put_best(buffer, rows, found, spelling)
        elif spelling is worst:
            buffer[rows] = np.maximum(buffer[rows], found)
        else:  # better than all that is there
            buffer[rows] = found
        worst = spelling
    return buffer


def _put_best(buffer: Quality, rows: NDArray[np.uint32], found: Quality, spelling: Spelling) -> None:
    """Put qualities where a row may come more than once: its best field last."""
    for field in reversed(range(_FIELDS)):
        worth = quality(spelling, field)
        chosen = rows[found == worth]
        buffer[chosen] = np.maximum(buffer[chosen], worth)
