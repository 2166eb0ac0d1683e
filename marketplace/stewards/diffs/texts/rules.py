"""Finds what differs between two texts word by word, and between two lists item by item."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from marketplace.stewards.diffs.schemas import Mark, Piece

MOST_WORDS = 4_500
"""Words and spaces of both texts; longer ones are compared as a whole. They take half a second at worst."""
_WORDS = re.compile(r"\S+|\s+")

Item = tuple[str, str | None]
"""Words, and the picture they stand for."""


def split_words(text: str) -> list[str]:
    """The words of a text and the spaces between them; joined they are the text again."""
    return _WORDS.findall(text)


def compare_texts(before: str, after: str) -> tuple[Piece, ...]:
    """The runs of words that stayed, went and came.

    What stayed and what went make `before`; what stayed and what came make `after`.
    """
    was, became = split_words(before), split_words(after)
    if len(was) + len(became) > MOST_WORDS and before != after:
        was, became = [before], [after]
    return tuple(
        Piece(mark=mark, text=text)
        for same, removed, added in _runs(was, became)
        for mark, text in ((Mark.SAME, same), (Mark.REMOVED, removed), (Mark.ADDED, added))
        if text
    )


def _runs(was: list[str], became: list[str]) -> Iterator[tuple[str, str, str]]:
    """What stayed, then what went and what came in its place; a space alone parts no two changes."""
    same = removed = added = ""
    matcher = SequenceMatcher(None, was, became, autojunk=False)
    for kind, start, end, start_after, end_after in matcher.get_opcodes():
        if kind != "equal":
            removed += "".join(was[start:end])
            added += "".join(became[start_after:end_after])
            continue
        text = "".join(was[start:end])
        if text.isspace() and (removed or added) and end < len(was) and end_after < len(became):
            removed += text
            added += text
        else:
            yield same, removed, added
            same, removed, added = text, "", ""
    yield same, removed, added


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
