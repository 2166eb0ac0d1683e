"""The typed text as words that know how they were typed, and what is left when some are taken out."""

import re
from collections.abc import Callable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from marketplace.taxonomies.schemas import Taxonomy

MOST_WORDS = 40
"""Words of a text that are looked at; people type fewer than ten."""
_INITIALS = re.compile(r"[^\W\d](\.[^\W\d])+")
_EDGES = re.compile(r"^\W+|\W+$")


class Word(Struct, frozen=True):
    """A word as it was typed, and bare: lower case, without what stands at its edges ("P.A.," is "pa")."""

    typed: str
    bare: str

    @property
    def is_closed(self) -> bool:
        """A comma or full stop ends what it belongs to."""
        return self.typed[-1:] in ",.;:!?)"


class Span(Struct, frozen=True):
    """Words from `start` up to, not including, `end`."""

    start: int
    end: int


class Piece(Struct, frozen=True):
    """A part of the text that stands for a code of a list, or for the label of a place."""

    span: Span
    taxonomy: Taxonomy | None
    value: str


def split_text(text: str) -> list[Word]:
    """The words of a text."""
    return [Word(typed, _bare(typed)) for typed in text.split()]


def _bare(typed: str) -> str:
    bare = _EDGES.sub("", typed).casefold()
    return bare.replace(".", "") if _INITIALS.fullmatch(bare) else bare


def join(words: Sequence[Word]) -> str:
    """Words as they were typed."""
    return " ".join(word.typed for word in words)


def widen(
    words: Sequence[Word], pieces: Sequence[Piece], says_nothing: Callable[[Word], bool]
) -> list[Piece]:
    """The pieces with the rest of the text on either side, where that rest says nothing by itself.

    "I need a PA" has nothing left to look for once "PA" is taken.
    """
    *most, last = pieces
    if all(map(says_nothing, words[last.span.end :])):
        last = replace(last, span=Span(last.span.start, len(words)))
    first, *others = *most, last
    if all(map(says_nothing, words[: first.span.start])):
        first = replace(first, span=Span(0, first.span.end))
    return [first, *others]


def without(words: Sequence[Word], pieces: Sequence[Piece]) -> str:
    """What is left of the text without pieces that follow each other, nor the comma that led to them."""
    before, after = join(words[: pieces[0].span.start]), join(words[pieces[-1].span.end :])
    return " ".join(part for part in (before if after else before.rstrip(" ,;:-"), after) if part)
