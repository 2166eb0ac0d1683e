"""Finds what differs between two texts word by word, and between two lists item by item."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from marketplace.kernel.differences import Mark, compare_words
from marketplace.stewards.diffs.schemas import Piece

Item = tuple[str, str | None]
"""Words, and the picture they stand for."""


def compare_texts(before: str, after: str) -> tuple[Piece, ...]:
    """The runs of words that stayed, went and came, as `kernel.differences` finds them."""
    return tuple(Piece(mark=run.mark, text=run.text) for run in compare_words(before, after))


def compare_items(before: Sequence[Item], after: Sequence[Item]) -> tuple[Piece, ...]:
    """The items that stayed, went and came, in order."""
    marked: list[tuple[Mark, Item]] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, start, end, start_after, end_after in matcher.get_opcodes():
        if kind == "equal":
            marked += [(Mark.SAME, item) for item in after[start_after:end_after]]
        else:
            marked += [(Mark.REMOVED, item) for item in before[start:end]]
            marked += [(Mark.ADDED, item) for item in after[start_after:end_after]]
    return tuple(Piece(mark=mark, text=text, media_hash=picture) for mark, (text, picture) in marked)
