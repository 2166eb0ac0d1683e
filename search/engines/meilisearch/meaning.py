"""What the words of a text mean in an index: which of its words may stand for each, as filters.

The rules are search.spelling's. What they need to know is how many documents hold some words; all they may
ask is asked of the server at once, before it is known what is needed.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

from search.engines.meilisearch.filters import all_of, any_of, one_of
from search.engines.meilisearch.knowledge import Knowledge
from search.ranking import Spelling
from search.spelling import Spelt, Stage, as_it_stands, guesses_of, stages_of
from search.wording import Alternative, Slot, Wording, read_text

_WORDS = "words"


class SlotMeaning(NamedTuple):
    """What may stand for a word of the text."""

    slot: Slot
    spelling: dict[str, Spelling]
    """The best spelling that each word of the index stands for it in."""
    together: tuple[tuple[tuple[str, ...], ...], ...]
    """Words that stand for it together: one (in any of its forms) out of each group."""

    def filter(self, field: str = _WORDS) -> str:
        """Documents that hold it in a field."""
        return any_of(
            one_of(field, self.spelling),
            *(all_of(*(one_of(field, group) for group in groups)) for groups in self.together),
        )


class Question(NamedTuple):
    """How many documents hold one of these words?"""

    slot: int
    stages: tuple[Stage, ...]
    filter: str


class TextReading:
    """A text, read with what is known of an index."""

    def __init__(self, known: Knowledge, text: str, *, prefix: bool) -> None:
        self.wording: Wording = read_text(
            text, prefix=prefix, thesaurus=known.thesaurus, stop_words=known.schema.stop_words
        )
        self._known = known
        self._spelt: dict[tuple[int, Stage], list[Spelt]] = {}
        self.questions = [
            question for number, slot in enumerate(self.wording.slots) for question in self._ask(number, slot)
        ]

    def _ask(self, number: int, slot: Slot) -> list[Question]:
        """All that may have to be known of a word."""
        asked: list[Question] = []

        def never_enough(stages: Sequence[Stage], _: int) -> bool:
            words = self._words(number, stages)
            question = Question(number, tuple(stages), one_of(_WORDS, words))
            if words and question.filter not in {one.filter for one in asked}:
                asked.append(question)
            return False

        stages_of(slot, never_enough)
        return asked

    def meanings(self, counts: Mapping[str, int]) -> list[SlotMeaning]:
        """What each word means, by the number of documents that each filter of `questions` found."""
        spelling: list[dict[str, Spelling]] = []
        alternatives = list(self.wording.alternatives)
        for number, slot in enumerate(self.wording.slots):
            stages = stages_of(slot, partial(self._are_held, counts, number))
            spelling.append(self._best(number, stages))
            guesses = guesses_of(slot, stages, self._known.thesaurus)
            alternatives += [Alternative((number,), words) for words in guesses]
        together = [
            (alternative.slots, groups)
            for alternative in alternatives
            if (groups := self._groups(alternative))
        ]
        return [
            SlotMeaning(
                slot,
                spelling[number],
                tuple(dict.fromkeys(groups for slots, groups in together if number in slots)),
            )
            for number, slot in enumerate(self.wording.slots)
        ]

    def _are_held(self, counts: Mapping[str, int], number: int, stages: Sequence[Stage], enough: int) -> bool:
        words = self._words(number, stages)
        return bool(words) and counts[one_of(_WORDS, words)] >= enough

    def _groups(self, alternative: Alternative) -> tuple[tuple[str, ...], ...]:
        """For each word its forms that the index has; nothing when one of the words is not there at all."""
        vocabulary = self._known.vocabulary
        groups = [
            tuple(word for found in as_it_stands(vocabulary, one) for word in self._taken(found))
            for one in alternative.words
        ]
        return tuple(groups) if all(groups) else ()

    def _best(self, number: int, stages: Sequence[Stage]) -> dict[str, Spelling]:
        best: dict[str, Spelling] = {}
        for stage in stages:
            for found in self._spelt_in(number, stage):
                for word in self._taken(found):
                    best[word] = min(found.spelling, best.get(word, found.spelling))
        return best

    def _words(self, number: int, stages: Sequence[Stage]) -> list[str]:
        spelt = (found for stage in stages for found in self._spelt_in(number, stage))
        return list(dict.fromkeys(word for found in spelt for word in self._taken(found)))

    def _spelt_in(self, number: int, stage: Stage) -> list[Spelt]:
        known = self._spelt.get((number, stage))
        if known is None:
            slot = self.wording.slots[number]
            known = self._spelt[number, stage] = stage.spelt(self._known.vocabulary, slot)
        return known

    def _taken(self, found: Spelt) -> Sequence[str]:
        low, high = found.terms
        return self._known.vocabulary.words[low:high]
