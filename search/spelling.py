"""What a typed word may stand for, by the words that an index has: the same rules in every engine.

A word that at least `ENOUGH` documents hold (in any of its forms) is taken as it stands. Otherwise, if it is
the last, it may be a beginning. If that does not suffice either, and the thesaurus does not know it, it may
be misspelt, or be two words written as one. Only when all that finds nothing at all, words that are a little
like it will do.

A text whose words are not all held by enough documents loses words: first those that nothing in reach holds,
then those that the thesaurus does not know, then what most documents of the whole index hold: it says least.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from typing import NamedTuple

from search.ranking import Spelling
from search.text import Thesaurus, other_forms
from search.vocabulary import Terms, Vocabulary, typos_allowed
from search.wording import Slot, parts_of

ENOUGH = 5
"""Documents that make a word known, and results that are enough not to drop a word."""

_SHORT = 3
"""Letters up to which a word of the thesaurus is no beginning: "pa" is not "parking"."""
_COMMON_BEGINNING = 5


class Spelt(NamedTuple):
    """Words of a vocabulary that may stand for a word."""

    terms: Terms
    spelling: Spelling


def as_it_stands(vocabulary: Vocabulary, word: str) -> list[Spelt]:
    """The word itself and its other forms, as far as they are there."""
    find = vocabulary.find
    forms = [Spelt(terms, Spelling.FORM) for form in other_forms(word) if (terms := find(form))]
    itself = find(word)
    return [Spelt(itself, Spelling.EXACT), *forms] if itself else forms


def _beginning(vocabulary: Vocabulary, slot: Slot) -> Iterable[Spelt]:
    return [Spelt(vocabulary.starting_with(slot.word), Spelling.BEGINNING)]


def _misspelt(vocabulary: Vocabulary, slot: Slot) -> Iterable[Spelt]:
    one_or_two = {1: Spelling.ONE_SLIP, 2: Spelling.TWO_SLIPS}
    for terms, slips in vocabulary.close_to(slot.word):
        yield Spelt(terms, one_or_two[slips])
    if slot.is_beginning:
        for terms, _ in vocabulary.starting_close_to(slot.word):
            yield Spelt(terms, Spelling.TWO_SLIPS)


def _a_little_like(vocabulary: Vocabulary, slot: Slot) -> Iterable[Spelt]:
    """Words with slips wherever they are, and words with a long beginning in common."""
    word = slot.word
    for terms, _ in vocabulary.close_anywhere(word):
        yield Spelt(terms, Spelling.TWO_SLIPS)
    beginning = word[: max(_COMMON_BEGINNING, math.ceil(len(word) * 2 / 3))]
    if len(beginning) < len(word):
        yield Spelt(vocabulary.starting_with(beginning), Spelling.TWO_SLIPS)


class Stage(Enum):
    """A step away from what was typed."""

    STANDS = "stands"
    BEGINNING = "beginning"
    MISSPELT = "misspelt"
    A_LITTLE_LIKE = "a little like"

    def spelt(self, vocabulary: Vocabulary, slot: Slot) -> list[Spelt]:
        """The words that come in with this step."""
        if self is Stage.STANDS:
            return as_it_stands(vocabulary, slot.word)
        return list(_LATER[self](vocabulary, slot))


_LATER: dict[Stage, Callable[[Vocabulary, Slot], Iterable[Spelt]]] = {
    Stage.BEGINNING: _beginning,
    Stage.MISSPELT: _misspelt,
    Stage.A_LITTLE_LIKE: _a_little_like,
}


def stages_of(slot: Slot, are_held: Callable[[Sequence[Stage], int], bool]) -> list[Stage]:
    """The steps that a word needs.

    `are_held(stages, enough)` says whether at least so many documents hold one of the words of these steps;
    it is asked of nothing, then of one step more each time.
    """
    stages = [Stage.STANDS]
    if are_held(stages, ENOUGH):
        return stages
    if slot.is_beginning and (len(slot.word) > _SHORT or not slot.has_meaning):
        stages.append(Stage.BEGINNING)
        if are_held(stages, ENOUGH):
            return stages
    if not slot.has_meaning:
        stages.append(Stage.MISSPELT)
    if not are_held(stages, 1):
        stages.append(Stage.A_LITTLE_LIKE)
    return stages


def guesses_of(slot: Slot, stages: Sequence[Stage], thesaurus: Thesaurus) -> list[tuple[str, ...]]:
    """Words that together may stand for a word that was not held as it stands: cut in two, or a meaning."""
    if Stage.MISSPELT not in stages:
        return []
    return [*parts_of(slot.word), *thesaurus.close_to(slot.word, typos_allowed(slot.word))]


def order_of_dropping(slots: Sequence[Slot], in_reach: Sequence[bool], holders: Sequence[int]) -> list[int]:
    """The numbers of words in the order in which they are dropped; one is always kept.

    `in_reach` says of each word whether a document in reach holds it, `holders` how many of the whole index
    do. Of equal words the earlier goes.
    """

    def worth(word: int) -> tuple[bool, bool, int, int]:
        return not in_reach[word], not slots[word].is_telling, holders[word], -word

    return sorted(range(len(slots)), key=worth, reverse=True)[:-1]
