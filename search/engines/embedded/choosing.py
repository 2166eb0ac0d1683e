"""Documents that meet the place and the words of a query: what filters and counts then work on."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from search.engines.embedded.arrays import Mask, Quality, Rows
from search.engines.embedded.matching import LiveSegment, Matched, match_words
from search.engines.embedded.reaching import Reached, reach
from search.query import Near
from search.spelling import ENOUGH, order_of_dropping
from search.text import Thesaurus
from search.wording import Slot, Wording


class Candidates(NamedTuple):
    """Documents of one segment. Arrays go by row of `rows`."""

    part: LiveSegment
    rows: Rows
    reached: Reached | None
    """None when no place was given."""
    qualities: list[Quality]
    """For each word how well it was met; empty when there are no words."""
    matched: Matched | None

    def keep(self, chosen: Rows | Mask) -> "Candidates":
        """Some of them."""
        return Candidates(
            self.part,
            self.rows[chosen],
            None if self.reached is None else self.reached.keep(chosen),
            [one[chosen] for one in self.qualities],
            self.matched,
        )


def choose(
    parts: Sequence[LiveSegment], near: Near | None, wording: Wording, thesaurus: Thesaurus
) -> tuple[list[Candidates], list[str]]:
    """Candidates of each segment, and the words that were dropped to find enough.

    Words are dropped for the place and text alone, never for filters: else a choice would change which words
    count, and facet counts would not say what a choice finds.
    """
    reached = [reach(part, near) if near else None for part in parts]
    if not wording.slots:
        return [_browsed(part, one) for part, one in zip(parts, reached, strict=True)], list(wording.ignored)
    matched = match_words(parts, wording, thesaurus)
    qualities = [_within(part, one, found) for part, one, found in zip(parts, reached, matched, strict=True)]
    required = _required(qualities, lambda word: _holders(parts, matched, word), wording.slots)
    candidates = []
    for part, one, found, words in zip(parts, reached, matched, qualities, strict=True):
        chosen = np.flatnonzero(_all_of(words, required))
        candidates.append(
            Candidates(
                part,
                chosen if one is None else one.rows[chosen],
                None if one is None else one.keep(chosen),
                [word[chosen] for word in words],
                found,
            )
        )
    dropped = [slot.word for number, slot in enumerate(wording.slots) if number not in required]
    return candidates, [*dropped, *wording.ignored]


def _browsed(part: LiveSegment, reached: Reached | None) -> Candidates:
    if reached is not None:
        return Candidates(part, reached.rows, reached, [], None)
    rows = np.arange(part.segment.rows) if part.live is None else np.flatnonzero(part.live)
    return Candidates(part, rows, None, [], None)


def _within(part: LiveSegment, reached: Reached | None, matched: Matched) -> list[Quality]:
    """Qualities of the rows in reach; of all rows, zero for the dead, when no place was given."""
    if reached is not None:
        return [buffer[reached.rows] for buffer in matched.buffers]
    return matched.buffers if part.live is None else [buffer * part.live for buffer in matched.buffers]


def _all_of(words: Sequence[Quality], required: Sequence[int]) -> Mask:
    found: Mask = words[required[0]] != 0
    for number in required[1:]:
        found &= words[number] != 0
    return found


def _holders(parts: Sequence[LiveSegment], matched: Sequence[Matched], word: int) -> int:
    """How many documents of the whole index hold a word."""
    found = 0
    for part, one in zip(parts, matched, strict=True):
        holds = one.buffers[word] != 0
        found += int(np.count_nonzero(holds if part.live is None else holds & part.live))
    return found


def _required(
    qualities: Sequence[Sequence[Quality]], holders: Callable[[int], int], slots: Sequence[Slot]
) -> list[int]:
    """The words that every result must hold: all, unless too few documents hold all."""
    required = list(range(len(slots)))
    if len(slots) == 1 or _enough(qualities, required):
        return required
    in_reach = [any(np.any(part[word]) for part in qualities) for word in required]
    for word in order_of_dropping(slots, in_reach, [holders(word) for word in required]):
        required.remove(word)
        if _enough(qualities, required):
            break
    return required


def _enough(qualities: Sequence[Sequence[Quality]], required: Sequence[int]) -> bool:
    return sum(int(np.count_nonzero(_all_of(part, required))) for part in qualities) >= ENOUGH
